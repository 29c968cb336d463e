"""What a person wrote, out of the text Teams sends."""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

# Bounded and free of "<" inside, so that hostile text cannot make the search quadratic.
_TAG = re.compile(r"<at(?:\s[^<>]{0,100})?>([^<>]{0,300})</at>", re.IGNORECASE)
_INSERTED_CARD = re.compile(
    r'<span class="inline-compose-card"[^<>]{0,200}>\s{0,9}(?:<span[^<>]{0,200}></span>\s{0,9})?</span>'
)
_UNWANTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_SPACES = re.compile(r"[ \t\u00a0]{2,}|[\t\u00a0]")


def plain_text(
    text: str | None, entities: Sequence[Mapping[str, Any]], *, bot_id: str, text_format: str | None = None
) -> str:
    """The text without the bot's own mention; other people's mentions stay as their names.

    A mention is ``<at>Name</at>`` in the text and an entity beside it that says who is meant, in the same
    order: ``{"type": "mention", "mentioned": {"id": "28:...", "name": "Bot"}, "text": "<at>Bot</at>"}``. Who
    is meant is taken from the entity, never from the name. The mark that a client leaves where a card was
    inserted is dropped, as are control characters; runs of spaces become one, and line breaks inside the
    text stay.

    Source: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/channel-and-group-conversations,
    read 2026-11-21; of the mark, what Microsoft 365 Agents Playground 0.2.28 sends.

    Args:
        text: None when a card's button carries no text.
        entities: The activity's, other kinds among them.
        bot_id: The activity's recipient.
        text_format: HTML entities are decoded if it is ``xml`` or ``html``.
    """
    if not text:
        return ""
    if "<" in text:
        text = _without_tags(text, _bots_by_name(entities, bot_id))
    text = text.replace("&nbsp;", " ")
    if text_format in {"xml", "html"}:
        text = html.unescape(text)
    if not text.isprintable():
        text = _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _SPACES.sub(" ", text).strip()


def _without_tags(text: str, meant: Mapping[str, list[bool]]) -> str:
    """The text without the bot's mention and inserted cards, and with others' mentions as their names.

    ``meant`` tells of each mentioned name, in order, whether it is the bot's; it is used up.
    """

    def name_or_nothing(tag: re.Match[str]) -> str:
        bots = meant.get(_key(tag[1]))
        if not bots:
            return tag[1]
        is_bot = bots.pop(0) if len(bots) > 1 else bots[0]
        return " " if is_bot else tag[1]

    return _TAG.sub(name_or_nothing, _INSERTED_CARD.sub(" ", text))


def _bots_by_name(entities: Sequence[Mapping[str, Any]], bot_id: str) -> dict[str, list[bool]]:
    """For each mentioned name, whether it is the bot: in order, as a person may bear the bot's name."""
    meant: defaultdict[str, list[bool]] = defaultdict(list)
    for entity in entities:
        mentioned = entity.get("mentioned")
        if str(entity.get("type")).lower() != "mention" or not isinstance(mentioned, Mapping):
            continue
        tag = _TAG.search(entity["text"]) if isinstance(entity.get("text"), str) else None
        name = tag[1] if tag else mentioned.get("name")
        if isinstance(name, str):
            meant[_key(name)].append(bool(bot_id) and mentioned.get("id") == bot_id)
    return meant


def _key(name: str) -> str:
    return " ".join(html.unescape(name).split()).casefold()
