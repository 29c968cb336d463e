"""What is heard of the channels of teams that the bot is in, told on to whoever keeps them.

Teams tells when the bot is added or removed, and when a channel or a team changes. Which channels there are
it tells when it is asked, which is done when the bot is added, and when somebody writes where none was heard
of for a day: updates may have been missed.

Sources: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events
and https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context, read 2026-11-26.
"""

from __future__ import annotations

import json
import logging
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from botbuilder.schema import Activity, ActivityTypes

from bot import log
from bot.teams.background import Background
from bot.teams.connector import Conversations, Poster
from bot.teams.fields import object_of, objects_of, optional_id_of, text_of
from bot.teams.outbound import CallFailed
from bot.teams.refusal import Refused
from bot.turn import ChannelEvent, ChannelNews

REMEMBERED = timedelta(hours=24)
MAX_REMEMBERED = 1_000

MAX_ID_CHARS = 255
"""More than any id that Teams gives out, and as much as is stored."""

_EVENTS = {
    "channelcreated": ChannelEvent.SEEN,
    "channelrenamed": ChannelEvent.SEEN,
    "channelrestored": ChannelEvent.SEEN,
    "channeldeleted": ChannelEvent.DELETED,
    "teamrenamed": ChannelEvent.TEAM_RENAMED,
    "teamarchived": ChannelEvent.TEAM_GONE,
    "teamdeleted": ChannelEvent.TEAM_GONE,
    "teamharddeleted": ChannelEvent.TEAM_GONE,
    "teamrestored": ChannelEvent.LISTED,
    "teamunarchived": ChannelEvent.LISTED,
}
"""By ``channelData.eventType``, which the documentation writes with and without capitals."""

_UNWANTED = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class Heard:
    """Something happened in a team.

    Attributes:
        news: What it tells; ``LISTED`` where the team is still to be asked.
        channel_id: Where it happened, as far as that is told.
        certain: The channels may be others than before; otherwise somebody just wrote there.
    """

    news: ChannelNews
    channel_id: str
    certain: bool


def heard_in(activity: Activity, at: datetime) -> Heard | None:
    """What an activity tells of channels; None where it is not from a team.

    ``channelData`` is ``{"team": {"id": "19:…", "name": "Tryghed"}, "channel": {"id": "19:…", "name": "SSP"},
    "eventType": "channelRenamed"}``; names stand there where they are news.

    Raises:
        Refused: 400, if anything read is of the wrong type.
    """
    data = activity.channel_data
    team, channel = object_of(data, "team"), object_of(data, "channel")
    selected = object_of(object_of(data, "settings"), "selectedChannel")
    team_id = _id_in(team)
    channel_id = _id_in(channel) or _id_in(selected) or team_id
    event, team_name, channel_name = (
        text_of(data, "eventType"),
        text_of(team, "name"),
        text_of(channel, "name"),
    )
    if not team_id:
        return None
    what = _what(activity, event or "")
    news = ChannelNews(
        what=what or ChannelEvent.LISTED,
        team_id=team_id,
        team_name=_name(team_name),
        channels=((channel_id, _name(channel_name)),)
        if what in {ChannelEvent.SEEN, ChannelEvent.DELETED}
        else (),
        service_url=activity.service_url,
        bot_id=activity.recipient.id if activity.recipient else "",
        at=at,
    )
    return Heard(news, channel_id, certain=what is not None)


def _what(activity: Activity, event: str) -> ChannelEvent | None:
    if activity.type == ActivityTypes.installation_update:
        # Beside "add" and "remove" there are "add-upgrade" and "remove-upgrade".
        removed = (activity.action or "").startswith("remove")
        return ChannelEvent.TEAM_GONE if removed else ChannelEvent.LISTED
    if activity.type != ActivityTypes.conversation_update:
        return None
    bot_id = activity.recipient.id if activity.recipient else ""
    if any(member.id == bot_id for member in activity.members_removed):
        return ChannelEvent.TEAM_GONE
    if any(member.id == bot_id for member in activity.members_added):
        return ChannelEvent.LISTED
    return _EVENTS.get(event.lower())


class Channels:
    """Tells on what is heard, one piece after another for each team."""

    def __init__(
        self,
        learn: Callable[[ChannelNews], Awaitable[None]],
        *,
        poster: Poster,
        background: Background,
        remembered: timedelta = REMEMBERED,
        max_remembered: int = MAX_REMEMBERED,
    ) -> None:
        self._learn = learn
        self._poster = poster
        self._background = background
        self._remembered = remembered
        self._max_remembered = max_remembered
        self._heard_of: OrderedDict[str, datetime] = OrderedDict()

    def note(self, heard: Heard) -> None:
        """See to it that what was heard is told on; nobody waits for it.

        Where somebody just wrote, the team is only asked if it was not asked because of that channel for a
        day.
        """
        if heard.news.what is ChannelEvent.LISTED:
            if not heard.certain and self._is_known(heard):
                return
            self._heard_of[heard.channel_id] = heard.news.at
            self._heard_of.move_to_end(heard.channel_id)
            if len(self._heard_of) > self._max_remembered:
                self._heard_of.popitem(last=False)
        self._background.start(("team", heard.news.team_id), lambda: self._tell(heard))

    def _is_known(self, heard: Heard) -> bool:
        last = self._heard_of.get(heard.channel_id)
        return last is not None and heard.news.at - last < self._remembered

    async def _tell(self, heard: Heard) -> None:
        told = False
        try:
            news = heard.news
            await self._learn(await self._listed(news) if news.what is ChannelEvent.LISTED else news)
            told = True
        except (CallFailed, Refused, ValueError, RecursionError) as error:
            reason = error.reason if isinstance(error, CallFailed) else "the answer could not be read"
            log.event(logging.WARNING, "channels not known", reason=reason)
        finally:
            if not told:  # what is written there next is reason to ask again
                self._heard_of.pop(heard.channel_id, None)

    async def _listed(self, news: ChannelNews) -> ChannelNews:
        """All the channels of the team, and its name, as the service tells them.

        ``{"conversations": [{"id": "19:…", "name": null}, {"id": "19:…", "name": "SSP"}]}``; the one without
        a name has the team's own id, and a name in each person's language.

        Raises:
            CallFailed: It tells nothing.
            Refused: What it tells is of the wrong type.
            ValueError: It is not JSON.
            RecursionError: It is nested too deep.
        """
        conversations = Conversations(self._poster, news.service_url)
        team_name = news.team_name
        if not team_name:
            team_name = _name(text_of(_object(await conversations.team(news.team_id)), "name"))
        told = objects_of(_object(await conversations.channels(news.team_id)), "conversations")
        found = ((_id_in(each), _name(text_of(each, "name"))) for each in told)
        return replace(news, team_name=team_name, channels=tuple(each for each in found if each[0]))


def _object(answer: bytes) -> dict[str, Any]:
    value = json.loads(answer)
    if not isinstance(value, dict):
        raise Refused(400, "the answer is not an object")
    return value


def _id_in(of: Mapping[str, Any]) -> str:
    """The id, or "" where there is none that can be kept."""
    id_ = optional_id_of(of, "id") or ""
    return id_ if len(id_) <= MAX_ID_CHARS else ""


def _name(name: str | None) -> str:
    """In one line, without control characters."""
    return _UNWANTED.sub(" ", name or "").strip()
