"""What leaves the bot when somebody has a right to it: an export of a hearing, and its journal package.

Pure: records in, files' names and bytes out. The same records always give the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from pydantic import TypeAdapter

from bot.hearings import texts
from bot.hearings.calendar import danish_moment
from bot.hearings.concerns import Concerns
from bot.hearings.formula import csv_bytes
from bot.hearings.gates import holds_cpr
from bot.hearings.rules import Moment
from bot.hearings.texts import rights as rights_texts
from storage.records.audit import Event
from storage.records.deletion import JOURNAL_TAKEN
from storage.records.dossier import Dossier, Stored
from storage.records.posts import Post
from storage.records.remarks import Treated, Treatment, treated_document
from storage.records.values import VERSION, Content, Hearing, Invitation, Original, Point

Files = dict[str, bytes]
"""By name, with / between folders."""

_HEARING, _ORIGINAL = TypeAdapter(Hearing), TypeAdapter(Original)
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can hold
_UNIX, _READABLE = 3, 0o600 << 16


# --- what is in it ----------------------------------------------------------------------------


def export_of(dossier: Dossier, concerns: Concerns) -> Files:
    """hearing.json, and responses.csv and parties.csv for Excel."""
    return {
        "hearing.json": _json(document_of(dossier, concerns)),
        "responses.csv": csv_bytes(rights_texts.RESPONSE_COLUMNS, _response_rows(dossier, concerns)),
        "parties.csv": csv_bytes(rights_texts.PARTY_COLUMNS, _party_rows(dossier)),
    }


def journal_of(dossier: Dossier, concerns: Concerns) -> bytes:
    """The journal package, a zip; see ``rights_texts.read_me`` for what it holds.

    Taken again with nothing changed in the hearing it is the same: it goes as far as the last event that is
    not itself the taking of a package.
    """
    events = _without_takings(dossier.events)
    last = events[-1] if events else None
    head = {"number": last.number, "hash": last.hash} if last else {"number": 0, "hash": ""}
    read_me = rights_texts.read_me(
        dossier.hearing,
        parties=len(dossier.parties),
        versions=len(dossier.versions),
        number=last.number if last else 0,
        chain_hash=last.hash if last else "",
    )
    audit = {
        "hearing_id": dossier.hearing.id,
        "chain_head": head,
        "events": [_event(each) for each in events],
    }
    files = {
        "hearing.json": _json(document_of(dossier, concerns)),
        "audit.json": _json(audit),
        rights_texts.READ_ME: read_me.encode(),
        **_versions(dossier, concerns),
        **_originals(dossier),
        **_treated(dossier),
    }
    sums = "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    return _zip(files | {"SHA256SUMS": sums.encode()})


def _zip(files: Files) -> bytes:
    """Stored, not compressed: compression differs from one zlib to another."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system, entry.external_attr = _UNIX, _READABLE
            archive.writestr(entry, files[name])
    return buffer.getvalue()


