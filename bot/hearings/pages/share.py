"""What a lead sees when something is shared in channels: the form, the card first, and what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from bot.hearings import texts
from bot.hearings.calendar import local
from bot.hearings.form import Form
from bot.hearings.pages import fields
from bot.hearings.sharing.summary import Part, has_ended
from bot.hearings.texts import asked as asked_texts
from bot.hearings.texts import posting as posting_texts
from bot.hearings.texts import summary as summary_texts
from bot.page import (
    Action,
    Buttons,
    Choice,
    Entry,
    Facts,
    InputKind,
    Link,
    Listing,
    Notice,
    Page,
    PageBlock,
    Preview,
    Small,
    Tone,
)
from bot.questions.answer import Answer, Bullets, Paragraph
from storage.records.channels import Channel, place_of
from storage.records.posts import Post, PostKind, PostStatus
from storage.records.values import Hearing

MOST_CHANNELS = 25
"""Posted to at once: the card that asks for it carries them."""

_OFFERED = 60


class How(StrEnum):
    """Why something is posted that was posted before."""

    UPDATE = "update"
    """It takes the place of what stands there."""
    AGAIN = "again"
    """It did not arrive, or nobody knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is shared: a hearing's summary, or the answer to a question.

    Attributes:
        hearing: None for an answer.
        offered: What its summary can show.
        question: "" for a summary; ``mark`` is that of the answer which was read.
        answer: As it is now; None for a summary.
    """

    hearing: Hearing | None = None
    offered: tuple[Part, ...] = ()
    question: str = ""
    mark: str = ""
    answer: Answer | None = None

    @property
    def kind(self) -> PostKind:
        """What is posted."""
        return PostKind.SUMMARY if self.hearing else PostKind.ANSWER

    def verb(self, name: str) -> str:
        """The verb of that name, for what this is."""
        return f"{'summary' if self.hearing else 'share'}.{name}"

    def data(self, **more: str) -> dict[str, str]:
        """What a button must carry to be about this."""
        if self.hearing:
            return {"hearing": self.hearing.id} | more
        return {"question": self.question, "mark": self.mark} | more

    @property
    def kicker(self) -> str:
        """What it is about, in a few words."""
        return self.hearing.title if self.hearing else self.question


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Where it goes, and when.

    Attributes:
        parts: What a summary shows; none for an answer.
        due_at: None for at once.
        replaces: By the channel's id, the post there whose place it takes.
        source: The batch that it updates or sends again; "" otherwise, as ``how`` is None.
        uncertain: Some of it may be there already.
    """

    parts: tuple[Part, ...] = ()
    channels: tuple[Channel, ...]
    due_at: datetime | None = None
    replaces: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    how: How | None = None
    uncertain: bool = False

    def data(self) -> dict[str, str]:
        """As a button carries it."""
        carried = {
            "show": ",".join(self.parts),
            "channels": ",".join(map(reference, self.channels)),
            "due": self.due_at.isoformat() if self.due_at else "",
        }
        return carried | ({"source": self.source, "how": self.how} if self.how else {})


def reference(of: Channel) -> str:
    """A channel in few letters; its own id is long, and a card carries it four times."""
    return sha256(of.id.encode()).hexdigest()[:8]


def choose(found: Sequence[Hearing], now: datetime, part: int) -> Page:
    """Which hearing's summary."""
    entries = tuple(
        Entry(
            each.title,
            (texts.hearing_status(each, now),),
            actions=(
                Action(summary_texts.CHOOSE, "summary.form", {"hearing": each.id}, sends_inputs=False),
                Action(summary_texts.SUMMARIES, "summary.report", {"hearing": each.id}, sends_inputs=False),
            ),
        )
        for each in found
    )
    headline = summary_texts.CHOOSE_HEARING if entries else summary_texts.NO_HEARINGS
    return Page(summary_texts.KICKER, headline, (Listing(entries, "summary.begin", part=part),))


