"""Every Danish sentence about what became of the responses: political outcomes, and what parties are told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from bot.hearings.calendar import short_moment
from bot.hearings.texts import danish_date_of, listed
from bot.hearings.texts.remarks import OUTCOMES, RESULTS
from bot.hearings.treatment.loop import Said
from storage.records.remarks import Decision
from storage.records.values import Hearing

KICKER = "Politisk udfald"
OUTCOME = "Politisk udfald"
UNDECIDED = "Ikke afgjort endnu"
NOT_APPROVED = "Indstillingen er ikke godkendt i »Bemærkninger«."
NO_RECOMMENDATIONS = "Der er ingen indstillinger i høringen, så der er ikke noget politisk udfald at skrive."
RECORD, CORRECT, SAVE, SAVE_ANYWAY = "Skriv udfaldet", "Ret udfaldet", "Gem udfaldet", "Gem alligevel"
TELL, PREVIEW, BACK = "Send til parterne", "Se, hvad parten får", "Tilbage"
DECIDE_WHAT = "Hvad blev der besluttet?"
ORGAN_PLACEHOLDER = "Fx Byrådet"
NOTE_PLACEHOLDER = "En sætning eller to om beslutningen, hvis den skal forklares"
WRITE_ORGAN = "Skriv, hvem der har besluttet det, fx Byrådet."
WRITE_DECIDED_ON = "Vælg den dag, det blev besluttet."
NOT_DECIDED_YET = "Datoen ligger ude i fremtiden. Vælg den dag, det blev besluttet."
CHOOSE_RESULT = "Vælg, hvad der blev besluttet."
NO_SUCH_RECOMMENDATION = "Den indstilling findes ikke længere."

TELL_HEADLINE = "Hvad kom der ud af det? Hver part får sin egen besked"
THEY_GET = (
    "Hver part får kun sine egne punkter: hvad de skrev, bemærkningen, indstillingen og det politiske udfald."
)
CHOOSE_PARTY, ONE_PARTY = "Vælg en part", "Se beskeden til én part"
BY_US, BY_HAND = "Får beskeden fra mig", "Dem kan jeg ikke skrive til, så send selv beskeden til"
SEND_ANYWAY = "Send alligevel"
CHANGED_SINCE = "Noget er ændret, siden du så det. Se det igennem igen, før du sender."
NOBODY = "Der er ingen parter med punkter, der tæller med, så der er ingen at fortælle det til."
NO_POINTS_OF_PARTY = "Parten har ingen punkter, der tæller med i høringen."
TO_SEND_BY_HAND = "Jeg kan ikke skrive til parten. Kopiér teksten herfra, og send den selv."
THEY_SEE = "Sådan ser det ud for parten."

MINE = "Hvad kom der ud af det?"
MINE_KICKER = "Hvad kom der ud af det?"
NOT_YET = "Kommunen er ikke færdig med at behandle svarene. I kan se det her, når den er."
NO_POINTS = "I har ingen punkter, der er taget med i høringen."
NO_REMARK = "Der er ingen godkendt bemærkning til punktet."


def recommendation_number(number: int) -> str:
    return f"Indstilling {number}"


def headline(decided: int, count: int) -> str:
    if not count:
        return "Der er ingen indstillinger"
    if decided == count:
        return "Alle indstillinger er afgjort" if count > 1 else "Indstillingen er afgjort"
    return f"{decided} af {count} indstillinger er afgjort" if count > 1 else "Indstillingen er ikke afgjort"


def decision(of: Decision | None) -> str:
    if of is None:
        return UNDECIDED
    day = danish_date_of(date.fromisoformat(of.decided_on))
    said = f"{RESULTS[of.result]} – {of.body}, {day}"
    return f"{said}. {of.note}" if of.note else said


def changed_meanwhile(of: Decision | None) -> str:
    return (
        f"En anden har ændret indstillingen eller udfaldet imens. Udfaldet er nu: {decision(of)}. "
        "Tryk igen, hvis det, du har skrevet, skal gælde."
    )


# --- telling the parties ----------------------------------------------------------------------


def undecided(numbers: Sequence[int]) -> str:
    which = listed([str(each) for each in numbers])
    if len(numbers) == 1:
        return f"Indstilling {which} mangler et politisk udfald. Parterne får at vide, at den ikke er afgjort endnu."
    return (
        f"Indstilling {which} mangler et politisk udfald. Parterne får at vide, at de ikke er afgjort endnu."
    )


def kept_back(numbers: Sequence[int]) -> str:
    which = listed([str(each) for each in numbers])
    if len(numbers) == 1:
        return f"Indstilling {which} er ikke godkendt, så parterne får den ikke at se."
    return f"Indstilling {which} er ikke godkendt, så parterne får dem ikke at se."


def unremarked(points: int, parties: Sequence[str]) -> str:
    what = "Ét punkt" if points == 1 else f"{points} punkter"
    whose = listed(parties) if len(parties) <= 5 else f"{len(parties)} parter"
    return f"{what} fra {whose} har ingen godkendt bemærkning."


def last_sent(at: datetime) -> str:
    return f"Sendt {short_moment(at)}. Sender du igen, får parterne en ny besked."


def send_to(count: int) -> str:
    if not count:
        return "Vis det under »Mine svar«"
    return f"Send til {count} parter" if count != 1 else "Send til én part"


def on_its_way(count: int) -> str:
    if not count:
        return "Parterne kan nu se det under »Mine svar«"
    return f"Beskeden er på vej til {count} parter" if count != 1 else "Beskeden er på vej til én part"


def already_sent(at: datetime) -> str:
    return f"Det er sendt {short_moment(at)}"


# --- a party's own rows -----------------------------------------------------------------------


def rows_headline(title: str) -> str:
    return f"Hvad kom der ud af jeres svar om »{title}«?"


def thanks(of: Hearing, party: str) -> str:
    return (
        f"Tak for svaret fra {party}. Her er jeres egne punkter, og hvad der kom ud af hvert af dem. "
        f"Svarene er behandlet af {of.handled_by}."
    )


def wrote(text: str) -> str:
    return f"I skrev: {text}"


def rendered(text: str) -> str:
    return f"I høringsnotatet er I gengivet sådan: {text}"


def put(text: str) -> str:
    return f"Gengivet som: {text}"


def remark(of: Said) -> str:
    outcome = f" ({OUTCOMES[of.outcome].lower()})" if of.outcome else ""
    if not of.text:
        return f"Bemærkning{outcome}: Ingen selvstændig bemærkning."
    if of.elsewhere:
        return f"Bemærkning, der henvises til{outcome}: {of.text}"
    return f"Bemærkning{outcome}: {of.text}"


def recommended(text: str) -> str:
    return f"Indstilling: {text}"


def came_of_it(of: Decision | None) -> str:
    return f"{OUTCOME}: {decision(of)}"
