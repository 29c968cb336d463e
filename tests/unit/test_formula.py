from __future__ import annotations

import csv
import io

import pytest

from bot.hearings.formula import cell_of, csv_bytes


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("=1+1", id="equals"),
        pytest.param("+45 43577575", id="plus"),
        pytest.param("-5", id="negative number"),
        pytest.param("-", id="lone minus"),
        pytest.param("- vi støtter", id="bullet"),
        pytest.param("@SUM(A1)", id="at"),
        pytest.param("\t=1", id="tab"),
        pytest.param("\tord", id="tab before a word"),
        pytest.param("\rord", id="carriage return"),
        pytest.param("\nord", id="line feed"),
        pytest.param("  =1", id="after spaces"),
        pytest.param(" \t ord", id="tab after a space"),
        pytest.param("\u00a0=1", id="after a hard space"),
        pytest.param("\u200b\ufeff=1", id="after what cannot be seen"),
        pytest.param("\x00=1", id="after a null character"),
        pytest.param("＝1", id="full-width equals"),
        pytest.param("＋1", id="full-width plus"),
        pytest.param("－1", id="full-width minus"),
        pytest.param("＠A", id="full-width at"),
        pytest.param(" ＝1", id="full-width after a space"),
        pytest.param("−5", id="minus sign"),
        pytest.param('=HYPERLINK("http://x";"y")', id="link"),
        pytest.param("=cmd|' /C calc'!A0", id="command"),
    ],
)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe_once(value: str) -> None:
    assert cell_of(value) == f"'{value}"
    assert cell_of(cell_of(value)) == f"'{value}"


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("", id="nothing"),
        pytest.param("   ", id="spaces"),
        pytest.param("Vi støtter forslaget", id="words"),
        pytest.param("5", id="number"),
        pytest.param("a=b", id="equals inside"),
        pytest.param("a\n=b", id="equals on the second line"),
        pytest.param("– vi støtter", id="dash"),
        pytest.param("'=1", id="an apostrophe already"),
        pytest.param('"=1"', id="a quote first"),
        pytest.param(" ord", id="space"),
    ],
)
def test_what_is_text_to_a_spreadsheet_stays_as_it_is(value: str) -> None:
    assert cell_of(value) == value


def test_the_file_is_what_danish_excel_reads() -> None:
    content = csv_bytes(["Part", "Svar"], [["Lærerne på Ådalen", "Ja; nej, måske"], ["=1", 'de "gode"']])

    assert content == (
        b"\xef\xbb\xbf" + 'Part;Svar\r\nLærerne på Ådalen;"Ja; nej, måske"\r\n\'=1;"de ""gode"""\r\n'.encode()
    )


def test_what_is_written_is_read_back() -> None:
    rows = [["linje 1\nlinje 2", "a\r\nb", "a\rb"], ['"', ";", "\u2028"], ["", " ", "æøå ÆØÅ é 🎉"]]

    text = csv_bytes(["a", "b", "c"], rows).decode("utf-8-sig")

    assert list(csv.reader(io.StringIO(text, newline=""), delimiter=";")) == [["a", "b", "c"], *rows]


def test_a_line_break_in_a_cell_begins_no_row() -> None:
    assert csv_bytes(["a", "b"], [["x\r\n=1;=2", "y"]]).endswith(b'\r\n"x\r\n=1;=2";y\r\n')


def test_names_of_columns_are_cells_too() -> None:
    assert csv_bytes(["=1"], []) == b"\xef\xbb\xbf'=1\r\n"


def test_an_empty_row_of_one_cell_is_still_a_row() -> None:
    assert csv_bytes(["a"], [[""], ["b"]]) == b'\xef\xbb\xbfa\r\n""\r\nb\r\n'


def test_half_a_surrogate_pair_does_not_stop_the_file() -> None:
    assert csv_bytes(["a"], [["x\ud800y"]]).endswith(b"x?y\r\n")


@pytest.mark.parametrize("row", [pytest.param(["x"], id="short"), pytest.param(["x", "y", "z"], id="long")])
def test_a_row_of_another_length_is_refused(row: list[str]) -> None:
    with pytest.raises(ValueError, match="Row 2 has"):
        csv_bytes(["a", "b"], [["x", "y"], row])


def test_a_long_run_of_blanks_takes_no_time() -> None:
    assert cell_of(" " * 40_000 + "=1").startswith("' ")
