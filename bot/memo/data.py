"""The memo as data: JSON for programs, CSV for spreadsheets."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from bot.hearings.formula import csv_bytes
from bot.hearings.texts import memo as texts
from bot.memo.content import Answer, Heading, Item, Memo, Part, Said, Statement


def json_of(memo: Memo) -> bytes:
    """The memo as JSON in UTF-8.

    Shape: {"hearing_id", "hearing", "title", "author", "made_on": ISO, "final", "missing": [sentence],
    "lacks": [[kind, count]], "facts": [[name, value]], "intro": [paragraph],
    "heard": [{"party_id", "party", "standing"}],
    "parts" and "late": [{"party_id", "party", "notes", "rows": [{"items": [...], "answers": [...],
    "advice": [...]}]}], "apart": [{"party_id", "party", "decision"}], "recommended": [...]}.
    An item has "kind": "heading" with "level" and "text"; "point" with "number", "id", "stance", "about",
    "source_word", "text", "own_words" and "by_party"; or "statement" with "lead" and "text". An answer's
    "numbers" are those of the points it is for, none where it is for the whole row.
    """
    document = asdict(memo) | {
        "made_on": memo.made_on.isoformat(),
        "parts": [_part(part) for part in memo.parts],
        "late": [_part(part) for part in memo.late],
    }
    return json.dumps(document, ensure_ascii=False, indent=2).encode(errors="replace") + b"\n"


def _part(part: Part) -> dict[str, Any]:
    return {
        "party_id": part.party_id,
        "party": part.party,
        "notes": part.notes,
        "rows": [
            {
                "items": [_item(item) for item in row.items],
                "answers": [asdict(each) for each in row.answers],
                "advice": [asdict(each) for each in row.advice],
            }
            for row in part.rows
        ],
    }


def _item(item: Item) -> dict[str, Any]:
    return {"kind": _KINDS[type(item)]} | asdict(item)


_KINDS = {Heading: "heading", Said: "point", Statement: "statement"}


def csv_of(memo: Memo) -> bytes:
    """A row for each point, and for each response that has none, as Danish Excel reads it."""
    rows = [
        row
        for parts, when in ((memo.parts, texts.YES), (memo.late, texts.NO))
        for part in parts
        for row in _rows(part, when)
    ]
    return csv_bytes(texts.CSV_COLUMNS, rows)


def _rows(part: Part, timely: str) -> Iterator[tuple[str, ...]]:
    section: tuple[str, ...] = ()
    for row in part.rows:
        for item in row.items:
            if isinstance(item, Heading):
                section = (*section[: item.level - 1], item.text)
            elif isinstance(item, Said):
                remarks = [_remark(each) for each in row.answers if _is_for(item, each.numbers)]
                advice = [each.text for each in row.advice if _is_for(item, each.numbers)]
                yield (
                    str(item.number),
                    part.party,
                    " › ".join(section),
                    item.stance,
                    item.source_word,
                    item.about or texts.WHOLE,
                    item.text,
                    item.own_words,
                    "\n".join(remarks) or texts.NO_REMARK,
                    "\n".join(advice) or texts.NO_RECOMMENDATION,
                    timely,
                )
            else:
                said = ": ".join(filter(None, (item.lead, item.text)))
                words = (said, "", texts.NO_REMARK, texts.NO_RECOMMENDATION, timely)
                yield ("", part.party, "", "", "", "", *words)


def _is_for(said: Said, numbers: tuple[int, ...]) -> bool:
    return not numbers or said.number in numbers


def _remark(each: Answer) -> str:
    return f"{each.text} {texts.outcome_line(each.outcome)}" if each.outcome else each.text
