from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest

from bot import log
from tests.fakes.logs import caught_log


@pytest.fixture(name="stream")
def _stream() -> Iterator[io.StringIO]:
    with caught_log("INFO") as stream:
        yield stream


def test_a_line_has_time_level_event_and_what_else_is_known(stream: io.StringIO) -> None:
    log.event(logging.WARNING, "reply not posted", id="17", reason="HTTP 403", ms=1.26)
    line = json.loads(stream.getvalue())
    assert line.pop("time").endswith("+00:00")
    assert line == {
        "level": "WARNING",
        "event": "reply not posted",
        "id": "17",
        "reason": "HTTP 403",
        "ms": 1.3,
    }


def test_what_is_below_the_level_is_left_out(stream: io.StringIO) -> None:
    log.event(logging.DEBUG, "turn")
    assert stream.getvalue() == ""


def test_a_stream_that_is_gone_stops_nothing(stream: io.StringIO) -> None:
    stream.close()
    log.event(logging.ERROR, "turn failed")
    logging.getLogger("aiohttp.server").error("Error handling")


def test_a_process_without_stderr_logs_nothing_and_goes_on(
    stream: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As under pythonw, or where it was closed."""
    monkeypatch.setattr("sys.stderr", None)
    log.configure("INFO")
    log.event(logging.INFO, "started")
    assert stream.getvalue() == ""


def test_nobody_can_forge_a_line(stream: io.StringIO) -> None:
    log.event(logging.INFO, "turn", id='1\n{"level": "ERROR"}\u2028\x1b[2J' + "x" * 500)
    [line] = stream.getvalue().splitlines()
    assert json.loads(line)["id"] == ('1{"level": "ERROR"}[2J' + "x" * 500)[: log.MAX_ID_CHARS - 3]


def test_an_errors_type_and_way_are_logged_but_not_its_words(stream: io.StringIO) -> None:
    def fail() -> None:
        raise ValueError("hemmelighed") from KeyError("hemmelighed")

    try:
        fail()
    except ValueError as error:
        log.event(logging.ERROR, "turn failed", id="r", error=error)
    line = json.loads(stream.getvalue())
    assert (line["error"], line["cause"]) == ("ValueError", "KeyError")
    assert line["frames"][-1].endswith(" fail")
    assert "hemmelighed" not in stream.getvalue()


def test_of_a_librarys_error_the_type_and_way_are_kept_too(stream: io.StringIO) -> None:
    try:
        int("hemmelighed")
    except ValueError:
        logging.getLogger("aiohttp.server").exception("Error handling")
    line = json.loads(stream.getvalue())
    assert line["error"] == "ValueError"
    assert line["frames"][-1].endswith("test_of_a_librarys_error_the_type_and_way_are_kept_too")
    assert "hemmelighed" not in stream.getvalue()


def test_of_a_librarys_line_only_the_place_is_kept(stream: io.StringIO) -> None:
    logging.getLogger("aiohttp.server").error("Error handling %s", "hemmelighed")
    line = json.loads(stream.getvalue())
    assert (line["event"], line["level"]) == ("aiohttp.server", "ERROR")
    assert line["where"].startswith("test_log:")
    assert "hemmelighed" not in stream.getvalue()
