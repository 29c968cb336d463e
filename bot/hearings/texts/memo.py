"""Every Danish sentence in the memo, and about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from bot.hearings import texts
from bot.hearings.calendar import MONTHS, length_days, local
from bot.hearings.rules import Moment, Shown
from bot.hearings.texts.remarks import RESULTS
from bot.texts import listed
from storage.records.remarks import Decision
from storage.records.values import (
    Channel,
    Hearing,
    HearingStatus,
    LateDecision,
    Mandate,
    OnTime,
    Original,
    Stance,
)

# --- the document ---------------------------------------------------------------------------

COLUMNS = (
    "Høringspart",
    "Høringssvar",
    "Administrationens bemærkninger",
    "Administrationens indstilling",
)
CSV_COLUMNS = (
    "Punkt",
    "Høringspart",
    "Afsnit",
    "Standpunkt",
    "Partens ord for standpunktet",
    "Handler om",
    "Gengivelse",
    "Partens egne ord",
    "Administrationens bemærkninger",
    "Administrationens indstilling",
    "Rettidigt",
)
YES, NO, WHOLE = "Ja", "Nej", texts.WHOLE
MEMO, DRAFT, FINAL = "Høringsnotat", "Udkast", "Endeligt notat"
HEARD_HEADING, TIMELY_HEADING, LATE_HEADING = "Hørte parter", "Høringssvar", "Svar efter fristen"
RECOMMENDED_HEADING, MISSING_HEADING = "Indstillinger", "Det mangler, før notatet er endeligt"
NO_RECOMMENDATIONS = "Der er ingen indstillinger."
NOTHING_TREATED = "Der er ingen svar at behandle."
TABLE_TITLE, LATE_TABLE_TITLE = "Høringssvar med bemærkninger og indstillinger", "Svar efter fristen"
TABLE_TEXT = (
    "En række for hvert punkt eller for punkter, der besvares sammen. Kolonnerne er høringspart, høringssvar, "
    "administrationens bemærkninger og administrationens indstilling."
)
NO_REMARK, REMARK_LACKS = "Ingen selvstændig bemærkning", "Bemærkning mangler endnu"
NO_RECOMMENDATION, NO_COMMENTS = "Ingen indstilling", "Ingen bemærkninger"
NO_POINTS = "Svaret har ingen punkter"
MINORITY = "Mindretalsudtalelse"
UNAPPROVED = "Ikke godkendt endnu"
REFERS_TO_NOTHING = "Henvisningen peger på en bemærkning, der ikke er med i notatet"
NOT_DECIDED_YET = "Politisk udfald: ikke registreret endnu."
FOLLOWS_NONE = "Følger ikke af et enkelt punkt."
CASE_NUMBER, HANDLED_BY, PERIOD, MADE_ON, STATUS = (
    "Sagsnummer",
    "Behandles af",
    "Høringsperiode",
    "Udarbejdet",
    "Status",
)
NUMBERED = "Punkterne er nummereret fortløbende, så der kan henvises til dem."
SHORTENED = "Hvor et punkt er gengivet med andre ord, står partens egne ord nedenunder i anførselstegn."
AFTER_MEMO = (
    "Svarene er gengivet efter det tidligere høringsnotat. De oprindelige svar findes ikke i Tryghedsbotten."
)
PAGE, OF = "Side", "af"


def title(hearing: Hearing) -> str:
    return f"Høringsnotat: {hearing.title}"


def day(of: date) -> str:
    return f"{of.day}. {MONTHS[of.month - 1]} {of.year}"


def period(hearing: Hearing) -> str:
    first, last = local(hearing.opens_at).date(), local(hearing.deadline).date()
    return f"{day(first)} til {day(last)}"


def period_with_days(hearing: Hearing) -> str:
    return f"{period(hearing)} ({texts.days(length_days(hearing.opens_at, hearing.deadline))})"


def ran(hearing: Hearing, closed_at: datetime | None) -> str:
    runs = hearing.status in {HearingStatus.DRAFT, HearingStatus.OPEN}
    days = texts.days(length_days(hearing.opens_at, hearing.deadline))
    if not runs and closed_at is not None and closed_at < hearing.deadline:
        return (
            f"Høringen skulle løbe fra {period(hearing)}, i alt {days} med første og sidste dag, men blev lukket "
            f"{day(local(closed_at).date())}, før fristen udløb."
        )
    begins = "løber" if runs else "løb"
    return f"Høringen {begins} fra {period(hearing)}, i alt {days} med første og sidste dag."


def answered(count: int, of: int) -> str:
    if of == 1:
        return "Den ene hørte part har svaret." if count else "Den ene hørte part har ikke svaret."
    if count == of:
        return f"Alle {of} hørte parter har svaret."
    return f"{count or 'Ingen'} af de {of} hørte parter har svaret."


_BASIS = {
    OnTime.BY_CLOCK: "efter serverens ur",
    OnTime.BY_REGISTRAR: "efter det tidspunkt, der er oplyst ved registreringen",
    OnTime.BY_MEMO: "ifølge et tidligere høringsnotat, som ikke oplyser tidspunkter",
}


def timely(counts: Mapping[OnTime, int]) -> str:
    """How many responses came in time, and how that is known."""
    total = sum(counts.values())
    if not total:
        return "Ingen svar er modtaget rettidigt."
    treated = f"Notatet behandler {_responses(total)}, der er modtaget rettidigt"
    found = [(count, _BASIS[basis]) for basis, count in counts.items() if count]
    if len(found) == 1:
        return f"{treated} {found[0][1]}."
    return f"{treated}: {listed([f'{count} {basis}' for count, basis in found])}."


def came_late(count: int) -> str:
    came = "Ét svar er" if count == 1 else f"{count} svar er"
    return f"{came} kommet efter fristen og står for sig i afsnittet »{LATE_HEADING}«."


def stances_by(*, parties: bool, registered: bool) -> str:
    if parties and registered:
        return (
            "Standpunkterne er parternes egne; hvor kommunen har registreret svaret, er de administrationens."
        )
    return "Standpunkterne er parternes egne." if parties else "Standpunkterne er sat af administrationen."


def _amount(count: int, one: str, several: str) -> str:
    return f"{count} {one if count == 1 else several}"


def _responses(count: int) -> str:
    return "ét svar" if count == 1 else f"{count} svar"


def standing(moment: Moment) -> str:
    """What came of hearing a party."""
    points = moment.invitation.points
    late = {
        None: "det er ikke afgjort, hvad der skal ske med svaret",
        LateDecision.INCLUDE: "svaret tages med i behandlingen",
        LateDecision.ATTACH: "svaret vedlægges uden behandling",
        LateDecision.REFUSE: "svaret er afvist",
    }[moment.invitation.late_decision]
    said = {
        Shown.INVITED: "har ikke svaret endnu",
        Shown.DRAFT: "har ikke svaret endnu",
        Shown.ANSWERED: f"har svaret rettidigt med {_amount(points, 'punkt', 'punkter')}",
        Shown.NO_COMMENTS: "har svaret rettidigt og har ingen bemærkninger",
        Shown.WITHDRAWN: "har trukket sit svar tilbage",
        Shown.REGISTERING: "et svar er ved at blive registreret",
        Shown.LATE: f"har svaret efter fristen; {late}",
        Shown.SILENT: "har ikke svaret",
    }[moment.shown]
    own = moment.invitation.deadline
    if own and own > moment.hearing.deadline:
        said += f" (frist forlænget til {day(local(own).date())})"
    return said


# --- a response -------------------------------------------------------------------------------


def stance(of: Stance) -> str:
    return texts.stance(of)


def behind(mandate: Mandate) -> str:
    body = mandate.body or "udvalget"
    when = f" den {day(date.fromisoformat(mandate.discussed_on))}" if mandate.discussed_on else ""
    return f"Bidrag fra {body} efter drøftelse{when}."


_CAME = {Channel.MAIL: "på mail", Channel.PAPER: "på papir", Channel.SPOKEN: "mundtligt"}


def came(original: Original) -> str:
    when = f" den {day(local(original.received_at).date())}" if original.received_at else ""
    return f"Kom {_CAME[original.channel]}{when} og er registreret af kommunen."


def continued(party: str) -> str:
    return f"{party} (fortsat)"


def point_lead(number: int, of: str, about: str, source_word: str) -> str:
    """As in "7. Bekymring – Model 2: "; the party's own word beside the stance where it is another."""
    matter = f" – {about}" if about else ""
    word = f" (partens ord: »{source_word}«)" if source_word else ""
    return f"{number}. {of}{matter}{word}: "


