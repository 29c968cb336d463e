"""Questions about words: "Hvad betyder KSP?", or an abbreviation alone."""

from __future__ import annotations

from functools import partial

from bot.questions.candidate import Candidate
from bot.questions.clause import Clause, Form
from bot.questions.statements import Statements
from bot.questions.words import keys_of
from storage.knowledge import Knowledge

_MEANS = keys_of("betyder")
_EXPLAINED = keys_of("betyder forskel begge")
_ASKED, _BARE = 1.0, 0.72
_FORMS = frozenset({Form.WHAT, Form.NONE, Form.HOW, Form.WHICH, Form.YES_NO})


class Terms:
    """Reads clauses that ask what words of the glossary mean."""

    def __init__(self, knowledge: Knowledge, statements: Statements) -> None:
        self._terms = knowledge.terms
        self._statements = statements

    def candidates(self, clause: Clause) -> list[Candidate]:
        """One reading for all the words named; none where the clause asks for something else."""
        named = {n: m.of("term")[0] for n, m in enumerate(clause.mentions) if m.of("term")}
        asks = clause.has_any(_MEANS) or (clause.says("fulde", "forkortet") and bool(named))
        alone = (
            not clause.beyond_names
            and len(named) == len(clause.mentions)
            and clause.form in {Form.WHAT, Form.NONE}
        )
        if not named or not (asks or alone):
            return []
        terms = [self._terms[id_] for id_ in dict.fromkeys(named.values())]
        return [
            Candidate(
                intent="term",
                about=tuple(term.id for term in terms),
                build=partial(self._statements.terms, terms),
                explained=_EXPLAINED,
                names=frozenset(named),
                forms=_FORMS,
                prior=_ASKED if asks else _BARE,
                certain=asks,
            )
        ]
