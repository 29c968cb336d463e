"""What is written in the chat instead of pressing a button."""

from __future__ import annotations

import re
import unicodedata

from bot.turn import CardAction

_BEGINNING = r"(?:(?:jeg|vi) (?:vil|skal|vil gerne|skal gerne|vil godt) |må (?:jeg|vi) |kan (?:jeg|vi) )?"
_HEARING = r"h(?:ø|oe|o)ring"
_WE = r"(?:jeg|vi|man)"

_COMMANDS = {
    "response.begin": (
        rf"(?:afgiv|afgive|giv|give|send|sende|skriv|skrive) (?:et |vores |mit )?{_HEARING}ssvar",
        rf"(?:svar|svare) på (?:en )?{_HEARING}(?:en)?",
        rf"hvordan (?:afgiver|giver|sender|skriver) {_WE} (?:et |vores |mit )?{_HEARING}ssvar",
        rf"hvordan svarer {_WE} på (?:en )?{_HEARING}(?:en)?",
        r"give a response",
    ),
    "response.mine": (
        rf"(?:vis |se )?(?:mine|vores) (?:{_HEARING}s)?svar",
        rf"(?:rette|ændre|trække) (?:mit|vores|et) (?:{_HEARING}s)?svar(?: tilbage)?",
        rf"hvordan (?:retter|ændrer|trækker) {_WE} (?:mit|vores|et) (?:{_HEARING}s)?svar(?: tilbage)?",
        r"(?:(?:vis|se|hvor er) )?(?:min|vores) kvittering",
        r"my responses",
    ),
    "me.forget": (r"(?:få )?(?:slet|slette|slettet) (?:alle )?mine (?:data|oplysninger|personoplysninger)",),
    "hearing.list": (rf"(?:vis |se )?(?:alle )?{_HEARING}er", r"consultations"),
    "hearing.new": (
        rf"(?:opret|oprette|ny|start|starte) (?:en )?(?:ny )?{_HEARING}",
        rf"hvordan (?:opretter|starter) {_WE} (?:en )?(?:ny )?{_HEARING}",
        r"new consultation",
    ),
    "board.begin": (r"(?:vis |se )?svartavlen?", r"response board"),
    "summary.begin": (
        (
            r"(?:del|dele|send|sende) (?:en |et )?(?:opsummering(?:en)?|sammenfatning(?:en)?|resumé)"
            rf"(?: af {_HEARING}(?:en)?)?"
        ),
        rf"hvordan deler {_WE} (?:en )?opsummering(?: af (?:en )?{_HEARING}(?:en)?)?",
        r"share a summary",
    ),
    "memo.begin": (
        rf"(?:(?:vis|se|lave?|hente?|skrive?|opret|få) )?(?:et |vores )?{_HEARING}snotat(?:et)?",
        rf"hvordan (?:laver|henter|får) {_WE} (?:et |vores )?{_HEARING}snotat(?:et)?",
        r"hearing memo",
    ),
    "remarks.begin": (
        (
            r"(?:vis |se |skriv |skrive )?bemærkninger(?:ne)?"
            rf"(?: til (?:{_HEARING}(?:en)?|{_HEARING}ssvar(?:et|ene)?))?"
        ),
        r"remarks",
    ),
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

    Only a message that says nothing else is one: "Svartavle" is, "Hvad er en svartavle?" is a question. So is
    one that asks how it is done, since the step itself shows it.
    """
    if len(text) > _LONGEST:
        return None
    said = " ".join(unicodedata.normalize("NFC", text).lower().strip(" .!?").split())
    for verb, pattern in _PATTERNS:
        if pattern.fullmatch(said):
            return CardAction(verb, {})
    code = said.replace("–", "-")  # as some telephones write a hyphen
    if _CODE.fullmatch(code) and ("-" in code or any(sign.isdigit() for sign in code)):
        return CardAction("code.redeem", {"code": code})
    return None
