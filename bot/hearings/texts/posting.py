"""Every Danish sentence about what is posted: why it could not be, and how far it has come."""

from __future__ import annotations

from storage.records.posts import PostStatus

HOLDS_CPR = (
    "Kortet er ikke sendt: Der står noget på det, der kan være et cpr-nummer. Ret teksten, og prøv igen."
)
TOO_LARGE = "Kortet er ikke sendt: Der står mere på det, end Teams kan vise. Vælg mindre, og prøv igen."

STATUS: dict[PostStatus, str] = {
    PostStatus.WAITING: "venter",
    PostStatus.SENDING: "på vej",
    PostStatus.SENT: "sendt",
    PostStatus.FAILED: "mislykket",
    PostStatus.UNKNOWN: "ukendt – måske sendt",
    PostStatus.CANCELLED: "annulleret",
}

WHY: dict[str, str] = {
    "forbidden": "Botten er fjernet dér, eller den må ikke skrive dér.",
    "gone": "Kanalen eller chatten findes ikke længere.",
    "too large": "Teams siger, at kortet er for stort.",
    "refused": "Teams ville ikke tage imod kortet.",
    "cpr": "Kortet holdes tilbage: Der står noget på det, der kan være et cpr-nummer.",
    "tries": "Teams svarede ikke, eller havde for travlt, selv om jeg prøvede flere gange.",
    "late": "Det skulle have været sendt for mere end et døgn siden, så nu er det ikke sendt.",
    "deleted": "Høringen er slettet.",
    "host": "Adressen er ikke en, som botten må skrive til.",
    "no answer": "Teams svarede ikke i tide. Se efter, om kortet står der, før du sender det igen.",
    "restored": (
        "Bottens oplysninger er lagt tilbage fra en sikkerhedskopi, så jeg ved ikke, om kortet er sendt eller "
        "annulleret. Se efter, om det står der, før du sender det igen."
    ),
    "interrupted": "Botten blev stoppet, mens kortet var på vej. Se efter, om det står der, før du sender det igen.",
}
"""By the word in ``Post.reason``: why it failed, or why nobody knows."""
