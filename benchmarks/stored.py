"""Hearings that stand in the records before a bot starts: responses that came, and drafts that wait."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection
from tinydb import TinyDB

from storage.records import audit, hearings, responses, tables
from storage.records.database import open_records, url_of
from storage.records.values import (
    DRAFT,
    Content,
    Draft,
    Hearing,
    HearingStatus,
    PartyKind,
    Point,
    ResponseStatus,
    Stance,
    Version,
    document_of,
    hash_of,
)

A_HEARING = 2_000
"""How many responses a hearing has at most."""

POINTS = 3
"""What a response says when it is sent."""

WAITING = "ventende"
REVISION = 3
"""Of a draft that waits for its last point."""

TINYDB_FILE, DRAFTS_FILE = "responses.json", "drafts.json"

_SAYS = (
    "Vi er bekymrede for, at det daglige samarbejde går tabt, når indsatsen flytter, og foreslår derfor, at"
    " den aftales skriftligt med skolerne, boligorganisationerne og politiet, før den nye plads tages i brug."
)
_STANCES = (Stance.CONCERN, Stance.PROPOSAL, Stance.SUPPORT)
_ABOUT = ("topic:Placering", "model:model-1", "topic:Økonomi")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A party whose response lacks one point, and who speaks for it.

    Attributes:
        draft: The draft's id; a response's reference is made of its first six digits.
        user: Nobody speaks for two parties.
    """

    hearing: str
    party: str
    draft: str
    user: str
    name: str


def waiting(count: int) -> list[Waiting]:
    """So many parties, all in one hearing."""
    return [
        Waiting(
            WAITING,
            f"venter-{number}",
            f"{number:06x}{'d' * 18}",
            f"cccccccc-0000-4000-8000-{number:012x}",
            f"Anne Jensen {number}",
        )
        for number in range(1, count + 1)
    ]


