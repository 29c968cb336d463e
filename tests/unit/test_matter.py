from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.hearings.rules import Moment
from bot.hearings.treatment.matter import Checked, Matter, Voice
from bot.memo.readiness import Missing
from storage.records.remarks import (
    Check,
    CheckAnswer,
    Paraphrase,
    Progress,
    Recommendation,
    Remark,
    Treatment,
)
from storage.records.values import (
    Channel,
    Content,
    Hearing,
    Invitation,
    Original,
    Party,
    PartyKind,
    Point,
    ResponseStatus,
    Stance,
    Version,
    hash_of,
)

T0 = datetime(2026, 9, 1, 8, tzinfo=UTC)
HEARING = Hearing(
    id="h",
    title="H",
    question="?",
    case_number="1",
    handled_by="C",
    opens_at=T0,
    deadline=T0 + timedelta(days=30),
)
PARTY = Party("p", "Politiet", PartyKind.POLICE, external=True)
INVITATION = Invitation(hearing_id="h", party=PARTY, position=1, status=ResponseStatus.ANSWERED, version=1)
MOMENT = Moment(HEARING, INVITATION, T0)
ORIGINAL = Original(text="Alt. Andet.", channel=Channel.MAIL, received_at=T0, evidence="mailen")


def version(
    *texts: str, number: int = 1, hours: float = 0, original: Original | None = None, of: Party = PARTY
) -> Version:
    """Points 1, 2 and so on, with these texts; "" for a point that is not there."""
    points = tuple(
        Point(id=str(at), stance=Stance.WISH, text=text) for at, text in enumerate(texts, 1) if text
    )
    return Version(
        reference="r",
        hearing_id="h",
        party_id=of.id,
        number=number,
        draft_id=f"d{number}",
        content=Content(points=points),
        received_at=T0,
        sent_at=T0 + timedelta(hours=hours),
        deadline=T0,
        timely=True,
        original=original,
    )


def voice(*versions: Version) -> Voice:
    return Voice(moment=MOMENT, versions=versions)


def remark(
    *points: str,
    id_: str = "r",
    text: str = "Svar",
    refers_to: tuple[str, ...] = (),
    hours: float = 1,
    progress: Progress = Progress.APPROVED,
) -> Remark:
    at = T0 + timedelta(hours=hours)
    return Remark(
        id=id_,
        party_id="p",
        position=1,
        points=points,
        text=text,
        refers_to=refers_to,
        at=at,
        progress=progress,
    )


def paraphrase(of: str, text: str = "Kort", *, by_party: bool = False) -> dict[str, Paraphrase]:
    kept = Paraphrase(id="1", party_id="p", text=text, rests_on=of, of_text=hash_of(of), by_party=by_party)
    return {"1": kept}


def matter(said: Voice, **treatment: object) -> Matter:
    return Matter(
        hearing=HEARING,
        moments=(MOMENT,),
        voices={"p": said},
        treatment=Treatment(**treatment),  # type: ignore[arg-type]
    )


# --- points that have changed ---------------------------------------------------------------

FIRST = version("Et", "To")


@pytest.mark.parametrize(
    ("second", "changed"),
    [
        pytest.param(version("Et", "To", number=2, hours=2), (), id="the same"),
        pytest.param(version("Nyt", "To", number=2, hours=2), (1,), id="one says something else"),
        pytest.param(version("Nyt", "Også", number=2, hours=2), (1, 2), id="both do"),
        pytest.param(version("", "To", number=2, hours=2), (), id="one is gone"),
        pytest.param(version("Et", "To", "Tre", number=2, hours=2), (), id="one is new"),
        pytest.param(version("Nyt", "To", number=2, hours=0.5), (), id="changed before the remark"),
    ],
)
def test_a_remark_is_held_up_against_what_its_points_said_when_it_was_written(
    second: Version, changed: tuple[int, ...]
) -> None:
    assert voice(FIRST, second).changed_since(remark("1", "2")) == changed


def test_a_point_changed_and_changed_back_is_as_it_was() -> None:
    back = (version("Nyt", number=2, hours=2), version("Et", number=3, hours=3))
    assert voice(version("Et"), *back).changed_since(remark("1")) == ()


def test_only_the_points_that_are_answered_count() -> None:
    assert voice(FIRST, version("Nyt", "To", number=2, hours=2)).changed_since(remark("2")) == ()


# --- is it rendered right? ------------------------------------------------------------------


def shown(said: Voice, **treatment: object) -> str:
    return matter(said, **treatment).shown_to(said)


def checked(said: Voice, **treatment: object) -> Checked:
    return matter(said, **treatment).checked(said)


OWN = voice(version("Et"))
SENT = voice(version("Et", original=ORIGINAL))


