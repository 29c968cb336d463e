"""What is written in the chat instead of pressing a button."""

from __future__ import annotations

import re
import unicodedata

from bot.turn import CardAction

_BEGINNING = r"(?:(?:jeg|vi) (?:vil|skal|vil gerne|skal gerne|vil godt) |må (?:jeg|vi) |kan (?:jeg|vi) )?"
_HEARING = r"h(?:ø|oe|o)ring"

_COMMANDS = {
    "response.begin": (
        rf"(?:afgiv|afgive|giv|give|send|sende|skriv|skrive) (?:et |vores |mit )?{_HEARING}ssvar",
        r"give a response",
    ),
    "response.mine": (rf"(?:vis |se )?(?:mine|vores) (?:{_HEARING}s)?svar", r"my responses"),
    "me.forget": (r"(?:få )?(?:slet|slette|slettet) (?:alle )?mine (?:data|oplysninger|personoplysninger)",),
    "hearing.list": (rf"(?:vis |se )?(?:alle )?{_HEARING}er", r"consultations"),
    "hearing.new": (rf"(?:opret|oprette|ny|start|starte) (?:en )?(?:ny )?{_HEARING}", r"new consultation"),
    "board.begin": (r"(?:vis |se )?svartavlen?", r"response board"),
}
"""The steps, and how people write that they want one: Danish, and as Teams writes it in English."""

_PATTERNS = [
    (verb, re.compile(rf"{_BEGINNING}(?:{'|'.join(spellings)})(?: tak)?"))
    for verb, spellings in _COMMANDS.items()
]
_LONGEST = 60

_SIGN = "[2-9a-hjkmnp-z]"
_CODE = re.compile(rf"{_SIGN}{{4}}([- ]?){_SIGN}{{4}}\1{_SIGN}{{4}}")
"""An invitation code as the lead's letter has it; three words of four letters are none."""


def command_of(text: str) -> CardAction | None:
    """The step that a message asks for; None for any other message.

    Only a message that says nothing else is one: "Svartavle" is, "Hvad er en svartavle?" is a question.
    """
    if len(text) > _LONGEST:
        return None
    said = " ".join(unicodedata.normalize("NFC", text).lower().strip(" .!").split())
    for verb, pattern in _PATTERNS:
        if pattern.fullmatch(said):
            return CardAction(verb, {})
    code = said.replace("–", "-")  # as some telephones write a hyphen
    if _CODE.fullmatch(code) and ("-" in code or any(sign.isdigit() for sign in code)):
        return CardAction("code.redeem", {"code": code})
    return None
