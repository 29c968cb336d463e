from __future__ import annotations

import random
import time
from datetime import date, timedelta

import pytest

from bot.hearings.gates import ContactDetail, contact_details, holds_cpr, masked

TODAY = date(2026, 11, 26)
# Made up; 1-2-1903 and so on. None is anybody's on purpose.
HELD = {
    "together": "0102031234",
    "with a hyphen": "010203-1234",
    "with a space": "010203 1234",
    "with spaces around the hyphen": "010203 - 1234",
    "with a dot": "010203.1234",
    "with an en dash": "010203–1234",
    "with an em dash": "010203 — 1234",
    "with a minus sign": "010203\u22121234",
    "with a hyphen that does not break": "010203\u20111234",
    "with a space that does not break": "010203\u00a01234",
    "with a narrow space": "010203\u202f1234",
    "with a slash": "010203/1234",
    "with an underscore": "010203_1234",
    "with a colon": "010203: 1234",
    "with asterisks": "010203**-**1234",
    "over a line break": "010203-\n1234",
    "over two cells": "010203\t1234",
    "in groups": "01 02 03 1234",
    "in groups with dots": "01.02.03-1234",
    "in groups with slashes": "01/02/03 1234",
    "in groups with hyphens": "01-02-03-1234",
    "in groups with commas": "01,02,03,1234",
    "as a Danish date": "1234: 01/02-03-1234",
    "in groups over a line break": "01.02.03-\r\n1234",
    "in two groups": "0102 031234",
    "day alone": "01 0203 1234",
    "in pairs": "01 02 03 12 34",
    "in pairs with hyphens": "01-02-03-12-34",
    "six and pairs": "010203 12 34",
    "letter-spaced": "0 1 0 2 0 3 - 1 2 3 4",
    "with the whole year": "01021990-1234",
    "with the whole year together": "010219901234",
    "with the whole year in groups": "01.02.1990-1234",
    "with the whole year, born 2003": "01 02 2003 5234",
    "replacement number": "610203-1234",
    "last replacement day": "910303-1234",
    "replacement number with the whole year": "61021990-1234",
    "fails modulus 11": "010190-0001",
    "leap day": "290204-4234",
    "born today": "261126-4234",
    "born in the 19th century": "010258-5234",
    "between words": "Anne Jensen, cpr 010203-1234, mener",
    "after letters": "cpr010203-1234",
    "before letters": "010203-1234Anne",
    "after a list number": "1. 010203-1234",
    "after another number": "2635 010203-1234 22",
    "before a full stop": "010203-1234.",
    "in parentheses": "(010203-1234)",
    "in full-width digits": "０１０２０３－１２３４",
    "in Arabic digits": "٠١٠٢٠٣-١٢٣٤",
    "in bold digits": "𝟎𝟏𝟎𝟐𝟎𝟑-𝟏𝟐𝟑𝟒",
    "in circled digits": "⓪①⓪②⓪③-①②③④",
    "in keycaps": "".join(f"{digit}\ufe0f\u20e3" for digit in "0102031234"),
    "with zero-width spaces": "\u200b".join("0102031234"),
    "with soft hyphens": "0102\u00ad03\u00ad1234",
    "with a byte order mark": "\ufeff010203\ufeff-1234",
    "with a null character": "010203\x001234",
    "with a filler": "010203\u31641234",
    "joined to another by nothing to see": "0102031234\u200b0102031234",
    "before a footnote": "010203-1234²",
    "before a day's sign": "010203-1234㏠",
}
NOT_HELD = {
    "nothing": "",
    "no digits": "Vi støtter forslaget.",
    "date and time": "31.10.2023 kl. 23.59",
    "date and time without kl.": "31.10.2023 23.59",
    "short date and time": "31.10.23 23.59",
    "short date and time with a colon": "31-10-23 23:59",
    "short date and hours": "12.10.23 10-12",
    "date and time as digits": "31-10-2023 2359",
    "date and time as twelve digits": "311020232359",
    "time stamp": "20231031235912",
    "date in ISO form": "2023-10-31 23:59:12",
    "dates from and to": "01.10.2023-31.10.2023",
    "short dates from and to": "01.10.23-31.10.23",
    "date and a sentence": "Frist den 31.10.23. 1200 borgere er spurgt",
    "date and an amount": "Den 31.10.23, 1200 kr.",
    "date and two years": "31.10 2023-2024",
    "phone": "43 57 75 75",
    "phone with +45": "+45 43 57 75 75",
    "phone with 0045": "0045 43577575",
    "phone with +45 together": "+4520101112",
    "foreign phone": "+31 10 12 20 12",
    "phone and postcode": "Tlf. 43577575 2635 Ishøj",
    "phone twice": "20 10 11 12 20 10 11 13",
    "case number": "22/12345",
    "long case number": "22/12345-67",
    "KLE number": "27.12.00-G01-1-23",
    "EAN": "5798009882233",
    "EAN in groups": "5 798009 882233",
    "CVR": "CVR 11 93 13 16",
    "IBAN": "DK50 0040 0440 1162 43",
    "amount": "1.010.203.123 kr.",
    "amount with decimals": "1.010.203,12 kr.",
    "table row": "12\t10\t11\t1234",
    "list": "10, 11, 12, 1234",
    "table of pairs": "01 02 03 12 34 56",
    "no such day": "320203-1234",
    "no such month": "011303-1234",
    "no leap day": "290203-1234",
    "no leap day in 1900": "290200-1234",
    "leap day in 2000, without": "300200-4234",
    "no such replacement day": "920203-1234",
    "born tomorrow": "271126-4234",
    "born in 2050": "010250-5234",
    "another century": "01022003-1234",
    "no such century": "01021790-1234",
    "nine digits": "010203-123",
    "eleven digits": "010203-12345",
    "eleven digits together": "01020312345",
    "in a longer run": "901020312340",
    "apart": "010203 og 1234",
    "far apart": "010203      1234",
    "in a longer run in full-width digits": "１０１０２０３１２３４",
}


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in HELD.items()])
def test_a_text_holds_a_cpr_number(text: str) -> None:
    assert holds_cpr(text, today=TODAY)
    assert holds_cpr(f"Med venlig hilsen\n{text}\nAnne", today=TODAY)


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in NOT_HELD.items()])
def test_a_text_holds_no_cpr_number(text: str) -> None:
    assert not holds_cpr(text, today=TODAY)
    assert not holds_cpr(f"Høring\n\n{text}\n\nSide", today=TODAY)


