"""A summary of very many responses: previewed over HTTP, while others ask, and beside counting in Python.

usage: python -m benchmarks.summaries FOLDER

FOLDER holds records and a TinyDB file with the same responses; how long it takes to read them all and count
goes to stdout.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from time import perf_counter

from tinydb import TinyDB

from benchmarks.connector import Connector
from benchmarks.large_hearing import store, version
from benchmarks.load import Message, Round, ask
from benchmarks.messages import Messages
from benchmarks.presses import Presses, card_of
from benchmarks.processes import ROOT, BotFailedError, Cores, apart, start
from benchmarks.stored import TINYDB_FILE
from benchmarks.submissions import THE_LEAD
from bot.hearings.pages.share import reference
from bot.hearings.sharing.summary import Part
from storage.records import channels, responses
from storage.records.channels import Channel
from storage.records.database import open_records, url_of
from storage.records.remarks import Progress, Recommendation, Remark, Treated
from storage.records.values import (
    Point,
    Stance,
    Version,
    document_of,
)
from tests.fakes.microsoft import Microsoft

HEARING = "stor"
POINTS = 3
RECOMMENDATIONS = 20
ASKED = 20
"""Questions for each summary: somebody asks on as long as the lead sums up."""
LIMIT_S = 300

_ABOUT = ((), ("model:model-1",), ("model:model-2",), ("model:model-1", "model:model-2"), ("topic:Økonomi",))
_SAYS = (
    "Vi er bekymrede for, at det daglige samarbejde går tabt, når indsatsen flytter, og foreslår derfor, at"
    " den aftales skriftligt med skolerne, boligorganisationerne og politiet."
)
_CHANNEL = Channel(
    id="19:nyt@thread.tacv2",
    team_id="19:team@thread.tacv2",
    name="Nyt",
    team_name="Trygge byer",
    service_url="http://127.0.0.1:1/",
    bot_id="28:bot",
)


@dataclass(frozen=True, slots=True)
class Counted:
    """How long it took to read every response and count, each way, in seconds.

    Attributes:
        records_s: Out of the records, as what they are.
        tinydb_s: Out of a TinyDB file.
    """

    records_s: list[float]
    tinydb_s: list[float]


@dataclass(slots=True)
class Summaries:
    """What came of it.

    Attributes:
        plain: Rounds in which a lead previewed a summary without remarks, and ``full`` one with them.
        meanwhile: How long others waited for the answer to a question while that went on, in ms.
        counted: The same numbers, counted by reading everything.
        amiss: Presses that were not answered with the right numbers.
    """

    stored: int
    plain: list[Round] = field(default_factory=list)
    full: list[Round] = field(default_factory=list)
    meanwhile: list[float] = field(default_factory=list)
    counted: Counted = field(default_factory=lambda: Counted([], []))
    pressed: int = 0
    amiss: int = 0


async def held(
    texts: Sequence[str], *, stored: int, laps: int, looks: int, cores: Cores, folder: Path
) -> Summaries:
    """Let a lead preview summaries, alone and while somebody asks questions.

    Args:
        texts: At least ``laps * looks * ASKED`` questions, all different.
        stored: How many responses the hearing has.
        laps: How often.
        looks: How many summaries of each kind then.
        cores: The bot's and the load's.
        folder: For its data.

    Raises:
        BotFailedError: The bot did not start, or answered nothing.
    """
    found = Summaries(stored)
    await fill(folder, stored)
    microsoft = Microsoft()
    await microsoft.start()
    environ = {"DATA_DIR": str(folder), "LEAD_IDS": THE_LEAD.user}
    with ExitStack() as stack:
        command = (sys.executable, ROOT / "app.py")
        running = start(command, environ, core=cores.bot, folder=folder, ready_path="/readyz")
        stack.callback(running.stop)
        async with Connector() as connector:
            presses = Presses(connector.url)
            questions = Messages(microsoft, connector.url)

            def summaries(*parts: Part) -> list[Message]:
                where = reference(_CHANNEL)
                return [
                    presses.press(
                        THE_LEAD, "summary.preview", hearing=HEARING, show=",".join(parts), channels=where
                    )
                    for _ in range(looks)
                ]

            for lap in range(laps + 1):
                plain = await ask(running.port, connector, [summaries(*list(Part)[:-1])])
                full = await ask(running.port, connector, [summaries(*Part)])
                if not any(turn.over for turn in plain.turns):
                    raise BotFailedError(f"The bot answered nothing:\n{running.ending()}")
                if not lap:
                    continue  # the first is not timed
                of_lap = texts[(lap - 1) * looks * ASKED : lap * looks * ASKED]
                asked = questions.lists(of_lap, people=1, signed=False)
                both = await ask(running.port, connector, [summaries(*list(Part)[:-1]), *asked])
                found.plain.append(plain)
                found.full.append(full)
                shown = [turn for turn in both.turns if not turn.message.posts]
                found.meanwhile += [turn.ms for turn in both.turns if turn.message.posts and turn.over]
                for turn in (*plain.turns, *full.turns, *shown):
                    found.pressed += 1
                    found.amiss += f"{stored} af {stored} parter" not in json.dumps(
                        card_of(turn), ensure_ascii=False
                    )
    await microsoft.stop()
    found.counted = _counted(folder, cores)
    return found


def _counted(folder: Path, cores: Cores) -> Counted:
    """Measured in a process of its own on the bot's core."""
    return Counted(**apart("summaries", folder, cores, limit_s=LIMIT_S))


