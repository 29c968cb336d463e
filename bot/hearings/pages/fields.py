"""A card's fields, as they were filled in, each with what is wrong with it beside it."""

from __future__ import annotations

from bot.hearings import texts
from bot.hearings.form import Form
from bot.hearings.rules import REASON_CHARS
from bot.page import Choice, Input, InputKind


def field(
    form: Form,
    name: str,
    kind: InputKind = InputKind.TEXT,
    *,
    label: str = "",
    value: str | None = None,
    kept: str = "",
    placeholder: str = "",
    max_chars: int | None = None,
    choices: tuple[Choice, ...] = (),
) -> Input:
    """The field of that name.

    Args:
        form: What was typed, and what is wrong with it.
        name: Also what its label is known by.
        kind: How it is filled in.
        label: In place of the one it is known by.
        value: What stands there, whatever was typed.
        kept: What stands there where nothing was typed.
        placeholder: What kind of thing belongs there.
        max_chars: For texts.
        choices: For choices.
    """
    return Input(
        name,
        label or texts.LABELS[name],
        kind,
        value=form.values.get(name, kept) if value is None else value,
        error=form.errors.get(name, ""),
        placeholder=placeholder,
        max_chars=max_chars,
        choices=choices,
    )


def reason(form: Form) -> Input:
    """Why a lead does something."""
    return field(form, "reason", InputKind.LONG_TEXT, max_chars=REASON_CHARS)
