"""What stands first in the search box for what is typed, and that all of it has an answer."""

from __future__ import annotations

import pytest

from bot import texts
from bot.questions.askable import Askable, statement_of
from bot.questions.suggest import MAX_FOUND, Fit, Suggestions
from bot.questions.understand import Questions
from storage.knowledge import Knowledge
from storage.names import name_words


@pytest.fixture(name="questions", scope="module")
def _questions(knowledge: Knowledge) -> Questions:
    return Questions(knowledge)


@pytest.fixture(name="suggestions", scope="module")
def _suggestions(knowledge: Knowledge) -> Suggestions:
    return Suggestions(knowledge)


def found(suggestions: Suggestions, text: str) -> list[str]:
    return [hit.suggestion.question for hit in suggestions.matching(text)]


U18, O18, BOTH = "Hvem sidder i SSP-NU u18?", "Hvem sidder i SSP-NU o18?", "Hvem sidder i SSP-NU?"
GOALS = "Hvilke mål er der for det tryghedsskabende og kriminalitetsforebyggende arbejde?"
A, B, C, D = (f"Hvad er mål {letter}?" for letter in "ABCD")
LAW = "Hvad siger retsplejelovens § 115?"
FIRST = {
    # typed: what stands first, in this order
    "o18": [O18],
    "o1": [O18],
    "u18": [U18],
    "SSP-NU": [BOTH, U18, O18],
    "ssp": ["Hvad betyder SSP?", BOTH, U18, O18],
    "ssp nu u": [U18],
    "hvem s": [BOTH, "Hvem sidder i Kredsråd?"],
    "hvem sidder i ssp": [BOTH, U18, O18],
    "hvem sidder i ssp-nu u18": [U18],
    "mål": [GOALS, A, B, C, D],
    "mål c": [C],
    "hvad er mål c": [C],
    "115": [LAW],
    "§ 115": [LAW],
    "§115": [LAW],
    "model": ["Hvad går de to modeller ud på?", "Hvad er model 1?", "Hvad er model 2?"],
    "leverance 2": ["Hvad er leverance 2?"],
    "politiet": ["Hvilke fora sidder politiet i?", "Hvad sagde Vestegns Politi i høringen?"],
    "poli": ["Hvilke fora sidder politiet i?"],
    "psp": ["Hvad betyder PSP?"],
    "exit": ["Hvad betyder Exitforløb?"],
    "uu": ["Hvilke fora sidder UU i?", "Hvad betyder UU?"],
    "gade": ["Hvad er Gadeplan?"],
    "gadeplan målgruppe": ["Hvad er målgruppen for Gadeplan?"],
    "lokalrådet": ["Hvem sidder i Lokalråd?"],
    "hvem sidder i lokalrådet": ["Hvem sidder i Lokalråd?"],
    "indbyggere viborg": ["Hvor mange indbyggere har Viborg?"],
    "ragnar": ["Hvem fører tilsyn med foreningen Ragnar?"],
    # with slips
    "netvrk": ["Hvem sidder i SSP-netværk?"],
    "lokalrd": ["Hvem sidder i Lokalråd?"],
    "gadplan": ["Hvad er Gadeplan?"],
    "koordinatinos": ["Hvem sidder i Koordinationsgruppen?"],
    "hvem sider i koordinationsgrupen": ["Hvem sidder i Koordinationsgruppen?"],
}


@pytest.mark.parametrize(("typed", "first"), FIRST.items(), ids=FIRST)
def test_what_a_colleague_would_want_stands_first(
    suggestions: Suggestions, typed: str, first: list[str]
) -> None:
    assert found(suggestions, typed)[: len(first)] == first


@pytest.mark.parametrize(
    "spellings",
    [
        ["mål c", "MÅL C", "maal c", "mal c", "Mål  C", "mål-c", "»mål c«"],
        ["u18", "u/18", "U 18", "u-18", "u.18"],
        ["høringen", "hoeringen", "horingen", "HØRINGEN", "ho\u0308ringen"],
        ["lokalråd", "lokalraad", "lokalrad", "LOKALRA\u030aD"],
    ],
    ids=lambda spellings: spellings[0],
)
def test_however_it_is_spelt_the_same_is_found(suggestions: Suggestions, spellings: list[str]) -> None:
    first, *others = [found(suggestions, spelling)[:1] for spelling in spellings]
    assert first
    assert all(other == first for other in others)


@pytest.mark.parametrize(("question", "from_letter"), [(U18, 7), (C, 12), (LAW, 18)])
def test_a_question_is_found_by_every_beginning_of_it(
    suggestions: Suggestions, question: str, from_letter: int
) -> None:
    for letters in range(from_letter, len(question) + 1):
        assert question in found(suggestions, question[:letters])[:8], question[:letters]


