"""What stands behind a posted summary: each reader sees what they may."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.hearings import texts
from bot.hearings.desk import Refused, Step
from bot.hearings.pages import summary as pages
from bot.hearings.pages.summary import Behind, Reader
from bot.hearings.responses.work import know_by_name
from bot.hearings.rules import Moment
from bot.hearings.sharing.summary import can_be_summed_up, has_ended
from bot.hearings.texts import summary as summary_texts
from bot.page import Page
from bot.turn import Reply
from storage.records import extracts, hearings, posts, responses, treatment
from storage.records.posts import PostKind
from storage.records.remarks import Treatment
from storage.records.values import Hearing


async def details(step: Step) -> Page:
    """More than the post says, as much as the reader may see.

    Leads see every party and how far the remarks are; a party's own people what they said and what came of
    it; others what is visible to staff. Where others would see the reply too, nobody sees more than all may.
    """
    if step.alone and not step.leads:
        await know_by_name(step)
    async with step.reading() as connection:
        hearing = await _hearing(step, connection)
        moments = await step.moments(connection, hearing)
        own = await _own(step, connection, hearing, moments)
        reader, seen = _seen(step, hearing, moments, own)
        behind = Behind(
            hearing=hearing,
            reader=reader,
            treatment=await treatment.treatment_of(connection, hearing.id)
            if reader is Reader.LEAD
            else Treatment(),
            concerns=step.desk.concerns,
            form=step.form,
            post=step.form.id("post"),
            beside=not step.alone,
        )
        wanted = step.form.id("party")
        if reader is Reader.OWN and len(seen) == 1:
            wanted = seen[0].invitation.party.id
        if wanted:
            return await _points(connection, behind, seen, wanted)
    if reader is Reader.OWN:
        return pages.own_parties(behind, [each.invitation for each in seen])
    return pages.parties(behind, moments)


async def _hearing(step: Step, connection: AsyncConnection) -> Hearing:
    """The hearing; one that is being prepared is none to who asks here."""
    hearing = await step.hearing(connection)
    if not can_be_summed_up(hearing):
        raise Refused(texts.NO_SUCH_HEARING)
    return hearing


async def _own(
    step: Step, connection: AsyncConnection, hearing: Hearing, moments: tuple[Moment, ...]
) -> list[Moment]:
    """The parties that the reader speaks for, where only the reader sees the reply."""
    if not step.alone or step.leads:
        return []
    spoken_for = {
        each.invitation.party.id
        for each in await hearings.standings_of(connection, step.user)
        if each.hearing.id == hearing.id
    }
    return [each for each in moments if each.invitation.party.id in spoken_for]


def _seen(
    step: Step, hearing: Hearing, moments: tuple[Moment, ...], own: list[Moment]
) -> tuple[Reader, list[Moment]]:
    """As whom the reader reads, and which parties.

    Raises:
        Refused: There is nothing more to see for them here.
    """
    public = hearing.public and has_ended(hearing)
    if step.alone and step.leads:
        return Reader.LEAD, list(moments)
    if own and not (public and step.form.values.get("all") == "true"):
        return Reader.OWN, own
    if public:
        return Reader.STAFF, [each for each in moments if each.counts]
    if not step.alone:
        raise Refused(summary_texts.ALONE_FOR_MORE)
    raise Refused(summary_texts.NOT_PUBLIC if has_ended(hearing) else summary_texts.STILL_OPEN)


async def _points(connection: AsyncConnection, behind: Behind, seen: list[Moment], wanted: str) -> Page:
    moment = next((each for each in seen if each.invitation.party.id == wanted), None)
    if moment is None:
        raise Refused(texts.NO_SUCH_PARTY)
    party = moment.invitation.party
    last = await responses.last_version(connection, behind.hearing.id, party.id)
    if last is None or not moment.responded:
        raise Refused(texts.nothing_from(party.name))
    made = await extracts.treatment_of_party(connection, behind.hearing.id, party.id)
    said = [each.id for each in last[0].content.points]
    made = replace(made, paraphrases=await extracts.paraphrases_of(connection, behind.hearing.id, said))
    return pages.points(replace(behind, treatment=made), party.name, last[0])


async def post(step: Step) -> Reply:
    """The post again, to the letter as it was posted, for who has looked behind it."""
    async with step.reading() as connection:
        hearing = await _hearing(step, connection)
        found = await posts.of_batch(connection, step.form.id("post")) if step.form.id("post") else ()
    first = next(
        (each for each in found if each.kind is PostKind.SUMMARY and each.hearing_id == hearing.id), None
    )
    if first is None or first.card is None:
        raise Refused(summary_texts.NOT_THIS_POST)
    return Reply(first.card, first.summary, beside=not step.alone)
