"""Every Danish sentence about a file that is offered, outside the bot's own cards."""

from __future__ import annotations

DECLINED = "Filen er ikke lagt i dit OneDrive. Skriv »Høringsnotat«, hvis du vil have den en anden gang."
GONE = "Filen kan ikke hentes mere: Den er hentet, eller tiden er udløbet. Skriv »Høringsnotat«, så får du den igen."
NOT_UPLOADED = (
    "Filen kunne ikke lægges i dit OneDrive. Skriv »Høringsnotat«, så får du den igen – også som et link, "
    "hvis din kommune bruger det."
)
NOT_READ = "Filen kan ikke hentes lige nu. Prøv igen om lidt."

# --- what a browser shows -------------------------------------------------------------------

TITLE = "Høringsnotat"
ONCE = "Linket virker én gang og kun kort tid. Filen kan indeholde oplysninger, der ikke er offentlige."
DOWNLOAD = "Hent høringsnotatet"
NO_FILE = "Her er ikke noget at hente"
NO_FILE_WHY = (
    "Linket er brugt, er udløbet eller er ikke rigtigt. Skriv »Høringsnotat« til botten, så får du et nyt."
)
FAILED = "Filen kan ikke hentes lige nu"


def failed_why(reference: str) -> str:
    """What to do about it."""
    return f"Prøv igen om lidt, eller skriv »Høringsnotat« til botten. Fejlens nummer er {reference}."
