"""What is to be posted, and what came of it: read and written, no rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, insert, select
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
        reason: Why it failed, as a word that ``texts`` has a sentence for; "" otherwise.
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


def _post_of(row: AnyRow) -> Post:
    values = dict(row._mapping)  # noqa: SLF001 - its public name
    return Post(**values | {"kind": PostKind(row.kind), "status": PostStatus(row.status)})
