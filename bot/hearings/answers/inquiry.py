"""What a question asks of hearings: pure, from its words alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import pairwise
from operator import itemgetter

from bot.hearings.answers.heard import Heard, Said, Vocabulary
from bot.questions import language
from bot.questions.clause import Clause, Form, Mention, Word
from bot.questions.parse import Parser
from bot.questions.words import (
    FILLER,
    FILLER_STEMS,
    YES_NO_VERBS,
    danish_of,
    folded_words,
    keys_of,
    plain_of,
    stem_of,
)
from storage.names import name_words
from storage.records.values import Hearing, Party, Stance

_HEARING = "horing"
_CUES = keys_of(
    "høring høringspart bekymring opbakning undren uklarhed fordel ulempe indstilling administration"
    " bemærkning svar imod modstander uenig kritisk forslag foreslår foreslog ønske"
    " opmærksomhedspunkt"
)
_CUE_WORDS = folded_words(
    "siger sige sagde sagt mener mente skriver skrev synes syntes svarer svarede nævner nævnte hørt frist"
    " fristen advarer advarede advare advarsler"
)
_STANCE_KEYS: Mapping[str, frozenset[Stance]] = {
    key: frozenset(stances)
    for words, stances in (
        ("bekymring", {Stance.CONCERN}),
        ("opbakning", {Stance.SUPPORT}),
        ("undren", {Stance.WONDER}),
        ("uklarhed", {Stance.UNCLEAR}),
        ("fordel", {Stance.ADVANTAGE}),
        ("ulempe", {Stance.DISADVANTAGE}),
        ("imod modstander uenig kritisk", {Stance.CONCERN, Stance.DISADVANTAGE}),
        ("opmærksomhedspunkt", {Stance.ATTENTION}),
    )
    for key in keys_of(words)
}
# Told by their form: "forslaget" is the matter itself.
_STANCE_WORDS: Mapping[str, frozenset[Stance]] = {
    word: frozenset(stances)
    for words, stances in (
        ("forslag forslagene", {Stance.PROPOSAL}),
        ("foreslår foreslog foreslået foreslås", {Stance.PROPOSAL, Stance.WISH}),
        ("advarer advarede advare advarsler", {Stance.CONCERN}),
        ("ønsker ønskede ønskerne ønskes", {Stance.WISH}),
        (
            "kritik kritikken kritikpunkter kritiske utilfreds utilfredse utilfredshed",
            {Stance.CONCERN, Stance.DISADVANTAGE},
        ),
        ("indvending indvendinger indvendingerne", {Stance.CONCERN, Stance.DISADVANTAGE}),
        ("modstand modstanden protest protester protesterer", {Stance.CONCERN, Stance.DISADVANTAGE}),
        ("spørgsmål spørgsmålene", {Stance.QUESTION}),
    )
    for word in folded_words(words)
}
_SPEAKING = folded_words("taler talte argumenterer går gik")
_SPOKEN_FOR = {
    "for": frozenset({Stance.SUPPORT}),
    "imod": frozenset({Stance.CONCERN, Stance.DISADVANTAGE}),
    "mod": frozenset({Stance.CONCERN, Stance.DISADVANTAGE}),
}
_WHOLE = folded_words("forslaget forslagets sagen planen planerne ændringen ændringerne emnet det")
_SAYING = folded_words(
    "siger sige sagde sagt mener mente skriver skrev skrevet synes syntes svarer svarede nævner nævnte nævnes"
    " nævnt udtaler udtalte fortæller står stod fremgår peger pegede rejste rejser"
)
_ANSWERING = folded_words(
    "svar svaret svarede svarer svarene svare høringssvar høringssvarene afgivet afgav afgive indsendt"
    " indsendte sendt hørt hørte inviteret inviterede parter parterne høringsparter høringsparterne mangler"
    " manglede deltaget deltog status reageret"
)
_DECIDED = folded_words(
    "beslutning beslutningen beslutninger beslutningerne besluttet besluttede vedtaget vedtog udfald udfaldet"
)
_LATE = folded_words("sent forsinket forsinkede")
_WHEN = folded_words(
    "frist fristen deadline svarfrist svarfristen periode perioden høringsperioden høringsfrist"
    " høringsfristen"
)
_LASTING = folded_words(
    "slutter sluttede slut starter startede start begynder begyndte åbner åbnede lukker lukkede varer varede"
    " løb udløber udløb afsluttet lang længe dato datoen"
)
_CONTENTS = folded_words(
    "endte ender endt ud resultat resultatet resultater konklusion konklusionen opsummering opsummeringen kom"
    " kommet pointer hovedpunkter hovedpunkterne synspunkter synspunkterne"
)
_STANCE_FORMS = frozenset({Form.NONE, Form.WHO, Form.WHICH, Form.YES_NO, Form.WHAT, Form.WHY})
_WHATEVER = frozenset({Form.WHAT, Form.WHICH, Form.NONE})
_SEVERAL = frozenset({"horinger", "horingerne"})
_NEWEST = folded_words("nye nyeste seneste sidste")
_OVER = folded_words("slut afsluttet åben lukket færdig overstået gang")
_SITTING = folded_words("medlem medlemmer medlemmerne sidder sad sidde deltager repræsenteret")
_WITH = frozenset({"med", "medlem"})
_TIMELY = _WITH | folded_words(
    "tid tide tiden rettidig rettidigt rettidige nåede nå sent forsinket forsinkede efter inden"
)
_NAMED_BY = folded_words("nævner nævnes nævnt omtaler omtales omtalt siger skriver skrev")
_OF_HEARINGS = _ANSWERING | folded_words(
    "part parten høringspart høringsparten punkt punkter punkterne synspunkt synspunkter synspunkterne"
    " holdning holdninger holdningen kommentar kommentarer kommentarerne input tilbagemelding"
    " tilbagemeldinger udtalelse udtalelser standpunkt standpunkter emne emner tema temaer resultat"
    " resultatet resultater konklusion konklusionen opsummering opsummeringen kommet indkommet indkomne"
    " modtaget rejst rejste"
    " fremført udtrykt udtrykker udtrykte udtryk givet administration administrationen administrationens"
    " forvaltningen bemærkning bemærkninger bemærkningen bemærkningerne indstilling indstillinger"
    " indstillingen indstillingerne indstiller indstilles indstillet vedtaget vedtog besluttet beslutning"
    " beslutningen politisk politiske udfald udfaldet byrådet udvalget blevet bliver kommune kommunen"
    " kommunens besvarelse reaktion reaktioner imod handlede endte ender endt"
)
_ABOUT = folded_words("om over for med til ved mod mellem vedrørende angående")
_NAMING = folded_words("om vedrørende angående")
_LISTING = folded_words("og eller samt")
_ARTICLES = folded_words("den det de")
_FROM = folded_words("fra hos af")
_FUNCTION = YES_NO_VERBS | folded_words(language.QUESTION_WORDS) | _ABOUT | _ARTICLES
_YEAR = re.compile(r"(?:19|20)\d\d")
_SENTENCES = re.compile(r"[.!?\n]+\s*(?=\S)")
_FIRST_PERSON = folded_words("jeg vi")
_ENOUGH = 0.6
_SPEAKERS = frozenset({"party", "organisation", "role", "document"})
_OF_MENTIONS = frozenset({"forum", "topic", "role", "organisation", "term", "kind", "party"})


class Asks(Enum):
    """What is wanted of a hearing."""

    LIST = auto()
    """Which hearings there are."""
    PERIOD = auto()
    ANSWERED = auto()
    """Who has answered, or how many have."""
    POINTS = auto()
    REMARKS = auto()
    """What the administration answered."""
    RECOMMENDED = auto()


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question that may be about hearings.

    Attributes:
        words: Of the question; ``mentions`` are the names among them.
        explicit: It speaks of a hearing in so many words.
        negated: It asks for those that do not.
        stances: It asks for points of these; empty for any.
        year: Of the hearing that is meant; "" where none is named.
        naming: Places of the words that may name the hearing: "høringen om ...".
        open: They may as well be what the hearing is asked about: "hvad siger høringen om ...".
        whole: It asks what was said at all: "hvad blev der sagt i høringen".
        newest: It means the newest hearing.
    """

    asks: Asks
    form: Form
    words: tuple[Word, ...]
    mentions: tuple[Mention, ...]
    explicit: bool
    negated: bool
    stances: frozenset[Stance]
    year: str
    naming: range
    open: bool
    whole: bool
    newest: bool

    @property
    def without_comments(self) -> bool:
        """Whether it asks for those that had no comments."""
        said = {word.said for word in self.words}
        return bool({"ingen", "uden"} & said) and any(word.key == "bemærkning" for word in self.words)

    @property
    def late(self) -> bool:
        """Whether it asks for those that answered after the deadline."""
        return any(word.said in _LATE for word in self.words)


