"""When two spellings are the same name."""

from __future__ import annotations

import re
import unicodedata

# æ, ø and å are typed in three ways on a foreign keyboard (ae/oe/aa, a/o/a, left out); the first
# two fold to one letter here, the third is one letter short and left to fuzzy matching.
_LETTERS = str.maketrans({"æ": "a", "ø": "o", "å": "a", "ä": "a", "ö": "o", "ü": "u", "ß": "s"})
# "oe" before a final n is an o and an ending: "risikoen".
_DIGRAPHS = (
    (re.compile("ae"), "a"),
    (re.compile(r"oe(?!n(?:s|e|es)?\b)"), "o"),
    (re.compile("aa"), "a"),
)
_WORD = re.compile(r"[a-z0-9]+(?:§)?|§")


def folded(text: str) -> str:
    """Lower-case letters without accents, æøå in all spellings as one; other characters stay.

    ``folded("Lokalrådet") == folded("LOKALRAADET") == folded("lokalradet") == "lokalradet"``
    """
    text = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
    text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    for digraph, letter in _DIGRAPHS:
        text = digraph.sub(letter, text)
    return text


def without_letters(word: str) -> str:
    """The word typed where æøå cannot be: "Ishøj" -> "ishj"; folded like any other."""
    return folded(re.sub("[æøå]", "", unicodedata.normalize("NFC", word).casefold()))


def name_words(text: str) -> tuple[str, ...]:
    """The folded words of a name: hyphens, slashes and dots part words or vanish.

    "SSP-NU u/18" -> ("ssp", "nu", "u18"); "§ 115" -> ("§", "115").
    """
    text = re.sub(r"\b([uo])\s*[/.-]\s*(\d\d)\b", r"\1\2", folded(text))
    return tuple(_WORD.findall(text))
