"""Bot Framework activities: from JSON to the SDK's Activity to a Turn, and from a Reply back to JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from botbuilder.schema import Activity, ActivityTypes, Attachment, ChannelAccount, ConversationAccount
from yarl import URL

from bot.settings import Settings, is_loopback
from bot.teams import actions
from bot.teams.auth import Caller
from bot.teams.fields import id_of, object_of, objects_of, optional_id_of, required_text, text_of
from bot.teams.mentions import plain_text
from bot.teams.refusal import Refused
from bot.turn import ChatKind, Reply, Turn

ADAPTIVE_CARD = "application/vnd.microsoft.card.adaptive"
SENTENCE = "application/vnd.microsoft.activity.message"
LOCALE = "da-DK"
_CHAT_KINDS = frozenset(ChatKind)


def activity_of(body: object) -> Activity:
    """The SDK's Activity for a JSON body, with what the bot reads of it.

    Built field by field: the SDK's own reader takes 35 times as long and loses ``conversation.tenantId``.
    ``entities``, ``channel_data`` and ``value`` stay plain JSON.

    Raises:
        Refused: 400, if something needed is missing or anything read is of the wrong type.
    """
    if not isinstance(body, dict):
        raise Refused(400, "the activity is not an object")
    conversation = object_of(body, "conversation")
    channel_data = object_of(body, "channelData")
    text_of(object_of(channel_data, "tenant"), "id")
    recipient = object_of(body, "recipient")
    return Activity(
        type=required_text(body, "type"),
        id=id_of(body, "id"),
        name=text_of(body, "name"),
        action=text_of(body, "action"),
        channel_id=text_of(body, "channelId"),
        service_url=required_text(body, "serviceUrl"),
        from_property=_account(object_of(body, "from")),
        recipient=_account(recipient) if recipient else None,
        conversation=ConversationAccount(
            id=id_of(conversation, "id"),
            conversation_type=text_of(conversation, "conversationType"),
            is_group=conversation.get("isGroup") is True,
            tenant_id=text_of(conversation, "tenantId"),
        ),
        text=text_of(body, "text"),
        text_format=text_of(body, "textFormat"),
        entities=objects_of(body, "entities"),
        members_added=[_account(member) for member in objects_of(body, "membersAdded")],
        members_removed=[_account(member) for member in objects_of(body, "membersRemoved")],
        channel_data=channel_data,
        reply_to_id=optional_id_of(body, "replyToId"),
        value=body.get("value"),
    )


def permit(activity: Activity, caller: Caller | None, settings: Settings) -> None:
    """Let through what this caller may ask of this bot; without authentication, what comes from this machine.

    Raises:
        Refused: 403, for a key that does not speak for the channel, an address that the bot's replies and
            token must not go to, or a tenant that is not served; 400 for an address that is none.
    """
    host = service_host(activity.service_url)
    if caller is None:
        if not is_loopback(host):
            raise Refused(403, "without authentication the service must be on this machine")
        return
    if caller.endorsements and activity.channel_id not in caller.endorsements:
        raise Refused(403, "the signing key does not speak for the channel")
    if host not in settings.service_hosts:
        raise Refused(403, f"service host not allowed: {host}")
    if str(caller.claims.get("serviceurl")).rstrip("/") != activity.service_url.rstrip("/"):
        raise Refused(403, "the token is for another service")
    # Both are looked at: the SDK's Activity calls the second one tenantID and never fills it.
    named = (activity.channel_data.get("tenant") or {}).get("id"), activity.conversation.tenant_id
    tenants = {tenant.lower() for tenant in named if tenant}
    if not tenants or not tenants <= settings.allowed_tenants:
        raise Refused(403, "tenant not allowed")


def may_be_written_to(service_url: str, settings: Settings) -> bool:
    """Whether the bot's messages, and its token, may go there: the rule of ``permit``, for what was kept."""
    try:
        host = service_host(service_url)
    except Refused:
        return False
    return host in settings.service_hosts if settings.app_id else is_loopback(host)


def turn_of(activity: Activity, received_at: datetime) -> Turn | None:
    """What a person did, or None if nobody did anything that is to be answered.

    Raises:
        Refused: 400, for a card's button whose data are not what a card of ours can send.
    """
    installed = _installs(activity)
    action, written = None, ""
    if activity.type == ActivityTypes.message:
        written = activity.text
        if not written:
            alone = _chat_kind(activity.conversation) is ChatKind.PERSONAL
            action = actions.submitted_in(activity.value, alone=alone)
            written = "" if action else _question(activity.value)
    elif activity.type == ActivityTypes.invoke and activity.name == actions.INVOKE:
        action = actions.executed_in(activity.value)
    elif not installed:
        return None
    text = plain_text(
        written,
        activity.entities,
        bot_id=_recipient_id(activity),
        text_format=activity.text_format,
    )
    return Turn(
        text=text,
        conversation_id=activity.conversation.id,
        user_id=activity.from_property.aad_object_id or activity.from_property.id,
        received_at=received_at,
        chat=_chat_kind(activity.conversation),
        installed=installed,
        action=action,
        user_name=activity.from_property.name or "",
        channel_user_id=activity.from_property.id,
        service_url=activity.service_url,
    )