def is_cued(clause: Clause) -> bool:
    """Whether a clause may be about a hearing at all; most are not, and are asked no further."""
    return clause.has_any(_CUES) or clause.says_any(_CUE_WORDS) or any(map(_is_hearing, clause.words))


def inquiry_of(clause: Clause, text: str, parser: Parser) -> Inquiry | None:
    """What a clause asks of hearings; None where it asks nothing of them.

    Args:
        clause: As the questions' parser reads it.
        text: What the person wrote, where the clause is all of it; else "". Two capitalised words that nobody
            knows are a person to the parser; in a hearing they may be a party.
        parser: The one that read the clause.
    """
    words, mentions = clause.words, clause.mentions
    if text and len(_SENTENCES.split(text.strip())) == 1:
        words = parser.corrected(plain_of(danish_of(name_words(text))))
        mentions = parser.mentions(words)
    heard = [n for n, word in enumerate(words) if _is_hearing(word)]
    stances = _stances(words) | _spoken_for(text)
    asks = _asks(clause, words, heard, stances)
    if asks is None:
        return None
    naming = _naming(words, heard)
    explicit = bool(heard) or clause.has("høringspart")
    inquiry = Inquiry(
        asks=asks,
        form=clause.form,
        words=words,
        mentions=mentions,
        explicit=explicit,
        negated=any(word.said == "ikke" for word in words),
        stances=stances,
        year=next((word.said for word in words if _YEAR.fullmatch(word.said)), ""),
        naming=naming,
        open=bool(naming) and _is_subject(words, naming.start),
        whole=explicit
        and clause.form in _WHATEVER
        and any(word.text in _SAYING | _CONTENTS for word in words),
        newest=any(words[n - 1].said in _NEWEST for n in heard if n),
    )
    bare = clause.form is Form.NONE and asks is Asks.POINTS and not inquiry.explicit
    return None if bare and not says_enough(inquiry) else inquiry


