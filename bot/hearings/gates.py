"""What may not be written into a hearing: CPR numbers. What may, but is better left out: e-mail and phone.

Authorities may process CPR numbers to identify a person or as a journal number (databeskyttelsesloven § 11),
and they must not reach outsiders (CPR-loven § 54); a response is read by many and may be published.
So a text is refused when it holds something that can be a CPR number, and when in doubt it is refused too.
The number itself is never given back, and must never be logged or repeated to anybody.

Every function here takes time linear in the length of the text, whatever stands in it.
"""

from __future__ import annotations

import json
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import accumulate, pairwise
from typing import Any

from stdnum.dk import cpr
from stdnum.exceptions import ValidationError

MASK = "xxxxxx-xxxx"


class ContactDetail(StrEnum):
    """A way to reach a person."""

    EMAIL = "email"
    PHONE = "phone"


def holds_cpr(text: str, *, today: date | None = None) -> bool:
    """Whether the text holds something that can be a CPR number.

    That is ten digits, or twelve with the whole year, that begin with a date of birth up to today.
    They may be apart as people set them apart ("010203-1234", "01.02.03-1234", "01 02 03 1234"), next to
    letters, in any script's digits, or with invisible characters among them; they are not part of a longer
    run of digits. Which century a number means, its seventh digit says.
    The control digit is not looked at: CPR numbers are given out that fail it
    (https://www.cpr.dk/cpr-systemet/personnumre-uden-kontrolciffer-modulus-11-kontrol/, read 2026-11-26).

    Args:
        text: What somebody wrote.
        today: The latest day of birth; without it tomorrow in UTC, which is never behind Denmark's today.
    """
    latest = today or _tomorrow()
    return any(any(_found(reading, latest)) for reading in {_read(text, instead) for instead in _READINGS})


def masked(text: str, *, today: date | None = None) -> str:
    """The text with "xxxxxx-xxxx" for all that `holds_cpr` finds, so that it finds nothing more.

    The rest stays as it was written. A number has ten digits to lose, and masking one may set another apart
    from its neighbours; so it is done until none is left.
    """
    latest = today or _tomorrow()
    while spans := _merged(_found_as_written(text, latest)):
        kept = [0, *(place for span in spans for place in span), len(text)]
        text = MASK.join(text[start:end] for start, end in zip(kept[::2], kept[1::2], strict=True))
    return text


def card_holds_cpr(card_json: str, *, today: date | None = None) -> bool:
    """Whether any text that a card shows, or lets its reader say, holds what can be a CPR number.

    What no reader sees, such as the ids that a button carries, is left alone: one may look so by chance.

    Args:
        card_json: An Adaptive Card.
        today: As in `holds_cpr`.
    """
    return any(holds_cpr(text, today=today) for text in set(_shown(json.loads(card_json))))


_UNSEEN = frozenset({"type", "id", "verb", "data", "$schema", "version"})


def _shown(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, list):
        for item in node:
            yield from _shown(item)
    elif isinstance(node, dict):
        of_choices = node.get("type") == "Input.ChoiceSet"
        for key, value in node.items():
            if key == "choices" and isinstance(value, list):
                yield from _shown([choice.get("title") for choice in value if isinstance(choice, dict)])
            elif key not in _UNSEEN and not (of_choices and key == "value"):
                yield from _shown(value)
        data = node.get("data")
        said = data.get("msteams") if isinstance(data, dict) else None
        if isinstance(said, dict):
            yield from _shown([said.get("text"), said.get("displayText")])


def contact_details(text: str) -> tuple[ContactDetail, ...]:
    """Which kinds of contact details the text seems to hold, each once; enough for a warning, not a refusal.

    A phone number is eight digits that begin with 2-9, written together or in pairs or fours, or however they
    are grouped after +45 or 0045; a CVR number and two years ("2023 2024") are not phone numbers.
    """
    reading = _read(text, "")
    found = {ContactDetail.EMAIL: _EMAIL.search(reading), ContactDetail.PHONE: _PHONE.search(reading)}
    return tuple(detail for detail, match in found.items() if match)


