"""Responses sent over HTTP: to the bot with few and with many in its records, and into a TinyDB file."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from tinydb import TinyDB

from benchmarks.connector import Connector
from benchmarks.contest import BOTS, PEOPLE
from benchmarks.load import LIMIT_S, Message, Round, ask
from benchmarks.presses import Presses, Receipt, card_of, receipt_of
from benchmarks.processes import ROOT, BotFailedError, Cores, Running, start
from benchmarks.stored import (
    A_HEARING,
    POINTS,
    REVISION,
    TINYDB_FILE,
    Waiting,
    fill,
    fill_tinydb,
    hearing_ids,
    point,
    waiting,
)
from storage.records import audit, responses
from storage.records.database import open_records, url_of
from storage.records.values import Version, document_of, hash_of

FEW = 100
WARM_UP = 32
SLOW_LIMIT_S = 20.0
"""No round with a large TinyDB file takes longer."""

THE_LEAD = Waiting("", "", "", "11111111-0000-4000-8000-000000000001", "Lise Leder")


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """How much is measured.

    Attributes:
        many: How many responses are stored where there are many.
        laps: How often each one's turn comes.
        responses: How many responses are sent then.
        into_few: How many of them are sent then into a TinyDB file with few as well.
        into_many: How many into one with many, which is written anew for each.
        boards: How often the response board is looked at then.
    """

    many: int
    laps: int
    responses: int
    into_few: int
    into_many: int
    boards: int


@dataclass(slots=True)
class Result:
    """What came of one of them.

    Attributes:
        added: Rounds in which everybody added a point to a draft.
        sent: Rounds in which everybody sent a response, and ``busy_ms`` how long the core worked for each.
        boards: Rounds in which one lead looked at the response board.
        amiss: Presses that were not answered as they should be, and receipts that do not hold.
        pressed: How many presses there were.
    """

    added: list[Round] = field(default_factory=list)
    sent: list[Round] = field(default_factory=list)
    busy_ms: list[float] = field(default_factory=list)
    boards: list[Round] = field(default_factory=list)
    amiss: int = 0
    pressed: int = 0

    @property
    def per_second(self) -> list[float]:
        """Responses a second, by the round."""
        return [round_.per_second for round_ in self.sent]


@dataclass(frozen=True, slots=True, kw_only=True)
class Submissions:
    """What came of it.

    Attributes:
        few: The bot with ``FEW`` responses in its records.
        many: The bot with ``stored``.
        file_few: A TinyDB file with ``FEW``.
        file_many: A TinyDB file with ``stored``.
        board: How many responses the hearing had whose board was looked at.
        problems: How much of the audit chains did not hold afterwards.
    """

    few: Result
    many: Result
    file_few: Result
    file_many: Result
    stored: int
    board: int
    problems: int


async def held(amount: Amount, *, cores: Cores, folder: Path) -> Submissions:
    """Let each take turns. In a lap all get the responses of the same people, each of whom sends one.

    Args:
        amount: How much.
        cores: The bots share theirs; only one of them has anything to do at a time.
        folder: For their data and what they write.

    Raises:
        BotFailedError: A bot did not start, or answered nothing.
    """
    people = waiting(WARM_UP + amount.laps * amount.responses)
    board = hearing_ids(amount.many)[0]
    with ExitStack() as stack:
        bots = [await _bot(folder / f"bot-{n}", n, people, cores, stack) for n in (FEW, amount.many)]
        files = [_file(folder / f"file-{n}", n, people, cores, stack) for n in (FEW, amount.many)]
        every = [*bots, *files]
        async with Connector() as connector:
            at = 0
            for size in (WARM_UP, *[amount.responses] * amount.laps):
                who = people[at : at + size]
                for bot in bots:
                    await bot.answer(who, connector)
                await files[0].send(who[: amount.into_few], connector)
                await files[1].send(who[: amount.into_many], connector, limit_s=SLOW_LIMIT_S)
                await bots[1].look(board, amount.boards, connector)
                if not at:
                    for each in every:
                        each.result = Result()
                at += size
    problems = sum([await _check(bot) for bot in bots])
    for file in files:
        _check_file(file)
    return Submissions(
        few=bots[0].result,
        many=bots[1].result,
        file_few=files[0].result,
        file_many=files[1].result,
        stored=amount.many,
        board=min(amount.many, A_HEARING),
        problems=problems,
    )


@dataclass(slots=True)
class _Keeper:
    """One that keeps responses.

    Attributes:
        receipts: What each draft's sender was shown; the warm-up's too.
    """

    name: str
    running: Running
    folder: Path
    result: Result = field(default_factory=Result)
    receipts: dict[str, Receipt] = field(default_factory=dict)

    async def answer(self, who: Sequence[Waiting], connector: Connector) -> None:
        """Let everybody open the form, add the last point, and send the response; the first is not timed."""
        presses = Presses(connector.url)
        last = point(POINTS)
        opened = await self._round(connector, [presses.press(each, "response.show") for each in who])
        added = await self._round(
            connector,
            [
                presses.press(
                    each,
                    "point.add",
                    revision=REVISION,
                    stance=last.stance.value,
                    about=last.about[0],
                    text=last.text,
                    role="leder",
                )
                for each in who
            ],
        )
        self.result.added.append(added)
        self.result.amiss += sum(card_of(turn) is None for turn in (*opened.turns, *added.turns))
        await self.send(who, connector)

    async def send(self, who: Sequence[Waiting], connector: Connector, *, limit_s: float = LIMIT_S) -> None:
        """Let everybody send their response."""
        presses = Presses(connector.url)
        messages = [
            presses.press(each, "response.submit", posts=True, draft=each.draft, revision=REVISION + 1)
            for each in who
        ]
        before_s = self.running.busy_s()
        sent = await self._round(connector, messages, limit_s=limit_s)
        self.result.busy_ms.append((self.running.busy_s() - before_s) * 1000 / len(messages))
        self.result.sent.append(sent)
        drafts = {message.id: each.draft for message, each in zip(messages, who, strict=True)}
        for turn in sent.turns:
            receipt = receipt_of(turn)
            if receipt is None:
                self.result.amiss += 1
            else:
                self.receipts[drafts[turn.message.id]] = receipt

    async def look(self, hearing: str, times: int, connector: Connector) -> None:
        """Let one lead look at the response board so many times."""
        presses = Presses(connector.url)
        messages = [presses.press(THE_LEAD, "board.show", hearing=hearing) for _ in range(times)]
        looked = await self._round(connector, messages, people=1)
        self.result.boards.append(looked)
        self.result.amiss += sum(card_of(turn) is None for turn in looked.turns)

    async def _round(
        self,
        connector: Connector,
        messages: Sequence[Message],
        *,
        people: int = PEOPLE,
        limit_s: float = LIMIT_S,
    ) -> Round:
        people = min(people, len(messages))
        lists = [messages[person::people] for person in range(people)]
        round_ = await ask(self.running.port, connector, lists, limit_s=limit_s)
        if not any(turn.over for turn in round_.turns):
            raise BotFailedError(f"{self.name} answered nothing:\n{self.running.ending()}")
        self.result.pressed += len(messages)
        self.result.amiss += round_.strays
        return round_


async def _bot(
    folder: Path, stored: int, drafts: Sequence[Waiting], cores: Cores, stack: ExitStack
) -> _Keeper:
    await fill(folder, stored=stored, drafts=drafts)
    environ = {"DATA_DIR": str(folder), "LEAD_IDS": THE_LEAD.user}
    return _started(
        "Tryghedsbotten", (sys.executable, ROOT / "app.py"), environ, cores, stack, ready_path="/readyz"
    )


def _file(folder: Path, stored: int, drafts: Sequence[Waiting], cores: Cores, stack: ExitStack) -> _Keeper:
    fill_tinydb(folder, stored=stored, drafts=drafts)
    return _started(
        "TinyDB", (sys.executable, BOTS / "tinydb_file.py"), {"DATA_DIR": str(folder)}, cores, stack
    )


def _started(
    name: str,
    command: Sequence[str | Path],
    environ: dict[str, str],
    cores: Cores,
    stack: ExitStack,
    *,
    ready_path: str | None = None,
) -> _Keeper:
    folder = Path(environ["DATA_DIR"])
    running = start(command, environ, core=cores.bot, folder=folder, ready_path=ready_path)
    stack.callback(running.stop)
    return _Keeper(name, running, folder)


async def _check(bot: _Keeper) -> int:
    """Count receipts that do not hold; how many problems the audit chain has."""
    records = await open_records(url_of(None, bot.folder))
    try:
        async with records.reading() as connection:
            for draft, receipt in bot.receipts.items():
                found = await responses.version_from(connection, draft)
                bot.result.amiss += found is None or not _holds(receipt, *found)
            return len((await audit.verify(connection)).problems)
    finally:
        await records.close()


def _holds(receipt: Receipt, version: Version, content_hash: str) -> bool:
    """Whether the records say what the receipt says, of a response with all its points."""
    return (
        receipt == Receipt(version.reference, content_hash)
        and content_hash == hash_of(document_of(version))
        and len(version.content.points) == POINTS
    )


def _check_file(file: _Keeper) -> None:
    """Count receipts that are not in the file."""
    with TinyDB(file.folder / TINYDB_FILE) as database:
        kept = {each["draft_id"]: Receipt(each["reference"], each["content_hash"]) for each in database}
    file.result.amiss += sum(kept.get(draft) != receipt for draft, receipt in file.receipts.items())