def says_enough(inquiry: Inquiry) -> bool:
    """Whether it says what it is about, and so may be asked without what was asked before."""
    return bool(inquiry.naming) or bool(things_in(inquiry))


def things_in(inquiry: Inquiry) -> int:
    """How many things it is about, a party or a hearing among them."""
    return sum(1 for _ in _items(inquiry, set()))


def is_misread(inquiry: Inquiry) -> bool:
    """Whether the documents take something of what it asks about for a word that says nothing."""
    return any(word.filler for item in _items(inquiry, set()) for word in item.words if not item.entities)


def _is_hearing(word: Word) -> bool:
    return _HEARING in word.said or word.key == "høring"


def _stances(words: Iterable[Word]) -> frozenset[Stance]:
    found: set[Stance] = set()
    wanting = any(word.text in _FIRST_PERSON for word in words)
    for word in words:
        found |= _STANCE_KEYS.get(word.key, frozenset())
        if not (wanting and word.text == "onsker"):
            found |= _STANCE_WORDS.get(word.text, frozenset())
    return frozenset(found)


def _spoken_for(text: str) -> frozenset[Stance]:
    """Who speaks for something supports it, though to the documents they name its advantages."""
    said = name_words(text)
    for first, second in pairwise(said):
        if first in _SPEAKING and second in _SPOKEN_FOR:
            return _SPOKEN_FOR[second]
    return frozenset()


