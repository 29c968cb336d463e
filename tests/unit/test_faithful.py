from __future__ import annotations

import pytest

from bot.hearings.treatment.faithful import sentences_of, squeezed, uncovered

LETTER = """Kære kommune

Høringssvar fra MED-udvalget
Vi er bekymrede for videnstab, bl.a. fordi sparringen faldt bort d. 1. november kl. 9.30. Vi foreslår, jf.
Serviceloven, at gadeplan bliver. Hvem beslutter? Det er uklart!
Vi peger på:
- mere bureaukrati
- færre møder, fx om
  unge over 18
Med venlig hilsen
"""


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param(" \n\t\n ", [], id="blanks"),
        pytest.param("Et. To. Tre", ["Et.", "To.", "Tre"], id="stops"),
        pytest.param("Hvem? Os! Ja…  Nej", ["Hvem?", "Os!", "Ja…", "Nej"], id="other stops"),
        pytest.param("Det er fx. Ishøj og f.eks. Køge.", ["Det er fx. Ishøj og f.eks. Køge."], id="fx"),
        pytest.param("Bl.a. Gadeplan. Slut", ["Bl.a. Gadeplan.", "Slut"], id="bl.a."),
        pytest.param("Det var d. 1. november. Så", ["Det var d. 1. november.", "Så"], id="a date"),
        pytest.param("Mødt kl. 9.30 i dag. Slut", ["Mødt kl. 9.30 i dag.", "Slut"], id="a time"),
        pytest.param("Se § 4, stk. 2, nr. 5. Slut", ["Se § 4, stk. 2, nr. 5.", "Slut"], id="a paragraph"),
        pytest.param("Det er model 1. Vi vil", ["Det er model 1.", "Vi vil"], id="a number ends it"),
        pytest.param("Møder osv. Vi vil", ["Møder osv.", "Vi vil"], id="osv. may end it"),
        pytest.param("Siger B. Jensen. Slut", ["Siger B. Jensen.", "Slut"], id="an initial"),
        pytest.param('Han sagde: "Ja." Så', ['Han sagde: "Ja."', "Så"], id="a quotation"),
        pytest.param("(Ja.) Nej", ["(Ja.)", "Nej"], id="in brackets"),
        pytest.param("Overskrift\nTekst", ["Overskrift", "Tekst"], id="a heading"),
        pytest.param("Første linje,\nder går videre", ["Første linje, der går videre"], id="a wrapped line"),
        pytest.param(
            f"{'Lang ' * 10}linje om\nIshøj.", [f"{'Lang ' * 10}linje om Ishøj."], id="wrapped at a name"
        ),
        pytest.param("- et\n- to\n• tre", ["- et", "- to", "• tre"], id="a list"),
        pytest.param("1. Et\n2) To\na) Tre", ["1. Et", "2) To", "a) Tre"], id="a numbered list"),
        pytest.param("- et\n  og mere\n- to", ["- et og mere", "- to"], id="an item of two lines"),
        pytest.param("Et\r\n\r\nto", ["Et", "to"], id="line ends of Windows"),
    ],
)
def test_a_text_is_read_sentence_by_sentence(text: str, sentences: list[str]) -> None:
    assert list(sentences_of(text)) == sentences


@pytest.mark.parametrize(
    "text", [LETTER, "a.B. C .", "...", '" ." x', "1. \n 2. ", "\x0b\x0ctekst\u2028linje"]
)
def test_the_sentences_put_together_are_the_whole_text(text: str) -> None:
    assert " ".join(map(squeezed, sentences_of(text))) == squeezed(text)


@pytest.mark.parametrize(
    ("excerpts", "left"),
    [
        pytest.param(
            [],
            [
                "Kære kommune",
                "Høringssvar fra MED-udvalget",
                "Vi er bekymrede for videnstab, bl.a. fordi sparringen faldt bort d. 1. november kl. 9.30.",
                "Vi foreslår, jf. Serviceloven, at gadeplan bliver.",
                "Hvem beslutter?",
                "Det er uklart!",
                "Vi peger på:",
                "mere bureaukrati",
                "færre møder, fx om unge over 18",
                "Med venlig hilsen",
            ],
            id="no points",
        ),
        pytest.param([LETTER], [], id="all of it"),
        pytest.param(
            [
                "kære   KOMMUNE",
                "Høringssvar fra MED-udvalget Vi er bekymrede for videnstab, bl.a. fordi sparringen",
                "jf.\nServiceloven, at gadeplan bliver",
                "Det er uklart!\nVi peger på:",
                "bureaukrati\n- færre møder, fx om unge",
            ],
            ["Hvem beslutter?", "Med venlig hilsen"],
            id="across lines, blanks and capitals",
        ),
    ],
)
def test_the_sentences_that_no_point_rests_on_are_told_in_their_order(
    excerpts: list[str], left: list[str]
) -> None:
    assert list(uncovered(LETTER, excerpts)) == left


@pytest.mark.parametrize(
    ("excerpt", "covered"),
    [
        pytest.param("Vi er meget", False, id="less than half"),
        pytest.param("meget bekymrede for videnstab", True, id="most of it"),
        pytest.param("er bekymrede", False, id="words that do not stand so"),
        pytest.param("", False, id="nothing"),
        pytest.param("   ", False, id="blanks"),
    ],
)
def test_a_sentence_is_covered_when_half_of_it_is(excerpt: str, covered: bool) -> None:  # noqa: FBT001
    assert (uncovered("Vi er meget bekymrede for videnstab.", [excerpt]) == ()) is covered


def test_two_excerpts_cover_a_sentence_together() -> None:
    sentence = "Vi er meget bekymrede for videnstab."
    assert uncovered(sentence, ["Vi er meget", "for videnstab"]) == ()


def test_what_is_said_twice_is_covered_twice() -> None:
    assert uncovered("Vi mister viden. Nej. Vi mister viden.", ["vi mister viden"]) == ("Nej.",)


def test_what_has_no_letter_needs_no_point() -> None:
    assert uncovered("***\n\n…\n\n-----", []) == ()


@pytest.mark.parametrize("sign", ["a", ".", ". ", "- ", 'x."', "a\n", "å "])
def test_the_longest_letter_is_read_at_once_whatever_it_says(sign: str) -> None:
    whole = (sign * 30_000)[:30_000]
    assert isinstance(uncovered(whole, [sign * 900] * 25), tuple)
