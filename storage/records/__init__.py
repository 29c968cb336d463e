"""What must never be lost: hearings, responses, receipts, and who did what (SQLite or PostgreSQL)."""
