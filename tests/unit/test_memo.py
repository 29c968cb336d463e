"""What a memo says: who was heard, what they said, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.hearings.calendar import moment_of
from bot.hearings.texts import memo as texts
from bot.memo.cells import Kind, rows_of
from bot.memo.content import Advice, Answer, Heading, Memo, Row, Said
from bot.memo.gate import Place, Where, cpr_places
from bot.memo.wording import rendered_hash
from storage.records.remarks import Decision, Outcome, Progress, Result
from storage.records.values import (
    Channel,
    Content,
    HearingStatus,
    LateDecision,
    Mandate,
    OnTime,
    Original,
    ResponseStatus,
    Stance,
)
from tests.fakes.memos import HEARING, SENT, Case, point

CPR = "010203-1234"
MAIL = Original(text="Vi er bekymrede.", channel=Channel.MAIL, received_at=SENT, evidence="stemplet")


def numbers(row: Row) -> list[int]:
    return [each.number for each in row.said]


def answers(row: Row) -> list[str]:
    return [each.text for each in row.answers]


def words(memo: Memo) -> list[str]:
    """Every line in the table's cells."""
    return [
        line.lead + line.text
        for part in (*memo.parts, *memo.late)
        for cells in rows_of(part)
        for cell in cells
        for line in cell
    ]


# --- rows -------------------------------------------------------------------------------------


def test_points_that_share_a_remark_share_a_row_and_each_stands_once() -> None:
    case = Case().says("p", *(point(id_) for id_ in "abcd")).says("q", point("e"))
    case.remark("r", "p", "a", "b").remark("s", "p", "c").remark("t", "q", "e")
    assert [numbers(row) for row in case.rows("p")] == [[1, 2], [3], [4]]
    assert [numbers(row) for row in case.rows("q")] == [[5]]
    assert [answers(row) for row in case.rows("p")] == [
        ["Bemærkning r."],
        ["Bemærkning s."],
        ["Bemærkning mangler endnu"],
    ]


def test_a_remark_to_only_some_of_a_row_s_points_says_to_which() -> None:
    case = Case().says("p", *(point(id_) for id_ in "abc"))
    case.remark("r", "p", "a", "b", "c").remark("s", "p", "b")
    [row] = case.rows("p")
    assert row.answers == (
        Answer(remark_id="r", text="Bemærkning r."),
        Answer(remark_id="s", text="Bemærkning s.", numbers=(2,)),
    )


def test_a_remark_is_written_out_once_and_referred_to_afterwards() -> None:
    case = Case().says(
        "p", point("a", section=("Gadeplan",)), point("b"), point("c", section=("MED-udvalget",)), point("d")
    )
    case.remark("r", "p", "a", "c", "d", outcome=Outcome.MET).remark("s", "p", "b")
    first, _, third, fourth = case.rows("p")
    assert first.answers == (Answer(remark_id="r", text="Bemærkning r.", outcome="Imødekommet"),)
    above = "Se bemærkningen ovenfor under Gadeplan, punkt 1."
    assert third.answers == (Answer(remark_id="r", text=above, refers=True),)
    assert fourth.answers == (Answer(remark_id="r", text=above, refers=True),)


def test_many_points_with_one_remark_are_rows_that_fit_on_a_page() -> None:
    case = Case().says("p", *(point(str(n), "x" * 300) for n in range(5)))
    case.remark("r", "p", *(str(n) for n in range(5)))
    assert [numbers(row) for row in case.rows("p")] == [[1, 2], [3, 4], [5]]
    assert [answers(row) for row in case.rows("p")] == [
        ["Bemærkning r."],
        ["Se bemærkningen ovenfor til punkt 1."],
        ["Se bemærkningen ovenfor til punkt 1."],
    ]


