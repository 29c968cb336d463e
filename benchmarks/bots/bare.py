"""The least a bot can do: raw asyncio that posts one reply. It shows what the load generator can do."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.wire import Reader, request, response

_ANSWERED = response("200 OK")
_JSON = ("Content-Type: application/json",)


class Bot(asyncio.Protocol):
    """One connection in, and one out that is opened with the first message and kept."""

    _transport: asyncio.Transport

    def __init__(self) -> None:
        self._reader = Reader()
        self._outbox: Outbox | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Post a reply to each message."""
        for _head, body in self._reader.messages(data):
            activity = json.loads(body)
            if self._outbox is None:
                self._outbox = Outbox(self, urlsplit(activity["serviceUrl"]).port or 80)
            path = f"/v3/conversations/{activity['conversation']['id']}/activities/{activity['id']}"
            reply = {"type": "message", "replyToId": activity["id"], "text": activity["text"]}
            self._outbox.post(request("POST", path, json.dumps(reply).encode(), headers=_JSON))

    def connection_lost(self, _error: Exception | None) -> None:
        """Hang up on both sides."""
        self.hang_up()

    def hang_up(self) -> None:
        """Close both connections."""
        self._transport.close()
        if self._outbox is not None:
            self._outbox.hang_up()

    def posted(self) -> None:
        """Answer the request: its reply has been taken."""
        self._transport.write(_ANSWERED)


class Outbox(asyncio.Protocol):
    """The connection to the connector; what is posted before it is open waits."""

    def __init__(self, bot: Bot, port: int) -> None:
        self._bot = bot
        self._reader = Reader()
        self._waiting: list[bytes] = []
        self._transport: asyncio.Transport | None = None
        loop = asyncio.get_running_loop()
        self._opening = loop.create_task(loop.create_connection(lambda: self, "127.0.0.1", port))

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Post what has been waiting."""
        self._transport = cast("asyncio.Transport", transport)
        self._transport.writelines(self._waiting)

    def data_received(self, data: bytes) -> None:
        """Tell the bot what has been taken."""
        for _taken in self._reader.messages(data):
            self._bot.posted()

    def post(self, post: bytes) -> None:
        """Send one post."""
        if self._transport is None:
            self._waiting.append(post)
        else:
            self._transport.write(post)

    def hang_up(self) -> None:
        """Close the connection."""
        if self._transport is not None:
            self._transport.close()


async def main() -> None:
    """Serve until told to stop."""
    server = await asyncio.get_running_loop().create_server(Bot, "127.0.0.1", int(os.environ["PORT"]))
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
