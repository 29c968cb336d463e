"""Every Danish sentence about what is posted: why it could not be, or why nobody knows if it was."""

from __future__ import annotations

HOLDS_CPR = (
    "Kortet er ikke sendt: Der står noget på det, der kan være et CPR-nummer. Ret teksten, og prøv igen."
)
TOO_LARGE = "Kortet er ikke sendt: Der står mere på det, end Teams kan vise. Vælg mindre, og prøv igen."

WHY: dict[str, str] = {
    "forbidden": "Jeg er fjernet dér, eller jeg må ikke skrive dér.",
    "gone": "Kanalen eller chatten findes ikke længere.",
    "too large": "Teams siger, at kortet er for stort.",
    "refused": "Teams ville ikke tage imod kortet.",
    "cpr": "Kortet holdes tilbage: Der står noget på det, der kan være et CPR-nummer.",
    "tries": "Teams svarede ikke, eller havde for travlt, selv om jeg prøvede flere gange.",
    "late": "Det skulle have været sendt for mere end et døgn siden, så nu er det ikke sendt.",
    "deleted": "Høringen er slettet.",
    "host": "Adressen er ikke en, som jeg må skrive til.",
    "no answer": "Teams svarede ikke i tide. Se efter, om kortet står der, før du sender det igen.",
    "withdrawn": "Noget af det er ikke godkendt længere. Del opsummeringen igen, når det er rettet og godkendt.",
    "restored": (
        "Mine oplysninger er lagt tilbage fra en sikkerhedskopi, så jeg ved ikke, om kortet er sendt eller "
        "annulleret. Se efter, om det står der, før du sender det igen."
    ),
    "interrupted": "Jeg blev stoppet, mens kortet var på vej. Se efter, om det står der, før du sender det igen.",
}
"""By the word in ``Post.reason``: why it failed, or why nobody knows."""
