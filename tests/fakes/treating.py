"""A lead who treats what parties have said, and what is then stored."""

from __future__ import annotations

import json
from typing import Any

from storage.records import audit
from tests.fakes.people import Person, Town, answered

HOUSING, MED = "Den Boligsociale Helhedsplan Vejleåparken", "Lokal MED CBF"


async def closed(town: Town, lead: Person, anne: Person, carl: Person) -> Person:
    """The lead, before the treatment of a hearing in which both parties have answered."""
    await answered(anne, "Indsatsen fungerer godt", "Daglig sparring er vigtig", "Flere unge skal med")
    town.later(minutes=1)
    await answered(carl, "Vi mister viden", "Der kommer mere bureaukrati", discussed="2026-08-31")
    town.later(days=60)
    await lead.sends("hearing.close", hearing=town.hearing, reason="Fristen er udløbet")
    return await lead.says("Bemærkninger")


async def at_party(lead: Person, party: str) -> Person:
    return await lead.sends("remarks.party", hearing=lead.town.hearing, party=party)


def points(town: Town, party: str) -> list[str]:
    """The ids of what the party last said."""
    return [point["id"] for point in town.versions(party)[-1]["content"]["points"]]


def stored(town: Town, kind: str) -> list[dict[str, Any]]:
    """What stands, of one kind, in this town's own hearing."""
    query = "SELECT document FROM treatments WHERE kind = ? AND hearing_id = ? AND latest = 1 ORDER BY id"
    found = [json.loads(row["document"]) for row in town.rows(query, kind, town.hearing)]
    return [each for each in found if not each["removed"]]


async def assert_sound(town: Town) -> None:
    desk = await town.office.open()
    async with desk.records.reading() as connection:
        assert (await audit.verify(connection)).problems == ()


async def remarked(
    lead: Person, party: str, *chosen: str, text: str = "Det ser vi på.", **fields: str
) -> Person:
    """The lead has written a remark to these points of the party; the party is on the card."""
    await at_party(lead, party)
    lead.fills(points=",".join(chosen))
    await lead.presses("Skriv bemærkning")
    lead.fills(remark_text=text, **fields)
    return await lead.presses("Gem bemærkning")