# --- what is stored ---------------------------------------------------------------------------


async def fill(folder: Path, stored: int) -> None:
    """Make a hearing of so many responses in the bot's data folder, and the same in a TinyDB file."""
    now = datetime.now(UTC).replace(microsecond=0)
    versions = _versions(stored, now)
    records = await open_records(url_of(None, folder))
    try:
        await store(records, HEARING, versions, _made(versions), now)
        async with records.writing() as connection:
            await channels.keep(connection, _CHANNEL)
    finally:
        await records.close()
    with TinyDB(folder / TINYDB_FILE) as database:
        database.insert_multiple([json.loads(document_of(each)) for each in versions])


def _versions(stored: int, now: datetime) -> list[Version]:
    """Responses that hardly any two of which say alike: each tally must be read."""
    chance = Random(stored)  # noqa: S311 - nothing secret
    stances = list(Stance)
    return [
        version(
            HEARING,
            number,
            tuple(
                Point(
                    id=f"{number}-{at}",
                    stance=chance.choice(stances),
                    text=f"{_SAYS} Det er vores {at}. punkt.",
                    about=chance.choice(_ABOUT),
                )
                for at in range(POINTS)
            ),
            now,
        )
        for number in range(stored)
    ]


def _made(versions: Sequence[Version]) -> list[Treated]:
    """A remark to each party, and a few recommendations."""
    remarks: list[Treated] = [
        Remark(
            id=f"r{number}",
            party_id=each.party_id,
            position=number,
            points=tuple(point.id for point in each.content.points),
            text=_SAYS,
            progress=Progress.APPROVED,
        )
        for number, each in enumerate(versions)
    ]
    return remarks + [
        Recommendation(id=f"i{number}", position=number, text=_SAYS, progress=Progress.APPROVED)
        for number in range(RECOMMENDATIONS)
    ]


# --- the same, by reading everything ----------------------------------------------------------


async def _out_of_records(folder: Path) -> Counter[str]:
    records = await open_records(url_of(None, folder))
    try:
        async with records.reading() as connection:
            versions = await responses.versions_of(connection, HEARING)
    finally:
        await records.close()
    return Counter(point.stance.value for version, _ in versions for point in version.content.points)


def _out_of_tinydb(folder: Path) -> Counter[str]:
    with TinyDB(folder / TINYDB_FILE) as database:
        return Counter(point["stance"] for each in database for point in each["content"]["points"])


def _timed(count: Callable[[], Counter[str]]) -> float:
    began = perf_counter()
    count()
    return perf_counter() - began


def counted(folder: Path, times: int = 5) -> Counted:
    """Read everything and count, so many times each way."""
    return Counted(
        [_timed(lambda: asyncio.run(_out_of_records(folder))) for _ in range(times)],
        [_timed(lambda: _out_of_tinydb(folder)) for _ in range(times)],
    )


if __name__ == "__main__":
    print(json.dumps(asdict(counted(Path(sys.argv[1])))))