def message_of(reply: Reply, *, to: Activity) -> Activity:
    """The one activity that carries the reply, addressed to who sent the other.

    What tells of a new member is met with a post of its own; anything else is replied to.
    """
    return Activity(
        type=ActivityTypes.message,
        from_property=to.recipient,
        recipient=to.from_property,
        conversation=to.conversation,
        reply_to_id=None if to.type == ActivityTypes.conversation_update else to.id,
        summary=reply.summary,
        attachments=[Attachment(content_type=ADAPTIVE_CARD, content=reply.card_json)],
    )


def replacement_of(reply: Reply, *, to: Activity) -> Activity:
    """What stands in place of the card that was pressed from now on."""
    message = message_of(reply, to=to)
    message.reply_to_id = None
    return message


def action_response_of(reply: Reply) -> bytes:
    """The response to an ``Action.Execute``: the card to show instead, or a sentence beside the one there.

    By hand, as ``payload_of``. The source is the same page as for ``actions``.
    """
    shown, kind = (json.dumps(reply.summary), SENTENCE) if reply.beside else (reply.card_json, ADAPTIVE_CARD)
    return f'{{"statusCode": 200, "type": "{kind}", "value": {shown}}}'.encode()


def payload_of(message: Activity) -> bytes:
    """The message as JSON; by hand, since the SDK's writer takes half a millisecond."""
    [attachment] = message.attachments
    payload = {
        "type": "message",
        "locale": LOCALE,
        "from": _account_payload(message.from_property),
        "recipient": _account_payload(message.recipient),
        "conversation": {"id": message.conversation.id},
        "replyToId": message.reply_to_id,
        "summary": message.summary,
        "inputHint": "acceptingInput",
    }
    head = json.dumps({key: value for key, value in payload.items() if value is not None})
    content_type = json.dumps(attachment.content_type)
    # The card is JSON already: it goes in as it is.
    card = f'{{"contentType": {content_type}, "content": {attachment.content}}}'
    return f'{head[:-1]}, "attachments": [{card}]}}'.encode()


def _account_payload(account: ChannelAccount | None) -> dict[str, str] | None:
    if account is None:
        return None
    return {"id": account.id, "name": account.name} if account.name else {"id": account.id}


def _installs(activity: Activity) -> bool:
    """Teams tells of one installation in two ways, depending on scope and client in one or both of them.

    Source: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events,
    read 2026-11-21.
    """
    if activity.type == ActivityTypes.installation_update:
        return bool(activity.action == "add")
    bot_id = _recipient_id(activity)
    return activity.type == ActivityTypes.conversation_update and any(
        member.id == bot_id for member in activity.members_added
    )


def _question(value: object) -> str:
    """What a pressed button asks, where the client sends its value and no text."""
    question = value.get("question") if isinstance(value, dict) else None
    return question if isinstance(question, str) else ""


def _recipient_id(activity: Activity) -> str:
    return activity.recipient.id if activity.recipient else ""


def _chat_kind(conversation: ConversationAccount) -> ChatKind:
    if conversation.conversation_type in _CHAT_KINDS:
        return ChatKind(conversation.conversation_type)
    return ChatKind.GROUP if conversation.is_group else ChatKind.PERSONAL


@lru_cache(maxsize=64)  # every message from Teams names one of a few
def service_host(service_url: str) -> str:
    """The host of a service address: https, or http on loopback; nothing but host, port and path.

    Raises:
        Refused: 400 for an address that is none, 403 for one that is not https.
    """
    try:
        url = URL(service_url)
        plain = service_url.isascii() and service_url.isprintable() and "\\" not in service_url
    except ValueError:
        plain = False
    if (
        not plain
        or not url.host
        or url.scheme not in {"http", "https"}
        or url.user is not None
        or url.password is not None
        or url.query_string
        or url.fragment
    ):
        raise Refused(400, "serviceUrl is not a service address")
    if url.scheme == "http" and not is_loopback(url.host):
        raise Refused(403, "serviceUrl is not https")
    return url.host.lower()


def _account(account: Mapping[str, Any]) -> ChannelAccount:
    return ChannelAccount(
        id=id_of(account, "id"), name=text_of(account, "name"), aad_object_id=text_of(account, "aadObjectId")
    )
