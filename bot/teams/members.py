"""Who somebody is in the organisation, asked of the service that the conversation is on."""

from __future__ import annotations

import json
import logging
from collections import OrderedDict
from datetime import datetime, timedelta

from bot import log
from bot.teams.connector import Conversations, Poster
from bot.teams.outbound import CallFailed
from bot.turn import Turn

REMEMBERED = timedelta(hours=1)
MAX_REMEMBERED = 1_000


class Members:
    """Tells people's principal names; made before the web application, which opens and closes it."""

    def __init__(self, *, remembered: timedelta = REMEMBERED, max_remembered: int = MAX_REMEMBERED) -> None:
        self._remembered = remembered
        self._max_remembered = max_remembered
        self._poster: Poster | None = None
        self._known: OrderedDict[str, tuple[str, datetime]] = OrderedDict()

    def open(self, poster: Poster) -> None:
        """From now on the service is asked, and time is the poster's."""
        self._poster = poster

    def close(self) -> None:
        """From now on nobody is known."""
        self._poster = None

    async def principal_name(self, turn: Turn) -> str | None:
        """The person's ``userPrincipalName`` in lower case, a guest's with its ``#ext#``; None if unknown.

        It is unknown where the service cannot be asked, does not know them, or tells of somebody with
        another Entra object id than the turn's. What is known is kept for an hour, by object id.
        """
        poster = self._poster
        if poster is None or not turn.channel_user_id or not turn.service_url:
            return None
        known = self._known.get(turn.user_id)
        if known and poster.now() - known[1] < self._remembered:
            self._known.move_to_end(turn.user_id)
            return known[0]
        try:
            name = _name_in(
                await Conversations(poster, turn.service_url).member(
                    turn.conversation_id, turn.channel_user_id
                ),
                turn.user_id,
            )
        except (CallFailed, ValueError, RecursionError) as error:
            reason = error.reason if isinstance(error, CallFailed) else "the answer could not be read"
            log.event(logging.WARNING, "member not known", reason=reason)
            return None
        if name is None:
            log.event(logging.WARNING, "member not known", reason="the answer does not name them")
            return None
        self._known[turn.user_id] = (name, poster.now())
        self._known.move_to_end(turn.user_id)
        if len(self._known) > self._max_remembered:
            self._known.popitem(last=False)
        return name


def _name_in(answer: bytes, user_id: str) -> str | None:
    """The principal name, if the answer tells of this very person.

    The object id stands under ``aadObjectId`` or ``objectId``.

    Raises:
        ValueError: It is not JSON.
        RecursionError: It is nested too deep.
    """
    member = json.loads(answer)
    if not isinstance(member, dict):
        return None
    ids = [given for key in ("aadObjectId", "objectId") if (given := member.get(key)) is not None]
    name = member.get("userPrincipalName")
    told_of = {given.lower() if isinstance(given, str) else None for given in ids}
    if told_of != {user_id.lower()} or not isinstance(name, str) or not name:
        return None
    return name.lower()
