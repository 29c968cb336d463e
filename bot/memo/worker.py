"""Makes the files of a memo in a process of its own: records in on stdin, files out on stdout.

In comes a line for each thing, its kind, a space and JSON: "order", "hearing", when it was "closed", "party",
"version", and what ``remarks.KINDS`` names, as they are stored. Out goes one line of JSON, and after it the
files one after the other, see ``made_of``.
"""

from __future__ import annotations

import gc
import io
import json
import os
import sys
import traceback
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any, BinaryIO

from pydantic import TypeAdapter

from bot.hearings.calendar import local
from bot.hearings.rules import Moment
from bot.hearings.titles import titles_of
from bot.memo.compose import compose
from bot.memo.content import Memo
from bot.memo.gate import cpr_places
from bot.memo.readiness import Versions
from storage.records.remarks import Treated, treated_in, treatment_in
from storage.records.values import HEARING, VERSION, Invitation, Version

_NICE = 10
"""Whoever asks the bot something comes first."""


def _docx(memo: Memo) -> bytes:
    from bot.memo.word import docx_of  # noqa: PLC0415 - each form loads what it needs, and no other

    return docx_of(memo)


def _html(memo: Memo) -> bytes:
    from bot.memo.html import html_of  # noqa: PLC0415 - as above

    return html_of(memo)


def _json(memo: Memo) -> bytes:
    from bot.memo.data import json_of  # noqa: PLC0415 - as above

    return json_of(memo)


def _csv(memo: Memo) -> bytes:
    from bot.memo.data import csv_of  # noqa: PLC0415 - as above

    return csv_of(memo)


FORMS: dict[str, Callable[[Memo], bytes]] = {"docx": _docx, "html": _html, "json": _json, "csv": _csv}
"""By the extension that a file of it has."""


def memo_of(lines: Iterable[bytes]) -> tuple[Memo, tuple[str, ...]]:
    """The memo that the records tell of, and the forms that are wanted."""
    parties: list[Invitation] = []
    versions: dict[str, list[Version]] = {}
    treated: list[Treated] = []
    found: dict[bytes, bytes] = {}
    invitation = TypeAdapter(Invitation)
    for line in lines:
        kind, _, document = line.partition(b" ")
        match kind:
            case b"party":
                parties.append(invitation.validate_json(document))
            case b"version":
                version = VERSION.validate_json(document)
                versions.setdefault(version.party_id, []).append(version)
            case b"order" | b"hearing" | b"closed":
                found[kind] = document
            case _:
                treated.append(treated_in(kind.decode(), document.decode()))
    hearing, order = HEARING.validate_json(found[b"hearing"]), json.loads(found[b"order"])
    now = datetime.fromisoformat(order["now"])
    memo = compose(
        hearing,
        [Moment(hearing, each, now) for each in parties],
        _in_order(versions),
        treatment_in(treated),
        titles=partial(titles_of, names=order["names"]),
        made_on=local(now).date(),
        closed_at=datetime.fromisoformat(json.loads(found[b"closed"])) if b"closed" in found else None,
    )
    return memo, tuple(order["forms"])


def _in_order(versions: dict[str, list[Version]]) -> Versions:
    return {party: sorted(sent, key=lambda each: each.number) for party, sent in versions.items()}


def made_of(memo: Memo, forms: Iterable[str]) -> tuple[dict[str, Any], list[bytes]]:
    """What is said of the memo, and its files; none where it may hold a CPR number.

    Shape: {"final", "missing": [sentence], "points": count, "places": [[where, number]], "sizes": [bytes]}.
    """
    places = cpr_places(memo)
    files = [] if places else [FORMS[form](memo) for form in forms]
    points = sum(1 for part in (*memo.parts, *memo.late) for row in part.rows for _ in row.said)
    told = {
        "final": memo.final,
        "missing": memo.missing,
        "points": points,
        "places": [[place.where, place.number] for place in places],
        "sizes": [len(file) for file in files],
    }
    return told, files


def main(source: BinaryIO, out: BinaryIO) -> int:
    """Make what is ordered; 1 where that fails, and then only the kind of error and its places are told."""
    try:
        memo, forms = memo_of(source)
        told, files = made_of(memo, forms)
    except Exception as error:  # noqa: BLE001 - the outermost: it is told, and the parent logs it
        frames = traceback.extract_tb(error.__traceback__)
        places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        out.write(json.dumps({"error": type(error).__name__, "frames": places}).encode() + b"\n")
        return 1
    out.write(json.dumps(told).encode() + b"\n")
    out.writelines(files)
    return 0


if __name__ == "__main__":
    with suppress(OSError, AttributeError):  # not on Windows
        os.nice(_NICE)
    gc.disable()  # nothing that is made is thrown away before the end
    with io.BufferedWriter(io.FileIO(sys.stdout.fileno(), "wb", closefd=False)) as written:
        code = main(sys.stdin.buffer, written)
    # What was made need not be taken apart before the system takes it back.
    os._exit(code)