def hearing_ids(stored: int) -> list[str]:
    """The hearings that so many responses are in."""
    return [f"afgivet-{number}" for number in range(1, -(-stored // A_HEARING) + 1)]


def point(number: int, id_: str = "") -> Point:
    """One of a response's points; the same number says the same."""
    at = number % len(_STANCES)
    return Point(
        id=id_ or f"p{number}",
        stance=_STANCES[at],
        text=f"{_SAYS} Det er vores {number}. punkt.",
        about=(_ABOUT[at],),
    )


def stored_version(hearing_id: str, number: int, at: datetime) -> Version:
    """A party's response of three points."""
    draft = f"{number:06x}{'e' * 18}"
    return Version(
        reference=f"HS-260901-{draft[:6].upper()}",
        hearing_id=hearing_id,
        party_id=f"part-{number}",
        number=1,
        draft_id=draft,
        content=Content(points=tuple(map(point, range(1, POINTS + 1))), speaker="Anne Jensen", role="leder"),
        received_at=at,
        sent_at=at,
        deadline=at + timedelta(days=40),
        timely=True,
        by=f"dddddddd-0000-4000-8000-{number:012x}",
        by_name="Anne Jensen",
    )


def stored_versions(stored: int, at: datetime) -> list[Version]:
    """So many responses, in hearings of at most ``A_HEARING``."""
    names = hearing_ids(stored)
    return [stored_version(names[number // A_HEARING], number + 1, at) for number in range(stored)]


async def fill(folder: Path, *, stored: int, drafts: Sequence[Waiting]) -> None:
    """Make the records in a bot's data folder, and put it all in.

    Args:
        folder: The bot's ``DATA_DIR``.
        stored: How many responses came already, each with its event.
        drafts: Whose drafts of two points wait for the third.
    """
    now = datetime.now(UTC).replace(microsecond=0)
    versions = stored_versions(stored, now)
    records = await open_records(url_of(None, folder))
    try:
        async with records.writing() as connection:
            for name in (*hearing_ids(stored), WAITING):
                await hearings.add(connection, _hearing(name, now), at=now)
            await _invite(connection, [_invitation(each.hearing_id, each.party_id) for each in versions])
            await _invite(
                connection, [_invitation(each.hearing, each.party, draft=_draft(each)) for each in drafts]
            )
            await connection.execute(
                insert(tables.spokespersons),
                [
                    {"hearing_id": each.hearing, "party_id": each.party, "user_id": each.user}
                    for each in drafts
                ],
            )
        for start in range(0, stored, _AT_ONCE):
            async with records.writing() as connection:
                for version in versions[start : start + _AT_ONCE]:
                    await _add(connection, version)
    finally:
        await records.close()


_AT_ONCE = 500
"""A transaction must not take longer than the records wait."""


async def _invite(connection: AsyncConnection, rows: Sequence[dict[str, Any]]) -> None:
    """All at once: one by one takes longer than everything that is measured."""
    parties = [
        {
            "id": row["party_id"],
            "name": f"Boligafdeling {row['party_id']}",
            "kind": PartyKind.HOUSING,
            "external": True,
        }
        for row in rows
    ]
    await connection.execute(insert(tables.parties), parties)
    numbered = [row | {"position": number} for number, row in enumerate(rows, 1)]
    await connection.execute(insert(tables.invitations), numbered)


def _invitation(hearing_id: str, party_id: str, *, draft: Draft | None = None) -> dict[str, Any]:
    return {
        "hearing_id": hearing_id,
        "party_id": party_id,
        "status": ResponseStatus.INVITED,
        "code_hash": hash_of(f"{hearing_id} {party_id}"),
        "reference": "",
        "version": 0,
        "points": 0,
        "tally": "[]",
        "timely": True,
        "late_reason": "",
        "draft": DRAFT.dump_json(draft).decode() if draft else None,
    }


def fill_tinydb(folder: Path, *, stored: int, drafts: Sequence[Waiting]) -> None:
    """The same for the bot that keeps responses with TinyDB; its drafts are whole, and only read.

    Args:
        folder: Made here.
        stored: As for ``fill``.
        drafts: As for ``fill``.
    """
    folder.mkdir()
    now = datetime.now(UTC).replace(microsecond=0)
    documents = [
        json.loads(document_of(version)) | {"content_hash": hash_of(document_of(version))}
        for version in stored_versions(stored, now)
    ]
    with TinyDB(folder / TINYDB_FILE) as database:
        database.insert_multiple(documents)
    wanted = {
        each.draft: {
            "hearing_id": each.hearing,
            "party_id": each.party,
            "number": 1,
            "content": TypeAdapter(Content).dump_python(_content(each, POINTS), mode="json"),
        }
        for each in drafts
    }
    (folder / DRAFTS_FILE).write_text(json.dumps(wanted), "utf-8")


def _draft(each: Waiting) -> Draft:
    return Draft(id=each.draft, revision=REVISION, content=_content(each, POINTS - 1))


def _content(each: Waiting, points: int) -> Content:
    return Content(points=tuple(map(point, range(1, points + 1))), speaker=each.name, role="leder")


async def _add(connection: AsyncConnection, version: Version) -> None:
    content_hash = await responses.add_version(connection, version)
    await audit.append(
        connection,
        at=version.sent_at,
        actor=version.by,
        what="response.sent",
        hearing_id=version.hearing_id,
        party_id=version.party_id,
        content_hash=content_hash,
    )


def _hearing(id_: str, now: datetime) -> Hearing:
    return Hearing(
        id=id_,
        title=f"Ny plads til SSP-NU ({id_})",
        question="Hvad betyder flytningen for jer?",
        case_number="26/12345",
        handled_by="Center for Ledelse og Strategi",
        opens_at=now - timedelta(days=10),
        deadline=now + timedelta(days=40),
        topics=("Placering", "Økonomi"),
        models=("model-1", "model-2"),
        status=HearingStatus.OPEN,
    )
