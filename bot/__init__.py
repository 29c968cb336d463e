"""What the bot does: turns in, replies out."""
