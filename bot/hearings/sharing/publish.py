"""A lead makes a hearing that is over visible to staff, or no longer."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.hearings.desk import Refused, Step
from bot.hearings.pages import hearing as hearing_pages
from bot.hearings.pages import share as pages
from bot.hearings.sharing.summary import has_ended
from bot.hearings.texts import summary as summary_texts
from bot.page import Page
from storage.records import hearings
from storage.records.values import Hearing, hash_of, hearing_document


async def publish(step: Step) -> Page:
    """Let staff ask what the parties said and what came of it, once it is told what that means."""
    async with step.writing() as connection:
        hearing = await step.hearing(connection)
        if not has_ended(hearing):
            raise Refused(summary_texts.ONLY_ENDED)
        if not hearing.public and step.form.values.get("sure") != "true":
            return pages.publish(hearing)
        return await _set(
            step, connection, hearing, public=True, what="hearing.published", done=summary_texts.PUBLISHED
        )


async def unpublish(step: Step) -> Page:
    """Let staff ask no longer, once it is told what that means."""
    async with step.writing() as connection:
        hearing = await step.hearing(connection)
        if hearing.public and step.form.values.get("sure") != "true":
            return pages.unpublish(hearing)
        return await _set(
            step,
            connection,
            hearing,
            public=False,
            what="hearing.unpublished",
            done=summary_texts.UNPUBLISHED,
        )


async def _set(
    step: Step, connection: AsyncConnection, hearing: Hearing, *, public: bool, what: str, done: str
) -> Page:
    """The hearing as it is from now on; nothing is stored where it is so already."""
    if hearing.public is not public:
        hearing = replace(hearing, public=public, revision=hearing.revision + 1)
        await hearings.change(connection, hearing)
        await step.log(connection, what, hearing.id, content_hash=hash_of(hearing_document(hearing)))
    invited = await hearings.invitations_of(connection, hearing.id)
    return hearing_pages.hearing(hearing, invited, step.now, step.desk.concerns, done=done)
