"""Summaries that are planned, and called back where what they show holds no more."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.hearings.desk import Step
from bot.hearings.sharing.summary import Part
from storage.records import posts
from storage.records.posts import Post, PostKind


async def call_back(step: Step, connection: AsyncConnection, hearing_id: str, showing: Part) -> None:
    """Cancel what has not left of the hearing's summaries that show this; the delivery report says why."""
    waiting = await posts.waiting_of(connection, hearing_id, PostKind.SUMMARY)
    ids = [each.id for each in waiting if showing in shown_on(each)]
    for post_id in await posts.cancel(connection, ids, step.now, reason="withdrawn"):
        await step.log(connection, "post.cancelled", hearing_id, detail=post_id)


def shown_on(post: Post) -> Collection[str]:
    """What a summary shows: its one button says so."""
    for node in _nodes(json.loads(post.card or "{}")):
        if node.get("verb") == "summary.details":
            return str(node.get("data", {}).get("show", "")).split(",")
    return ()


def _nodes(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, list):
        for each in node:
            yield from _nodes(each)
    elif isinstance(node, dict):
        yield node
        for each in node.values():
            yield from _nodes(each)
