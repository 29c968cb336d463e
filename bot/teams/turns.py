"""One turn: an activity in, exactly one reply out, whatever happens; the same for a query."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, Protocol

from botbuilder.core import InvokeResponse, TurnContext
from botbuilder.schema import Activity, ActivityTypes

from bot import log
from bot.teams import queries
from bot.teams.activities import message_of, turn_of
from bot.teams.duplicates import Answered
from bot.teams.outbound import CallFailed
from bot.turn import MAX_TEXT_CHARS, Matches, Query, Reply, Turn

CARD_REFUSED = frozenset({400, 413})
"""Teams will not show this card, as when it is too big; it may well show another."""

UNKNOWN_VERB = {
    "statusCode": HTTPStatus.BAD_REQUEST.value,
    "type": "application/vnd.microsoft.error",
    "value": {"code": "BadRequest", "message": "Unknown verb"},
}
"""No card of ours has an Action.Execute; this says so in the protocol's words.

Source: https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model, read 2026-11-21.
"""


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
    """Answers messages and installations, each once, and queries as often as they come."""

    def __init__(
        self,
        handle: Handler,
        *,
        suggest: Suggester,
        apology: Callable[[str], Reply],
        too_long: Reply,
        now: Callable[[], datetime],
        new_reference: Callable[[], str],
    ) -> None:
        self._handle = handle
        self._suggest = suggest
        self._apology = apology
        self._too_long = too_long
        self._now = now
        self._new_reference = new_reference
        self._answered = Answered(now)

    async def on_turn(self, context: TurnContext) -> None:
        """The adapter's callback; what calls for no answer is met with silence.

        Raises:
            CallFailed: The reply could not be posted. The activity is then forgotten, so that it is answered
                if Teams sends it again.
            Refused: 400, for an invoke whose value is not what its name promises.
        """
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
            await _send(context, message_of(reply, to=context.activity))
        except Exception as error:  # the turn's one try: whatever went wrong, the person gets one answer
            if isinstance(error, CallFailed) and error.status not in CARD_REFUSED:
                raise
            reference = self._new_reference()
            reason = error.reason if isinstance(error, CallFailed) else ""
            log.event(logging.ERROR, "turn failed", id=reference, reason=reason, error=error)
            await _send(context, message_of(self._apology(reference), to=context.activity))

    async def _answer_invoke(self, context: TurnContext) -> None:
        """An invoke is answered in the HTTP response, each time it comes; an unknown one gets 501."""
        body: dict[str, Any] | None = None
        if context.activity.name == queries.INVOKE:
            body = await self._found(context.activity)
        elif context.activity.name == "adaptiveCard/action":
            body = UNKNOWN_VERB
        if body is not None:
            answer = InvokeResponse(status=HTTPStatus.OK.value, body=body)
            await _send(context, Activity(type=ActivityTypes.invoke_response, value=answer))

    async def _found(self, activity: Activity) -> dict[str, Any] | None:
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
