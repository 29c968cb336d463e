"""What is to be posted, and what came of it: read and written, no rules."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, case, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records.tables import posts

AnyRow = Row[tuple[Any, ...]]


class PostKind(StrEnum):
    """What is posted."""

    INVITATION = "invitation"
    REMINDER = "reminder"
    NOTICE = "notice"
    """To a lead: a deadline has passed, or something could not be delivered."""
    CHECK = "check"
    """To a party: is it rendered right?"""
    OUTCOME = "outcome"
    """To a party: what came of what it said."""
    SUMMARY = "summary"
    ANSWER = "answer"


class PostStatus(StrEnum):
    """How far a post has come."""

    WAITING = "waiting"
    SENDING = "sending"
    """On its way; found so by a sender that did not begin it, nobody knows whether it arrived."""
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A card for a channel, or for somebody's own chat.

    Attributes:
        batch: What was ordered at once: a summary for several channels.
        hearing_id: "" for an answer that is shared.
        channel_id: Where a new thread is to be begun; "" for a person's own chat.
        conversation_id: The person's chat; "" for a channel.
        bot_id: What the service calls the bot there; "" where that is not known.
        card: JSON, as it was shown before it was ordered; None after deletion.
        summary: The card in one plain sentence, for notifications and screen readers.
        replaces: The id of the post whose message it takes the place of; "" for a new one.
        ordered_by: The user id; "" for the program itself.
        due_at: Not sent before; aware UTC, as are the others.
        reason: Why it failed or was cancelled, or nobody knows, as a word that ``texts`` has a sentence for;
            "" otherwise.
        next_at: Not tried before.
        sent_conversation_id: Where it stands, with ``activity_id``, once it was sent.
    """

    id: str
    batch: str
    kind: PostKind
    hearing_id: str = ""
    party_id: str = ""
    channel_id: str = ""
    conversation_id: str = ""
    service_url: str
    bot_id: str = ""
    card: str | None
    summary: str
    replaces: str = ""
    ordered_by: str
    ordered_at: datetime
    due_at: datetime
    status: PostStatus = PostStatus.WAITING
    reason: str = ""
    tries: int = 0
    next_at: datetime
    changed_at: datetime
    sent_conversation_id: str = ""
    activity_id: str = ""

    @property
    def thread(self) -> str:
        """What the service counts posts by."""
        return self.channel_id or self.conversation_id


@dataclass(frozen=True, slots=True)
class Waiting:
    """A post that is due, and where it goes.

    Attributes:
        replaces: See ``Post``.
    """

    id: str
    thread: str
    next_at: datetime
    replaces: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a try to send a post.

    Attributes:
        status: SENT, FAILED, UNKNOWN, or WAITING where it is to be tried again.
        reason: See ``Post``.
        next_at: For WAITING, as is ``claimed_at``: the very moment of the claim that is taken back.
        conversation_id: For SENT, as is ``activity_id``.
    """

    id: str
    status: PostStatus
    reason: str = ""
    next_at: datetime | None = None
    claimed_at: datetime | None = None
    conversation_id: str = ""
    activity_id: str = ""


_ADD = insert(posts)


async def add(connection: AsyncConnection, post: Post) -> None:
    """Store a new post."""
    await connection.execute(_ADD, {column.name: getattr(post, column.name) for column in posts.c})


async def of_hearing(connection: AsyncConnection, hearing_id: str) -> tuple[Post, ...]:
    """A hearing's posts, as they were ordered."""
    rows = await connection.execute(
        select(posts).where(posts.c.hearing_id == hearing_id).order_by(posts.c.ordered_at, posts.c.id)
    )
    return tuple(map(_post_of, rows))


async def of_kind(connection: AsyncConnection, hearing_id: str, kind: PostKind) -> tuple[Post, ...]:
    """A hearing's posts of one kind, as they were ordered."""
    rows = await connection.execute(
        select(posts)
        .where(posts.c.hearing_id == hearing_id, posts.c.kind == kind)
        .order_by(posts.c.ordered_at, posts.c.id)
    )
    return tuple(map(_post_of, rows))


async def waiting_of(connection: AsyncConnection, hearing_id: str, kind: PostKind) -> tuple[Post, ...]:
    """Those of them that have not left."""
    rows = await connection.execute(
        select(posts)
        .where(
            posts.c.hearing_id == hearing_id,
            posts.c.kind == kind,
            posts.c.status == PostStatus.WAITING,
        )
        .order_by(posts.c.ordered_at, posts.c.id)
    )
    return tuple(map(_post_of, rows))


async def count_of(connection: AsyncConnection, hearing_id: str, kind: PostKind) -> int:
    """How many there are of those."""
    query = (
        select(func.count()).select_from(posts).where(posts.c.hearing_id == hearing_id, posts.c.kind == kind)
    )
    return int(await connection.scalar(query) or 0)


