"""Questions about the hearing: what a party said, and what the administration answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from bot import texts
from bot.questions.answer import Button, Section
from bot.questions.candidate import Candidate
from bot.questions.clause import Clause, Form, Mention
from bot.questions.search import Owner, Search
from bot.questions.seats import ISHOEJ
from bot.questions.statements import Statements
from bot.questions.words import folded_words, keys_of
from storage.knowledge import Knowledge
from storage.schema import Fact, Forum, Party, Point, Role, Term, Topic

_STANCES = ("opbakning", "bekymring", "undren", "uklarhed", "forslag", "ønske", "fordel")
_CUES = keys_of("svar høring høringspart punkt part synspunkt pointe skrev")
_ASKING_CUES = _CUES.union(_STANCES)
_ANSWER_CUES = keys_of("administration bemærkning")
_CUED = 0.85
_ANSWERED = 0.85
_VERBS = keys_of("siger skrev synes syntes svarede foretrækker støtter ser")
_FEELINGS = keys_of("bekymret undrer imod")
_VIEW = folded_words("holdning mening synspunkt syn")
_TELLING = keys_of("siger skrev svar står nævner omtaler")
_MENTIONING = folded_words("nævner nævnes nævnt nævnte omtaler omtales omtalt omtalte")
_HEARING = "horing"  # "høringssvarene" too
_HEARD = keys_of("høring høringspart")
_ANSWERING = _HEARD | keys_of("svar afgive afgivet")
_PARTIES = frozenset({"høringsparter"})
_FORUM_OR_TOPIC = frozenset({"forum", "topic"})
_HEARD_ON = frozenset({"forum", "topic", "role", "term"})
_BETWEEN = folded_words("de man så egentlig nu også i hos")
_SOON = 2  # words after the name: "er Gadeplan også bekymret"
_SILENT = 2.0  # no statement scores as much
_LEAST = 0.7  # "høringssvar Lokal MED CBE" is not about Lokal MED CBF
_WHAT_WAS_SAID = frozenset({Form.WHAT, Form.NONE, Form.HOW, Form.WHICH, Form.YES_NO, Form.WHO})
_WHAT_WAS_ANSWERED = frozenset({Form.WHAT, Form.NONE, Form.HOW, Form.WHICH, Form.WHY})


class Hearing:
    """Reads clauses that name a høringspart, or ask on about points just told."""

    def __init__(self, knowledge: Knowledge, statements: Statements, search: Search) -> None:
        self._knowledge = knowledge
        self._statements = statements
        self._search = search
        heard = {source.document for party in knowledge.parties.values() for source in party.sources}
        self._told_of_it = {
            number
            for number, entry in enumerate(search.entries)
            if all(source.document in heard for source in entry.statement.sources)
        }
        heard_parties = sum(not party.part_of for party in knowledge.parties.values())
        self._respondents_facts = [
            (owner, fact)
            for owner, fact in knowledge.facts()
            if fact.count == heard_parties and not _PARTIES.isdisjoint(fact.counted)
        ][:1]
        topics = [topic for id_, topic in knowledge.topics.items() if knowledge.topic_tables[id_] == "models"]
        self._models = [topic for topic in topics if not topic.collective]
        self._all_models = {topic.id for topic in topics if topic.collective}

    def candidates(self, clause: Clause, told: Iterable[str] = ()) -> list[Candidate]:
        """Readings of the clause; ``told`` are the ids that the last answer rested on."""
        answered = clause.has_any(_ANSWER_CUES)
        found: list[Candidate] = []
        for at, mention in enumerate(clause.mentions):
            for id_ in mention.of("party")[:1]:
                party = self._knowledge.parties[id_]
                points = self._statements.party_points(id_)
                reading = self._answers if answered else self._response
                found.append(reading(clause, points, at=at, party=party))
                if not answered and _speaks(clause, mention):
                    found += self._silence(clause, party)
        points = [self._knowledge.points[id_] for id_ in told if id_ in self._knowledge.points]
        if answered and points:
            found.append(self._answers(clause, points))
        return [*found, *self._respondents(clause), *self._overview(clause), *self._of_the_whole(clause)]

    def _respondents(self, clause: Clause) -> list[Candidate]:
        """Who answered, where nothing else is asked: "hvem har svaret i høringen"."""
        asks = clause.form in {Form.WHO, Form.WHICH} and not clause.says("ikke") and clause.has("svar")
        if not asks or clause.keys.isdisjoint(_HEARD) or len(_of_the_hearing(clause)) < len(clause.mentions):
            return []
        if any(word.key not in _ANSWERING for word in clause.beyond_names):
            return []
        return [self._fact(owner, fact) for owner, fact in self._respondents_facts]

    def _overview(self, clause: Clause) -> list[Candidate]:
        """The hearing in short, where it is asked what was said and nothing else."""
        at = _of_the_hearing(clause)
        if clause.form is not Form.WHAT or not at or len(at) < len(clause.mentions):
            return []
        if (
            not clause.has_any(_TELLING)
            or clause.says("om")
            or any(word.key not in _ANSWERING for word in clause.beyond_names)
        ):
            return []
        topics = [self._knowledge.topics[id_] for n in at for id_ in clause.mentions[n].of("topic")]
        return [self._fact(topic, fact) for topic in topics[:1] for fact in topic.facts if fact.overview]

    def _fact(self, owner: Owner, fact: Fact) -> Candidate:
        return Candidate(
            intent=f"fact:{fact.id}",
            about=(fact.id,),
            build=partial(self._statements.fact, owner, fact),
            prior=_SILENT,
            certain=True,
            buttons=partial(self._statements.buttons, owner, fact),
        )

    def _of_the_whole(self, clause: Clause) -> list[Candidate]:
        """What all who were heard said of what the clause names, or that none of them speaks of it."""
        asked = _asked_of_the_hearing(clause)
        models = {id_ for at in asked for id_ in clause.mentions[at].of("topic")}
        points = [point for point in self._knowledge.points.values() if models & set(point.models)]
        if points:
            return [self._about_models(points)]
        if not asked or any(self._is_told(clause.mentions[at]) for at in asked):
            return []
        names = [name for at in asked for name in self._names(clause.mentions[at])]
        forums = {forum.name for forum in self._knowledge.forums.values()}
        questions = [texts.who_sits(name) for name in names if name in forums]
        return [
            Candidate(
                intent="unspoken",
                about=(),
                build=partial(self._statements.unspoken, names),
                prior=_SILENT,
                certain=True,
                buttons=lambda: tuple(Button(question, question) for question in questions),
            )
        ]

    def _is_told(self, mention: Mention) -> bool:
        postings = self._search.postings
        return any(not self._told_of_it.isdisjoint(postings[e.key].impacts) for e in mention.entities)

    def _names(self, mention: Mention) -> list[str]:
        """What is named, as a sentence calls it; each of those that share a name."""
        tables: dict[str, Mapping[str, Forum | Topic | Role | Term]] = {
            "forum": self._knowledge.forums,
            "topic": self._knowledge.topics,
            "role": self._knowledge.roles,
            "term": self._knowledge.terms,
        }
        kind = next(kind for kind in tables if mention.of(kind))
        named = [tables[kind][id_] for id_ in mention.of(kind)]
        own = [each for each in named if isinstance(each, Forum) and each.scope == ISHOEJ]
        return [each.name.partition(":")[0] for each in own or named]

    def _about_models(self, points: Sequence[Point]) -> Candidate:
        """What anybody in the hearing said of models that it is asked about by name."""
        return Candidate(
            intent="models_heard",
            about=tuple(point.id for point in points),
            build=partial(self._statements.points, points),
            prior=_SILENT,
            certain=True,
        )

    def _response(self, clause: Clause, points: Sequence[Point], *, at: int, party: Party) -> Candidate:
        stances = frozenset(stance for stance in _STANCES if clause.has(stance))
        chosen = [point for point in points if point.stance in stances]
        some = 0 < len(chosen) < len(points)

        def build() -> Section:
            return self._statements.points(chosen) if some else self._statements.party(party, points)

        return Candidate(
            intent=f"party:{party.id}",
            about=(party.id, *(point.id for point in chosen or points)),
            build=build,
            explained=_CUES | (stances if chosen else frozenset()),
            names=frozenset({at}) | _of_the_hearing(clause),
            forms=_WHAT_WAS_SAID,
            least=_LEAST,
            prior=_CUED if clause.has_any(_ASKING_CUES) else 0.0,
            buttons=partial(self._statements.answer_button, party),
        )

    def _silence(self, clause: Clause, party: Party) -> list[Candidate]:
        """That the party says nothing of what it is asked about: others' words are not its own.

        Nothing, where anybody else is named who does.
        """
        named = [id_ for m in clause.mentions for id_ in m.of("topic")]
        models = [model for model in self._models if model.id in named or self._all_models & set(named)]
        parties = [id_ for m in clause.mentions for id_ in m.of("party")]
        points = [point for id_ in parties for point in self._statements.party_points(id_)]
        if models and any(model.id in point.models for point in points for model in models):
            return []
        names = [model.name.lower() for model in models] or self._unheard_of(clause)
        if not names:
            return []
        return [
            Candidate(
                intent=f"silent:{party.id}",
                about=(party.id,),
                build=partial(self._statements.silence, party, names),
                explained=_CUES | _VERBS | _FEELINGS,
                names=frozenset(range(len(clause.mentions))),
                prior=_SILENT,
                certain=True,
                buttons=partial(self._statements.response_button, party),
            )
        ]

    def _unheard_of(self, clause: Clause) -> list[str]:
        """The names of what the clause asks about, where nobody in the hearing speaks of any of it."""
        if clause.form is not Form.WHAT:
            return []
        asked = [
            mention
            for mention in clause.mentions
            if mention.is_any(_FORUM_OR_TOPIC) and clause.words[mention.start - 1].text == "om"
        ]
        if any(self._is_told(mention) for mention in asked):
            return []
        return [name for mention in asked for name in self._names(mention)]

    def _answers(
        self,
        clause: Clause,
        points: Sequence[Point],
        *,
        at: int | None = None,
        party: Party | None = None,
    ) -> Candidate:
        said_by = dict.fromkeys(self._knowledge.parties[point.party].name for point in points)
        whom = party.name if party else texts.listed(list(said_by))
        here = {n for n, m in enumerate(clause.mentions) if m.of("organisation") == ("kommune",)}
        return Candidate(
            intent="remarks",
            about=tuple(point.id for point in points),
            build=partial(self._statements.remarks_to, points, whom),
            explained=_CUES | _ANSWER_CUES | keys_of("kommune indstilling"),
            names=frozenset(here | ({at} if at is not None else set())) | _of_the_hearing(clause),
            forms=_WHAT_WAS_ANSWERED,
            prior=_ANSWERED,
            buttons=partial(self._statements.response_button, party) if party else tuple,
        )


def _asked_of_the_hearing(clause: Clause) -> tuple[int, ...]:
    """Places of what the hearing is asked about: "hvad siger høringen om X", "er X nævnt i høringen"."""
    words = clause.words
    at = next((n for n, word in enumerate(words) if word.key in _HEARD or word.text.startswith(_HEARING)), -1)
    if at < 0:
        return ()
    if at and words[at - 1].text == "om":  # "hvad siger X om høringen"
        return ()
    about = next((n for n, word in enumerate(words) if n > at and word.text == "om"), None)
    said = about is not None and any(word.key in _TELLING for word in words[:at])
    if not said and not clause.says_any(_MENTIONING):
        return ()
    beyond = about if said and about is not None else -1
    others = [
        (n, mention)
        for n, mention in enumerate(clause.mentions)
        if n not in _of_the_hearing(clause) and not mention.of("document")
    ]
    if any(mention.of("party") for _, mention in others):
        return ()
    return tuple(n for n, mention in others if mention.start > beyond and mention.is_any(_HEARD_ON))


def _speaks(clause: Clause, mention: Mention) -> bool:
    """Whether the name is who says or thinks: "hvad siger X om", "er X bekymret for", "X' holdning til"."""
    before, after = clause.words[: mention.start], clause.words[mention.end :]
    if after and after[0].text in _VIEW:
        return True
    verbs = [n for n, word in enumerate(before) if word.key in _VERBS]
    if not verbs:
        feels = any(word.key in _FEELINGS for word in after[:_SOON])
        return feels and clause.form is Form.YES_NO and len(before) == 1
    return {word.text for word in before[verbs[-1] + 1 :]} <= _BETWEEN


def _of_the_hearing(clause: Clause) -> frozenset[int]:
    return frozenset(
        n
        for n, mention in enumerate(clause.mentions)
        if any(id_.startswith("hoering") for id_ in mention.of("topic"))
    )
