"""An answer and how it came about, for the terminal."""

from __future__ import annotations

from bot import texts
from bot.questions.answer import Answer, Block, Bullets, Paragraph, Section, Table
from bot.questions.understand import Read, Understood


def plain_text(answer: Answer) -> str:
    """The answer as lines of text, in the order the card shows it."""
    parts = [_section(section) for section in answer.sections]
    if answer.buttons:
        parts.append("\n".join(f"  › {button.question}" for button in answer.buttons))
    return "\n\n".join(parts)


def _section(section: Section) -> str:
    lines = [section.kicker, section.headline]
    for block in section.blocks:
        lines += _block(block)
    lines += [f"{texts.NOTE}: {note}" for note in section.notes]
    lines += [f"{texts.SOURCE}: {source}" for source in section.sources]
    return "\n".join(lines)


def _block(block: Block) -> list[str]:
    match block:
        case Paragraph():
            return [block.text]
        case Bullets():
            return [*([block.heading] if block.heading else []), *(f"  • {i}" for i in block.items)]
        case Table():
            return [f"  {' | '.join(', '.join(cell) for cell in row)}" for row in block.rows]


def explained(understood: Understood) -> str:
    """What each question was read as: its corrected words, names, form, and the readings by score."""
    return "\n\n".join(map(_read, understood.reads)) or "(småsnak)"


def _read(read: Read) -> str:
    clause = read.clause
    names = [
        f"{' '.join(w.text for w in clause.words[m.start : m.end])} = "
        + ", ".join(f"{e.kind}:{e.id}" for e in m.entities)
        for m in clause.mentions
    ]
    lines = [
        f"normalised: {clause.text()}",
        f"entities:   {'; '.join(names) or '-'}",
        f"unknown:    {' '.join(w.text for w in clause.beyond_names if w.foreign or not w.known) or '-'}",
        f"form:       {clause.form}{' (follow-up)' if read.followed else ''}",
        f"intent:     {read.chosen.candidate.intent if read.chosen else 'decline'}",
        "scores:",
    ]
    lines += [
        f"  {scored.score:5.2f}  covers {scored.coverage:4.0%}  {scored.candidate.intent}"
        for scored in read.ranked[:6]
    ]
    return "\n".join(lines)
