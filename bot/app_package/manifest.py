"""What Teams is told about the app, as plain data: the manifest in Danish, and its texts in English.

The schema is 1.30 of August 2026, the newest that is generally available; prompt starters need 1.27.
Sources: the change log, https://learn.microsoft.com/microsoft-365/extensibility/schema/?view=m365-app-1.30,
and the schemas in https://github.com/microsoft/json-schemas/tree/main/teams, where no later one stands;
read 2026-11-25.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot import texts
from bot.app_package.identity import Identity
from bot.texts import Command, Text

SCHEMA_VERSION = "1.30"
_SCHEMAS = f"https://developer.microsoft.com/json-schemas/teams/v{SCHEMA_VERSION}"

ENGLISH_FILE = "en.json"
COLOR_ICON, OUTLINE_ICON = "color.png", "outline.png"
ACCENT_COLOR = "#14566b"
"""The colour icon's background; Teams puts it behind the outline icon."""

ALONE, TOGETHER = "personal", ["team", "groupChat"]
SCOPES = (ALONE, *TOGETHER)

SEARCH_COMMAND, SEARCH_PARAMETER = "search", "query"
"""What a ``composeExtension/query`` invoke carries as ``commandId`` and as its parameter's name."""

WEBSITE = "https://ishoj.dk"
PRIVACY = "https://ishoj.dk/databeskyttelse"
"""The municipality's pages, read 2026-11-25; it has none about terms of use, so the front page stands in."""


def manifest_of(app: Identity) -> dict[str, Any]:
    """``manifest.json``, with its texts in Danish."""
    manifest: dict[str, Any] = _danish(_manifest(app))
    return manifest


def english_of(app: Identity) -> dict[str, str]:
    """``en.json``: for each text, its place in the manifest and its English.

    A place is written as Teams wants it, ``bots[0].commandLists[0].commands[1].title``. Source:
    https://learn.microsoft.com/microsoftteams/platform/resources/schema/localization-schema, read 2026-11-25.
    """
    return {"$schema": f"{_SCHEMAS}/MicrosoftTeams.Localization.schema.json"} | {
        place: text.en for place, text in _places(_manifest(app))
    }


def _manifest(app: Identity) -> dict[str, Any]:
    return {
        "$schema": f"{_SCHEMAS}/MicrosoftTeams.schema.json",
        "manifestVersion": SCHEMA_VERSION,
        "version": app.version,
        "id": app.app_id,
        "localizationInfo": {
            "defaultLanguageTag": "da",
            "additionalLanguages": [{"languageTag": "en", "file": ENGLISH_FILE}],
        },
        "developer": {
            "name": "Ishøj Kommune",
            "websiteUrl": WEBSITE,
            "privacyUrl": PRIVACY,
            "termsOfUseUrl": WEBSITE,
        },
        "name": {"short": texts.APP_NAME, "full": texts.APP_FULL_NAME},
        "description": {"short": texts.APP_SHORT_DESCRIPTION, "full": texts.APP_DESCRIPTION},
        "icons": {"color": COLOR_ICON, "outline": OUTLINE_ICON},
        "accentColor": ACCENT_COLOR,
        "bots": [
            {
                "botId": app.app_id,
                "scopes": list(SCOPES),
                "isNotificationOnly": False,
                "supportsFiles": True,
                "commandLists": [
                    {"scopes": [ALONE], "commands": [_command(each) for each in texts.PERSONAL_COMMANDS]},
                    {"scopes": TOGETHER, "commands": [_command(each) for each in texts.APP_COMMANDS]},
                ],
            }
        ],
        "composeExtensions": [
            {
                "botId": app.app_id,
                "commands": [
                    {
                        "id": SEARCH_COMMAND,
                        "type": "query",
                        "context": ["compose", "commandBox"],
                        "title": texts.APP_SEARCH,
                        "description": texts.APP_SEARCH_DESCRIPTION,
                        "initialRun": True,
                        "fetchTask": False,
                        "parameters": [
                            {
                                "name": SEARCH_PARAMETER,
                                "title": texts.APP_SEARCH_WORDS,
                                "description": texts.APP_SEARCH_WORDS_DESCRIPTION,
                                "inputType": "text",
                            }
                        ],
                    }
                ],
            }
        ],
        "validDomains": [app.bot_domain],
    }


def _command(command: Command) -> dict[str, Any]:
    offered: dict[str, Any] = {"title": command.title, "description": command.description}
    return offered | ({"type": "prompt", "prompt": command.prompt} if command.prompt else {})


def _danish(value: Any) -> Any:
    if isinstance(value, Text):
        return value.da
    if isinstance(value, dict):
        return {key: _danish(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_danish(part) for part in value]
    return value


def _places(value: Any, place: str = "") -> Iterator[tuple[str, Text]]:
    if isinstance(value, Text):
        yield place, value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _places(part, f"{place}.{key}" if place else key)
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from _places(part, f"{place}[{number}]")
