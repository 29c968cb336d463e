"""Source lines: document, date and section, as cards show them."""

from __future__ import annotations

from collections.abc import Iterable

from storage.knowledge import Knowledge
from storage.schema import Source


def source_lines(knowledge: Knowledge, sources: Iterable[Source]) -> tuple[str, ...]:
    """One line a document, its sections joined: "Arbejdsnotat (27. marts 2023), samarbejdsfora"."""
    sections: dict[str, list[str]] = {}
    for source in sources:
        found = sections.setdefault(source.document, [])
        if source.section not in found:
            found.append(source.section)
    lines = []
    for id_, names in sections.items():
        document = knowledge.documents[id_]
        shown = "; ".join(names[:3]) + (" m.fl." if len(names) > 3 else "")
        lines.append(f"{document.name} ({document.dated}), {shown}")
    return tuple(lines)