@pytest.mark.parametrize(
    ("to", "text"),
    [
        (("r",), "Se bemærkningen under Part p, Gadeplan, punkt 1–3."),
        (("s",), "Se bemærkningen under Part p, punkt 4 og 6."),
        (("r", "s"), "Se bemærkningerne under Part p, Gadeplan, punkt 1–3 og under Part p, punkt 4 og 6."),
        (("t",), "Se bemærkningen til punkt 7."),
        (("gone",), "Henvisningen peger på en bemærkning, der ikke er med i notatet."),
    ],
    ids=["a section of another", "another party", "several", "the same party", "nothing"],
)
def test_a_reference_names_where_the_remark_stands(to: tuple[str, ...], text: str) -> None:
    street = [point(id_, section=("Gadeplan",)) for id_ in "abc"]
    case = Case().says("p", *street, *(point(id_) for id_ in "def")).says("q", point("g"), point("h"))
    case.remark("r", "p", "a", "b", "c").remark("s", "p", "d", "f").remark("o", "p", "e")
    case.remark("t", "q", "g").remark("f", "q", "h", refers_to=to)
    assert case.rows("q")[-1].answers == (Answer(remark_id="f", text=text, refers=True),)


def test_no_remark_of_one_s_own_is_said_in_so_many_words() -> None:
    case = Case().says("p", point("a")).remark("n", "p", "a", text="")
    [row] = case.rows("p")
    assert row.answers == (Answer(remark_id="n", text="Ingen selvstændig bemærkning"),)


def test_a_recommendation_is_the_same_the_second_time_also_in_another_party_s_row() -> None:
    case = Case().says("p", point("a"), point("b")).says("q", point("c"), point("d"))
    case.remark("r", "p", "a", "b").remark("s", "q", "c").remark("t", "q", "d").recommends("i", "b", "c", "d")
    [first] = case.rows("p")
    assert first.advice == (Advice(recommendation_id="i", text="Indstilling i.", numbers=(2,)),)
    again = Advice(recommendation_id="i", text="Indstilling i (samme indstilling som ovenfor)", again=True)
    assert [row.advice for row in case.rows("q")] == [(again,), (again,)]


def test_headings_stand_where_they_begin_in_the_response_s_own_order() -> None:
    case = Case().says(
        "p",
        point("a", section=("Konsulenter", "Videnstab")),
        point("b", section=("Konsulenter", "Bureaukrati")),
        point("c", section=("Gadeplan",)),
        point("d", section=("Konsulenter", "Bureaukrati")),
    )
    case.remark("r", "p", *"abcd")
    [row] = case.rows("p")
    shown = [
        f"{'#' * each.level} {each.text}" if isinstance(each, Heading) else getattr(each, "id", "")
        for each in row.items
    ]
    assert shown == [
        "# Konsulenter", "## Videnstab", "a", "## Bureaukrati", "b", "# Gadeplan", "c", "# Konsulenter",
        "## Bureaukrati", "d",
    ]  # fmt: skip


# --- the party's words --------------------------------------------------------------------------


def test_a_paraphrase_never_stands_without_the_party_s_own_words() -> None:
    of = point("a", "Vi frygter, at viden går tabt.", stance=Stance.ATTENTION, source_word="frygt")
    case = Case().says("p", of).paraphrases(of, "p", "Viden kan gå tabt.")
    [row] = case.rows("p")
    assert list(row.said) == [
        Said(
            number=1,
            id="a",
            stance="Opmærksomhedspunkt",
            about="",
            source_word="frygt",
            text="Viden kan gå tabt.",
            own_words="Vi frygter, at viden går tabt.",
        )
    ]
    assert "1. Opmærksomhedspunkt (partens ord: »frygt«): Viden kan gå tabt." in words(case.memo)
    assert "Partens egne ord: »Vi frygter, at viden går tabt.«" in words(case.memo)


def test_a_paraphrase_of_what_the_point_said_before_is_left_out() -> None:
    of = point("a", "Vi frygter, at viden går tabt.")
    case = Case().says("p", of).paraphrases(of, "p", "Noget andet.", of_text="another")
    [said] = case.rows("p")[0].said
    assert (said.text, said.own_words) == ("Vi frygter, at viden går tabt.", "")


