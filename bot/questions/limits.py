"""What the bot does not do: name persons, carry out orders, guess."""

from __future__ import annotations

from collections.abc import Sequence

from bot import texts
from bot.questions import language
from bot.questions.answer import Answer, Block, Button, Paragraph, Section
from bot.questions.candidate import Candidate, Scored
from bot.questions.clause import Clause, Form
from bot.questions.words import folded_words, keys_of

_ORDERS = folded_words(language.ORDERS)
_THINKS = ("mener", "synes", "syntes", "mente")
ORDER = "order"
_NAME = keys_of("hedder")
_SOMEBODY = frozenset({"hun", "han", "vedkommende", "personen", "personerne"})
_HOLDERS = frozenset({"role", "kind"})
_HEARD, _THINKERS = frozenset({"party", "topic"}), frozenset({"organisation", "role"})
_SAYING = keys_of("skrive sige")
_PRIOR, _OPINION = 0.8, 2.0


def order(clause: Clause) -> Scored | None:
    """The refusal of an order ("slet alle svar"), or None where the clause gives none."""
    if not clause.words or clause.words[0].text not in _ORDERS:
        return None
    candidate = Candidate(
        intent=ORDER, about=(), build=lambda: _section(texts.COMMAND_DECLINE), buttons=lambda: examples()[:3]
    )
    return Scored(candidate, 1.0, 1.0)


def persons(clause: Clause) -> list[Candidate]:
    """The answer to who holds a role: the documents name nobody."""
    who_is = clause.form is Form.WHO and len(clause.words) > 1 and clause.words[1].text in {"er", "var"}
    named = clause.has_any(_NAME)
    wrote = clause.has_any(_SAYING) and clause.words[0].text == "hvilken"  # "hvilken betjent skrev det"
    if not (who_is or named or wrote) or clause.has("medlem", "forum"):
        return []
    if any(mention.of("forum") for mention in clause.mentions):
        return []
    roles = {n for n, m in enumerate(clause.mentions) if m.is_any(_HOLDERS)}
    pointed = named and (clause.says_any(_SOMEBODY) or clause.has("ansat"))
    if not (roles or pointed) or (who_is and clause.beyond_names and not named):
        return []
    places = {n for n, m in enumerate(clause.mentions) if pointed or m.of("organisation")}
    return [
        Candidate(
            intent="person",
            about=(),
            build=lambda: _section(texts.NO_NAMES_DECLINE),
            explained=_NAME | keys_of("ansat person"),
            names=frozenset(roles | places),
            forms=frozenset({Form.WHO, Form.WHAT}),
            prior=_PRIOR,
            certain=pointed,
        )
    ]


def opinions(clause: Clause) -> list[Candidate]:
    """The answer to what somebody thinks who was not heard: only the høringsparter are on record."""
    said = [n for n, word in enumerate(clause.words[:4]) if word.text in _THINKS]
    if clause.form is not Form.WHAT or not said:
        return []
    thinker = next((m for m in clause.mentions if m.start > said[0]), None)
    if thinker is None or thinker.is_any(_HEARD) or not thinker.is_any(_THINKERS):
        return []
    return [
        Candidate(
            intent="opinion",
            about=(),
            build=lambda: _section(texts.NO_OPINION_DECLINE),
            prior=_OPINION,
            certain=True,
        )
    ]


def declined(nearest: Sequence[Button]) -> Section:
    """That the documents do not say it; the nearest questions stand as buttons below."""
    blocks: list[Block] = [Paragraph(texts.DECLINE_DETAIL)]
    if nearest:
        blocks.append(Paragraph(texts.DECLINE_NEAREST))
    return Section(texts.DECLINE_KICKER, texts.DECLINE, tuple(blocks))


def too_long() -> Answer:
    """What a person reads when the message was too long to be read."""
    return Answer((Section(texts.BOT_NAME, texts.TOO_LONG),), examples())


def examples() -> tuple[Button, ...]:
    """Questions that show what the bot can answer."""
    return tuple(Button(title, question) for title, question in texts.EXAMPLES)


def _section(why: str) -> Section:
    return Section(texts.DECLINE_KICKER, texts.DECLINE, (Paragraph(why),))
