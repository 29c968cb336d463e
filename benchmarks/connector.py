"""The Bot Connector's side on loopback: takes replies, and notes when which turn was answered."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import perf_counter
from typing import Self, cast

from benchmarks.wire import Reader, response

_TAKEN = response("201 Created", b'{"id":"1"}')


class Connector:
    """One server on a port of its own.

    ``replied`` is called with the id of the activity that was answered, the time, and the reply as it came.
    The id is the last part of the address, as the protocol has it; whether ``replyToId`` says the same is
    looked at afterwards, when nothing is being timed.

    Source: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference
    (Reply to Activity), read 2026-11-25.
    """

    def __init__(self) -> None:
        self.replied: Callable[[str, float, bytes], None] = _nobody_asked
        self.connections: set[asyncio.Transport] = set()
        self._server: asyncio.Server | None = None
        self.url = ""

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Connection(self), "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_error: object) -> None:
        if self._server is not None:
            self._server.close()
        for connection in self.connections:
            connection.close()
        await asyncio.sleep(0)  # the loop closes them at its next turn


def _nobody_asked(activity_id: str, _at: float, _body: bytes) -> None:
    raise RuntimeError(f"a reply to {activity_id} when nothing was asked")


class _Connection(asyncio.Protocol):
    _transport: asyncio.Transport

    def __init__(self, connector: Connector) -> None:
        self._connector = connector
        self._reader = Reader()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._connector.connections.add(self._transport)

    def connection_lost(self, _error: Exception | None) -> None:
        self._connector.connections.discard(self._transport)

    def data_received(self, data: bytes) -> None:
        for head, body in self._reader.messages(data):
            path = head.split(b" ", 2)[1]
            self._connector.replied(path.rpartition(b"/")[2].decode(), perf_counter(), body)
            self._transport.write(_TAKEN)
