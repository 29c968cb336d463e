"""When two spellings are the same name."""

from __future__ import annotations

import re
import unicodedata

# æ, ø and å are typed in three ways on a foreign keyboard (ae/oe/aa, a/o/a, left out); the first
# two fold to one letter here, the third is one letter short and left to fuzzy matching.
_LETTERS = (("æ", "a"), ("ø", "o"), ("å", "a"), ("ä", "a"), ("ö", "o"), ("ü", "u"), ("ß", "s"))
# "oe" before a final n is an o and an ending: "risikoen".
_OE = re.compile(r"oe(?!n(?:s|e|es)?\b)")
_UNDER_18 = re.compile(r"([uo])(?<!\w.)\s*[/.-]\s*(\d\d)\b")  # begins with a letter: found faster than by \b
_WORD = re.compile(r"[a-z0-9]+(?:§)?|§")


def folded(text: str) -> str:
    """Lower-case letters without accents, æøå in all spellings as one; other characters stay.

    ``folded("Lokalrådet") == folded("LOKALRAADET") == folded("lokalradet") == "lokalradet"``
    """
    if text.isascii():  # nearly every word is, and needs none of the steps between
        text = text.lower()
    else:
        text = unicodedata.normalize("NFKC", text).casefold()
        for letter, plain in _LETTERS:  # several times as fast as translate()
            text = text.replace(letter, plain)
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    text = text.replace("ae", "a")
    if "oe" in text:
        text = _OE.sub("o", text)
    return text.replace("aa", "a")


def without_letters(word: str) -> str:
    """The word typed where æøå cannot be: "Ishøj" -> "ishj"; folded like any other."""
    return folded(re.sub("[æøå]", "", unicodedata.normalize("NFC", word).casefold()))


def name_words(text: str) -> tuple[str, ...]:
    """The folded words of a name: hyphens, slashes and dots part words or vanish.

    "SSP-NU u/18" -> ("ssp", "nu", "u18"); "§ 115" -> ("§", "115").
    """
    return tuple(_WORD.findall(_UNDER_18.sub(r"\1\2", folded(text))))
