"""The least a bot can do: one raw asyncio server that posts one fixed reply. It shows what the load can do."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.wire import Reader, request, response

_ANSWERED = response("200 OK")


class Bot(asyncio.Protocol):
    """One connection in, and one out that is opened with the first message and kept."""

    def __init__(self) -> None:
        self._reader = Reader()
        self._outbox: Outbox | None = None
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Post a reply to each message."""
        for _head, body in self._reader.messages(data):
            activity = json.loads(body)
            path = f"/v3/conversations/{activity['conversation']['id']}/activities/{activity['id']}"
            reply = {"type": "message", "replyToId": activity["id"], "text": activity["text"]}
            post = request("POST", path, json.dumps(reply).encode(), headers=("Content-Type: application/json",))
            if self._outbox is None:
                self._outbox = Outbox(self, post)
                port = urlsplit(activity["serviceUrl"]).port
                loop = asyncio.get_running_loop()
                self._opening = loop.create_task(
                    loop.create_connection(lambda: self._outbox, "127.0.0.1", port)  # type: ignore[arg-type, return-value]
                )
            else:
                self._outbox.post(post)

    def posted(self) -> None:
        """Answer the request: its reply has been taken."""
        assert self._transport is not None
        self._transport.write(_ANSWERED)


class Outbox(asyncio.Protocol):
    """The connection to the connector."""

    def __init__(self, bot: Bot, first: bytes) -> None:
        self._bot = bot
        self._first = first
        self._reader = Reader()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Post what has been waiting."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self.post(self._first)

    def post(self, request: bytes) -> None:
        """Send one post."""
        assert self._transport is not None
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        """Tell the bot what has been taken."""
        for _taken in self._reader.messages(data):
            self._bot.posted()


async def main() -> None:
    """Serve until told to stop."""
    server = await asyncio.get_running_loop().create_server(Bot, "127.0.0.1", int(os.environ["PORT"]))
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
