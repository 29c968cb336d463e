"""The message extension's search: from an invoke to a Query, and from Matches to what Teams shows.

Source: https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/search-commands/respond-to-search,
read 2026-11-25. Teams asks as the person types, waits 5 seconds for the answer, and lists it in the client.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from botbuilder.schema import Activity

from bot.teams.activities import ADAPTIVE_CARD
from bot.teams.fields import number_of, object_of, objects_of, required_text, text_of
from bot.teams.mentions import plain_text
from bot.teams.refusal import Refused
from bot.turn import Match, Matches, Query

INVOKE = "composeExtension/query"
COMMAND, PARAMETER = "search", "query"
"""As the app's manifest calls them."""

PAGE = 25
"""What Teams asks for at once, up to 100 in all (https://github.com/MicrosoftDocs/msteams-docs/issues/865)."""

THUMBNAIL = "application/vnd.microsoft.card.thumbnail"

# What would begin a tag or an entity in HTML; followed by anything but these, both are ordinary signs.
_MARKUP = re.compile(r"<(?=[a-z!/?])|&(?=[a-z0-9#])", re.IGNORECASE)
_ZERO_WIDTH_SPACE = "\u200b"


def query_of(activity: Activity, received_at: datetime) -> Query | None:
    """What is searched for, or None for a command that the app does not have.

    ``{"commandId": "search", "parameters": [{"name": "query", "value": "o18"}],
    "queryOptions": {"skip": 0, "count": 25}}``; when the box is opened, the one parameter is ``initialRun``.

    Raises:
        Refused: 400, if something needed is missing or anything read is of the wrong type.
    """
    value = activity.value
    if not isinstance(value, dict):
        raise Refused(400, "value is not an object")
    if required_text(value, "commandId") != COMMAND:
        return None
    parameters = objects_of(value, "parameters")
    typed = [text_of(each, "value") for each in parameters if required_text(each, "name") == PARAMETER]
    options = object_of(value, "queryOptions")
    return Query(
        text=plain_text(typed[0] if typed else None, (), bot_id=""),
        received_at=received_at,
        skip=number_of(options, "skip", default=0),
        count=number_of(options, "count", default=PAGE),
    )


def answer_of(matches: Matches) -> dict[str, Any]:
    """The invoke's body: a list to choose from, or a sentence in its place."""
    if matches.message:
        return {"composeExtension": {"type": "message", "text": matches.message}}
    return {
        "composeExtension": {
            "type": "result",
            "attachmentLayout": "list",
            "attachments": [_attachment(match) for match in matches.found],
        }
    }


def _attachment(match: Match) -> dict[str, Any]:
    """The card, and beside it how the list shows it."""
    preview = {"title": _without_markup(match.title), "text": _without_markup(match.subtitle)}
    return {
        "contentType": ADAPTIVE_CARD,
        "content": match.card,
        "preview": {"contentType": THUMBNAIL, "content": preview},
    }


def _without_markup(text: str) -> str:
    """The text so that it reads the same as HTML and as it stands.

    A thumbnail may hold HTML in its ``text``, by another page in its ``title`` too, and markdown in neither.
    What a client makes of an escape in the list of matches is told nowhere, so none is sent.
    Source: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format
    and .../cards-reference, read 2026-11-25.
    """
    return _MARKUP.sub(rf"\g<0>{_ZERO_WIDTH_SPACE}", text)
