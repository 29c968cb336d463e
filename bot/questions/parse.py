"""A message as clauses: corrected words, the names among them, and what is asked for."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from bot.questions import language
from bot.questions.clause import Clause, Form, Mention, Word
from bot.questions.lexicon import Lexicon
from bot.questions.words import (
    ENGLISH,
    FILLER,
    YES_NO_VERBS,
    by_first,
    cleaned,
    danish_of,
    folded_words,
    key_of,
    keys_of,
    plain_of,
    stem_of,
)
from storage.names import folded, name_words

MAX_CHARS = 4_000
MAX_CLAUSES = 200
MAX_WORDS = 80  # in a clause; the rest of a longer one is not a question any more

_Words = tuple[str, ...]
# It begins with one of the signs, so that nothing else is tried where there is none.
_SENTENCE_END = re.compile(
    r"([?!;\n.](?:(?<!\.)[?!;\n]*"
    r"|(?<=\.)(?<!\d\.)(?<!\bstk\.)(?<!\bnr\.)(?<!\bkl\.)(?<!\bca\.)(?<!\bevt\.)(?<!\bjf\.)(?=\s|$)"
    r"|(?<=\d\.)(?=\s+[A-ZÆØÅ]|$)|(?<=\.)\.+))"
)
_MED = re.compile(r"(?<![Ll]okal )\bMED(s?)\b(?![-\w])")
_TWO_NAMES = re.compile(r"[A-ZÆØÅ](?<!\w.)[a-zæøåéü]+(?:[ -][A-ZÆØÅ][a-zæøåéü]+)+\b")
_NEXT_QUESTION = re.compile(language.NEXT_QUESTION, re.IGNORECASE)
_AFTERTHOUGHT = re.compile(
    rf"(?:,|\s)\s*(?:{'|'.join(map(re.escape, language.AFTERTHOUGHTS))})\b.*$",
    re.IGNORECASE | re.DOTALL,
)
_AFTERTHOUGHT_STARTS = frozenset(name_words(phrase)[0] for phrase in language.AFTERTHOUGHTS)
_QUESTION_WORDS = folded_words(language.QUESTION_WORDS)
_IMPERATIVES = folded_words(language.IMPERATIVES)
_LEAD_INS = folded_words(language.LEAD_INS)
_ASKING_VERBS = folded_words(language.ASKING_VERBS)
_MEASURES = folded_words(language.MEASURES)
_POINTING = folded_words(language.POINTING)
_POINTING_LAST = folded_words(language.POINTING_LAST)
_TIMES = folded_words("år dag dato datoer måned uge ugedag tidspunkt klokkeslæt tid")
_PREPOSITIONS = folded_words("i fra til på af for")
_HOW_MANY = folded_words("antal antallet")
_OPENERS = by_first(name_words(opener) for opener in language.FOLLOW_UP_OPENERS)
# Things the documents number or letter: a number they do not have is of something else.
_COUNTED_OFF = keys_of("model eksempel praksiseksempel leverance mål princip paragraf §")
_LETTERS = frozenset("abcdefgh")
_COURTESIES = frozenset(
    name_words(phrase) for kind in ("greeting", "thanks", "goodbye") for phrase in language.SMALLTALK[kind]
)
_BETWEEN = folded_words("og kontra versus vs mod")
_MOST_LEAD_INS = 4
_WITH = folded_words("betyder lokal arbejde arbejder samarbejde samarbejder koordinere koordinerer sammen")
_SHORT_MEMBERSHIP = 9
_SHORT_QUESTION = 14  # words within which "hvad står X for" asks what X means
_FORMS = {
    "hvem": Form.WHO,
    "hvad": Form.WHAT,
    "hva": Form.WHAT,
    "hvilke": Form.WHICH,
    "hvilken": Form.WHICH,
    "hvilket": Form.WHICH,
    "hvor": Form.WHERE,
    "hvornar": Form.WHEN,
    "hvordan": Form.HOW,
    "hvorledes": Form.HOW,
    "hvorfor": Form.WHY,
}


class Parser:
    """Reads messages by a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._words_of = lru_cache(maxsize=20_000)(self._mended)
        self._written = lru_cache(maxsize=20_000)(lambda said: self._word(said, said))

    def clauses(self, message: str) -> tuple[Clause, ...]:
        """The message's clauses in order; at most ``MAX_CLAUSES`` of ``MAX_WORDS`` words each."""
        parts = _parts(message)
        clauses = [
            self._clause(part, raw, marked=marked, alone=len(parts) == 1) for part, raw, marked in parts
        ]
        if any(clause.marked and clause.substantial for clause in clauses):
            # With a question mark in the message, the sentences without one lead up to it.
            clauses = [c if c.marked or c.orders else replace(c, asks=False) for c in clauses]
        return tuple(clauses)

    def form(self, message: str) -> Form:
        """The form that the message's first clause asks in."""
        for _, raw, marked in _parts(message)[:1]:
            return _core(_without_opener(_plain(danish_of(raw)))[1], marked=marked)[2]
        return Form.NONE

    def words(self, text: str) -> tuple[Word, ...]:
        """The text's words, corrected."""
        return self.corrected(name_words(text))

    def mentions(self, words: tuple[Word, ...]) -> tuple[Mention, ...]:
        """The names among the words, longest first from the left."""
        stems = tuple([word.stem for word in words])
        mentions: list[Mention] = []
        end = 0
        for at, stem in enumerate(stems):
            begun = at >= end and stem in self._lexicon.begins_names
            if begun and (name := self._lexicon.name_at(stems, at)):
                end = at + len(name.stems)
                mentions.append(Mention(at, end, name))
        return tuple(mentions)

    def _clause(self, said: str, raw: _Words, *, marked: bool, alone: bool) -> Clause:
        text = _TWO_NAMES.sub(self._person, said)
        raw = raw if text == said else name_words(text)
        opener, raw = _without_opener(_plain(danish_of(raw)))
        before, question, form = _core(raw, marked=marked)
        words = self.corrected(raw)
        mentions = self.mentions(words)
        asked = _without_afterthought(question, text) if form is not Form.NONE else raw
        core_words = self.corrected(asked) if asked != raw else words
        core = Clause(core_words, self.mentions(core_words), form) if core_words != words else None
        return Clause(
            words=self.numbered(words),
            mentions=mentions,
            form=form,
            asks=alone or marked or form is not Form.NONE,
            marked=marked,
            orders=bool(question) and question[0] in _IMPERATIVES,
            opener=opener,
            points=not (_POINTING.isdisjoint(raw) and _POINTING_LAST.isdisjoint(raw[-2:])),
            core=core,
            given=self.mentions(self.corrected(before)) if before else (),
        )

    def _person(self, match: re.Match[str]) -> str:
        """Capitalised words with a word that no document has for two or more unknown ones: a full name."""
        words = match.group().split()
        while words and self._lexicon.known(folded(words[0])):
            words = words[1:]
        raw = name_words(" ".join(words))
        misspelt = any(m.end - m.start == len(raw) for m in self.mentions(self.corrected(raw)))
        english = raw in ENGLISH or any((word,) in ENGLISH for word in raw)
        unknown = len(raw) > 1 and self._lexicon.strange(raw) and not misspelt and not english
        return match.group().removesuffix(" ".join(words)) + language.SOMEBODY if unknown else match.group()

    def corrected(self, raw: _Words) -> tuple[Word, ...]:
        """The folded words of a text as the knowledge base spells them; at most ``MAX_WORDS``."""
        words = [word for said in raw for word in self._words_of(said)]
        for at, word in enumerate(words[1:]):
            # "Roskilde Kommune": an unknown name in front makes it another municipality.
            if word.text.startswith("kommune") and not words[at].known:
                words[at] = replace(words[at], foreign=True)
        return tuple(words[:MAX_WORDS])

    def numbered(self, words: tuple[Word, ...]) -> tuple[Word, ...]:
        """A number or letter that the documents do not have ("model 3", "mål E") is of something else."""
        if _COUNTED_OFF.isdisjoint([word.key for word in words]):
            return words
        return tuple(
            replace(word, foreign=True, filler=False)
            if n
            and (word.text.isdigit() or word.text in _LETTERS)
            and words[n - 1].key in _COUNTED_OFF
            and not self._lexicon.counted_off(words[n - 1].stem, word.text)
            else word
            for n, word in enumerate(words)
        )

    def as_written(self, text: str) -> tuple[Word, ...]:
        """The text's words as they are spelt: of a text that has words of its own."""
        return tuple(map(self._written, name_words(text)))

    def _mended(self, said: str) -> tuple[Word, ...]:
        return tuple([self._word(text, said) for text in self._lexicon.corrected(said)])

    def _word(self, text: str, said: str) -> Word:
        stem = stem_of(text)
        return Word(
            text,
            stem,
            key_of(stem),
            filler=text in FILLER,
            known=self._lexicon.known(text),
            foreign=self._lexicon.foreign(text),
            parts=tuple(key_of(stem_of(part)) for part in self._lexicon.parts_of(text)),
            said=said,
        )


