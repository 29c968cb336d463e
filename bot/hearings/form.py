"""What a person filled in: read field by field, with what is wrong kept beside it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping

from bot.hearings import texts
from bot.hearings.gates import contact_details, holds_cpr, masked

_ID = re.compile(r"[a-z0-9][a-z0-9.-]{0,63}")
_IDS = frozenset({"parties"})
"""Fields that hold ids by chance, which may look like anything, and of which only known ones are stored."""


class Form:
    """A card's fields as they came, none of them believed.

    A field that may be stored has a label (``texts.LABELS``) and is searched for CPR numbers before anything
    else is done; one that is found is masked at once, so that it is neither stored nor sent back.

    Attributes:
        values: The fields, by name; what the same card is shown with again.
        errors: What is wrong with each, as a Danish sentence; nothing is stored while there is one.
    """

    def __init__(self, data: Mapping[str, str]) -> None:
        self.values = dict(data)
        self.errors: dict[str, str] = {}
        for name, label in texts.LABELS.items():
            if name in data and name not in _IDS and holds_cpr(data[name]):
                self.values[name] = masked(data[name])
                self.errors[name] = texts.holds_cpr(label)

    def has(self, name: str) -> bool:
        """Whether something stands in the field."""
        return bool(self.values.get(name, "").strip())

    def id(self, name: str) -> str:
        """An id that a button carried; "" for anything that is none."""
        value = self.values.get(name, "")
        return value if _ID.fullmatch(value) else ""

    def number(self, name: str) -> int:
        """A small whole number that a button carried; 0 for anything that is none."""
        value = self.values.get(name, "")
        return int(value) if value.isascii() and value.isdigit() and len(value) < 9 else 0

    def text(self, name: str, max_chars: int, *, missing: str = "") -> str:
        """The text in a field, without blanks around it.

        Args:
            name: Must have a label: only such are searched for CPR numbers.
            max_chars: A longer one is an error; it stays in ``values`` as it is.
            missing: The error where nothing stands in the field; without one it may be empty.
        """
        assert name in texts.LABELS, name  # noqa: S101 - a field that nobody searches must not be read
        value = self.values.get(name, "").strip()
        if not value and missing:
            self.refuse(name, missing)
        if len(value) > max_chars:
            self.refuse(name, texts.too_long(texts.LABELS[name], len(value), max_chars))
        return value

    def line(self, name: str, max_chars: int, *, missing: str = "") -> str:
        """As ``text``, on one line."""
        return " ".join(self.text(name, max_chars, missing=missing).split())

    def one_of(self, name: str, allowed: Iterable[str], wrong: str) -> str:
        """A value among those allowed; "" and an error for another."""
        value = self.values.get(name, "")
        if value in set(allowed):
            return value
        self.refuse(name, wrong)
        return ""

    def several_of(self, name: str, allowed: Iterable[str], wrong: str) -> tuple[str, ...]:
        """The values with commas between, each among those allowed and once; the others are an error."""
        known = set(allowed)
        values = tuple(dict.fromkeys(filter(None, self.values.get(name, "").split(","))))
        if not known.issuperset(values):
            self.refuse(name, wrong)
        return tuple(value for value in values if value in known)

    def asks(self, text: str) -> str | None:
        """What a button must carry for the text to be stored: it holds an e-mail address or telephone number.

        None where it holds none, or the button that was pressed carried it for this very text.
        """
        if not contact_details(text):
            return None
        asked = hashlib.sha256(text.encode()).hexdigest()
        return None if self.values.get("confirmed") == asked else asked

    def refuse(self, name: str, why: str) -> None:
        """Something is wrong with the field; the first thing that is said of it stays."""
        self.errors.setdefault(name, why)
