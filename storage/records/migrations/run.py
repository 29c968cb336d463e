"""Alembic, given a connection of ours; there is no alembic.ini."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util.exc import CommandError
from sqlalchemy import Connection

from storage.records.migrations import NewerRecordsError


def config(connection: Connection | None = None) -> Config:
    """What Alembic wants to know; the steps lie in this folder."""
    made = Config(attributes={"connection": connection})
    made.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return made


def upgrade(connection: Connection) -> None:
    """Take every step the database has not taken yet, in the connection's own transaction.

    Raises:
        NewerRecordsError: It has taken steps that this program does not know.
    """
    try:
        command.upgrade(config(connection), "head")
    except CommandError as error:
        raise NewerRecordsError(str(error)) from error
