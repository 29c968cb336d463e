"""What is asked of hearings, read from the words alone."""

from __future__ import annotations

import pytest

from bot.hearings.answers.heard import Reader, Vocabulary
from bot.hearings.answers.inquiry import Asks, Inquiry, inquiry_of, is_cued, naming_of
from bot.questions.understand import Questions
from storage.knowledge import Knowledge
from storage.records.values import Stance
from tests.fakes import places


@pytest.fixture(name="questions", scope="module")
def _questions(knowledge: Knowledge) -> Questions:
    return Questions(knowledge)


def _inquiry(questions: Questions, text: str) -> Inquiry | None:
    clause = questions.parser.clauses(text)[-1]
    return inquiry_of(clause, text, questions.parser) if is_cued(clause) else None


CONCERN, SUPPORT = frozenset({Stance.CONCERN}), frozenset({Stance.SUPPORT})
ANY: frozenset[Stance] = frozenset()
ASKED = {
    "Hvad siger høringen om SSP-NU?": (Asks.POINTS, ANY),
    "hvad stod der i høringssvarene": (Asks.POINTS, ANY),
    "Hvad skrev parterne om økonomi?": (Asks.POINTS, ANY),
    "Hvem er bekymret for videnstab?": (Asks.POINTS, CONCERN),
    "Hvilke bekymringer kom der?": (Asks.POINTS, CONCERN),
    "hvem frygter for trafikken": (Asks.POINTS, CONCERN),
    "Er helhedsplanen bekymret for støj?": (Asks.POINTS, CONCERN),
    "Hvem advarede mod flytningen?": (Asks.POINTS, CONCERN),
    "Hvem støtter model 1?": (Asks.POINTS, SUPPORT),
    "Hvem bakker op om forslaget?": (Asks.POINTS, SUPPORT),
    "Hvem undrer sig over placeringen?": (Asks.POINTS, frozenset({Stance.WONDER})),
    "Hvad er uklart i høringen?": (Asks.POINTS, frozenset({Stance.UNCLEAR})),
    "Hvilke forslag kom der i høringen?": (Asks.POINTS, frozenset({Stance.PROPOSAL})),
    "Hvad ønsker politiet i høringen?": (Asks.POINTS, frozenset({Stance.WISH})),
    "Jeg ønsker at vide, hvad høringen siger om støj": (Asks.POINTS, ANY),
    "Hvem går imod at flytte?": (Asks.POINTS, frozenset({Stance.CONCERN, Stance.DISADVANTAGE})),
    "Kom der kritik af placeringen?": (Asks.POINTS, frozenset({Stance.CONCERN, Stance.DISADVANTAGE})),
    "Hvem er imod at flytte?": (Asks.POINTS, frozenset({Stance.CONCERN, Stance.DISADVANTAGE})),
    "Hvilke opmærksomhedspunkter er der i høringen?": (Asks.POINTS, frozenset({Stance.ATTENTION})),
    "Hvad siger helhedsplanen?": (Asks.POINTS, ANY),
    "Hvilke indstillinger kom der?": (Asks.RECOMMENDED, ANY),
    "Hvad indstiller administrationen?": (Asks.RECOMMENDED, ANY),
    "Hvad svarede administrationen på det om støj?": (Asks.REMARKS, ANY),
    "Hvad er forvaltningens bemærkninger til politiet?": (Asks.REMARKS, ANY),
    "Hvem har svaret i høringen?": (Asks.ANSWERED, ANY),
    "Hvor mange høringssvar kom der?": (Asks.ANSWERED, ANY),
    "Hvor mange høringssvar kom ind efter fristen?": (Asks.ANSWERED, ANY),
    "hvem mangler at svare på høringen": (Asks.ANSWERED, ANY),
    "Har politiet svaret i høringen?": (Asks.ANSWERED, ANY),
    "Hvornår er fristen i høringen?": (Asks.PERIOD, ANY),
    "Hvor lang er høringsfristen?": (Asks.PERIOD, ANY),
    "Hvilke høringer har der været?": (Asks.LIST, ANY),
    "er der nogen høringer": (Asks.LIST, ANY),
}


