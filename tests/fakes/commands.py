"""The commands for hearings and their records, at a time of the test's own."""

from __future__ import annotations

import argparse
import asyncio
from datetime import datetime
from pathlib import Path

from bot.command_line.parser import add_record_commands
from bot.command_line.records import Outcome, outcome_of
from bot.settings import read_settings


def ran(folder: Path, *arguments: str, now: datetime, database_url: str = "") -> Outcome:
    """What came of ``python app.py ARGUMENTS`` with this data folder."""
    parser = argparse.ArgumentParser()
    add_record_commands(parser.add_subparsers(), lambda: 0)
    settings = read_settings({"DATA_DIR": str(folder), "DATABASE_URL": database_url})
    return outcome_of(settings, parser.parse_args(arguments), now=now)


async def ran_beside(folder: Path, *arguments: str, now: datetime, database_url: str = "") -> Outcome:
    """As ``ran``, while a bot goes on in this process."""
    return await asyncio.to_thread(ran, folder, *arguments, now=now, database_url=database_url)
