"""What is found of a hearing without reading all of it, on SQLite and PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import pytest_asyncio

from storage.records import extracts, hearings, posts, tallies, treatment
from storage.records.database import Records
from storage.records.posts import Post, PostKind
from storage.records.remarks import (
    Check,
    Paraphrase,
    Progress,
    Recommendation,
    Remark,
    Treated,
)
from storage.records.values import Hearing, Party, PartyKind

pytestmark = pytest.mark.asyncio

NOW = datetime(2026, 11, 26, 8, tzinfo=UTC)
ID = "h"
APPROVED = Remark(
    id="b", party_id="p1", position=2, points=("x",), text="Godkendt", progress=Progress.APPROVED
)
TRICKY = '"progress":"approved","removed":false,"position":0'
OTHERS: Sequence[Remark] = (
    replace(APPROVED, id="draft", position=0, text=f"Kladde {TRICKY}", progress=Progress.DRAFT),
    replace(APPROVED, id="removed", position=0, text=f"Fjernet {TRICKY}", removed=True),
    replace(APPROVED, id="nothing", position=0, text="", refers_to=()),
)


@pytest_asyncio.fixture(name="hearing", autouse=True)
async def _hearing(records: Records) -> None:
    hearing = Hearing(
        id=ID, title="T", question="Q", case_number="1", handled_by="U", opens_at=NOW, deadline=NOW
    )
    async with records.writing() as connection:
        for id_ in (ID, "other"):
            await hearings.add(connection, replace(hearing, id=id_), at=NOW)


async def keep(records: Records, *values: Treated, hearing: str = ID) -> None:
    async with records.writing() as connection:
        for value in values:
            await treatment.keep(connection, hearing, value)


async def test_only_approved_remarks_that_say_something_are_found_whatever_others_say(
    records: Records,
) -> None:
    await keep(records, *OTHERS)
    async with records.reading() as connection:
        assert not await extracts.has_approved(connection, ID, Remark)
        assert await extracts.approved_remarks(connection, ID, 9) == ((), 0)
    refers = replace(APPROVED, id="a", position=1, text="", refers_to=("b",))
    tricky = replace(APPROVED, id="c", position=30, text=f'{TRICKY} "progress":"draft" "removed":true')
    await keep(records, tricky, APPROVED, refers)
    async with records.reading() as connection:
        assert await extracts.has_approved(connection, ID, Remark)
        assert await extracts.approved_remarks(connection, ID, 9) == ((refers, APPROVED, tricky), 3)
        assert await extracts.approved_remarks(connection, ID, 1) == ((refers,), 3)
        assert not await extracts.has_approved(connection, "other", Remark)


async def test_what_was_approved_and_is_a_draft_again_is_not_found(records: Records) -> None:
    await keep(records, APPROVED, replace(APPROVED, progress=Progress.DRAFT))
    async with records.reading() as connection:
        assert await extracts.approved_remarks(connection, ID, 9) == ((), 0)


async def test_recommendations_are_counted_by_whether_they_are_approved(records: Records) -> None:
    approved = Recommendation(id="i1", position=1, text="Ja", progress=Progress.APPROVED)
    await keep(
        records,
        approved,
        Recommendation(id="i2", position=2, text=TRICKY),
        Recommendation(id="i3", position=3, text="Væk", removed=True),
    )
    async with records.reading() as connection:
        assert await extracts.approved_recommendations(connection, ID, 9) == ((approved,), 1)
        assert await extracts.count_unapproved(connection, ID, Recommendation) == 1
        assert await extracts.count_unapproved(connection, ID, Remark) == 0


async def test_single_ones_are_found_by_their_ids(records: Records) -> None:
    said = Paraphrase(id="x", party_id="p1", text="Kort", rests_on="K", of_text="0" * 64)
    asked = Check(id="p1", asked_at=NOW, shown="1" * 64)
    await keep(records, APPROVED, *OTHERS, said, asked)
    async with records.reading() as connection:
        assert await extracts.remarks_by_id(connection, ID, ["b", "removed", "none"]) == {"b": APPROVED}
        assert await extracts.paraphrases_of(connection, ID, ["x", "y"]) == {"x": said}
        assert await extracts.checks_of(connection, ID, ["p1", "p2"]) == {"p1": asked}
        assert await extracts.remarks_by_id(connection, ID, []) == {}


async def test_one_partys_treatment_is_found_with_what_it_refers_to(records: Records) -> None:
    own = Remark(id="own", party_id="p-1", position=2, points=("x",), refers_to=("b",))
    like = replace(APPROVED, id="like", party_id="p-10", text='"party_id":"p-1"')
    advice = Recommendation(id="i2", position=1, text="Nej")
    await keep(records, own, APPROVED, like, advice, replace(advice, id="i1", removed=True))
    async with records.reading() as connection:
        found = await extracts.treatment_of_party(connection, ID, "p-1")
        none = await extracts.treatment_of_party(connection, ID, "p")
    assert (found.remarks, found.recommendations) == ((APPROVED, own), (advice,))
    assert (none.remarks, none.recommendations) == ((), (advice,))


async def test_every_party_is_told_of_once_in_the_hearings_order(records: Records) -> None:
    async with records.writing() as connection:
        for number in range(2_505):
            party = Party(f"p{number}", f"Part {number}", PartyKind.OTHER, external=False)
            await hearings.add_party(connection, party)
            await hearings.invite(connection, ID, party.id, 9_000 - number)
        await hearings.change_invitation(
            connection, ID, "p7", status="answered", timely=False, late_decision="attach", tally="[1]"
        )
        await hearings.invite(connection, "other", "p7", 1)
    async with records.reading() as connection:
        parts = [list(part) async for part in tallies.told_of(connection, ID)]
        names = await hearings.names_of(connection, ["p1", "p7", "none"])
    rows = [tuple(row) for part in parts for row in part]
    assert len(parts) > 1
    assert [row[0] for row in rows] == [f"p{number}" for number in reversed(range(2_505))]
    assert rows[-8] == ("p7", "Part 7", "answered", False, "attach", "[1]")
    assert rows[-1] == ("p0", "Part 0", "invited", True, None, "[]")
    assert names == {"p1": "Part 1", "p7": "Part 7"}


async def test_a_hearings_posts_are_found_and_counted_by_their_kind(records: Records) -> None:
    post = Post(
        id="1",
        batch="b",
        kind=PostKind.SUMMARY,
        hearing_id=ID,
        service_url="https://x/",
        card="{}",
        summary="S",
        ordered_by="u",
        ordered_at=NOW,
        due_at=NOW,
        next_at=NOW,
        changed_at=NOW,
    )
    later = replace(post, id="0", batch="c", ordered_at=NOW.replace(hour=9))
    async with records.writing() as connection:
        for each in (later, post, replace(post, id="2", kind=PostKind.REMINDER)):
            await posts.add(connection, each)
        await posts.add(connection, replace(post, id="3", hearing_id="other"))
    async with records.reading() as connection:
        assert await posts.of_kind(connection, ID, PostKind.SUMMARY) == (post, later)
        assert await posts.count_of(connection, ID, PostKind.SUMMARY) == 2
        assert await posts.count_of(connection, ID, PostKind.ANSWER) == 0
