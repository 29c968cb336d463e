"""What questions about hearings in the records are answered with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.hearings.calendar import danish_date, danish_moment, length_days, local
from bot.hearings.texts import board_headline, capitalised, danish_date_of, day, days, listed, stance
from bot.hearings.texts.remarks import RESULTS
from storage.records.remarks import Decision, Recommendation
from storage.records.values import Hearing, HearingStatus, Stance

__all__ = ["capitalised", "stance"]

PARTY, SAID, REMARK, RECOMMENDATION, OUTCOME = (
    "Part",
    "Høringssvar",
    "Bemærkning",
    "Indstilling",
    "Politisk udfald",
)
HAVE_ANSWERED, NO_COMMENTS, CAME_LATE, SILENT = (
    "Har svaret",
    "Har svaret uden bemærkninger",
    "Svarede efter fristen",
    "Har ikke svaret",
)
ADMINISTRATION = "Administrationens bemærkning"
NO_REMARK = "Ingen selvstændig bemærkning"
UNDER_WAY_DETAIL = "Hvad der kommer ud af den, kan jeg ikke fortælle endnu."
NOT_SHARED_DETAIL = "Derfor kan jeg ikke fortælle, hvad der blev sagt."
NOT_FOUND_DETAIL = (
    "Jeg finder det ikke i dem. Prøv gerne med andre ord, eller se, hvad de siger i det hele taget."
)
BOARD = "Svartavle"
LIST_KICKER = "Høringer"
NOT_SHARED = "Ikke gjort synlig for medarbejderne"
_SHOWN = 5
_RECOMMENDED = "Det indstilles, "

_DOES = {
    Stance.SUPPORT: "bakker op",
    Stance.CONCERN: "udtrykker bekymring",
    Stance.WONDER: "undrer sig",
    Stance.UNCLEAR: "peger på noget uklart",
    Stance.PROPOSAL: "kommer med forslag",
    Stance.WISH: "kommer med ønsker",
    Stance.ATTENTION: "nævner opmærksomhedspunkter",
    Stance.ADVANTAGE: "ser fordele",
    Stance.DISADVANTAGE: "ser ulemper",
    Stance.QUESTION: "stiller spørgsmål",
}


def kicker(hearing: Hearing) -> str:
    return f"Høring {local(hearing.deadline).year} · {hearing.title}"


def source(hearing: Hearing, parties: Sequence[str] = ()) -> str:
    who = f", høringssvar fra {some(parties)}" if parties else ""
    return f"Høring: {hearing.title}, sag {hearing.case_number}{who}"


def some(names: Sequence[str]) -> str:
    """The names, or the first of very many: how many say the same is no argument."""
    if len(names) <= _SHOWN:
        return listed(names)
    return f"{', '.join(names[:_SHOWN])} m.fl."


def said(party: str, of: Stance, text: str) -> str:
    return f"{party} ({of.value}): {text}"


def point(of: Stance, text: str) -> str:
    return f"{stance(of)}: {text}"


def do(parties: Sequence[str], stances: Iterable[Stance]) -> str:
    """Who does what, by the one stance that they share; else only that they said it."""
    [first, *others] = dict.fromkeys(stances)
    return f"Det skriver {some(parties)}" if others else f"{some(parties)} {_DOES[first]}"


def have_answered(parties: Sequence[str]) -> str:
    return f"{some(parties)} har svaret" if parties else "Ingen parter har svaret"


def answered_count(count: int, of: int) -> str:
    return board_headline(count, of)


def has_answered(party: str, *, answered: bool) -> str:
    return f"Ja, {party} har svaret" if answered else f"Nej, {party} har ikke svaret"


def silent(parties: Sequence[str]) -> str:
    return f"{some(parties)} har ikke svaret" if parties else "Alle parter har svaret"


def came_late(parties: Sequence[str]) -> str:
    return f"{some(parties)} svarede efter fristen" if parties else "Ingen parter svarede efter fristen"


def without_comments(parties: Sequence[str]) -> str:
    return (
        f"{some(parties)} har ingen bemærkninger" if parties else "Ingen parter har svaret uden bemærkninger"
    )


def not_told(hearing: Hearing) -> str:
    return f"Det fremgår ikke af høringssvarene i »{hearing.title}«"


def not_so(stances: Iterable[Stance]) -> str:
    does = listed([_DOES[each] for each in stances], "eller")
    return f"Det fremgår ikke af høringssvarene, at nogen {does} her. Om emnet er der skrevet dette"


def not_answered() -> str:
    return "Det fremgår ikke, hvad administrationen svarer på det"


def remarks_to(parties: Sequence[str]) -> str:
    return f"Administrationens bemærkninger til {some(parties)}"


def administration_says(text: str) -> str:
    return f"Administrationen svarer: {text}"


def recommends(text: str) -> str:
    """As in "Administrationen indstiller, at …", where the recommendation begins as they commonly do."""
    if text.startswith(_RECOMMENDED):
        return f"Administrationen indstiller, {text.removeprefix(_RECOMMENDED)}"
    return f"Administrationen indstiller: {text}"


def recommendations(count: int) -> str:
    return f"Administrationen har {count} indstillinger"


def nothing_recommended(hearing: Hearing) -> str:
    return f"Der er ingen godkendte indstillinger i »{hearing.title}«"


def outcome(of: Recommendation) -> str:
    return decided(of.decision) if of.decision else "Ingen beslutning er registreret endnu"


def decided(decision: Decision) -> str:
    return f"{RESULTS[decision.result]} af {decision.body} {day(decision.decided_on)}"


def more_points(count: int) -> str:
    return (
        f"Her er de første punkter; der er {count} til."
        if count > 1
        else "Her er de første punkter; der er ét til."
    )


def lasted(hearing: Hearing) -> str:
    length = length_days(hearing.opens_at, hearing.deadline)
    return f"Høringen varede fra {danish_date(hearing.opens_at)} til {danish_date(hearing.deadline)} ({days(length)})"


def period(hearing: Hearing) -> str:
    first, last = local(hearing.opens_at).date(), local(hearing.deadline).date()
    return f"{danish_date_of(first)} til {danish_date_of(last)}"


def status(hearing: Hearing) -> str:
    """How far a hearing has come whose answers are not shared, as its leads are told."""
    if hearing.status is HearingStatus.OPEN:
        return (
            f"»{hearing.title}« er åben; fristen er {danish_moment(hearing.deadline)}. "
            "Hvem der har svaret, ser du på svartavlen."
        )
    return (
        f"»{hearing.title}« er lukket, og den er ikke gjort synlig for medarbejderne. "
        "Du kan selv se svarene på svartavlen."
    )


def under_way(hearing: Hearing) -> str:
    """That nothing is told yet, as everybody else is told."""
    if hearing.status is HearingStatus.OPEN:
        return f"Høringen »{hearing.title}« er i gang"
    return f"Høringen »{hearing.title}« er ikke gjort synlig for medarbejderne"


def hearings(count: int) -> str:
    return f"Der er {count} høringer, du kan spørge om" if count > 1 else "Der er én høring, du kan spørge om"


def listed_hearing(hearing: Hearing) -> str:
    return f"{hearing.title} ({period(hearing)})"


def what_of(hearing: Hearing) -> str:
    return f"Hvad siger høringen om {hearing.title}?"


def recommendations_of(hearing: Hearing) -> str:
    return f"Hvilke indstillinger kom der i høringen om {hearing.title}?"


def remarks_of(hearing: Hearing) -> str:
    return f"Hvad svarede administrationen i høringen om {hearing.title}?"
