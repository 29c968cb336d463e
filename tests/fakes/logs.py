"""The process's log, caught as it is really written."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from bot import log


@contextmanager
def caught_log(level: str) -> Iterator[io.StringIO]:
    """The log from ``level`` up; handlers and level are as before afterwards."""
    root = logging.getLogger()
    handlers, before = root.handlers[:], root.level
    stream = io.StringIO()
    log.configure(level, stream)
    try:
        yield stream
    finally:
        root.handlers[:] = handlers
        root.setLevel(before)
