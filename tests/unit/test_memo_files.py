"""The memo's files, opened and counted: the hearing of 2023, and texts that try to break out."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import re
import zipfile
from collections import Counter
from html.parser import HTMLParser
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from bot.hearings.beginning import HEARING_2023, begin_with
from bot.hearings.concerns import Concerns
from bot.memo.content import Answer, Heading, Memo, Said
from bot.memo.data import csv_of, json_of
from bot.memo.html import html_of
from bot.memo.maker import order_of, records_of
from bot.memo.word import docx_of
from bot.memo.worker import memo_of
from storage.knowledge import Knowledge
from storage.records import hearings
from storage.records.database import open_records, url_of
from storage.records.values import LateDecision
from tests.fakes.memos import NOW, Case, point

AGAIN = "(samme indstilling som ovenfor)"
HOSTILE = "</w:t><script>alert(1)</script> & {{ 7*7 }} \x00\ud800\ufffe =SUM(A1)"
EMPTY = re.compile(r"\s*")


@pytest.fixture(name="of_2023", scope="session")
def _of_2023(knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Memo:
    """The memo of the hearing of 2023, as the records tell it."""

    async def read() -> list[bytes]:
        records = await open_records(url_of(None, tmp_path_factory.mktemp("memo")))
        try:
            await begin_with(records, knowledge)
            async with records.reading() as connection:
                hearing = await hearings.hearing(connection, HEARING_2023)
                assert hearing is not None
                return await records_of(connection, hearing)
        finally:
            await records.close()

    order = order_of((), names=Concerns(knowledge).names, now=NOW)
    memo, _ = memo_of([order, *asyncio.run(read())])
    return memo


@pytest.fixture(name="word", scope="session")
def _word(of_2023: Memo) -> Document:
    return opened(docx_of(of_2023))


def opened(content: bytes) -> Document:
    return docx.Document(io.BytesIO(content))


def cells(document: Document) -> list[list[Any]]:
    """The rows of the one table, each with its cells."""
    [table] = document.tables
    return [list(row.cells) for row in table.rows]


def styled(paragraph: Any, style: str) -> bool:
    return bool(paragraph.style.name == style)


def paragraphs(document: Document, style: str) -> list[str]:
    """Those of a style in the table's cells, in their order."""
    return [
        paragraph.text
        for row in cells(document)
        for cell in row
        for paragraph in cell.paragraphs
        if styled(paragraph, style)
    ]


# --- the hearing of 2023 in Word ----------------------------------------------------------------


def test_the_memo_of_2023_is_final(of_2023: Memo) -> None:
    assert (of_2023.final, of_2023.missing) == (True, ())


def test_five_parties_stand_in_the_memo_s_order(word: Document, knowledge: Knowledge) -> None:
    assert paragraphs(word, "Heading 2") == [
        party.name for party in knowledge.parties.values() if not party.part_of
    ]
    assert len(paragraphs(word, "Heading 2")) == 5


def test_the_first_party_has_three_voices_and_five_headings(word: Document) -> None:
    assert paragraphs(word, "Heading 3") == [
        "MED-udvalget i CBF",
        "Gadeplan (CBF)",
        "Kriminalpræventive konsulenter og leder af Tryghed og Kriminalitetsforebyggelse",
    ]
    assert paragraphs(word, "Heading 4") == [
        "Risiko for videnstab",
        "Mere bureaukrati",
        "Samarbejde om udsatte unge",
        "Manglende effekt",
        "Organisatoriske udfordringer",
    ]


def test_each_of_31_points_stands_once_in_the_second_column(word: Document, of_2023: Memo) -> None:
    column = "\n".join(row[1].text for row in cells(word))
    said = [each for part in of_2023.parts for row in part.rows for each in row.said]
    assert [each.number for each in said] == list(range(1, 32))
    assert [column.count(each.text) for each in said] == [1] * 31
    leads = re.findall(r"^(\d+)\. (\w+)", column, re.MULTILINE)
    assert [int(number) for number, _ in leads] == list(range(1, 32))
    assert Counter(stance for _, stance in leads) == {
        "Bekymring": 9,
        "Opbakning": 9,
        "Uklarhed": 3,
        "Opmærksomhedspunkt": 3,
        "Undren": 2,
        "Forslag": 2,
        "Ønske": 1,
        "Fordel": 2,
    }
    assert "29. Fordel – Model 1: " in column
    assert "30. Fordel – Model 2: " in column


