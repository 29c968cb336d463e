"""Every Danish sentence in the files that leave the bot: an export, and the journal package."""

from __future__ import annotations

from bot.hearings import texts
from bot.hearings.calendar import danish_moment, local
from storage.records.values import Hearing, Invitation, ResponseStatus, Version

DELETED_TITLE = "Slettet høring"
ORIGINALS, RECEIPTS, VERSIONS, READ_ME = "originals", "receipts", "versions", "LÆSMIG.txt"
TREATMENT = "treatment"

RESPONSE_COLUMNS = (
    "Part",
    "Slags part",
    "Standpunkt",
    "Handler om",
    "Afsnit",
    "Punkt",
    "Referencenummer",
    "Version",
    "Modtaget",
    "Rettidigt",
    "Afgørelse om sent svar",
)
PARTY_COLUMNS = (
    "Part",
    "Slags part",
    "Status",
    "Frist",
    "Referencenummer",
    "Version",
    "Antal punkter",
    "Modtaget",
    "Rettidigt",
    "Afgørelse om sent svar",
)
STATUS = {
    ResponseStatus.INVITED: "Intet svar",
    ResponseStatus.ANSWERED: "Svaret",
    ResponseStatus.NO_COMMENTS: "Ingen bemærkninger",
    ResponseStatus.WITHDRAWN: "Trukket tilbage",
}
UNDECIDED = "Ikke afgjort"
ROLE, SHA_256, POINTS = "Rolle", "Kontrolsum (SHA-256)", "Punkter"
NO_POINTS = "Svaret har ingen punkter."


def yes_or_no(*, yes: bool) -> str:
    """As a cell says it."""
    return "Ja" if yes else "Nej"


def received(version: Version) -> str:
    """When it came, by Denmark's clocks, as Danish Excel takes it for a time."""
    if version.received_at is None:
        return "Ikke kendt"
    return f"{local(version.received_at):%d-%m-%Y %H:%M:%S}"


def late_decision(invitation: Invitation) -> str:
    """What was decided of a late response, and why; "" for one that came in time."""
    if invitation.timely or not invitation.version:
        return ""
    if invitation.late_decision is None:
        return UNDECIDED
    return texts.decided(invitation.late_decision, invitation.late_reason)


def read_me(hearing: Hearing, *, parties: int, versions: int, number: int, chain_hash: str) -> str:
    """What the package is, for somebody who finds it in ten years and has no bot."""
    deleted = danish_date_of(hearing)
    return f"""Journalpakke for høringen »{hearing.title}«

Sagsnummer: {hearing.case_number}
Behandles af: {hearing.handled_by}
Høringens id i Tryghedsbotten: {hearing.id}
Åbnede: {danish_moment(hearing.opens_at)}
Frist: {danish_moment(hearing.deadline)}
Slettes i Tryghedsbotten: {deleted}
Parter: {parties}. Afgivne svar med alle versioner: {versions}.

Pakken rummer det, der hører til sagen, så det kan journaliseres, før høringen slettes i
Tryghedsbotten. Den indeholder personoplysninger og skal opbevares derefter. Kladder, der ikke er
sendt, og parternes kontaktoplysninger er ikke med.

hearing.json
    Høringen, parterne, alle versioner af svarene med punkter og standpunkter, kvitteringer,
    afgørelser om sene svar, administrationens gengivelser, bemærkninger og indstillinger med det
    politiske udfald, parternes svar på, om de er gengivet rigtigt, og de opslag, botten har sendt.
{VERSIONS}/
    Hver version, præcis som den blev gemt. Filens SHA-256 er den kontrolsum, kvitteringen giver.
{RECEIPTS}/
    Kvitteringen for hver version.
{TREATMENT}/
    Hver version af gengivelser, bemærkninger, indstillinger og parternes svar på, om de er gengivet
    rigtigt, præcis som de blev gemt. Filens SHA-256 står i den hændelse i audit.json, der fortæller om den.
{ORIGINALS}/
    Svar, der kom på mail, på papir eller mundtligt, ord for ord. Ender navnet på
    »ikke-registreret«, blev svaret ikke færdigregistreret i botten.
audit.json
    Hvad der er gjort i høringen, hvornår og af hvem. Hver hændelses »hash« er SHA-256 af JSON-listen
    [number, at, what, hearing_id, party_id, content_hash, body_hash, previous_hash], og »body_hash«
    er SHA-256 af »body«. Kæden går gennem alle bottens høringer; pakken går til og med hændelse
    {number}, som har
    {chain_hash}
SHA256SUMS
    Kontrolsummer for alle filerne. Kontrollér dem med: sha256sum -c SHA256SUMS

Pakkens egen kontrolsum står i Tryghedsbottens log. Er intet ændret i høringen, giver en ny pakke
den samme.
"""


def danish_date_of(hearing: Hearing) -> str:
    """The day the hearing is to be deleted."""
    return texts.danish_date_of(hearing.deletes_on) if hearing.deletes_on else texts.NEVER.lower()
