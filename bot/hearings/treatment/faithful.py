"""Whether a response's points cover what the party wrote: which sentences of its original none rests on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_ABBREVIATIONS = frozenset(
    {
        "adm", "afd", "bl.a", "ca", "cirka", "d", "dvs", "ekskl", "evt", "f.eks", "fhv", "fx", "hhv", "inkl",
        "jf", "kap", "kl", "mht", "nr", "pga", "pkt", "s", "sml", "stk", "tlf", "vedr",
        "jan", "feb", "apr", "aug", "sep", "sept", "okt", "nov", "dec",
    }
)  # fmt: skip
"""With a full stop behind them, and never the last word of a sentence; "osv." and "m.v." often are."""

_WRAPPED_CHARS = 50
"""A line this long that ends without a stop goes on in the next; a shorter one is a heading."""

_BULLET = re.compile(r"(?:[-–—•*·]|\d{1,2}[.)]|[a-zæøå]\))\s+\S")
_STOPS = re.compile(r"(?<![.!?…])(?P<stop>[.!?…]++)[\"'”»’)\]]*+\s++(?P<next>\S)")
_OPENING = "\"'“«»‘(["
_SIGNS = " -–—•*·"


def uncovered(original: str, excerpts: Iterable[str]) -> tuple[str, ...]:
    """The sentences of the original, in its order, of which less than half stands in any excerpt.

    What is compared is words: blanks, line breaks and capitals do not count. Headings and the items of a list
    are sentences too; what holds no letter or digit is none.
    """
    sentences = sentences_of(original)
    whole = " ".join(map(squeezed, sentences))
    covered = bytearray(len(whole))
    for excerpt in filter(None, map(squeezed, excerpts)):
        at = whole.find(excerpt)
        while at >= 0:
            covered[at : at + len(excerpt)] = b"\x01" * len(excerpt)
            at = whole.find(excerpt, at + len(excerpt))
    found, at = [], 0
    for sentence in sentences:
        words = squeezed(sentence)
        signs = [at + n for n, sign in enumerate(words) if sign.isalnum()]
        if signs and 2 * sum(covered[sign] for sign in signs) < len(signs):
            found.append(sentence.strip(_SIGNS))
        at += len(words) + 1
    return tuple(found)


def squeezed(text: str) -> str:
    """The text with single blanks and without capitals: what two texts with the same words have in common."""
    return " ".join(text.split()).casefold()


def sentences_of(text: str) -> tuple[str, ...]:
    """The text's sentences in their order, each on one line; put together they are the whole text."""
    return tuple(sentence for passage in _passages(text) for sentence in _sentences(passage))


def _passages(text: str) -> Iterator[str]:
    """What certainly ends where it ends: paragraphs, headings, items of a list. Wrapped lines are joined."""
    lines: list[str] = []
    for line in [*map(str.strip, text.splitlines()), ""]:
        if lines and not (line and _goes_on(lines[-1], line)):
            yield " ".join(" ".join(lines).split())
            lines = []
        if line:
            lines.append(line)


def _goes_on(line: str, following: str) -> bool:
    if _BULLET.match(following):
        return False
    if following[0].islower():
        return True
    ended = line[-1] in ".!?…:" and not _is_short_for(line.rpartition(" ")[2])
    return len(line) >= _WRAPPED_CHARS and not ended


def _sentences(passage: str) -> Iterator[str]:
    begins = 0
    bullet = _BULLET.match(passage)
    at = bullet.end() - 1 if bullet else 0
    while found := _STOPS.search(passage, at):
        if _ends(passage, found):
            yield passage[begins : found.start("next")].strip()
            begins = found.start("next")
        at = found.start("next")
    if rest := passage[begins:].strip():
        yield rest


def _ends(passage: str, found: re.Match[str]) -> bool:
    """Whether the stop ends a sentence, and does not stand behind an abbreviation, an initial or "d. 1."."""
    following = found["next"]
    if not (following.isupper() or following.isdigit() or following in _OPENING):
        return False
    if found["stop"] != ".":
        return True
    return not _is_short_for(passage[passage.rfind(" ", 0, found.start()) + 1 : found.end("stop")])


def _is_short_for(word: str) -> bool:
    """Whether a word with its stop is an abbreviation, or an initial."""
    if not word.endswith("."):
        return False
    letters = word[:-1].lstrip(_OPENING)
    return letters.casefold() in _ABBREVIATIONS or (len(letters) == 1 and letters.isupper())