async def of_batch(connection: AsyncConnection, batch: str) -> tuple[Post, ...]:
    """What was ordered at once, as it was ordered."""
    rows = await connection.execute(
        select(posts).where(posts.c.batch == batch).order_by(posts.c.ordered_at, posts.c.id)
    )
    return tuple(map(_post_of, rows))


async def get(connection: AsyncConnection, post_id: str) -> Post | None:
    """The post; None if there is none such."""
    row = (await connection.execute(select(posts).where(posts.c.id == post_id))).first()
    return _post_of(row) if row else None


# --- sending ----------------------------------------------------------------------------------

_THREAD = case((posts.c.channel_id != "", posts.c.channel_id), else_=posts.c.conversation_id)


async def waiting(
    connection: AsyncConnection, before: datetime, *, most: int, most_of_thread: int
) -> tuple[Waiting, ...]:
    """What is due by then, the longest due first; of one thread only so many.

    What replaces a post that has not left yet, or is on its way, is left out until that one is settled.
    """
    replaced = posts.alias("replaced")
    unsettled = select(replaced.c.id).where(
        replaced.c.id == posts.c.replaces,
        replaced.c.status.in_([PostStatus.WAITING, PostStatus.SENDING]),
    )
    place = func.row_number().over(
        partition_by=_THREAD, order_by=(posts.c.next_at, posts.c.ordered_at, posts.c.id)
    )
    what = (posts.c.id, _THREAD.label("thread"), posts.c.next_at, posts.c.replaces, posts.c.ordered_at)
    due = (
        select(*what, place.label("place"))
        .where(posts.c.status == PostStatus.WAITING, posts.c.next_at <= before, ~unsettled.exists())
        .subquery()
    )
    rows = await connection.execute(
        select(due.c.id, due.c.thread, due.c.next_at, due.c.replaces)
        .where(due.c.place <= most_of_thread)
        .order_by(due.c.next_at, due.c.ordered_at, due.c.id)
        .limit(most)
    )
    return tuple(Waiting(*row) for row in rows)


async def claim(connection: AsyncConnection, ids: Collection[str], at: datetime) -> tuple[Post, ...]:
    """Those of them that still wait, which are on their way from now on; in their given order.

    Nothing is to be sent before this is committed.
    """
    rows = await connection.execute(
        update(posts)
        .where(posts.c.id.in_(ids), posts.c.status == PostStatus.WAITING)
        .values(status=PostStatus.SENDING, tries=posts.c.tries + 1, changed_at=at)
        .returning(posts)
    )
    claimed = {row.id: _post_of(row) for row in rows}
    return tuple(claimed[id_] for id_ in ids if id_ in claimed)


async def note(connection: AsyncConnection, outcome: Outcome, at: datetime) -> Post | None:
    """Write down what came of a post that was on its way; the post, None where that was known already.

    Whoever sent it knows better than who took it for interrupted meanwhile. What is to be tried again is
    cancelled if its hearing was deleted or its chat forgotten meanwhile, and left alone if it is on its way
    by another's claim. A chat that was forgotten stays so.
    """
    forgotten = (posts.c.channel_id == "") & (posts.c.conversation_id == "")
    which = [posts.c.id == outcome.id]
    values: dict[str, Any] = {"status": outcome.status, "reason": outcome.reason, "changed_at": at}
    before = [PostStatus.SENDING, PostStatus.UNKNOWN]
    if outcome.status is PostStatus.WAITING:
        before = [PostStatus.SENDING]
        which.append(posts.c.changed_at == outcome.claimed_at)
        stays = posts.c.card.is_(None) | forgotten
        values["status"] = case((stays, PostStatus.CANCELLED), else_=PostStatus.WAITING)
        values["next_at"] = outcome.next_at
    elif outcome.status is PostStatus.SENT:
        values |= {
            "sent_conversation_id": case((forgotten, ""), else_=outcome.conversation_id),
            "activity_id": outcome.activity_id,
        }
    rows = await connection.execute(
        update(posts).where(*which, posts.c.status.in_(before)).values(**values).returning(posts)
    )
    row = rows.first()
    return _post_of(row) if row else None


async def abandon(connection: AsyncConnection, at: datetime, *, besides: Collection[str]) -> tuple[Post, ...]:
    """Take what is on its way, but for those, as unknown: whoever began it is no more."""
    which = (posts.c.status == PostStatus.SENDING, posts.c.id.not_in(besides))
    return await _lose_sight_of(connection, "interrupted", at, *which)


async def hold_back(connection: AsyncConnection, at: datetime) -> tuple[Post, ...]:
    """Take what has not arrived as unknown, as these are the records of an earlier day.

    It may have been sent since then, or cancelled; nobody but a person who looks can tell.
    """
    unsettled = posts.c.status.in_([PostStatus.WAITING, PostStatus.SENDING])
    return await _lose_sight_of(connection, "restored", at, unsettled)


