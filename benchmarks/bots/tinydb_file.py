"""A bot that keeps responses in TinyDB's own JSONStorage: what one would pick who has TinyDB already.

It takes the button "response.submit", keeps the draft as a response, answers with a receipt and puts that in
the place of the pressed card. It has no rules, no audit trail and no drafts on disk: those are in memory.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web
from tinydb import TinyDB

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.stored import DRAFTS_FILE, TINYDB_FILE


class Keeper:
    """Keeps responses; a response is stored when ``kept`` returns."""

    def __init__(self, folder: Path) -> None:
        self._drafts: dict[str, Any] = json.loads((folder / DRAFTS_FILE).read_text("utf-8"))
        self._responses = TinyDB(folder / TINYDB_FILE)

    def kept(self, draft_id: str, by: str) -> dict[str, Any]:
        """Store the draft as a response; the card that says so."""
        now = datetime.now(UTC)
        reference = f"HS-{now:%y%m%d}-{draft_id[:6].upper()}"
        version = self._drafts[draft_id] | {
            "reference": reference,
            "draft_id": draft_id,
            "received_at": now.isoformat(),
            "by": by,
        }
        content_hash = hashlib.sha256(json.dumps(version).encode()).hexdigest()
        self._responses.insert(version | {"content_hash": content_hash})
        said = ("Tak – svaret er modtaget.", reference, content_hash)
        said += tuple(each["text"] for each in version["content"]["points"])
        body = [{"type": "TextBlock", "text": text, "wrap": True} for text in said]
        return {"type": "AdaptiveCard", "version": "1.5", "body": body}

    def close(self) -> None:
        """Close the file."""
        self._responses.close()


class Bot:
    """Answers presses, and changes the pressed cards afterwards."""

    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper
        self._changing: set[asyncio.Task[None]] = set()

    async def session(self, _app: web.Application) -> AsyncIterator[None]:
        """What it sends with, for as long as it runs."""
        async with aiohttp.ClientSession() as self._session:
            yield
        self._keeper.close()

    async def messages(self, request: web.Request) -> web.Response:
        """Answer one press."""
        activity = await request.json()
        data = activity["value"]["action"]["data"]
        card = self._keeper.kept(data["draft"], activity["from"]["aadObjectId"])
        change = asyncio.create_task(self._change(activity, card))
        self._changing.add(change)
        change.add_done_callback(self._changing.discard)
        return web.json_response(
            {"statusCode": 200, "type": "application/vnd.microsoft.card.adaptive", "value": card}
        )

    async def _change(self, activity: dict[str, Any], card: dict[str, Any]) -> None:
        url = (
            f"{activity['serviceUrl']}/v3/conversations/{activity['conversation']['id']}"
            f"/activities/{activity['replyToId']}"
        )
        attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "content": card}
        async with self._session.put(url, json={"type": "message", "attachments": [attachment]}) as response:
            await response.read()


def main() -> None:
    """Serve until told to stop."""
    bot = Bot(Keeper(Path(os.environ["DATA_DIR"])))
    app = web.Application()
    app.cleanup_ctx.append(bot.session)
    app.router.add_post("/api/messages", bot.messages)
    web.run_app(app, host="127.0.0.1", port=int(os.environ["PORT"]), access_log=None)


if __name__ == "__main__":
    main()
