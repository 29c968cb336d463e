"""CSV that Danish Excel opens as a table of text and never runs."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence

# Cells that begin so are formulas to Excel and others, the full-width ones after NFKC:
# https://owasp.org/www-community/attacks/CSV_Injection (read 2026-11-26).
_STARTS = frozenset("=+-@\N{MINUS SIGN}")
_STARTS_AS_WHITESPACE = frozenset("\t\r\n")


def cell_of(value: str) -> str:
    """The value with an apostrophe before it when a spreadsheet would take it for a formula.

    Spaces and invisible characters before the sign do not hide it. A number given as text ("-5") gets the
    apostrophe too: whoever wrote it wrote text. Done twice it changes nothing more.
    """
    for sign in value:
        if sign in _STARTS_AS_WHITESPACE:
            return f"'{value}"
        if not sign.isspace() and unicodedata.category(sign) not in {"Cc", "Cf"}:
            return f"'{value}" if unicodedata.normalize("NFKC", sign)[0] in _STARTS else value
    return value


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV file: the names of the columns, then the rows, every cell through `cell_of`.

    UTF-8 with a byte order mark, without which Excel reads æøå wrong; semicolons between the cells, for in
    Danish the comma is the decimal sign; CRLF after each row; quoted where the csv module finds it needed.
    What UTF-8 cannot hold (half a surrogate pair) becomes a question mark.

    Raises:
        ValueError: A row is longer or shorter than `columns`.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(map(cell_of, columns))
    for number, row in enumerate(rows, start=1):
        if len(row) != len(columns):
            raise ValueError(f"Row {number} has {len(row)} cells and not {len(columns)}.")
        writer.writerow(map(cell_of, row))
    return out.getvalue().encode("utf-8-sig", errors="replace")
