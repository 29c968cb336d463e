"""A hearing as it is asked about: what counts of the responses, and what is approved of the treatment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.hearings.rules import Moment
from bot.hearings.treatment.references import words_referred_to
from bot.questions.parse import Parser
from bot.questions.words import FILLER
from storage.names import name_words
from storage.records.remarks import Progress, Recommendation, Remark, Treatment
from storage.records.values import Hearing, Party, Point, ResponseStatus, Version, hash_of

_JOINTS = ("", "s", "e")
_HALF = 4  # letters: shorter halves of compounds are found by chance
_WITHIN = 5


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a text, as a question's words are looked for in it.

    Attributes:
        stems: Of the words as they are spelt.
        keys: Of what they mean.
        entities: What they name: "#forum:lokalraadet", "#topic:maal-c".
    """

    stems: frozenset[str] = frozenset()
    keys: frozenset[str] = frozenset()
    entities: frozenset[str] = frozenset()

    def has(self, stem: str) -> bool:
        """Whether there is the word, a compound that begins or ends with it, or both halves of it."""
        if stem in self.stems:
            return True
        if len(stem) < _WITHIN or not stem.isalpha():
            return False
        return any(each.startswith(stem) or each.endswith(stem) for each in self.stems) or self._halves(stem)

    def _halves(self, stem: str) -> bool:
        """Whether a compound is said in two words: "videnstab" in "tab af viden"."""
        return any(
            stem[at:] in self.stems
            and any(
                stem[:at].endswith(joint) and stem[:at].removesuffix(joint) in self.stems for joint in _JOINTS
            )
            for at in range(_HALF, len(stem) - 2)
        )


@dataclass(frozen=True, slots=True)
class Said:
    """A point of a party's.

    Attributes:
        text: In the party's own words; never in the administration's paraphrase, by which it is found, too.
        words: What it is found by.
    """

    party: Party
    point: Point
    text: str
    words: Vocabulary


@dataclass(frozen=True, slots=True)
class Answered:
    """A remark.

    Attributes:
        text: What it says, or what those say that it refers to; "" where it says that there is none.
        words: What it is found by.
    """

    remark: Remark
    text: str
    words: Vocabulary


@dataclass(frozen=True, slots=True)
class Recommended:
    """A recommendation, and what it is found by."""

    recommendation: Recommendation
    words: Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What may be told of a hearing whose summary is public.

    Attributes:
        answered: Those whose response counts, in the hearing's order, as the others are.
        no_comments: Those of them that had none.
        late: Those whose response came late and does not count.
        tardy: Those whose response came late, whether it counts or not.
        silent: Those that never answered, or took it back.
        said: By party, in their order.
        remarks: Approved.
        recommendations: Approved.
        title: What the hearing is known by.
        names: By party id, what the party is known by; no other party in the hearing shares it.
    """

    hearing: Hearing
    answered: tuple[Party, ...] = ()
    no_comments: tuple[Party, ...] = ()
    late: tuple[Party, ...] = ()
    tardy: tuple[Party, ...] = ()
    silent: tuple[Party, ...] = ()
    said: tuple[Said, ...] = ()
    remarks: tuple[Answered, ...] = ()
    recommendations: tuple[Recommended, ...] = ()
    title: Vocabulary = field(default_factory=Vocabulary)
    names: tuple[tuple[Party, frozenset[str]], ...] = ()

    @property
    def parties(self) -> tuple[Party, ...]:
        """All that were heard."""
        return tuple(party for party, _ in self.names)


class Reader:
    """Reads what was said in hearings as the questions are read."""

    def __init__(self, parser: Parser) -> None:
        self._parser = parser

    def title(self, hearing: Hearing) -> Vocabulary:
        """What a hearing is known by."""
        return self._vocabulary(hearing.title)

    def heard(
        self,
        hearing: Hearing,
        moments: Sequence[Moment],
        versions: Iterable[Version],
        treatment: Treatment,
    ) -> Heard:
        """What may be told of a hearing; ``versions`` are of any number, by party the first first."""
        latest = {version.party_id: version for version in versions}
        counting = [moment.invitation.party for moment in moments if moment.counts]
        said = tuple(
            self._said(party, point, treatment)
            for party in counting
            if party.id in latest
            for point in latest[party.id].content.points
        )
        approved = {each.id: each for each in treatment.remarks if each.progress is Progress.APPROVED}
        return Heard(
            hearing=hearing,
            answered=tuple(counting),
            no_comments=tuple(
                each.invitation.party
                for each in moments
                if each.counts and each.invitation.status is ResponseStatus.NO_COMMENTS
            ),
            late=tuple(each.invitation.party for each in moments if each.responded and not each.counts),
            tardy=tuple(
                each.invitation.party for each in moments if each.responded and not each.invitation.timely
            ),
            silent=tuple(each.invitation.party for each in moments if not each.responded),
            said=said,
            remarks=tuple(self._answered(each, _told(each, approved)) for each in approved.values()),
            recommendations=tuple(
                Recommended(each, self._vocabulary(each.text))
                for each in treatment.recommendations
                if each.progress is Progress.APPROVED
            ),
            title=self.title(hearing),
            names=self._names([moment.invitation.party for moment in moments]),
        )

    def _said(self, party: Party, point: Point, treatment: Treatment) -> Said:
        paraphrase = treatment.paraphrases.get(point.id)
        holds = paraphrase is not None and paraphrase.of_text == hash_of(point.text)
        rendered = paraphrase.text if paraphrase and holds else ""
        text = paraphrase.text if paraphrase and holds and paraphrase.by_party else point.text
        titles = [about.partition(":")[2] for about in point.about if about.startswith("topic:")]
        entities = frozenset(map(_entity, point.about))
        words = self._vocabulary(" . ".join((point.text, rendered, point.excerpt, *point.section, *titles)))
        return Said(party, point, text, Vocabulary(words.stems, words.keys, words.entities | entities))

    def _answered(self, remark: Remark, text: str) -> Answered:
        return Answered(remark, text, self._vocabulary(text))

    def _vocabulary(self, text: str) -> Vocabulary:
        words = self._parser.as_written(text)
        named = self._parser.mentions(words)
        return Vocabulary(
            frozenset(word.stem for word in words),
            frozenset(word.key for word in words),
            frozenset(entity.key for mention in named for entity in mention.entities),
        )

    def _names(self, parties: Sequence[Party]) -> tuple[tuple[Party, frozenset[str]], ...]:
        stems = {party.id: self._name_stems(party) for party in parties}
        shared = Counter(stem for each in stems.values() for stem in each)
        return tuple(
            (party, frozenset(stem for stem in stems[party.id] if shared[stem] == 1)) for party in parties
        )

    def _name_stems(self, party: Party) -> frozenset[str]:
        names = set(name_words(party.name)) - FILLER
        return frozenset(word.stem for word in self._parser.as_written(party.name) if word.text in names)


def _entity(about: str) -> str:
    """As questions call it: models and goals are topics there."""
    kind, _, id_ = about.partition(":")
    return f"#forum:{id_}" if kind == "forum" else f"#topic:{id_}" if kind != "topic" else ""


def _told(remark: Remark, approved: dict[str, Remark]) -> str:
    """What a remark says; what it refers to, as far as that is approved, where it says nothing itself."""
    return remark.text or " ".join(words_referred_to(remark, approved))
