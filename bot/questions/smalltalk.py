"""Greetings, thanks and "hvad kan du": a short human answer, and examples of real questions."""

from __future__ import annotations

from bot import texts
from bot.questions import language
from bot.questions.answer import Answer, Block, Paragraph, Section
from bot.questions.limits import examples
from bot.questions.words import folded_words
from storage.names import name_words

_PHRASES = {name_words(phrase): kind for kind, phrases in language.SMALLTALK.items() for phrase in phrases}
_THANKS = folded_words("tak thanks")
_QUESTION_WORDS = folded_words(language.QUESTION_WORDS)
_MOST_WORDS = 7


def kind_of(words: tuple[str, ...]) -> str:
    """The kind of small talk that these are all the words of; "" where it is more than that."""
    if not words or len(words) > _MOST_WORDS:
        return ""
    if words in _PHRASES:
        return _PHRASES[words]
    for at in range(1, len(words)):  # "hej, hvad kan du?", "tak, hav en god dag"
        first, rest = _PHRASES.get(words[:at]), _PHRASES.get(words[at:])
        if first and rest:
            return "help" if "help" in {first, rest} else rest
    # "Mange tak for hjælpen i går!"
    return "thanks" if _THANKS & set(words[:2]) and not _QUESTION_WORDS & set(words) else ""


def answer(kind: str) -> Answer:
    """The answer to a kind of small talk."""
    blocks: tuple[Block, ...] = (Paragraph(texts.HELP_TEXT),) if kind == "help" else ()
    section = Section(texts.BOT_NAME, texts.SMALLTALK[kind], blocks)
    return Answer((section,), () if kind == "goodbye" else examples())