def test_seventeen_remarks_stand_once_each_and_one_of_them_only_refers(word: Document, of_2023: Memo) -> None:
    column = "\n".join(row[2].text for row in cells(word))
    answers = [each for part in of_2023.parts for row in part.rows for each in row.answers]
    first: dict[str, Answer] = {}
    for each in answers:
        first.setdefault(each.remark_id, each)
    written = [each for each in first.values() if not each.refers and ".ingen." not in each.remark_id]
    referring = [each for each in first.values() if each.refers]
    assert (len(written), len(referring)) == (16, 1)
    assert [column.count(each.text) for each in written] == [1] * 16
    assert column.count(referring[0].text) == 1
    assert referring[0].text == "Se bemærkningerne under MED-udvalget i CBF, punkt 1–4."
    assert column.count("Ingen selvstændig bemærkning") == 1


def test_the_recommendation_stands_in_two_places_the_second_time_as_the_same(word: Document) -> None:
    column = [row[3].text for row in cells(word)[1:]]
    given = [text for text in column if text != "Ingen indstilling"]
    text = "Lederne af Ishøj Ungdom og af Tryghed og Kriminalitetsforebyggelse tilknyttes styregruppen"
    assert given == [f"{text}.", f"Til punkt 17: {text} {AGAIN}"]


def test_no_cell_of_the_table_is_empty_and_all_rows_have_four(word: Document) -> None:
    rows = cells(word)
    assert {len(row) for row in rows} == {4}
    assert not [cell for row in rows for cell in row if EMPTY.fullmatch(cell.text)]
    assert not word.tables[0]._tbl.findall(f".//{qn('w:tbl')}")  # noqa: SLF001 - no table in a table
    assert not word.tables[0]._tbl.findall(f".//{qn('w:vMerge')}")  # noqa: SLF001 - no merged cells


def test_the_head_is_repeated_on_each_page_and_only_the_first_row_is_head(word: Document) -> None:
    rows = word.tables[0].rows
    assert [cell.text for cell in rows[0].cells] == [
        "Høringspart",
        "Høringssvar",
        "Administrationens bemærkninger",
        "Administrationens indstilling",
    ]
    heads = [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in rows]  # noqa: SLF001
    assert heads == [True, *[False] * (len(rows) - 1)]


def test_the_document_is_danish_landscape_and_has_real_headings(word: Document) -> None:
    section: Any = word.sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (29.7, 21.0)
    assert {lang.get(qn("w:val")) for lang in word.styles.element.iter(qn("w:lang"))} == {"da-DK"}
    core = word.core_properties
    assert (core.language, core.author) == ("da-DK", "Ishøj Kommune")
    assert core.title == word.paragraphs[0].text
    assert core.created == core.modified
    assert styled(word.paragraphs[0], "Title")
    assert [each.text for each in word.paragraphs if styled(each, "Heading 1")] == [
        "Hørte parter",
        "Høringssvar",
        "Indstillinger",
    ]
    footer = section.footer.paragraphs[0]._p.xml  # noqa: SLF001 - python-docx knows no fields
    assert 'w:instr="PAGE"' in footer
    assert 'w:instr="NUMPAGES"' in footer


def test_the_table_is_told_in_words_to_who_cannot_see_it(word: Document) -> None:
    properties = word.tables[0]._tbl.tblPr  # noqa: SLF001
    for name in ("tblCaption", "tblDescription"):
        assert properties.find(qn(f"w:{name}")).get(qn("w:val"))


def test_period_days_and_parties_stand_before_the_table(word: Document) -> None:
    text = "\n".join(each.text for each in word.paragraphs)
    assert "fra 29. september 2023 til 31. oktober 2023, i alt 33 dage" in text
    assert "Alle 5 hørte parter har svaret." in text
    assert "5 svar, der er modtaget rettidigt ifølge et tidligere høringsnotat" in text
    assert "Lokal MED CBF: har svaret rettidigt med 14 punkter" in text
    assert "Udkast" not in text


def test_the_same_memo_gives_the_same_bytes_without_the_time_of_day(of_2023: Memo) -> None:
    content = docx_of(of_2023)
    assert docx_of(of_2023) == content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


# --- other memos ------------------------------------------------------------------------------


def full() -> Memo:
    """A draft with a late response, one that is not treated, and texts that try to break out."""
    case = Case().says("p", point("a", HOSTILE), point("b", "To\nlinjer"), name=HOSTILE)
    case.says("l", point("c"), timely=False, late_decision=LateDecision.INCLUDE, late_reason="Syg.")
    case.says("x", point("d"), timely=False, late_decision=LateDecision.REFUSE, late_reason=HOSTILE)
    return case.remark("r", "p", "a", "b", text=HOSTILE).recommends("i", "b", text=HOSTILE).memo


