"""One turn: an activity in, exactly one reply out, whatever happens; and so for buttons and queries."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Protocol

from botbuilder.core import InvokeResponse, TurnContext
from botbuilder.schema import Activity, ActivityTypes

from bot import log
from bot.settings import Settings
from bot.teams import actions, files, queries
from bot.teams.activities import (
    action_response_of,
    message_of,
    replacement_of,
    turn_of,
)
from bot.teams.background import Background
from bot.teams.channels import Channels, heard_in
from bot.teams.connector import Conversations, Poster
from bot.teams.duplicates import Answered
from bot.teams.files import Offers
from bot.teams.outbound import CallFailed
from bot.turn import MAX_TEXT_CHARS, ChatKind, Matches, Query, Reply, Turn

CARD_REFUSED = frozenset({400, 413})
"""Teams will not show this card, as when it is too big; it may well show another."""


@dataclass(frozen=True, slots=True)
class ReadyResponse:
    """An invoke's response as it is sent.

    Attributes:
        body: JSON.
        afterwards: To be called once the response is sent, also if nobody took it.
    """

    body: bytes
    afterwards: Callable[[], None]


class Handler(Protocol):
    """What the bot does with a turn; it returns and sends nothing itself."""

    async def __call__(self, turn: Turn, /) -> Reply:
        """The one reply; anything raised becomes one apology."""
        ...


class Suggester(Protocol):
    """What the bot finds for a query; it sends nothing itself."""

    async def __call__(self, query: Query, /) -> Matches:
        """The one page of matches; anything raised becomes one apology."""
        ...


class Turns:
    """Answers messages and installations, each once, and buttons and queries as often as they come."""

    def __init__(
        self,
        handle: Handler,
        *,
        suggest: Suggester,
        apology: Callable[[str], Reply],
        too_long: Reply,
        now: Callable[[], datetime],
        new_reference: Callable[[], str],
        settings: Settings,
        poster: Poster,
        background: Background,
        channels: Channels | None,
        offers: Offers,
    ) -> None:
        self._handle = handle
        self._suggest = suggest
        self._apology = apology
        self._too_long = too_long
        self._now = now
        self._new_reference = new_reference
        self._settings = settings
        self._poster = poster
        self._background = background
        self._channels = channels
        self._offers = offers
        self._answered = Answered(now)

    async def on_turn(self, context: TurnContext) -> None:
        """The adapter's callback; what calls for no answer is met with silence.

        Raises:
            CallFailed: The reply could not be posted. The activity is then forgotten, so that it is answered
                if Teams sends it again.
            Refused: 400, for an invoke or a card's button whose value is not what it should be, and for a
                team or channel that is not.
        """
        channels = self._channels
        heard = heard_in(context.activity, self._now()) if channels else None
        try:
            await self._take(context)
        finally:
            if channels and heard:
                channels.note(heard)

    async def _take(self, context: TurnContext) -> None:
        activity = context.activity
        if activity.type == ActivityTypes.invoke:
            await self._answer_invoke(context)
            return
        turn = turn_of(activity, self._now())
        if turn is None:
            return
        # One installation may arrive as two activities with ids of their own.
        key = (activity.conversation.id, "installed" if turn.installed else activity.id)
        if not self._answered.claim(key):
            log.event(logging.INFO, "turn repeated", id=activity.id)
            return
        delivered = False
        try:
            await self._answer(context, turn)
            delivered = True
        finally:
            if not delivered:
                self._answered.forget(key)
        self._log("turn", activity, turn.received_at)

    async def _answer(self, context: TurnContext, turn: Turn) -> None:
        try:
            reply = self._too_long if len(turn.text) > MAX_TEXT_CHARS else await self._handle(turn)
            # A new message, but for a pressed card that can make way for the reply.
            if turn.action is None or reply.beside or not await self._changed(context.activity, reply):
                await _send(context, message_of(reply, to=context.activity))
        except Exception as error:  # the turn's one try: whatever went wrong, the person gets one answer
            if isinstance(error, CallFailed) and error.status not in CARD_REFUSED:
                raise
            reference = self._new_reference()
            reason = error.reason if isinstance(error, CallFailed) else ""
            log.event(logging.ERROR, "turn failed", id=reference, reason=reason, error=error)
            await _send(context, message_of(self._apology(reference), to=context.activity))
            return
        if reply.offer:
            self._background.start(object(), lambda: self._hand_out(reply, context.activity))

    async def _changed(self, activity: Activity, reply: Reply) -> bool:
        """Whether the pressed card has made way for the reply; a failure is logged."""
        if activity.reply_to_id is None:
            return False
        conversations = Conversations(self._poster, activity.service_url)
        try:
            await conversations.change(
                activity.conversation.id, activity.reply_to_id, replacement_of(reply, to=activity)
            )
        except CallFailed as failure:
            log.event(logging.WARNING, "card not changed", id=activity.id, reason=failure.reason)
            return False
        return True

    async def _hand_out(self, reply: Reply, activity: Activity) -> None:
        """Offer the file of the reply where only one person is."""
        alone = activity.conversation.conversation_type == ChatKind.PERSONAL
        if reply.offer is not None and alone:
            await self._offers.offer(reply.offer, activity)

    async def _answer_invoke(self, context: TurnContext) -> None:
        """An invoke is answered in the HTTP response, each time it comes; an unknown one gets 501."""
        body: object = None
        if context.activity.name == queries.INVOKE:
            body = await self._found(context.activity)
        elif context.activity.name == actions.INVOKE:
            body = await self._acted(context.activity)
        elif context.activity.name == files.INVOKE:
            body = self._consented(context.activity)
        if body is not None:
            answer = InvokeResponse(status=HTTPStatus.OK.value, body=body)
            await _send(context, Activity(type=ActivityTypes.invoke_response, value=answer))

    async def _acted(self, activity: Activity) -> ReadyResponse:
        turn = turn_of(activity, self._now())
        assert turn is not None  # noqa: S101 - a pressed button is something that a person did
        try:
            reply = await self._handle(turn)
        except Exception as error:  # noqa: BLE001 - the button's one try: what was typed stays on the card
            reference = self._new_reference()
            log.event(logging.ERROR, "action failed", id=reference, error=error)
            reply = replace(self._apology(reference), beside=True)
        self._log("action", activity, turn.received_at)
        return ReadyResponse(action_response_of(reply), lambda: self._follow_up(reply, activity))

    def _consented(self, activity: Activity) -> ReadyResponse:
        """Teams waits for no file: it is told at once, and sees what came of it in the chat."""
        consent = files.consent_in(activity.value, self._settings)

        key = (activity.conversation.id, "file", consent.token)

        async def job() -> None:
            if not await self._offers.answer(consent, activity):
                self._answered.forget(key)

        def afterwards() -> None:
            if self._answered.claim(key):  # Teams may send it again
                self._background.start(key, job)

        return ReadyResponse(b"{}", afterwards)

    def _follow_up(self, reply: Reply, activity: Activity) -> None:
        """Change the card for good, and only then offer the file."""
        lasting = reply.lasting and not reply.beside

        async def job() -> None:
            if lasting:
                await self._changed(activity, reply)
            await self._hand_out(reply, activity)

        if lasting or reply.offer:
            # Two presses on one card leave it as the later one says.
            self._background.start((activity.conversation.id, activity.reply_to_id), job)

    async def _found(self, activity: Activity) -> dict[str, object] | None:
        query = queries.query_of(activity, self._now())
        if query is None:
            return None
        try:
            too_long = len(query.text) > MAX_TEXT_CHARS
            matches = Matches(message=self._too_long.summary) if too_long else await self._suggest(query)
        except Exception as error:  # noqa: BLE001 - the query's one try: whatever went wrong, it is answered
            reference = self._new_reference()
            log.event(logging.ERROR, "query failed", id=reference, error=error)
            matches = Matches(message=self._apology(reference).summary)
        self._log("query", activity, query.received_at)
        return queries.answer_of(matches)

    def _log(self, event: str, activity: Activity, received_at: datetime) -> None:
        log.event(
            logging.INFO, event, id=activity.id, ms=(self._now() - received_at) / timedelta(milliseconds=1)
        )


async def _send(context: TurnContext, activity: Activity) -> None:
    """Send by the adapter itself: ``TurnContext.send_activity`` first copies what is sent, card and all."""
    await context.adapter.send_activities(context, [activity])
