"""What an export and a journal package hold, and what stops them."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.hearings.concerns import Concerns
from bot.hearings.rights import cpr_places, document_of, export_of, journal_of, receipt_of
from storage.knowledge import Knowledge
from storage.records.audit import FIRST, Event
from storage.records.dossier import Dossier, Stored
from storage.records.posts import Post, PostKind, PostStatus
from storage.records.remarks import (
    KINDS,
    Paraphrase,
    Recommendation,
    Remark,
    Treated,
    Treatment,
    treated_document,
)
from storage.records.treatment import Kept
from storage.records.values import (
    Channel,
    Content,
    Hearing,
    HearingStatus,
    Invitation,
    LateDecision,
    Mandate,
    Material,
    OnTime,
    Original,
    Party,
    PartyKind,
    Point,
    ResponseStatus,
    Stance,
    Version,
    hash_of,
)
from storage.records.values import (
    document_of as stored_document,
)

CPR = "010203-1234"
SENT = datetime(2026, 10, 14, 12, 30, 5, tzinfo=UTC)
DEADLINE = datetime(2026, 10, 15, 21, 59, tzinfo=UTC)
HOUSING = Party("helhedsplanen", "Helhedsplanen", PartyKind.HOUSING, external=True)
MED = Party("lokal-med", "Lokal MED", PartyKind.MED, external=False)
POLICE = Party("politi", "Vestegns Politi", PartyKind.POLICE, external=True)
HEARING = Hearing(
    id="placering",
    title="Ny plads til SSP-NU",
    question="Hvad betyder flytningen for jer?",
    case_number="26/12345",
    handled_by="Center for Ledelse",
    opens_at=datetime(2026, 8, 31, 22, 0, tzinfo=UTC),
    deadline=DEADLINE,
    material=(Material("Notat", "https://example.org/notat.pdf"),),
    topics=("Placering",),
    models=("model-1",),
    deletes_on=date(2027, 10, 15),
    status=HearingStatus.CLOSED,
)


@pytest.fixture(name="concerns", scope="module")
def _concerns(knowledge: Knowledge) -> Concerns:
    return Concerns(knowledge)


def stored(party: Party, *points: Point, number: int = 1, **fields: Any) -> Stored:
    made = Version(
        reference=f"HS-261014-{party.id[:3].upper()}",
        hearing_id=HEARING.id,
        party_id=party.id,
        number=number,
        draft_id=f"{party.id}.{number}",
        content=fields.pop("content", Content(points=points, speaker="Anne Jensen", role="leder")),
        received_at=SENT,
        sent_at=SENT,
        deadline=DEADLINE,
        timely=True,
        by="22222222-0000-4000-8000-000000000001",
        by_name="Anne Jensen",
    )
    document = stored_document(replace(made, **fields))
    return Stored(replace(made, **fields), document, hash_of(document))


def invited(party: Party, version: int = 1, **fields: Any) -> Invitation:
    status = ResponseStatus.ANSWERED if version else ResponseStatus.INVITED
    made = Invitation(
        hearing_id=HEARING.id, party=party, position=1, status=status, version=version, points=version
    )
    return replace(made, **fields)


def event(number: int, what: str, detail: str = "") -> Event:
    body = json.dumps({"actor": "anne", "detail": detail, "salt": "00"})
    parts = [number, SENT.isoformat(timespec="microseconds"), what, HEARING.id, "", "", hash_of(body), FIRST]
    return Event(
        number=number,
        at=SENT,
        what=what,
        hearing_id=HEARING.id,
        party_id="",
        content_hash="",
        actor="anne",
        detail=detail,
        body=body,
        body_hash=hash_of(body),
        previous_hash=FIRST,
        hash=hash_of(json.dumps(parts)),
    )


def dossier(*versions: Stored, **fields: Any) -> Dossier:
    made = Dossier(
        hearing=HEARING,
        created_at=SENT,
        parties=(invited(HOUSING),),
        versions=versions,
        unfinished={},
        treatment=Treatment(),
        treated=(),
        posts=(),
        events=(event(3, "hearing.created"), event(7, "response.sent")),
    )
    return replace(made, **fields)


WORDED = Paraphrase(id="p1", party_id=HOUSING.id, text="Kort", rests_on="Langt", of_text="0" * 64)
POSTED = Post(
    id="post-1",
    batch="b",
    kind=PostKind.SUMMARY,
    hearing_id=HEARING.id,
    channel_id="19:tryghed",
    service_url="https://smba.trafficmanager.net/",
    card='{"body": []}',
    summary="Høringen er slut",
    ordered_by="lise",
    ordered_at=SENT,
    due_at=SENT,
    status=PostStatus.SENT,
    next_at=SENT,
    changed_at=SENT,
)


def kept(value: Treated, number: int = 1) -> Kept:
    document = treated_document(value)
    return Kept(KINDS[type(value)], number, value, document, hash_of(document))


def rows(exported: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(exported.decode("utf-8-sig")), delimiter=";"))


def unpacked(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


POINT = Point(id="p1", stance=Stance.CONCERN, text="Afstanden bliver for stor.", about=("topic:Placering",))


# --- for Excel ------------------------------------------------------------------------------------------


def test_each_point_of_a_response_has_a_row_that_danish_excel_reads(concerns: Concerns) -> None:
    other = Point(
        id="p2", stance=Stance.ADVANTAGE, text="Kort vej", about=("model:model-1",), section=("A", "B")
    )
    exported = export_of(dossier(stored(HOUSING, POINT, other)), concerns)["responses.csv"]
    assert exported.startswith(b"\xef\xbb\xbfPart;Slags part;Standpunkt;")
    first, second = rows(exported)
    assert first == {
        "Part": "Helhedsplanen",
        "Slags part": "Boligsocial part, ekstern",
        "Standpunkt": "Bekymring",
        "Handler om": "Placering",
        "Afsnit": "",
        "Punkt": "Afstanden bliver for stor.",
        "Referencenummer": "HS-261014-HEL",
        "Version": "1",
        "Modtaget": "14-10-2026 14:30:05",
        "Rettidigt": "Ja",
        "Afgørelse om sent svar": "",
    }
    assert (second["Handler om"], second["Afsnit"]) == ("Model 1", "A › B")


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+45 1", "-1", "@SUM(A1)", "\t=1"])
def test_what_excel_would_run_stands_as_text(text: str, concerns: Concerns) -> None:
    [row] = rows(export_of(dossier(stored(HOUSING, replace(POINT, text=text))), concerns)["responses.csv"])
    assert row["Punkt"] == f"'{text}"


def test_only_the_response_that_stands_is_in_the_table_of_points(concerns: Concerns) -> None:
    versions = (
        stored(HOUSING, replace(POINT, text="Det første")),
        stored(HOUSING, replace(POINT, text="Det rettede"), number=2),
        stored(MED, POINT),
        stored(MED, number=2, content=Content(), withdrawn=True),
        stored(POLICE, content=Content(no_comments=True)),
    )
    parties = (
        invited(HOUSING, 2),
        invited(MED, 2, status=ResponseStatus.WITHDRAWN),
        invited(POLICE, status=ResponseStatus.NO_COMMENTS),
    )
    exported = export_of(dossier(*versions, parties=parties), concerns)
    shown = [(row["Part"], row["Standpunkt"], row["Punkt"]) for row in rows(exported["responses.csv"])]
    assert shown == [
        ("Helhedsplanen", "Bekymring", "Det rettede"),
        ("Vestegns Politi", "Ingen bemærkninger", ""),
    ]
    document = json.loads(exported["hearing.json"])
    assert [len(party["versions"]) for party in document["parties"]] == [2, 2, 1]


@pytest.mark.parametrize(
    ("decision", "shown"),
    [(None, "Ikke afgjort"), (LateDecision.ATTACH, "Vedlægges uden behandling: Kom en uge for sent")],
)
def test_a_late_response_shows_what_was_decided_and_why(
    decision: LateDecision | None, shown: str, concerns: Concerns
) -> None:
    late = invited(HOUSING, timely=False, late_decision=decision, late_reason="Kom en uge for sent")
    exported = export_of(dossier(stored(HOUSING, POINT, timely=False), parties=(late,)), concerns)
    for name in ("responses.csv", "parties.csv"):
        [row] = rows(exported[name])
        assert (row["Rettidigt"], row["Afgørelse om sent svar"]) == ("Nej", shown)


def test_each_party_has_a_row_whether_it_answered_or_not(concerns: Concerns) -> None:
    longer = datetime(2026, 10, 31, 22, 59, tzinfo=UTC)
    parties = (invited(HOUSING), invited(MED, 0, deadline=longer))
    first, second = rows(export_of(dossier(stored(HOUSING, POINT), parties=parties), concerns)["parties.csv"])
    assert (first["Status"], first["Antal punkter"], first["Rettidigt"]) == ("Svaret", "1", "Ja")
    assert (second["Status"], second["Antal punkter"], second["Rettidigt"]) == ("Intet svar", "", "")
    assert first["Frist"] == "torsdag den 15. oktober 2026 kl. 23.59"
    assert second["Frist"] == "lørdag den 31. oktober 2026 kl. 23.59"


def test_a_response_of_unknown_time_says_so(concerns: Concerns) -> None:
    told = stored(HOUSING, POINT, received_at=None, on_time=OnTime.BY_MEMO)
    [row] = rows(export_of(dossier(told), concerns)["responses.csv"])
    assert row["Modtaget"] == "Ikke kendt"


# --- hearing.json ---------------------------------------------------------------------------------------


def test_the_document_holds_the_whole_case(concerns: Concerns) -> None:
    sent = stored(HOUSING, POINT)
    remark = Remark(id="r1", party_id=HOUSING.id, position=1, text="Sparringen fortsætter.", points=("p1",))
    recommended = Recommendation(id="i1", position=1, text="Lederne ind i styregruppen.", points=("p1",))
    made = Treatment(remarks=(remark,), recommendations=(recommended,))
    held = document_of(dossier(sent, treatment=made), concerns)
    assert held["hearing"]["question"] == HEARING.question
    assert held["hearing"]["material"] == [{"title": "Notat", "url": "https://example.org/notat.pdf"}]
    [party] = held["parties"]
    [version] = party["versions"]
    assert version["receipt"] == {
        "reference": "HS-261014-HEL",
        "received_at": "2026-10-14T12:30:05+00:00",
        "deadline": "2026-10-15T21:59:00+00:00",
        "timely": True,
        "sha256": sent.content_hash,
    }
    [point] = version["content"]["points"]
    assert (point["stance"], point["about_title"]) == ("bekymring", "Placering")
    assert held["remarks"][0]["text"] == "Sparringen fortsætter."
    assert held["recommendations"][0]["points"] == ["p1"]


def test_what_was_changed_or_taken_away_is_told_apart_from_what_stands(concerns: Concerns) -> None:
    first = Remark(id="r1", party_id=HOUSING.id, position=1, text="Før", points=("p1",))
    second, gone = replace(first, text="Nu"), replace(first, id="r2", removed=True)
    held = document_of(
        dossier(
            stored(HOUSING, POINT),
            treatment=Treatment(remarks=(second,)),
            treated=(kept(first), kept(second, 2), kept(gone)),
        ),
        concerns,
    )
    assert [each["text"] for each in held["remarks"]] == ["Nu"]
    assert [(each["id"], each["version"], each["text"]) for each in held["earlier_versions"]] == [
        ("r1", 1, "Før"),
        ("r2", 1, "Før"),
    ]


def test_the_package_holds_each_version_of_a_remark_as_it_was_stored(concerns: Concerns) -> None:
    first = kept(Remark(id="r1", party_id=HOUSING.id, position=1, text="Før", points=("p1",)))
    package = journal_of(dossier(stored(HOUSING, POINT), treated=(first,)), concerns)
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        assert hash_of(archive.read("treatment/remark-r1-v1.json").decode()) == first.content_hash


def test_what_was_posted_is_told_with_its_card(concerns: Concerns) -> None:
    [told] = document_of(dossier(posts=(POSTED,)), concerns)["posts"]
    assert (told["channel_id"], told["status"], told["card"]) == ("19:tryghed", "sent", {"body": []})


# --- the last gate --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("held", "place"),
    [
        (
            dossier(stored(HOUSING, POINT, replace(POINT, text=f"Se {CPR}"))),
            "Helhedsplanen, version 1, point 2: text",
        ),
        (dossier(stored(HOUSING, replace(POINT, excerpt=CPR))), "Helhedsplanen, version 1, point 1: excerpt"),
        (
            dossier(stored(HOUSING, replace(POINT, section=("A", CPR)))),
            "Helhedsplanen, version 1, point 1: section",
        ),
        (
            dossier(stored(HOUSING, content=Content(mandate=Mandate(minority=CPR)))),
            "Helhedsplanen, version 1: content.mandate.minority",
        ),
        (dossier(stored(HOUSING, by_name=f"Anne {CPR}")), "Helhedsplanen, version 1: by_name"),
        (
            dossier(
                stored(
                    HOUSING, original=Original(text=CPR, channel=Channel.MAIL, received_at=None, evidence="")
                )
            ),
            "Helhedsplanen, version 1: original.text",
        ),
        (dossier(parties=(invited(HOUSING, late_reason=CPR),)), "Helhedsplanen: late_reason"),
        (dossier(parties=(invited(replace(HOUSING, name=CPR)),)), "party 1: name"),
        (dossier(hearing=replace(HEARING, topics=(CPR,))), "the hearing: topics"),
        (
            dossier(
                treatment=Treatment(remarks=(Remark(id="r", party_id="p", position=1, points=(), text=CPR),))
            ),
            "remark 1: text",
        ),
        (
            dossier(treatment=Treatment(recommendations=(Recommendation(id="i", position=1, text=CPR),))),
            "recommendation 1: text",
        ),
        (
            dossier(treatment=Treatment(paraphrases={"p1": replace(WORDED, rests_on=CPR)})),
            "paraphrase 1: rests_on",
        ),
        (
            dossier(treated=(kept(replace(WORDED, text=CPR)), kept(WORDED, 2))),
            "earlier version 1: text",
        ),
        (
            dossier(posts=(replace(POSTED, card=json.dumps({"body": [{"text": CPR}]})),)),
            "post 1: card.body.text",
        ),
        (
            dossier(
                unfinished={"politi": Original(text=CPR, channel=Channel.MAIL, received_at=None, evidence="")}
            ),
            "unfinished registration 1: original.text",
        ),
        (dossier(events=(event(4, "hearing.closed", f"fordi {CPR}"),)), "event 4: detail"),
    ],
)
def test_a_cpr_number_is_found_wherever_it_stands_and_never_repeated(
    held: Dossier, place: str, concerns: Concerns
) -> None:
    places = cpr_places(held, concerns)
    assert place in places
    assert CPR not in "".join(places)


def test_ids_hashes_and_references_are_no_cpr_numbers(concerns: Concerns) -> None:
    looks_like_one = "010203-1234AB"
    sent = stored(HOUSING, POINT, reference=f"HS-{looks_like_one}", draft_id=CPR, by=CPR)
    taken = event(9, "journal.taken", json.dumps({"up_to": 102031234}))
    held = dossier(sent, hearing=replace(HEARING, id=CPR), events=(taken,))
    remark = Remark(id=CPR, party_id=CPR, position=1, refers_to=(CPR,), points=(CPR,))
    assert cpr_places(replace(held, treatment=Treatment(remarks=(remark,))), concerns) == ()


def test_moments_of_an_extension_are_no_cpr_number(concerns: Concerns) -> None:
    detail = json.dumps({"to": "2026-10-31T22:59:00+00:00", "reason": "efterårsferie"})
    assert cpr_places(dossier(events=(event(4, "hearing.extended", detail),)), concerns) == ()


# --- the journal package --------------------------------------------------------------------------------


def test_the_package_is_the_same_bytes_for_the_same_records(concerns: Concerns) -> None:
    held = dossier(stored(HOUSING, POINT))
    assert journal_of(held, concerns) == journal_of(held, concerns)


def test_that_a_package_was_taken_does_not_change_the_next_one(concerns: Concerns) -> None:
    held = dossier(stored(HOUSING, POINT))
    taken = replace(held, events=(*held.events, event(9, "journal.taken")))
    assert journal_of(taken, concerns) == journal_of(held, concerns)
    gone_on = replace(taken, events=(*taken.events, event(11, "hearing.concluded")))
    later = json.loads(unpacked(journal_of(gone_on, concerns))["audit.json"])
    assert [each["number"] for each in later["events"]] == [3, 7, 9, 11]


def test_each_file_is_what_the_list_of_checksums_says(concerns: Concerns) -> None:
    files = unpacked(journal_of(dossier(stored(HOUSING, POINT)), concerns))
    lines = files.pop("SHA256SUMS").decode().splitlines()
    assert dict(line.split("  ", 1)[::-1] for line in lines) == {
        name: hashlib.sha256(content).hexdigest() for name, content in files.items()
    }
    assert set(files) == {
        "LÆSMIG.txt",
        "audit.json",
        "hearing.json",
        "receipts/HS-261014-HEL-v1.txt",
        "versions/HS-261014-HEL-v1.json",
    }


def test_a_version_lies_in_the_package_as_the_bytes_that_its_receipt_gives_the_hash_of(
    concerns: Concerns,
) -> None:
    sent = stored(HOUSING, POINT)
    older = sent.document.replace('"role":"leder"', '"role":"leder","before":"a field of long ago"')
    held = dossier(replace(sent, document=older, content_hash=hash_of(older)))
    files = unpacked(journal_of(held, concerns))
    assert hashlib.sha256(files["versions/HS-261014-HEL-v1.json"]).hexdigest() == hash_of(older)
    assert hash_of(older) in files["receipts/HS-261014-HEL-v1.txt"].decode()


def test_originals_lie_there_word_for_word_also_those_that_were_not_registered_to_the_end(
    concerns: Concerns,
) -> None:
    text = "  Kære kommune\r\n\r\nVi er enige.\n\tPolitiet "
    original = Original(text=text, channel=Channel.MAIL, received_at=SENT, evidence="mailen")
    files = unpacked(
        journal_of(dossier(stored(HOUSING, original=original), unfinished={"politi": original}), concerns)
    )
    assert files["originals/HS-261014-HEL-v1.txt"] == text.encode()
    assert files["originals/politi-ikke-registreret.txt"] == text.encode()


def test_two_parties_with_the_same_reference_have_a_file_each(concerns: Concerns) -> None:
    one, other = stored(HOUSING, POINT, reference="HS-1"), stored(MED, POINT, reference="HS-1")
    files = unpacked(journal_of(dossier(one, other, parties=(invited(HOUSING), invited(MED))), concerns))
    assert files["versions/HS-1-helhedsplanen-v1.json"] == one.document.encode()
    assert files["versions/HS-1-lokal-med-v1.json"] == other.document.encode()


def test_each_event_can_be_checked_from_what_the_package_says_of_it(concerns: Concerns) -> None:
    audit = json.loads(unpacked(journal_of(dossier(), concerns))["audit.json"])
    names = "number at what hearing_id party_id content_hash body_hash previous_hash".split()
    for each in audit["events"]:
        assert hash_of(json.dumps([each[name] for name in names], ensure_ascii=False)) == each["hash"]
        assert hash_of(each["body"]) == each["body_hash"]
    assert audit["chain_head"] == {"number": 7, "hash": audit["events"][-1]["hash"]}


def test_the_package_explains_itself_in_danish(concerns: Concerns) -> None:
    read_me = unpacked(journal_of(dossier(stored(HOUSING, POINT)), concerns))["LÆSMIG.txt"].decode()
    for told in (HEARING.title, "26/12345", "fredag den 15. oktober 2027", "sha256sum -c SHA256SUMS"):
        assert told in read_me


def test_the_receipt_is_plain_danish_with_the_points(concerns: Concerns) -> None:
    content = Content(
        points=(replace(POINT, excerpt="for langt væk", section=("Gadeplan",)),),
        speaker="Bo Berg",
        role="formand",
        mandate=Mandate(body="Lokal MED", discussed_on="2026-10-01", minority="To er imod."),
    )
    original = Original(text="…", channel=Channel.MAIL, received_at=SENT, evidence="mailen")
    receipt = receipt_of(
        stored(MED, content=content, original=original, on_time=OnTime.BY_REGISTRAR, number=2),
        "Lokal MED",
        HEARING.title,
        concerns,
    )
    for told in (
        "Høringssvar fra Lokal MED til »Ny plads til SSP-NU«",
        "Referencenummer: HS-261014-LOK, version 2",
        "Modtaget: onsdag den 14. oktober 2026 kl. 14.30 (2026-10-14T14:30:05+02:00)",
        "Til tiden: Ja, rettidigt efter det oplyste tidspunkt",
        "Hvornår blev sagen drøftet?: torsdag den 1. oktober 2026",
        "To er imod.",
        "1 · Bekymring · Placering · Gadeplan\nAfstanden bliver for stor.\nBygger på: »for langt væk«",
        "Kom på mail onsdag den 14. oktober 2026 kl. 14.30 – mailen",
    ):
        assert told in receipt


@pytest.mark.parametrize(
    ("fields", "told", "untold"),
    [
        ({"content": Content(no_comments=True)}, "har ingen bemærkninger", "Svaret har ingen punkter."),
        ({"content": Content(), "withdrawn": True}, "er trukket tilbage", "Svaret har ingen punkter."),
        ({"content": Content()}, "Svaret har ingen punkter.", "trukket"),
    ],
    ids=["no comments", "withdrawn", "no points"],
)
def test_a_receipt_without_points_says_why(
    fields: dict[str, Any], told: str, untold: str, concerns: Concerns
) -> None:
    receipt = receipt_of(stored(HOUSING, **fields), "Helhedsplanen", HEARING.title, concerns)
    assert told in receipt
    assert untold not in receipt