def own_words(text: str) -> str:
    return f"Partens egne ord: »{text}«"


BY_PARTY = "Sådan har parten selv ønsket det gengivet."


def outcome_line(outcome: str) -> str:
    return f"Udfald: {outcome}"


def points(numbers: Sequence[int]) -> str:
    """As in "punkt 1–4 og 7"."""
    spans: list[list[int]] = []
    for number in sorted(set(numbers)):
        if spans and number == spans[-1][-1] + 1:
            spans[-1].append(number)
        else:
            spans.append([number])
    words = [
        word
        for span in spans
        for word in ([f"{span[0]}–{span[-1]}"] if len(span) > 2 else [str(number) for number in span])
    ]
    return f"punkt {listed(words)}"


def to_points(numbers: Sequence[int]) -> str:
    return f"Til {points(numbers)}: "


def place(where: str, numbers: Sequence[int]) -> str:
    """As in "under Gadeplan, punkt 5"; of what stands in the same section, only the point."""
    return f"under {where}, {points(numbers)}" if where else f"til {points(numbers)}"


def see(places: Iterable[str], *, several: bool) -> str:
    return f"Se {'bemærkningerne' if several else 'bemærkningen'} {listed(list(places))}."


def see_above(where: str) -> str:
    return f"Se bemærkningen ovenfor {where}."