def _parts(message: str) -> list[tuple[str, _Words, bool]]:
    """(text, folded words, whether a question mark ends it) of each clause but greetings and thanks."""
    text = cleaned(message)[:MAX_CHARS]
    if "MED" in text and not text.isupper():
        text = _MED.sub(r"Lokal MED\1", text)  # "MED i CBF" is the committee, "med i CBF" is not
    sentences = [*_SENTENCE_END.split(text), ""]  # each with its end behind it
    parts = [
        (part, raw, "?" in end)
        for sentence, end in zip(sentences[::2], sentences[1::2], strict=True)
        for part in _NEXT_QUESTION.split(sentence)
        if (raw := name_words(part))
    ][:MAX_CLAUSES]
    return [part for part in parts if part[1] not in _COURTESIES] or parts


def _plain(raw: _Words) -> _Words:
    """The words with turns of phrase put plainly: "er Gadeplan med?" asks for a member."""
    raw = _each_named(_asking_meaning(plain_of(raw)))
    with_ends = len(raw) > 1 and raw[-1] == "med" and raw[-2] not in _WITH
    return (*raw[:-1], "medlem") if with_ends and len(raw) <= _SHORT_MEMBERSHIP else raw


def _each_named(raw: _Words) -> _Words:
    """The words with what is counted off named each time: "mål a og b" is "mål a og mål b"."""
    if _BETWEEN.isdisjoint(raw):
        return raw
    words: list[str] = []
    for at, word in enumerate(raw):
        if at >= 3 and raw[at - 1] in _BETWEEN and key_of(stem_of(raw[at - 3])) in _COUNTED_OFF:
            first = raw[at - 2]
            if (word.isdigit() and first.isdigit()) or {word, first} <= _LETTERS:
                words.append(raw[at - 3])
        words.append(word)
    return tuple(words)


