from __future__ import annotations

import os
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.e2e.client import Client, client
from tests.e2e.pieces import missing
from tests.e2e.trial import Trial, trial


@pytest.fixture(scope="session", autouse=True)
def _real_client() -> None:
    """Without a piece of the client there is nothing to test here; where CI says so, that is a failure."""
    lack = missing()
    if lack is None:
        return
    if os.environ.get("CI") == "true":
        pytest.fail(lack, pytrace=False)
    pytest.skip(lack)


@pytest_asyncio.fixture(name="trial", scope="session", loop_scope="session")
async def _trial(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Trial]:
    """The one bot, and the one Playground beside it, that the tests talk to."""
    async with trial(tmp_path_factory.mktemp("trial")) as running:
        yield running


@pytest_asyncio.fixture(name="client", scope="session", loop_scope="session")
async def _client(trial: Trial) -> AsyncIterator[Client]:
    """A window that stays open: what one test has asked stands above what the next one asks."""
    async with client(trial.address) as window:
        yield window
