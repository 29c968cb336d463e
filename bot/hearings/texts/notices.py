"""What the program tells leads by itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.hearings.calendar import danish_moment
from bot.hearings.rules import Moment
from bot.hearings.texts import board_headline

REMINDER_KICKER = "Påmindelse"
DEADLINE_KICKER = "Høringsfrist"
SILENT = "Har ikke svaret"
UNDECIDED = "Svaret kom for sent og venter på din afgørelse"
BEING_REGISTERED = "Svaret er ved at blive registreret"
LONGER = "Har fået længere frist"
ALL_ANSWERED = "Alle parter har svaret."
HAND_OVER_MEANS = (
    "De har ikke svaret, og jeg kan ikke selv skrive til dem. Du kan sende teksten herunder, fx på mail."
)


def hand_over_headline(names: Sequence[str]) -> str:
    whom = names[0] if len(names) == 1 else f"{len(names)} parter"
    return f"Jeg kan ikke selv minde {whom} om fristen"


def deadline_headline(answered: int, invited: int) -> str:
    return f"Fristen er udløbet: {board_headline(answered, invited)}"


def deadline_was(deadline: datetime) -> str:
    return f"Fristen var {danish_moment(deadline)}."


def until(moment: Moment) -> str:
    return f"{moment.invitation.party.name} – til {danish_moment(moment.deadline)}"


def before(days: int) -> str:
    """What the log says of a reminder."""
    return f"{days} dage før fristen" if days != 1 else "1 dag før fristen"


NEVER_ARRIVED = "Påmindelsen kom ikke frem"
"""What the log says where none of a party's people got it."""
