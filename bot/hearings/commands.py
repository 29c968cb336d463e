"""What is written in the chat instead of pressing a button."""

from __future__ import annotations

from bot.turn import CardAction

COMMANDS: dict[str, str] = {
    "afgiv høringssvar": "response.begin",
    "mine svar": "response.mine",
    "slet mine data": "me.forget",
    "høringer": "hearing.list",
    "opret høring": "hearing.new",
    "svartavle": "board.begin",
    "give a response": "response.begin",
    "my responses": "response.mine",
    "consultations": "hearing.list",
    "new consultation": "hearing.new",
    "response board": "board.begin",
}
"""In lower case, Danish and as Teams writes it for those who have it in English, and the step that it is."""

_LONGEST = max(map(len, COMMANDS)) + 2


def command_of(text: str) -> CardAction | None:
    """The step that a message asks for; None for any other message.

    Only the command itself is one: "Svartavle" is, "Hvad er en svartavle?" is a question.
    """
    if len(text) > _LONGEST:
        return None
    verb = COMMANDS.get(" ".join(text.lower().strip(" .!").split()))
    return CardAction(verb, {}) if verb else None
