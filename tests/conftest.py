from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from storage.knowledge import Knowledge, knowledge_of
from storage.seed import read_seed
from tests.fakes.postgres import NoPostgresError, Postgres, postgres


@pytest.fixture(name="knowledge", scope="session")
def _knowledge() -> Knowledge:
    """What the seed says; nothing in it can be changed by a test."""
    return knowledge_of(read_seed())


@pytest.fixture(name="postgres", scope="session")
def _postgres() -> Iterator[Postgres]:
    """A real server, started when the first test asks for it; where CI says so, one must be had."""
    with ExitStack() as held:
        try:
            server = held.enter_context(postgres())
        except NoPostgresError as error:
            if os.environ.get("CI") == "true":
                pytest.fail(str(error), pytrace=False)
            pytest.skip(str(error))
        yield server
