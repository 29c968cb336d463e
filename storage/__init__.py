"""What the bot knows: the knowledge base (TinyDB) and its reviewed seed."""
