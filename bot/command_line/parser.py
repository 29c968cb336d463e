"""How the commands for hearings and their records are called; what they do is loaded when one is."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

_HEARING = "a hearing's id; one that is not there is answered by those that are"


def add_record_commands(commands: Any, run: Callable[..., int]) -> None:
    """Add them to those of ``app.py``.

    Args:
        commands: What ``ArgumentParser.add_subparsers`` gave.
        run: Gets the settings and the options; ``options.of_records`` names the command.
    """
    export = _command(commands, "export", run, "write a hearing as JSON and CSV")
    export.add_argument("hearing", metavar="HEARING", help=_HEARING)
    export.add_argument("--out", metavar="DIR", type=Path, required=True)
    memo = _command(commands, "memo", run, "write a hearing's memo as Word, HTML, JSON and CSV")
    memo.add_argument("hearing", metavar="HEARING", help=_HEARING)
    memo.add_argument("--out", metavar="DIR", type=Path, required=True)
    journal = _command(commands, "journal", run, "write a hearing's journal package")
    journal.add_argument("hearing", metavar="HEARING", help=_HEARING)
    journal.add_argument("--out", metavar="FILE.zip", type=Path, required=True)
    delete = _command(commands, "delete", run, "remove a hearing's content and personal data")
    delete.add_argument("hearing", metavar="HEARING", help=_HEARING)
    delete.add_argument("--yes", action="store_true", help="do it; without, it is only told what would go")
    backup = _command(commands, "backup", run, "copy the records while the bot runs (SQLite)")
    backup.add_argument("path", metavar="PATH", type=Path)
    restore = _command(commands, "restore", run, "put a backup in the records' place (SQLite)")
    restore.add_argument("path", metavar="PATH", type=Path)
    audit = commands.add_parser("audit", help="the audit events").add_subparsers(
        title="commands", metavar="COMMAND", required=True
    )
    _command(audit, "verify", run, "prove that the chain of events is unbroken")


def _command(commands: Any, name: str, run: Callable[..., int], what: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=what)
    parser.set_defaults(run=run, of_records=name)
    return parser
