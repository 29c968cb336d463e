"""What people were told, and whether the records bear it out."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import URL

from storage.records import audit, hearings
from storage.records.database import open_records
from storage.records.tables import invitations, versions
from storage.records.values import VERSION, Hearing, HearingStatus, Party, PartyKind, hash_of
from tests.fakes.people import Person

HEARING = "hoering"

_REFERENCE = re.compile(r"(HS-\d{6}-[0-9A-F]{6})(?:, version (\d+))?")
_HASH = re.compile(r"\b[0-9a-f]{64}\b")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt shows."""

    reference: str
    number: int
    content_hash: str


def receipt_on(person: Person) -> Receipt:
    """The receipt in front of somebody."""
    shown = json.dumps(person.card)
    [(reference, number)] = set(_REFERENCE.findall(shown))
    [content_hash] = set(_HASH.findall(shown))
    return Receipt(reference, int(number or 1), content_hash)


@dataclass
class Ledger:
    """What people were told.

    Attributes:
        pressed: What the button "Send" carried, by the draft's id.
        receipts: What was shown for it.
        not_stored: Drafts whose people were told that nothing was stored, and who have not sent it again.
        said: The points that people were shown as kept, by party.
    """

    pressed: dict[str, dict[str, str]] = field(default_factory=dict)
    receipts: dict[str, Receipt] = field(default_factory=dict)
    not_stored: set[str] = field(default_factory=set)
    said: dict[str, list[str]] = field(default_factory=dict)

    def note(self, draft: str, receipt: Receipt) -> None:
        """A receipt was shown; for the same draft it is always the same."""
        self.not_stored.discard(draft)
        assert self.receipts.setdefault(draft, receipt) == receipt


async def invite(url: URL, parties: list[str]) -> None:
    """Put an open hearing into the records if there is none, and parties that each two people speak for."""
    now = datetime.now(UTC).replace(microsecond=0)
    records = await open_records(url)
    try:
        async with records.writing() as connection:
            if await hearings.hearing(connection, HEARING) is None:
                await hearings.add(
                    connection,
                    Hearing(
                        id=HEARING,
                        title="Ny plads til SSP-NU",
                        question="Hvad betyder flytningen for jer?",
                        case_number="26/12345",
                        handled_by="Center for Ledelse og Strategi",
                        opens_at=now - timedelta(days=1),
                        deadline=now + timedelta(days=30),
                        status=HearingStatus.OPEN,
                    ),
                    at=now,
                )
            there = len(await hearings.invitations_of(connection, HEARING))
            for position, party in enumerate(parties, there + 1):
                await hearings.add_party(connection, Party(party, party, PartyKind.HOUSING, external=True))
                await hearings.invite(connection, HEARING, party, position)
                for user in users_of(party):
                    await hearings.add_spokesperson(connection, HEARING, party, user)
    finally:
        await records.close()


def users_of(party: str) -> tuple[str, str]:
    """The ids of the two who speak for a party."""
    return f"{party}-anne", f"{party}-bo"


async def problems(url: URL, ledger: Ledger) -> list[str]:
    """What is not as people were told, or as it must always be; one line each."""
    records = await open_records(url)
    try:
        async with records.reading() as connection:
            found = list((await audit.verify(connection)).problems)
            of_hearing = versions.c.hearing_id == HEARING
            stored = (await connection.execute(select(versions).where(of_hearing))).all()
            written = (
                await connection.execute(select(invitations).where(invitations.c.hearing_id == HEARING))
            ).all()
    finally:
        await records.close()
    return [
        *found,
        *_not_as_shown(ledger, {row.draft_id: row for row in stored}),
        *_twice("draft", Counter(row.draft_id for row in stored)),
        *_twice("version", Counter((row.party_id, row.number) for row in stored)),
        *_not_in_step(written, Counter(row.party_id for row in stored)),
        *_lost(ledger, [*written, *stored]),
    ]


def _not_as_shown(ledger: Ledger, stored: dict[str, Any]) -> list[str]:
    found = []
    for draft, receipt in ledger.receipts.items():
        row = stored.get(draft)
        if row is None:
            found.append(f"{receipt} was shown and is not there")
            continue
        version = VERSION.validate_json(row.document)
        there = Receipt(version.reference, version.number, hash_of(row.document))
        if there != receipt or row.content_hash != receipt.content_hash or row.number != receipt.number:
            found.append(f"{receipt} was shown and {there} is there")
    return [*found, *(f"{draft} was not stored and is there" for draft in ledger.not_stored & stored.keys())]


def _twice(what: str, counts: Counter[Any]) -> list[str]:
    return [f"{what} {each} is there {times} times" for each, times in counts.items() if times > 1]


def _not_in_step(written: Sequence[Any], counts: Counter[str]) -> list[str]:
    """The board's figures are those of the responses."""
    return [
        f"{row.party_id} has {counts[row.party_id]} versions, and the board says {row.version}"
        for row in written
        if row.version != counts[row.party_id]
    ]


def _lost(ledger: Ledger, rows: Sequence[Any]) -> list[str]:
    texts: dict[str, str] = {}
    for row in rows:
        held = row._mapping  # noqa: SLF001 - its public name
        texts[row.party_id] = texts.get(row.party_id, "") + (held.get("draft") or held.get("document") or "")
    return [
        f"{party} was shown {text!r} and it is gone"
        for party, said in ledger.said.items()
        for text in said
        if text not in texts.get(party, "")
    ]
