"""Alembic, given a connection of ours; there is no alembic.ini."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util.exc import CommandError
from sqlalchemy import Connection


class NewerRecordsError(Exception):
    """The database was made by a later version of this program; going back would lose what it holds."""


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