def _asks(  # noqa: PLR0911 - one sort of question after another
    clause: Clause, words: tuple[Word, ...], heard: list[int], stances: frozenset[Stance]
) -> Asks | None:
    keys, said = {word.key for word in words}, {each for word in words for each in (word.text, word.said)}
    if any(words[n].text in _SEVERAL for n in heard) and not stances and not said & _SAYING:
        return Asks.LIST
    if "indstilling" in keys:
        return Asks.RECOMMENDED
    if heard and said & _DECIDED and not said & _SAYING:
        return Asks.RECOMMENDED
    if "administration" in keys and ({"svar", "bemærkning"} & keys or said & _SAYING):
        return Asks.REMARKS
    if clause.form is Form.YES_NO and heard and said & _OVER:
        return Asks.PERIOD
    if heard and (clause.form is Form.WHEN or (said & _WHEN and clause.form is not Form.COUNT)):
        return Asks.PERIOD
    spoken_of = bool(heard) or ("høringspart" in keys and not said & _SITTING)
    asks_who = clause.form in {Form.WHO, Form.WHICH, Form.COUNT, Form.YES_NO, Form.NONE}
    with_it = any(n > 1 and words[n - 1].text == "i" and words[n - 2].text in _WITH for n in heard)
    answering = (
        said & (_ANSWERING | _LATE)
        or (with_it and clause.form is not Form.NONE)
        or any(words[n].text.startswith("horingssvar") for n in heard)
    )
    if spoken_of and asks_who and answering and not stances and not (said & _NAMED_BY):
        return Asks.ANSWERED
    if spoken_of:
        return Asks.POINTS
    if stances and clause.form in _STANCE_FORMS:
        return Asks.POINTS
    return Asks.POINTS if clause.form is Form.WHAT and said & _SAYING else None


def _naming(words: tuple[Word, ...], heard: list[int]) -> range:
    """The words after "høringen om"; a hearing's title may be the first of them, or all."""
    for n in heard:
        if n + 1 < len(words) and words[n + 1].text in _NAMING:
            return range(n + 2, len(words))
    return range(0)


def _is_subject(words: tuple[Word, ...], start: int) -> bool:
    """Whether it is the hearing that speaks: "hvad siger høringen om", "står der i høringen om"."""
    before = [word.text for word in words[: start - 2]]
    return bool(_SAYING.intersection(before[-4:])) and not (
        before[-1:] == ["i"] and not {"star", "stod", "fremgar"}.intersection(before)
    )


# --- which hearing is meant ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Naming:
    """How far a question names a hearing.

    Attributes:
        places: Of the words that do.
        sure: It cannot mean anything else by them.
    """

    places: frozenset[int] = frozenset()
    sure: bool = False


def naming_of(inquiry: Inquiry, hearing: Hearing, title: Vocabulary) -> Naming | None:
    """How the question names the hearing, by its title or year; None where it does not."""
    if not inquiry.explicit:
        return None
    by_year = bool(inquiry.year) and inquiry.year in {
        f"{hearing.opens_at.year}",
        f"{hearing.deadline.year}",
    }
    if inquiry.year and not by_year and inquiry.year not in title.stems:
        return None
    places: list[int] = []
    told: set[str] = set()
    for n in inquiry.naming:
        word = inquiry.words[n]
        if title.has(stem_said(word)) or title.has(word.stem):
            places.append(n)
            told |= {word.stem, stem_said(word)} if word.said not in FILLER else set()
        elif word.said not in FILLER and not _YEAR.fullmatch(word.said):
            break
    if told:
        rest = set(inquiry.naming) - set(places)
        said = {stem for stem in title.stems - _FILLER_STEMS if not stem.startswith(_HEARING)}
        whole = told >= said
        bare = all(inquiry.words[n].said in FILLER for n in rest)
        return Naming(frozenset(places), sure=by_year or not inquiry.open or (whole and bare))
    return Naming(sure=True) if by_year else None


