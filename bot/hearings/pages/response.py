"""What a party sees of its response: the form, the review, the receipt; and what a registrar sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.hearings import texts
from bot.hearings.concerns import WHOLE, Concerns
from bot.hearings.form import Form
from bot.hearings.pages.fields import field
from bot.hearings.pages.party import code_fields
from bot.hearings.rules import MAX_POINT_CHARS, MAX_POINTS, Gate, Moment, needs_mandate
from bot.hearings.texts import outcome as outcome_texts
from bot.hearings.texts import remarks as remark_texts
from bot.page import (
    Action,
    Buttons,
    Choice,
    Entry,
    Facts,
    Heading,
    InputKind,
    Link,
    Listing,
    Notice,
    Page,
    PageBlock,
    Small,
    Tone,
)
from bot.questions.answer import Paragraph
from bot.screen import room_beside
from storage.records.values import Content, Draft, Hearing, Mandate, Point, Stance, Version

LAST = -1
"""The last part of a listing."""

_SHORT_CHARS = 160
_ORIGINAL_CHARS = (3_000, 2_000, 1_000, 500, 200)
_POINTS_BYTES = 6_000  # for a point or two, shortened, and the buttons that lead to the others
_PENDING = ("stance", "about", "text")


@dataclass(frozen=True, kw_only=True)
class View:
    """All that a page shows of a response.

    Attributes:
        form: What was typed, and what is wrong with it.
        registering: A lead fills it in, in the party's place.
        user: Who looks.
        confirm: What a button must carry for the step to be taken although it was asked back.
    """

    moment: Moment
    draft: Draft | None
    form: Form
    concerns: Concerns
    registering: bool
    user: str
    confirm: str = ""

    @property
    def hearing(self) -> Hearing:
        """The hearing."""
        return self.moment.hearing

    @property
    def content(self) -> Content:
        """What the draft says; nothing where there is none."""
        return self.draft.content if self.draft else Content()

    @property
    def kicker(self) -> str:
        """What stands above the headline."""
        if self.registering:
            return texts.REGISTRATION_KICKER
        return texts.response_kicker(self.moment.deadline, self.moment.now)

    @property
    def party(self) -> str:
        """In whose name."""
        party = self.moment.invitation.party
        return texts.on_behalf(party.name, med=needs_mandate(self.moment.invitation))

    def data(self, **more: str) -> dict[str, str]:
        """What every button carries."""
        data = {
            "hearing": self.hearing.id,
            "party": self.moment.invitation.party.id,
            "revision": str(self.draft.revision if self.draft else 0),
            "after": str(self.moment.invitation.version),
        }
        return data | ({"as": "registrar"} if self.registering else {}) | more


# --- where to begin -----------------------------------------------------------------------


def choose(writable: Sequence[Moment], part: int) -> Page:
    """Which of several to answer, and where to enter a code."""
    entries = tuple(
        Entry(
            title=each.hearing.title,
            lines=(texts.on_behalf(each.invitation.party.name, med=needs_mandate(each.invitation)),),
            details=(texts.capitalised(texts.deadline_line(each.deadline, each.now)),),
            actions=(Action(texts.ANSWER, "response.show", _key(each), sends_inputs=False),),
        )
        for each in writable
    )
    headline = texts.CHOOSE_HEARING if writable else texts.NO_HEARING_FOR_YOU
    code = (Heading(texts.ENTER_CODE_HEADLINE), *code_fields())
    return Page(texts.RESPONSE_KICKER, headline, (Listing(entries, "response.begin", part=part), *code))


def mine(
    moments: Sequence[Moment],
    part: int,
    *,
    asked: Sequence[Moment] = (),
    told: Sequence[Moment] = (),
) -> Page:
    """One's own responses, each with its receipt.

    Args:
        moments: Where one may speak for somebody.
        part: Of the listing, where it does not fit on one card.
        asked: Those that are asked if they are rendered right.
        told: Those that may see what became of their points.
    """
    entries = tuple(
        Entry(
            title=each.hearing.title,
            lines=(each.invitation.party.name, texts.standing(each)),
            details=tuple(
                filter(
                    None,
                    (
                        texts.reference_line(each.invitation),
                        texts.capitalised(texts.deadline_line(each.deadline, each.now)),
                    ),
                )
            ),
            actions=(*_asked_actions(each, asked), *_mine_actions(each, told=each in told)),
        )
        for each in moments
    )
    return Page(
        texts.MINE_KICKER,
        texts.mine_headline(len(moments)),
        (
            Listing(entries, "response.mine", part=part),
            Heading(texts.ENTER_CODE_HEADLINE),
            *code_fields(),
        ),
        (Action(texts.FORGET_ME, "me.forget", sends_inputs=False),),
    )


def _asked_actions(moment: Moment, asked: Sequence[Moment]) -> tuple[Action, ...]:
    if moment not in asked:
        return ()
    return (Action(remark_texts.SEE_RENDERING, "check.show", _key(moment), sends_inputs=False, primary=True),)


def _mine_actions(moment: Moment, *, told: bool) -> tuple[Action, ...]:
    key = _key(moment)
    actions = []
    if moment.gate in {Gate.OPEN, Gate.LATE}:
        title = texts.GO_ON if moment.invitation.has_draft else texts.ANSWER
        if not moment.responded or moment.invitation.has_draft:
            actions.append(Action(title, "response.show", key, sends_inputs=False))
    if moment.invitation.version:
        actions.append(Action(texts.SEE_RECEIPT, "response.receipt", key, sends_inputs=False))
    if told:
        actions.append(Action(outcome_texts.MINE, "outcome.mine", key, sends_inputs=False))
    return tuple(actions)


def _key(moment: Moment) -> dict[str, str]:
    return {"hearing": moment.hearing.id, "party": moment.invitation.party.id}


def closed(view: View) -> Page:
    """Nothing was sent, and nothing can be; what was written may still be read."""
    written = Listing(
        _all_points(view, view.content), "response.show", view.data(), part=view.form.number("part")
    )
    return Page(
        view.kicker,
        view.hearing.title,
        (
            Paragraph(view.party),
            Notice(Tone.WARNING, texts.closed_because(view.moment.gate, view.moment)),
            *((Heading(texts.NEVER_SENT), written) if view.content.points else ()),
        ),
    )


# --- the form -----------------------------------------------------------------------------


def form(view: View, *, notice: str = "", error: str = "", typed: bool = True) -> Page:
    """The points so far, the fields of a new one, and what else the response needs.

    Args:
        view: The response as it stands.
        notice: Something the person should know first.
        error: Why nothing can be stored; the fields keep what stands in them.
        typed: Show the fields as they were sent; else empty, but for what was carried along.
    """
    content = view.content
    blocks: list[PageBlock] = [Paragraph(view.party)]
    blocks += _notices(view, notice, error)
    if not content.points:
        blocks += _introduction(view.hearing)
    entries = tuple(_entry(view, at, point, short=True) for at, point in enumerate(content.points, 1))
    part = view.form.number("part") if "part" in view.form.values else LAST
    listing = (
        (Listing(entries, "response.show", view.data(), part=part, sends_inputs=True),) if entries else ()
    )
    below = (*_new_point(view, typed=typed), *_beside(view), *_footer(view))
    bare = Page(view.kicker, view.hearing.title, (*blocks, *below), _form_actions(view))
    return replace(bare, blocks=(*blocks, *listing, *_original(view, bare), *below))


def _notices(view: View, notice: str, error: str) -> list[PageBlock]:
    found: list[PageBlock] = []
    shown = {"text", "stance", "about", "role", "body", "discussed", "minority", "excerpt"}
    hidden = [why for name, why in view.form.errors.items() if name not in shown]
    if error:
        found.append(Notice(Tone.ERROR, error))
    found += [Notice(Tone.ERROR, why) for why in hidden]
    if notice:
        found.append(Notice(Tone.WARNING, notice))
    if view.form.errors:
        found.append(Notice(Tone.ERROR, texts.NOT_STORED_YET))
    if view.confirm:
        found.append(Notice(Tone.WARNING, texts.CONTACT_DETAILS))
    if not view.registering and view.moment.gate is Gate.LATE:
        found.append(Notice(Tone.WARNING, texts.WILL_BE_LATE))
    return found


def _introduction(hearing: Hearing) -> list[PageBlock]:
    blocks: list[PageBlock] = [Paragraph(hearing.question)]
    if hearing.material:
        blocks.append(Buttons(tuple(Link(each.title, each.url) for each in hearing.material)))
    return blocks


def _original(view: View, beside: Page) -> list[PageBlock]:
    """What came, or as much of its beginning as there is room for beside all else and a few points."""
    original = view.draft.original if view.draft else None
    if original is None:
        return []
    came: list[PageBlock] = [Heading(texts.ORIGINAL), Small(texts.original_came(original))]
    for most in _ORIGINAL_CHARS:
        text = original.text if len(original.text) <= most else f"{original.text[:most].rstrip()}…"
        shown = [*came, Paragraph(text)]
        if room_beside(replace(beside, blocks=(*beside.blocks, *shown))) >= _POINTS_BYTES:
            return shown
    return []


def _new_point(view: View, *, typed: bool) -> list[PageBlock]:
    number = len(view.content.points) + 1
    if number > MAX_POINTS:
        return [Small(texts.too_many_points(MAX_POINTS))]
    pending = {name: view.form.values.get(f"pending_{name}", "") for name in _PENDING}
    fields = _point_fields(view, pending | view.form.values if typed else pending)
    title = texts.ADD_ANYWAY if view.confirm else texts.ADD_POINT
    confirmed = {"confirmed": view.confirm} if view.confirm else {}
    return [
        Heading(texts.point_number(number)),
        *fields,
        Buttons((Action(title, "point.add", view.data(**confirmed)),)),
    ]


def _about_choices(view: View, chosen: str) -> tuple[Choice, ...]:
    """What a point can be about, and what this one is, also where the hearing has stopped naming it."""
    choices = view.concerns.choices(view.hearing)
    if not chosen or chosen in {choice.value for choice in choices}:
        return choices
    return (*choices, Choice(chosen, view.concerns.titles([chosen])))


def _point_fields(view: View, values: dict[str, str]) -> list[PageBlock]:
    form, about = view.form, values.get("about", "")
    fields: list[PageBlock] = [
        field(
            form,
            "stance",
            InputKind.CHOICE,
            value=values.get("stance", ""),
            placeholder=texts.CHOOSE_STANCE,
            choices=tuple(Choice(stance, texts.stance(stance)) for stance in Stance),
        ),
        field(form, "about", InputKind.CHOICE, value=about or WHOLE, choices=_about_choices(view, about)),
        field(
            form,
            "text",
            InputKind.LONG_TEXT,
            value=values.get("text", ""),
            placeholder=texts.POINT_PLACEHOLDER,
            max_chars=MAX_POINT_CHARS,
        ),
    ]
    if view.registering:
        excerpt, hint = values.get("excerpt", ""), texts.EXCERPT_PLACEHOLDER
        fields.append(field(form, "excerpt", InputKind.LONG_TEXT, value=excerpt, placeholder=hint))
    return fields


def _beside(view: View) -> list[PageBlock]:
    form, mandate = view.form, view.content.mandate or Mandate()
    label = texts.ROLE_OF_SENDER if view.registering else ""
    fields: list[PageBlock] = [
        Heading(texts.ABOUT_RESPONSE),
        field(form, "role", label=label, kept=view.content.role, placeholder=texts.ROLE_PLACEHOLDER),
    ]
    if needs_mandate(view.moment.invitation):
        hint = texts.MINORITY_PLACEHOLDER
        fields += [
            field(form, "body", kept=mandate.body or view.moment.invitation.party.name),
            field(form, "discussed", InputKind.DATE, kept=mandate.discussed_on),
            field(form, "minority", InputKind.LONG_TEXT, kept=mandate.minority, placeholder=hint),
        ]
    return fields


def _footer(view: View) -> list[PageBlock]:
    return [Small(texts.handled_by(view.hearing.handled_by))]


def _form_actions(view: View) -> tuple[Action, ...]:
    data = view.data(**({"confirmed": view.confirm} if view.confirm else {}))
    actions = [Action(texts.REVIEW, "response.review", data, primary=True)]
    if not view.content.points:
        actions.append(Action(texts.NO_COMMENTS, "response.none", data))
    if view.draft:
        actions.append(Action(texts.DISCARD, "draft.discard", view.data(), sends_inputs=False))
    return tuple(actions)


def _entry(view: View, number: int, point: Point, *, short: bool) -> Entry:
    text = point.text
    if short and len(text) > _SHORT_CHARS:
        text = f"{text[:_SHORT_CHARS].rstrip()}…"
    title = texts.point_title(number, point.stance, view.concerns.titles(point.about), point.section)
    details = (texts.rests_on(point.excerpt),) if point.excerpt and not short else ()
    actions = (Action(texts.EDIT, "point.edit", view.data(point=point.id)),) if short else ()
    return Entry(title, tuple(text.split("\n")), details, actions)


def has_point(view: View) -> bool:
    """Whether the point that the card names is in the draft."""
    wanted = view.form.id("point")
    return any(each.id == wanted for each in view.content.points)


def point(view: View, *, begun: bool = False, notice: str = "") -> Page:
    """The fields of one point, with what can be done to it.

    Args:
        view: The response as it stands; it ``has_point``.
        begun: It was only just begun: what stands in the fields is the new point that was being typed.
        notice: Something the person should know first.
    """
    wanted = view.form.id("point")
    points = view.content.points
    at, there = next((at, each) for at, each in enumerate(points) if each.id == wanted)
    pending = {f"pending_{name}": view.form.values.get(f"pending_{name}", "") for name in _PENDING}
    values = view.form.values
    if begun:
        pending = {f"pending_{name}": view.form.values.get(name, "") for name in _PENDING}
        values = {
            "stance": there.stance,
            "about": there.about[0] if there.about else WHOLE,
            "text": there.text,
            "excerpt": there.excerpt,
        }
    confirmed = {"confirmed": view.confirm} if view.confirm else {}
    data = view.data(point=wanted, **pending)
    moves = []
    if at > 0:
        moves.append(Action(texts.MOVE_UP, "point.move", data | {"to": "up"}, sends_inputs=False))
    if at < len(points) - 1:
        moves.append(Action(texts.MOVE_DOWN, "point.move", data | {"to": "down"}, sends_inputs=False))
    moves.append(Action(texts.REMOVE_POINT, "point.remove", data, sends_inputs=False))
    title = texts.SAVE_ANYWAY if view.confirm else texts.SAVE_POINT
    return Page(
        view.kicker,
        texts.edit_point(at + 1),
        (
            Paragraph(view.party),
            *_notices(view, notice, ""),
            *_point_fields(view, values),
            Buttons((Action(title, "point.save", data | confirmed, primary=True), *moves)),
            *_footer(view),
        ),
        (Action(texts.BACK, "response.show", data, sends_inputs=False),),
    )


# --- looking through, sending, and what then stands ----------------------------------------


def review(view: View, *, notice: str = "") -> Page:
    """The response as it will stand."""
    draft = view.draft
    blocks: list[PageBlock] = [Paragraph(view.party)]
    if notice:
        blocks.append(Notice(Tone.WARNING, notice))
    if not view.registering and view.moment.gate is Gate.LATE:
        blocks.append(Notice(Tone.WARNING, texts.WILL_BE_LATE))
    listing = Listing(
        _all_points(view, view.content), "response.reviewed", view.data(), part=view.form.number("part")
    )
    sending = view.data(draft=draft.id if draft else "")
    return Page(
        view.kicker,
        texts.review_headline(len(view.content.points), registering=view.registering),
        (*blocks, listing, *_facts_beside(view.content), *_footer(view)),
        (
            Action(
                texts.REGISTER if view.registering else texts.SEND,
                "response.submit",
                sending,
                sends_inputs=False,
                primary=True,
            ),
            Action(texts.GO_BACK_AND_EDIT, "response.show", view.data(), sends_inputs=False),
        ),
    )


def _all_points(view: View, content: Content) -> tuple[Entry, ...]:
    return tuple(_entry(view, at, each, short=False) for at, each in enumerate(content.points, 1))


def _facts_beside(content: Content) -> list[PageBlock]:
    rows = [(texts.ROLE, content.role)] if content.role else []
    if content.speaker:
        rows.append((texts.SPEAKER, content.speaker))
    mandate = content.mandate
    if mandate and (mandate.body or mandate.discussed_on):
        rows += [(texts.BODY, mandate.body), (texts.DISCUSSED, texts.day(mandate.discussed_on))]
        if mandate.minority:
            rows.append((texts.MINORITY, mandate.minority))
    return [Facts(tuple(rows))] if rows else []


def receipt(
    view: View, version: Version, content_hash: str, *, read: bool = False, verb: str = "response.receipt"
) -> Page:
    """What was received, when, and how it can be told that it is unchanged; in place of the form.

    Args:
        view: The response as it stands.
        version: What was received.
        content_hash: Of what is stored.
        read: By a lead who had nothing to do with it: without what is said to who sent it.
        verb: Leads to the same page's other parts.
    """
    content = version.content
    party = view.moment.invitation.party
    current = view.moment.invitation.version == version.number
    rows = [
        (texts.REFERENCE, texts.with_version(version.reference, version.number)),
        (texts.PARTY, party.name),
        (texts.RECEIVED, texts.received(version)),
        (texts.IN_TIME, texts.in_time(version)),
    ]
    if version.original is not None:
        rows.append((texts.REGISTERED_BY, texts.registered_by(version)))
    rows.append((texts.CHECKSUM, content_hash))
    blocks: list[PageBlock] = [] if read else [Notice(Tone.GOOD, texts.receipt_notice(version))]
    blocks.append(Facts(tuple(rows)))
    if not current:
        blocks.append(Notice(Tone.WARNING, texts.NEWER_VERSION))
    if view.moment.undecided and current:
        blocks.append(Notice(Tone.WARNING, texts.AWAITS_DECISION))
    after: list[PageBlock] = [*_facts_beside(content)]
    if version.original is not None:
        after += [Heading(texts.ORIGINAL), Small(texts.original_came(version.original))]
    if not read:
        after += [Small(texts.how_to_change(view.moment, version)), *_footer(view)]
    listing = Listing(_all_points(view, content), verb, view.data(), part=view.form.number("part"))
    return Page(
        texts.RECEIPT_KICKER,
        texts.receipt_headline(version, party.name, view.hearing.title),
        (*blocks, listing, *after),
        _receipt_actions(view, version),
        lasting=True,
    )


def _receipt_actions(view: View, version: Version) -> tuple[Action, ...]:
    if view.registering:
        return (Action(texts.TO_BOARD, "board.show", {"hearing": view.hearing.id}, sends_inputs=False),)
    actions = []
    if version.withdrawn:
        if view.moment.gate in {Gate.OPEN, Gate.LATE}:
            actions.append(Action(texts.ANSWER_AGAIN, "response.change", view.data(), sends_inputs=False))
    elif view.moment.gate is Gate.OPEN:
        title = texts.GO_ON if view.draft else texts.CHANGE
        actions.append(Action(title, "response.change", view.data(), sends_inputs=False, primary=True))
        actions.append(Action(texts.WITHDRAW, "response.withdraw", view.data(), sends_inputs=False))
    actions.append(Action(texts.MINE, "response.mine", sends_inputs=False))
    return tuple(actions)


def really_withdraw(view: View) -> Page:
    """Asked back once: the response is to be taken back."""
    invitation = view.moment.invitation
    return Page(
        view.kicker,
        texts.REALLY_WITHDRAW,
        (Paragraph(view.party), Paragraph(texts.withdraw_means(view.moment))),
        (
            Action(
                texts.WITHDRAW,
                "response.withdraw",
                view.data(version=str(invitation.version)),
                sends_inputs=False,
            ),
            Action(texts.KEEP_RESPONSE, "response.receipt", view.data(), sends_inputs=False),
        ),
    )


def really_discard(view: View) -> Page:
    """Asked back once: what is in the draft would be gone."""
    return Page(
        view.kicker,
        texts.really_discard(len(view.content.points), registering=view.registering),
        (Paragraph(view.party),),
        (
            Action(texts.DISCARD, "draft.discard", view.data(sure="discard"), sends_inputs=False),
            Action(texts.BACK, "response.show", view.data(), sends_inputs=False),
        ),
    )


def really_none(view: View) -> Page:
    """Asked back once: something was written, and "no comments" would leave it out."""
    carried = {f"pending_{name}": view.form.values.get(name, "") for name in _PENDING}
    beside = {
        name: view.form.values[name]
        for name in ("role", "body", "discussed", "minority")
        if name in view.form.values
    }
    return Page(
        view.kicker,
        texts.really_none(len(view.content.points)),
        (Paragraph(view.party),),
        (
            Action(
                texts.SEND_NO_COMMENTS,
                "response.none",
                view.data(sure="none", **beside),
                sends_inputs=False,
            ),
            Action(texts.BACK, "response.show", view.data(**carried, **beside), sends_inputs=False),
        ),
    )