def test_a_party_s_own_paraphrase_is_told_to_be_so() -> None:
    of = point("a", "Lang tekst.")
    case = Case().says("p", of).paraphrases(of, "p", "Kort.", by_party=True)
    assert "Sådan har parten selv ønsket det gengivet." in words(case.memo)


@pytest.mark.parametrize(
    ("paraphrase", "rests_on", "shown"),
    [
        ("", "", ("Registreret.", "vi er bekymrede")),
        ("Kort.", "bekymrede", ("Kort.", "bekymrede")),
        ("Kort.", "", ("Kort.", "vi er bekymrede")),
    ],
    ids=["as registered", "with the words it rests on", "with the excerpt"],
)
def test_what_was_registered_stands_with_the_original_s_words(
    paraphrase: str, rests_on: str, shown: tuple[str, str]
) -> None:
    of = point("a", "Registreret.", excerpt="vi er bekymrede")
    case = Case().says("p", of, original=MAIL, on_time=OnTime.BY_REGISTRAR)
    if paraphrase:
        case.paraphrases(of, "p", paraphrase, rests_on=rests_on)
    [said] = case.rows("p")[0].said
    assert (said.text, said.own_words) == shown
    assert "Kom på mail den 14. oktober 2026 og er registreret af kommunen." in words(case.memo)


def test_what_was_registered_in_the_party_s_own_words_stands_there_once() -> None:
    of = point("a", "Vi er bekymrede for økonomien.", excerpt="Vi er bekymrede\nfor økonomien.")
    case = Case().says("p", of, original=MAIL, on_time=OnTime.BY_REGISTRAR)
    [said] = case.rows("p")[0].said
    assert (said.text, said.own_words) == ("Vi er bekymrede for økonomien.", "")


def test_nobody_s_name_stands_in_the_memo() -> None:
    case = Case().says("p", point("a"), content=Content(points=(point("a"),), speaker="Anne Jensen"))
    assert "Anne" not in repr(case.memo)


def test_what_a_point_is_about_stands_beside_its_stance() -> None:
    case = Case().says("p", point("a", about=("model:model-1", "topic:Økonomi")))
    assert "1. Bekymring – Model 1 og Økonomi: Punkt a." in words(case.memo)


def test_no_comments_and_a_minority_s_words_are_rows_too() -> None:
    mandate = Mandate(body="Lokal MED", discussed_on="2026-10-12", minority="To er uenige.")
    content = Content(points=(point("a"),), mandate=mandate)
    case = Case().says("p").says("q", content=content).remark("r", "q", "a")
    [none] = case.rows("p")
    assert [each.text for each in none.items if not isinstance(each, Heading)] == ["Ingen bemærkninger"]
    assert words(case.memo) == [
        "Part p",
        "Ingen bemærkninger",
        "Ingen selvstændig bemærkning",
        "Ingen indstilling",
        "Part q",
        "Bidrag fra Lokal MED efter drøftelse den 12. oktober 2026.",
        "1. Bekymring: Punkt a.",
        "Bemærkning r.",
        "Ingen indstilling",
        "Part q (fortsat)",
        "Mindretalsudtalelse: To er uenige.",
        "Ingen selvstændig bemærkning",
        "Ingen indstilling",
    ]


def test_no_cell_is_empty() -> None:
    case = Case().says("p", point("a"), point("b")).says("q").recommends("i", "b")
    case.remark("n", "p", "b", text="", progress=Progress.DRAFT)
    for part in case.memo.parts:
        for cells in rows_of(part):
            assert all(cell and all(line.lead + line.text for line in cell) for cell in cells)