def test_what_is_named_comes_before_what_begins_so_and_all_words_before_most(
    suggestions: Suggestions,
) -> None:
    for typed in ("ssp", "politiet", "mål c", "hvem sidder i lokalrådet", "unge over 18"):
        fits = [hit.fit for hit in suggestions.matching(typed)]
        assert fits == sorted(fits, reverse=True), typed
    assert [hit.fit for hit in suggestions.matching("hvem sidder i lokalrådet")][:3] == [
        Fit.NAMED,
        Fit.BEGUN,
        Fit.WORDS,
    ]


def test_equally_good_ones_stand_in_the_seeds_order(suggestions: Suggestions) -> None:
    place = {each.question: at for at, each in enumerate(suggestions.all)}
    for typed in ("hvem sidder i ", "hvad er mål", "hvad betyder "):
        begun = [hit.suggestion.question for hit in suggestions.matching(typed) if hit.fit is Fit.BEGUN]
        assert len(begun) > 3
        assert begun == sorted(begun, key=place.__getitem__)


def test_the_same_text_always_finds_the_same(knowledge: Knowledge, suggestions: Suggestions) -> None:
    again = Suggestions(knowledge)
    for typed in (*FIRST, "s", "hvad", "politi skole unge", "kriminalitet"):
        assert again.matching(typed) == suggestions.matching(typed) == suggestions.matching(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "?",
        "!!! ... ///",
        "🙂",
        "xyzzy",
        "'; drop table x; --",
        "<script>alert(1)</script>",
        "{{ xyz * xyz }}",
        "\u202e\u2067\ufeff",
        "\U0010ffff",
        "z" * 4_000,
        "x y " * 1_000,
        "§" * 4_000,
        "\u0301" * 4_000,
    ],
    ids=repr,
)
def test_what_is_not_there_finds_nothing(suggestions: Suggestions, typed: str) -> None:
    assert found(suggestions, typed) == []
    assert suggestions.unfinished(typed) in {True, False}


def test_no_more_is_found_than_teams_asks_for(suggestions: Suggestions) -> None:
    assert max(len(found(suggestions, letter)) for letter in "abcdefghijklmnoprstuvxyzæøå123§") == MAX_FOUND


@pytest.mark.parametrize(
    ("typed", "unfinished"),
    [
        ("hvem sidder i ssp", True),
        ("hvad er mål", True),
        ("hvem sidder i koordinat", True),
        ("poli", True),
        ("hvem sidder i ssp-nu u18", False),
        ("politiet", False),
        ("er familierådgiveren med i o18", False),
    ],
)
def test_it_is_seen_whether_more_is_to_come(
    suggestions: Suggestions, typed: str, *, unfinished: bool
) -> None:
    assert suggestions.unfinished(typed) is unfinished


# --- what there is ----------------------------------------------------------------------------------


def test_every_suggestion_is_answered_from_the_documents(
    suggestions: Suggestions, questions: Questions
) -> None:
    for each in suggestions.all:
        understood = questions.alone(each.question)
        assert all(section.sources for section in understood.answer.sections), each.question
        [read] = understood.reads
        assert read.chosen, each.question


def test_every_suggestion_knows_the_statement_that_answers_it(
    suggestions: Suggestions, questions: Questions
) -> None:
    other: dict[str, str] = {}
    for each in suggestions.all:
        [read] = questions.alone(each.question).reads
        assert read.chosen
        answering = statement_of(read.chosen.candidate)
        if answering != each.statement:
            other[each.question] = answering
    # A fact tells of these members, and why they were asked.
    assert other == {"Hvem sidder i Følgegruppen?": "fact:anbefalinger.foelgegruppe"}


def test_everything_that_has_a_card_of_its_own_can_be_found(
    knowledge: Knowledge, suggestions: Suggestions
) -> None:
    there = {name_words(each.question) for each in suggestions.all}
    wanted = [
        *(fact.question for _, fact in knowledge.facts()),
        *(texts.who_sits(forum.name) for forum in knowledge.forums.values() if forum.seats),
        *(texts.party_question(party.name) for party in knowledge.parties.values()),
        *(texts.remark_question(party.name) for party in knowledge.parties.values()),
        *(texts.means(term.name) for term in knowledge.terms.values()),
    ]
    assert [question for question in wanted if name_words(question) not in there] == []


def test_every_question_is_there_once(suggestions: Suggestions) -> None:
    keys = [name_words(each.question) for each in suggestions.all]
    assert len(set(keys)) == len(keys)


def test_the_starters_can_be_suggested(suggestions: Suggestions) -> None:
    assert len(set(texts.STARTERS)) == 8
    assert set(texts.STARTERS) <= suggestions.by_question.keys()


def test_a_question_that_two_things_lead_to_is_found_by_the_names_of_both(
    suggestions: Suggestions,
) -> None:
    # The starters, a forum and a fact all have their share in these.
    by_question: dict[str, Askable] = suggestions.by_question
    assert by_question["Hvad sagde Vestegns Politi i høringen?"].statement == "party:vestegns-politi"
    assert "politiet" in by_question["Hvad sagde Vestegns Politi i høringen?"].names
    assert by_question["Hvem sidder i Arbejdsgruppen?"].statement.startswith("fact:")
    assert by_question["Hvem sidder i Arbejdsgruppen?"].words
