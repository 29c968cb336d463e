"""Distinct questions to ask: the question set's, and variants of them as people would type them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

from storage.names import name_words
from storage.seed import read_seed
from tests.questions.evaluate import read_questions

SET = Path(__file__).parents[1] / "tests" / "questions"

_OPENINGS = (
    "Hej. ", "Hej, ", "Godmorgen! ", "God eftermiddag. ", "Hej bot, ", "Hej igen. ", "Undskyld, ",
    "Kære bot, ", "Lige et hurtigt spørgsmål: ", "Jeg skal bruge det til et møde: ", "Jeg er ny her. ",
    "Kan du hjælpe mig? ", "Til dagsordenen: ", "En kollega spørger: ", "Jeg har glemt det igen: ",
    "Vi sidder til møde nu. ",
)  # fmt: skip
_CLOSINGS = (
    " Tak!", " Tak for hjælpen.", " På forhånd tak.", " Det haster lidt.", " God dag!", " Hilsen", " Mvh.",
    " 🙏", " Mange tak.", " Tak, det var alt.", " Det ville være en stor hjælp.", " :-)",
)  # fmt: skip
_NAMES = (
    "Anne", "Birgit", "Carsten", "Dorte", "Erik", "Fatima", "Gitte", "Hassan", "Inge", "Jonas", "Karen",
    "Lars", "Mette", "Niels", "Olga", "Pia", "Rikke", "Søren", "Tina", "Ulla", "Vibeke", "Yusuf", "Åse",
)  # fmt: skip
_NUMBERED = re.compile(r"\b(model|eksempel|fælles mål|princip|leverance) ([1-4])\b", re.IGNORECASE)
_LETTERED = re.compile(r"\b(mål) ([A-D])\b", re.IGNORECASE)
_LONG = re.compile(r"[a-zA-ZæøåÆØÅ]{6,}")
_PLAIN_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa"})


def question_set() -> list[str]:
    """The set's questions that stand alone, each text once, in the order of the files."""
    questions = read_questions(sorted(SET.glob("*.jsonl")))
    return list(dict.fromkeys(question.q for question in questions if not question.context))


def distinct_questions(count: int, *, seed: int) -> list[str]:
    """So many texts, no two of the same words; the same ones for the same seed.

    The set's own, and theirs with another forum, place or number, courtesies, typing errors, or careless
    typing.
    """
    random = Random(seed)  # noqa: S311 - nothing secret
    originals = question_set()
    names = _swaps()
    found = {name_words(text): text for text in originals}
    while len(found) < count:
        text = varied(random.choice(originals), random, names=names)
        found.setdefault(name_words(text), text)
    texts = list(found.values())
    random.shuffle(texts)
    return texts[:count]


def retyped(texts: Sequence[str], *, seed: int) -> list[str]:
    """Each of the questions as somebody else would type it, naming what it names."""
    random = Random(seed)  # noqa: S311 - nothing secret
    return [varied(text, random) for text in texts]


def varied(text: str, random: Random, *, names: Sequence[Sequence[str]] = ()) -> str:
    """The question as somebody else would type it; what ``names`` holds may become another of its kind."""
    changes: list[tuple[float, Callable[[str], str]]] = [
        (0.4 if names else 0, lambda t: _swapped(t, random, names)),
        (0.3, lambda t: _slipped(t, random)),
        (0.25, lambda t: _careless(t, random)),
        (0.4, lambda t: random.choice(_OPENINGS) + t),
        (0.4, lambda t: t + random.choice(_CLOSINGS)),
        (0.15, lambda t: f"{t}\n{random.choice(_NAMES)}"),
    ]
    for probability, change in changes:
        if random.random() < probability:
            text = change(text)
    return text


def _swaps() -> list[list[str]]:
    """Names that may stand for one another: Ishøj's fora, and the other municipalities."""
    rows = read_seed()
    forums = [row["name"] for row in rows["forums"] if row["scope"] == "ishoej"]
    places = [row["name"] for row in rows["municipalities"] if not row.get("collective")]
    return [forums, places]


def _swapped(text: str, random: Random, names: Sequence[Sequence[str]]) -> str:
    """With one name, number or letter exchanged for another of its kind, if there is one."""
    for alike in names:
        for name in sorted(alike, key=len, reverse=True):
            if re.search(rf"\b{re.escape(name)}", text, re.IGNORECASE):
                other = random.choice([each for each in alike if each != name])
                return re.sub(rf"\b{re.escape(name)}", other, text, flags=re.IGNORECASE)
    text = _NUMBERED.sub(lambda m: f"{m[1]} {random.randint(1, 2 if m[1].lower() == 'model' else 3)}", text)
    return _LETTERED.sub(lambda m: f"{m[1]} {random.choice('ABCD')}", text)


def _slipped(text: str, random: Random) -> str:
    """With one typing error in a longer word."""
    words = list(_LONG.finditer(text))
    if not words:
        return text
    word = random.choice(words)
    at = random.randrange(word.start() + 1, word.end() - 1)
    here, after = text[at], text[at + 1]
    slip = random.choice((after + here, here, here + here + after, random.choice("aeinrst") + after))
    return text[:at] + slip + text[at + 2 :]


def _careless(text: str, random: Random) -> str:
    """Lower case, without marks, without Danish letters, or in capitals."""
    return random.choice(
        (
            str.lower,
            lambda t: t.rstrip("?.! "),
            lambda t: t.translate(_PLAIN_LETTERS),
            lambda t: t.lower().rstrip("?.! "),
            str.upper,
        )
    )(text)
