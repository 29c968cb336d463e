"""A knowledge base many times as large: the seed, and as many again about things and places made up.

A world is the seed told of another place: the same kinds of records and sentences, with other names, other
numbers and, for nearly every content word, another word. Words are drawn as in real text, where each new
one is rarer than the last (Heaps' law): most have been drawn before, some are new, and a few stay as they
are, since all municipalities have meetings and leaders. New words are put together from Danish ones, as
Danish itself does.

The same seed number gives the same base.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from itertools import chain, count
from random import Random
from typing import Any

import snowballstemmer

from storage.knowledge import TOPIC_TABLES, Rows
from storage.names import name_words
from storage.seed import read_seed

COPIES = 49
"""So many worlds beside the seed make the base 50 times as large."""

# Pitman and Yor's process: the more words there are, the seldomer one is new.
_DISCOUNT = 0.2
_STRENGTH = 300
_SAME = 0.12  # of a world's words are the seed's own

# What a record's fields hold, as storage.schema has it; all others hold text.
ID_FIELDS = frozenset(
    "id part_of organisation role party document recommendation related remarks refers_to models".split()
)
_NAMES = frozenset("name aliases shared_aliases".split())
_FIXED = frozenset("kind stance date scope functions".split())
_SHORT = frozenset("dated definite label question heading kicker section counted words kinds".split())
_MAX_NAME, _MAX_TEXT = 120, 600

_TOKEN = re.compile(r"[A-Za-zÆØÅæøåÉéÜü]+|\d+(?:\.\d{3})*")
_MADE = re.compile(r"k\d\d-")
_ABBREVIATION = re.compile(r"[A-ZÆØÅ]{2,5}")

_PLACES = ("Ishøj", "Albertslund", "Taastrup", "Viborg", "Vestegn", "Vejleåparken")

_FUNCTION_WORDS = frozenset(
    """
    alene allerede altid andet andre anden anderledes begge blandt blive bliver blevet burde deres derfor derved
    desuden disse efter eller ellers endnu enten egentlig fleste flere fordi foran forbi forhold første gennem
    gerne giver gjort gælder gøres havde hellere henholdsvis herunder hinanden hvad hvilke hvilken hvilket hvordan
    hvorfor hvornår hvorvidt hvert imens imellem imod inden indtil ingen intet ikke jeres kunne langs ligger
    ligesom mange meget mellem mindre mindst måske måtte navnlig nogen noget nogle næste omkring overfor samme
    samt sammen senere siden siger skulle snart stadig større største svarer sådan således under uden undtagen
    vores ville være været væsentlig øvrigt øvrige både betyder findes nævner nævnes nævnt hedder kaldes hører
    består handler skriver forskel forskellen antal antallet tilsammen enkelte enhver fem seks syv otte første
    anden tredje fjerde hvem hvor hvoraf hvorfra hvortil
    """.split()
)

_HEADS = (
    """
    affald alder anlæg areal bane barn beredskab bibliotek bolig botilbud bro budget bus by bygning bæk cykel
    dagtilbud dam demens depot digitalt dræn drift døgn eng energi erhverv fag familie fartøj ferie fest fiskeri
    fjernvarme flod flygtning forsyning fritid færge gartner genbrug grund grundvand gymnasie hal handel handicap
    hav havn hede hegn hest hjemme hjælpemiddel høst idræt indkøb industri integration jord kanal kapel kirkegård
    klima kloak klub koloni kontor korps kreds kultur kunst kyst køkken landbrug landskab lager led legeplads lyd
    lys læge lærling løn marked maskine medie miljø museum musik mølle natur nød olie omsorg orkester ovn park
    parkering pension plan plante plej pumpe psykiatri regn regnskab rejse rekreation renovation rengøring ressource
    scene sejl service sikring skat skole skov skilt slam slot snerydning sogn sol spildevand sport sprog stand
    stald station sti stil strand strøm støj sundhed svømme sø tand teater telt tilsyn torv trafik transport træ
    tunnel turisme udstilling ur vand varme varsling vej ventilation vind vinter værksted værft ældre økologi ø
    """
).split()
_TAILS = (
    """
    adgang aftale ansvar arbejde behandling behov beregning besked besøg bidrag brug bånd central dag deling
    drift eftersyn egn emne fald felt flade flade flow fond form forløb forsøg fremme fører garanti gebyr gruppe
    grænse gård hjælp hold hus indsigt interesse journal klasse klausul kode komité kort krav kurs kørsel lag
    laug leje lempelse liste lokale læsning løb løft mangel mester middel minde mønster net niveau norm nummer
    nævn område opgave opgør opland ordning overblik pakke panel pas patrulje plads pleje pligt post praksis pris
    prøve pulje punkt rapport regel regulativ ret ring rolle rum runde råd sag sats selskab sikring skik skjold
    skrift spor sprog spærring station stemme stilling stop strategi stue støtte svar syn system takst tal tavle
    tegn tilskud tid tjeneste top trin tryk udbud udligning udtryk udvalg vagt valg vane varsel vejledning
    venteliste verden virke volumen vurdering vægt værdi værk værn ydelse zone
    """
).split()
_ONSETS = "b bl br d dr f fl fr g gl gr h hj hv k kl kn kr kv l m n p pl pr r s sk skr sl sm sn sp st str sv t tr tv v".split()
_VOWELS = "a e i o u y æ ø å".split()
_CODAS = "b d f g k l m n p r s t ld lt nd nk nt rd rk rm rn rt sk st vn".split()
_PLACE_HEADS = (
    "Aller Bald Birke Brand Bøge Dyb Ege Elle Engel Fug Gam Grøn Hag Had Hede Hel Hjort Hor Hval Høj Kirke Klint"
    " Kol Krag Lange Lille Lund Lyng Mose Mølle Nør Odd Pile Ramme Ring Rug Ryg Salt Sand Sejl Skel Skov Små Sol"
    " Spand Sten Stor Strand Svane Sønder Tange Thor Tist Tor Tran Ugle Uld Val Vester Vind Vor Ølse Øster Ål"
).split()
_PLACE_TAILS = "bjerg borg bro bæk by drup feld gård hede holm holt høj inge købing lev lund løse mark næs rup rød sted strup sund sø torp tved um vad vig ø ør".split()
_CONSONANTS = "BDFGHJKLMNPRSTV"


def large_base(*, copies: int = COPIES, seed: int) -> Rows:
    """The seed's tables with so many worlds after it."""
    rows = read_seed()
    random = Random(seed)  # noqa: S311 - nothing secret
    vocabulary, names = _Vocabulary(random), _Names(rows)
    large = {table: list(records) for table, records in rows.items()}
    for number in range(1, copies + 1):
        world = _World(f"k{number:02}-", vocabulary, names, random)
        for table, records in rows.items():
            large[table] += [world.told(table, record) for record in records]
    return large


