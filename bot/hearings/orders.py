"""Ordering a post: a page for somebody's own chat, or for a channel, to be sent once it is committed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.hearings.desk import Desk, Refused, Step
from bot.hearings.gates import card_holds_cpr, holds_cpr
from bot.hearings.texts import posting as texts
from bot.page import Page
from bot.screen import PageTooLargeError, drawn
from bot.turn import Address
from storage.records import audit, posts
from storage.records.channels import Channel
from storage.records.posts import Post, PostKind


async def order(
    step: Step,
    connection: AsyncConnection,
    page: Page,
    to: Address | Channel,
    *,
    kind: PostKind,
    hearing_id: str = "",
    party_id: str = "",
    batch: str = "",
    due_at: datetime | None = None,
    replaces: str = "",
) -> Post:
    """Have the page posted on behalf of who takes the step, once the caller's transaction is committed.

    It goes to a person's own chat, or begins a new thread in a channel; or, with ``replaces``, it takes the
    place of that post's message. It is not sent before ``due_at``. Without ``batch`` it is one by itself.

    Raises:
        Refused: The page holds what can be a CPR number, or more than a card holds; or something in the form
            is wrong. Nothing may be committed then.
    """
    post = _made(
        step.desk,
        _drawn(page),
        to,
        kind=kind,
        hearing_id=hearing_id,
        party_id=party_id,
        batch=batch,
        ordered_by=step.user,
        now=step.now,
        due_at=due_at,
        replaces=replaces,
    )
    await posts.add(connection, post)
    await step.log(connection, "post.ordered", hearing_id, party_id, detail=post.id)
    return post


async def order_all(
    step: Step,
    connection: AsyncConnection,
    page: Page,
    to: Sequence[tuple[Channel, str]],
    *,
    kind: PostKind,
    hearing_id: str = "",
    batch: str,
    due_at: datetime | None = None,
) -> None:
    """As ``order``, the same card in each of these channels, in the place of the post whose id is beside it.

    Raises:
        Refused: As for ``order``.
    """
    drawn_once = _drawn(page)
    for channel, replaces in to:
        post = _made(
            step.desk,
            drawn_once,
            channel,
            kind=kind,
            hearing_id=hearing_id,
            batch=batch,
            ordered_by=step.user,
            now=step.now,
            due_at=due_at,
            replaces=replaces,
        )
        await posts.add(connection, post)
        await step.log(connection, "post.ordered", hearing_id, detail=post.id)


async def order_by_program(
    desk: Desk,
    connection: AsyncConnection,
    page: Page,
    to: Address | Channel,
    *,
    now: datetime,
    kind: PostKind,
    hearing_id: str = "",
    party_id: str = "",
    batch: str = "",
    due_at: datetime | None = None,
    replaces: str = "",
) -> Post:
    """As ``order``, at an aware moment, where nobody asked for it.

    Raises:
        Refused: The page holds what can be a CPR number, or more than a card holds.
    """
    post = _made(
        desk,
        _drawn(page),
        to,
        kind=kind,
        hearing_id=hearing_id,
        party_id=party_id,
        batch=batch,
        ordered_by="",
        now=now,
        due_at=due_at,
        replaces=replaces,
    )
    await posts.add(connection, post)
    await audit.append(
        connection,
        at=now,
        actor="",
        what="post.ordered",
        hearing_id=hearing_id,
        party_id=party_id,
        detail=post.id,
    )
    return post


def _drawn(page: Page) -> tuple[str, str]:
    """The page's card, which may be posted, and its summary."""
    try:
        card, summary = drawn(page)
    except PageTooLargeError as error:
        raise Refused(texts.TOO_LARGE) from error
    if card_holds_cpr(card) or holds_cpr(summary):
        raise Refused(texts.HOLDS_CPR)
    return card, summary


def _made(
    desk: Desk,
    drawn_page: tuple[str, str],
    to: Address | Channel,
    *,
    kind: PostKind,
    hearing_id: str,
    party_id: str = "",
    batch: str,
    ordered_by: str,
    now: datetime,
    due_at: datetime | None,
    replaces: str,
) -> Post:
    card, summary = drawn_page
    desk.ordered.set()
    id_, due = desk.new_id(), due_at or now
    return Post(
        id=id_,
        batch=batch or id_,
        kind=kind,
        hearing_id=hearing_id,
        party_id=party_id,
        channel_id=to.id if isinstance(to, Channel) else "",
        conversation_id="" if isinstance(to, Channel) else to.conversation_id,
        service_url=to.service_url,
        bot_id=to.bot_id if isinstance(to, Channel) else "",
        card=card,
        summary=summary,
        replaces=replaces,
        ordered_by=ordered_by,
        ordered_at=now,
        due_at=due,
        next_at=due,
        changed_at=now,
    )
