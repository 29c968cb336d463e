"""What SQLite and PostgreSQL both keep to of posts: each leaves once, and what came of it is written down."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from storage.records import leases, people, posts
from storage.records.database import Records
from storage.records.posts import Outcome, Post, PostKind, PostStatus
from storage.records.tables import posts as table
from storage.records.values import Whereabouts
from tests.contract.samples import HEARING, MED, NOW, POLICE, set_up

pytestmark = pytest.mark.asyncio

SOON = NOW + timedelta(seconds=30)
ALL = {"most": 100, "most_of_thread": 100}


def post(id_: str, **fields: Any) -> Post:
    """A reminder to somebody of MED Skole."""
    made = Post(
        id=id_,
        batch=id_,
        kind=PostKind.REMINDER,
        hearing_id=HEARING.id,
        party_id=MED.id,
        conversation_id=f"a:{id_}",
        service_url="https://smba.trafficmanager.net/emea/",
        card='{"type": "AdaptiveCard", "body": [{"type": "TextBlock", "text": "Husk æøå"}]}',
        summary="Husk jeres høringssvar",
        ordered_by="eva",
        ordered_at=NOW,
        due_at=NOW,
        next_at=NOW,
        changed_at=NOW,
    )
    return replace(made, **fields)


async def add(records: Records, *all_: Post) -> None:
    async with records.writing() as connection:
        for each in all_:
            await posts.add(connection, each)


async def ids_due(records: Records, before: Any = NOW, **most: int) -> list[str]:
    async with records.reading() as connection:
        return [each.id for each in await posts.waiting(connection, before, **(ALL | most))]


async def claimed(records: Records, *ids: str) -> tuple[Post, ...]:
    async with records.writing() as connection:
        return await posts.claim(connection, ids, SOON)


async def noted(records: Records, outcome: Outcome) -> Post | None:
    async with records.writing() as connection:
        return await posts.note(connection, outcome, SOON)


async def found(records: Records, id_: str) -> Post:
    async with records.reading() as connection:
        there = await posts.get(connection, id_)
    assert there is not None
    return there


async def test_a_post_is_read_as_it_was_stored(records: Records) -> None:
    stored = post("p", batch="b", bot_id="28:bot", replaces="o", due_at=SOON, next_at=SOON)
    await add(records, stored, post("q", hearing_id="", party_id="", batch="b"))
    assert await found(records, "p") == stored
    async with records.reading() as connection:
        assert await posts.get(connection, "none") is None
        assert [each.id for each in await posts.of_batch(connection, "b")] == ["p", "q"]
        assert [each.id for each in await posts.of_hearing(connection, HEARING.id)] == ["p"]


async def test_what_is_due_comes_the_longest_due_first(records: Records) -> None:
    earlier = NOW - timedelta(hours=1)
    await add(
        records,
        post("later", next_at=SOON),
        post("second"),
        post("third", ordered_at=NOW + timedelta(microseconds=1)),
        post("first", next_at=earlier),
        post("sent", status=PostStatus.SENT),
        post("cancelled", status=PostStatus.CANCELLED),
        post("unknown", status=PostStatus.UNKNOWN),
    )
    assert await ids_due(records) == ["first", "second", "third"]
    assert await ids_due(records, SOON) == ["first", "second", "third", "later"]
    assert await ids_due(records, most=2) == ["first", "second"]


async def test_one_thread_does_not_keep_the_others_waiting(records: Records) -> None:
    ahead = (post(f"a{n}", channel_id="19:a", conversation_id="", next_at=NOW) for n in range(5))
    await add(records, *ahead, post("b", next_at=SOON), post("c", channel_id="19:c", next_at=SOON))
    async with records.reading() as connection:
        due = await posts.waiting(connection, SOON, most=4, most_of_thread=2)
    assert [(each.id, each.thread) for each in due] == [
        ("a0", "19:a"),
        ("a1", "19:a"),
        ("b", "a:b"),
        ("c", "19:c"),
    ]


@pytest.mark.parametrize("status", [PostStatus.WAITING, PostStatus.SENDING])
async def test_what_replaces_a_post_waits_until_that_is_settled(records: Records, status: PostStatus) -> None:
    await add(records, post("first", status=status, next_at=SOON), post("second", replaces="first"))
    assert await ids_due(records) == []
    async with records.writing() as connection:
        await posts.claim(connection, ["first"], NOW)
        await posts.note(connection, Outcome(id="first", status=PostStatus.SENT), NOW)
    assert await ids_due(records) == ["second"]


async def test_a_post_is_claimed_once(records: Records, others: Records) -> None:
    await add(records, *(post(str(n)) for n in range(20)))
    everything = [str(n) for n in range(20)]
    shares = await asyncio.gather(
        *(claimed(each, *everything[at : at + 10]) for at in (0, 5, 10) for each in (records, others))
    )
    taken = [each.id for share in shares for each in share]
    assert sorted(taken) == sorted(everything)
    assert {(each.status, each.tries, each.changed_at) for share in shares for each in share} == {
        (PostStatus.SENDING, 1, SOON)
    }
    assert await ids_due(records) == []


async def test_what_came_of_it_is_noted(records: Records) -> None:
    await add(records, *(post(id_) for id_ in ("sent", "failed", "unknown", "again")))
    await claimed(records, "sent", "failed", "unknown", "again")
    later = SOON + timedelta(minutes=1)
    outcomes = (
        Outcome(id="sent", status=PostStatus.SENT, conversation_id="19:a;messageid=1", activity_id="1"),
        Outcome(id="failed", status=PostStatus.FAILED, reason="forbidden"),
        Outcome(id="unknown", status=PostStatus.UNKNOWN, reason="no answer"),
        Outcome(id="again", status=PostStatus.WAITING, next_at=later, claimed_at=SOON),
    )
    for outcome in outcomes:
        there = await noted(records, outcome)
        assert there == await found(records, outcome.id)
        assert (there.status, there.reason, there.changed_at) == (outcome.status, outcome.reason, SOON)
    sent, again = await found(records, "sent"), await found(records, "again")
    assert (sent.sent_conversation_id, sent.activity_id) == ("19:a;messageid=1", "1")
    assert (again.next_at, again.due_at, again.tries) == (later, NOW, 1)
    assert await ids_due(records, SOON) == []
    assert await ids_due(records, later) == ["again"]


@pytest.mark.parametrize("status", [PostStatus.WAITING, PostStatus.SENT, PostStatus.CANCELLED])
async def test_nothing_is_noted_of_what_is_not_on_its_way(records: Records, status: PostStatus) -> None:
    there = post("p", status=status)
    await add(records, there)
    for outcome in (PostStatus.SENT, PostStatus.FAILED, PostStatus.WAITING):
        assert await noted(records, Outcome(id="p", status=outcome, next_at=SOON)) is None
    assert await found(records, "p") == there


async def test_what_an_ended_sender_began_is_unknown_and_never_due_again(records: Records) -> None:
    await add(records, *(post(id_) for id_ in ("theirs", "mine", "waits")))
    await claimed(records, "theirs", "mine")
    async with records.writing() as connection:
        [abandoned] = await posts.abandon(connection, SOON, besides=["mine"])
    assert (abandoned.id, abandoned.status, abandoned.reason) == (
        "theirs",
        PostStatus.UNKNOWN,
        "interrupted",
    )
    assert (await found(records, "mine")).status is PostStatus.SENDING
    assert await ids_due(records, SOON) == ["waits"]
    # It was not sent again, and is not to be.
    again = Outcome(id="theirs", status=PostStatus.WAITING, next_at=NOW, claimed_at=SOON)
    assert await noted(records, again) is None
    # Whoever began it was there after all.
    assert await noted(records, Outcome(id="theirs", status=PostStatus.SENT, activity_id="1")) is not None


async def test_what_has_not_left_is_cancelled_and_nothing_else(records: Records) -> None:
    await add(
        records,
        post("waits", batch="b"),
        post("other", batch="other"),
        *(
            post(each.value, batch="b", status=each)
            for each in PostStatus
            if each not in {PostStatus.WAITING, PostStatus.CANCELLED}
        ),
    )
    ordered = ["waits", *(each.value for each in PostStatus), "none"]
    async with records.writing() as connection:
        assert await posts.cancel(connection, ordered, SOON) == ("waits",)
        assert await posts.cancel(connection, ordered, SOON) == ()
    assert (await found(records, "waits")).status is PostStatus.CANCELLED
    assert (await found(records, "waits")).changed_at == SOON
    assert await ids_due(records) == ["other"]
    async with records.reading() as connection:
        batch = await posts.of_batch(connection, "b")
    assert {each.status for each in batch} == set(PostStatus) - {PostStatus.WAITING}
    assert await claimed(records, "waits") == ()


async def test_a_party_s_reminders_are_cancelled_and_nobody_else_s(records: Records) -> None:
    await add(
        records,
        post("a"),
        post("b"),
        post("invitation", kind=PostKind.INVITATION),
        post("police", party_id=POLICE.id),
        post("elsewhere", hearing_id="en-anden"),
    )
    async with records.writing() as connection:
        gone = await posts.cancel_kind(connection, HEARING.id, MED.id, PostKind.REMINDER, SOON)
    assert gone == ("a", "b")
    assert await ids_due(records) == ["elsewhere", "invitation", "police"]


async def test_nobody_takes_back_what_another_has_claimed(records: Records, others: Records) -> None:
    await add(records, post("p"))
    await claimed(others, "p")
    mine = Outcome(id="p", status=PostStatus.WAITING, next_at=NOW, claimed_at=NOW)
    assert await noted(records, mine) is None
    theirs = replace(mine, claimed_at=SOON)
    assert (await noted(others, theirs), await ids_due(records)) == (await found(records, "p"), ["p"])


async def test_where_a_chat_was_forgotten_meanwhile_it_stays_so(records: Records) -> None:
    await add(records, post("p"), post("q", conversation_id="", channel_id="19:a"))
    await claimed(records, "p", "q")
    async with records.writing() as connection:
        await connection.execute(update(table).values(conversation_id=""))
    for id_ in ("p", "q"):
        await noted(
            records, Outcome(id=id_, status=PostStatus.SENT, conversation_id=f"a:{id_}", activity_id="1")
        )
    assert (await found(records, "p")).sent_conversation_id == ""
    assert (await found(records, "q")).sent_conversation_id == "a:q"


async def test_who_is_forgotten_is_written_to_no_more_and_it_is_not_known_where_they_were(
    records: Records,
) -> None:
    """Both in the chat that is known of them and in the one that they ask from."""
    async with records.writing() as connection:
        await people.keep_whereabouts(connection, Whereabouts("bo-id", "a:bo", "https://smba.example/"))
        for each in PostStatus:
            chat = "a:bo" if each in {PostStatus.WAITING, PostStatus.SENT} else "a:bo-before"
            await posts.add(
                connection, post(each, conversation_id=chat, status=each, sent_conversation_id=chat)
            )
        await posts.add(connection, post("anes", conversation_id="a:ane"))
        await posts.add(connection, post("channels", conversation_id="", channel_id="19:a"))
        cancelled = await people.forget(connection, "bo-id", "a:bo-before", SOON)
        assert await posts.forget_chats(connection, [""], SOON) == ()
    assert [(each.id, each.status) for each in cancelled] == [("waiting", PostStatus.CANCELLED)]
    for each in PostStatus:
        there = await found(records, each)
        assert (there.conversation_id, there.sent_conversation_id) == ("", "")
    assert (await found(records, "sent")).status is PostStatus.SENT
    assert await ids_due(records) == ["anes", "channels"]
    again = Outcome(id="sending", status=PostStatus.WAITING, next_at=NOW, claimed_at=NOW)
    tried = await noted(records, again)
    assert tried is not None
    assert tried.status is PostStatus.CANCELLED


async def test_what_is_tried_again_is_cancelled_if_its_hearing_was_deleted(records: Records) -> None:
    await set_up(records)
    await add(records, post("p", card=None, status=PostStatus.SENDING, tries=1))
    again = Outcome(id="p", status=PostStatus.WAITING, next_at=NOW, claimed_at=NOW)
    there = await noted(records, again)
    assert there is not None
    assert there.status is PostStatus.CANCELLED


async def test_it_is_told_when_each_thread_was_last_tried(records: Records) -> None:
    await add(
        records,
        post("untried"),
        post("long ago", tries=1, changed_at=NOW - timedelta(hours=2)),
        post("channel", tries=1, channel_id="19:a", changed_at=SOON),
        post("chat", tries=3),
    )
    async with records.reading() as connection:
        tried = await posts.tried_since(connection, NOW - timedelta(hours=1))
    assert tried == (("a:chat", NOW), ("19:a", SOON))


# --- leases -----------------------------------------------------------------------------------


async def take(records: Records, holder: str, seconds: int = 0, name: str = "outbox") -> bool:
    now = NOW + timedelta(seconds=seconds)
    async with records.writing() as connection:
        return await leases.take(connection, name, holder, now=now, until=now + timedelta(seconds=30))


async def test_a_lease_has_one_holder_until_its_time_is_up(records: Records, others: Records) -> None:
    assert await take(records, "en")
    assert not await take(others, "to", 29)
    assert await take(records, "en", 29)  # kept for longer
    assert not await take(others, "to", 58)
    assert await take(others, "to", 59)
    assert not await take(records, "en", 60)
    assert await take(records, "en", 60, name="another")


async def test_a_lease_that_is_given_back_is_another_s_at_once(records: Records, others: Records) -> None:
    assert await take(records, "en")
    async with others.writing() as connection:
        await leases.give_back(connection, "outbox", "to")
    assert not await take(others, "to", 1)
    async with records.writing() as connection:
        await leases.give_back(connection, "outbox", "en")
    assert await take(others, "to", 1)


async def test_of_all_who_ask_at_once_one_gets_the_lease(records: Records, others: Records) -> None:
    askers = [(records, "en"), (others, "to"), (records, "tre"), (others, "fire")]
    assert sum(await asyncio.gather(*(take(*asker) for asker in askers))) == 1
