"""People who ask: each sends the next message when the last has been answered."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from time import perf_counter
from typing import cast

from benchmarks.connector import Connector
from benchmarks.wire import Reader, status_of

LIMIT_S = 60.0
"""No round takes longer."""

GRACE_S = 0.1
"""How long a second reply to the same turn is waited for."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message that is going to be sent.

    Attributes:
        id: What is posted for it is known by this id at the connector.
        text: What it asks.
        request: The whole HTTP request, made beforehand.
        posts: Something is posted for it; else the answer to the request is all.
    """

    id: str
    text: str
    request: bytes
    posts: bool = True


@dataclass(slots=True)
class Taken:
    """How one turn went; times are ``perf_counter`` seconds, 0 while it has not happened.

    Attributes:
        replies: As they came to the connector; exactly one if all is well, none to what posts nothing.
        answered_at: When the request itself was answered, and ``answer`` with what.
    """

    message: Message
    sent_at: float = 0.0
    replied_at: float = 0.0
    answered_at: float = 0.0
    status: int = 0
    replies: list[bytes] = field(default_factory=list)
    answer: bytes = b""

    @property
    def over(self) -> bool:
        """Whether the reply is at the connector, where there is to be one, and the request answered."""
        return bool((self.replied_at or not self.message.posts) and self.answered_at)

    @property
    def well(self) -> bool:
        """Whether there was exactly one reply, where there is to be one, and 2xx answered the request."""
        return len(self.replies) == self.message.posts and 200 <= self.status < 300

    @property
    def ms(self) -> float:
        """From the message being sent until the turn was over."""
        return (max(self.replied_at, self.answered_at) - self.sent_at) * 1000

    @property
    def answered_ms(self) -> float:
        """From the message being sent until the request was answered."""
        return (self.answered_at - self.sent_at) * 1000


@dataclass(frozen=True, slots=True)
class Round:
    """One round of one bot.

    Attributes:
        strays: Replies to turns that nobody took.
    """

    turns: tuple[Taken, ...]
    seconds: float
    strays: int

    @property
    def per_second(self) -> float:
        """Turns that went well, by the second."""
        return sum(turn.well for turn in self.turns) / self.seconds


async def ask(
    port: int, connector: Connector, lists: Sequence[Sequence[Message]], *, limit_s: float = LIMIT_S
) -> Round:
    """Let one person per list ask the bot on ``port``, all at once, each over one connection that is kept.

    What is unanswered after ``limit_s`` is lost.
    """
    turns = {message.id: Taken(message) for messages in lists for message in messages}
    finished = asyncio.Event()
    people = [_Person([turns[message.id] for message in messages], finished) for messages in lists]
    waiting = {taken.message.id: person for person in people for taken in person.turns}
    strays = 0

    def replied(activity_id: str, at: float, body: bytes) -> None:
        nonlocal strays
        taken = turns.get(activity_id)
        if taken is None:
            strays += 1
            return
        taken.replies.append(body)
        taken.replied_at = taken.replied_at or at
        waiting[activity_id].look()

    connector.replied = replied
    loop = asyncio.get_running_loop()
    for person in people:
        await loop.create_connection(partial(_same, person), "127.0.0.1", port)
    gc.collect()
    gc.disable()
    began = perf_counter()
    try:
        for person in people:
            person.go_on()
        async with asyncio.timeout(limit_s):
            while not all(person.done for person in people):
                finished.clear()
                await finished.wait()
    except TimeoutError:
        pass
    finally:
        gc.enable()
    ended = max((max(taken.replied_at, taken.answered_at) for taken in turns.values()), default=began)
    await asyncio.sleep(GRACE_S)
    for person in people:
        person.hang_up()
    await asyncio.sleep(0)  # the loop closes the connections at its next turn
    return Round(tuple(turns.values()), max(ended - began, 1e-9), strays)


def _same(person: _Person) -> _Person:
    return person


class _Person(asyncio.Protocol):
    """Sends their messages one after another."""

    _transport: asyncio.Transport

    def __init__(self, turns: Sequence[Taken], finished: asyncio.Event) -> None:
        self.turns = turns
        self.done = False
        self._finished = finished
        self._at = -1
        self._reader = Reader()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def connection_lost(self, _error: Exception | None) -> None:
        self._finish()

    def data_received(self, data: bytes) -> None:
        for head, body in self._reader.messages(data):
            taken = self.turns[self._at]
            taken.status = status_of(head)
            taken.answer = body
            taken.answered_at = perf_counter()
            self.look()

    def look(self) -> None:
        """Go on if the turn in hand is over."""
        if not self.done and self.turns[self._at].over:
            self.go_on()

    def go_on(self) -> None:
        """Send the next message, if there is one."""
        self._at += 1
        if self._at == len(self.turns):
            self._finish()
            return
        taken = self.turns[self._at]
        taken.sent_at = perf_counter()
        self._transport.write(taken.message.request)

    def hang_up(self) -> None:
        self._transport.close()

    def _finish(self) -> None:
        self.done = True
        self._finished.set()