def again(text: str) -> str:
    return f"{text.removesuffix('.')} (samme indstilling som ovenfor)"


def follows(numbers: Sequence[int], parties: Sequence[str]) -> str:
    return f"Følger af {points(numbers)} ({listed(list(parties))})."


def decided(decision: Decision) -> str:
    when = f" den {day(date.fromisoformat(decision.decided_on))}" if decision.decided_on else ""
    note = f" {decision.note}" if decision.note else ""
    return f"Politisk udfald: {RESULTS[decision.result]} – {decision.body}{when}.{note}"


def apart(decision: LateDecision | None, reason: str) -> str:
    if decision is None:
        return "Det er ikke afgjort, hvad der skal ske med svaret."
    return f"{texts.LATE_DECISIONS[decision]}. Begrundelse: {reason}"


# --- what is missing --------------------------------------------------------------------------

HEARING_OPEN = "Høringen er ikke lukket."
_WHOSE = 5


def _some(names: Sequence[str]) -> str:
    return listed(texts.some(list(names), _WHOSE))


def registrations(parties: Sequence[str]) -> str:
    return f"Der er en registrering i gang for {_some(parties)}."


def undecided(parties: Sequence[str]) -> str:
    whose = "Det sene svar" if len(parties) == 1 else "De sene svar"
    return f"{whose} fra {_some(parties)} venter på en afgørelse."


def without_remark(numbers: Sequence[int]) -> str:
    have = "Ét punkt har" if len(numbers) == 1 else f"{len(numbers)} punkter har"
    return f"{have} hverken en bemærkning eller et »ingen selvstændig bemærkning«: {_shortened(numbers)}."


def changed_since_remark(numbers: Sequence[int]) -> str:
    return f"Ændret, siden bemærkningen blev skrevet: {_shortened(numbers)}."


def dangling(numbers: Sequence[int]) -> str:
    return f"En henvisning peger på en bemærkning, der ikke er med: {_shortened(numbers)}."


def circular(numbers: Sequence[int]) -> str:
    return f"Henvisninger peger i ring: {_shortened(numbers)}."


def unapproved_remarks(count: int, numbers: Sequence[int]) -> str:
    what = "Én bemærkning er" if count == 1 else f"{count} bemærkninger er"
    return f"{what} ikke godkendt: {_shortened(numbers)}."


def unapproved_recommendations(count: int) -> str:
    return f"{'Én indstilling er' if count == 1 else f'{count} indstillinger er'} ikke godkendt."


def not_asked(parties: Sequence[str]) -> str:
    return f"Ikke spurgt »Er I gengivet rigtigt?«: {_some(parties)}."


