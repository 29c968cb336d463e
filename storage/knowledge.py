"""The knowledge base as values: every table validated, every reference known to hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from storage.names import name_words
from storage.schema import (
    Document,
    Fact,
    Forum,
    Organisation,
    Party,
    Point,
    Recommendation,
    Record,
    Remark,
    Role,
    Source,
    Term,
    Topic,
)

Rows = Mapping[str, list[dict[str, Any]]]

TOPIC_TABLES = (
    "goals",
    "principles",
    "models",
    "law",
    "guidance",
    "examples",
    "municipalities",
    "units",
    "process",
    "hearing",
)
TABLES: dict[str, type[Record]] = {
    "documents": Document,
    "organisations": Organisation,
    "roles": Role,
    "forums": Forum,
    "parties": Party,
    "points": Point,
    "remarks": Remark,
    "recommendations": Recommendation,
    "terms": Term,
    **dict.fromkeys(TOPIC_TABLES, Topic),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with the knowledge base: table (a seed file's stem), record, field."""

    table: str
    record: str
    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.table}: {self.record}: {self.field}: {self.message}"


class InvalidKnowledgeError(Exception):
    """The knowledge base breaks its own rules; ``problems`` holds every one found."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Every record by its id, in the order of the seed."""

    documents: dict[str, Document] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    roles: dict[str, Role] = field(default_factory=dict)
    forums: dict[str, Forum] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    topic_tables: dict[str, str] = field(default_factory=dict)
    parties: dict[str, Party] = field(default_factory=dict)
    points: dict[str, Point] = field(default_factory=dict)
    remarks: dict[str, Remark] = field(default_factory=dict)
    recommendations: dict[str, Recommendation] = field(default_factory=dict)
    terms: dict[str, Term] = field(default_factory=dict)

    def facts(self) -> Iterator[tuple[Topic | Forum, Fact]]:
        """Every fact with the topic or forum it is told of."""
        owners: tuple[Topic | Forum, ...] = (*self.topics.values(), *self.forums.values())
        for owner in owners:
            for fact in owner.facts:
                yield owner, fact


def knowledge_of(rows: Rows) -> Knowledge:
    """Validate the tables and make them one Knowledge.

    Raises:
        InvalidKnowledgeError: With every problem, not only the first.
    """
    tables, problems = _parsed(rows)
    problems += _repeated_ids(tables)
    problems += _dangling(tables)
    problems += _clashing(tables)
    if problems:
        raise InvalidKnowledgeError(problems)
    by_id: dict[str, dict[str, Any]] = {
        name: {record.id: record for record in records} for name, records in tables.items()
    }
    return Knowledge(
        **{name: by_id[name] for name in TABLES if name not in TOPIC_TABLES},
        topics={id_: topic for name in TOPIC_TABLES for id_, topic in by_id[name].items()},
        topic_tables={id_: name for name in TOPIC_TABLES for id_ in by_id[name]},
    )


def _parsed(rows: Rows) -> tuple[dict[str, list[Any]], list[Problem]]:
    tables: dict[str, list[Any]] = {}
    problems = [Problem(name, "-", "-", "unknown table") for name in rows if name not in TABLES]
    for name, model in TABLES.items():
        tables[name] = []
        if not rows.get(name):
            problems.append(Problem(name, "-", "-", "the table is missing or empty"))
        for number, row in enumerate(rows.get(name, []), 1):
            record = str(row.get("id", f"record {number}")) if isinstance(row, dict) else str(row)
            try:
                tables[name].append(model.model_validate(row))
            except ValidationError as error:
                problems += [
                    Problem(name, record, ".".join(map(str, e["loc"])) or "-", e["msg"])
                    for e in error.errors()
                ]
    return tables, problems


def _repeated_ids(tables: Mapping[str, Iterable[Any]]) -> list[Problem]:
    """Ids must be unique within a table, and topics' and facts' ids across all tables."""
    problems: list[Problem] = []
    owners: dict[tuple[str, str], str] = {}
    for name, records in tables.items():
        space = "topics" if name in TOPIC_TABLES else name
        for record in records:
            ids = [(space, record.id)]
            ids += [("facts", fact.id) for fact in getattr(record, "facts", ())]
            for key in ids:
                if key in owners:
                    message = f"{key[1]} is already the id of a record in {owners[key]}"
                    problems.append(Problem(name, record.id, "id", message))
                owners[key] = name
    return problems


def _dangling(tables: Mapping[str, list[Any]]) -> list[Problem]:
    ids = {name: {record.id for record in records} for name, records in tables.items()}
    ids["topics"] = set().union(*(ids[name] for name in TOPIC_TABLES))
    ids["facts"] = {fact.id for rs in tables.values() for r in rs for fact in getattr(r, "facts", ())}
    problems = []
    for name, records in tables.items():
        for record in records:
            for where, target, id_ in _references(record):
                if id_ not in ids[target]:
                    message = f"{id_} is not in {target}"
                    problems.append(Problem(name, record.id, where, message))
    return problems


def _references(record: Record) -> Iterator[tuple[str, str, str]]:
    """Every (field, table, id) that a record points at."""
    sources: tuple[Source, ...] = getattr(record, "sources", ())
    yield from (("sources", "documents", source.document) for source in sources)
    for fact in getattr(record, "facts", ()):
        where = f"facts.{fact.id}"
        yield from ((f"{where}.sources", "documents", s.document) for s in fact.sources)
        yield from ((f"{where}.related", "facts", id_) for id_ in fact.related)
    match record:
        case Organisation(part_of=str(id_)):
            yield "part_of", "organisations", id_
        case Role():
            yield "organisation", "organisations", record.organisation
            yield from (("also_from", "organisations", id_) for id_ in record.also_from)
        case Forum():
            yield from (("seats", "roles", seat.role) for seat in record.seats)
        case Party(part_of=str(id_)):
            yield "part_of", "parties", id_
        case Point():
            yield "party", "parties", record.party
            yield from (("models", "topics", id_) for id_ in record.models)
            yield from (("remarks", "remarks", id_) for id_ in record.remarks)
            if record.recommendation:
                yield "recommendation", "recommendations", record.recommendation
        case Remark():
            yield "party", "parties", record.party
            yield from (("refers_to", "remarks", id_) for id_ in record.refers_to)
        case _:
            pass


def _clashing(tables: Mapping[str, list[Any]]) -> list[Problem]:
    """Two records of one kind may not answer to the same name, unless both declare it shared."""
    problems = []
    spaces: dict[str, list[tuple[str, Any]]] = defaultdict(list)
    for name, records in tables.items():
        space = "topics" if name in TOPIC_TABLES else name
        spaces[space] += [(name, record) for record in records]
    for entries in spaces.values():
        owners: dict[tuple[str, ...], str] = {}
        for name, record in entries:
            names = {
                name_words(alias) for alias in (getattr(record, "name", ""), *getattr(record, "aliases", ()))
            }
            for words in sorted(names - {()}):
                if owners.setdefault(words, record.id) != record.id:
                    message = f"'{' '.join(words)}' is already a name of {owners[words]}"
                    problems.append(Problem(name, record.id, "aliases", message))
    return problems