# --- reading ------------------------------------------------------------------------------------

# What an invisible character or a raised digit is read as: either may split a number, or join it to the next.
_READINGS = ("", " ")
_INVISIBLE = {"Cc", "Cf", "Me", "Mn"}  # controls, zero width and soft hyphens, marks such as a keycap's frame
_BLANK_LETTERS = "\u115f\u1160\u3164\uffa0"  # Hangul fillers: letters to Unicode, nothing to the eye


def _read(text: str, instead: str) -> str:
    """The text with plain digits, spaces and hyphens; what cannot be seen, and raised digits, are `instead`.

    With instead="" raised and circled digits are read as digits.
    """
    return text.translate(_table(text, instead))


def _table(text: str, instead: str) -> dict[int, str]:
    return {ord(sign): _plain(sign, instead) for sign in set(text)}


def _plain(sign: str, instead: str) -> str:
    match unicodedata.category(sign):
        case "Nd":
            return str(unicodedata.decimal(sign))
        case "Pd":
            return "-"
        case "Zs":
            return " "
        case category if sign in _BLANK_LETTERS or (category in _INVISIBLE and not sign.isspace()):
            return instead
        case _:
            plain = unicodedata.normalize("NFKC", sign).replace("\N{MINUS SIGN}", "-")
            return instead if instead and any(map(str.isdigit, plain)) else plain


# --- CPR numbers --------------------------------------------------------------------------------

_RUN = re.compile(r"[0-9]+")
_LONGEST_GAP = 5
# Between day, month and year. No line break, no tab and no comma with a space: those are tables and lists.
_IN_DATE = re.compile(r" ?[-./\\_·'] ?| {1,2}|,")
# Between such a date and the serial number. No ". ", ", " and ": ": after a date the sentence goes on.
_AFTER_DATE = re.compile(r" ?[-/\\_·'~+*|]{1,3}\s{0,2}| {1,3}|[.,:]")
# Between six digits together and the serial number: anything but letters and digits.
_AFTER_SIX = re.compile(r"[\W_]{1,5}")


# How a number is cut into runs of digits; with YYYY too.
_SPELLED = (
    "DDMMYYSSSS",
    "DDMMYY SSSS",
    "DDMM YYSSSS",
    "DDMM YY SSSS",
    "DD MMYYSSSS",
    "DD MMYY SSSS",
    "DD MM YYSSSS",
    "DD MM YY SSSS",
)


def _spellings() -> dict[int, list[tuple[tuple[int, ...], bool]]]:
    """By the length of the first run: the lengths of all, and whether the last is the serial number alone."""
    found: dict[int, list[tuple[tuple[int, ...], bool]]] = {}
    for spelled in (*_SPELLED, *(short.replace("YY", "YYYY") for short in _SPELLED)):
        runs = spelled.split()
        found.setdefault(len(runs[0]), []).append((tuple(map(len, runs)), runs[-1] == "SSSS"))
    return found


_SPELLINGS = _spellings()
# With the serial number in pieces too; such are told from phone numbers and tables by standing alone.
_PIECES: dict[int, tuple[int, ...]] = {1: (1,) * 10, 2: (2,) * 5, 6: (6, 2, 2)}


def _tomorrow() -> date:
    return datetime.now(tz=UTC).date() + timedelta(days=1)


def _found(reading: str, latest: date) -> Iterator[tuple[int, int]]:
    """Where what can be a CPR number begins and ends; they may overlap."""
    return ((start, end) for start, end in _candidates(reading) if _plausible(reading[start:end], latest))