def form(subject: Subject, present: Sequence[Channel], filled: Form) -> Page:
    """What to show, where and when; what is wrong beside its field."""
    hearing = subject.hearing
    headline = summary_texts.FORM_HEADLINE if hearing else summary_texts.ANSWER_HEADLINE
    blocks: list[PageBlock] = [Paragraph(subject.kicker)]
    if not present:
        blocks.append(Notice(Tone.WARNING, summary_texts.NO_CHANNELS))
        return Page(_kicker(subject), headline, tuple(blocks), _back(subject))
    if hearing and not has_ended(hearing):
        blocks.append(Small(summary_texts.OPEN_SHOWS_STATUS))
    if len(subject.offered) > 1:
        blocks.append(
            fields.field(
                filled,
                "show",
                InputKind.CHOICES,
                label=summary_texts.WHAT,
                kept=",".join(part for part in subject.offered if part is not Part.REMARKS),
                choices=tuple(Choice(part, summary_texts.PARTS[part]) for part in subject.offered),
            )
        )
    offered = _offered(present, filled)
    blocks.append(
        fields.field(
            filled,
            "channels",
            InputKind.CHOICES,
            label=summary_texts.WHERE,
            choices=tuple(Choice(reference(each), summary_texts.channel(each)) for each in offered),
        )
    )
    if len(offered) < len(present):
        blocks += [
            fields.field(
                filled, "find", label=summary_texts.FIND, placeholder=summary_texts.FIND_PLACEHOLDER
            ),
            Small(summary_texts.more_channels(len(present) - len(offered))),
            Buttons((Action(summary_texts.SHOW_CHANNELS, subject.verb("form"), subject.data()),)),
        ]
    blocks += [
        fields.field(filled, "post_date", InputKind.DATE),
        fields.field(filled, "post_time", InputKind.TIME),
        Small(summary_texts.WHEN_MEANS),
    ]
    see = Action(summary_texts.SEE_CARD, subject.verb("preview"), subject.data(), primary=True)
    return Page(_kicker(subject), headline, tuple(blocks), (see, *_back(subject)))


def _kicker(subject: Subject) -> str:
    return summary_texts.KICKER if subject.hearing else summary_texts.ANSWER_KICKER


def _back(subject: Subject) -> tuple[Action, ...]:
    if subject.hearing is None:
        return ()
    return (
        Action(summary_texts.SUMMARIES, "summary.report", subject.data(), sends_inputs=False),
        Action(texts.SEE_HEARING, "hearing.show", subject.data(), sends_inputs=False),
    )


def _offered(present: Sequence[Channel], filled: Form) -> tuple[Channel, ...]:
    """The channels to choose among: those that are chosen, and others that fit what is looked for."""
    chosen = set(filled.values.get("channels", "").split(","))
    wanted = filled.values.get("find", "").strip().casefold()
    first = [each for each in present if reference(each) in chosen]
    others = [
        each
        for each in present
        if reference(each) not in chosen and wanted in summary_texts.channel(each).casefold()
    ]
    kept = {each.id for each in (*first, *others)[: max(_OFFERED, len(first))]}
    return tuple(each for each in present if each.id in kept)


def preview(
    subject: Subject, plan: Plan, posted: Page, *, batch: str, card: str, after: int, notice: str = ""
) -> Page:
    """The very card that will be posted, in a frame that says where and when.

    Args:
        subject: What is shared.
        plan: Where and when.
        posted: The card.
        batch: What it is to be ordered as.
        card: Its mark: another card is not posted by this button.
        after: How often something was ordered about the same before; then somebody has ordered more.
        notice: Why it is shown again.
    """
    headline = {
        None: summary_texts.PREVIEW_HEADLINE,
        How.UPDATE: summary_texts.UPDATE_HEADLINE,
        How.AGAIN: summary_texts.AGAIN_HEADLINE,
    }[plan.how]
    blocks: list[PageBlock] = [Notice(Tone.WARNING, notice)] if notice else []
    if plan.uncertain:
        blocks.append(Notice(Tone.WARNING, summary_texts.MAYBE_THERE))
    blocks += [
        Facts(
            (
                (summary_texts.POSTED_IN, summary_texts.channels(plan.channels)),
                (summary_texts.POSTED_AT, summary_texts.when(plan.due_at)),
            )
        ),
        Small(summary_texts.BELOW),
        Preview(posted),
    ]
    sending = subject.data(**plan.data(), batch=batch, card=card, after=str(after))
    title = {
        None: summary_texts.PLAN if plan.due_at else summary_texts.SEND_NOW,
        How.UPDATE: summary_texts.UPDATE,
        How.AGAIN: summary_texts.SEND_AGAIN,
    }[plan.how]
    actions = [Action(title, subject.verb("send"), sending, sends_inputs=False, primary=True)]
    if plan.how is None:
        day, time = _local(plan.due_at)
        back = subject.data(**plan.data(), post_date=day, post_time=time)
        actions.append(Action(summary_texts.EDIT, subject.verb("form"), back, sends_inputs=False))
    else:
        back = subject.data(source=plan.source)
        actions.append(Action(summary_texts.BACK, subject.verb("report"), back, sends_inputs=False))
    return Page(summary_texts.PREVIEW_KICKER, headline, tuple(blocks), tuple(actions))


def _local(moment: datetime | None) -> tuple[str, str]:
    if moment is None:
        return "", ""
    there = local(moment)
    return there.date().isoformat(), f"{there:%H:%M}"


