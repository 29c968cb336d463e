"""People who answer a hearing all at once: drafts, responses and changed responses, in pairs."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

import aiohttp

from bot.hearings import texts
from tests.fakes.people import Person
from tests.faults.ledger import HEARING, Ledger, receipt_on, users_of
from tests.faults.program import ANSWER_S, Program

PAIRS = 6
VERSIONS = 2

_points = count(1)


class Interrupted(Exception):  # noqa: N818 - reads as what happened
    """Somebody was told that it did not work, and goes no further."""


_STOPS = (Interrupted, aiohttp.ClientError)


@dataclass
class Crowd:
    """A few pairs of people who answer for one party after another.

    Attributes:
        answers: How many there have been.
        told: What people were told beside their cards.
    """

    program: Program
    ledger: Ledger
    answers: int = 0
    told: set[str] = field(default_factory=set)
    _heard: asyncio.Event = field(default_factory=asyncio.Event)

    def begin(self, parties: list[str]) -> list[asyncio.Task[None]]:
        """Let them go on until nobody answers any more, or they run out of parties."""
        queue = iter(parties)
        return [asyncio.create_task(self._pair(queue)) for _ in range(PAIRS)]

    async def until_answered(self, times: int) -> None:
        """Return once there were so many answers."""
        async with asyncio.timeout(ANSWER_S):
            while self.answers < times:
                self._heard.clear()
                await self._heard.wait()

    async def press_again(self, drafts: list[str]) -> None:
        """Press "Send" as before: a receipt comes of it, and where there was one, the same."""
        for draft in drafts:
            data = self.ledger.pressed[draft]
            anne, _ = self._people(data["party"])
            await anne.sends("response.submit", **data)
            self.ledger.note(draft, receipt_on(anne))

    async def reviewed(self, anne: Person, party: str) -> dict[str, str]:
        """Write a response and look it through; what the button "Send" then carries."""
        await self._write(anne, party)
        self._answered(await anne.presses(texts.REVIEW))
        data: dict[str, str] = anne.button(texts.SEND)["data"]
        self.ledger.pressed[data["draft"]] = data
        return data

    def _people(self, party: str) -> tuple[Person, Person]:
        anne, bo = users_of(party)
        return self.program.person(anne, "Anne Jensen"), self.program.person(bo, "Bo Berg")

    async def _pair(self, parties: Iterator[str]) -> None:
        for party in parties:
            anne, bo = self._people(party)
            try:
                for _ in range(VERSIONS):
                    await self._send(await self.reviewed(anne, party), anne, bo)
                await self._write(anne, party)
            except _STOPS:
                return

    async def _write(self, anne: Person, party: str) -> None:
        """Add a point to the draft, which may be the first."""
        text = f"Punkt {next(_points)} slut"
        self._answered(await anne.sends("response.change", hearing=HEARING, party=party))
        anne.fills(stance="bekymring", text=text, role="leder")
        await anne.presses(texts.ADD_POINT)
        if text in anne.text:
            self.ledger.said.setdefault(party, []).append(text)
        self._answered(anne)
        assert text in anne.text

    async def _send(self, data: dict[str, str], *people: Person) -> None:
        """All press the button on the same card at the same time."""
        ends = await asyncio.gather(*(self._press(data, each) for each in people), return_exceptions=True)
        told = [person.reply.summary for person in people if person.reply and person.reply.beside]
        if told == [texts.NOT_STORED] * len(people):
            self.ledger.not_stored.add(data["draft"])
        stopped = [end for end in ends if end is not None]
        if stopped:
            raise min(stopped, key=lambda each: isinstance(each, _STOPS))

    async def _press(self, data: dict[str, str], person: Person) -> None:
        person.reply = None
        await person.sends("response.submit", **data)
        if person.reply is not None and not person.reply.beside:
            self.ledger.note(data["draft"], receipt_on(person))
        self._answered(person)

    def _answered(self, person: Person) -> None:
        """What was shown is noted by now.

        Raises:
            Interrupted: It did not work.
        """
        self.answers += 1
        self._heard.set()
        assert person.reply is not None
        if person.reply.beside:
            self.told.add(person.reply.summary)
            raise Interrupted
