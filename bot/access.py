"""Who may do what: everybody asks, a party's own people answer for it, and leads lead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.settings import GUID, Settings
from bot.turn import Turn


class Directory(Protocol):
    """What the organisation's own directory says of a person."""

    async def principal_name(self, turn: Turn) -> str | None:
        """The user principal name of who took the turn, in lower case; None where it cannot be had."""
        ...


@dataclass(frozen=True, slots=True)
class Leads:
    """Who leads hearings.

    Attributes:
        ids: Lower-case Entra object ids.
        everyone: In a local trial without any named.
    """

    ids: frozenset[str]
    everyone: bool = False

    def include(self, user_id: str) -> bool:
        """Whether the person is a lead."""
        return self.everyone or user_id in self.ids


def leads_of(settings: Settings) -> Leads:
    """Those listed; in a local trial without a list, everyone. With authentication nobody else ever is."""
    return Leads(settings.lead_ids, everyone=settings.app_id is None and not settings.lead_ids)


def user_of(turn: Turn) -> str:
    """The id that a person is known by: an Entra object id in lower case, else the channel's own."""
    folded = turn.user_id.lower()
    return folded if GUID.fullmatch(folded) else turn.user_id


def names_of(principal_name: str) -> tuple[str, ...]:
    """The principal names that mean this person: a guest has two.

    A guest "anna@politi.dk" is called "anna_politi.dk#EXT#@ishoej.onmicrosoft.com" in the inviting
    organisation, where the last underscore stands for the at sign: a domain has none.
    Source: https://learn.microsoft.com/entra/external-id/user-properties, read 2026-11-26.
    """
    name = principal_name.strip().lower()
    invited, guest, _ = name.partition("#ext#")
    local, underscore, domain = invited.rpartition("_")
    return (name, f"{local}@{domain}") if guest and underscore and local and domain else (name,)