def _json(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"


# --- hearing.json -----------------------------------------------------------------------------


def document_of(dossier: Dossier, concerns: Concerns) -> dict[str, Any]:
    """Everything in the case: the hearing, each party with every version it sent, remarks, recommendations.

    Shape: {"hearing": {...}, "parties": [{"id", "name", "status", "late_decision", ..., "versions": [{the
    version as it was stored, each point with "about_title"; "receipt": {...}}]}], "remarks": [...],
    "recommendations": [...], "paraphrases": [...], "checks": [...], each as it stands;
    "earlier_versions": [{"kind", "version", and what it said}]; "posts": [{what was posted, or is to be, with
    its card}], "unfinished_registrations": [{"party_id", "original": {...}}]}. Moments are UTC.
    """
    return {
        "hearing": _HEARING.dump_python(dossier.hearing, mode="json")
        | {"created_at": _moment(dossier.created_at)},
        "parties": [_party(dossier, each, concerns) for each in dossier.parties],
        **_treatment(dossier.treatment),
        "earlier_versions": _earlier(dossier),
        "posts": [_post(each) for each in dossier.posts],
        "unfinished_registrations": [
            {"party_id": party, "original": _ORIGINAL.dump_python(original, mode="json")}
            for party, original in dossier.unfinished.items()
        ],
    }


def _treatment(of: Treatment) -> dict[str, list[Any]]:
    together: dict[str, Iterable[Treated]] = {
        "remarks": of.remarks,
        "recommendations": of.recommendations,
        "paraphrases": of.paraphrases.values(),
        "checks": of.checks.values(),
    }
    return {name: [json.loads(treated_document(each)) for each in found] for name, found in together.items()}


def _earlier(dossier: Dossier) -> list[dict[str, Any]]:
    """What no longer stands: versions that were changed, and what was taken away."""
    last = {(each.kind, each.value.id): each.number for each in dossier.treated}
    return [
        {"kind": each.kind, "version": each.number} | json.loads(each.document)
        for each in dossier.treated
        if each.value.removed or each.number < last[each.kind, each.value.id]
    ]


def _post(post: Post) -> dict[str, Any]:
    return {
        "id": post.id,
        "kind": post.kind,
        "party_id": post.party_id,
        "channel_id": post.channel_id,
        "ordered_by": post.ordered_by,
        "ordered_at": _moment(post.ordered_at),
        "due_at": _moment(post.due_at),
        "status": post.status,
        "changed_at": _moment(post.changed_at),
        "replaces": post.replaces,
        "summary": post.summary,
        "card": json.loads(post.card) if post.card else None,
    }


def _party(dossier: Dossier, invitation: Invitation, concerns: Concerns) -> dict[str, Any]:
    party = invitation.party
    return {
        "id": party.id,
        "name": party.name,
        "kind": party.kind,
        "external": party.external,
        "position": invitation.position,
        "status": invitation.status,
        "deadline": _moment(_deadline(dossier.hearing, invitation)),
        "reference": invitation.reference,
        "version": invitation.version,
        "responded_at": _moment(invitation.responded_at),
        "timely": invitation.timely,
        "late_decision": invitation.late_decision,
        "late_reason": invitation.late_reason,
        "reminded_at": _moment(invitation.reminded_at),
        "versions": [_version(each, concerns) for each in dossier.versions_of(party.id)],
    }


def _version(stored: Stored, concerns: Concerns) -> dict[str, Any]:
    version = stored.version
    document: dict[str, Any] = VERSION.dump_python(version, mode="json")
    for written, point in zip(document["content"]["points"], version.content.points, strict=True):
        written["about_title"] = concerns.titles(point.about)
    receipt = {
        "reference": texts.with_version(version.reference, version.number),
        "received_at": _moment(version.received_at),
        "deadline": _moment(version.deadline),
        "timely": version.timely,
        "sha256": stored.content_hash,
    }
    return document | {"receipt": receipt}


def _deadline(hearing: Hearing, invitation: Invitation) -> datetime:
    return Moment(hearing, invitation, hearing.opens_at).deadline


def _moment(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None


# --- for Excel --------------------------------------------------------------------------------


def _response_rows(dossier: Dossier, concerns: Concerns) -> Iterator[tuple[str, ...]]:
    """A row for each point of the responses that stand; one for a response without comments."""
    for invitation in dossier.parties:
        for stored in dossier.versions_of(invitation.party.id):
            version = stored.version
            if version.number != invitation.version or version.withdrawn:
                continue
            points = [
                (
                    texts.stance(point.stance),
                    concerns.titles(point.about),
                    " › ".join(point.section),
                    point.text,
                )
                for point in version.content.points
            ]
            for point in points or [(texts.NO_COMMENTS, "", "", "")]:
                yield (
                    invitation.party.name,
                    texts.party_kind(invitation.party),
                    *point,
                    version.reference,
                    str(version.number),
                    rights_texts.received(version),
                    rights_texts.yes_or_no(yes=version.timely),
                    rights_texts.late_decision(invitation),
                )


def _party_rows(dossier: Dossier) -> Iterator[tuple[str, ...]]:
    for invitation in dossier.parties:
        versions = dossier.versions_of(invitation.party.id)
        last = versions[-1].version if versions else None
        yield (
            invitation.party.name,
            texts.party_kind(invitation.party),
            rights_texts.STATUS[invitation.status],
            danish_moment(_deadline(dossier.hearing, invitation)),
            invitation.reference,
            str(invitation.version) if invitation.version else "",
            str(invitation.points) if last else "",
            rights_texts.received(last) if last else "",
            rights_texts.yes_or_no(yes=invitation.timely) if last else "",
            rights_texts.late_decision(invitation),
        )


# --- the journal package's other files --------------------------------------------------------


def _versions(dossier: Dossier, concerns: Concerns) -> Files:
    names = {each.party.id: each.party.name for each in dossier.parties}
    files = {}
    for stored in dossier.versions:
        name = _name(dossier, stored)
        files[f"{rights_texts.VERSIONS}/{name}.json"] = stored.document.encode()
        receipt = receipt_of(stored, names[stored.version.party_id], dossier.hearing.title, concerns)
        files[f"{rights_texts.RECEIPTS}/{name}.txt"] = receipt.encode()
    return files


def _originals(dossier: Dossier) -> Files:
    files = {
        f"{rights_texts.ORIGINALS}/{_name(dossier, each)}.txt": each.version.original.text.encode()
        for each in dossier.versions
        if each.version.original and each.version.original.text
    }
    return files | {
        f"{rights_texts.ORIGINALS}/{party}-ikke-registreret.txt": original.text.encode()
        for party, original in dossier.unfinished.items()
    }


def _treated(dossier: Dossier) -> Files:
    return {
        f"{rights_texts.TREATMENT}/{each.kind}-{each.value.id}-v{each.number}.json": each.document.encode()
        for each in dossier.treated
    }


def _name(dossier: Dossier, stored: Stored) -> str:
    """As in "HS-261001-3FA2C1-v2"; with the party's id where two parties' references are the same."""
    version = stored.version
    theirs = {
        each.version.party_id for each in dossier.versions if each.version.reference == version.reference
    }
    reference = version.reference if len(theirs) == 1 else f"{version.reference}-{version.party_id}"
    return f"{reference}-v{version.number}"


def receipt_of(stored: Stored, party: str, title: str, concerns: Concerns) -> str:
    """The receipt as plain text, with the points as they were sent."""
    version = stored.version
    facts = [
        (texts.REFERENCE, texts.with_version(version.reference, version.number)),
        (texts.PARTY, party),
        (texts.RECEIVED, texts.received(version)),
        (texts.IN_TIME, texts.in_time(version)),
    ]
    if version.original is not None:
        facts.append((texts.REGISTERED_BY, texts.registered_by(version)))
    facts += [*_beside(version.content), (rights_texts.SHA_256, stored.content_hash)]
    lines = [
        texts.RECEIPT_KICKER,
        texts.receipt_headline(version, party, title),
        "",
        *(f"{name}: {value}" for name, value in facts),
        "",
    ]
    if version.content.points:
        lines += [rights_texts.POINTS, ""]
        for number, point in enumerate(version.content.points, 1):
            lines += [*_point_lines(number, point, concerns), ""]
    elif not version.withdrawn and not version.content.no_comments:
        lines += [rights_texts.NO_POINTS, ""]
    if version.original is not None:
        lines += [texts.original_came(version.original), ""]
    return "\n".join(lines)


def _beside(content: Content) -> Iterator[tuple[str, str]]:
    mandate = content.mandate
    for name, value in (
        (texts.SPEAKER, content.speaker),
        (rights_texts.ROLE, content.role),
        (texts.LABELS["body"], mandate.body if mandate else ""),
        (texts.LABELS["discussed"], texts.day(mandate.discussed_on) if mandate else ""),
        (texts.LABELS["minority"], mandate.minority if mandate else ""),
    ):
        if value:
            yield name, value


def _point_lines(number: int, point: Point, concerns: Concerns) -> Iterator[str]:
    yield texts.point_title(number, point.stance, concerns.titles(point.about), point.section)
    yield from point.text.splitlines()
    if point.excerpt:
        yield texts.rests_on(point.excerpt)


def _without_takings(events: tuple[Event, ...]) -> tuple[Event, ...]:
    last = max((at for at, each in enumerate(events, 1) if each.what != JOURNAL_TAKEN), default=0)
    return events[:last]


def _event(event: Event) -> dict[str, Any]:
    return {
        "number": event.number,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "what": event.what,
        "hearing_id": event.hearing_id,
        "party_id": event.party_id,
        "content_hash": event.content_hash,
        "actor": event.actor,
        "detail": event.detail,
        "body": event.body,
        "body_hash": event.body_hash,
        "previous_hash": event.previous_hash,
        "hash": event.hash,
    }


# --- the last gate ----------------------------------------------------------------------------

# Digits in these are nobody's number: ids, hashes, references ("HS-010203-1234AB" looks like one), days.
_LISTED = (
    "remarks",
    "recommendations",
    "paraphrases",
    "checks",
    "earlier_versions",
    "posts",
    "unfinished_registrations",
)
_UNREAD = {
    "id",
    "hearing_id",
    "party_id",
    "draft_id",
    "by",
    "reference",
    "receipt",
    "refers_to",
    "deletes_on",
    "discussed_on",
    "decided_on",
    "of_text",
    "shown",
    "channel_id",
    "ordered_by",
    "replaces",
    "data",  # of a card's button
}
_MOMENTS = {
    "created_at",
    "opens_at",
    "deadline",
    "received_at",
    "sent_at",
    "responded_at",
    "reminded_at",
    "at",
    "asked_at",
    "ordered_at",
    "due_at",
    "changed_at",
}


def cpr_places(dossier: Dossier, concerns: Concerns) -> tuple[str, ...]:
    """Where in the hearing a CPR number may stand, a line each, in English; never the number.

    Every text is read, the names of parties and people among them; the events' reasons too.
    """
    document = document_of(dossier, concerns)
    found = [f"the hearing: {field}" for field in _fields_with_cpr(document["hearing"])]
    for number, party in enumerate(document["parties"], 1):
        name = f"party {number}" if holds_cpr(party["name"]) else party["name"]
        versions = party.pop("versions")
        found += [f"{name}: {field}" for field in _fields_with_cpr(party)]
        for version in versions:
            where = f"{name}, version {version['number']}"
            points = version["content"].pop("points")
            found += [f"{where}: {field}" for field in _fields_with_cpr(version)]
            for at, point in enumerate(points, 1):
                found += [f"{where}, point {at}: {field}" for field in _fields_with_cpr(point)]
    for what in _LISTED:
        for number, each in enumerate(document[what], 1):
            each.pop("points", None)  # ids
            kind = what.removesuffix("s").replace("_", " ")
            found += [f"{kind} {number}: {field}" for field in _fields_with_cpr(each)]
    found += [
        f"event {each.number}: detail"
        for each in dossier.events
        if each.what != JOURNAL_TAKEN and each.detail and holds_cpr(each.detail)
    ]
    return tuple(found)


def _fields_with_cpr(node: Any, name: str = "") -> Iterator[str]:
    """The names of the fields in which a CPR number may stand."""
    if isinstance(node, str):
        if holds_cpr(node):
            yield name
    elif isinstance(node, dict):
        for key, value in node.items():
            if key not in _UNREAD and key not in _MOMENTS:
                yield from _fields_with_cpr(value, f"{name}.{key}" if name else key)
    elif isinstance(node, list):
        for each in node:
            yield from _fields_with_cpr(each, name)