def test_what_is_not_approved_is_marked() -> None:
    case = Case().says("p", point("a")).remark("r", "p", "a", progress=Progress.PROFESSIONAL)
    case.recommends("i", "a", progress=Progress.DRAFT)
    [cells] = rows_of(case.memo.parts[0])
    assert [line.text for line in cells[2]] == ["Bemærkning r.", "Ikke godkendt endnu"]
    assert [(line.kind, line.text) for line in cells[3]][-1] == (Kind.NOTE, "Ikke godkendt endnu")


# --- round about the table ----------------------------------------------------------------------


def test_each_party_stands_with_what_came_of_hearing_it() -> None:
    later = moment_of("2026-10-20", "23:59")
    case = Case().says("a", point("1")).says("b").heard("c").heard("d", status=ResponseStatus.WITHDRAWN)
    case.heard("e", deadline=later, has_registration=True)
    case.says("f", point("2"), timely=False).says(
        "g", point("3"), timely=False, late_decision=LateDecision.REFUSE, late_reason="For sent."
    )
    assert [each.standing for each in case.memo.heard] == [
        "har svaret rettidigt med 1 punkt",
        "har svaret rettidigt og har ingen bemærkninger",
        "har ikke svaret",
        "har trukket sit svar tilbage",
        "et svar er ved at blive registreret (frist forlænget til 20. oktober 2026)",
        "har svaret efter fristen; det er ikke afgjort, hvad der skal ske med svaret",
        "har svaret efter fristen; svaret er afvist",
    ]


def test_late_responses_stand_by_themselves_as_the_lead_decided() -> None:
    case = Case()
    for id_, decision in {"a": LateDecision.INCLUDE, "b": LateDecision.ATTACH, "c": None}.items():
        case.says(id_, point(id_), timely=False, late_decision=decision, late_reason="Syg.")
    case.says("d", point("d")).remark("r", "a", "a").remark("s", "d", "d")
    memo = case.memo
    assert [each.party_id for each in memo.parts] == ["d"]
    assert [each.party_id for each in memo.late] == ["a"]
    assert [each.decision for each in memo.apart] == [
        "Vedlægges uden behandling. Begrundelse: Syg.",
        "Det er ikke afgjort, hvad der skal ske med svaret.",
    ]
    # What came in time is numbered first.
    assert [numbers(row) for part in (*memo.parts, *memo.late) for row in part.rows] == [[1], [2]]
    assert "3 svar er kommet efter fristen og står for sig i afsnittet »Svar efter fristen«." in memo.intro[1]


@pytest.mark.parametrize(
    ("bases", "sentence"),
    [
        ([], "Ingen svar er modtaget rettidigt."),
        ([OnTime.BY_CLOCK], "Notatet behandler ét svar, der er modtaget rettidigt efter serverens ur."),
        (
            [OnTime.BY_MEMO, OnTime.BY_MEMO],
            (
                "Notatet behandler 2 svar, der er modtaget rettidigt ifølge et tidligere høringsnotat, "
                "som ikke oplyser tidspunkter."
            ),
        ),
        (
            [OnTime.BY_CLOCK, OnTime.BY_REGISTRAR, OnTime.BY_CLOCK],
            (
                "Notatet behandler 3 svar, der er modtaget rettidigt: 2 efter serverens ur og 1 efter det "
                "tidspunkt, der er oplyst ved registreringen."
            ),
        ),
    ],
    ids=["none", "the clock", "the memo", "several"],
)
def test_in_time_is_told_with_how_it_is_known(bases: list[OnTime], sentence: str) -> None:
    case = Case().heard("silent")
    for number, basis in enumerate(bases):
        case.says(f"p{number}", point(str(number)), on_time=basis)
    assert sentence in case.memo.intro[1]


def test_the_period_is_told_with_its_days() -> None:
    of_2023 = replace(
        HEARING, opens_at=moment_of("2023-09-29", "00:00"), deadline=moment_of("2023-10-31", "23:59")
    )
    memo = replace(Case(), hearing=of_2023).memo
    assert memo.intro[0] == (
        "Høringen løb fra 29. september 2023 til 31. oktober 2023, i alt 33 dage med første og sidste dag."
    )
    assert ("Høringsperiode", "29. september 2023 til 31. oktober 2023 (33 dage)") in memo.facts


