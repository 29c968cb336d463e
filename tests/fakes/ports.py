"""Ports for the programs that tests start, several workers at a time."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from itertools import cycle

_FIRST, _EACH, _WORKERS = 20_000, 1_000, 12
"""Below 32768: from there on systems hand out ports themselves, also the one that was free a moment ago."""

_begin = _FIRST + _EACH * (int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:]) % _WORKERS)
_ports = cycle((_begin + (os.getpid() + number) % _EACH) for number in range(_EACH))


def free_port() -> int:
    """A port on which nobody listens, and which no other worker gets before the program listens there."""
    for port in _ports:
        with socket.socket() as tried, suppress(OSError):
            tried.bind(("127.0.0.1", port))
            return port
    raise AssertionError("a cycle does not end")
