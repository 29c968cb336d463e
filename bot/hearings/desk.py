"""What a use case is given, and the one way it writes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.access import Directory, Leads, user_of
from bot.hearings import texts
from bot.hearings.answers.shelf import Shelf
from bot.hearings.concerns import Concerns
from bot.hearings.form import Form
from bot.hearings.gates import masked
from bot.hearings.rules import NAME_CHARS, Moment
from bot.memo.links import Links
from bot.memo.maker import Maker
from bot.questions.answer import Answer
from bot.turn import Address, Turn
from storage.knowledge import Knowledge
from storage.records import audit, hearings
from storage.records.database import Records
from storage.records.values import Hearing, HearingStatus, Invitation


class Refused(Exception):  # noqa: N818 - reads as what happened
    """What was asked for cannot be done; ``text`` tells the person so, in one Danish sentence or two."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


_KEPT = 1_000


class Seen:
    """Where each person last wrote from, so that the records are only asked when that is new."""

    def __init__(self) -> None:
        self._last: dict[str, Address] = {}

    def is_new(self, user: str, address: Address) -> bool:
        """Whether the person was last seen elsewhere, or not at all."""
        return self._last.get(user) != address

    def note(self, user: str, address: Address) -> None:
        """The person is here now; of very many, the ones first seen are forgotten."""
        self._last.pop(user, None)
        self._last[user] = address
        if len(self._last) > _KEPT:
            del self._last[next(iter(self._last))]

    def drop(self, user: str) -> None:
        """The person was not seen at all."""
        self._last.pop(user, None)


def nothing_to_share(_question: str) -> Answer | None:
    """No answer may be shared."""
    return None


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What lives as long as the bot.

    Attributes:
        new_id: A new unguessable id: lower-case letters and digits, at most 40.
        new_code: A new invitation code, as a person is given it.
        answer_to: The answer to a question by itself; None where it may not be shared.
        seen: Who was seen where.
        ordered: Set where a post was ordered; as long as it is not, nobody need look for one.
        maker: Makes memos.
        links: To memos.
    """

    records: Records
    knowledge: Knowledge
    leads: Leads
    directory: Directory
    new_id: Callable[[], str]
    new_code: Callable[[], str]
    answer_to: Callable[[str], Answer | None] = nothing_to_share
    seen: Seen = field(default_factory=Seen)
    ordered: asyncio.Event = field(default_factory=asyncio.Event)
    maker: Maker = field(default_factory=Maker)
    links: Links = field(default_factory=Links)

    @cached_property
    def concerns(self) -> Concerns:
        """What a point can be about."""
        return Concerns(self.knowledge)

    @cached_property
    def shelf(self) -> Shelf:
        """What questions have read of the hearings."""
        return Shelf(self.knowledge)


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing that a person asks to have done.

    Attributes:
        alone: Whether only they see what comes of it.
    """

    desk: Desk
    turn: Turn
    form: Form
    alone: bool = True

    @cached_property
    def user(self) -> str:
        """The id of who asks."""
        return user_of(self.turn)

    @property
    def name(self) -> str:
        """What Teams calls who asks, fit to be stored: it is text like any other."""
        return masked(self.turn.user_name[:NAME_CHARS]).strip()

    @property
    def leads(self) -> bool:
        """Whether who asks is a lead."""
        return self.desk.leads.include(self.user)

    @property
    def now(self) -> datetime:
        """When the server received it; what deadlines are judged by."""
        return self.turn.received_at

    def reading(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """A connection to the records that changes nothing."""
        return self.desk.records.reading()

    def writing(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """A connection to the records that writes; whatever it writes is logged in the same transaction."""
        return self.desk.records.writing()

    async def hearing(self, connection: AsyncConnection) -> Hearing:
        """The hearing that the step is about.

        Raises:
            Refused: There is none such, or it was deleted.
        """
        found = await hearings.hearing(connection, self.form.id("hearing"))
        if found is None or found.status is HearingStatus.DELETED:
            raise Refused(texts.NO_SUCH_HEARING)
        return found

    async def moments(self, connection: AsyncConnection, hearing: Hearing) -> tuple[Moment, ...]:
        """The hearing's parties in their order, as they stand now."""
        invited = await hearings.invitations_of(connection, hearing.id)
        return tuple(Moment(hearing, each, self.now) for each in invited)

    async def invitation(self, connection: AsyncConnection) -> Invitation:
        """The party that the step is about, in the hearing that it is about.

        Raises:
            Refused: There is none such.
        """
        wanted = self.form.id("party")
        for each in await hearings.invitations_of(connection, self.form.id("hearing")):
            if each.party.id == wanted:
                return each
        raise Refused(texts.NO_SUCH_PARTY)

    async def log(
        self,
        connection: AsyncConnection,
        what: str,
        hearing_id: str = "",
        party_id: str = "",
        *,
        content_hash: str = "",
        detail: str = "",
    ) -> int:
        """Write down that the person did this, in the same transaction; the event's number.

        Raises:
            Refused: Something in the form is wrong, a CPR number for one. As every change is logged in its
                own transaction, nothing is ever stored then.
        """
        if self.form.errors:
            raise Refused(" ".join(dict.fromkeys(self.form.errors.values())))
        return await audit.append(
            connection,
            at=self.now,
            actor=self.user,
            what=what,
            hearing_id=hearing_id,
            party_id=party_id,
            content_hash=content_hash,
            detail=detail,
        )