def test_a_hearing_that_was_closed_early_is_not_said_to_have_run_to_its_deadline() -> None:
    hearing = replace(
        HEARING, opens_at=moment_of("2026-09-01", "00:00"), deadline=moment_of("2026-10-15", "23:59")
    )
    early = replace(Case(), hearing=hearing, closed_at=moment_of("2026-10-01", "12:00"))
    assert early.memo.intro[0] == (
        "Høringen skulle løbe fra 1. september 2026 til 15. oktober 2026, i alt 45 dage med første og "
        "sidste dag, men blev lukket 1. oktober 2026, før fristen udløb."
    )
    after = replace(early, closed_at=moment_of("2026-10-16", "09:00"))
    assert after.memo.intro[0].startswith("Høringen løb fra 1. september 2026")


def test_a_draft_says_why_it_is_one() -> None:
    case = replace(Case(), hearing=replace(HEARING, status=HearingStatus.OPEN))
    case.says("p", *(point(str(n)) for n in range(4))).remark("r", "p", "0", progress=Progress.DRAFT)
    case.recommends("i", "0", progress=Progress.DRAFT).paraphrases(point("1"), "p", "Kort.")
    memo = case.memo
    assert not memo.final
    assert memo.missing == (
        "Høringen er ikke lukket.",
        "3 punkter har hverken en bemærkning eller et »ingen selvstændig bemærkning«: punkt 2–4.",
        "Én bemærkning er ikke godkendt: punkt 1.",
        "Én indstilling er ikke godkendt.",
        "Ikke spurgt »Er I gengivet rigtigt?«: Part p.",
    )
    assert memo.lacks == (
        ("hearing open", 1),
        ("point without a remark", 3),
        ("remark not approved", 1),
        ("recommendation not approved", 1),
        ("party not asked", 1),
    )


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ([7], "punkt 7"),
        ([1, 2], "punkt 1 og 2"),
        ([4, 1, 2], "punkt 1, 2 og 4"),
        ([1, 3, 4, 6], "punkt 1, 3, 4 og 6"),
        ([1, 2, 3, 5, 6], "punkt 1–3, 5 og 6"),
    ],
)
def test_numbers_of_points_are_listed_as_one_says_them(numbers: list[int], words: str) -> None:
    assert texts.points(numbers) == words


def test_a_recommendation_stands_with_what_it_follows_from_and_what_was_decided() -> None:
    decision = Decision("Byrådet", "2026-12-05", Result.PARTLY_ADOPTED, "Fra 2027.")
    case = Case().says("p", point("a"), name="Politiet").says("q", point("b"), name="Skolen")
    case.recommends("i", "a", "b", decision=decision).recommends("j")
    first, second = case.memo.recommended
    assert first.follows == "Følger af punkt 1 og 2 (Politiet og Skolen)."
    assert first.outcome == "Politisk udfald: Delvist vedtaget – Byrådet den 5. december 2026. Fra 2027."
    assert (second.follows, second.outcome) == (
        "Følger ikke af et enkelt punkt.",
        "Politisk udfald: ikke registreret endnu.",
    )


# --- the gate -----------------------------------------------------------------------------------


def test_the_gate_names_where_a_cpr_number_may_stand_and_never_the_number() -> None:
    case = replace(Case(), hearing=replace(HEARING, case_number=CPR))
    case.says("p", point("a"), point("b", f"Se {CPR}."), name=f"Part {CPR}")
    case.remark("r", "p", "a", text=f"Se {CPR}.").recommends("i", "a", text=CPR)
    case.says("q", point("c"), timely=False, late_decision=LateDecision.REFUSE, late_reason=CPR)
    places = cpr_places(case.memo)
    assert set(places) == {
        Place(Where.HEARING),
        Place(Where.PARTY, 1),
        Place(Where.POINT, 2),
        Place(Where.REMARK, 1),
        Place(Where.RECOMMENDATION, 1),
        Place(Where.DECISION, 2),
    }
    assert CPR not in repr(places)


