"""Posts on their way: a new thread in a channel, a message in somebody's own chat, or another in its place.

Sources, read 2026-11-26: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages,
https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#create-conversation
and https://learn.microsoft.com/microsoftteams/platform/bots/how-to/update-and-delete-bot-messages.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import aiohttp
from botbuilder.schema import Activity, ActivityTypes, Attachment, ChannelAccount, ConversationAccount

from bot import log
from bot.outbox.delivery import Delivered, NotDelivered
from bot.settings import Settings
from bot.teams.activities import ADAPTIVE_CARD, may_be_written_to, payload_of
from bot.teams.connector import Poster, part, url_at
from bot.teams.fields import optional_id_of
from bot.teams.outbound import CallFailed
from bot.teams.refusal import Refused
from storage.records.posts import Post

_GONE = frozenset({403, 404})
"""What a change of a message that is no longer there is met with: 404, or 403 where it was deleted.

Source: https://github.com/microsoft/BotFramework-Services/issues/269, read 2026-11-26.
"""


@dataclass(slots=True)
class _Leaving:
    """Whether a request has begun to leave; until then the service cannot have heard of it."""

    begun: bool = False


def posting_session() -> aiohttp.ClientSession:
    """A session for posts: it notices when they leave, and what stalls here holds up no reply."""
    trace = aiohttp.TraceConfig()
    trace.on_request_headers_sent.append(_noticed)
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=100, ttl_dns_cache=300, keepalive_timeout=60),
        cookie_jar=aiohttp.DummyCookieJar(),
        trace_configs=[trace],
    )


async def _noticed(
    _session: aiohttp.ClientSession, context: SimpleNamespace, _sent: aiohttp.TraceRequestHeadersSentParams
) -> None:
    context.trace_request_ctx.begun = True


class Delivery:
    """Delivers posts; made before the web application, which opens and closes it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._poster: Poster | None = None

    def open(self, poster: Poster) -> None:
        """From now on posts are delivered; the poster's session is a ``posting_session``."""
        self._poster = poster

    def close(self) -> None:
        """From now on nothing is."""
        self._poster = None

    async def __call__(self, post: Post, replaced: Post | None, /) -> Delivered:
        """Post it, with one try; where it replaces one that was sent, in that one's place.

        Where that one is gone, or nobody knows where it stands, it is posted anew. Where the service took it
        and did not say where it stands, the ids are empty: it cannot be changed later.

        Raises:
            NotDelivered: It did not arrive, or nobody knows. What a token that is no longer taken is to blame
                for is passing, and so is every answer of 5xx.
        """
        if replaced is not None and replaced.sent_conversation_id and replaced.activity_id:
            conversation_id, activity_id = replaced.sent_conversation_id, replaced.activity_id
            path = f"conversations/{part(conversation_id)}/activities/{part(activity_id)}"
            try:
                await self._sent("PUT", post, path, payload_of(_message(post, conversation_id)))
            except NotDelivered as failure:
                if failure.status not in _GONE:
                    raise
            else:
                return Delivered(conversation_id, activity_id)
        if post.channel_id:
            answer = await self._sent("POST", post, "conversations", _thread(post))
            return Delivered(_id_in(answer, "id"), _id_in(answer, "activityId"))
        path = f"conversations/{part(post.conversation_id)}/activities"
        answer = await self._sent("POST", post, path, payload_of(_message(post, post.conversation_id)))
        return Delivered(post.conversation_id, _id_in(answer, "id"))

    async def _sent(self, method: str, post: Post, path: str, body: bytes) -> bytes:
        if self._poster is None:
            raise NotDelivered(passing=True)
        if not may_be_written_to(post.service_url, self._settings):
            raise NotDelivered(reason="host")
        leaving = _Leaving()
        url = url_at(post.service_url, path)
        try:
            return await self._poster.send_once(method, url, body, trace_request_ctx=leaving)
        except CallFailed as failure:
            if failure.status is not None and 200 <= failure.status < 300:
                return b""
            log.event(logging.WARNING, "post not delivered", id=post.id, reason=failure.reason)
            raise _not_delivered(failure, heard=leaving.begun and method != "PUT") from failure


def _not_delivered(failure: CallFailed, *, heard: bool) -> NotDelivered:
    """What the sender is told.

    Args:
        failure: Of the call.
        heard: Whether the service may have done what it was asked, if it did not answer; a change can be
            made again all the same.
    """
    if failure.status is None:
        return NotDelivered(passing=not heard, certain=not heard, retry_after_s=failure.retry_after_s)
    return NotDelivered(
        failure.status,
        passing=failure.passing or failure.status == 401 or failure.status >= 500,
        retry_after_s=failure.retry_after_s,
    )


def _thread(post: Post) -> bytes:
    """What begins a thread in a channel, with its first message."""
    asked: dict[str, Any] = {"isGroup": True, "channelData": {"channel": {"id": post.channel_id}}}
    if post.bot_id:
        asked["bot"] = {"id": post.bot_id}
    # The message is JSON already: it goes in as it is.
    return b'%s, "activity": %s}' % (
        json.dumps(asked)[:-1].encode(),
        payload_of(_message(post, post.channel_id)),
    )


def _message(post: Post, conversation_id: str) -> Activity:
    return Activity(
        type=ActivityTypes.message,
        from_property=ChannelAccount(id=post.bot_id) if post.bot_id else None,
        conversation=ConversationAccount(id=conversation_id),
        summary=post.summary,
        attachments=[Attachment(content_type=ADAPTIVE_CARD, content=post.card)],
    )


def _id_in(answer: bytes, key: str) -> str:
    """The id that the service gave; "" where it gave none that can be kept."""
    try:
        given = json.loads(answer)
        return optional_id_of(given, key) or "" if isinstance(given, dict) else ""
    except (Refused, ValueError, RecursionError):
        return ""
