"""What SQLite and PostgreSQL both keep to of what is done by time: once, whoever does it and how many do."""

from __future__ import annotations

import asyncio
import itertools
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.engine import URL

from bot.access import Leads
from bot.hearings import rounds
from bot.hearings.calendar import moment_of
from bot.hearings.desk import Desk
from storage.knowledge import Knowledge
from storage.records import audit, hearings, people, posts
from storage.records.database import Records, open_records
from storage.records.posts import PostKind
from storage.records.values import Contact, Whereabouts
from tests.contract.samples import HEARING, MED, NOW, POLICE, note, problems, set_up
from tests.fakes.people import Names

pytestmark = pytest.mark.asyncio

REMINDED_AT = moment_of("2026-03-16", "09:00")  # 14 days before the hearing's deadline
PASSED_AT = moment_of("2026-03-31", "08:00")


def desk(records: Records, knowledge: Knowledge, name: str) -> Desk:
    ids = itertools.count()
    return Desk(
        records=records,
        knowledge=knowledge,
        leads=Leads(frozenset({"eva"})),
        directory=Names(),
        new_id=lambda: f"{name}-{next(ids)}",
        new_code=str,
    )


async def reachable(records: Records) -> None:
    """MED Skole's Bo and the lead can be written to; the police cannot."""
    await set_up(records)
    async with records.writing() as connection:
        await hearings.set_contacts(connection, MED.id, [Contact("bo", None)])
        for where in (
            Whereabouts("bo", "a:bo", "https://s/"),
            Whereabouts("eva", "a:eva", "https://s/", leads=True),
        ):
            await people.keep_whereabouts(connection, where)


def reminder(id_: str, **fields: Any) -> posts.Post:
    """Ordered by the program."""
    made = posts.Post(
        id=id_,
        batch="b",
        kind=PostKind.REMINDER,
        conversation_id="a:bo",
        service_url="https://s/",
        card="{}",
        summary="Husk svaret",
        ordered_by="",
        ordered_at=NOW,
        due_at=NOW,
        next_at=NOW,
        changed_at=NOW,
    )
    return replace(made, **fields)


async def ordered(records: Records) -> list[tuple[PostKind, str, str]]:
    async with records.reading() as connection:
        return sorted(
            (each.kind, each.party_id, each.conversation_id)
            for each in await posts.of_hearing(connection, HEARING.id)
        )


async def test_rounds_made_by_two_at_once_write_to_each_once(
    kept: URL, records: Records, knowledge: Knowledge
) -> None:
    await reachable(records)
    other = await open_records(kept)
    desks = [desk(records, knowledge, "one"), desk(other, knowledge, "two")]
    for at in (REMINDED_AT, PASSED_AT):
        await asyncio.gather(*(rounds.make(each, at) for each in desks * 2))
    await other.close()
    assert await ordered(records) == [
        (PostKind.NOTICE, "", "a:eva"),
        (PostKind.NOTICE, "", "a:eva"),
        (PostKind.REMINDER, MED.id, "a:bo"),
    ]
    async with records.reading() as connection:
        told = [each.what for each in await audit.events(connection, HEARING.id)]
    assert sorted(told) == [
        "deadline.noticed",
        "party.reminded",
        "post.ordered",
        "post.ordered",
        "post.ordered",
        "reminder.handed_over",
    ]
    assert await problems(records) == ()


async def test_a_round_with_nothing_due_writes_nothing(records: Records, knowledge: Knowledge) -> None:
    await reachable(records)
    for at in (REMINDED_AT - timedelta(minutes=1), moment_of("2026-03-16", "23:00")):
        await rounds.make(desk(records, knowledge, "one"), at)
    async with records.reading() as connection:
        assert await audit.events(connection, HEARING.id) == ()
        assert (await audit.verify(connection)).count == 0


