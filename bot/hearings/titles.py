"""What points are about, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.hearings import texts


def titles_of(about: Iterable[str], names: Mapping[str, str]) -> str:
    """As a card says it: "Model 1 og Model 2", "hele forslaget".

    Args:
        about: As in ``Point.about``.
        names: By kind and id; a topic, and what is not known any more, goes by what follows its kind.
    """
    return texts.listed([names.get(each, each.partition(":")[2]) for each in about]) or texts.WHOLE