# --- what became of it ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What was ordered at once.

    Attributes:
        number: From 1, the oldest first.
        replaced: The ids of those whose place something newer has taken, or is to take.
    """

    number: int
    posts: tuple[Post, ...]
    replaced: frozenset[str]

    @property
    def id(self) -> str:
        """What it was ordered as."""
        return self.posts[0].batch

    def of(self, *statuses: PostStatus) -> tuple[Post, ...]:
        """Those that stand so."""
        return tuple(each for each in self.posts if each.status in statuses)

    @property
    def updatable(self) -> tuple[Post, ...]:
        """Those that stand in their channels, and are the last word there."""
        return tuple(each for each in self.of(PostStatus.SENT) if each.id not in self.replaced)

    @property
    def missing(self) -> tuple[Post, ...]:
        """Those that did not arrive, or nobody knows, and that nothing newer was ordered for."""
        return tuple(
            each for each in self.of(PostStatus.FAILED, PostStatus.UNKNOWN) if each.id not in self.replaced
        )


def report(
    subject: Subject,
    batches: Sequence[Batch],
    channels: Mapping[str, Channel],
    now: datetime,
    *,
    part: int = 0,
    done: str = "",
    warning: str = "",
) -> Page:
    """Each channel of each batch and what became of it there, the newest batch first.

    Args:
        subject: What was shared; of an answer only what was ordered at once.
        batches: In any order.
        channels: By id; also those that are gone.
        now: What is due by now waits for its turn.
        part: Of the listing.
        done: What was just done.
        warning: What could not be done.
    """
    newest = sorted(batches, key=lambda each: -each.number)
    entries = tuple(_batch(subject, each, channels, now) for each in newest)
    blocks: list[PageBlock] = [Notice(Tone.GOOD, done)] if done else []
    if warning:
        blocks.append(Notice(Tone.WARNING, warning))
    source = newest[0].id if newest and not subject.hearing else ""
    data = subject.data(**({"source": source} if source else {}))
    actions: list[Action | Link] = [
        Action(summary_texts.REFRESH, subject.verb("report"), data, sends_inputs=False)
    ]
    if subject.hearing:
        actions += [
            Action(summary_texts.SHARE_SUMMARY, "summary.form", subject.data(), sends_inputs=False),
            Action(texts.SEE_HEARING, "hearing.show", subject.data(), sends_inputs=False),
        ]
    counts = Counter(each.status for each in newest[0].posts) if newest else Counter[PostStatus]()
    headline = summary_texts.report_headline(counts) if newest else summary_texts.NO_POSTS
    listing = Listing(entries, subject.verb("report"), data, part=part)
    return Page(
        summary_texts.REPORT_KICKER,
        headline,
        (Paragraph(subject.kicker), *blocks, listing),
        tuple(actions),
    )


def _batch(subject: Subject, of: Batch, channels: Mapping[str, Channel], now: datetime) -> Entry:
    def named(post: Post) -> str:
        known = channels.get(post.channel_id)
        return summary_texts.channel(known) if known else summary_texts.UNKNOWN_CHANNEL_NAME

    lines = tuple(
        summary_texts.delivery(
            each,
            named(each),
            posting_texts.WHY.get(each.reason, ""),
            now,
            replaced=each.id in of.replaced,
        )
        for each in sorted(of.posts, key=lambda each: place_of(named(each)))
    )
    data = subject.data(source=of.id)
    actions = []
    if of.of(PostStatus.WAITING):
        actions.append(Action(summary_texts.CANCEL, subject.verb("cancel"), data, sends_inputs=False))
    if subject.hearing and of.updatable:
        actions.append(Action(summary_texts.UPDATE, "summary.update", data, sends_inputs=False))
    if of.missing:
        actions.append(Action(summary_texts.SEND_AGAIN, subject.verb("again"), data, sends_inputs=False))
    return Entry(summary_texts.batch(of.number, of.posts[0].ordered_at), lines, actions=tuple(actions))


# --- visible to staff -------------------------------------------------------------------------


def publish(of: Hearing) -> Page:
    """What it means that staff may ask about the hearing."""
    return Page(
        of.title,
        summary_texts.PUBLISH_HEADLINE,
        (
            Paragraph(summary_texts.PUBLISH_MEANS),
            Bullets(
                (asked_texts.what_of(of), asked_texts.recommendations_of(of), asked_texts.remarks_of(of)),
                summary_texts.THEY_CAN_ASK,
            ),
        ),
        _sure(of, summary_texts.PUBLISH, "summary.publish"),
    )


def unpublish(of: Hearing) -> Page:
    """What it means that staff may ask no longer."""
    return Page(
        of.title,
        summary_texts.UNPUBLISH_HEADLINE,
        (Paragraph(summary_texts.UNPUBLISH_MEANS),),
        _sure(of, summary_texts.UNPUBLISH, "summary.unpublish"),
    )


def _sure(of: Hearing, title: str, verb: str) -> tuple[Action, ...]:
    return (
        Action(title, verb, {"hearing": of.id, "sure": "true"}, sends_inputs=False, primary=True),
        Action(texts.BACK, "hearing.show", {"hearing": of.id}, sends_inputs=False),
    )
