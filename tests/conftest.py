from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from storage.knowledge import Knowledge, knowledge_of
from storage.seed import read_seed
from tests.fakes.postgres import NoPostgresError, Postgres, postgres

WINDOW = "tests/e2e/"


class ByFile(LoadFileScheduling):  # type: ignore[misc] # xdist is untyped
    """Each worker takes a file at a time, and one of them takes all of ``tests/e2e``.

    Within a file, tests may build on each other. Those of ``tests/e2e`` share one chat window besides; of two
    that come up at the same time both would take the port that was free.
    """

    def _split_scope(self, nodeid: str) -> str:
        return WINDOW if nodeid.startswith(WINDOW) else str(super()._split_scope(nodeid))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadFileScheduling:
    return ByFile(config, log)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: the collector need not look through it again and again."""
    gc.freeze()


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
