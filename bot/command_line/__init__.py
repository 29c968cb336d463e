"""The commands for hearings and their records; ``app.py`` prints what comes of them."""
