"""The program itself, as a process that can be killed, and people who use it over HTTP."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, cast

import aiohttp

from bot.hearings.office import Office
from bot.turn import CardAction, Reply, Turn
from tests.fakes.microsoft import TENANT, Microsoft
from tests.fakes.people import Names, Person, Town
from tests.fakes.ports import free_port

APP = Path(__file__).parents[2] / "app.py"
START_S = 30
ANSWER_S = 30
SENTENCE = "application/vnd.microsoft.activity.message"

_numbers = count(1)


@dataclass(kw_only=True)
class Program:
    """``app.py serve`` without authentication; whatever it writes goes into ``folder``.

    Attributes:
        environ: Its settings beside PORT.
    """

    microsoft: Microsoft
    folder: Path
    environ: Mapping[str, str]
    port: int = field(default_factory=free_port)
    _process: subprocess.Popen[bytes] | None = None
    _session: aiohttp.ClientSession | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    async def start(self, *, until: str = "/readyz") -> None:
        """Return once it answers there with 200."""
        await self.close()
        settings = {"PATH": os.environ.get("PATH", ""), **self.environ, "PORT": str(self.port)}
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(  # noqa: ASYNC220, S603 - our own program
                [sys.executable, APP, "serve"], env=settings, cwd=self.folder, stdout=log, stderr=log
            )
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ANSWER_S))
        await self.until(until, 200)

    def kill(self) -> None:
        """End it at once, whatever it does; what it has sent is still there to be read."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    async def close(self) -> None:
        """End it, and hang up."""
        self.kill()
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def until(self, path: str, status: int) -> None:
        """Return once it answers so."""

        async def answers_so() -> bool:
            assert self._process is not None
            assert self._process.poll() is None, (self.folder / "log").read_text("utf-8")[-2000:]
            return await self.status(path) == status

        await until(answers_so)

    async def status(self, path: str) -> int | None:
        """What it answers; None where it does not."""
        assert self._session is not None
        try:
            async with self._session.get(f"http://127.0.0.1:{self.port}{path}") as response:
                return response.status
        except aiohttp.ClientConnectionError:
            return None

    async def post(self, activity: Mapping[str, Any]) -> bytes:
        """The answer to an activity.

        Raises:
            aiohttp.ClientError: It was killed.
        """
        assert self._session is not None
        url = f"http://127.0.0.1:{self.port}/api/messages"
        async with self._session.post(url, json=activity) as response:
            assert response.status == 200, response.status
            return await response.read()

    async def asked(self, text: str) -> str:
        """The card, as text, that a question is answered with."""
        number = str(next(_numbers))
        posted = len(self.microsoft.posted)
        await self.post(self.microsoft.activity(id=number, text=text))
        [only] = self.microsoft.posted[posted:]
        return json.dumps(only.body, ensure_ascii=False)

    async def take(self, turn: Turn, action: CardAction) -> Reply:
        """As ``Office.take``, over HTTP."""
        answer = json.loads(
            await self.post(
                {
                    "name": "adaptiveCard/action",
                    "type": "invoke",
                    "id": f"f:{next(_numbers)}",
                    "channelId": "msteams",
                    "serviceUrl": self.microsoft.url,
                    "from": {
                        "id": turn.channel_user_id,
                        "name": turn.user_name,
                        "aadObjectId": turn.user_id,
                    },
                    "conversation": {
                        "conversationType": "personal",
                        "tenantId": TENANT,
                        "id": turn.conversation_id,
                    },
                    "recipient": {"id": "28:bot", "name": "Tryghedsbotten"},
                    "channelData": {"tenant": {"id": TENANT}},
                    "replyToId": str(next(_numbers)),
                    "value": {
                        "action": {"type": "Action.Execute", "verb": action.verb, "data": dict(action.data)},
                        "trigger": "manual",
                    },
                }
            )
        )
        if answer["type"] == SENTENCE:
            said = {"body": [{"type": "TextBlock", "text": answer["value"]}]}
            return Reply(json.dumps(said), summary=answer["value"], beside=True)
        return Reply(json.dumps(answer["value"]), summary="")

    def person(self, user_id: str, name: str) -> Person:
        """Somebody who uses it."""
        return Town(cast("Office", self), Names()).person(user_id, name)


@asynccontextmanager
async def program(microsoft: Microsoft, folder: Path, environ: Mapping[str, str]) -> AsyncIterator[Program]:
    """The program, not started yet, and gone afterwards."""
    folder.mkdir()  # noqa: ASYNC240 - a moment
    made = Program(microsoft=microsoft, folder=folder, environ=environ)
    try:
        yield made
    finally:
        await made.close()


async def until(fulfilled: Callable[[], Awaitable[bool]], *, within_s: float = START_S) -> None:
    """Return once it is so."""
    async with asyncio.timeout(within_s):
        while not await fulfilled():  # noqa: ASYNC110 - another process sets no event of ours
            await asyncio.sleep(0.01)
