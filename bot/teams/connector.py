"""The way out: replies posted over one pooled session, with the bot's token."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import quote

import aiohttp
from botbuilder.schema import Activity, ResourceResponse
from botframework.connector.auth import ConnectorFactory
from yarl import URL

from bot import log
from bot.settings import Settings
from bot.teams.activities import payload_of
from bot.teams.outbound import CallFailed, call, patiently

REFRESH_BEFORE = timedelta(minutes=5)
REFRESH_PAUSE = timedelta(seconds=0.2)
"""Shorter than any wait between two tries, so that turns waiting for a token fail together."""


class AppToken:
    """The bot's own token, by client credentials; fetched once, and again shortly before it runs out.

    Source: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication,
    read 2026-11-21.
    """

    def __init__(
        self, session: aiohttp.ClientSession, settings: Settings, *, now: Callable[[], datetime]
    ) -> None:
        self._session = session
        self._settings = settings
        self._now = now
        self._lock = asyncio.Lock()
        self._token = ""
        self._expires_at = self._refresh_at = now()
        self._failure = CallFailed("no token")

    async def get(self) -> str:
        """A token that holds; if refreshing it fails, the old one as long as it does.

        Raises:
            CallFailed: There is no token to be had.
        """
        if self._due():
            async with self._lock:
                if self._due():
                    await self._refresh()
        if self._expires_at <= self._now():
            raise self._failure
        return self._token

    def drop(self) -> None:
        """The service no longer takes it: fetch another next time."""
        self._expires_at = self._refresh_at = self._now()

    def _due(self) -> bool:
        return self._refresh_at <= self._now()

    async def _refresh(self) -> None:
        form = {
            "grant_type": "client_credentials",
            "client_id": self._settings.app_id or "",
            "client_secret": self._settings.app_password or "",
            "scope": self._settings.oauth_scope,
        }
        try:
            answer = json.loads(
                await call(self._session, "POST", self._settings.login_url, now=self._now, data=form)
            )
            self._token = str(answer["access_token"])
            self._expires_at = self._now() + timedelta(seconds=int(answer["expires_in"]))
            self._refresh_at = self._expires_at - REFRESH_BEFORE
        except CallFailed as failure:
            self._failed(failure.reason, passing=failure.passing, retry_after_s=failure.retry_after_s)
        except (ValueError, TypeError, LookupError, OverflowError):
            self._failed("the answer could not be read")

    def _failed(self, reason: str, *, passing: bool = False, retry_after_s: float | None = None) -> None:
        self._failure = CallFailed(f"no token: {reason}", passing=passing, retry_after_s=retry_after_s)
        self._refresh_at = self._now() + REFRESH_PAUSE
        log.event(logging.WARNING, "token not fetched", reason=reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster:
    """What every call to the service needs; one for the life of the app.

    Attributes:
        token: None in a local trial.
        random: 0 up to 1.
    """

    session: aiohttp.ClientSession
    token: AppToken | None
    now: Callable[[], datetime]
    sleep: Callable[[float], Awaitable[None]]
    random: Callable[[], float]

    async def send(self, method: str, url: URL, body: bytes | None = None) -> bytes:
        """What the service answers to a call, made patiently; the body is JSON.

        Raises:
            CallFailed: It was not taken.
        """
        return await patiently(
            lambda: self.send_once(method, url, body), now=self.now, sleep=self.sleep, random=self.random
        )

    async def send_once(self, method: str, url: URL, body: bytes | None = None, **request: Any) -> bytes:
        """The same with one try.

        A token that is no longer taken is not used again.

        Raises:
            CallFailed: It was not taken.
        """
        headers = {} if body is None else {"Content-Type": "application/json"}
        if self.token is not None:
            headers["Authorization"] = f"Bearer {await self.token.get()}"
        try:
            return await call(self.session, method, url, now=self.now, data=body, headers=headers, **request)
        except CallFailed as failure:
            if failure.status == 401 and self.token is not None:
                self.token.drop()
            raise


@dataclass(frozen=True, slots=True)
class Conversations:
    """The conversations of one service.

    The first two calls are what the SDK's adapter asks of ``connector_client.conversations``.
    """

    poster: Poster
    service_url: str

    async def reply_to_activity(
        self, conversation_id: str, activity_id: str, activity: Activity
    ) -> ResourceResponse:
        """Answer an activity; in a channel the conversation id carries the thread (``;messageid=``)."""
        return await self._post(f"{part(conversation_id)}/activities/{part(activity_id)}", activity)

    async def send_to_conversation(self, conversation_id: str, activity: Activity) -> ResourceResponse:
        """Post without answering anything, as when the bot was just installed."""
        return await self._post(f"{part(conversation_id)}/activities", activity)

    async def change(self, conversation_id: str, activity_id: str, activity: Activity) -> None:
        """Put another message in place of one that the bot has sent; the same twice is as once.

        Source: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#update-activity,
        read 2026-11-26.

        Raises:
            CallFailed: It stands as it was.
        """
        url = self._url(f"{part(conversation_id)}/activities/{part(activity_id)}")
        await self.poster.send("PUT", url, payload_of(activity))

    async def member(self, conversation_id: str, channel_user_id: str) -> bytes:
        """What the service tells of somebody in a conversation, as JSON.

        Source: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context#fetch-the-roster-or-user-profile,
        read 2026-11-26.

        Raises:
            CallFailed: It tells nothing; 404 if they are not in it.
        """
        return await self.poster.send(
            "GET", self._url(f"{part(conversation_id)}/members/{part(channel_user_id)}")
        )

    async def team(self, team_id: str) -> bytes:
        """What the service tells of a team that the bot is in, as JSON.

        Source: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context#get-teams-details,
        read 2026-11-26.

        Raises:
            CallFailed: It tells nothing.
        """
        return await self.poster.send("GET", url_at(self.service_url, f"teams/{part(team_id)}"))

    async def channels(self, team_id: str) -> bytes:
        """What the service tells of a team's channels, as JSON; the source is the same page's next section.

        Raises:
            CallFailed: It tells nothing.
        """
        return await self.poster.send("GET", url_at(self.service_url, f"teams/{part(team_id)}/conversations"))

    async def _post(self, path: str, activity: Activity) -> ResourceResponse:
        await self.poster.send("POST", self._url(path), payload_of(activity))
        return ResourceResponse()

    def _url(self, path: str) -> URL:
        return url_at(self.service_url, f"conversations/{path}")


def url_at(service_url: str, path: str) -> URL:
    """The address of what the service has under a path, each part of which is a ``part``."""
    service = _service(service_url)
    return service.with_path(f"{service.raw_path.rstrip('/')}/v3/{path}", encoded=True)


def part(of_path: str) -> str:
    """An id as it stands in a path."""
    return quote(of_path, safe="")


@lru_cache(maxsize=64)  # every message from Teams names one of a few
def _service(service_url: str) -> URL:
    return URL(service_url, encoded=True)


@dataclass(frozen=True, slots=True)
class Client:
    """Stands where the SDK expects its own ConnectorClient, which connects anew every turn."""

    conversations: Conversations


class PooledConnectors(ConnectorFactory):  # type: ignore[misc]
    """Makes clients that share one session, its connections and one token."""

    def __init__(self, poster: Poster) -> None:
        self._outbox = poster

    async def create(self, service_url: str, audience: str) -> Client:  # noqa: ARG002 - the SDK's signature
        """A client for one service; costs nothing."""
        return Client(Conversations(self._outbox, service_url))
