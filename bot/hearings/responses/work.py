"""A response that somebody is at: which one it is, whether they may, and how it stands."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.access import names_of
from bot.hearings import texts
from bot.hearings.desk import Refused, Step
from bot.hearings.pages import register as register_pages
from bot.hearings.pages import response as pages
from bot.hearings.rules import Gate, Moment
from bot.page import Page
from storage.records import hearings, responses
from storage.records.values import Draft, HearingStatus, Standing

REGISTRAR = "registrar"
"""In a card's field ``as``: a lead is at it, in the party's place. Judged anew each time."""

REGISTRABLE = frozenset({HearingStatus.OPEN, HearingStatus.CLOSED})
"""While a hearing is one of these, a lead may register what came another way."""


@dataclass(frozen=True, kw_only=True)
class Work:
    """A response that somebody is at, as it stands in the records now.

    Attributes:
        registering: A lead is at it, in the party's place.
    """

    step: Step
    standing: Standing
    registering: bool

    @property
    def moment(self) -> Moment:
        """The hearing and the party now."""
        return Moment(self.standing.hearing, self.standing.invitation, self.step.now)

    @property
    def draft(self) -> Draft | None:
        """What is being written."""
        invitation = self.standing.invitation
        return invitation.registration if self.registering else invitation.draft

    def with_draft(self, draft: Draft | None) -> Work:
        """The response once this is what is being written."""
        there = self.standing.invitation
        if self.registering:
            now = replace(there, registration=draft, has_registration=draft is not None)
        else:
            now = replace(there, draft=draft, has_draft=draft is not None)
        return replace(self, standing=replace(self.standing, invitation=now))

    @property
    def stale(self) -> bool:
        """Whether the card was shown before somebody's last step, or before the last version was sent."""
        form = self.step.form
        revision = self.draft.revision if self.draft else 0
        shown = form.number("revision"), form.number("after")
        return (revision, self.standing.invitation.version) != shown

    @property
    def key(self) -> tuple[str, str]:
        """The hearing's and the party's ids."""
        return self.standing.hearing.id, self.standing.invitation.party.id

    @property
    def view(self) -> pages.View:
        """What a page needs to show it."""
        return pages.View(
            moment=self.moment,
            draft=self.draft,
            form=self.step.form,
            concerns=self.step.desk.concerns,
            registering=self.registering,
            user=self.step.user,
        )


async def find(step: Step, connection: AsyncConnection) -> Work:
    """The response that the step is about.

    Raises:
        Refused: There is none such, or who asks may not speak for the party. Both say the same: nobody learns
            from it which hearings and parties there are.
    """
    registering = step.form.values.get("as") == REGISTRAR
    standing = await hearings.standing(connection, step.form.id("hearing"), step.form.id("party"), step.user)
    if standing is None or not (step.leads if registering else standing.speaks):
        raise Refused(texts.NOT_YOURS)
    if not registering and standing.hearing.status in {HearingStatus.DRAFT, HearingStatus.DELETED}:
        raise Refused(texts.NOT_YOURS)
    return Work(step=step, standing=standing, registering=registering)


async def know_by_name(step: Step) -> None:
    """Let who asks be the contact that a lead has named by principal name, if there is one."""
    async with step.reading() as connection:
        if not await hearings.awaits_names(connection):
            return
    name = await step.desk.directory.principal_name(step.turn)
    if name is None:
        return
    async with step.reading() as connection:
        if not await hearings.awaits_names(connection, names_of(name)):
            return
    async with step.writing() as connection:
        if await hearings.bind_contact(connection, names_of(name), step.user):
            await step.log(connection, "contact.recognised")


async def shown(connection: AsyncConnection, work: Work) -> Page:
    """The response as it stands: the draft if there is one, else the receipt, else an empty form."""
    if work.draft is not None and may_write(work) is None:
        return pages.form(work.view)
    if work.registering:
        return _to_register(work)
    last = await responses.last_version(connection, *work.key)
    if last is not None:
        return pages.receipt(work.view, *last)
    return pages.form(work.view) if may_write(work) is None else pages.closed(work.view)


def _to_register(work: Work) -> Page:
    """Where a registration begins: with what came, word for word."""
    if (closed := may_write(work)) is not None:
        raise Refused(closed)
    return register_pages.form(work.standing.hearing, work.standing.invitation, work.step.form)


def may_write(work: Work) -> str | None:
    """Why the response cannot be written now, in words; None if it can."""
    if work.registering:
        status = work.standing.hearing.status
        return None if status in REGISTRABLE else texts.not_from(status)
    gate = work.moment.gate
    return None if gate in {Gate.OPEN, Gate.LATE} else texts.closed_because(gate, work.moment)