def test_a_draft_begins_with_what_is_missing_and_ends_with_what_came_late() -> None:
    document = opened(docx_of(full()))
    texts = [each.text for each in document.paragraphs]
    assert texts[1] == "Udkast. Det mangler, før notatet er endeligt:"
    assert texts[2].startswith("Ét punkt har hverken en bemærkning")
    assert [each.text for each in document.paragraphs if styled(each, "Heading 1")] == [
        "Hørte parter",
        "Høringssvar",
        "Svar efter fristen",
        "Indstillinger",
    ]
    assert len(document.tables) == 2
    assert "udkast" in document.sections[0].header.paragraphs[0].text


def test_what_no_document_can_hold_is_left_out_and_the_rest_stands_as_it_was_written() -> None:
    document = opened(docx_of(full()))
    text = document.tables[0].rows[1].cells[1].text
    assert "</w:t><script>alert(1)</script> & {{ 7*7 }}  =SUM(A1)" in text
    assert "To\nlinjer" in text


def test_nothing_treated_and_nothing_recommended_is_said_in_words() -> None:
    document = opened(docx_of(Case().heard("p").memo))
    texts = [each.text for each in document.paragraphs]
    assert "Der er ingen svar at behandle." in texts
    assert "Der er ingen indstillinger." in texts
    assert document.tables == []


class Page(HTMLParser):
    """What stands on a page, tag by tag."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def count(self, tag: str, **attributes: str) -> int:
        return sum(name == tag and attributes.items() <= found.items() for name, found in self.tags)


def test_the_page_has_the_same_table_with_heads_for_columns_and_rows(of_2023: Memo) -> None:
    page = Page(html_of(of_2023))
    assert page.count("html", lang="da") == 1
    assert (page.count("table"), page.count("caption")) == (1, 1)
    assert page.count("th", scope="col") == 4
    rows = sum(len(part.rows) for part in of_2023.parts)
    assert page.count("th", scope="row") == rows
    assert page.count("td") == 3 * rows
    assert (page.count("h1"), page.count("h3"), page.count("h4"), page.count("h5")) == (1, 5, 3, 5)
    assert page.text.count(AGAIN) == 1


def test_the_page_needs_nothing_else_and_escapes_every_text() -> None:
    content = html_of(full())
    page = Page(content)
    assert page.count("script") == 0
    assert page.text.count("<script>alert(1)</script>") >= 4
    assert b"http" not in content
    assert page.count("table") == 2
    assert "Udkast" in page.text


def test_the_json_holds_each_point_once_with_its_answers(of_2023: Memo) -> None:
    document = json.loads(json_of(of_2023))
    rows = [row for part in document["parts"] for row in part["rows"]]
    points = [item for row in rows for item in row["items"] if item["kind"] == "point"]
    assert [each["number"] for each in points] == list(range(1, 32))
    assert sum(item["kind"] == "heading" for row in rows for item in row["items"]) == 8
    assert (document["made_on"], document["final"], document["lacks"]) == ("2026-11-26", True, [])
    assert len(document["recommended"]) == 1


def test_the_json_of_a_draft_tells_what_it_lacks() -> None:
    document = json.loads(json_of(full()))
    assert document["lacks"] == [["point without a remark", 1]]
    assert [each["party_id"] for each in document["late"]] == ["l"]
    assert [each["party_id"] for each in document["apart"]] == ["x"]


def test_the_csv_has_a_row_for_each_point_and_runs_nothing(of_2023: Memo) -> None:
    table = list(csv.reader(io.StringIO(csv_of(of_2023).decode("utf-8-sig")), delimiter=";"))
    assert [row[0] for row in table[1:]] == [str(number) for number in range(1, 32)]
    assert table[8][:4] == [
        "8",
        "Lokal MED CBF",
        "Kriminalpræventive konsulenter og leder af Tryghed og Kriminalitetsforebyggelse › Mere bureaukrati",
        "Bekymring",
    ]
    case = Case().says("p", point("a", "=1+1")).says("q")
    rows = list(csv.reader(io.StringIO(csv_of(case.memo).decode("utf-8-sig")), delimiter=";"))[1:]
    assert rows[0][6] == "'=1+1"
    assert (rows[1][1], rows[1][6]) == ("Part q", "Ingen bemærkninger")


def test_headings_and_points_of_a_row_are_told_apart(of_2023: Memo) -> None:
    items = [item for part in of_2023.parts for row in part.rows for item in row.items]
    kinds = Counter(type(item) for item in items)
    assert (kinds[Heading], kinds[Said]) == (8, 31)
