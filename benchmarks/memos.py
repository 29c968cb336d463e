"""Memos, small and large, over HTTP while others ask; and the table made as python-docx shows it.

usage: python -m benchmarks.memos FOLDER

FOLDER holds records; how long it takes to write the large hearing's memo each way goes to stdout.
"""

from __future__ import annotations

import asyncio
import io
import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

import aiohttp
import docx

from benchmarks.connector import Connector
from benchmarks.large_hearing import store, version
from benchmarks.load import Message, ask
from benchmarks.messages import Messages
from benchmarks.presses import Presses
from benchmarks.processes import ROOT, BotFailedError, Cores, Running, apart, start
from benchmarks.stored import Waiting
from bot.hearings.beginning import HEARING_2023
from bot.memo.cells import rows_of
from bot.memo.content import Memo
from bot.memo.maker import order_of, records_of
from bot.memo.word import docx_of
from bot.memo.worker import memo_of
from storage.records import hearings
from storage.records.database import open_records, url_of
from storage.records.remarks import Outcome, Progress, Recommendation, Remark, Treated
from storage.records.values import (
    Point,
    Stance,
    Version,
)
from tests.fakes.microsoft import Microsoft

LARGE = "stor-notat"
POINTS = 5
PEOPLE = 4
LIMIT_S = 120.0
LEAD = Waiting("", "", "", "11111111-0000-4000-8000-000000000001", "Lise Leder")

_STANCES = (Stance.CONCERN, Stance.PROPOSAL, Stance.SUPPORT, Stance.UNCLEAR, Stance.WISH)
_SAYS = (
    "Vi er bekymrede for, at det daglige samarbejde går tabt, når indsatsen flytter, og foreslår derfor, at"
    " den aftales skriftligt med skolerne, boligorganisationerne og politiet, før den nye plads tages i brug."
)
_LINK = re.compile(rb"http://127\.0\.0\.1:\d+/hoeringsnotat/[\w.-]+")
_DRAWN = re.compile(rb"w:tblHeader")


@dataclass(slots=True)
class Written:
    """How long it took to write the same memo each way, in seconds."""

    ours_s: list[float]
    naive_s: list[float]


@dataclass(slots=True)
class Memos:
    """What came of it.

    Attributes:
        pressed_s: From the button for the memo of 2023 until its card, with the file offered beside it.
        small_s: From its link being used until the document was there.
        large_s: The same for ``responses`` of ``POINTS`` points each.
        alone_ms: How long a question took while nothing was made.
        meanwhile_ms: How long one took while the large one was made.
        child_mib: The most that the process held that made the large one, each time.
        bot_mib: The most that the bot itself held.
        amiss: Documents that did not come, or were not whole.
        written: The large one each way.
    """

    responses: int
    pressed_s: list[float] = field(default_factory=list)
    small_s: list[float] = field(default_factory=list)
    large_s: list[float] = field(default_factory=list)
    alone_ms: list[float] = field(default_factory=list)
    meanwhile_ms: list[float] = field(default_factory=list)
    child_mib: list[float] = field(default_factory=list)
    bot_mib: float = 0.0
    amiss: int = 0
    fetched: int = 0
    written: Written = field(default_factory=lambda: Written([], []))


async def held(texts: Sequence[str], *, responses: int, laps: int, cores: Cores, folder: Path) -> Memos:
    """Let a lead get both memos, lap after lap, and others ask while the large one is made.

    Args:
        texts: Questions, all different; those that are over when the memo is there are not asked.
        responses: In the large hearing.
        laps: How often.
        cores: The bot's, which the process that makes a memo shares; and the load's.
        folder: For its data.

    Raises:
        BotFailedError: The bot did not start, or answered nothing.
    """
    found = Memos(responses)
    await fill(folder, responses)
    microsoft = Microsoft()
    await microsoft.start()
    environ = {"DATA_DIR": str(folder), "LEAD_IDS": LEAD.user}
    asked = iter(texts)
    with ExitStack() as stack:
        command = (sys.executable, ROOT / "app.py")
        bot = start(command, environ, core=cores.bot, folder=folder, ready_path="/readyz")
        stack.callback(bot.stop)
        async with Connector() as connector, aiohttp.ClientSession() as browser:
            people = _People(bot, connector, Messages(microsoft, connector.url), asked, found)
            lead = _Lead(bot, Presses(connector.url), browser)
            await people.ask([])  # neither is timed
            await lead.gets(HEARING_2023)
            for _ in range(laps):
                pressed, fetched = await lead.gets(HEARING_2023)
                found.pressed_s.append(pressed)
                found.small_s.append(fetched)
                await people.ask(found.alone_ms)
                making = asyncio.create_task(lead.gets(LARGE))
                most = 0.0
                while not making.done():
                    await people.ask(found.meanwhile_ms)
                    most = max(most, *_child_mib(bot.process.pid), 0.0)
                found.large_s.append((await making)[1])
                found.child_mib.append(most)
            found.bot_mib = bot.memory_mib()[1]
    # Not before: while one is looked into here, nobody's answer would be seen to come.
    found.fetched = len(lead.documents)
    found.amiss += sum(not _is_whole(each) for each in lead.documents)
    await microsoft.stop()
    found.written = _written(folder, cores)
    return found