def not_answered(parties: Sequence[str]) -> str:
    return f"Spurgt »Er I gengivet rigtigt?«, men uden svar: {_some(parties)}."


def changed(parties: Sequence[str]) -> str:
    return f"Gengivelsen er ændret, siden parten blev spurgt: {_some(parties)}."


def _shortened(numbers: Sequence[int], most: int = 12) -> str:
    there = sorted(set(numbers))
    more = len(there) - most
    return points(there) if more <= 0 else f"{points(there[:most])} og {more} til"


# --- what Word shows in its list of styles ----------------------------------------------------

TABLE_TEXT_STYLE, OWN_WORDS_STYLE, NOTE_STYLE = "Tabeltekst", "Partens egne ord", "Tabelnote"


def running_head(hearing: str, *, final: bool) -> str:
    return f"{MEMO} – {hearing}" if final else f"{MEMO}, {DRAFT.lower()} – {hearing}"


# --- in chat ----------------------------------------------------------------------------------

CHOOSE = "Hvilken høring vil du have notatet for?"
IS_FINAL, IS_DRAFT = "Notatet er endeligt", "Notatet er et udkast"
CAN_BE_MADE, IS_READY = "Notatet kan laves", "Høringsnotatet er klar"
GET, GET_DRAFT, DOWNLOAD = "Hent notatet", "Hent udkastet", "Hent som Word-dokument"
REMARKS, ANOTHER, BACK = "Bemærkninger", "En anden høring", "Tilbage"
ANSWERED, POINTS = "Svar", "Punkter i notatet"
TOO_LARGE_TO_LOOK = "Der er så mange svar, at det, der mangler, først står i selve notatet."
ONLY_A_DRAFT = "Det er et udkast. Hvad der mangler, står forrest i notatet."
LINK_MEANS = (
    "Linket er kun til dig. Det virker én gang og i 15 minutter. Notatet laves, når du henter det, så det er med de "
    "seneste rettelser."
)
NO_LINK = "Jeg kan ikke give et link, for bottens adresse (PUBLIC_URL) er ikke sat op."
OFFER_MEANS = "Jeg spørger, om jeg må lægge dokumentet i dit OneDrive. Det kan du sige ja til i 15 minutter."
MADE_WHEN_FETCHED = "Notatet er stort, så det kan tage op til et halvt minut at hente."
HOLDS_CPR = "Notatet ser ud til at indeholde et CPR-nummer, så det kan ikke hentes. Ret det her:"
FAILED = "Notatet kunne ikke laves. Prøv igen om lidt."
NO_WAY_OUT = (
    "Notatet er for stort til at sende her, og jeg kan ikke give et link, for bottens adresse (PUBLIC_URL) er ikke sat op. "
    "Bed den, der driver botten, om det."
)
_FILE_CHARS = 80
_NOT_IN_NAMES = str.maketrans(dict.fromkeys('"*:<>?/\\|#%&{}~', " "))
"""What a file in OneDrive may not be called.

Source: https://support.microsoft.com/office/64883a5d-228e-48f5-b3d2-eb39e07630fa, read 2026-11-26.
"""


def answered_of(count: int, of: int) -> str:
    return f"{count} af {'1 part' if of == 1 else f'{of} parter'}"


def file_name(hearing: str, *, final: bool) -> str:
    name = " ".join(hearing.translate(_NOT_IN_NAMES).split())[:_FILE_CHARS].strip(" .")
    return f"{MEMO} - {name}{'' if final else ' (udkast)'}.docx"


def offered(hearing: str, *, final: bool) -> str:
    return f"{MEMO if final else 'Udkast til høringsnotat'} for »{hearing}«"


def place_of_cpr(where: str, number: int) -> str:
    return {
        "hearing": "Høringens titel, sagsnummer eller enhed",
        "party": f"Part nr. {number}: navn, overskrift eller note",
        "point": f"Punkt {number}",
        "remark": f"En bemærkning ud for punkt {number}",
        "recommendation": f"Indstilling nr. {number}",
        "decision": f"Begrundelsen for afgørelsen om det sene svar fra part nr. {number}",
    }[where]
