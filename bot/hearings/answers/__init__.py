"""Questions in the chat that a hearing in the records answers."""
