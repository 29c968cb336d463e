"""Which channels there are to post to, kept as they are heard of."""

from __future__ import annotations

from dataclasses import replace

from bot.hearings.desk import Desk
from bot.hearings.gates import masked
from bot.hearings.rules import NAME_CHARS
from bot.hearings.texts import channels as texts
from bot.turn import ChannelEvent, ChannelNews
from storage.records import audit, channels
from storage.records.channels import Channel


async def learn(desk: Desk, news: ChannelNews) -> None:
    """Keep what is new of a team's channels, and log it; the same told twice is as once.

    Raises:
        RecordsUnavailableError: Nothing was kept.
    """
    async with desk.records.reading() as connection:
        known = await channels.of_team(connection, news.team_id)
    if not changed_by(news, known):
        return
    async with desk.records.writing() as connection:
        for channel in changed_by(news, await channels.of_team(connection, news.team_id)):
            await channels.keep(connection, channel)
            what = "channel.gone" if channel.gone else "channel.learned"
            await audit.append(connection, at=news.at, actor="", what=what, detail=channel.id)


def changed_by(news: ChannelNews, known: tuple[Channel, ...]) -> tuple[Channel, ...]:
    """The team's channels that are not as they were, as they are now.

    One whose name, or whose team's name, nobody has told yet is left out: nobody could choose it.

    Args:
        news: What was heard.
        known: All that were ever heard of in the team.
    """
    before = {channel.id: channel for channel in known}
    match news.what:
        case ChannelEvent.LISTED | ChannelEvent.SEEN:
            now = _there(news, before)
            if news.what is ChannelEvent.LISTED:
                there = {channel.id for channel in now}
                now += [replace(each, gone=True) for each in known if each.id not in there]
        case ChannelEvent.DELETED:
            deleted = {id_ for id_, _ in news.channels}
            now = [replace(each, gone=True) for each in known if each.id in deleted]
        case ChannelEvent.TEAM_RENAMED:
            name = _fit(news.team_name)
            now = [replace(each, team_name=name or each.team_name) for each in known]
        case ChannelEvent.TEAM_GONE:
            now = [replace(each, gone=True) for each in known]
    return tuple(channel for channel in now if channel != before.get(channel.id))


def _there(news: ChannelNews, before: dict[str, Channel]) -> list[Channel]:
    team_name = _fit(news.team_name) or next((each.team_name for each in before.values()), "")
    there = []
    for id_, told in news.channels:
        known = before.get(id_)
        name = _fit(told) or (known.name if known else texts.GENERAL if id_ == news.team_id else "")
        if name and team_name:
            there.append(
                Channel(
                    id=id_,
                    team_id=news.team_id,
                    name=name,
                    team_name=team_name,
                    service_url=news.service_url,
                    bot_id=news.bot_id or (known.bot_id if known else ""),
                )
            )
    return there


def _fit(name: str) -> str:
    """A name fit to be stored: it is text like any other."""
    return masked(name[:NAME_CHARS]).strip()
