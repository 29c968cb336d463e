"""Sections for what the documents state: facts, the hearing's points and remarks, terms."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from bot import texts
from bot.questions.answer import Block, Bullets, Button, Paragraph, Section, Table
from bot.questions.search import Owner, Statement
from bot.questions.sources import source_lines
from storage.knowledge import Knowledge
from storage.schema import Fact, Forum, Party, Point, Recommendation, Remark, Source, Term, Topic

_LINE_CHARS = 220


class Statements:
    """Builds sections and buttons from the knowledge base's statements."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self._facts = {fact.id: fact for _, fact in knowledge.facts()}
        # By a fact's id: told alone it is always told so, and always leads on to the same.
        self._told: dict[str, Section] = {}
        self._led_on: dict[str, tuple[Button, ...]] = {}
        self._points_of: dict[str, list[Point]] = {}
        for point in knowledge.points.values():
            self._points_of.setdefault(point.party, []).append(point)

    def section(self, owner: Owner, statement: Statement) -> Section:
        """The section that tells one statement."""
        match statement:
            case Fact():
                return self.fact(owner, statement)
            case Point():
                return self.points([statement])
            case Remark():
                return self.remarks([statement], headline=texts.administration_says(statement.text))
            case Recommendation():
                return self._recommendation(statement)

    def fact(self, owner: Owner, fact: Fact, *, lead: str = "", beside: Sequence[Fact] = ()) -> Section:
        """A fact: its headline, then text and list.

        ``lead`` answers a count before it; ``beside`` are facts that fit as well, told in a line each.
        """
        if lead or beside:
            return self._fact(owner, fact, lead, beside)
        if fact.id not in self._told:
            self._told[fact.id] = self._fact(owner, fact, lead, beside)
        return self._told[fact.id]

    def _fact(self, owner: Owner, fact: Fact, lead: str, beside: Sequence[Fact]) -> Section:
        blocks: list[Block] = []
        headline = fact.headline
        if lead:
            headline = f"{lead}: {fact.headline}" if not fact.headline.startswith(lead) else fact.headline
        if fact.text:
            blocks.append(Paragraph(fact.text))
        if fact.items:
            blocks.append(Bullets(fact.items))
        if beside:
            blocks.append(Bullets(tuple(map(_in_a_line, beside)), heading=texts.SEE_ALSO))
        told = (fact, *beside)
        return Section(
            kicker=self._kicker(owner),
            headline=headline,
            blocks=tuple(blocks),
            notes=tuple(dict.fromkeys(f.note for f in told if f.note)),
            sources=source_lines(self.knowledge, [s for f in told for s in f.sources]),
        )

    def _kicker(self, owner: Owner) -> str:
        match owner:
            case Topic():
                return owner.kicker
            case Forum():
                return texts.FORUMS_KICKER[owner.scope]
            case _:
                return texts.HEARING_KICKER

    def terms(self, terms: Sequence[Term]) -> Section:
        """What abbreviations stand for, or that the documents never say."""
        blocks: list[Block] = []
        if len(terms) == 1:
            headline = _meaning(terms[0])
            blocks.append(Paragraph(terms[0].usage))
        else:
            headline = texts.listed([_meaning(term) for term in terms])
            blocks.append(Bullets(tuple(f"{term.name}: {term.usage}" for term in terms)))
        return Section(
            kicker=texts.TERMS_KICKER,
            headline=headline,
            blocks=tuple(blocks),
            notes=tuple(dict.fromkeys(term.note for term in terms if term.note)),
            sources=source_lines(self.knowledge, [s for term in terms for s in term.sources]),
        )

    def party_points(self, party: str) -> list[Point]:
        """What a party and the voices within it said, in the memo's order."""
        voices = [party, *(p.id for p in self.knowledge.parties.values() if p.part_of == party)]
        return [point for voice in voices for point in self._points_of.get(voice, [])]

    def party(self, party: Party, points: Sequence[Point]) -> Section:
        """A party's response: its headline, then its points with their stance."""
        stances: dict[str, list[str]] = {}
        for point in points:
            stances.setdefault(point.stance, []).append(self._with_voice(party, point))
        rows = tuple(((texts.capitalised(stance),), tuple(said)) for stance, said in stances.items())
        return Section(
            kicker=texts.HEARING_KICKER,
            headline=party.headline,
            blocks=(Table(("Standpunkt", texts.SAID), rows, (2, 5)),),
            notes=(party.note,) if party.note else (),
            sources=source_lines(self.knowledge, _sources(party, *points)),
        )

    def silence(self, party: Party, names: Sequence[str]) -> Section:
        """That a party says nothing of what has these names."""
        return Section(
            kicker=texts.HEARING_KICKER,
            headline=texts.silent_on(party.name, names),
            sources=source_lines(self.knowledge, party.sources),
        )

    def unspoken(self, names: Sequence[str]) -> Section:
        """That nobody who was heard speaks of what has these names."""
        heard = [source for party in self.knowledge.parties.values() for source in party.sources]
        return Section(
            kicker=texts.HEARING_KICKER,
            headline=texts.nobody_mentions(names),
            sources=source_lines(self.knowledge, heard),
        )

    def _with_voice(self, party: Party, point: Point) -> str:
        return (
            point.text
            if point.party == party.id
            else f"{point.text} ({self.knowledge.parties[point.party].name})"
        )

    def points(self, points: Sequence[Point]) -> Section:
        """Points of any parties: who said it, with which stance, and what was answered."""
        names = list(dict.fromkeys(self.knowledge.parties[p.party].name for p in points))
        blocks: list[Block] = []
        if len(points) == 1:
            headline = texts.said(names[0], points[0].stance, points[0].text)
        else:
            headline = texts.parties_say(names)
            rows = tuple(
                ((self.knowledge.parties[p.party].name,), (f"{texts.capitalised(p.stance)}: {p.text}",))
                for p in points
            )
            blocks.append(Table((texts.PARTY, texts.SAID), rows, (2, 5)))
        remarks = self._remarks_to(points)
        if remarks:
            blocks.append(Bullets(tuple(r.text for r in remarks), heading=texts.REMARK))
        blocks += self._recommended(points)
        return Section(
            kicker=texts.HEARING_KICKER,
            headline=headline,
            blocks=tuple(blocks),
            notes=(texts.INFERRED,) if any(p.inferred and p.remarks for p in points) else (),
            sources=source_lines(self.knowledge, _sources(*points)),
        )

    def _remarks_to(self, points: Sequence[Point]) -> list[Remark]:
        ids = dict.fromkeys(id_ for point in points for id_ in point.remarks)
        for id_ in tuple(ids):
            ids |= dict.fromkeys(self.knowledge.remarks[id_].refers_to)
        found = [self.knowledge.remarks[id_] for id_ in ids]
        return [r for r in found if not r.refers_to] or found

    def remarks_to(self, points: Sequence[Point], whom: str) -> Section:
        """What the administration answered to these points."""
        remarks = self._remarks_to(points)
        section = self.remarks(remarks, headline=self._answer_headline(remarks, whom))
        inferred = any(point.inferred for point in points)
        return Section(
            kicker=section.kicker,
            headline=section.headline,
            blocks=(*section.blocks, *self._recommended(points)),
            notes=(texts.INFERRED,) if inferred else (),
            sources=section.sources or source_lines(self.knowledge, _sources(*points)),
        )

    def _recommended(self, points: Sequence[Point]) -> list[Block]:
        ids = dict.fromkeys(point.recommendation for point in points if point.recommendation)
        return [Paragraph(texts.recommended(self.knowledge.recommendations[id_].text)) for id_ in ids]

    def _answer_headline(self, remarks: Sequence[Remark], whom: str) -> str:
        if not remarks:
            return f"{texts.administration_to(whom)}: {texts.NO_REMARK}"
        if len(remarks) == 1:
            return texts.administration_says(remarks[0].text)
        return texts.administration_to(whom)

    def remarks(self, remarks: Sequence[Remark], *, headline: str) -> Section:
        """Remarks as a list under a headline that answers."""
        items = tuple(r.text for r in remarks if r.text not in headline)
        return Section(
            kicker=texts.HEARING_KICKER,
            headline=headline,
            blocks=(Bullets(items),) if items else (),
            sources=source_lines(self.knowledge, _sources(*remarks)),
        )

    def _recommendation(self, recommendation: Recommendation) -> Section:
        asked = [p for p in self.knowledge.points.values() if p.recommendation == recommendation.id]
        names = list(dict.fromkeys(self.knowledge.parties[p.party].name for p in asked))
        blocks = (Paragraph(texts.follows_up(names)),) if names else ()
        return Section(
            kicker=texts.HEARING_KICKER,
            headline=texts.recommended(recommendation.text),
            blocks=blocks,
            sources=source_lines(self.knowledge, recommendation.sources),
        )

    def compared(self, topics: Sequence[Topic], chosen: Sequence[Sequence[Fact]]) -> Section:
        """Topics side by side: a row a field, a column a topic."""
        labels = list(dict.fromkeys(f.label for facts in chosen for f in facts))
        shared = [la for la in labels if sum(any(f.label == la for f in fs) for fs in chosen) > 1]
        rows = []
        for label in (shared or labels)[:8]:
            cells = []
            for facts in chosen:
                found = next((f for f in facts if f.label == label), None)
                cells.append((found.headline,) if found else ("–",))
            rows.append(((label,), *cells))
        names = [topic.name for topic in topics]
        return Section(
            kicker=texts.COMPARE_KICKER,
            headline=f"{texts.listed(names)} side om side",
            blocks=(Table(("", *names), tuple(rows), (2, *(3 for _ in names))),),
            notes=tuple(dict.fromkeys(f.note for fs in chosen for f in fs if f.note))[:3],
            sources=source_lines(self.knowledge, [s for fs in chosen for f in fs for s in f.sources]),
        )

    def buttons(self, owner: Owner, statement: Statement) -> tuple[Button, ...]:
        """Questions that lead on from a statement."""
        match statement:
            case Fact():
                if statement.id not in self._led_on:
                    self._led_on[statement.id] = self._beyond(owner, statement)
                return self._led_on[statement.id]
            case Point() | Remark():
                party = self.knowledge.parties[statement.party]
                return (*self.response_button(party), *self.answer_button(party))
            case _:
                return ()

    def _beyond(self, owner: Owner, fact: Fact) -> tuple[Button, ...]:
        related = [self._facts[id_] for id_ in fact.related]
        siblings = [other for other in getattr(owner, "facts", ()) if other is not fact]
        questions = dict.fromkeys([other.question for other in (*related, *siblings)])
        return tuple([Button(question, question) for question in islice(questions, 3)])

    def response_button(self, party: Party) -> tuple[Button, ...]:
        """What a party said."""
        question = texts.party_question(party.name)
        return (Button(question, question),)

    def answer_button(self, party: Party) -> tuple[Button, ...]:
        """What a party was answered."""
        question = texts.remark_question(party.name)
        return (Button(question, question),)


def _sources(*records: Party | Point | Remark) -> list[Source]:
    return [source for record in records for source in record.sources]


def _meaning(term: Term) -> str:
    return texts.stands_for(term.name, term.meaning) if term.meaning else texts.unexplained(term.name)


def _in_a_line(fact: Fact) -> str:
    listed = "; ".join(fact.items)
    return f"{fact.headline} ({listed})" if listed and len(listed) <= _LINE_CHARS else fact.headline
