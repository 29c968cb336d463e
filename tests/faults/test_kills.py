"""Killed at any moment under load: what people were told holds afterwards."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
from contextlib import suppress
from random import Random

import pytest

from bot.hearings import texts
from tests.fakes.postgres import Postgres
from tests.faults.conftest import Place, Programs
from tests.faults.crowd import Crowd
from tests.faults.ledger import Ledger, invite, problems
from tests.faults.program import Program, until

pytestmark = pytest.mark.asyncio

SEED = 20_261_126
PARTIES = 24
MOST_ANSWERS = 120
MOST_DELAY_S = 0.005


class Moments:
    """Moments by chance, the same each time: after so many answers of any kind, at once or a little later."""

    def __init__(self) -> None:
        self._random = Random(SEED)  # noqa: S311 - nothing secret

    async def comes(self, crowd: Crowd) -> None:
        """Return when the next one is there."""
        await crowd.until_answered(self._random.randint(0, MOST_ANSWERS))
        await asyncio.sleep(self._random.uniform(0, MOST_DELAY_S))


async def load(
    program: Program, place: Place, ledger: Ledger, round_: int
) -> tuple[Crowd, list[asyncio.Task[None]]]:
    parties = [f"part-{round_}-{number}" for number in range(PARTIES)]
    await invite(place.url, parties)
    crowd = Crowd(program, ledger)
    return crowd, crowd.begin(parties)


async def test_a_killed_program_has_kept_every_receipt_that_it_has_shown(
    place: Place, programs: Programs, rounds: int
) -> None:
    program, ledger, moments = await programs.of(place), Ledger(), Moments()
    await program.start()
    for round_ in range(rounds):
        before = set(ledger.pressed)
        crowd, tasks = await load(program, place, ledger, round_)
        await moments.comes(crowd)
        program.kill()
        await asyncio.gather(*tasks)
        await program.start()
        assert await problems(place.url, ledger) == []
        await Crowd(program, ledger).press_again(sorted(ledger.pressed.keys() - before))
        assert await problems(place.url, ledger) == []
    assert len(ledger.receipts) >= rounds


async def test_a_killed_database_has_kept_every_receipt_that_was_shown(
    on_postgres: Place, own_server: Postgres, programs: Programs, rounds: int
) -> None:
    program, ledger, moments = await programs.of(on_postgres), Ledger(), Moments()
    await program.start()
    for round_ in range(rounds // 3):
        before = set(ledger.pressed)
        crowd, tasks = await load(program, on_postgres, ledger, round_)
        await moments.comes(crowd)
        kill(own_server)
        await asyncio.gather(*tasks)
        assert crowd.told <= {texts.NOT_STORED, texts.NOT_CONFIRMED}
        await revive(own_server)
        assert await problems(on_postgres.url, ledger) == []
        await program.until("/readyz", 200)
        await Crowd(program, ledger).press_again(sorted(ledger.pressed.keys() - before))
        assert await problems(on_postgres.url, ledger) == []


def kill(server: Postgres) -> None:
    """End it at once; its own processes notice and go."""
    pid = int((server.folder / "data" / "postmaster.pid").read_text("ascii").splitlines()[0])
    os.kill(pid, signal.SIGKILL)


async def revive(server: Postgres) -> None:
    """It does not start while a process of the one before is there."""

    async def starts() -> bool:
        with suppress(subprocess.CalledProcessError):
            server.start()
            return True
        return False

    await until(starts)
