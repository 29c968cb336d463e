"""What questions have read of the hearings in the records, kept for as long as it holds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.hearings.answers.heard import Heard, Reader
from bot.questions.parse import Parser
from bot.questions.understand import Read
from storage.knowledge import Knowledge

_HOLDS = timedelta(seconds=10)


class Shelf:
    """What was read of hearings, for as long as it holds."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._reader: Reader | None = None
        self._facts: frozenset[str] | None = None
        self._heard: dict[str, tuple[int, Heard]] = {}
        self._nothing: tuple[int, datetime] | None = None

    def is_empty(self, written: int, now: datetime) -> bool:
        """Whether there was nothing to ask a short while ago, and this process has written nothing since."""
        if self._nothing is None:
            return False
        at, seen = self._nothing
        return at == written and seen <= now < seen + _HOLDS

    def note_empty(self, written: int, now: datetime) -> None:
        """There is nothing to ask now."""
        self._nothing = (written, now)

    def reader(self, parser: Parser) -> Reader:
        """What reads hearings."""
        if self._reader is None:
            self._reader = Reader(parser)
        return self._reader

    def kept(self, hearing_id: str, mark: int) -> Heard | None:
        """What was read when the last event of the hearing was this one."""
        at, heard = self._heard.get(hearing_id, (-1, None))
        return heard if at == mark else None

    def keep(self, mark: int, heard: Heard) -> None:
        """Read when the last event of the hearing was this one."""
        self._heard[heard.hearing.id] = (mark, heard)

    def drop_all_but(self, hearing_ids: Iterable[str]) -> None:
        """Nothing is kept of a hearing that is not public any more."""
        wanted = set(hearing_ids)
        self._heard = {id_: kept for id_, kept in self._heard.items() if id_ in wanted}

    def is_of_2023(self, read: Read) -> bool:
        """Whether an answer of the knowledge base rests on the hearing of 2023."""
        base = self._knowledge
        if self._facts is None:
            heard = {source.document for party in base.parties.values() for source in party.sources}
            self._facts = frozenset(
                fact.id
                for _, fact in base.facts()
                if fact.sources and all(source.document in heard for source in fact.sources)
            )
        tables = (base.parties, base.points, base.remarks, base.recommendations, self._facts)
        return bool(read.about) and all(any(id_ in table for table in tables) for id_ in read.about)
