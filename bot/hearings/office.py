"""Hearings as the bot sees them: a step in, a reply out, and whether the records can be reached."""

from __future__ import annotations

import asyncio
import logging
import random
import secrets
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bot import log
from bot.access import Directory, Leads, user_of
from bot.hearings import memo, rounds, verbs
from bot.hearings.answers import asked
from bot.hearings.beginning import begin_with
from bot.hearings.desk import Desk, Step, nothing_to_share
from bot.hearings.form import Form
from bot.hearings.learning import learn
from bot.hearings.people import remember
from bot.hearings.responses.work import know_by_name
from bot.memo.links import links_of
from bot.outbox.delivery import Deliver
from bot.outbox.sender import Sender
from bot.questions.answer import Answer
from bot.questions.parse import Parser
from bot.questions.understand import Understood
from bot.turn import CardAction, ChannelNews, ChatKind, File, Reply, Turn
from storage.knowledge import Knowledge
from storage.records.backup import InUseError, file_of, in_use
from storage.records.database import WAIT_S, RecordsUnavailableError, open_records, url_of

_CODE_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is taken for another
_CODE_GROUPS, _CODE_GROUP = 3, 4
_AGAIN_S = 5.0
"""How often the records are tried again, while nobody else asks for them."""


def utc_now() -> datetime:
    """The time, aware."""
    return datetime.now(UTC)


def new_id() -> str:
    """24 hexadecimal digits, by chance."""
    return secrets.token_hex(12)


def new_code() -> str:
    """An invitation code: "K7QM-2XRT-9HVB", one of 10 to the 17th."""
    groups = ("".join(secrets.choice(_CODE_SIGNS) for _ in range(_CODE_GROUP)) for _ in range(_CODE_GROUPS))
    return "-".join(groups)


