"""One JSON object per line, with ids and reasons only: never what somebody wrote, nor who they are."""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, TextIO

MAX_ID_CHARS = 120
MAX_FRAMES = 30

_logger = logging.getLogger("bot")


def configure(level: str, stream: TextIO | None = None) -> None:
    """Send every log line of the process, the libraries' too, to the stream (default: stderr) as JSON."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    # No line says which process or thread wrote it, so no record need ask the system for that.
    # Source: https://docs.python.org/3/howto/logging.html#optimization, read 2026-11-26.
    logging.logProcesses = logging.logMultiprocessing = logging.logThreads = False


def event(
    level: int,
    name: str,
    *,
    id: str = "",  # noqa: A002 - the log field's own name
    reason: str = "",
    ms: float | None = None,
    error: BaseException | None = None,
) -> None:
    """Log that something happened.

    Args:
        level: As in ``logging``.
        name: What happened, in one or two words; fixed by the caller.
        id: What it happened to: an activity's id or a reference given to the user; cleaned here.
        reason: Why, in the program's own words, never in a user's.
        ms: How long it took.
        error: Logged as its type and the places it passed; its message may quote a user and is left out.
    """
    if _logger.isEnabledFor(level):
        fields: dict[str, Any] = {"id": clean(id), "reason": clean(reason)}
        if ms is not None:
            fields["ms"] = round(ms, 1)
        # Handed on at once: ``Logger.log`` would first look for the line of code that called, for every turn.
        trace = (type(error), error, error.__traceback__) if error else None
        record = logging.LogRecord(_logger.name, level, "", 0, name, (), trace)
        record.fields = fields
        _logger.handle(record)


def clean(value: str) -> str:
    """Without control characters, so that nobody can forge a log line, and at most ``MAX_ID_CHARS`` long."""
    cut = value[:MAX_ID_CHARS]
    return cut if cut.isprintable() else "".join(character for character in cut if character.isprintable())


class JsonLines(logging.Formatter):
    """``{"time": ..., "level": ..., "event": ..., "id": ..., "reason": ..., "ms": ...}``, without empty ones.

    A library's message may quote what came in, so of its lines only the logger's name and the place are kept.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line of ASCII."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
        }
        fields: dict[str, Any] | None = getattr(record, "fields", None)
        if fields is None:
            line |= {"event": record.name, "where": f"{record.module}:{record.lineno}"}
        else:
            line |= {"event": record.getMessage()} | {
                key: value for key, value in fields.items() if value != ""
            }
        if record.exc_info and record.exc_info[1]:
            line |= _trace(record.exc_info[1], record.exc_info[2])
        return json.dumps(line)


def _trace(error: BaseException, where: TracebackType | None) -> dict[str, Any]:
    frames = traceback.extract_tb(where)[-MAX_FRAMES:]
    trace: dict[str, Any] = {
        "error": type(error).__name__,
        "frames": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }
    cause = error.__cause__ or error.__context__
    if cause is not None:
        trace["cause"] = type(cause).__name__
    return trace
