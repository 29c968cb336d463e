"""One JSON object per line, with ids and reasons only: never what somebody wrote, nor who they are."""

from __future__ import annotations

import json
import logging
import sys
import time
import traceback
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, TextIO

MAX_ID_CHARS = 120
MAX_FRAMES = 30

_logger = logging.getLogger("bot")


class JsonLines(logging.Handler):
    """Writes ``{"time": ..., "level": ..., "event": ..., "id": ..., "reason": ..., "ms": ...}``, a line each.

    A library's message may quote what came in, so of its lines only the logger's name and the place are kept.
    """

    def __init__(self, stream: TextIO | None) -> None:
        """Takes None where the process has no stderr: then nothing is written."""
        super().__init__()
        self._stream = stream

    def emit(self, record: logging.LogRecord) -> None:
        """Write down that a library logged something, and where."""
        line = _opening(record.created, record.levelname, record.name)
        line["where"] = f"{record.module}:{record.lineno}"
        if record.exc_info and record.exc_info[1]:
            line |= _trace(record.exc_info[1])
        self.write(line)

    def write(self, line: dict[str, Any]) -> None:
        """Write one line of ASCII. A stream that is gone loses it and stops nothing: nobody could be told."""
        if self._stream is not None:
            with suppress(OSError, ValueError):
                self._stream.write(f"{json.dumps(line)}\n")
                self._stream.flush()


def configure(level: str, stream: TextIO | None = None) -> None:
    """Send every log line of the process, the libraries' too, to the stream (default: stderr) as JSON."""
    root = logging.getLogger()
    root.handlers[:] = [JsonLines(stream or sys.stderr)]
    root.setLevel(level)
    logging.getLogger("alembic").setLevel(max(root.level, logging.WARNING))  # it tells of each of its steps


def event(
    level: int,
    name: str,
    *,
    id: str = "",  # noqa: A002 - the log field's own name
    reason: str = "",
    ms: float | None = None,
    error: BaseException | None = None,
) -> None:
    """Log that something happened; nothing is written before ``configure``.

    Args:
        level: As in ``logging``.
        name: What happened, in one or two words; fixed by the caller.
        id: What it happened to: an activity's id or a reference given to the user; cleaned here.
        reason: Why, in the program's own words, never in a user's.
        ms: How long it took.
        error: Logged as its type and the places it passed; its message may quote a user and is left out.
    """
    if not _logger.isEnabledFor(level):
        return
    line = _opening(time.time(), logging.getLevelName(level), name)
    for key, value in ("id", clean(id)), ("reason", clean(reason)):
        if value:
            line[key] = value
    if ms is not None:
        line["ms"] = round(ms, 1)
    if error is not None:
        line |= _trace(error)
    # Handed on at once: ``Logger.log`` would first look for the line of code that called, for every turn.
    for handler in logging.getLogger().handlers:
        if isinstance(handler, JsonLines):
            handler.write(line)


def _opening(seconds: float, level: str, name: str) -> dict[str, Any]:
    """What every line begins with."""
    moment = datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")
    return {"time": moment, "level": level, "event": name}


def clean(value: str) -> str:
    """Without control characters, so that nobody can forge a log line, and at most ``MAX_ID_CHARS`` long."""
    cut = value[:MAX_ID_CHARS]
    return cut if cut.isprintable() else "".join(character for character in cut if character.isprintable())


def _trace(error: BaseException) -> dict[str, Any]:
    frames = traceback.extract_tb(error.__traceback__)[-MAX_FRAMES:]
    trace: dict[str, Any] = {
        "error": type(error).__name__,
        "frames": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }
    cause = error.__cause__ or error.__context__
    if cause is not None:
        trace["cause"] = type(cause).__name__
    return trace