def _asking_meaning(raw: _Words) -> _Words:
    """The words with "betyder" for "står" in "hvad står SSP for", "dækker" in "hvad dækker KL over"."""
    if "hvad" not in raw:
        return raw
    said = set(raw)
    if {"star", "for"} <= said and len(raw) <= _SHORT_QUESTION:
        return tuple("betyder" if word == "star" else word for word in raw)
    if "over" in said and {"dakker", "dakke"} & said:
        return tuple("betyder" if word in {"dakker", "dakke"} else word for word in raw)
    return raw


def _without_opener(raw: _Words) -> tuple[bool, _Words]:
    for words in _OPENERS.get(raw[0], ()) if raw else ():
        if raw[: len(words)] == words and len(raw) > len(words):
            return True, _without_opener(raw[len(words) :])[1]
    return False, raw


def _without_afterthought(question: _Words, text: str) -> _Words:
    """The question without the reason, thanks or signature that follows it in the text."""
    if _AFTERTHOUGHT_STARTS.isdisjoint(question):
        return question
    found = _AFTERTHOUGHT.search(f" {text}")
    length = len(name_words(found.group())) if found else 0
    return question[:-length] if 0 < length <= len(question) - 2 else question


def _core(raw: _Words, *, marked: bool) -> tuple[_Words, _Words, Form]:
    """(what leads up to the question, the question itself, its form).

    "I Lokalrådet, hvem kommer der fra politiet" asks from "hvem" on; a yes/no question begins with
    its verb, or after "om" in "ved du, om ...".
    """
    for at, word in enumerate(raw):
        if word in _QUESTION_WORDS:
            # "i hvilke fora", "fra hvem": the preposition belongs to the question.
            start = at - 1 if at and raw[at - 1] in _PREPOSITIONS else at
            return raw[:start], raw[start:], _form(raw[at:])
        if word == "om" and _ASKING_VERBS & set(raw[:at]) and YES_NO_VERBS & set(raw[at + 1 :]):
            return raw[:at], raw[at + 1 :], Form.YES_NO
    if _HOW_MANY & set(raw):
        return (), raw, Form.COUNT
    led_in = 0
    while led_in < min(len(raw) - 1, _MOST_LEAD_INS) and raw[led_in] in _LEAD_INS:
        led_in += 1
    question = raw[led_in:]
    if len(question) > 1 and question[0] in YES_NO_VERBS:
        return (), question, Form.YES_NO
    if question and question[0] in _IMPERATIVES:
        return (), question, Form.WHAT
    stated = marked and len(raw) > _MOST_LEAD_INS - 1 and YES_NO_VERBS & set(raw)
    return (), raw, Form.YES_NO if stated else Form.NONE


def _form(question: _Words) -> Form:
    first, second = question[0], question[1] if len(question) > 1 else ""
    if first in {"hvilket", "hvilken"} and second in _TIMES:
        return Form.WHEN
    if first == "hvor" and second in {"mange", "mang"}:
        return Form.COUNT
    if first == "hvor" and second in _MEASURES:
        return Form.WHAT
    return _FORMS[first]