def generated(count: int) -> list[tuple[date, str]]:
    """Days of birth and serial numbers that say their century, the same ones every time."""
    chance = random.Random(54)  # noqa: S311 - chosen, not secret
    found = []
    for _ in range(count):
        born = date(1858, 1, 1) + timedelta(days=chance.randrange((TODAY - date(1858, 1, 1)).days + 1))
        if born.year < 1900:
            first = chance.choice("5678")
        elif born.year < 2000:
            first = chance.choice("012349" if born.year >= 1937 else "0123")
        else:
            first = chance.choice("456789")
        found.append((born, f"{first}{chance.randrange(1000):03}"))
    return found


SPELLINGS = (
    "{day:02}{born:%m%y}{serial}",
    "{day:02}{born:%m%y}-{serial}",
    "{day:02}{born:%m%y} {serial}",
    "{day:02}{born:%m%y}\u2009–\u2009{serial}",
    "{day:02} {born:%m %y} {serial}",
    "{day:02}.{born:%m.%y}-{serial}",
    "{day:02}/{born:%m-%y} {serial}",
    "{day:02}{born:%m}{born.year}-{serial}",
    "{day:02}-{born:%m}-{born.year} - {serial}",
    "x{day:02}\u200d{born:%m%y}{serial}y",
)


def test_a_number_is_found_in_every_spelling_and_not_in_a_longer_run() -> None:
    full_width = str.maketrans("0123456789-", "０１２３４５６７８９－")
    for born, serial in generated(400):
        for day in (born.day, born.day + 60):
            for spelling in SPELLINGS:
                text = spelling.format(day=day, born=born, serial=serial)
                assert holds_cpr(text, today=TODAY), text
                assert holds_cpr(text.translate(full_width), today=TODAY), text
            assert not holds_cpr(f"{day:02}{born:%m%y}{serial}7", today=TODAY)
            assert not holds_cpr(f"{day:02}{born:%m%y}-{serial}7", today=TODAY)


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in HELD.items()])
def test_a_masked_text_holds_no_cpr_number(text: str) -> None:
    hidden = masked(f"Kære Ø ½\u200b {text} ½\nAnne", today=TODAY)

    assert hidden.startswith("Kære Ø ½\u200b ")
    assert hidden.endswith(" ½\nAnne")
    assert "xxxxxx-xxxx" in hidden
    assert not holds_cpr(hidden, today=TODAY)


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in NOT_HELD.items()])
def test_a_text_without_a_cpr_number_is_not_masked(text: str) -> None:
    assert masked(text, today=TODAY) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("cpr010203-1234!", "cprxxxxxx-xxxx!", id="among letters"),
        pytest.param("０１０２０３－１２３４ og 2", "xxxxxx-xxxx og 2", id="full-width"),
        pytest.param("010203-1234, 040506-1234", "xxxxxx-xxxx, xxxxxx-xxxx", id="two"),
        pytest.param("0\u200b102031234 22", "xxxxxx-xxxx 22", id="zero-width"),
        pytest.param("㎏㎏ 010203-1234 ㎏", "㎏㎏ xxxxxx-xxxx ㎏", id="signs that are read as two"),
        pytest.param("010203 1102 03 1234", "xxxxxx-xxxx", id="two that overlap"),
        pytest.param(
            "010203-1234 01 02 03 12 34", "xxxxxx-xxxx xxxxxx-xxxx", id="one set apart by the other"
        ),
        pytest.param("61021990-1234", "xxxxxx-xxxx", id="replacement number with the whole year"),
    ],
)
def test_only_the_number_is_masked(text: str, expected: str) -> None:
    assert masked(text, today=TODAY) == expected


