"""The bots over HTTP, in turn and under the same load."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.answers import Tally, unlike
from benchmarks.connector import Connector
from benchmarks.load import Round, ask
from benchmarks.messages import Messages
from benchmarks.processes import ROOT, BotFailedError, Cores, Running, start
from bot.questions.understand import Questions
from storage.knowledge import knowledge_of
from storage.seed import read_seed
from tests.fakes.microsoft import Microsoft

BOTS = Path(__file__).parent / "bots"
OTHERS_PYTHON = ROOT / ".venv-bench" / "bin" / "python"

PEOPLE = 16
WARM_UP = 64
A_LEAD = "11111111-0000-4000-8000-000000000001"
BARE_TIMES = 8
"""The bare bot gets so many times the turns: its rounds would else be over before they can be timed."""

OURS, SIGNED, BARE = "Tryghedsbotten", "Tryghedsbotten, signed", "bare"
BOTBUILDER, AGENTS = "botbuilder echo", "Agents SDK echo"


@dataclass(frozen=True, slots=True)
class Contender:
    """One bot that takes part.

    Attributes:
        cards: It answers with cards, and is not an echo.
        signed: Its messages bring tokens, and its replies take one.
        times: How many times the turns of the others it gets.
    """

    name: str
    command: Sequence[str | Path]
    environ: Mapping[str, str] = field(default_factory=dict)
    ready_path: str | None = None
    cards: bool = False
    signed: bool = False
    times: int = 1


@dataclass(slots=True)
class Result:
    """One bot's rounds, and what it held in memory after them: now, and at most (MiB)."""

    together: list[Round] = field(default_factory=list)
    alone: list[Round] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    memory_mib: tuple[float, float] = (0.0, 0.0)

    @property
    def per_second(self) -> list[float]:
        """Turns a second with all people at once, by the round."""
        return [round_.per_second for round_ in self.together]

    @property
    def together_ms(self) -> list[float]:
        """Every turn's time with all people at once."""
        return [turn.ms for round_ in self.together for turn in round_.turns if turn.over]

    @property
    def alone_ms(self) -> list[float]:
        """Every turn's time with one person."""
        return [turn.ms for round_ in self.alone for turn in round_.turns if turn.over]


@dataclass(frozen=True, slots=True)
class Contest:
    """What came of it.

    Attributes:
        compared: How many of our cards were compared with the ones made in this process.
        unlike: How many of them were different.
        key_requests: How often the signing keys were fetched.
        token_requests: How often the bot's own token was.
        tokens: How many different tokens the signed messages brought.
    """

    results: Mapping[str, Result]
    compared: int
    unlike: int
    key_requests: int
    token_requests: int
    tokens: int


def contenders(microsoft: Microsoft, folder: Path) -> list[Contender]:
    """All that take part, in the order in which they take turns."""
    app = (sys.executable, ROOT / "app.py")
    return [
        Contender(
            OURS,
            app,
            {
                "DATA_DIR": str(folder / "data"),
                "LEAD_IDS": A_LEAD,
            },  # who asks is none: a lead's card has more
            ready_path="/readyz",
            cards=True,
        ),
        Contender(BOTBUILDER, (OTHERS_PYTHON, BOTS / "echo_botbuilder.py")),
        Contender(
            SIGNED,
            app,
            microsoft.environ() | {"DATA_DIR": str(folder / "data")},
            ready_path="/readyz",
            cards=True,
            signed=True,
        ),
        Contender(
            AGENTS,
            (OTHERS_PYTHON, BOTS / "echo_agents.py"),
            {"CONNECTIONS__SERVICE_CONNECTION__SETTINGS__ANONYMOUS_ALLOWED": "true"},
        ),
        Contender(BARE, (sys.executable, BOTS / "bare.py"), times=BARE_TIMES),
    ]


async def held(
    texts: Sequence[str], *, laps: int, turns: int, alone: int, cores: Cores, folder: Path
) -> Contest:
    """Let the bots take turns. In a lap all get the same texts; only the bare bot gets a text twice.

    Args:
        texts: At least ``WARM_UP + laps * (turns + alone)``, all different.
        laps: How often each bot's turn comes.
        turns: How many messages it gets then, with all people at once.
        alone: How many after that, with one person.
        cores: The bots share theirs; only one of them has anything to do at a time.
        folder: For their data and what they write.

    Raises:
        BotFailedError: A bot did not start, or answered nothing.
    """
    microsoft = Microsoft()
    await microsoft.start()
    async with Connector() as connector:
        messages = Messages(microsoft, connector.url)
        taking_part = contenders(microsoft, folder)
        results = {contender.name: Result() for contender in taking_part}
        with ExitStack() as stack:
            running = {each.name: _started(each, cores, folder, stack) for each in taking_part}

            async def round_of(each: Contender, texts: Sequence[str], people: int) -> Round:
                lists = messages.lists(texts, people=people, signed=each.signed)
                round_ = await ask(running[each.name].port, connector, lists)
                results[each.name].tally.add(round_, cards=each.cards)
                return round_

            for each in taking_part:
                await round_of(each, texts[:WARM_UP], PEOPLE)
            at = WARM_UP
            for _lap in range(laps):
                crowd, one = texts[at : at + turns], texts[at + turns : at + turns + alone]
                at += turns + alone
                for each in taking_part:
                    result = results[each.name]
                    result.together.append(await round_of(each, [*crowd] * each.times, PEOPLE))
                    result.alone.append(await round_of(each, one, 1))
                    if not any(turn.over for turn in result.alone[-1].turns):
                        raise BotFailedError(f"{each.name} answered nothing:\n{running[each.name].ending()}")
            for name, bot in running.items():
                results[name].memory_mib = bot.memory_mib()
    await microsoft.stop()
    ours = results[OURS]
    sample = [turn for round_ in (ours.together[0], ours.together[-1]) for turn in round_.turns]
    return Contest(
        results=results,
        compared=len(sample),
        unlike=unlike(Questions(knowledge_of(read_seed())), sample),
        key_requests=microsoft.key_requests,
        token_requests=len(microsoft.token_requests),
        tokens=messages.tokens,
    )


def _started(each: Contender, cores: Cores, folder: Path, stack: ExitStack) -> Running:
    bot = start(each.command, each.environ, core=cores.bot, folder=folder, ready_path=each.ready_path)
    stack.callback(bot.stop)
    return bot