def made_questions(rows: Rows, count: int, *, seed: int) -> list[tuple[str, str]]:
    """Questions to made-up facts, each with the fact's headline; no question is the seed's too."""
    of_seed = {name_words(fact["question"]) for fact in _facts(rows, made=False)}
    facts = [
        (fact["question"], fact["headline"])
        for fact in _facts(rows, made=True)
        if name_words(fact["question"]) not in of_seed
    ]
    return Random(seed).sample(facts, count)  # noqa: S311 - nothing secret


def _facts(rows: Rows, *, made: bool) -> Iterator[dict[str, Any]]:
    for records in rows.values():
        for record in records:
            if bool(_MADE.match(record["id"])) is made:
                yield from record.get("facts", ())


class _Vocabulary:
    """The words that all worlds draw from."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._drawn: list[str] = []
        self._words: set[str] = set()
        self._once: set[str] = set()

    def word(self) -> str:
        """A word: a new one, or one that was drawn before, the commoner the likelier."""
        new = (_STRENGTH + _DISCOUNT * len(self._words)) / (_STRENGTH + len(self._drawn))
        word = self._new() if self._random.random() < new else self._random.choice(self._drawn)
        self._words.add(word)
        self._drawn.append(word)
        return word

    def _new(self) -> str:
        choice = self._random.choice
        kind = self._random.random()
        if kind < 0.5:
            return choice(_HEADS) + choice(("", "s")) + choice(_TAILS)
        if kind < 0.75:
            return choice(_HEADS) + choice(_HEADS) + choice(("", "s")) + choice(_TAILS)
        syllables = self._random.choice((2, 2, 3))
        return "".join(choice(_ONSETS) + choice(_VOWELS) for _ in range(syllables)) + choice(_CODAS)

    def place(self) -> str:
        """A place that no other has the name of."""
        return self._unique(lambda: self._random.choice(_PLACE_HEADS) + self._random.choice(_PLACE_TAILS))

    def abbreviation(self) -> str:
        """Four letters that stand for nothing else."""
        return self._unique(lambda: "".join(self._random.choices(_CONSONANTS, k=4)))

    def _unique(self, make: Callable[[], str]) -> str:
        while (made := make()) in self._once:
            pass
        self._once.add(made)
        return made


class _Names:
    """Which names are taken, in each of the spaces where a name must be one record's alone."""

    def __init__(self, rows: Rows) -> None:
        self._taken: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        for table, records in rows.items():
            for record in records:
                for name in (record.get("name", ""), *record.get("aliases", ()), *record.get("shared_aliases", ())):
                    self._taken[_space(table)].add(name_words(name))

    def free(self, table: str, name: str, place: str) -> str:
        """The name, with its place where it is taken, and a number where that is taken too."""
        taken = self._taken[_space(table)]
        name = _cut(name, _MAX_NAME - len(place) - 6)
        spellings = chain((name, f"{name} i {place}"), (f"{name} i {place} {number}" for number in count(2)))
        free = next(spelling for spelling in spellings if name_words(spelling) not in taken)
        taken.add(name_words(free))
        return free


