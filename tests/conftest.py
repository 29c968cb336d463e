from __future__ import annotations

import pytest

from storage.knowledge import Knowledge, knowledge_of
from storage.seed import read_seed


@pytest.fixture(name="knowledge", scope="session")
def _knowledge() -> Knowledge:
    """What the seed says; nothing in it can be changed by a test."""
    return knowledge_of(read_seed())
