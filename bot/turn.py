"""What comes in and what goes out: plain frozen values, free of any SDK."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

MAX_TEXT_CHARS = 4_000
"""What a person may write at once; ours to choose, Teams allows more."""

MAX_FIELDS = 80
MAX_FIELD_CHARS = 40_000
"""Of a card: more than the largest form has, and than an answer that came by mail."""


class ChatKind(StrEnum):
    """Where a message was written; the values are Teams' own ``conversationType``."""

    PERSONAL = "personal"
    GROUP = "groupChat"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a message can be sent without being asked.

    Attributes:
        service_url: From an authenticated activity whose host is allowed; the bot's token goes there.
    """

    conversation_id: str
    service_url: str


@dataclass(frozen=True, slots=True)
class CardAction:
    """A button with a verb was pressed on one of the bot's own cards.

    Attributes:
        verb: "noun.verb", such as "point.add". Untrusted, as is the data: anybody can send anything.
        data: What the button carries and what stands in the card's inputs, by name; without control
            characters but line breaks. At most ``MAX_FIELDS`` of at most ``MAX_FIELD_CHARS``.
        alone: Whether only who pressed sees the reply; in a channel or a group that takes an
            ``Action.Execute``, whose reply is shown to one person.
    """

    verb: str
    data: Mapping[str, str]
    alone: bool = True


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing a person did: wrote a message, pressed a button, or installed the bot.

    Attributes:
        text: The message as the person wrote it, or the question of the button that was pressed, without
            the bot's own mention and control characters. Untrusted; at most ``MAX_TEXT_CHARS``. Empty if
            the person wrote nothing.
        conversation_id: The chat or thread; what follow-up questions are remembered by.
        user_id: The Entra object id where Teams gives one, else the channel's id.
        received_at: Aware UTC time, set by the server.
        installed: The bot was just added here; ``text`` is then empty.
        action: The button with a verb that was pressed; ``text`` is then empty.
        user_name: As Teams shows it; empty where Teams does not say.
        channel_user_id: What the channel calls the person ("29:..."), which is this bot's own name for them.
        service_url: Where this conversation can be written to.
    """

    text: str
    conversation_id: str
    user_id: str
    received_at: datetime
    chat: ChatKind = ChatKind.PERSONAL
    installed: bool = False
    action: CardAction | None = None
    user_name: str = ""
    channel_user_id: str = ""
    service_url: str = ""

    @property
    def address(self) -> Address:
        """Where this conversation can be written to later."""
        return Address(self.conversation_id, self.service_url)


@dataclass(frozen=True, slots=True)
class WithCard:
    """What carries a finished Adaptive Card.

    Attributes:
        card_json: The card as the JSON that is sent, so that it is written once only.
    """

    card_json: str

    @property
    def card(self) -> dict[str, Any]:
        """The card to look into; read anew each time."""
        card: dict[str, Any] = json.loads(self.card_json)
        return card


@dataclass(frozen=True, slots=True)
class FileOffer:
    """A file that a person may have put into their own OneDrive, if they consent.

    Attributes:
        name: With its extension.
        description: What it is, in a sentence.
        size_bytes: To the byte: Teams takes neither more nor less.
        token: What the file is had for, once, by the person it was offered to.
    """

    name: str
    description: str
    size_bytes: int
    token: str


@dataclass(frozen=True, slots=True)
class File:
    """A file for a person.

    Attributes:
        content_type: As HTTP says it: "application/pdf".
    """

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Reply(WithCard):
    """The one answer to a turn.

    Attributes:
        summary: The card in one plain sentence, for notifications and screen readers.
        beside: To a card action: the pressed card stays as it is, with what is typed in it, and the
            summary is shown beside it. Otherwise the card takes the place of the one that was pressed.
        lasting: To a card action: the card is to stand in the chat from now on, also for who comes back.
        offer: A file to offer beside it, in a person's own chat only.
    """

    summary: str
    beside: bool = False
    lasting: bool = False
    offer: FileOffer | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """A person types into the search box beside a message they are writing, in any chat.

    Attributes:
        text: What stands in the box so far, without control characters. Untrusted; at most
            ``MAX_TEXT_CHARS``. Empty when the box was just opened.
        received_at: Aware UTC time, set by the server.
        skip: How many matches were shown already; not negative.
        count: How many more are asked for; not negative.
    """

    text: str
    received_at: datetime
    skip: int
    count: int


@dataclass(frozen=True, slots=True)
class Match(WithCard):
    """A card that a person may put into their message; it has no buttons, since the bot does not send it.

    Attributes:
        title: The question it answers, in plain text.
        subtitle: The answer in one plain line.
    """

    title: str
    subtitle: str


@dataclass(frozen=True, slots=True)
class Matches:
    """The one answer to a query.

    Attributes:
        found: Best first.
        message: One plain sentence to show instead, where there is nothing to choose among.
    """

    found: tuple[Match, ...] = ()
    message: str = ""


class ChannelEvent(StrEnum):
    """What happened to the channels of a team that the bot is in."""

    LISTED = "listed"
    """These, and no others, are there."""
    SEEN = "seen"
    """These are there: made, renamed or restored; there may be others."""
    DELETED = "deleted"
    TEAM_RENAMED = "team renamed"
    TEAM_GONE = "team gone"
    """The bot was taken out of it, or nobody can write there any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelNews:
    """What was heard of a team's channels.

    Attributes:
        team_name: "" where that was not told. Untrusted, as are the channels' names.
        channels: Ids and names; "" for a name that was not told. A team's first channel has the team's id,
            and no name but in each client's own language.
        service_url: Where they can be written to.
        bot_id: What the service calls the bot there; "" where that was not told.
        at: Aware UTC time, set by the server.
    """

    what: ChannelEvent
    team_id: str
    team_name: str = ""
    channels: tuple[tuple[str, str], ...] = ()
    service_url: str
    bot_id: str
    at: datetime
