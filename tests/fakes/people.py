"""People in their own chats with the bot: they read the last card, fill it in and press its buttons."""

from __future__ import annotations

import itertools
import json
import sqlite3
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.access import Leads
from bot.hearings import rounds
from bot.hearings.commands import command_of
from bot.hearings.office import Office
from bot.turn import CardAction, ChatKind, Reply, Turn
from storage.knowledge import Knowledge

LEAD = "11111111-0000-4000-8000-000000000001"
OTHER_LEAD = "11111111-0000-4000-8000-000000000002"
ANNE = "22222222-0000-4000-8000-000000000001"
BO = "22222222-0000-4000-8000-000000000002"
CARL = "22222222-0000-4000-8000-000000000003"
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

    office: Office = field(repr=False)  # its knowledge is long to write out
    names: Names
    now: datetime = START
    seen_posts: int = 0

    def person(self, user_id: str, name: str = "Anne Jensen") -> Person:
        return Person(self, user_id, name)

    def lead(self) -> Person:
        return Person(self, LEAD, "Lise Leder")

    def other_lead(self) -> Person:
        return Person(self, OTHER_LEAD, "Ole Leder")

    def later(self, **delta: float) -> None:
        self.now += timedelta(**delta)

    async def restarts(self, *, leads: Iterable[str]) -> None:
        """The bot is started anew, with other leads."""
        await self.office.close()
        self.office = replace(self.office, leads=Leads(frozenset(leads)))

    async def makes_a_round(self) -> None:
        """What is due by now is done."""
        await rounds.make(await self.office.open(), self.now)

    # What is stored in SQLite, read past the program.

    def rows(self, query: str, *values: str) -> list[dict[str, Any]]:
        with closing(sqlite3.connect(self.office.data_dir / "records.sqlite")) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(query, values)]

    def dump(self, *, without: Iterable[str] = ()) -> dict[str, list[str]]:
        """Every table's rows."""
        tables = [row["name"] for row in self.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            table: sorted(json.dumps(row) for row in self.rows(f"SELECT * FROM {table}"))  # noqa: S608
            for table in tables
            if table not in without
        }

    def stored_bytes(self) -> bytes:
        """All that the database has on disk, its journal too."""
        return b"".join(file.read_bytes() for file in sorted(self.office.data_dir.iterdir()))

    def events(self, *kinds: str) -> list[dict[str, Any]]:
        """The audit events of these kinds, or all, oldest first, with who and why."""
        rows = self.rows("SELECT * FROM audit_events ORDER BY number")
        events = [row | json.loads(row["body"]) for row in rows]
        return [event for event in events if not kinds or event["what"] in kinds]

    def posts(self) -> list[dict[str, Any]]:
        """What was ordered since this was last asked."""
        rows = self.rows("SELECT * FROM posts ORDER BY rowid")
        new, self.seen_posts = rows[self.seen_posts :], len(rows)
        return new

    @property
    def hearing(self) -> str:
        """The id of the one hearing that is this town's own."""
        [hearing] = self.rows("SELECT id FROM hearings WHERE id <> 'organisering-2023'")
        return str(hearing["id"])

    def versions(self, party: str) -> list[dict[str, Any]]:
        """What a party has sent in hearings of this town's own, oldest first."""
        query = "SELECT * FROM versions WHERE party_id = ? AND hearing_id <> ? ORDER BY hearing_id, number"
        return [json.loads(row["document"]) for row in self.rows(query, party, "organisering-2023")]

    def draft(self, party: str) -> dict[str, Any] | None:
        """What a party is writing."""
        query = "SELECT draft FROM invitations WHERE party_id = ? AND draft IS NOT NULL"
        drafts: list[dict[str, Any]] = [json.loads(row["draft"]) for row in self.rows(query, party)]
        return drafts[0] if drafts else None


@dataclass
class Person:
    """Somebody at a screen, with the last card in front of them.

    Attributes:
        typed: What they have filled in on the card and not sent.
        alone: Whether only they see the reply.
    """

    town: Town = field(repr=False)
    user_id: str
    name: str
    card: dict[str, Any] = field(default_factory=dict)
    reply: Reply | None = None
    last: CardAction | None = None
    typed: dict[str, str] = field(default_factory=dict)
    chat: ChatKind = ChatKind.PERSONAL
    alone: bool = True

    async def says(self, text: str) -> Person:
        action = command_of(text)
        assert action is not None, text
        return await self.sends(action.verb, **action.data)

    async def sends(self, verb: str, **data: str) -> Person:
        """Send whatever, as a tampered card would."""
        self.last = CardAction(verb, data, self.alone)
        turn = Turn(
            text="",
            conversation_id=f"a:{self.user_id}",
            user_id=self.user_id,
            received_at=self.town.now,
            chat=self.chat,
            action=self.last,
            user_name=self.name,
            channel_user_id=f"29:{self.user_id}",
            service_url="http://127.0.0.1:1/",
        )
        self.reply = await self.town.office.take(turn, self.last)
        if not self.reply.beside:
            self.card, self.typed = self.reply.card, {}
        return self

    async def sends_again(self) -> Person:
        """The same step once more: pressed twice, or delivered twice."""
        assert self.last is not None
        return await self.sends(self.last.verb, **self.last.data)

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

    def error(self, name: str) -> str:
        """What is said to be wrong right under a field; empty where nothing is."""
        for before, after in itertools.pairwise(self.card["body"]):
            if before.get("id") == name:
                words = "".join(str(each["text"]) for each in _all(after) if "text" in each)
                return words.removeprefix("✕ ") if words.startswith("✕") else ""
        raise AssertionError((name, self.text))

    @property
    def told(self) -> str:
        """The message beside the card, which stays as it was."""
        assert self.reply is not None
        assert self.reply.beside, self.text
        return self.reply.summary


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
async def town(
    knowledge: Knowledge, folder: Path, database_url: str | None = None, *, first_id: int = 1
) -> AsyncIterator[Town]:
    """A bot with records of its own; with records that are there, ``first_id`` is one that they lack."""
    names = Names()
    ids = itertools.count(first_id)
    codes = ("K7QM-2XRT-" + "".join("23456789"[int(sign)] for sign in f"{n:04o}") for n in itertools.count(1))
    office = Office(
        database_url=database_url,
        data_dir=folder,
        knowledge=knowledge,
        leads=Leads(frozenset({LEAD, OTHER_LEAD})),
        directory=names,
        new_id=lambda: f"{next(ids):06x}{'f' * 18}",
        new_code=lambda: next(codes),
    )
    town = Town(office, names)
    try:
        yield town
    finally:
        await town.office.close()


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


async def contact(lead: Person, party: str, user_id: str, name: str) -> Person:
    """A person whom the lead has named as one of a party's contacts in the hearing on the lead's card."""
    await lead.presses("Svartavle")
    lead.fills(party=party)
    await lead.presses("Kontakter og kode")
    lead.fills(contacts=f"{lead.values()['contacts']}\n{user_id}")
    await lead.presses("Gem kontaktpersoner")
    await lead.presses("Til svartavlen")
    await lead.presses("Se høringen")
    return lead.town.person(user_id, name)


async def answered(person: Person, *points: str, **fields: str) -> Person:
    """The person has sent these points on their party's behalf; the receipt is in front of them."""
    await person.says("Afgiv høringssvar")
    person.fills(**({"role": "leder"} | fields))
    for text in points:
        person.fills(stance="forslag", text=text)
        await person.presses("Tilføj punkt")
    await person.presses("Gennemse og send")
    return await person.presses("Send høringssvar")
