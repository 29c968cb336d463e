"""A hearing summed up from the records, reading no more than is shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.hearings.sharing.summary import Answered, Part, Summary, Tallying, parts_of
from bot.memo.wording import paraphrase_of, rendered_hash
from storage.records import extracts, hearings, responses, tallies
from storage.records.remarks import CheckAnswer, Recommendation, Remark, Treatment
from storage.records.values import Hearing

_MOST_RECOMMENDATIONS, _MOST_REMARKS = 20, 12
"""No card has room for more."""

_BY_PARTY = frozenset({CheckAnswer.APPROVED, CheckAnswer.CORRECTED})
_MOST_SAID = 3
"""Points told beside a remark; of one that answers more, none are."""


async def offered(connection: AsyncConnection, hearing: Hearing) -> tuple[Part, ...]:
    """What a summary of the hearing can show as it stands."""
    return parts_of(
        hearing,
        recommendations=await extracts.has_approved(connection, hearing.id, Recommendation),
        remarks=await extracts.has_approved(connection, hearing.id, Remark),
    )


async def summary_of(
    connection: AsyncConnection, hearing: Hearing, parts: Sequence[Part], as_of: datetime
) -> Summary:
    """The hearing summed up as it stands."""
    tallying = Tallying(hearing)
    async for rows in tallies.told_of(connection, hearing.id):
        tallying.add(rows)
    recommendations: tuple[Recommendation, ...] = ()
    remarks: tuple[Answered, ...] = ()
    unapproved = count = recommended = 0
    if Part.RECOMMENDATIONS in parts:
        recommendations, recommended = await extracts.approved_recommendations(
            connection, hearing.id, _MOST_RECOMMENDATIONS
        )
        unapproved = await extracts.count_unapproved(connection, hearing.id, Recommendation)
    if Part.REMARKS in parts:
        found, count = await extracts.approved_remarks(connection, hearing.id, _MOST_REMARKS)
        remarks = await _answered(connection, hearing, found)
    return Summary(
        hearing=hearing,
        parts=tuple(part for part in Part if part in parts),
        overview=tallying.result(),
        as_of=as_of,
        recommendations=recommendations,
        recommendations_count=recommended,
        unapproved=unapproved,
        remarks=remarks,
        remarks_count=count,
    )


async def _answered(
    connection: AsyncConnection, hearing: Hearing, remarks: Sequence[Remark]
) -> tuple[Answered, ...]:
    """The remarks with whose points they answer, and those points in words that their party stands by."""
    referred = await extracts.remarks_by_id(
        connection, hearing.id, {id_ for each in remarks for id_ in each.refers_to}
    )
    parties = {each.party_id for each in (*remarks, *referred.values())}
    names = await hearings.names_of(connection, parties)
    said = await _said(connection, hearing, remarks)
    return tuple(
        Answered(
            remark=each,
            party=names.get(each.party_id, ""),
            points=len(each.points),
            said=tuple(said[id_] for id_ in each.points if id_ in said)
            if len(each.points) <= _MOST_SAID
            else (),
            refers_to=tuple(
                dict.fromkeys(
                    names.get(referred[id_].party_id, "") for id_ in each.refers_to if id_ in referred
                )
            ),
        )
        for each in remarks
    )


async def _said(connection: AsyncConnection, hearing: Hearing, remarks: Sequence[Remark]) -> dict[str, str]:
    """By the point's id, the paraphrases whose parties have said that they are right as they stand."""
    said: dict[str, str] = {}
    checks = await extracts.checks_of(connection, hearing.id, {each.party_id for each in remarks})
    for party_id, check in checks.items():
        last = await responses.last_version(connection, hearing.id, party_id)
        if check.answer not in _BY_PARTY or last is None:
            continue
        points = last[0].content.points
        paraphrases = await extracts.paraphrases_of(connection, hearing.id, [each.id for each in points])
        treatment = Treatment(paraphrases=paraphrases)
        if check.shown == rendered_hash(last[0], treatment):
            worded = ((point.id, paraphrase_of(point, treatment)) for point in points)
            said |= {id_: each.text for id_, each in worded if each is not None}
    return said
