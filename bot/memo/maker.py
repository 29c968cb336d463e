"""Has memos made in a process of their own, so that the bot answers meanwhile and has its memory back."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import log
from bot.memo.gate import Place, Where
from storage.records import audit, hearings, responses, treatment
from storage.records.values import HEARING, Hearing, Invitation

LIMIT_S = 120.0
"""More than a thousand responses take, on a slow machine."""

AT_ONCE = 2
_CLOSED = "hearing.closed"
_ROOT = Path(__file__).parents[2]
_ENVIRONMENT = ("PATH", "SYSTEMROOT", "TZDIR", "PYTHONTZPATH")


class MemoFailedError(Exception):
    """The memo could not be made; the log says where it failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What came of making a memo.

    Attributes:
        missing: A sentence for each kind of thing that keeps it from being final.
        points: How many there are in it.
        places: Where it may hold a CPR number; then there are no files.
        files: As they were ordered.
    """

    final: bool
    missing: tuple[str, ...]
    points: int
    places: tuple[Place, ...]
    files: tuple[bytes, ...]


class Maker:
    """Starts a process for each memo, not many at once."""

    def __init__(self) -> None:
        self._free = asyncio.Semaphore(AT_ONCE)

    async def make(self, lines: Sequence[bytes], *, limit_s: float = LIMIT_S) -> Made:
        """Make a memo; when this is cancelled, or takes too long, its process is killed.

        Args:
            lines: What ``order_of`` says, and what ``records_of`` read.
            limit_s: How long it may take, and may wait for others.

        Raises:
            MemoFailedError: It failed, or took too long.
        """
        try:
            async with asyncio.timeout(limit_s), self._free:
                return await _in_process(lines)
        except TimeoutError as error:  # an OSError too, so it comes first
            log.event(logging.ERROR, "memo failed", reason="took too long")
            raise MemoFailedError from error
        except OSError as error:  # there is no process to be had
            log.event(logging.ERROR, "memo failed", error=error)
            raise MemoFailedError from error


async def _in_process(lines: Sequence[bytes]) -> Made:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.memo.worker",
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        cwd=_ROOT,
        env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
    )
    try:
        return await _made(process, lines)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _made(process: Process, lines: Sequence[bytes]) -> Made:
    out, _ = await process.communicate(b"".join(lines))
    told, ended, rest = out.partition(b"\n")
    found = json.loads(told) if ended else {}
    if process.returncode or "sizes" not in found:  # killed while it wrote, it has written half a file
        where = next(reversed(found.get("frames", ())), "nowhere known")
        log.event(logging.ERROR, "memo failed", reason=f"{found.get('error', 'no answer')} at {where}")
        raise MemoFailedError
    files, at = [], 0
    for size in found["sizes"]:
        files.append(rest[at : at + size])
        at += size
    return Made(
        final=found["final"],
        missing=tuple(found["missing"]),
        points=found["points"],
        places=tuple(Place(Where(where), number) for where, number in found["places"]),
        files=tuple(files),
    )


def order_of(forms: Sequence[str], *, names: Mapping[str, str], now: datetime) -> bytes:
    """What a memo is made by, beside the records; the first line that ``worker`` reads.

    Args:
        forms: Of ``worker.FORMS``; none where only what is missing is asked for.
        names: What points can be about, see ``titles_of``.
        now: The memo gives the day.
    """
    return _line("order", json.dumps({"forms": forms, "names": names, "now": now.isoformat()}).encode())


async def records_of(connection: AsyncConnection, hearing: Hearing) -> list[bytes]:
    """All that a memo is made of, as ``worker`` reads it; nothing in it is looked into here.

    A thousand responses are read in parts, so that others are answered in between.
    """
    lines = [_line("hearing", HEARING.dump_json(hearing))]
    closed = (await audit.last_times(connection, hearing.id, _CLOSED)).get((_CLOSED, ""))
    if closed is not None:
        lines.append(_line("closed", json.dumps(closed.isoformat()).encode()))
    invited = await hearings.invitations_of(connection, hearing.id)
    await asyncio.sleep(0)
    lines += [_line("party", _invitations().dump_json(each)) for each in invited]
    await asyncio.sleep(0)
    lines += [
        _line("version", each.encode()) async for each in responses.documents_of(connection, hearing.id)
    ]
    await asyncio.sleep(0)
    return lines + [
        _line(kind, each.encode()) async for kind, each in treatment.latest_documents(connection, hearing.id)
    ]


def _line(kind: str, document: bytes) -> bytes:
    return b"%b %b\n" % (kind.encode(), document)


@cache
def _invitations() -> TypeAdapter[Invitation]:
    """Made when it is first needed: it takes longer than all that a start may."""
    return TypeAdapter(Invitation)
