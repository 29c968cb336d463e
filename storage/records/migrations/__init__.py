"""How the records' tables came to be what they are, a step a file (Alembic)."""

HEAD = "0002"
"""The last step. A database of this version is opened without loading Alembic."""


class NewerRecordsError(Exception):
    """The database was made by a later version of this program; going back would lose what it holds."""