def test_without_a_day_the_clock_decides_what_is_masked() -> None:
    assert masked("010203-1234, 010236-4234") == "xxxxxx-xxxx, 010236-4234"


def test_many_numbers_are_masked_in_no_time() -> None:
    began = time.process_time()

    assert masked("010203-1234 " * 3_300, today=TODAY) == "xxxxxx-xxxx " * 3_300
    assert time.process_time() - began < 5


def test_a_person_born_after_the_day_is_nobody_yet() -> None:
    assert not holds_cpr("261126-4234", today=TODAY - timedelta(days=1))


def test_without_a_day_the_clock_decides() -> None:
    assert holds_cpr("010203-1234")
    assert not holds_cpr("010236-4234"), "born 1 February 2036"


HOSTILE = [
    pytest.param(text, id=name)
    for name, text in {
        "digits": "0" * 40_000,
        "ones": "1" * 39_999,
        "single digits": "1 " * 20_000,
        "pairs": "01 " * 13_333,
        "almost numbers": "010203-123 " * 3_600,
        "no such days": "320203-1234 " * 3_300,
        "fours": "0102 " * 8_000,
        "separators": "-" * 40_000,
        "spaces between digits": "1" + " " * 39_998 + "1",
        "invisible": "1\u200b" * 20_000,
        "every character": "".join(map(chr, range(0x20, 0xA000))).translate(dict.fromkeys(range(48, 58))),
        "at signs": "@" * 40_000,
        "addresses without an end": "a@" * 20_000,
        "one long address": "a@" + "b-" * 19_999,
        "a long word": "a" * 40_000,
        "prefixes": "+45 " * 10_000,
    }.items()
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_take_no_time(text: str) -> None:
    began = time.process_time()

    assert not holds_cpr(text, today=TODAY)
    assert masked(text, today=TODAY) == text
    contact_details(text)

    assert time.process_time() - began < 5


def test_a_number_is_found_at_the_end_of_a_long_text() -> None:
    assert holds_cpr("1 " * 20_000 + "x 010203-1234", today=TODAY)


EMAIL, PHONE = ContactDetail.EMAIL, ContactDetail.PHONE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", (), id="nothing"),
        pytest.param("Vi støtter forslaget.", (), id="no details"),
        pytest.param("Skriv til anne@ishoj.dk.", (EMAIL,), id="e-mail"),
        pytest.param("anne.jensen+svar@post.ishoj-skole.dk", (EMAIL,), id="long e-mail"),
        pytest.param("Åse@ishøj.dk", (EMAIL,), id="Danish e-mail"),
        pytest.param("anne＠ishoj.dk", (EMAIL,), id="full-width at sign"),
        pytest.param("anne\u200b@ishoj.dk", (EMAIL,), id="zero-width space"),
        pytest.param("@Tryghedsbotten. Hvem", (), id="mention"),
        pytest.param("møde @ skolen.dk", (), id="at a place"),
        pytest.param("43577575", (PHONE,), id="eight digits"),
        pytest.param("Tlf.43577575.", (PHONE,), id="eight digits among signs"),
        pytest.param("43 57 75 75", (PHONE,), id="pairs"),
        pytest.param("43.57.75.75", (PHONE,), id="pairs with dots"),
        pytest.param("43-57-75-75", (PHONE,), id="pairs with hyphens"),
        pytest.param("43\u00a057\u00a075\u00a075", (PHONE,), id="pairs with hard spaces"),
        pytest.param("4357 7575", (PHONE,), id="fours"),
        pytest.param("2043 7575", (PHONE,), id="fours that begin as a year"),
        pytest.param("+45 43 57 75 75", (PHONE,), id="+45"),
        pytest.param("(+45) 43577575", (PHONE,), id="+45 in parentheses"),
        pytest.param("+4543577575", (PHONE,), id="+45 together"),
        pytest.param("0045 435 77 575", (PHONE,), id="0045 and other groups"),
        pytest.param("+45 12 34 56 78", (PHONE,), id="+45 and any first digit"),
        pytest.param("anne@ishoj.dk, 43577575", (EMAIL, PHONE), id="both"),
        pytest.param("43577575, anne@ishoj.dk", (EMAIL, PHONE), id="both, in the same order"),
        pytest.param("CVR 43577575", (), id="CVR"),
        pytest.param("cvr-nr. 43577575", (), id="cvr-nr."),
        pytest.param("12345678", (), id="no phone begins with 1"),
        pytest.param("435775751", (), id="nine digits"),
        pytest.param("31.10.2023", (), id="date"),
        pytest.param("2023-10-31", (), id="ISO date"),
        pytest.param("2023-2024", (), id="years"),
        pytest.param("2023 2024", (), id="years with a space"),
        pytest.param("12.345.678 kr.", (), id="amount"),
        pytest.param("5798009882233", (), id="EAN"),
    ],
)
def test_contact_details_are_named_by_kind(text: str, expected: tuple[ContactDetail, ...]) -> None:
    assert contact_details(text) == expected