class _World:
    """One retelling of the seed; a word is the same other word throughout."""

    def __init__(self, prefix: str, vocabulary: _Vocabulary, names: _Names, random: Random) -> None:
        self._prefix = prefix
        self._vocabulary = vocabulary
        self._names = names
        self._random = random
        self._words: dict[str, str] = {}
        self._told: dict[str, str] = {}
        self._place = vocabulary.place()
        self._places = {place: vocabulary.place() for place in _PLACES} | {"Ishøj": self._place}
        self._factor = random.uniform(0.3, 3.0)

    def told(self, table: str, record: dict[str, Any]) -> dict[str, Any]:
        """The record, told of this world."""
        told = {key: self._value(table, key, value) for key, value in record.items()}
        if told.get("scope") == "ishoej":
            told["scope"] = "national"  # so that it does not count among Ishøj's fora
        return told

    def _value(self, table: str, key: str, value: Any) -> Any:
        if isinstance(value, dict):
            return {inner: self._value(table, inner, each) for inner, each in value.items()}
        if isinstance(value, list):
            return [self._value(table, key, each) for each in value]
        if key in _FIXED or isinstance(value, bool):
            return value
        if key in ID_FIELDS:
            return self._prefix + value
        if key in _NAMES:
            return self._names.free(table, self._text(value), self._place)
        if isinstance(value, int):
            return self._number(value)
        return _cut(self._text(value), _MAX_NAME if key in _SHORT else _MAX_TEXT)

    def _text(self, text: str) -> str:
        return _TOKEN.sub(lambda match: self._token(match[0]), text)

    def _token(self, token: str) -> str:
        if token not in self._told:
            self._told[token] = self._other(token)
        return self._told[token]

    def _other(self, token: str) -> str:
        if token[0].isdigit():
            number = self._number(int(token.replace(".", "")))
            return f"{number:,}".replace(",", ".") if "." in token else str(number)
        if place := next((place for place in self._places if token.startswith(place)), None):
            return self._places[place] + token.removeprefix(place)
        if _ABBREVIATION.fullmatch(token):
            return self._vocabulary.abbreviation()
        if len(token) < 5 or token.lower() in _FUNCTION_WORDS:
            return token
        stem = _stem_of(token.lower())
        if stem not in self._words:
            same = self._random.random() < _SAME
            self._words[stem] = stem if same else self._vocabulary.word()
        told = self._words[stem] + token.lower().removeprefix(stem)
        return told.capitalize() if token[0].isupper() else told

    def _number(self, number: int) -> int:
        """Another number; years stay near, and what counts off ("model 2") stays as it is."""
        if number < 10:
            return number
        if 1900 <= number < 2100:
            return number - int(self._factor * 5)
        return max(10, round(number * self._factor))


_stem_of = cache(snowballstemmer.stemmer("danish").stemWord)


def _space(table: str) -> str:
    return "topics" if table in TOPIC_TABLES else table


def _cut(text: str, max_chars: int) -> str:
    """The text, or as many of its words as there is room for."""
    return text if len(text) <= max_chars else text[: max_chars + 1].rpartition(" ")[0]