_FILLER_STEMS = frozenset(FILLER) | FILLER_STEMS


def stem_said(word: Word) -> str:
    """The stem of the word as it was written: mended, it is another where the documents lack it."""
    return word.stem if word.said == word.text else stem_of(word.said)


# --- what it asks about -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a point must be about.

    Attributes:
        entities: What the words name; empty where they are only words.
        compounds: What the words are in one: "videnstab" for "tab af viden".
        or_last: It stands beside the item before it: of what is listed, any will do.
    """

    words: tuple[Word, ...]
    entities: frozenset[str] = frozenset()
    compounds: frozenset[str] = frozenset()
    or_last: bool = False

    def is_in(self, words: Vocabulary) -> bool:
        """Whether it is spoken of there."""
        if not (self.entities.isdisjoint(words.entities) and self.compounds.isdisjoint(words.stems)):
            return True
        return all(_is_word_in(word, words) for word in self.words)


def _is_word_in(word: Word, words: Vocabulary) -> bool:
    if words.has(stem_said(word)) or words.has(word.said):
        return True
    return word.known and (
        word.key in words.keys or (len(word.parts) > 1 and words.keys.issuperset(word.parts))
    )


@dataclass(frozen=True, slots=True)
class Matter:
    """What is left of a question for one hearing.

    Attributes:
        parties: Whose words are asked for; empty for anybody's.
        stranger: Somebody's words are asked for who was not heard.
        items: What their points must be about; empty for anything.
        title: Of the hearing: what it names goes without saying in its points.
        named: The question names the hearing.
    """

    parties: tuple[Party, ...]
    stranger: bool
    items: tuple[Item, ...]
    title: Vocabulary
    named: bool

    def fits(self, said: Said, stances: frozenset[Stance]) -> bool:
        """Whether the point is one that is asked for."""
        if stances and said.point.stance not in stances:
            return False
        return (not self.parties or said.party in self.parties) and self.is_in(said.words)

    def is_in(self, words: Vocabulary) -> bool:
        """Whether so much of what is asked about is spoken of there, and every name."""
        if not self.items:
            return True
        own = [item.is_in(words) for item in self.items]
        found: list[bool] = []
        named = True
        for item, there in zip(self.items, own, strict=True):
            told = there or item.is_in(self.title)
            if item.or_last and found:
                found[-1] = found[-1] or told
            else:
                found.append(told)
            named = named and (told or not item.entities or item.or_last)
        return named and any(own) and sum(found) >= _ENOUGH * len(found)


def matter_of(inquiry: Inquiry, heard: Heard, naming: Naming | None) -> Matter:
    """What the question asks of one hearing, beside what names it."""
    used = set(naming.places) if naming else set()
    parties: dict[str, Party] = {}
    for party, places in _speakers(inquiry, heard):
        parties.setdefault(party.id, party)
        used |= places
    stranger = not parties and _is_stranger(inquiry)
    items = tuple(_items(inquiry, used))
    return Matter(tuple(parties.values()), stranger, items, heard.title, named=naming is not None)


def _speakers(inquiry: Inquiry, heard: Heard) -> Iterator[tuple[Party, set[int]]]:
    by_id = {party.id: party for party in heard.parties}
    for mention in inquiry.mentions:
        for id_ in mention.of("party"):
            if id_ in by_id and not _is_matter(inquiry, mention.start):
                yield by_id[id_], set(range(mention.start, mention.end))
    for party, stems in heard.names:
        places = {n for n, word in enumerate(inquiry.words) if stem_said(word) in stems}
        if places and not _is_matter(inquiry, min(places)) and not _is_subject_who(inquiry, min(places)):
            yield party, places | _of_name(inquiry, party, places)


def _of_name(inquiry: Inquiry, party: Party, places: set[int]) -> set[int]:
    """The words beside those that are part of the name too, though others share them."""
    name = set(name_words(party.name))
    return {
        n
        for n, word in enumerate(inquiry.words)
        if word.said in name and min(places) - len(name) <= n <= max(places) + len(name)
    }


def _is_matter(inquiry: Inquiry, at: int) -> bool:
    """Whether what stands there is spoken of, and does not speak: "bekymret for politiet"."""
    before = [word.text for word in inquiry.words[:at] if word.text not in _ARTICLES][-1:]
    if inquiry.asks is Asks.REMARKS and before == ["til"]:
        return False
    return not _ABOUT.isdisjoint(before)


def _is_subject_who(inquiry: Inquiry, at: int) -> bool:
    """Whether "hvem" is who speaks: then whoever is called by a part of a name is not."""
    before = [word.text for word in inquiry.words[:at]][-1:]
    return inquiry.form is Form.WHO and _FROM.isdisjoint(before)


def _is_stranger(inquiry: Inquiry) -> bool:
    """Whether somebody is asked for by name, right after the verb, who was not heard here."""
    verbs = [n for n, word in enumerate(inquiry.words) if word.text in _SAYING]
    if not verbs or inquiry.form is Form.WHO:
        return False
    return any(
        mention.is_any(_SPEAKERS) and mention.start - verbs[-1] in {1, 2}
        for mention in inquiry.mentions
        if not _is_matter(inquiry, mention.start)
        and not _is_hearing(inquiry.words[mention.start])
        and inquiry.words[mention.start].key != "administration"
        and mention.of("organisation") != ("kommune",)
    )


def _items(inquiry: Inquiry, used: set[int]) -> Iterator[Item]:
    """In the order in which they are said."""
    words = inquiry.words
    found: dict[int, tuple[int, Item]] = {}  # by where each begins: where it ends, and what it is
    named: set[int] = set()
    for mention in inquiry.mentions:
        places = range(mention.start, mention.end)
        if used.intersection(places) or not mention.is_any(_OF_MENTIONS):
            continue
        if all(_is_beside(inquiry, words[n]) for n in places):
            continue
        named.update(places)
        entities = frozenset(entity.key for entity in mention.entities)
        found[mention.start] = mention.end, Item(tuple(words[n] for n in places), entities)
    rest = [n for n in range(len(words)) if n not in used and n not in named]
    telling = [n for n in rest if not _is_beside(inquiry, words[n])]
    last, taken = "", -1
    for n in telling:
        word = words[n]
        if word.said == last or n == taken:
            continue
        last = word.said
        if n + 2 in telling and words[n + 1].said == "af":
            taken = n + 2
            compounds = {stem_of(f"{words[taken].said}{joint}{word.said}") for joint in ("", "s", "e")}
            found[n] = n + 3, Item((word, words[taken]), compounds=frozenset(compounds))
        else:
            found[n] = n + 1, Item((word,))
    end = -1
    for start, (after, item) in sorted(found.items(), key=itemgetter(0)):
        listed = start == end + 1 and words[end].said in _LISTING
        yield replace(item, or_last=listed)
        end = after


def _is_beside(inquiry: Inquiry, word: Word) -> bool:
    """Whether the word says nothing of what is asked about."""
    either = {word.text, word.said}
    asks = inquiry.asks
    return (
        word.said in FILLER
        or (word.filler and word.text in _FUNCTION)
        or _is_hearing(word)
        or not either.isdisjoint(_BESIDE)
        or (asks is Asks.PERIOD and not either.isdisjoint(_OF_TIME))
        or (asks is Asks.ANSWERED and not either.isdisjoint(_OF_ANSWERS))
        or (inquiry.newest and word.said in _NEWEST)
        or word.key in _STANCE_KEYS
        or bool(_YEAR.fullmatch(word.said))
    )


_BESIDE = _OF_HEARINGS | _WHOLE | _SAYING | _STANCE_WORDS.keys()
_OF_TIME = _WHEN | _LASTING | _OVER
_OF_ANSWERS = _WHEN | _TIMELY
