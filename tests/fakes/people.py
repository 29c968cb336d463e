"""People in their own chats with the bot: they read the last card, fill it in and press its buttons."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.access import Leads
from bot.hearings.commands import command_of
from bot.hearings.office import Office
from bot.turn import CardAction, ChatKind, Reply, Turn
from storage.knowledge import Knowledge

LEAD = "11111111-0000-4000-8000-000000000001"
START = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)


@dataclass
class Names:
    """The directory: who is called what."""

    known: dict[str, str] = field(default_factory=dict)

    async def principal_name(self, turn: Turn) -> str | None:
        return self.known.get(turn.user_id)


@dataclass
class Town:
    """A bot with its records, time that stands still until it is moved, and people."""

    office: Office
    names: Names
    now: datetime = START
    _ids: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def person(self, user_id: str, name: str = "Anne Jensen") -> Person:
        return Person(self, user_id, name)

    def lead(self) -> Person:
        return Person(self, LEAD, "Lise Leder")

    def next_id(self) -> str:
        return f"{next(self._ids):06x}aa"

    def later(self, **delta: float) -> None:
        self.now += timedelta(**delta)


@dataclass
class Person:
    """Somebody at a screen, with the last card in front of them.

    Attributes:
        typed: What they have filled in on the card and not sent.
    """

    town: Town
    user_id: str
    name: str
    card: dict[str, Any] = field(default_factory=dict)
    reply: Reply | None = None
    typed: dict[str, str] = field(default_factory=dict)
    chat: ChatKind = ChatKind.PERSONAL

    async def says(self, text: str) -> Person:
        action = command_of(text)
        assert action is not None, text
        return await self.sends(action.verb)

    async def sends(self, verb: str, **data: str) -> Person:
        """Send whatever, as a tampered card would."""
        turn = Turn(
            text="",
            conversation_id=f"a:{self.user_id}",
            user_id=self.user_id,
            received_at=self.town.now,
            chat=self.chat,
            action=CardAction(verb, data),
            user_name=self.name,
            channel_user_id=f"29:{self.user_id}",
            service_url="http://127.0.0.1:1/",
        )
        self.reply = await self.town.office.take(turn, CardAction(verb, data))
        if not self.reply.beside:
            self.card, self.typed = self.reply.card, {}
        return self

    def fills(self, **values: str) -> Person:
        inputs = {each["id"] for each in self.inputs()}
        assert inputs >= values.keys(), (sorted(values.keys() - inputs), sorted(inputs))
        self.typed |= values
        return self

    async def presses(self, title: str, nth: int = 0) -> Person:
        """Press the button; the fields go along unless it says not to, as a client does it."""
        action = self.button(title, nth)
        data = dict(action["data"])
        if action.get("associatedInputs") != "none":
            data |= self.values()
        return await self.sends(action["verb"], **data)

    def button(self, title: str, nth: int = 0) -> dict[str, Any]:
        found = [each for each in self.buttons() if each["title"] == title]
        assert len(found) > nth, (title, self.titles(), self.text)
        return found[nth]

    def buttons(self) -> list[dict[str, Any]]:
        return [each for each in _all(self.card) if each.get("type") == "Action.Execute"]

    def titles(self) -> list[str]:
        return [each["title"] for each in self.buttons()]

    def inputs(self) -> list[dict[str, Any]]:
        return [each for each in _all(self.card) if str(each.get("type")).startswith("Input.")]

    def values(self) -> dict[str, str]:
        """What stands in the fields now."""
        return {each["id"]: each.get("value", "") for each in self.inputs()} | self.typed

    @property
    def text(self) -> str:
        """All that can be read on the card, or in the message beside it."""
        assert self.reply is not None
        card = self.reply.card
        return "\n".join(
            str(each.get("text") or each.get("title") or each.get("label"))
            for each in _all(card)
            if each.get("text") or each.get("title") or each.get("label")
        )

    def sees(self, *words: str) -> bool:
        return all(word in self.text for word in words)


def _all(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, list):
        for item in node:
            yield from _all(item)
    elif isinstance(node, dict):
        yield node
        for key, value in node.items():
            if key != "fallback":
                yield from _all(value)


@asynccontextmanager
async def town(knowledge: Knowledge, folder: Path, database_url: str | None = None) -> AsyncIterator[Town]:
    """A bot with records of its own."""
    names = Names()
    ids = itertools.count(1)
    codes = (f"K7QM-2XRT-{number:04d}" for number in itertools.count(1))
    office = Office(
        database_url=database_url,
        data_dir=folder,
        knowledge=knowledge,
        leads=Leads(frozenset({LEAD})),
        directory=names,
        new_id=lambda: f"{next(ids):06x}{'f' * 18}",
        new_code=lambda: next(codes),
    )
    try:
        yield Town(office, names)
    finally:
        await office.close()


HEARING = {
    "kind": "hoering",
    "title": "Ny plads til SSP-NU",
    "question": "Hvad betyder flytningen for jer?",
    "case_number": "26/12345",
    "handled_by": "Center for Ledelse og Strategi",
    "material": "Arbejdsnotat https://example.org/notat.pdf",
    "topics": "Placering, økonomi",
    "models": "model-1,model-2",
    "opens_date": "2026-09-01",
    "opens_time": "00:00",
    "deadline_date": "2026-10-15",
    "deadline_time": "23:59",
    "deletes_on": "2027-10-15",
    "takes_late": "true",
    "parties": "helhedsplanen,lokal-med-cbf",
}


async def opened(town: Town, **changes: str) -> Person:
    """A lead who has opened a hearing; the card in front of them is the hearing's."""
    lead = await town.lead().says("Opret høring")
    lead.fills(**(HEARING | changes))
    await lead.presses("Gem og se")
    await lead.presses("Åbn høringen")
    return lead