@dataclass(kw_only=True)
class Office:
    """Opens the records when it starts, or, where they are away then, when they are first needed.

    Attributes:
        database_url: As the setting says; None for SQLite in ``data_dir``.
        answer_to: See ``Desk``.
        client_secret: What links to memos are signed with; None for one of this process's own.
        public_url: Where browsers reach the bot; None where they cannot.
        deliver: Sends a post; None where none is sent, and what is due by time is left to others.
        now: Aware UTC time, by which posts are due.
        wait_s: How long the database may take for anything.
        patience_s: How long a start waits for the records: until then no question is answered either.
    """

    database_url: str | None
    data_dir: Path
    knowledge: Knowledge
    leads: Leads
    directory: Directory
    new_id: Callable[[], str] = new_id
    new_code: Callable[[], str] = new_code
    answer_to: Callable[[str], Answer | None] = nothing_to_share
    client_secret: str | None = field(default=None, repr=False)
    public_url: str | None = None
    deliver: Deliver | None = None
    now: Callable[[], datetime] = utc_now
    wait_s: float = WAIT_S
    patience_s: float = 2.0
    _desk: Desk | None = field(default=None, init=False)
    _opening: asyncio.Task[Desk] | None = field(default=None, init=False)
    _held: ExitStack = field(default_factory=ExitStack, init=False)
    _sender: Sender | None = field(default=None, init=False)
    _sending: asyncio.Task[None] | None = field(default=None, init=False)

    async def open(self) -> Desk:
        """The desk, with its records up to date.

        Raises:
            RecordsUnavailableError: The database cannot be reached.
            NewerRecordsError: It was made by a later version of this program.
        """
        if self._desk is None:
            if self._opening is None or self._opening.done():
                self._opening = asyncio.create_task(self._opened())
                self._opening.add_done_callback(_looked_at)
            # Who comes meanwhile waits for the same try: one after another they would wait too long.
            self._desk = await asyncio.shield(self._opening)
        return self._desk

    async def start(self) -> None:
        """Open the records, and send what is due; where they are away, or slow, the bot goes on without.

        Raises:
            NewerRecordsError: See ``open``.
        """
        try:
            async with asyncio.timeout(self.patience_s):
                await self.open()
        except (RecordsUnavailableError, TimeoutError) as error:  # /readyz tells of it
            log.event(logging.ERROR, "records away", error=error)
        if self.deliver is not None:
            self._sending = asyncio.create_task(self._send(self.deliver))
            self._sending.add_done_callback(_ended)

    async def _send(self, deliver: Deliver) -> None:
        """Send posts from when the records are there until ``close``."""
        while self._desk is None:
            try:
                await self.open()
            except RecordsUnavailableError:
                await asyncio.sleep(_AGAIN_S)
        self._sender = Sender(
            records=self._desk.records,
            deliver=deliver,
            rounds=partial(rounds.make, self._desk),
            holder=self.new_id(),
            now=self.now,
            clock=time.monotonic,
            sleep=asyncio.sleep,
            random=random.random,
        )
        await self._sender.run()

    async def _opened(self) -> Desk:
        url = url_of(self.database_url, self.data_dir)
        with ExitStack() as holding:
            self._hold(holding, file_of(url))
            records = await open_records(url, wait_s=self.wait_s)
            try:
                await begin_with(records, self.knowledge)
            except BaseException:
                await records.close()
                raise
            self._held = holding.pop_all()
        return Desk(
            records=records,
            knowledge=self.knowledge,
            leads=self.leads,
            directory=self.directory,
            new_id=self.new_id,
            new_code=self.new_code,
            answer_to=self.answer_to,
            links=links_of(self.client_secret, self.public_url),
        )

    @staticmethod
    def _hold(holding: ExitStack, file: Path | None) -> None:
        """Let no backup be put in the place of SQLite's file until it is closed."""
        if file is None:
            return
        try:
            holding.enter_context(in_use(file))
        except InUseError as error:
            raise RecordsUnavailableError from error
        except OSError as error:  # the bot can do without; who restores a backup cannot
            log.event(logging.WARNING, "records not held", error=error)

    async def take(self, turn: Turn, action: CardAction) -> Reply:
        """The one reply to a step."""
        try:
            desk = await self.open()
        except RecordsUnavailableError as error:
            log.event(logging.ERROR, "records away", error=error)
            return verbs.not_stored(error)
        reply = await verbs.handle(desk, turn, action)
        if desk.ordered.is_set():
            desk.ordered.clear()
            if self._sender is not None:
                self._sender.wake()
        return reply

    async def meet(self, turn: Turn) -> None:
        """Somebody has added the bot to their own chat: a party's contact can be written to from now on."""
        if turn.chat is not ChatKind.PERSONAL:
            return
        try:
            step = Step(desk=await self.open(), turn=turn, form=Form({}))
            await know_by_name(step)
        except RecordsUnavailableError as error:
            log.event(logging.WARNING, "whereabouts not kept", error=error)
        else:
            await remember(step)

    async def file(self, token: str, user_id: str | None, now: datetime) -> File | None:
        """The file that a token is for, once; None for one that is unknown, used or too old.

        Args:
            token: What a link or an offer carried.
            user_id: Who asks, in any case; None where only the token tells.
            now: When they do.

        Raises:
            RecordsUnavailableError: The records cannot be reached; the token can be used again.
            MemoFailedError: It could not be made; as above.
        """
        return await memo.file(await self.open(), token, user_id, now)

    async def learn(self, news: ChannelNews) -> None:
        """Keep what is heard of the channels that can be posted to.

        Raises:
            RecordsUnavailableError: Nothing was kept.
        """
        await learn(await self.open(), news)

    async def answer(self, turn: Turn, understood: Understood, parser: Parser) -> Answer | None:
        """What the hearings in the records answer a question; None where they have nothing to add.

        While the records are away, they have not: what the documents say is told all the same.
        """
        if self._desk is None:
            return None
        try:
            return await asked.answer(self._desk, turn, understood, parser)
        except RecordsUnavailableError as error:
            log.event(logging.WARNING, "hearings not asked", error=error)
            return None

    def may_share(self, turn: Turn) -> bool:
        """Whether who asks may share the answer in channels: a lead, in their own chat."""
        return turn.chat is ChatKind.PERSONAL and self.leads.include(user_of(turn))

    async def ready(self) -> bool:
        """Whether the records can be read and written."""
        try:
            desk = await self.open()
        except RecordsUnavailableError:
            return False
        return await desk.records.is_reachable()

    async def close(self) -> None:
        """Finish what is on its way, and give back what is open."""
        if self._sending is not None:
            if self._sender is None:
                self._sending.cancel()
            else:
                self._sender.stop()
            await asyncio.wait([self._sending])
            self._sender = self._sending = None
        if self._opening is not None:
            self._opening.cancel()
            await asyncio.wait([self._opening])
            self._opening = None
        if self._desk is not None:
            await self._desk.records.close()
            self._desk = None
        self._held.close()


def _looked_at(opening: asyncio.Task[Desk]) -> None:
    """Whoever waited has been told how it failed; it is no fault that nobody may have waited."""
    if not opening.cancelled():
        opening.exception()


def _ended(sending: asyncio.Task[None]) -> None:
    """Nobody waits for it; that it failed is told all the same."""
    if not sending.cancelled() and (error := sending.exception()) is not None:
        log.event(logging.ERROR, "outbox failed", error=error)