@pytest.mark.parametrize(
    ("said", "paraphrases", "state"),
    [
        pytest.param(OWN, {}, Checked.NEEDLESS, id="its own words alone"),
        pytest.param(OWN, paraphrase("Et"), Checked.NEEDED, id="paraphrased"),
        pytest.param(OWN, paraphrase("Andet"), Checked.NEEDLESS, id="by a paraphrase of something else"),
        pytest.param(OWN, paraphrase("Et", by_party=True), Checked.NEEDLESS, id="put by itself"),
        pytest.param(SENT, {}, Checked.NEEDED, id="registered by a lead"),
        pytest.param(voice(version(original=ORIGINAL)), {}, Checked.NEEDLESS, id="no points"),
    ],
)
def test_who_does_not_stand_with_its_own_words_alone_is_to_be_asked(
    said: Voice, paraphrases: dict[str, Paraphrase], state: Checked
) -> None:
    assert checked(said, paraphrases=paraphrases) is state


SAME = shown(OWN, paraphrases=paraphrase("Et"))


@pytest.mark.parametrize(
    ("check", "state"),
    [
        pytest.param(Check(id="p", asked_at=T0), Checked.WAITING, id="asked"),
        pytest.param(
            Check(id="p", asked_at=T0, answer=CheckAnswer.APPROVED, shown=SAME),
            Checked.APPROVED,
            id="approved",
        ),
        pytest.param(
            Check(id="p", asked_at=T0, answer=CheckAnswer.CORRECTED, shown=SAME),
            Checked.CORRECTED,
            id="corrected",
        ),
        pytest.param(
            Check(id="p", asked_at=T0, answer=CheckAnswer.APPROVED, shown="another"),
            Checked.CHANGED,
            id="approved something else",
        ),
        pytest.param(
            Check(id="p", answer=CheckAnswer.WAIVED, shown=SAME), Checked.WAIVED, id="gone on without"
        ),
        pytest.param(
            Check(id="p", answer=CheckAnswer.WAIVED, shown="another"),
            Checked.NEEDED,
            id="gone on without an answer to something else",
        ),
        pytest.param(
            Check(id="p", asked_at=T0, answer=CheckAnswer.WAIVED, shown="another"),
            Checked.CHANGED,
            id="asked about something else, and gone on without",
        ),
    ],
)
def test_an_answer_holds_for_what_was_shown(check: Check, state: Checked) -> None:
    assert checked(OWN, paraphrases=paraphrase("Et"), checks={"p": check}) is state


@pytest.mark.parametrize(
    ("said", "paraphrases"),
    [
        pytest.param(voice(version("Et", "To")), paraphrase("Et"), id="a point more"),
        pytest.param(voice(version("Et ")), paraphrase("Et "), id="another text"),
        pytest.param(OWN, paraphrase("Et", "Andet"), id="another wording"),
        pytest.param(OWN, {}, id="no wording"),
    ],
)
def test_whatever_is_rendered_otherwise_is_told_apart(
    said: Voice, paraphrases: dict[str, Paraphrase]
) -> None:
    assert shown(said, paraphrases=paraphrases) != SAME


# --- what is missing ------------------------------------------------------------------------

DRAFT = Progress.DRAFT


@pytest.mark.parametrize(
    ("treatment", "lacks"),
    [
        pytest.param({}, {Missing.REMARK: (1, 2)}, id="no remarks"),
        pytest.param({"remarks": (remark("2"),)}, {Missing.REMARK: (1,)}, id="one point without"),
        pytest.param({"remarks": (remark("1", "2"),)}, {}, id="one remark to both"),
        pytest.param({"remarks": (remark("1", "2", text=""),)}, {}, id="no remark of their own"),
        pytest.param(
            {"remarks": (remark("1", "2", progress=DRAFT),)}, {Missing.REMARK_APPROVAL: (1, 2)}, id="a draft"
        ),
        pytest.param(
            {"remarks": (remark("1", "2", refers_to=("gone",)),)},
            {Missing.DANGLING: (1, 2)},
            id="a loose reference",
        ),
        pytest.param(
            {"remarks": (remark("1", "2"),), "paraphrases": paraphrase("Et")},
            {Missing.NOT_ASKED: ()},
            id="nobody was asked",
        ),
    ],
)
def test_what_is_missing_is_told_by_the_points_numbers(
    treatment: dict[str, object], lacks: dict[Missing, tuple[int, ...]]
) -> None:
    said = voice(version("Et", "To"))
    assert matter(said, **treatment).lacks(said) == lacks


def test_a_point_that_has_changed_is_missing_too() -> None:
    said = voice(version("Et"), version("Nyt", number=2, hours=2))
    assert matter(said, remarks=(remark("1"),)).lacks(said) == {Missing.REMARK_CHANGED: (1,)}


def test_a_recommendation_that_is_a_draft_is_no_partys() -> None:
    said = voice(version("Et"))
    advice = Recommendation(id="i", position=1, text="I", points=("1",))
    of = matter(said, remarks=(remark("1"),), recommendations=(advice,))
    assert of.lacks(said) == {}
    assert Missing.RECOMMENDATION_APPROVAL in {each.missing for each in of.unfinished}


def test_remarks_that_say_nothing_have_no_number() -> None:
    remarks = (remark("1", id_="a"), remark("2", id_="b", text=""), remark("3", id_="c"))
    of = matter(voice(version("Et", "To", "Tre")), remarks=remarks)
    assert [of.number_of(each) for each in remarks] == [1, 0, 2]
