"""The bot under test: the real application, on a real port."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, TestServer

from bot.settings import read_settings
from bot.teams import Delivery, Handler, Members, Suggester, build_app
from bot.teams.files import Files
from bot.teams.web import no_file
from bot.turn import ChannelNews, File, Matches, Query, Reply, Turn
from tests.fakes.echo import apology, echo, echo_query, said
from tests.fakes.microsoft import Clock, Microsoft


@dataclass
class Bot:
    """The real application behind a real port, with handlers that the test may exchange."""

    microsoft: Microsoft
    clock: Clock
    turns: list[Turn] = field(default_factory=list)
    queries: list[Query] = field(default_factory=list)
    handle: Handler = echo
    suggest: Suggester = echo_query
    ready: bool = True
    members: Members = field(default_factory=Members)
    learned: list[ChannelNews] = field(default_factory=list)
    files: Files = no_file

    async def start(self, environ: dict[str, str]) -> None:
        references = itertools.count(1)
        settings = read_settings(environ)
        self.delivery = Delivery(settings)
        app = build_app(
            settings,
            self._handle,
            suggest=self._suggest,
            ready=self._ready,
            apology=apology,
            too_long=said("for langt"),
            members=self.members,
            delivery=self.delivery,
            learn=self._learn,
            files=self._files,
            now=self.clock.now,
            sleep=self.clock.sleep,
            random=lambda: 1.0,
            reference=lambda: f"ref-{next(references)}",
        )
        self.http = TestClient(TestServer(app))
        await self.http.start_server()

    async def stop(self) -> None:
        await self.http.close()

    async def _handle(self, turn: Turn) -> Reply:
        self.turns.append(turn)
        return await self.handle(turn)

    async def _suggest(self, query: Query) -> Matches:
        self.queries.append(query)
        return await self.suggest(query)

    async def _learn(self, news: ChannelNews) -> None:
        self.learned.append(news)
        self.microsoft.look_again()

    async def _files(self, token: str, user_id: str | None, now: datetime) -> File | None:
        return await self.files(token, user_id, now)

    async def _ready(self) -> bool:
        return self.ready

    async def post(
        self, body: Any = None, *, authorization: str | None = "", **request: Any
    ) -> ClientResponse:
        """Post as the connector does; an authorization of None is left out, an empty one is a good token."""
        if authorization == "":
            authorization = f"Bearer {self.microsoft.token()}"
        headers = request.pop("headers", {"Content-Type": "application/json"})
        if authorization is not None:
            headers = headers | {"Authorization": authorization}
        data = request.pop("data", None) or json.dumps(body)
        return await self.http.post("/api/messages", data=data, headers=headers, **request)

    async def tell(self, **changes: Any) -> ClientResponse:
        return await self.post(self.microsoft.activity(**changes))

    def replies(self) -> list[str]:
        """What the reply cards say, in order."""
        return [text_in(posted.body["attachments"][0]["content"]) for posted in self.microsoft.posted]

    def changes(self) -> list[str]:
        """What the cards say that were put in the place of others, in order."""
        return [text_in(changed.body["attachments"][0]["content"]) for changed in self.microsoft.changed]


def text_in(card: dict[str, Any]) -> str:
    """What a card of the echo says."""
    return str(card["body"][0]["text"])
