"""Whether the replies were the right ones; looked at when nothing is being timed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from benchmarks.load import Round, Taken
from bot import texts
from bot.questions.understand import Questions
from bot.reply import reply_of


@dataclass(slots=True)
class Tally:
    """What became of one bot's turns, over all its rounds.

    Attributes:
        failed: Turns without exactly one reply, or answered with anything but 2xx.
        strays: Replies to nothing that was asked.
        wrong: Replies that name another activity, or do not hold what they should.
        declined: Answers that say that the documents do not say.
    """

    sent: int = 0
    failed: int = 0
    strays: int = 0
    wrong: int = 0
    declined: int = 0

    @property
    def amiss(self) -> int:
        """All that should not have been."""
        return self.failed + self.strays + self.wrong

    def add(self, round_: Round, *, cards: bool) -> None:
        """Count one round; replies are answer cards, or else echo what was said."""
        self.sent += len(round_.turns)
        self.strays += round_.strays
        for taken in round_.turns:
            if not taken.well:
                self.failed += 1
                continue
            reply = json.loads(taken.replies[0])
            holds = has_headline(reply) if cards else taken.message.text.strip() in reply.get("text", "")
            if reply.get("replyToId") != taken.message.id or not holds:
                self.wrong += 1
            elif cards and texts.DECLINE in reply["summary"]:
                self.declined += 1


def has_headline(reply: dict[str, Any]) -> bool:
    """Whether the reply is an Adaptive Card that says what its summary says."""
    [attachment] = reply.get("attachments") or [{}]
    card = attachment.get("content") or {}
    summary = str(reply.get("summary") or "").rstrip(".!?…")
    return bool(
        summary
        and attachment.get("contentType") == "application/vnd.microsoft.card.adaptive"
        and card.get("type") == "AdaptiveCard"
        and any(text.startswith(summary) or summary.startswith(text) for text in _lines(card.get("body")))
    )


def _lines(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for each in node:
            yield from _lines(each)
    elif isinstance(node, dict):
        if node.get("type") == "TextBlock":
            line = str(node.get("text", ""))
        else:
            line = "".join(str(run.get("text", "")) for run in node.get("inlines", ()))
        if line := line.replace("\u200b", ""):
            yield line
        for value in node.values():
            yield from _lines(value)


def unlike(questions: Questions, turns: Iterable[Taken]) -> int:
    """How many cards are not, to the letter, the ones that the same questions get in this process.

    The turns are whole conversations from their beginning, in the order they were had.
    """
    now = datetime.now(UTC)
    different = 0
    for taken in turns:
        body = json.loads(taken.message.request.partition(b"\r\n\r\n")[2])
        answer = questions.answer(body["text"], body["conversation"]["id"], now).answer
        expected = json.loads(json.dumps(reply_of(answer).card))
        reply = json.loads(taken.replies[0]) if taken.replies else {}
        different += [each.get("content") for each in reply.get("attachments", ())] != [expected]
    return different
