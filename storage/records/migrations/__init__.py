"""How the records' tables came to be what they are, a step a file (Alembic)."""

HEAD = "0001"
"""The last step. A database of this version is opened without loading Alembic."""
