"""How a response is worded in the memo, and whether its party must be asked if that is right."""

from __future__ import annotations

import json

from storage.records.remarks import Paraphrase, Treatment
from storage.records.values import Point, Version, hash_of


def paraphrase_of(point: Point, treatment: Treatment) -> Paraphrase | None:
    """The point's paraphrase; none where the point says something else than when it was worded."""
    found = treatment.paraphrases.get(point.id)
    return found if found is not None and found.of_text == hash_of(point.text) else None


def is_reworded(version: Version, treatment: Treatment) -> bool:
    """Whether the memo has other words than the party's own, so that the party must be asked.

    That is so where a point has a paraphrase that is not the party's, and where points were registered from
    an original that is kept.
    """
    if version.original is not None and version.original.text and version.content.points:
        return True
    found = (paraphrase_of(point, treatment) for point in version.content.points)
    return any(each is not None and not each.by_party for each in found)


def rendered_hash(version: Version, treatment: Treatment) -> str:
    """The SHA-256 of all that the party is asked about: each point, and how it is put.

    It is what ``Check.shown`` is compared with.
    """
    rendered = [
        (point.id, point.stance, point.about, point.text, found.text if found else "")
        for point in version.content.points
        for found in (paraphrase_of(point, treatment),)
    ]
    return hash_of(json.dumps(rendered, ensure_ascii=False))
