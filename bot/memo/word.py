"""The memo as a Word document: landscape, real headings, one table with its head on every page.

Elements and their order are those of WordprocessingML, ECMA-376 part 1, 17.4 (tables) and 17.16 (fields)
(https://ecma-international.org/publications-and-standards/standards/ecma-376/, read 2026-11-26).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from lxml import etree

from bot.hearings.texts import memo as texts
from bot.memo.cells import Kind, Line, rows_of
from bot.memo.content import Memo, Part

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
"""As registered with IANA (https://www.iana.org/assignments/media-types, read 2026-11-26)."""

LANGUAGE = "da-DK"
FONT = "Arial"
_PAGE_CM = (29.7, 21.0)
_MARGIN_CM = 1.8
_WIDTHS_CM = (3.7, 10.1, 7.8, 4.5)
_TWIPS_IN_CM = 567  # twentieths of a point
_WHOLE_CHARS = 1_600
"""A row whose longest cell is shorter stays on one page; others may break, or pages would be half empty."""

_STYLES = {
    Kind.PARTY: "Heading 2",
    Kind.SECTION: "Heading 3",
    Kind.TOPIC: "Heading 4",
    Kind.TEXT: texts.TABLE_TEXT_STYLE,
    Kind.OWN_WORDS: texts.OWN_WORDS_STYLE,
    Kind.NOTE: texts.NOTE_STYLE,
}
_SIZES_PT = {"Title": 18, "Heading 1": 14, "Heading 2": 10, "Heading 3": 9.5, "Heading 4": 9}
_DARK = RGBColor(0x1F, 0x2A, 0x37)
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can hold
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def docx_of(memo: Memo) -> bytes:
    """The document; the same memo always gives the same bytes."""
    document = docx.Document()
    _set_up(document, memo)
    document.add_paragraph(_clean(memo.title), style="Title")
    if not memo.final:
        _missing(document, memo)
    for number, (name, value) in enumerate(memo.facts):
        paragraph = document.add_paragraph(style="No Spacing")
        _led(paragraph, f"{name}: ", value)
        if not number:
            paragraph.paragraph_format.space_before = Pt(8)
    for number, text in enumerate(memo.intro):
        paragraph = document.add_paragraph(_clean(text))
        if not number:
            paragraph.paragraph_format.space_before = Pt(8)
    document.add_heading(texts.HEARD_HEADING, 1)
    _bullets(document, ((f"{heard.party}: ", heard.standing) for heard in memo.heard))
    document.add_heading(texts.TIMELY_HEADING, 1)
    if memo.parts:
        _table(document, memo.parts, texts.TABLE_TITLE)
    else:
        document.add_paragraph(texts.NOTHING_TREATED)
    _late(document, memo)
    _recommended(document, memo)
    out = io.BytesIO()
    document.save(out)
    return _undated(out)


def _missing(document: Document, memo: Memo) -> None:
    _led(document.add_paragraph(style="No Spacing"), f"{texts.DRAFT}. ", f"{texts.MISSING_HEADING}:")
    _bullets(document, (("", sentence) for sentence in memo.missing))


def _late(document: Document, memo: Memo) -> None:
    if not memo.late and not memo.apart:
        return
    document.add_heading(texts.LATE_HEADING, 1)
    if memo.late:
        _table(document, memo.late, texts.LATE_TABLE_TITLE)
    _bullets(document, ((f"{apart.party}: ", apart.decision) for apart in memo.apart))


def _recommended(document: Document, memo: Memo) -> None:
    document.add_heading(texts.RECOMMENDED_HEADING, 1)
    if not memo.recommended:
        document.add_paragraph(texts.NO_RECOMMENDATIONS)
    _bullets(document, ((each.text, f" {each.follows} {each.outcome}") for each in memo.recommended))


def _led(paragraph: Paragraph, lead: str, text: str) -> None:
    paragraph.add_run(_clean(lead)).bold = True
    paragraph.add_run(_clean(text))


def _clean(text: str) -> str:
    """Without what XML cannot hold."""
    return _NOT_XML.sub("", text)


# --- the document as a whole ------------------------------------------------------------------


def _set_up(document: Document, memo: Memo) -> None:
    _name(document, memo)
    _styles(document)
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = map(Cm, _PAGE_CM)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(_MARGIN_CM)
    section.header_distance = section.footer_distance = Cm(0.9)
    head = section.header.paragraphs[0]
    head.add_run(_clean(texts.running_head(memo.hearing, final=memo.final)))
    foot = section.footer.paragraphs[0]
    _field(foot, f"{texts.PAGE} ", "PAGE")
    _field(foot, f" {texts.OF} ", "NUMPAGES")
    _language(document)


def _name(document: Document, memo: Memo) -> None:
    made = datetime.combine(memo.made_on, time())
    core = document.core_properties
    core.title, core.author, core.subject = _clean(memo.title), _clean(memo.author), texts.MEMO
    core.last_modified_by, core.category = _clean(memo.author), memo.status
    core.keywords = core.comments = ""
    core.created = core.modified = made
    core.language, core.revision = LANGUAGE, 1
    package = document.part.package
    for id_ in [id_ for id_, of in package.rels.items() if of.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        package.rels.pop(id_)  # a picture of the template


def _styles(document: Document) -> None:
    styles = document.styles
    normal = styles["Normal"]
    _font(normal, 10)
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(5), 1.08
    for name, size in _SIZES_PT.items():
        style = styles[name]
        _font(style, size)
        style.font.bold, style.font.italic, style.font.color.rgb = True, False, _DARK
        inside = name in {"Heading 2", "Heading 3", "Heading 4"}
        style.paragraph_format.space_before = Pt(2 if inside else 12)
        style.paragraph_format.space_after = Pt(3 if inside else 5)
        style.paragraph_format.keep_with_next = not inside  # in a table it would keep rows together
    styles["Heading 4"].font.italic = True
    _without_rule(styles["Title"])
    cells = {texts.TABLE_TEXT_STYLE: False, texts.OWN_WORDS_STYLE: True, texts.NOTE_STYLE: True}
    for name, italic in cells.items():
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        style.font.size, style.font.italic = Pt(9), italic
        style.paragraph_format.space_after, style.paragraph_format.line_spacing = Pt(4), 1.05
        style.paragraph_format.keep_together = True
    styles[texts.NOTE_STYLE].font.size = Pt(8.5)
    styles[texts.OWN_WORDS_STYLE].paragraph_format.left_indent = Cm(0.4)
    for name, size in (("Header", 8.5), ("Footer", 8.5), ("No Spacing", 10)):
        _font(styles[name], size)
    styles["List Bullet"].paragraph_format.space_after = Pt(2)


def _font(style: Any, size: float) -> None:
    """One font for all scripts: the template's headings name the theme's, which would win."""
    style.font.name, style.font.size = FONT, Pt(size)
    fonts = style.element.rPr.rFonts
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for name in ("eastAsia", "cs"):
        fonts.set(qn(f"w:{name}"), FONT)


def _without_rule(title: Any) -> None:
    borders = title.element.pPr.find(qn("w:pBdr"))
    if borders is not None:
        title.element.pPr.remove(borders)


def _language(document: Document) -> None:
    """Danish for who proofs it and who hears it read aloud, and the settings that Danish Word has."""
    for lang in document.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), LANGUAGE)
        lang.set(qn("w:eastAsia"), LANGUAGE)
    settings = document.settings.element
    settings.find(qn("w:themeFontLang")).set(qn("w:val"), LANGUAGE)
    settings.find(qn("w:decimalSymbol")).set(qn("w:val"), ",")
    settings.find(qn("w:listSeparator")).set(qn("w:val"), ";")
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")  # of an older one Word says so in the window's title


