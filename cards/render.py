"""Cards from templates: a name and plain values in, an Adaptive Card as JSON out.

Every text is plain text and is shown as written. Why that takes more than ``tojson`` is told in
``docs/decisions/0003-markdown-i-kort.md``: a ``TextBlock`` reads its text as markdown, and Teams
on iOS reads a ``TextRun`` so too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from json.encoder import encode_basestring
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

TEMPLATES = Path(__file__).parent / "templates"

# Control characters, the ones that turn the direction of writing, and what is no character at all.
_HIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")

# What CommonMark, HTML or a processor that finds links by itself may act upon, anywhere in a line.
# The other ASCII punctuation is inert there, and nothing outside ASCII is markdown. What looks like an
# address is one, but for three Danish abbreviations. It begins with all the signs that any of it begins
# with, or ends: then only those places of a line are looked at.
_ACTIVE = re.compile(
    r"[*_`~\[\]\\<>{}|#$@&:.](?:(?<=[*_`~\[\]\\<>{}|#$@])|(?<=&)\w+;|(?<=:)//|(?<=[wW]{3}\.)"
    r"|(?<=[^\W_]\.)(?!(?i:eks|fl|lign)\b)[^\W\d_]{2})"
)

# Where a list or a rule would begin: at the start ("27. marts", "- x", "---") and, in the parser that
# the phones share, right after a bracket.
_ITEM = r"[-+*](?:\s|$)|\d+[.)](?:\s|$)"
_LIST = re.compile(rf"{_ITEM}|[-=][-=\s]*$")
_LIST_IN_LINE = re.compile(rf"[\])](?={_ITEM})")

# Where the phones' parser would see both halves of a link or an emphasis in one run, and where any
# client would see Adaptive Cards' date functions.
_CUT = re.compile(
    r"(?<=\])(?=\()"
    r"|(?<=[^*_])(?=\*)"
    r"|(?<=[^*_])(?=_)(?!(?<=[A-Za-z0-9])_+[A-Za-z0-9])"
    r"|(?<=\{)(?=\{(?:DATE|TIME)\()"
)

# A RichTextBlock breaks lines between words only; an address would run out of the card.
_UNBREAKABLE = re.compile(r"[!-~]{40}(?=[!-~])")

# What `caption` writes instead: signs that look the same and mean nothing, and a zero-width space where that
# is enough.
_LOOK_ALIKE = re.compile(r"[*`]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
_ALIKE = {"*": "\u2217", "_": "\u02cd", "`": "\u02cb"}
_PARTED = re.compile(r"^(?=[#>|])|(?<=[<&\\~@\]{])(?=\S)|(?<=:)(?=//)|(?<=\.)(?=[^\W\d_])")

# Of one text, so that a thousand characters never make a card too large: further line breaks are shown as a
# slash, and a text that takes more runs is set as `caption` sets it.
_MOST_LINES = 50
_MOST_RUNS = 50

_NUMBER = re.compile(r"\d+[.)]\s")

_ZERO_WIDTH_SPACE = "\u200b"


def lines(text: str | Iterable[str]) -> list[str]:
    """The lines of a text, or of several, that have something to show, without hidden characters."""
    if not isinstance(text, str):
        return [line for part in text for line in lines(part)]
    if text.isprintable():  # nearly every text is: one line, and nothing is hidden in it
        line = text.strip()
        return [line] if line else []
    found = (_HIDDEN.sub("", line.replace("\t", " ")).strip() for line in text.splitlines())
    return [line for line in found if line]


def plain(text: str) -> str:
    """The text as one line without hidden characters."""
    return text.strip() if text.isprintable() else " ".join(lines(text))


def typed(text: str) -> str:
    """What somebody typed, to stand in a field again: its line breaks kept, hidden characters not."""
    if text.isprintable():
        return text
    return "\n".join(_HIDDEN.sub("", line.replace("\t", " ")) for line in text.splitlines())


def shown(texts: Iterable[str]) -> list[str]:
    """Each text as one line, without those that have nothing to show."""
    return [line for line in map(plain, texts) if line]


def unmarked(line: str) -> bool:
    """Whether a markdown processor leaves a line as it is, once it is ``guarded``."""
    return _ACTIVE.search(line) is None


def unmarked_ones(lines: Iterable[str]) -> list[str]:
    """Those of the lines that are ``unmarked``."""
    return [line for line in lines if unmarked(line)]


def all_numbered(items: Iterable[str]) -> bool:
    """Whether each item brings its own number ("1. Ishøj er en tryg by"), and so needs no dot."""
    return all(_NUMBER.match(item) for item in items)


def guarded(line: str) -> str:
    """The line with a zero-width space in front of what would else become a list or a rule."""
    if "]" in line or ")" in line:
        line = _LIST_IN_LINE.sub(rf"\g<0>{_ZERO_WIDTH_SPACE}", line)
    return f"{_ZERO_WIDTH_SPACE}{line}" if _LIST.match(line) else line


def runs(line: str) -> list[str]:
    """The line in pieces, none of which holds a whole link, emphasis or date function."""
    pieces = (_UNBREAKABLE.sub(rf"\g<0>{_ZERO_WIDTH_SPACE}", piece) for piece in _CUT.split(line))
    return [guarded(piece) for piece in pieces if piece]


def caption(line: str) -> str:
    """The line as a property that some clients read as markdown, and that takes no runs: a label, a choice.

    Ordinary text is left as it is. Of what markdown may act upon, a sign is exchanged for one that looks like
    it, or followed by a zero-width space.
    """
    if not unmarked(line):
        line = _PARTED.sub(_ZERO_WIDTH_SPACE, _LOOK_ALIKE.sub(lambda sign: _ALIKE[sign[0]], line))
        line = _UNBREAKABLE.sub(rf"\g<0>{_ZERO_WIDTH_SPACE}", line)
    return guarded(line)


def short_columns(rows: Sequence[Sequence[Iterable[str]]], max_chars: int) -> list[int]:
    """Which columns hold nothing but cells of a word or two; the first one names the row and never counts."""
    width = max((len(row) for row in rows), default=0)
    return [at for at in range(1, width) if all(len(line) <= max_chars for row in rows for line in row[at])]


def fitting_widths(
    widths: Sequence[int], columns: Sequence[str], rows: Sequence[Sequence[Iterable[str]]], max_chars: int
) -> list[int]:
    """The relative widths, changed where a column would break its longest word on so narrow a card.

    Such a column gets just the room its word needs, and the others share the rest. Nothing helps when
    the longest words together need more than ``max_chars``; then the widths are as they were.
    """
    longest = [
        _longest_word([column, *(line for row in rows for line in row[at])])
        for at, column in enumerate(columns)
    ]
    if sum(longest) > max_chars:
        return list(widths)
    fixed: dict[int, int] = {}
    while True:
        free = [at for at in range(len(widths)) if at not in fixed]
        room = max_chars - sum(fixed.values())
        share = {at: widths[at] * room / sum(widths[at] for at in free) for at in free}
        narrow = {at: longest[at] for at in free if share[at] < longest[at]}
        if not narrow:
            break
        fixed |= narrow
    return [fixed.get(at) or round(share[at]) for at in range(len(widths))] if fixed else list(widths)


def _longest_word(texts: Iterable[str]) -> int:
    return max((len(word) for text in texts for word in text.split()), default=0)


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _tojson(value: Any) -> str:
    """The value as JSON. Jinja2's own filter also escapes for HTML, which a card is not."""
    return encode_basestring(value) if type(value) is str else _encode(value)


