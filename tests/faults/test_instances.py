"""Two programs with one database, which know nothing of each other."""

from __future__ import annotations

import asyncio

import pytest

from tests.faults.conftest import Place, Programs
from tests.faults.crowd import Crowd
from tests.faults.ledger import Ledger, invite, problems, receipt_on, users_of

pytestmark = pytest.mark.asyncio

TIMES = 20


async def test_the_same_response_sent_to_both_is_one_response_with_one_receipt(
    on_postgres: Place, programs: Programs
) -> None:
    one, other = await programs.of(on_postgres, "one"), await programs.of(on_postgres, "other")
    await asyncio.gather(one.start(), other.start())  # on an empty database, which both bring up to date
    ledger = Ledger()
    parties = [f"part-{number}" for number in range(TIMES)]
    await invite(on_postgres.url, parties)
    crowd = Crowd(one, ledger)
    for party in parties:
        anne, _ = users_of(party)
        data = await crowd.reviewed(one.person(anne, "Anne Jensen"), party)
        both = [program.person(anne, "Anne Jensen") for program in (one, other)]
        for person in await asyncio.gather(*(each.sends("response.submit", **data) for each in both)):
            ledger.note(data["draft"], receipt_on(person))
    assert len(ledger.receipts) == TIMES
    assert {receipt.number for receipt in ledger.receipts.values()} == {1}
    assert await problems(on_postgres.url, ledger) == []