@dataclass(slots=True)
class _People:
    """Each asks a question, and another when all have their answers and a tenth of a second has passed."""

    bot: Running
    connector: Connector
    messages: Messages
    texts: Iterator[str]
    found: Memos

    async def ask(self, times_ms: list[float]) -> None:
        texts = [next(self.texts) for _ in range(PEOPLE)]
        lists = self.messages.lists(texts, people=PEOPLE, signed=False)
        round_ = await ask(self.bot.port, self.connector, lists)
        times_ms += [turn.ms for turn in round_.turns if turn.over]
        self.found.amiss += sum(not turn.well for turn in round_.turns)


@dataclass(slots=True)
class _Lead:
    """Presses the button and uses the link on the card."""

    bot: Running
    presses: Presses
    browser: aiohttp.ClientSession
    documents: list[bytes] = field(default_factory=list)

    async def gets(self, hearing: str) -> tuple[float, float]:
        """How long until the card was there, and until the document was, in seconds."""
        began = perf_counter()
        url = _LINK.search(await self._pressed(self.presses.press(LEAD, "memo.make", hearing=hearing)))
        if url is None:
            raise BotFailedError(f"The bot gave no link:\n{self.bot.ending()}")
        shown = perf_counter()
        timeout = aiohttp.ClientTimeout(total=LIMIT_S)
        async with self.browser.post(url[0].decode(), timeout=timeout) as answer:
            content = await answer.read()
        fetched = perf_counter()
        self.documents.append(content)
        return shown - began, fetched - shown

    async def _pressed(self, message: Message) -> bytes:
        head, _, body = message.request.partition(b"\r\n\r\n")
        address = f"http://127.0.0.1:{self.bot.port}{head.split()[1].decode()}"
        headers = {"Content-Type": "application/json; charset=utf-8"}
        async with self.browser.post(address, data=body, headers=headers) as answer:
            return await answer.read()


def _is_whole(content: bytes) -> bool:
    with suppress(Exception):
        document = docx.Document(io.BytesIO(content))
        return _DRAWN.search(document.part.blob) is not None
    return False


def _child_mib(parent: int) -> list[float]:
    """The most that each process below this one has held."""
    found = []
    for status in Path("/proc").glob("[0-9]*/status"):
        with suppress(OSError):
            text = status.read_text("ascii", "replace")
            if f"\nPPid:\t{parent}\n" in text and (most := re.search(r"VmHWM:\s+(\d+) kB", text)):
                found.append(int(most[1]) / 1024)
    return found or [0.0]


def _written(folder: Path, cores: Cores) -> Written:
    """Measured in a process of its own on the bot's core."""
    return Written(**apart("memos", folder, cores, limit_s=LIMIT_S))


# --- what is stored ---------------------------------------------------------------------------


async def fill(folder: Path, responses: int) -> None:
    """Make the hearing in the bot's data folder: each point has a remark of its own, all are approved."""
    now = datetime.now(UTC).replace(microsecond=0)
    versions = [_version(number, now) for number in range(responses)]
    records = await open_records(url_of(None, folder))
    try:
        await store(records, LARGE, versions, _made(versions), now)
    finally:
        await records.close()


def _version(number: int, now: datetime) -> Version:
    points = tuple(
        Point(
            id=f"{LARGE}-{number}-{at}",
            stance=_STANCES[at],
            text=f"{_SAYS} Det siger afdeling {number} som sit {at + 1}. punkt.",
            about=(f"model:model-{1 + at % 2}",),
        )
        for at in range(POINTS)
    )
    return version(LARGE, number, points, now)


def _made(versions: Sequence[Version]) -> Iterator[Treated]:
    points = [(point, each) for each in versions for point in each.content.points]
    for number, (point, sent) in enumerate(points):
        yield Remark(
            id=f"r-{point.id}",
            party_id=sent.party_id,
            position=number,
            points=(point.id,),
            text=f"{_SAYS} Det er svaret på {point.id}.",
            outcome=Outcome.NOTED,
            progress=Progress.APPROVED,
        )
    for number in range(20):
        shared = tuple(point.id for point, _ in points[number::50])
        yield Recommendation(
            id=f"{LARGE}-i{number}",
            position=number,
            text=f"Det aftales skriftligt, nr. {number}.",
            points=shared,
            progress=Progress.APPROVED,
        )


# --- the memo each way -----------------------------------------------------------------------


def naive(memo: Memo) -> bytes:
    """The same table as python-docx's documentation makes one: a row, its cells, their paragraphs."""
    document = docx.Document()
    table = document.add_table(rows=0, cols=4)
    table.style = "Table Grid"
    for part in memo.parts:
        for cells in rows_of(part):
            for cell, lines in zip(table.add_row().cells, cells, strict=True):
                cell.text = "\n".join(line.lead + line.text for line in lines)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _timed(write: Callable[[Memo], bytes], memo: Memo) -> float:
    began = perf_counter()
    write(memo)
    return perf_counter() - began


async def _lines(folder: Path) -> list[bytes]:
    records = await open_records(url_of(None, folder))
    try:
        async with records.reading() as connection:
            hearing = await hearings.hearing(connection, LARGE)
            assert hearing is not None  # noqa: S101 - it was filled in
            return await records_of(connection, hearing)
    finally:
        await records.close()


def written(folder: Path, times: int = 3) -> Written:
    """Write the memo so many times each way, in turn."""
    order = order_of((), names={}, now=datetime.now(UTC))
    memo, _ = memo_of([order, *asyncio.run(_lines(folder))])
    pairs = [(_timed(docx_of, memo), _timed(naive, memo)) for _ in range(times)]
    return Written([ours for ours, _ in pairs], [theirs for _, theirs in pairs])


if __name__ == "__main__":
    print(json.dumps(asdict(written(Path(sys.argv[1])))))
