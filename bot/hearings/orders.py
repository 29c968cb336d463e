"""Ordering a post: a page for somebody's own chat, or for a channel, to be sent once it is committed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple, Required, TypedDict, Unpack

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


class What(TypedDict, total=False):
    """What is ordered.

    Attributes:
        batch: What is ordered at once; without one it is by itself.
        due_at: It is not sent before; without one it is at once.
        replaces: The id of the post whose message it takes the place of; without one it is a new message.
    """

    kind: Required[PostKind]
    hearing_id: str
    party_id: str
    batch: str
    due_at: datetime | None
    replaces: str


async def order(
    step: Step, connection: AsyncConnection, page: Page, to: Address | Channel, **what: Unpack[What]
) -> Post:
    """Have the page posted on behalf of who takes the step, once the caller's transaction is committed.

    It goes to a person's own chat, or begins a new thread in a channel.

    Raises:
        Refused: The page holds what can be a CPR number, or more than a card holds; or something in the form
            is wrong. Nothing may be committed then.
    """
    return await _ordered(step, connection, _drawn(page), to, what)


async def order_all(
    step: Step,
    connection: AsyncConnection,
    page: Page,
    to: Iterable[tuple[Channel, str]],
    **what: Unpack[What],
) -> None:
    """As ``order``, the same card in each of these channels, in the place of the post whose id is beside it.

    Raises:
        Refused: As for ``order``.
    """
    card = _drawn(page)
    for channel, replaces in to:
        await _ordered(step, connection, card, channel, {**what, "replaces": replaces})


async def order_by_program(
    desk: Desk,
    connection: AsyncConnection,
    page: Page,
    to: Address | Channel,
    *,
    now: datetime,
    **what: Unpack[What],
) -> Post:
    """As ``order``, at an aware moment, where nobody asked for it.

    Raises:
        Refused: The page holds what can be a CPR number, or more than a card holds.
    """
    post = await _added(desk, connection, _drawn(page), to, "", now, what)
    await audit.append(
        connection,
        at=now,
        actor="",
        what=_ORDERED,
        hearing_id=post.hearing_id,
        party_id=post.party_id,
        detail=post.id,
    )
    return post


_ORDERED = "post.ordered"


class _Card(NamedTuple):
    json: str
    summary: str


def _drawn(page: Page) -> _Card:
    """The page's card, which may be posted."""
    try:
        card = _Card(*drawn(page))
    except PageTooLargeError as error:
        raise Refused(texts.TOO_LARGE) from error
    if card_holds_cpr(card.json) or holds_cpr(card.summary):
        raise Refused(texts.HOLDS_CPR)
    return card


async def _ordered(
    step: Step, connection: AsyncConnection, card: _Card, to: Address | Channel, what: What
) -> Post:
    post = await _added(step.desk, connection, card, to, step.user, step.now, what)
    await step.log(connection, _ORDERED, post.hearing_id, post.party_id, detail=post.id)
    return post


async def _added(
    desk: Desk,
    connection: AsyncConnection,
    card: _Card,
    to: Address | Channel,
    ordered_by: str,
    now: datetime,
    what: What,
) -> Post:
    desk.ordered.set()
    id_, due = desk.new_id(), what.get("due_at") or now
    channel = to if isinstance(to, Channel) else None
    post = Post(
        id=id_,
        batch=what.get("batch") or id_,
        kind=what["kind"],
        hearing_id=what.get("hearing_id", ""),
        party_id=what.get("party_id", ""),
        channel_id=channel.id if channel else "",
        conversation_id="" if isinstance(to, Channel) else to.conversation_id,
        service_url=to.service_url,
        bot_id=channel.bot_id if channel else "",
        card=card.json,
        summary=card.summary,
        replaces=what.get("replaces", ""),
        ordered_by=ordered_by,
        ordered_at=now,
        due_at=due,
        next_at=due,
        changed_at=now,
    )
    await posts.add(connection, post)
    return post
