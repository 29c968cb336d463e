"""What a point can be about: the matter as a whole, a model, a topic, a forum or a goal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.hearings import texts
from bot.hearings.titles import titles_of
from bot.page import Choice
from storage.knowledge import Knowledge
from storage.records.values import Hearing

WHOLE = "whole"
"""In a card's field; a point about the whole names nothing."""

_SCOPES = ("ishoej", "projekt")


class Concerns:
    """The things of the knowledge base that points, and hearings, can be about.

    Attributes:
        names: What each is called, by kind and id: "model:model-1"; topics are not among them.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        self._models = dict(_topics(knowledge, "models"))
        self._forums = {forum.id: forum.name for forum in knowledge.forums.values() if forum.scope in _SCOPES}
        self._goals = dict(_topics(knowledge, "goals"))
        self.names = {
            f"{kind}:{id_}": name
            for kind, names in (("model", self._models), ("forum", self._forums), ("goal", self._goals))
            for id_, name in names.items()
        }

    @property
    def models(self) -> tuple[Choice, ...]:
        """The models that a hearing can be about."""
        return tuple(Choice(id_, name) for id_, name in self._models.items())

    def choices(self, hearing: Hearing) -> tuple[Choice, ...]:
        """What a point in this hearing can be about: first the whole, then what the hearing names."""
        return (
            Choice(WHOLE, texts.WHOLE),
            *(Choice(f"model:{id_}", self._models[id_]) for id_ in hearing.models if id_ in self._models),
            *(Choice(f"topic:{topic}", topic) for topic in hearing.topics),
            *(Choice(f"forum:{id_}", name) for id_, name in self._forums.items()),
            *(Choice(f"goal:{id_}", name) for id_, name in self._goals.items()),
        )

    def titles(self, about: Iterable[str]) -> str:
        """What a point is about, as a card says it: "Model 1 og Model 2", "hele forslaget"."""
        return titles_of(about, self.names)


def _topics(knowledge: Knowledge, table: str) -> Iterator[tuple[str, str]]:
    for id_, topic in knowledge.topics.items():
        if knowledge.topic_tables[id_] == table and not topic.collective:
            yield id_, topic.name