def test_the_gate_lets_dates_and_numbers_through() -> None:
    case = Case().says("p", point("a", "Mødet den 14.10.2026 kl. 12.30, sag 26/12345."))
    assert cpr_places(case.memo) == ()


def test_a_paraphrase_s_own_words_pass_the_gate_too() -> None:
    of = point("a", f"Ring {CPR}.")
    case = Case().says("p", of).paraphrases(of, "p", "Ring.")
    assert cpr_places(case.memo) == (Place(Where.POINT, 1),)


def test_the_memo_gives_the_day_it_was_made() -> None:
    assert ("Udarbejdet", "26. november 2026") in Case().memo.facts


# --- why it is a draft --------------------------------------------------------------------------


def lacking() -> Case:
    """Nothing is missing but what a test takes away."""
    return Case().says("p", point("a"), point("b")).remark("r", "p", "a").remark("s", "p", "b")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        pytest.param(
            lambda case: case.heard("q", has_registration=True).heard("z", has_registration=True),
            "Der er en registrering i gang for Part q og Part z.",
            id="registrations",
        ),
        pytest.param(
            lambda case: case.says("q", point("c"), timely=False),
            "Det sene svar fra Part q venter på en afgørelse.",
            id="a late response",
        ),
        pytest.param(
            lambda case: case.says("q", point("c"), timely=False).says("z", point("d"), timely=False),
            "De sene svar fra Part q og Part z venter på en afgørelse.",
            id="late responses",
        ),
        pytest.param(
            lambda case: case.remark("f", "p", "b", refers_to=("gone",)),
            "En henvisning peger på en bemærkning, der ikke er med: punkt 2.",
            id="a reference to nothing",
        ),
        pytest.param(
            lambda case: case.remark("f", "p", "a", refers_to=("f",)),
            "Henvisninger peger i ring: punkt 1.",
            id="a reference to itself",
        ),
        pytest.param(
            lambda case: case.says("p", point("a", "Andet."), point("b"), sent_at=SENT + timedelta(days=3)),
            "Ændret, siden bemærkningen blev skrevet: punkt 1.",
            id="a point that was changed",
        ),
        pytest.param(
            lambda case: case.paraphrases(point("a"), "p", "Kort.").checks("p", "another", None),
            "Gengivelsen er ændret, siden parten blev spurgt: Part p.",
            id="changed since it was asked about",
        ),
        pytest.param(
            lambda case: case.says("q", *(point(f"q{n}") for n in range(15))),
            (
                "15 punkter har hverken en bemærkning eller et »ingen selvstændig bemærkning«: "
                "punkt 3–14 og 3 til."
            ),
            id="many points",
        ),
    ],
)
def test_each_kind_of_thing_that_is_missing_has_its_sentence(
    change: Callable[[Case], Case], sentence: str
) -> None:
    assert change(lacking()).memo.missing == (sentence,)


def test_a_party_that_was_asked_and_has_not_answered_is_named() -> None:
    case = lacking().paraphrases(point("a"), "p", "Kort.")
    case.checks("p", rendered_hash(case.sent["p"][-1], case.treatment), None)
    assert case.memo.missing == ("Spurgt »Er I gengivet rigtigt?«, men uden svar: Part p.",)


@pytest.mark.parametrize(
    ("answers_", "sentence"),
    [(1, "Den ene hørte part har svaret."), (0, "Den ene hørte part har ikke svaret.")],
)
def test_of_one_party_it_is_told_as_of_one(answers_: int, sentence: str) -> None:
    case = Case().says("p", point("a")) if answers_ else Case().heard("p")
    assert case.memo.intro[1].startswith(sentence)