def _found_as_written(text: str, latest: date) -> Iterator[tuple[int, int]]:
    """As `_found`, in both readings, by places in the text itself: a sign may be read as none or several."""
    for instead in _READINGS:
        table = _table(text, instead)
        ends = list(accumulate(len(table[ord(sign)]) for sign in text))
        for start, end in _found(text.translate(table), latest):
            yield bisect_right(ends, start), bisect_right(ends, end - 1) + 1


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Those that overlap as one, in order."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _candidates(text: str) -> Iterator[tuple[int, int]]:
    """Where ten or twelve digits are set as those of a CPR number may be, whatever the date."""
    spans = [match.span() for match in _RUN.finditer(text)]
    lengths = tuple(end - start for start, end in spans)
    # gaps[i] stands before run i; "" where there is none or too much.
    gaps = ["", *(_gap(text, end, start) for (_, end), (start, _) in pairwise(spans)), ""]

    for first, length in enumerate(lengths):
        for shape, serial_alone in _SPELLINGS.get(length, ()):
            stop = first + len(shape)
            if lengths[first:stop] == shape and _set_as_date(gaps[first + 1 : stop], serial_alone):
                yield spans[first][0], spans[stop - 1][1]
        pieces = _PIECES.get(length, ())
        stop = first + len(pieces)
        if pieces and lengths[first:stop] == pieces and _set_in_pieces(gaps[first + 1 : stop]):
            start, end = spans[first][0], spans[stop - 1][1]
            alone = not _joins(gaps[first]) and not _joins(gaps[stop])
            if alone and not text.startswith("+", max(start - 1, 0)):
                yield start, end


def _gap(text: str, start: int, end: int) -> str:
    return text[start:end] if end - start <= _LONGEST_GAP else ""


def _joins(gap: str) -> bool:
    return _IN_DATE.fullmatch(gap) is not None


def _set_as_date(gaps: list[str], serial_alone: bool) -> bool:  # noqa: FBT001 - private, one caller
    if not serial_alone:
        return all(_joins(gap) for gap in gaps)
    *in_date, last = gaps
    after = _AFTER_DATE if in_date else _AFTER_SIX
    return all(_joins(gap) for gap in in_date) and after.fullmatch(last) is not None


def _set_in_pieces(gaps: list[str]) -> bool:
    """Whether the gaps are alike, or those in the serial number are spaces; "31.10.23 23.59" is a time."""
    return all(_joins(gap) for gap in gaps) and (len(set(gaps)) == 1 or gaps[-1] == " ")


def _plausible(number: str, latest: date) -> bool:
    """Whether the digits begin with a date of birth, and a whole year is the one the serial number means.

    A replacement number has 6 added to its first digit
    (erstatningspersonnummer: https://www.cpr.dk/spoergsmaal-og-svar/personnummer, read 2026-11-26).
    """
    digits = "".join(_RUN.findall(number))
    day, month, year, serial = int(digits[:2]), digits[2:4], digits[4:-4], digits[-4:]
    own_day = day - 60 if day > 60 else day
    try:
        born = cpr.get_birth_date(f"{own_day:02}{month}{year[-2:]}{serial}")
    except ValidationError:
        return False
    return born <= latest and f"{born.year}".endswith(year)


# --- contact details ----------------------------------------------------------------------------

# Begins with one character before the @: with more, a long word without @ would take quadratic time.
_EMAIL = re.compile(r"[^\s@,;:<>()]@[\w-]+\.[^\W_]")
_PHONE = re.compile(
    r"""(?:\+|(?<!\d)00)45[ )./-]{0,3}\d(?:[ .-]?\d){7}(?!\d)  # +45 435 77 575
    | (?<!\d)(?<!cvr[ ])(?<!cvr:[ ])(?<!cvr-nr\.[ ])(?<!cvr-nummer[ ])
    (?!20\d\d[ ](?:19|20)\d\d)[2-9](?:
        \d{7}                                               # 43577575
        | \d([ .-])\d\d\1\d\d\1\d\d                         # 43 57 75 75
        | \d{3}[ ]\d{4}                                     # 4357 7575
    )(?!\d)""",
    re.IGNORECASE | re.VERBOSE,
)