async def _lose_sight_of(
    connection: AsyncConnection, reason: str, at: datetime, *which: ColumnElement[bool]
) -> tuple[Post, ...]:
    rows = await connection.execute(
        update(posts)
        .where(*which)
        .values(status=PostStatus.UNKNOWN, reason=reason, changed_at=at)
        .returning(posts)
    )
    return tuple(map(_post_of, rows))


async def tried_since(connection: AsyncConnection, since: datetime) -> tuple[tuple[str, datetime], ...]:
    """The thread and the moment of each post whose last try was since then, oldest first."""
    rows = await connection.execute(
        select(_THREAD, posts.c.changed_at)
        .where(posts.c.changed_at >= since, posts.c.tries > 0)
        .order_by(posts.c.changed_at)
    )
    return tuple((thread, at) for thread, at in rows)


# --- holding back -----------------------------------------------------------------------------


async def unsent(connection: AsyncConnection, *kinds: PostKind, before: datetime) -> tuple[Post, ...]:
    """What of these kinds the program itself has ordered, that waits and may leave before then."""
    rows = await connection.execute(
        select(posts)
        .where(
            posts.c.status == PostStatus.WAITING,
            posts.c.next_at < before,
            posts.c.kind.in_(kinds),
            posts.c.ordered_by == "",
        )
        .order_by(posts.c.ordered_at, posts.c.id)
    )
    return tuple(map(_post_of, rows))


async def put_off(connection: AsyncConnection, post_ids: Iterable[str], until: datetime) -> None:
    """Let those of them that still wait not leave before then."""
    await connection.execute(
        update(posts)
        .where(posts.c.id.in_(list(post_ids)), posts.c.status == PostStatus.WAITING)
        .values(next_at=until, due_at=until)
    )


async def undelivered(connection: AsyncConnection, hearing_id: str, kind: PostKind) -> dict[str, datetime]:
    """When the program last ordered something of this kind that reached none of a party's people.

    By the ids of the parties for which that has happened.
    """
    failed = case((posts.c.status == PostStatus.FAILED, 1), else_=0)
    rows = await connection.execute(
        select(posts.c.party_id, func.max(posts.c.ordered_at, type_=posts.c.ordered_at.type).label("at"))
        .where(posts.c.hearing_id == hearing_id, posts.c.kind == kind, posts.c.ordered_by == "")
        .group_by(posts.c.party_id, posts.c.batch)
        .having(func.sum(failed) == func.count())
        .order_by("at")
    )
    return {row.party_id: row.at for row in rows}


# --- cancelling -------------------------------------------------------------------------------


async def cancel(
    connection: AsyncConnection, post_ids: Iterable[str], at: datetime, *, reason: str = ""
) -> tuple[str, ...]:
    """Cancel those of them that have not left, with a reason where nobody asked for that; their ids."""
    return await _cancel(connection, at, posts.c.id.in_(list(post_ids)), reason=reason)


async def cancel_kind(
    connection: AsyncConnection, hearing_id: str, party_id: str, kind: PostKind, at: datetime
) -> tuple[str, ...]:
    """Cancel what of this kind is for the party in the hearing and has not left; the posts' ids."""
    return await _cancel(
        connection, at, posts.c.hearing_id == hearing_id, posts.c.party_id == party_id, posts.c.kind == kind
    )


async def forget_chats(
    connection: AsyncConnection, conversation_ids: Collection[str], at: datetime
) -> tuple[Post, ...]:
    """Forget that anything was sent to these people's own chats; what has not left is cancelled.

    Returns:
        What was cancelled, as it is now.
    """
    theirs = posts.c.conversation_id.in_(conversation_ids) & (posts.c.channel_id == "")
    cancelled = await _cancel(connection, at, theirs)
    await connection.execute(update(posts).where(theirs).values(conversation_id="", sent_conversation_id=""))
    found = await connection.execute(select(posts).where(posts.c.id.in_(cancelled)).order_by(posts.c.id))
    return tuple(map(_post_of, found))


async def _cancel(
    connection: AsyncConnection, at: datetime, *which: ColumnElement[bool], reason: str = ""
) -> tuple[str, ...]:
    rows = await connection.execute(
        update(posts)
        .where(posts.c.status == PostStatus.WAITING, *which)
        .values(status=PostStatus.CANCELLED, reason=reason, changed_at=at)
        .returning(posts.c.id)
    )
    return tuple(sorted(row.id for row in rows))


def _post_of(row: AnyRow) -> Post:
    values = dict(row._mapping)  # noqa: SLF001 - its public name
    return Post(**values | {"kind": PostKind(row.kind), "status": PostStatus(row.status)})
