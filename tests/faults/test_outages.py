"""The disk is full, or the database away: people are told so, lose nothing, and the bot lives on."""

from __future__ import annotations

import sys

import pytest

from bot.hearings import texts
from tests.fakes.people import Person
from tests.fakes.postgres import Postgres
from tests.faults.conftest import Place, Programs
from tests.faults.crowd import Crowd
from tests.faults.ledger import Ledger, invite, problems, receipt_on, users_of
from tests.faults.program import Program

pytestmark = pytest.mark.asyncio

PARTY = "part"


async def about_to_send(program: Program, place: Place, ledger: Ledger) -> Person:
    """Somebody with the reviewed response in front of them."""
    await invite(place.url, [PARTY])
    anne = program.person(users_of(PARTY)[0], "Anne Jensen")
    await Crowd(program, ledger).reviewed(anne, PARTY)
    return anne


async def tells_that_nothing_is_stored(program: Program, anne: Person, ledger: Ledger) -> None:
    """And the card with the draft stays, questions are answered, and /readyz tells of it."""
    card = anne.card
    await anne.presses(texts.SEND)
    assert anne.reply is not None
    assert (anne.reply.beside, anne.reply.summary) == (True, texts.NOT_STORED)
    assert anne.card == card
    ledger.not_stored |= ledger.pressed.keys()
    await program.until("/readyz", 503)
    assert await program.status("/healthz") == 200
    assert "SSP" in await program.asked("Hvad er SSP?")


async def stores_it_once(program: Program, place: Place, anne: Person, ledger: Ledger) -> None:
    """The same button on the same card, pressed twice."""
    assert await problems(place.url, ledger) == []
    await program.until("/readyz", 200)
    review = anne.card
    [draft] = ledger.pressed
    for _ in range(2):
        anne.card = review
        await anne.presses(texts.SEND)
        ledger.note(draft, receipt_on(anne))
    assert await problems(place.url, ledger) == []


@pytest.mark.skipif(sys.platform != "linux", reason="only there can another process be given a limit")
async def test_a_full_disk_is_told_of_and_what_was_written_can_be_sent_when_there_is_room(
    on_sqlite: Place, programs: Programs
) -> None:
    program, ledger = await programs.of(on_sqlite), Ledger()
    await program.start()
    anne = await about_to_send(program, on_sqlite, ledger)
    limit_file_size(program, 4096)
    await tells_that_nothing_is_stored(program, anne, ledger)
    limit_file_size(program, None)
    await stores_it_once(program, on_sqlite, anne, ledger)


def limit_file_size(program: Program, size_bytes: int | None) -> None:
    """From now on a write fails as on a full disk if it would let a file grow beyond; None for no limit."""
    import resource  # noqa: PLC0415 - not on every system

    _, most = resource.prlimit(program.pid, resource.RLIMIT_FSIZE)
    limit = most if size_bytes is None else size_bytes
    resource.prlimit(program.pid, resource.RLIMIT_FSIZE, (limit, most))


async def test_a_database_that_goes_away_is_told_of_and_comes_back_by_itself(
    on_postgres: Place, own_server: Postgres, programs: Programs
) -> None:
    program, ledger = await programs.of(on_postgres), Ledger()
    await program.start()
    anne = await about_to_send(program, on_postgres, ledger)
    own_server.stop()
    try:
        await tells_that_nothing_is_stored(program, anne, ledger)
    finally:
        own_server.start()
    await stores_it_once(program, on_postgres, anne, ledger)


async def test_a_database_that_is_away_from_the_start_is_told_of_and_found_later(
    on_postgres: Place, own_server: Postgres, programs: Programs
) -> None:
    first, program, ledger = (
        await programs.of(on_postgres),
        await programs.of(on_postgres, "second"),
        Ledger(),
    )
    await first.start()
    anne = await about_to_send(first, on_postgres, ledger)
    first.kill()
    own_server.stop()
    try:
        await program.start(until="/healthz")
        later = program.person(anne.user_id, anne.name)
        later.card = anne.card
        await tells_that_nothing_is_stored(program, later, ledger)
    finally:
        own_server.start()
    await stores_it_once(program, on_postgres, later, ledger)
