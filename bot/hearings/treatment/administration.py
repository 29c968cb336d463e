"""What a step in the treatment of responses begins and ends with: the matter as it stands, and its change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import islice

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.hearings import texts
from bot.hearings.desk import Refused, Step
from bot.hearings.rules import Moment
from bot.hearings.sharing.planned import call_back
from bot.hearings.sharing.summary import Part
from bot.hearings.texts import remarks as remark_texts
from bot.hearings.treatment.matter import Matter, Voice
from bot.page import Choice
from storage.records import responses, treatment
from storage.records.remarks import KINDS, Progress, Recommendation, Remark, Treated
from storage.records.values import Hearing, HearingStatus, Version

TREATABLE = frozenset({HearingStatus.OPEN, HearingStatus.CLOSED})
"""While a hearing is one of these, its responses can be treated: those that have come may be prepared."""

MOST_OFFERED = 10
"""So many others can be chosen among on one card; of more, those that are searched for."""


async def matter(step: Step, connection: AsyncConnection) -> Matter:
    """The hearing that the step is about, with all that was said in it.

    Raises:
        Refused: There is none such, or it is not open yet.
    """
    hearing = await step.hearing(connection)
    if hearing.status is HearingStatus.DRAFT:
        raise Refused(texts.not_from(hearing.status))
    moments = await step.moments(connection, hearing)
    sent: defaultdict[str, list[Version]] = defaultdict(list)
    for version, _ in await responses.versions_of(connection, hearing.id):
        sent[version.party_id].append(version)
    found = [_voice(each, sent[each.invitation.party.id]) for each in moments if each.counts]
    return Matter(
        hearing=hearing,
        moments=moments,
        voices={each.party.id: each for each in found if each},
        treatment=await treatment.treatment_of(connection, hearing.id),
    )


async def voice(step: Step, connection: AsyncConnection) -> tuple[Matter, Voice]:
    """The hearing and the party that the step is about, with what that party has said.

    Raises:
        Refused: There is none such, or its points do not count.
    """
    hearing = await step.hearing(connection)
    if hearing.status is HearingStatus.DRAFT:
        raise Refused(texts.not_from(hearing.status))
    wanted = step.form.id("party")
    return await voice_of(step, connection, hearing, wanted)


async def voice_of(
    step: Step, connection: AsyncConnection, hearing: Hearing, party_id: str
) -> tuple[Matter, Voice]:
    """The hearing and that party, with what it has said.

    Raises:
        Refused: It is none of the hearing's, or its points do not count.
    """
    moments = await step.moments(connection, hearing)
    moment = next((each for each in moments if each.invitation.party.id == party_id), None)
    if moment is None:
        raise Refused(texts.NO_SUCH_PARTY)
    sent = [version for version, _ in await responses.versions_of(connection, hearing.id, party_id)]
    found = _voice(moment, sent) if moment.counts else None
    if found is None:
        raise Refused(remark_texts.does_not_count(moment.invitation.party.name))
    of = Matter(
        hearing=hearing,
        moments=moments,
        voices={party_id: found},
        treatment=await treatment.treatment_of(connection, hearing.id),
    )
    return of, found


def _voice(moment: Moment, sent: Sequence[Version]) -> Voice | None:
    return Voice(moment=moment, versions=tuple(sent)) if sent else None


def changeable(of: Matter) -> None:
    """The hearing's responses can be treated now.

    Raises:
        Refused: They cannot: it is concluded.
    """
    if of.hearing.status not in TREATABLE:
        raise Refused(texts.not_from(of.hearing.status))


async def keep(
    step: Step, connection: AsyncConnection, of: Matter, what: Treated, done: str, party_id: str = ""
) -> None:
    """Store it as the newest version, with the event that tells of it: ``done`` is "saved" or the like.

    What is planned to be posted of it is called back where it is not approved any more.

    Raises:
        Refused: Something in the form is wrong; nothing may be committed then.
    """
    kind = KINDS[type(what)]
    if (part := _SHOWN.get(type(what))) is not None and not _is_approved(what):
        before = await treatment.latest_of(connection, of.hearing.id, kind, what.id)
        if before is not None and _is_approved(before):
            await call_back(step, connection, of.hearing.id, part)
    content_hash = await treatment.keep(connection, of.hearing.id, what)
    event = f"{kind}.{done}"
    await step.log(connection, event, of.hearing.id, party_id, content_hash=content_hash, detail=what.id)


_SHOWN: Mapping[type[Treated], Part] = {Remark: Part.REMARKS, Recommendation: Part.RECOMMENDATIONS}


def _is_approved(of: Treated) -> bool:
    if not isinstance(of, Remark | Recommendation):
        return False
    return of.progress is Progress.APPROVED and not of.removed


def offered(found: Mapping[Choice, str], chosen: Sequence[str], words: str) -> tuple[Choice, ...]:
    """What can be chosen among on one card: all of a few; of many those that are chosen, then some others.

    Args:
        found: Each with all that it says.
        chosen: The values that are chosen.
        words: Only others are offered that say them all, whatever their capitals.
    """
    if len(found) <= MOST_OFFERED:
        return tuple(found)
    first = [each for each in found if each.value in chosen]
    sought = words.casefold().split()
    others = (
        each
        for each, text in found.items()
        if each.value not in chosen and all(word in text.casefold() for word in sought)
    )
    return (*first, *islice(others, max(0, MOST_OFFERED - len(first))))
