"""Memos made in a process of their own, and what is left of it."""

from __future__ import annotations

import asyncio
import io
import json
import os
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from bot.memo import worker
from bot.memo.gate import Place, Where
from bot.memo.maker import Maker, MemoFailedError, order_of
from storage.records.values import HEARING as STORED
from tests.fakes.logs import caught_log
from tests.fakes.memos import HEARING, NOW

pytestmark = [
    pytest.mark.asyncio,
    pytest.mark.skipif(not Path("/proc").exists(), reason="processes are looked for as Linux has them"),
]

CPR = "010203-1234"
TOLD = '{"final": true, "missing": [], "points": 0, "places": [], "sizes": [20]}'


def lines(*forms: str, title: str = "Ny plads til SSP-NU") -> list[bytes]:
    """A hearing without parties."""
    document = STORED.dump_json(replace(HEARING, title=title))
    return [order_of(forms, names={}, now=NOW), b"hearing " + document + b"\n"]


def workers() -> list[str]:
    """The processes of this one that make a memo."""
    ours = f"PPid:\t{os.getpid()}\n"
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended meanwhile
            if b"bot.memo.worker" in (process / "cmdline").read_bytes():
                found += [process.name] * (ours in (process / "status").read_text("utf-8"))
    return found


async def test_the_files_come_back_as_they_were_ordered() -> None:
    made = await Maker().make(lines("json", "docx"))
    told, document = made.files
    assert json.loads(told)["title"] == "Høringsnotat: Ny plads til SSP-NU"
    assert docx.Document(io.BytesIO(document)).paragraphs[0].text == "Høringsnotat: Ny plads til SSP-NU"
    assert (made.final, made.missing, made.points, made.places) == (True, (), 0, ())
    assert workers() == []


async def test_what_is_missing_is_told_without_any_file() -> None:
    made = await Maker().make(lines())
    assert (made.final, made.files) == (True, ())


async def test_a_memo_with_what_may_be_a_cpr_number_is_not_made() -> None:
    made = await Maker().make(lines("docx", title=f"Sagen om {CPR}"))
    assert (made.places, made.files) == ((Place(Where.HEARING),), ())


async def test_one_that_takes_too_long_is_ended() -> None:
    with pytest.raises(MemoFailedError):
        await Maker().make(lines("docx"), limit_s=0.05)
    assert workers() == []


async def test_who_does_not_wait_for_it_ends_it_too() -> None:
    making = asyncio.ensure_future(Maker().make(lines("docx")))
    while not workers():  # noqa: ASYNC110 - nobody tells when the process is there
        await asyncio.sleep(0)
    making.cancel()
    with pytest.raises(asyncio.CancelledError):
        await making
    assert workers() == []


async def test_where_no_process_is_to_be_had_it_is_logged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with caught_log("INFO") as log, pytest.raises(MemoFailedError):
        await Maker().make(lines("docx"))
    [line] = log.getvalue().splitlines()
    assert (json.loads(line)["event"], json.loads(line)["error"]) == ("memo failed", "FileNotFoundError")


@pytest.mark.parametrize("written", ['{"final"', TOLD, f"{TOLD}\\nhalf of"], ids=["a", "line", "file"])
async def test_half_a_file_of_a_process_that_was_killed_is_given_to_nobody(
    written: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """As when memory runs out."""
    killed = tmp_path / "killed"
    killed.write_text(f"#!/bin/sh\ncat > /dev/null\nprintf '{written}'\nkill -9 $$\n", "utf-8")
    killed.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(killed))
    with caught_log("INFO") as log, pytest.raises(MemoFailedError):
        await Maker().make(lines("docx"))
    assert json.loads(log.getvalue())["reason"] == "no answer at nowhere known"


async def test_what_fails_is_logged_by_its_kind_and_place_alone() -> None:
    secret = "en hemmelighed"
    with caught_log("INFO") as log, pytest.raises(MemoFailedError):
        await Maker().make([*lines("docx"), f'version "{secret}"\n'.encode()])
    [line] = log.getvalue().splitlines()
    assert json.loads(line)["event"] == "memo failed"
    assert "ValidationError" in json.loads(line)["reason"]
    assert secret not in line


async def test_the_worker_says_the_same_of_itself() -> None:
    out = io.BytesIO()
    assert worker.main(io.BytesIO(b"".join(lines("csv"))), out) == 0
    told, _, file = out.getvalue().partition(b"\n")
    assert json.loads(told)["sizes"] == [len(file)]
    assert worker.main(io.BytesIO(b"version {}\n"), out) == 1
