"""Posts to many channels, by the bot and by a loop, to a connector that does not always do as it is asked."""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Self, cast

import aiohttp

from benchmarks.processes import ROOT, BotFailedError, Cores, start
from benchmarks.wire import Reader, response
from bot.page import Page
from bot.questions.answer import Paragraph
from bot.screen import drawn
from storage.records import posts
from storage.records.database import Records, open_records, url_of
from storage.records.posts import Post, PostKind, PostStatus

CHANNELS = 100
SEED = 20_261_126
LIMIT_S = 300.0
LOOK_S = 0.5

BUSY, AWAY, STALLED = 0.05, 0.03, 0.02
"""Of the requests are answered 429, 503 and not at all; half of the last were taken all the same."""

RETRY_AFTER_S = 1
TAKES_S = (0.03, 0.12)
"""How long the connector takes over a request, at least and at most."""

LOOP_TRIES = 8
LOOP_TIMEOUT_S = 10.0
"""As long as the bot waits for an answer."""


@dataclass(slots=True)
class Arrivals:
    """What the connector saw.

    Attributes:
        calls: When a request for which channel arrived, in order.
        taken: By post: how often the connector took it.
        answered: By post: how often it also said so.
        refused: How many requests were answered 429 or 503, or not at all.
        last_s: When the last one was taken.
    """

    calls: list[tuple[float, str]] = field(default_factory=list)
    taken: Counter[str] = field(default_factory=Counter)
    answered: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    last_s: float = 0.0

    @property
    def seconds(self) -> float:
        """From the first request until the last post was taken."""
        return self.last_s - self.calls[0][0]

    def most_in_all(self, within_s: float) -> int:
        """The most requests within any so many seconds."""
        return most_within([at for at, _ in self.calls], within_s)

    def most_in_thread(self, within_s: float) -> int:
        """The same, to one channel."""
        by_thread: dict[str, list[float]] = defaultdict(list)
        for at, thread in self.calls:
            by_thread[thread].append(at)
        return max(most_within(moments, within_s) for moments in by_thread.values())

    @property
    def twice(self) -> int:
        """How many posts were taken more than once."""
        return sum(times > 1 for times in self.taken.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """What came of it.

    Attributes:
        ordered: How many posts the bot had, and ``looped`` the loop.
        bot: What the connector saw of the bot, and ``loop`` of the loop.
        ended: How the bot's posts stand in its records.
        wrong: Of those, how many say what the connector does not bear out.
        settled_s: From the first request until none of the bot's posts was left to be sent.
    """

    ordered: int
    looped: int
    bot: Arrivals
    loop: Arrivals
    ended: Counter[PostStatus]
    wrong: int
    settled_s: float


def most_within(moments: Sequence[float], within_s: float) -> int:
    """The most of these moments, in order, that lie within so many seconds; the end is not counted."""
    first, most = 0, 0
    for last, moment in enumerate(moments):
        while moments[first] <= moment - within_s:
            first += 1
        most = max(most, last - first + 1)
    return most


# --- the connector ----------------------------------------------------------------------------


class Moody:
    """A connector that takes most of what is posted, and by chance, the same each time, does not."""

    def __init__(self) -> None:
        self.saw = Arrivals()
        self.connections: set[asyncio.Transport] = set()
        self._tries: Counter[str] = Counter()
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

    def came(self, body: bytes, transport: asyncio.Transport) -> None:
        """A request for a new thread has arrived."""
        asked = json.loads(body)
        thread, post = asked["channelData"]["channel"]["id"], asked["activity"]["summary"]
        self.saw.calls.append((perf_counter(), thread))
        self._tries[post] += 1
        chance = Random(f"{SEED} {post} {self._tries[post]}")  # noqa: S311 - nothing secret
        mood, takes_s = chance.random(), chance.uniform(*TAKES_S)
        later = asyncio.get_running_loop().call_later
        if mood < BUSY:
            self._refuse("429", takes_s, f"429 Too Many Requests\r\nRetry-After: {RETRY_AFTER_S}", transport)
        elif mood < BUSY + AWAY:
            self._refuse("503", takes_s, "503 Service Unavailable", transport)
        elif mood < BUSY + AWAY + STALLED:
            self.saw.refused["no answer"] += 1
            if chance.random() < 0.5:
                later(takes_s, self._take, post)
        else:
            later(takes_s, self._say, post, thread, transport)

    def _refuse(self, why: str, takes_s: float, status: str, transport: asyncio.Transport) -> None:
        self.saw.refused[why] += 1
        asyncio.get_running_loop().call_later(takes_s, transport.write, response(status))

    def _take(self, post: str) -> None:
        self.saw.taken[post] += 1
        self.saw.last_s = perf_counter()

    def _say(self, post: str, thread: str, transport: asyncio.Transport) -> None:
        self._take(post)
        self.saw.answered[post] += 1
        where = {"id": f"{thread};messageid={len(self.saw.taken)}", "activityId": f"{len(self.saw.taken)}"}
        transport.write(response("201 Created", json.dumps(where).encode()))


class _Connection(asyncio.Protocol):
    _transport: asyncio.Transport

    def __init__(self, connector: Moody) -> None:
        self._connector = connector
        self._reader = Reader()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._connector.connections.add(self._transport)

    def connection_lost(self, _error: Exception | None) -> None:
        self._connector.connections.discard(self._transport)

    def data_received(self, data: bytes) -> None:
        for _, body in self._reader.messages(data):
            self._connector.came(body, self._transport)


# --- those who post ---------------------------------------------------------------------------


async def held(ordered: int, *, cores: Cores, folder: Path) -> Posting:
    """Let the bot send so many posts to ``CHANNELS`` channels, and then the loop a fifth as many.

    Args:
        ordered: How many; they are in the bot's records when it starts.
        cores: The bot's; and the connector's, which the loop has too.
        folder: For its data and what it writes.

    Raises:
        BotFailedError: It did not start, or was not done in time.
    """
    data = folder / "posts"
    records = await open_records(url_of(None, data))
    try:
        async with Moody() as connector:
            await _order(records, connector.url, ordered)
            running = start(
                [sys.executable, ROOT / "app.py", "serve"],
                {"DATA_DIR": str(data), "LOG_LEVEL": "ERROR"},
                core=cores.bot,
                folder=folder,
                ready_path="/readyz",
            )
            try:
                stand = await _settled(records)
                settled_s = perf_counter() - connector.saw.calls[0][0]
            except TimeoutError:
                raise BotFailedError(f"posts were left after {LIMIT_S} s:\n{running.ending()}") from None
            finally:
                running.stop()
            bot = connector.saw
    finally:
        await records.close()
    looped = ordered // 5
    async with Moody() as connector:
        await _loop(connector.url, looped)
        loop = connector.saw
    return Posting(
        ordered=ordered,
        looped=looped,
        bot=bot,
        loop=loop,
        ended=Counter(each.status for each in stand),
        wrong=sum(not _is_so(each, bot) for each in stand),
        settled_s=settled_s,
    )


def _card() -> str:
    said = (Paragraph("12 af 14 parter har svaret, og flest er bekymrede for videnstab. " * 10),)
    card, _ = drawn(Page("Opsummering", "Hvad høringen siger", said))
    return card


async def _order(records: Records, service_url: str, ordered: int) -> None:
    """Several summaries, each for every channel."""
    now, card = datetime.now(UTC), _card()
    async with records.writing() as connection:
        for number in range(ordered):
            post = Post(
                id=f"post-{number}",
                batch=f"batch-{number // CHANNELS}",
                kind=PostKind.SUMMARY,
                channel_id=f"19:{number % CHANNELS}@thread.tacv2",
                service_url=service_url,
                bot_id="28:bot",
                card=card,
                summary=f"post-{number}",
                ordered_by="lead",
                ordered_at=now,
                due_at=now,
                next_at=now,
                changed_at=now,
            )
            await posts.add(connection, post)


async def _settled(records: Records) -> tuple[Post, ...]:
    """The posts, once none is left to be sent."""
    async with asyncio.timeout(LIMIT_S):
        while True:
            async with records.reading() as connection:
                stand = await posts.of_hearing(connection, "")
            if not {each.status for each in stand} & {PostStatus.WAITING, PostStatus.SENDING}:
                return stand
            await asyncio.sleep(LOOK_S)


def _is_so(post: Post, saw: Arrivals) -> bool:
    """Whether the connector bears out what the records say; of what is unknown they say nothing."""
    if post.status is PostStatus.SENT:
        return saw.answered[post.id] == 1
    return post.status is PostStatus.UNKNOWN or not saw.taken[post.id]


async def _loop(service_url: str, count: int) -> None:
    """One after another, each until it is answered 2xx, as one writes it first."""
    card = json.loads(_card())
    timeout = aiohttp.ClientTimeout(total=LOOP_TIMEOUT_S)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        for number in range(count):
            attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "content": card}
            asked = {
                "isGroup": True,
                "channelData": {"channel": {"id": f"19:{number % CHANNELS}@thread.tacv2"}},
                "activity": {"type": "message", "summary": f"post-{number}", "attachments": [attachment]},
            }
            for _ in range(LOOP_TRIES):
                try:
                    async with session.post(f"{service_url}/v3/conversations", json=asked) as answer:
                        if answer.status < 300:
                            break
                        wait_s = float(answer.headers.get("Retry-After", 1))
                except TimeoutError:
                    continue
                await asyncio.sleep(wait_s)
