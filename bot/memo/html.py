"""The memo as one page of HTML that needs nothing else, and prints as the document does."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from bot.hearings.texts import memo as texts
from bot.memo.cells import rows_of
from bot.memo.content import Memo

CONTENT_TYPE = "text/html; charset=utf-8"


def html_of(memo: Memo) -> bytes:
    """The page, in UTF-8; every text in it is escaped."""
    return _template().render(memo=memo, texts=texts, rows_of=rows_of).encode(errors="replace")


@cache
def _template() -> Template:
    folder = Path(__file__).parent / "templates"
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    return environment.get_template("memo.html.j2")
