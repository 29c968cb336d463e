"""What the other tests here would find, if there were anything to find."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import update
from sqlalchemy.engine import URL

from storage.records import audit, responses
from storage.records.database import open_records, url_of
from storage.records.hearings import change_invitation
from storage.records.tables import versions
from storage.records.values import Content, Draft, Point, Stance, Version
from tests.faults.ledger import HEARING, Ledger, Receipt, invite, problems

pytestmark = pytest.mark.asyncio

NOW = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
CONTENT = Content(points=(Point(id="p1", stance=Stance.CONCERN, text="Punkt 1 slut"),))
VERSION = Version(
    reference="HS-260901-AAAAAA",
    hearing_id=HEARING,
    party_id="part",
    number=1,
    draft_id="sendt",
    content=CONTENT,
    received_at=NOW,
    sent_at=NOW,
    deadline=NOW,
    timely=True,
)


@pytest_asyncio.fixture(name="url")
async def _url(tmp_path: Path) -> URL:
    """One party with a response, and a draft of another."""
    url = url_of(None, tmp_path)
    await invite(url, ["part"])
    records = await open_records(url)
    async with records.writing() as connection:
        content_hash = await responses.add_version(connection, VERSION)
        await responses.keep_draft(connection, HEARING, "part", Draft(id="ny", revision=1, content=CONTENT))
        await audit.append(
            connection,
            at=NOW,
            actor="x",
            what="response.sent",
            hearing_id=HEARING,
            party_id="part",
            content_hash=content_hash,
        )
    await records.close()
    return url


async def hash_in(url: URL) -> str:
    records = await open_records(url)
    async with records.reading() as connection:
        found = await responses.version_from(connection, "sendt")
    await records.close()
    assert found is not None
    return found[1]


async def test_what_is_as_it_was_shown_is_no_problem(url: URL) -> None:
    receipt = Receipt("HS-260901-AAAAAA", 1, await hash_in(url))
    ledger = Ledger(receipts={"sendt": receipt}, not_stored={"ny"}, said={"part": ["Punkt 1 slut"]})
    assert await problems(url, ledger) == []


@pytest.mark.parametrize(
    "ledger",
    [
        pytest.param(
            Ledger(receipts={"andet": Receipt("HS-260901-BBBBBB", 1, "0" * 64)}), id="a lost receipt"
        ),
        pytest.param(Ledger(receipts={"sendt": Receipt("HS-260901-AAAAAA", 1, "0" * 64)}), id="another hash"),
        pytest.param(Ledger(not_stored={"sendt"}), id="stored although it was said not to be"),
        pytest.param(Ledger(said={"part": ["Punkt 2 slut"]}), id="a lost point"),
    ],
)
async def test_what_people_were_told_and_is_not_so_is_a_problem(url: URL, ledger: Ledger) -> None:
    [only] = await problems(url, ledger)
    assert only


async def test_a_board_that_says_otherwise_than_the_responses_is_a_problem(url: URL) -> None:
    records = await open_records(url)
    async with records.writing() as connection:
        await change_invitation(connection, HEARING, "part", version=2)
    await records.close()
    assert await problems(url, Ledger()) == [
        "the invitation of part in hoering does not say what was last sent",
        "part has 1 versions, and the board says 2",
    ]


async def test_a_response_that_was_changed_is_a_problem(url: URL) -> None:
    records = await open_records(url)
    async with records.writing() as connection:
        changed = update(versions).values(document=versions.c.document + " ")
        await connection.execute(changed.where(versions.c.draft_id == "sendt"))
    await records.close()
    [only] = await problems(url, Ledger())
    assert "is not what it was" in only


async def test_two_receipts_for_one_draft_must_be_the_same() -> None:
    ledger = Ledger()
    ledger.note("sendt", Receipt("HS-260901-AAAAAA", 1, "0" * 64))
    with pytest.raises(AssertionError):
        ledger.note("sendt", Receipt("HS-260901-AAAAAA", 2, "1" * 64))