async def test_it_is_known_when_each_thing_was_last_done_in_a_hearing(records: Records) -> None:
    await set_up(records)
    async with records.writing() as connection:
        for party, minutes in ((MED.id, 1), (MED.id, 5), (POLICE.id, 3), ("", 2)):
            await audit.append(
                connection,
                at=NOW + timedelta(minutes=minutes),
                actor="",
                what="party.invited",
                hearing_id=HEARING.id,
                party_id=party,
            )
        await note(connection, "hearing.opened")
        await note(connection, "hearing.noted")
        assert await audit.last_times(connection, HEARING.id, "party.invited", "hearing.opened") == {
            ("party.invited", MED.id): NOW + timedelta(minutes=5),
            ("party.invited", POLICE.id): NOW + timedelta(minutes=3),
            ("party.invited", ""): NOW + timedelta(minutes=2),
            ("hearing.opened", ""): NOW,
        }
        assert await audit.last_times(connection, "another", "party.invited") == {}


async def test_what_the_program_ordered_is_held_back_until_then(records: Records) -> None:
    later = NOW + timedelta(hours=8)
    mine = reminder("mine")
    kinds = (PostKind.REMINDER, PostKind.NOTICE)
    async with records.writing() as connection:
        for each in (
            mine,
            replace(mine, id="on its way"),
            replace(mine, id="later", next_at=later),
            replace(mine, id="summary", kind=PostKind.SUMMARY),
            replace(mine, id="a lead's", ordered_by="eva"),
        ):
            await posts.add(connection, each)
        await posts.claim(connection, ["on its way"], NOW)
        assert [each.id for each in await posts.unsent(connection, *kinds, before=later)] == ["mine"]
        await posts.put_off(connection, ["mine", "on its way"], later)
        assert await posts.unsent(connection, *kinds, before=later) == ()
        held = {each.id: each.next_at for each in await posts.of_batch(connection, "b")}
    assert held["mine"] == later
    assert held["on its way"] == NOW


async def test_what_reached_none_of_a_partys_people_is_known(records: Records) -> None:
    later = NOW + timedelta(days=7)
    failed, sent = posts.PostStatus.FAILED, posts.PostStatus.SENT
    async with records.writing() as connection:
        for number, (party, at, status) in enumerate(
            (
                (MED.id, NOW, failed),
                (MED.id, NOW, failed),
                (MED.id, later, failed),
                (POLICE.id, NOW, failed),
                (POLICE.id, NOW, sent),
                ("another", NOW, sent),
            )
        ):
            made = reminder(str(number), batch=at.isoformat(), hearing_id=HEARING.id, party_id=party)
            await posts.add(connection, replace(made, ordered_at=at, status=status))
        by_lead = reminder("by a lead", hearing_id=HEARING.id, party_id="third", ordered_by="eva")
        await posts.add(connection, replace(by_lead, status=failed))
        assert await posts.undelivered(connection, HEARING.id, PostKind.REMINDER) == {MED.id: later}
        assert await posts.undelivered(connection, HEARING.id, PostKind.NOTICE) == {}


async def test_leads_are_known_until_they_lead_no_more_or_ask_to_be_forgotten(records: Records) -> None:
    eva, bo = Whereabouts("eva", "a:1", "https://s/", leads=True), Whereabouts("bo", "a:2", "https://s/")
    async with records.writing() as connection:
        for each in (bo, eva, replace(eva, user_id="ane")):
            await people.keep_whereabouts(connection, each)
        assert await people.whereabouts_of_leads(connection) == (replace(eva, user_id="ane"), eva)
        await people.keep_whereabouts(connection, replace(eva, leads=False))
        assert [each.user_id for each in await people.whereabouts_of_leads(connection)] == ["ane"]
        await people.forget(connection, "ane", "a:1", NOW)
        assert await people.whereabouts_of_leads(connection) == ()
        assert set(await people.whereabouts_of(connection, ["ane", "bo", "eva"])) == {"bo", "eva"}
