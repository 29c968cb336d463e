"""What a summary shows of the administration's treatment, found without reading the rest of it.

A hearing of ten thousand responses has tens of thousands of remarks, and reading one takes longer than
passing it by. So the stored JSON is looked at as text first: what people wrote stands in it with its
quotation marks escaped, and is never taken for one of its fields.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records.remarks import (
    KINDS,
    Check,
    Paraphrase,
    Progress,
    Recommendation,
    Remark,
    Treated,
    Treatment,
    treated_in,
)
from storage.records.tables import treatments

_POSITION = re.compile(r'"position":(\d+)')
_HEAD_CHARS = 250
"""Of a document: its position stands after its id and its party's, before what it says."""


def _field(name: str, value: str) -> ColumnElement[bool]:
    return treatments.c.document.contains(f'"{name}":{value}', autoescape=True)


_THERE = (
    (treatments.c.hearing_id == bindparam("of_hearing"))
    & (treatments.c.kind == bindparam("of_kind"))
    & treatments.c.latest
    & treatments.c.document.is_not(None)
    & _field("removed", "false")
)
_IS_APPROVED = _field("progress", f'"{Progress.APPROVED}"')
_SAYS_NOTHING = _field("text", '""') & _field("refers_to", "[]")
_IS_SHOWN = _THERE & _IS_APPROVED & ~_SAYS_NOTHING
_ANY_SHOWN = select(treatments.c.id).where(_IS_SHOWN).limit(1)
_SHOWN = select(treatments.c.id, func.substr(treatments.c.document, 1, _HEAD_CHARS)).where(_IS_SHOWN)
_OTHERS = select(func.count()).select_from(treatments).where(_THERE, ~_IS_APPROVED)
_OF_KIND = select(treatments.c.document).where(_THERE)
_OF_PARTY = _OF_KIND.where(
    treatments.c.document.contains(literal('"party_id":') + bindparam("of_party"), autoescape=False)
)
_BY_IDS = select(treatments.c.document).where(
    _THERE, treatments.c.id.in_(bindparam("of_ids", expanding=True))
)


async def has_approved(
    connection: AsyncConnection, hearing_id: str, of: type[Remark | Recommendation]
) -> bool:
    """Whether any is approved that says something."""
    key = {"of_hearing": hearing_id, "of_kind": KINDS[of]}
    return (await connection.execute(_ANY_SHOWN, key)).first() is not None


async def approved_remarks(
    connection: AsyncConnection, hearing_id: str, most: int
) -> tuple[tuple[Remark, ...], int]:
    """The first approved remarks that say something, in their order, and how many there are."""
    found, count = await _approved(connection, hearing_id, Remark, most)
    return tuple(each for each in found if isinstance(each, Remark)), count


async def approved_recommendations(
    connection: AsyncConnection, hearing_id: str, most: int
) -> tuple[tuple[Recommendation, ...], int]:
    """The first approved recommendations in their order, and how many there are."""
    found, count = await _approved(connection, hearing_id, Recommendation, most)
    return tuple(each for each in found if isinstance(each, Recommendation)), count


async def _approved(
    connection: AsyncConnection, hearing_id: str, of: type[Treated], most: int
) -> tuple[list[Treated], int]:
    key = {"of_hearing": hearing_id, "of_kind": KINDS[of]}
    rows = (await connection.execute(_SHOWN, key)).all()
    first = [id_ for id_, _ in sorted(rows, key=lambda row: _position(row[1]))[:most]]
    found = {each.id: each for each in await _by_ids(connection, hearing_id, of, first)}
    return [found[id_] for id_ in first], len(rows)


def _position(document: str) -> int:
    found = _POSITION.search(document)
    return int(found[1]) if found else 0


async def count_unapproved(
    connection: AsyncConnection, hearing_id: str, of: type[Remark | Recommendation]
) -> int:
    """How many are not approved."""
    key = {"of_hearing": hearing_id, "of_kind": KINDS[of]}
    return int(await connection.scalar(_OTHERS, key) or 0)


async def treatment_of_party(connection: AsyncConnection, hearing_id: str, party_id: str) -> Treatment:
    """The remarks on one party's points, those they refer to, however far, and every recommendation."""
    key = {"of_hearing": hearing_id, "of_kind": KINDS[Remark], "of_party": json.dumps(party_id)}
    documents = await connection.scalars(_OF_PARTY, key)
    own = {each.id: each for each in _remarks(documents) if each.party_id == party_id}
    remarks, found_last = dict(own), own
    while ahead := {id_ for each in found_last.values() for id_ in each.refers_to} - remarks.keys():
        found_last = await remarks_by_id(connection, hearing_id, ahead)
        remarks |= found_last
    kind = KINDS[Recommendation]
    found = await connection.scalars(_OF_KIND, {"of_hearing": hearing_id, "of_kind": kind})
    recommendations = [treated_in(kind, str(document)) for document in found]
    return Treatment(
        remarks=tuple(sorted(remarks.values(), key=lambda each: (each.position, each.id))),
        recommendations=tuple(
            sorted(
                (each for each in recommendations if isinstance(each, Recommendation)),
                key=lambda each: (each.position, each.id),
            )
        ),
    )


def _remarks(documents: Iterable[object]) -> tuple[Remark, ...]:
    found = (treated_in(KINDS[Remark], str(document)) for document in documents)
    return tuple(each for each in found if isinstance(each, Remark))


async def remarks_by_id(
    connection: AsyncConnection, hearing_id: str, ids: Collection[str]
) -> dict[str, Remark]:
    """Those of them that are there."""
    found = await _by_ids(connection, hearing_id, Remark, ids)
    return {each.id: each for each in found if isinstance(each, Remark)}


async def paraphrases_of(
    connection: AsyncConnection, hearing_id: str, points: Collection[str]
) -> dict[str, Paraphrase]:
    """The paraphrases of those points that have one, by the point's id."""
    found = await _by_ids(connection, hearing_id, Paraphrase, points)
    return {each.id: each for each in found if isinstance(each, Paraphrase)}


async def checks_of(
    connection: AsyncConnection, hearing_id: str, parties: Collection[str]
) -> dict[str, Check]:
    """What those parties have been asked, by the party's id."""
    found = await _by_ids(connection, hearing_id, Check, parties)
    return {each.id: each for each in found if isinstance(each, Check)}


async def _by_ids(
    connection: AsyncConnection, hearing_id: str, of: type[Treated], ids: Collection[str]
) -> list[Treated]:
    if not ids:
        return []
    key: dict[str, Any] = {"of_hearing": hearing_id, "of_kind": KINDS[of], "of_ids": sorted(set(ids))}
    return [treated_in(KINDS[of], str(document)) for document in await connection.scalars(_BY_IDS, key)]
