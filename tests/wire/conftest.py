from __future__ import annotations

import io
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from tests.fakes.bot import Bot
from tests.fakes.logs import caught_log
from tests.fakes.microsoft import Clock, Microsoft


@pytest_asyncio.fixture(name="microsoft")
async def _microsoft() -> AsyncIterator[Microsoft]:
    microsoft = Microsoft()
    await microsoft.start()
    yield microsoft
    await microsoft.stop()


@pytest_asyncio.fixture(name="bot")
async def _bot(microsoft: Microsoft) -> AsyncIterator[Bot]:
    bot = Bot(microsoft, Clock())
    await bot.start(microsoft.environ())
    yield bot
    await bot.stop()


@pytest_asyncio.fixture(name="trial")
async def _trial(microsoft: Microsoft) -> AsyncIterator[Bot]:
    """A bot without authentication, as on a developer's machine."""
    bot = Bot(microsoft, Clock())
    await bot.start({})
    yield bot
    await bot.stop()


@pytest.fixture(name="log_text")
def _log_text() -> Iterator[io.StringIO]:
    """Everything the process logs during the test, as the real formatter writes it."""
    with caught_log("DEBUG") as stream:
        yield stream