def props(values: Mapping[str, Any]) -> str:
    """The values that say something, as properties after others: ``, "size": "Large", "wrap": true``."""
    return "".join(
        [f", {encode_basestring(name)}: {_tojson(value)}" for name, value in values.items() if value]
    )


@lru_cache(maxsize=256)  # the templates' own few styles; never a text
def _styled(style: tuple[tuple[str, Any], ...]) -> str:
    return props(dict(style))


def text(line: str, **style: Any) -> str:
    """One line of plain text as an element that shows it as written; the one way into a card's body.

    A ``TextBlock`` where markdown would leave the line alone, else runs
    (``docs/decisions/0003-markdown-i-kort.md``). Only a ``TextBlock`` can be a heading.

    Args:
        line: Without line breaks and hidden characters.
        style: The element's other properties: ``size``, ``weight``, ``color``, ``isSubtle``, ``spacing``,
            ``separator``, ``style``; those that are empty or false are left out.
    """
    if unmarked(line):
        return _block(guarded(line), style)
    pieces = runs(line)
    return _block(caption(line), style) if len(pieces) > _MOST_RUNS else _line_of(pieces, style)


def _block(line: str, style: dict[str, Any]) -> str:
    styled = _styled(tuple(style.items()))
    return f'{{"type": "TextBlock", "text": {encode_basestring(line)}, "wrap": true{styled}}}'


def _line_of(pieces: list[str], style: dict[str, Any]) -> str:
    of_runs = props({name: style.get(name) for name in ("size", "weight", "color", "isSubtle")})
    inlines = ", ".join(f'{{"type": "TextRun", "text": {_tojson(run)}{of_runs}}}' for run in pieces)
    of_all = props({name: style.get(name) for name in ("spacing", "separator")})
    return f'{{"type": "RichTextBlock", "inlines": [{inlines}]{of_all}}}'


def stack(lines: Sequence[str], **style: Any) -> str:
    """The lines as elements close under each other; none of them is lost, and none makes nothing."""
    if len(lines) < 2:  # nearly always
        return text(lines[0], **style) if lines else ""
    if len(lines) > _MOST_LINES:
        lines = [*lines[: _MOST_LINES - 1], " / ".join(lines[_MOST_LINES - 1 :])]
    marked = [line for line in lines if not unmarked(line)]
    if marked and sum(len(runs(line)) for line in marked) > _MOST_RUNS:
        return ", ".join(
            _block(caption(line), style | {"spacing": "None"} if number else style)
            for number, line in enumerate(lines)
        )
    return ", ".join(
        text(line, **style | {"spacing": "None"}) if number else text(line, **style)
        for number, line in enumerate(lines)
    )


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - the output is JSON, and each value passes through tojson
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "all_numbered": all_numbered,
        "caption": caption,
        "fitting_widths": fitting_widths,
        "guarded": guarded,
        "lines": lines,
        "plain": plain,
        "props": props,
        "short_columns": short_columns,
        "shown": shown,
        "stack": stack,
        "text": text,
        "tojson": _tojson,
        "typed": typed,
        "unmarked_ones": unmarked_ones,
    }
    # All that the templates use of them; jinja2 walks through them at every render.
    environment.globals = {"namespace": environment.globals["namespace"]}
    return environment


_ENVIRONMENT = _environment()


def render(name: str, /, **context: Any) -> str:
    """The Adaptive Card that ``templates/<name>.json.j2`` describes for these values, as JSON.

    A template is read and compiled once in the life of the process. Each states in its first lines
    what it takes: plain strings, numbers, lists and dicts. It makes JSON of whatever these hold; that is
    tested for every template, and not looked into again here.

    Raises:
        jinja2.TemplateNotFound: No template has that name.
        jinja2.UndefinedError: A value the template names is missing; a ``TypeError`` when it is
            missing straight inside ``tojson``.
    """
    return _ENVIRONMENT.get_template(f"{name}.json.j2").render(context)