@pytest.mark.parametrize(("text", "expected"), ASKED.items(), ids=ASKED)
def test_a_question_asks_this_of_hearings(
    questions: Questions, text: str, expected: tuple[Asks, frozenset[Stance]]
) -> None:
    inquiry = _inquiry(questions, text)
    assert inquiry is not None
    assert (inquiry.asks, inquiry.stances) == expected


NOT_ASKED = (
    "Hvem sidder i SSP-NU?",
    "Hvor mange sidder i Lokalrådet?",
    "Hvad er mål C?",
    "Hvad er forskellen på model 1 og model 2?",
    "Hvornår mødes Koordinationsgruppen?",
    "Hvad betyder PSP?",
    "Hvilke kommuner er med?",
    "Hvad er leverance 2?",
    "Hvem er med i o18 men mangler i u18?",
    "Hvem har svaret på det?",
    "Hvem er SSP-konsulent?",
    "Fortæl om Gadeplan",
    "Hvilke opgaver har administrationen?",
    "Hvad er et videnstab?",
    "hej",
)


@pytest.mark.parametrize("text", NOT_ASKED)
def test_other_questions_ask_nothing_of_hearings(questions: Questions, text: str) -> None:
    assert _inquiry(questions, text) is None


NAMED = {
    "Hvem har svaret i høringen om ny plads til SSP-NU?": True,
    "Hvem har svaret i høringen om plads?": True,
    "Hvem har svaret i høringen vedrørende SSP-NUs plads?": True,
    "Hvem har svaret i høringen i 2026?": True,
    "Hvad siger høringen om ny plads til SSP-NU?": True,
    "Hvad siger høringen om SSP-NU?": False,
    "Hvad står der i høringen om SSP-NU?": False,
    "Hvad siger høringen om SSP-NU i 2026?": True,
    "Hvem har svaret i høringen?": None,
    "Hvem har svaret i høringen om økonomi?": None,
    "Hvem har svaret i høringen i 2025?": None,
    "Hvem har svaret i høringen om plads i 2025?": None,
    "Hvem støtter en ny plads?": None,
}


@pytest.mark.parametrize(("text", "sure"), NAMED.items(), ids=NAMED)
def test_a_hearing_is_named_by_its_title_or_its_year(
    questions: Questions, text: str, *, sure: bool | None
) -> None:
    """Where the hearing itself is said to speak, a word of its title may be what it is asked about."""
    inquiry = _inquiry(questions, text)
    assert inquiry is not None
    hearing = places.places()
    naming = naming_of(inquiry, hearing, Reader(questions.parser).title(hearing))
    assert (naming.sure if naming else None) is sure


def test_a_year_in_a_title_names_the_hearing(questions: Questions) -> None:
    hearing = places.places(title="Budget 2031")
    inquiry = _inquiry(questions, "Hvem har svaret i høringen om budget 2031?")
    assert inquiry is not None
    assert naming_of(inquiry, hearing, Reader(questions.parser).title(hearing)) is not None


@pytest.mark.parametrize(
    ("word", "there"),
    [
        pytest.param("stoj", True, id="the word"),
        pytest.param("parkering", True, id="what a compound begins with"),
        pytest.param("pladser", True, id="what a compound ends with"),
        pytest.param("videnstab", True, id="a compound said in two words"),
        pytest.param("park", False, id="too short a part"),
        pytest.param("stojen", False, id="another word that begins like it"),
        pytest.param("cykel", False, id="a word that is not there"),
        pytest.param("videnskab", False, id="a compound of which half is there"),
    ],
)
def test_a_word_is_found_in_a_text(word: str, *, there: bool) -> None:
    assert Vocabulary(frozenset({"stoj", "parkeringspladser", "viden", "tab"})).has(word) is there