def _field(paragraph: Paragraph, before: str, instruction: str) -> None:
    paragraph.add_run(before)
    paragraph._p.append(  # noqa: SLF001 - python-docx has no fields
        parse_xml(
            f'<w:fldSimple {nsdecls("w")} w:instr="{instruction}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        )
    )


# --- the table --------------------------------------------------------------------------------


def _table(document: Document, parts: Iterable[Part], title: str) -> None:
    """Append the table, made of plain elements: several times as fast as by python-docx's rows and cells."""
    widths = [round(width * _TWIPS_IN_CM) for width in _WIDTHS_CM]
    head = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    table = parse_xml(
        f"<w:tbl {nsdecls('w')}><w:tblPr>"
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{_BORDERS}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:top w:w="57" w:type="dxa"/><w:left w:w="96" w:type="dxa"/>'
        '<w:bottom w:w="28" w:type="dxa"/><w:right w:w="96" w:type="dxa"/></w:tblCellMar>'
        '<w:tblLook w:val="06A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0"'
        ' w:noHBand="1" w:noVBand="1"/>'
        f'<w:tblCaption w:val="{title}"/><w:tblDescription w:val="{texts.TABLE_TEXT}"/>'
        f"</w:tblPr><w:tblGrid>{head}</w:tblGrid></w:tbl>"
    )
    _append(document, table)
    names = [(Line(Kind.TEXT, "", name),) for name in texts.COLUMNS]
    _row(table, names, widths, head=True)
    for part in parts:
        for cells in rows_of(part):
            _row(table, cells, widths)


_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="7F7F7F"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_TR, _TR_PR, _TC, _TC_PR, _TC_W = (qn(f"w:{name}") for name in ("tr", "trPr", "tc", "tcPr", "tcW"))
_P, _P_PR, _P_STYLE, _R, _R_PR, _B, _T, _BR = (
    qn(f"w:{name}") for name in ("p", "pPr", "pStyle", "r", "rPr", "b", "t", "br")
)
_VAL, _W, _TYPE = qn("w:val"), qn("w:w"), qn("w:type")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def _row(table: Any, cells: Sequence[Sequence[Line]], widths: Sequence[int], *, head: bool = False) -> None:
    row = etree.SubElement(table, _TR)
    properties = etree.SubElement(row, _TR_PR)
    longest = max(sum(len(line.lead) + len(line.text) for line in lines) for lines in cells)
    if longest < _WHOLE_CHARS:
        etree.SubElement(properties, qn("w:cantSplit"))
    if head:
        etree.SubElement(properties, qn("w:tblHeader"))
    for lines, width in zip(cells, widths, strict=True):
        cell = etree.SubElement(row, _TC)
        of_cell = etree.SubElement(cell, _TC_PR)
        etree.SubElement(of_cell, _TC_W, {_W: str(width), _TYPE: "dxa"})
        if head:
            shading = {_VAL: "clear", qn("w:color"): "auto", qn("w:fill"): "E3E8EE"}
            etree.SubElement(of_cell, qn("w:shd"), shading)
        for line in lines:
            _fill(etree.SubElement(cell, _P), _STYLE_IDS[line.kind], line.lead, line.text)


def _bullets(document: Document, items: Iterable[tuple[str, str]]) -> None:
    """A list, each item's first words in bold; of plain elements too, for it may be long."""
    for lead, text in items:
        paragraph = etree.Element(_P, nsmap=document.element.nsmap)
        _fill(paragraph, "ListBullet", lead, text)
        _append(document, paragraph)


def _append(document: Document, element: Any) -> None:
    """Put it last in the document: before the properties of its one section."""
    document.element.body[-1].addprevious(element)


def _fill(paragraph: Any, style_id: str, lead: str, text: str) -> None:
    properties = etree.SubElement(paragraph, _P_PR)
    etree.SubElement(properties, _P_STYLE, {_VAL: style_id})
    if lead:
        run = etree.SubElement(paragraph, _R)
        etree.SubElement(etree.SubElement(run, _R_PR), _B)
        _text(run, lead)
    if text:
        _text(etree.SubElement(paragraph, _R), text)


def _text(run: Any, text: str) -> None:
    for number, part in enumerate(_clean(text).splitlines()):
        if number:
            etree.SubElement(run, _BR)
        element = etree.SubElement(run, _T, {_SPACE: "preserve"})
        element.text = part


_STYLE_IDS = {kind: name.replace(" ", "") for kind, name in _STYLES.items()}
"""As python-docx makes an id of a style's name."""


# --- the file ---------------------------------------------------------------------------------


def _undated(written: io.BytesIO) -> bytes:
    """The same zip without the time it was written."""
    out = io.BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, source.read(name))
    return out.getvalue()
