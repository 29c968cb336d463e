"""Every Danish sentence about hearings and responses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from bot.hearings.calendar import (
    Concern,
    DeadlineWarning,
    danish_date,
    danish_moment,
    length_days,
    local,
    short_moment,
    time_left,
    with_offset,
)
from bot.hearings.rules import Gate, Moment, Shown
from bot.texts import capitalised, listed
from storage.records.values import (
    Change,
    Channel,
    Hearing,
    HearingStatus,
    Invitation,
    LateDecision,
    OnTime,
    Original,
    Party,
    PartyKind,
    Stance,
    Version,
)

__all__ = ["capitalised", "listed"]

# --- fields ---------------------------------------------------------------------------------

LABELS = {
    "stance": "Standpunkt",
    "about": "Det handler om",
    "text": "Hvad vil I sige?",
    "excerpt": "Ordene i originalen, som punktet bygger på",
    "pending_text": "Det nye punkt",
    "role": "Din rolle",
    "body": "Hvilket udvalg har drøftet sagen?",
    "discussed": "Hvornår blev sagen drøftet?",
    "minority": "Mindretalsudtalelse (hvis der er en)",
    "kind": "Type",
    "title": "Titel",
    "question": "Hvad vil I gerne høre parterne om?",
    "case_number": "Sagsnummer",
    "handled_by": "Enhed, der behandler svarene",
    "material": "Materiale (én linje for hvert: titel og link)",
    "topics": "Emner (med komma imellem)",
    "models": "Modeller, høringen handler om",
    "parties": "Kendte parter, der skal høres",
    "party_name": "Partens navn",
    "party_kind": "Hvilken slags part er det?",
    "party_external": "Parten er uden for kommunen",
    "party_contacts": "Kontaktpersoner (én på hver linje)",
    "contacts": "Kontaktpersoner (én på hver linje)",
    "new_parties": "Nye parter",
    "opens_date": "Åbner den",
    "opens_time": "Åbner klokken (tomt betyder 00.00)",
    "deadline_date": "Frist den",
    "deadline_time": "Frist klokken (tomt betyder 23.59)",
    "deletes_on": "Svar og personoplysninger slettes den",
    "takes_late": "Tag imod svar efter fristen",
    "remind_days": "Påmindelser før fristen",
    "reason": "Begrundelse",
    "post_date": "Slås op den",
    "post_time": "Slås op klokken",
    "decision": "Hvad skal der ske med svaret?",
    "channel": "Hvordan kom svaret?",
    "received_date": "Modtaget den",
    "received_time": "Modtaget klokken",
    "evidence": "Hvor kender I tidspunktet fra?",
    "speaker": "Hvem har skrevet det? (navn eller titel)",
    "original": "Svaret, ord for ord",
    "remark_text": "Bemærkning",
    "remark_find": "Find blandt mange",
    "paraphrase": "Gengivelse",
    "rests_on": "Partens ord, som gengivelsen bygger på (tomt betyder hele punktet)",
    "recommendation": "Indstilling",
    "organ": "Hvem har besluttet det?",
    "decided_on": "Besluttet den",
    "result": "Hvad blev besluttet?",
    "decision_note": "Uddybning (hvis der er brug for en)",
    "wording": "Sådan vil vi gengives",
}
"""The fields whose text may be stored; each is searched for CPR numbers first."""


def holds_cpr(label: str) -> str:
    return (
        f"Feltet »{label}« ser ud til at indeholde et CPR-nummer. Det er fjernet her, og intet er gemt. "
        "Skriv det uden CPR-nummer."
    )


def too_long(label: str, length: int, most: int) -> str:
    return f"Feltet »{label}« må højst fylde {_number(most)} tegn; det fylder {_number(length)}."


def _number(count: int) -> str:
    return f"{count:,}".replace(",", ".")


BAD_DATE = "Skriv datoen, fx 31-10-2026."
BAD_TIME = "Skriv klokkeslættet, fx 23.59."
NO_SUCH_TIME = "Det klokkeslæt findes ikke den dag, for uret stilles en time frem til sommertid."
WRITE_DATE = "Vælg en dato."
WRITE_REASON = "Skriv en kort begrundelse."
NOT_STORED_YET = "Der er noget, der skal rettes, før det kan gemmes. Det, du har skrevet, står her stadig."
SAVED = "Det er gemt."
BACK = "Tilbage"

# --- what cannot be done ----------------------------------------------------------------------

NOT_YOURS = (
    "Du er ikke registreret som en, der kan svare for den part i høringen. "
    "Har du fået en invitationskode, så skriv »Mine svar«, og indtast den."
)
NOT_LEAD = "Det kan kun de medarbejdere, der leder høringer. Spørg din leder, hvis du mener, at du også skal kunne det."
NO_SUCH_HEARING = "Den høring findes ikke længere."
NO_SUCH_PARTY = "Vælg en part på listen."
UNKNOWN_BUTTON = "Den knap kender jeg ikke. Kortet er nok gammelt – skriv »Hjælp« for at se, hvad jeg kan."
ONLY_ALONE = "Høringer og høringssvar klarer vi i din egen chat med mig"
ONLY_ALONE_DETAIL = "Her kan andre læse med. Åbn chatten med Tryghedsbotten, og skriv det samme dér."
NOT_STORED = (
    "Jeg kan ikke gemme lige nu, så intet er gemt eller sendt. "
    "Det, du har skrevet, står stadig på kortet – prøv igen om lidt."
)
NOT_CONFIRMED = "Jeg fik ikke bekræftet, at det blev gemt. Tryk på knappen igen om lidt – det bliver kun registreret én gang."
ALREADY_SENT = (
    "Svaret er sendt eller slettet, siden dette kort blev vist. Skriv »Mine svar« for at se det. "
    "Det, du har skrevet, står stadig på kortet."
)
NOTHING_SENT = "Der er ikke sendt noget svar endnu."
TOO_LARGE = "Det er der ikke plads til at vise på ét kort. Gør teksterne kortere, eller vælg færre ad gangen."

# --- glossary ---------------------------------------------------------------------------------

WHOLE = "Hele forslaget"
KINDS = {
    PartyKind.MED: "MED-udvalg",
    PartyKind.BOARD: "Bestyrelse",
    PartyKind.POLICE: "Politi",
    PartyKind.HOUSING: "Boligsocial part",
    PartyKind.UNIT: "Intern enhed",
    PartyKind.OTHER: "Anden part",
}
CHANNELS = {
    Channel.MAIL: "På mail",
    Channel.PAPER: "På papir",
    Channel.SPOKEN: "Mundtligt",
    Channel.MEMO: "Gengivet i høringsnotatet",
}
_CHANNEL_WORDS = {
    Channel.MAIL: "på mail",
    Channel.PAPER: "på papir",
    Channel.SPOKEN: "mundtligt",
}
LATE_DECISIONS = {
    LateDecision.INCLUDE: "Tages med i behandlingen",
    LateDecision.ATTACH: "Vedlægges uden behandling",
    LateDecision.REFUSE: "Afvises",
}


def stance(of: Stance) -> str:
    return capitalised(of.value)


def day(iso: str) -> str:
    return danish_date_of(date.fromisoformat(iso)) if iso else ""


def danish_date_of(of: date) -> str:
    return danish_date(datetime(of.year, of.month, of.day, 12, tzinfo=UTC))


def days(count: int) -> str:
    return f"{count} dage" if count != 1 else "1 dag"


# --- a response -------------------------------------------------------------------------------

RESPONSE_KICKER = "Høringssvar"
REGISTRATION_KICKER = "Registrering af høringssvar"
RECEIPT_KICKER = "Kvittering"
MINE_KICKER = "Mine svar"

CHOOSE_HEARING = "Hvilken høring vil I svare på?"
NO_HEARING_FOR_YOU = "Der er ingen åbne høringer, du kan svare på"
CODE = "Invitationskode"
CODE_PLACEHOLDER = "Fx K7QM-2XRT-9HVB"
ENTER_CODE_HEADLINE = "Har du fået en invitationskode?"
REDEEM = "Brug koden"
WRONG_CODE = "Koden gælder ikke. Se efter, om den er skrevet rigtigt, eller bed afsenderen om en ny."

ANSWER, GO_ON, CHANGE, WITHDRAW = "Afgiv høringssvar", "Fortsæt kladden", "Ret svaret", "Træk svaret tilbage"
ANSWER_AGAIN, SEE_RECEIPT, MINE = "Svar igen", "Se kvittering", "Mine svar"
ADD_POINT, ADD_ANYWAY, SAVE_POINT, SAVE_ANYWAY = (
    "Tilføj punkt",
    "Tilføj alligevel",
    "Gem punkt",
    "Gem alligevel",
)
EDIT, MOVE_UP, MOVE_DOWN, REMOVE_POINT = "Ret", "Flyt op", "Flyt ned", "Fjern punkt"
REVIEW, NO_COMMENTS, DISCARD = "Gennemse og send", "Ingen bemærkninger", "Kassér kladden"
SEND, REGISTER, GO_BACK_AND_EDIT = "Send høringssvar", "Registrér svaret", "Ret mere"
SEND_NO_COMMENTS, KEEP_RESPONSE = "Send »Ingen bemærkninger«", "Behold svaret"

POINT_PLACEHOLDER = (
    "Højst 1.000 tegn, gerne med en begrundelse eller et forslag. Ingen CPR-numre eller navne på borgere."
)
ROLE_PLACEHOLDER = "Fx formand, næstformand eller leder"
MINORITY_PLACEHOLDER = "Skriv, hvad mindretallet mener, med dets egne ord"
EXCERPT_PLACEHOLDER = "Kopiér ordene fra originalen"
ABOUT_RESPONSE = "Om svaret"
ORIGINAL = "Originalen"

CHOOSE_STANCE = "Vælg et standpunkt"
CHOOSE_ABOUT = "Vælg, hvad punktet handler om."
WRITE_POINT = "Skriv, hvad I vil sige."
NO_POINTS = "Skriv mindst ét punkt – eller tryk »Ingen bemærkninger«."
WRITE_ROLE = "Skriv, hvilken rolle du svarer i, fx formand eller leder."
WRITE_BODY = "Skriv, hvilket udvalg der har drøftet sagen."
WRITE_DISCUSSED = "Vælg den dag, udvalget drøftede sagen."
NOT_DISCUSSED_YET = "Datoen ligger ude i fremtiden. Vælg den dag, udvalget drøftede sagen."
NEVER_SENT = "Det nåede I at skrive, men det er ikke sendt"
ANOTHER_RESPONSE = "Svaret er et andet end det, du læste. Læs det igen, før du tager stilling."
WRITE_EXCERPT = "Kopiér de ord fra originalen, som punktet bygger på."
TIMELY_STANDS = (
    "Parten har svaret til tiden, og det svar gælder. Et svar, der er kommet for sent, kan ikke træde i stedet; "
    "journalisér det i sagen."
)
NOT_IN_ORIGINAL = "De ord står ikke i originalen. Kopiér dem derfra, så de er ens."
ADD_FIRST = "Tilføj først det punkt, du er ved at skrive. Så kan du rette de andre bagefter."
POINT_GONE = "Punktet er fjernet af en anden. Det, du har skrevet, står her stadig."
CONTACT_DETAILS = (
    "Teksten ser ud til at indeholde en mailadresse eller et telefonnummer. Andre kan komme til at læse svaret. "
    "Fjern det – eller tryk på knappen igen, hvis det skal stå der."
)
WILL_BE_LATE = "Fristen er udløbet. I kan stadig sende svaret, men det bliver markeret som modtaget for sent."
REALLY_WITHDRAW = "Vil I trække svaret tilbage?"
NEWER_VERSION = "Svaret er ændret siden. Skriv »Mine svar« for at se det, der gælder."
AWAITS_DECISION = "Svaret kom efter fristen. Kommunen tager stilling til, om det kan tages med."

REFERENCE, PARTY, RECEIVED, IN_TIME, CHECKSUM = (
    "Referencenummer",
    "Høringspart",
    "Modtaget",
    "Til tiden",
    "Kontrolsum",
)
REGISTERED_BY, SPEAKER, ROLE = "Registreret af", "Udfyldt af", "Rolle"
BODY, DISCUSSED, MINORITY = "Drøftet i", "Drøftet den", "Mindretal"
ROLE_OF_SENDER = "Afsenderens rolle, hvis den fremgår"


def too_many_points(most: int) -> str:
    return (
        f"Et høringssvar kan højst have {most} punkter. Slå nogle af punkterne sammen, hvis I vil sige mere."
    )


def response_kicker(deadline: datetime, now: datetime) -> str:
    return f"Høringssvar · {deadline_line(deadline, now)}"


def deadline_line(deadline: datetime, now: datetime) -> str:
    passed = now > deadline and time_left(now, deadline) == "fristen er udløbet"
    return f"{'fristen var' if passed else 'frist'} {danish_moment(deadline)}"


def on_behalf(party: str, *, med: bool) -> str:
    return f"Bidrag fra {party}" if med else f"På vegne af {party}"


def point_number(number: int) -> str:
    return f"Punkt {number}"


def edit_point(number: int) -> str:
    return f"Ret punkt {number}"


def point_title(number: int, of: Stance, about: str, section: Sequence[str]) -> str:
    return " · ".join([str(number), stance(of), about, *section])


def rests_on(excerpt: str) -> str:
    return f"Bygger på: »{excerpt}«"


def handled_by(unit: str) -> str:
    return f"Svaret behandles af {unit} for at gennemføre høringen. Det journaliseres og kan være omfattet af aktindsigt."


_STEPS = {
    "point.added": "tilføjede et punkt",
    "point.changed": "rettede et punkt",
    "point.removed": "fjernede et punkt",
    "point.moved": "flyttede et punkt",
    "draft.kept": "gemte kladden",
    "draft.begun": "begyndte på en kladde",
}


def changed_meanwhile(changes: Iterable[Change], user: str, *, sent: bool, fields: bool) -> str:
    told = [
        f"{'Du' if each.by == user else each.by_name or 'En anden'} {_STEPS.get(each.what, 'ændrede kladden')} "
        f"{short_moment(each.at)}"
        for each in changes
    ]
    if sent or not told:
        told = ["Svaret er sendt eller ændret fra et andet sted", *told]
    changed = f"Kladden er ændret, siden dette kort blev vist: {listed(told)}. Det nye står her nu"
    if not fields:
        return f"{changed}. Læs det igennem, før I sender."
    return f"{changed}, og det, du har skrevet, står stadig i felterne. Tryk igen, hvis det stadig skal med."


def review_headline(points: int, *, registering: bool) -> str:
    if not points:
        return "Svaret har ingen bemærkninger"
    count = "ét punkt" if points == 1 else f"{points} punkter"
    return f"Svaret registreres med {count}" if registering else f"Sådan kommer svaret til at stå med {count}"


def really_none(points: int) -> str:
    if not points:
        return "Du har skrevet noget, der ikke er sendt. Vil I sende »Ingen bemærkninger« i stedet?"
    count = "ét punkt" if points == 1 else f"{points} punkter"
    return f"Kladden har {count}. Vil I sende »Ingen bemærkninger« i stedet?"


def newer_stands(responded_at: datetime) -> str:
    return (
        f"Parten har sendt et nyere svar {short_moment(responded_at)}, og det gælder. Et ældre svar kan ikke træde i "
        "stedet; journalisér det i sagen."
    )


def really_discard(points: int, *, registering: bool) -> str:
    what = {0: "Kladden", 1: "Kladden med ét punkt"}.get(points, f"Kladden med {points} punkter")
    return f"{what} bliver slettet. Vil {'du' if registering else 'I'} kassere den?"


def withdraw_means(moment: Moment) -> str:
    return (
        f"Svaret tæller så ikke længere med. I kan sende et nyt indtil {danish_moment(moment.deadline)}. "
        "Det, der er modtaget, bliver i sagen."
    )


def reference(now: datetime, draft_id: str) -> str:
    """A number that can be read over the telephone: the day, and a part of the draft's id."""
    return f"HS-{local(now):%y%m%d}-{draft_id[:6].upper()}"


def with_version(ref: str, version: int) -> str:
    return ref if version == 1 else f"{ref}, version {version}"


def reference_line(invitation: Invitation) -> str:
    return f"Ref. {with_version(invitation.reference, invitation.version)}" if invitation.reference else ""


def received(version: Version) -> str:
    if version.received_at is None:
        return "Tidspunktet er ikke kendt"
    return f"{danish_moment(version.received_at)} ({with_offset(version.received_at)})"


def in_time(version: Version) -> str:
    basis = {
        OnTime.BY_CLOCK: "",
        OnTime.BY_REGISTRAR: " efter det oplyste tidspunkt",
        OnTime.BY_MEMO: " ifølge høringsnotatet",
    }[version.on_time]
    if version.timely:
        return f"Ja, rettidigt{basis}" + (
            "" if version.on_time is OnTime.BY_MEMO else f" – frist {danish_moment(version.deadline)}"
        )
    return f"Nej, for sent{basis} – fristen var {danish_moment(version.deadline)}"


def receipt_headline(version: Version, party: str, title: str) -> str:
    if version.withdrawn:
        return f"Høringssvaret fra {party} er trukket tilbage"
    if version.content.no_comments:
        return f"{party} har ingen bemærkninger til »{title}«"
    return f"Høringssvar fra {party} til »{title}«"


def receipt_notice(version: Version) -> str:
    if version.withdrawn:
        return "Svaret er trukket tilbage."
    if version.original is not None:
        return "Svaret er registreret."
    return "Tak – svaret er modtaget." if version.number == 1 else "Tak – det ændrede svar er modtaget."


def registered_by(version: Version) -> str:
    if version.on_time is OnTime.BY_MEMO:
        return f"Tryghedsbotten, efter høringsnotatet, {danish_moment(version.sent_at)}"
    return f"{version.by_name or 'en leder'} {danish_moment(version.sent_at)}"


def original_came(original: Original) -> str:
    if original.channel is Channel.MEMO:
        return "Svaret er gengivet efter høringsnotatet. Det oprindelige svar findes ikke her."
    if original.received_at is None:
        return f"Kom {_CHANNEL_WORDS[original.channel]}"
    return (
        f"Kom {_CHANNEL_WORDS[original.channel]} {danish_moment(original.received_at)} – {original.evidence}"
    )


def how_to_change(moment: Moment, version: Version) -> str:
    if version.original is not None:
        return "Svaret er registreret af kommunen. Er noget gengivet forkert, så sig det til den, der behandler sagen."
    if version.withdrawn and moment.gate in {Gate.OPEN, Gate.LATE}:
        return "I kan svare igen. Skriv »Mine svar« for at finde høringen."
    if moment.gate is Gate.CLOSED:
        return (
            "Høringen er lukket, så svaret kan ikke længere ændres. Skriv »Mine svar« for at finde det igen."
        )
    if moment.gate is Gate.OPEN:
        return (
            f"I kan rette svaret eller trække det tilbage indtil {danish_moment(moment.deadline)}. "
            "Skriv »Mine svar« for at finde det igen."
        )
    return "Fristen er udløbet, så svaret kan ikke længere ændres. Skriv »Mine svar« for at finde det igen."


def closed_because(gate: Gate, moment: Moment) -> str:
    return {
        Gate.NOT_YET: f"Høringen åbner {danish_moment(moment.hearing.opens_at)}.",
        Gate.LOCKED: f"Fristen var {danish_moment(moment.deadline)}, så svaret kan ikke længere ændres.",
        Gate.OVER: f"Fristen var {danish_moment(moment.deadline)}, og der tages ikke imod svar efter den.",
        Gate.CLOSED: "Høringen er lukket, så der kan ikke længere svares. Kontakt kommunen, hvis du mener, det er en fejl.",
    }[gate]


def mine_headline(count: int) -> str:
    if not count:
        return "Du står ikke som kontakt for nogen høringspart"
    return "Her er dine høringer" if count > 1 else "Her er din høring"


def standing(moment: Moment) -> str:
    invitation = moment.invitation
    when = f" {short_moment(invitation.responded_at)}" if invitation.responded_at else ""
    draft = " (ny kladde i gang)" if invitation.has_draft and moment.responded else ""
    if moment.shown is Shown.LATE:
        decided = invitation.late_decision
        how = {
            None: "afventer afgørelse",
            LateDecision.INCLUDE: "tages med",
            LateDecision.ATTACH: "vedlægges",
            LateDecision.REFUSE: "afvist",
        }[decided]
        return f"⚠ For sent{when} – {how}"
    return {
        Shown.INVITED: "○ Inviteret",
        Shown.DRAFT: "✎ Kladde",
        Shown.ANSWERED: f"✓ Svaret{when}{draft}",
        Shown.NO_COMMENTS: f"✓ Ingen bemærkninger{when}{draft}",
        Shown.REGISTERING: "✎ Registreres",
        Shown.WITHDRAWN: f"↩ Trukket tilbage{when}",
        Shown.SILENT: "– Intet svar",
    }[moment.shown]


# --- my data ----------------------------------------------------------------------------------

FORGET_ME = "Slet mine data"
REALLY_FORGET = "Vil du have slettet det, jeg ved om dig?"
FORGETTING_MEANS = (
    "Jeg sletter de kladder, kun du har skrevet i, og oplysningerne om, hvordan du kan kontaktes, og hvem du kan "
    "svare for. Du kan derefter ikke svare, før du bliver inviteret igen. Høringssvar, der er sendt, bliver i "
    "sagen: De er partens, og kommunen har pligt til at opbevare dem."
)
FORGETTING_LEADS = (
    "Leder du høringer, husker jeg igen, hvor jeg kan skrive til dig, næste gang du bruger mig til det."
)
FORGOTTEN = "Dine oplysninger er slettet"


def forgotten(drafts: int) -> str:
    what = {0: "Der var ingen kladder", 1: "Én kladde er slettet"}.get(drafts, f"{drafts} kladder er slettet")
    return f"{what}, og jeg kan ikke længere skrive til dig af mig selv."


def locked_until(moment: datetime) -> str:
    return f"Der er indtastet for mange forkerte koder. Prøv igen {short_moment(moment)}."


# --- a lead's hearings ------------------------------------------------------------------------

HEARINGS_KICKER = "Høringer"
NEW_HEARING, SET_UP_HEARING, CHANGE_HEARING = "Opret høring", "Opret høring", "Ret høringen"
SEE, BOARD, SEE_HEARING, EDIT_HEARING = "Se høringen", "Svartavle", "Se høringen", "Ret høringen"
OPEN_HEARING, CLOSE_HEARING, EXTEND = "Åbn høringen", "Luk høringen", "Forlæng fristen"
REOPEN, CONCLUDE, SAVE_AND_SEE = "Genåbn høringen", "Afslut høringen", "Gem og se"
TO_BE_DELETED = "Sletningsdatoen er nået. Bed den, der driver botten, om at tage journalpakken og derefter slette høringen."
OPENS, DEADLINE, STATUS, KIND = "Åbner", "Frist", "Status", "Slags"
REMINDERS, NO_REMINDERS = "Påmindelser", "Ingen påmindelser"
LATE_ONES, DELETED_ON, NEVER, MATERIAL = "Efter fristen", "Slettes", "Ikke fastsat", "Materiale"
HANDLED_BY, MODELS, TOPICS = "Behandles af", "Modeller", "Emner"
MATTER, TIMES = "Hvad handler høringen om?", "Tidsplan"
PARTIES, NEW_PARTY, ANOTHER_PARTY = (
    "Parter",
    "En part, der ikke er på listen",
    "Tilføj parten, og skriv én mere",
)
QUESTION_PLACEHOLDER = "Fx: Hvad betyder forslaget for jer, og hvad skal vi være opmærksomme på?"
MATERIAL_PLACEHOLDER = "Fx: Arbejdsnotat https://…"
TOPICS_PLACEHOLDER = "Fx: placering, samarbejde, økonomi"
CONTACTS_PLACEHOLDER = "Fx: anna@ishoj.dk"
CONTACTS_MEANS = "Skriv brugernavnet i Teams (det ligner en mailadresse) eller Entra-objekt-id'et."
HEARING_KINDS = {
    "hoering": "Høring af parter om et forslag",
    "partshoering": "Partshøring i en afgørelsessag",
}
NO_PARTSHEARING = (
    "Partshøring efter forvaltningslovens § 19 handler om en bestemt parts sag og hører til i fagsystemet, "
    "hvor sagens oplysninger er. Den kan ikke oprettes her."
)
WRITE_TITLE = "Giv høringen en titel."
WRITE_QUESTION = "Skriv, hvad parterne skal svare på."
WRITE_CASE_NUMBER = "Skriv sagsnummeret, så svarene kan journaliseres."
WRITE_UNIT = "Skriv, hvilken enhed der behandler svarene; det står på svarkortet."
WRITE_DELETION = "Vælg, hvornår svar og personoplysninger skal slettes her i botten."
UNKNOWN_MODEL = "Vælg blandt modellerne på listen."
UNKNOWN_DAYS = "Vælg blandt dagene på listen."
UNKNOWN_PARTY = "Vælg blandt parterne på listen."
CHOOSE_PARTIES = "Vælg mindst én part, der skal høres."
CHOOSE_KIND = "Vælg, hvilken slags part det er."
NAME_PARTY = "Skriv partens navn."
TOO_MANY_NEW = "Gem høringen, før du tilføjer flere nye parter."
DEADLINE_BEFORE_OPENING = "Fristen skal ligge, efter at høringen åbner."
DEADLINE_PASSED = "Fristen er allerede passeret. Vælg et senere tidspunkt."
DELETION_BEFORE_DEADLINE = "Sletningen skal ligge efter fristen."
CHANGED_BY_ANOTHER_LEAD = (
    "En anden har ændret høringen imens. Tryk igen, hvis det, der står her, skal gælde i stedet."
)
CONCLUDED_STAYS = "Høringen er afsluttet og kan ikke længere ændres."
EXTEND_HEADLINE = "Hvor længe skal fristen forlænges?"
NEW_DEADLINE, FOR_WHOM, ALL_PARTIES = "Ny frist", "For hvem?", "Alle parter"
NOT_LATER = "Den nye frist skal ligge efter den nuværende og efter nu."
RESPONSES_AND_TREATMENT = "Svar og behandling"
MOVES = {
    HearingStatus.CLOSED: "hearing.close",
    HearingStatus.OPEN: "hearing.reopen",
    HearingStatus.CONCLUDED: "hearing.conclude",
}
_STATUS = {
    HearingStatus.DRAFT: "Kladde",
    HearingStatus.OPEN: "Åben",
    HearingStatus.CLOSED: "Lukket",
    HearingStatus.CONCLUDED: "Afsluttet",
    HearingStatus.DELETED: "Slettet",
}


def opened(invited_by_us: Sequence[str], by_hand: int) -> str:
    parts = ["Høringen er åbnet."]
    if invited_by_us:
        parts.append(
            f"Jeg sender en invitation til {listed(invited_by_us[:5])}{' med flere' if len(invited_by_us) > 5 else ''}."
        )
    if by_hand:
        whom = "Én part" if by_hand == 1 else f"{by_hand} parter"
        parts.append(
            f"{whom} kan jeg ikke selv skrive til: Giv dem besked, eller lav en invitationskode på svartavlen."
        )
    return " ".join(parts)


def invitation(moment: Moment) -> str:
    hearing = moment.hearing
    opens = f"I kan svare fra {danish_moment(hearing.opens_at)}. " if moment.now < hearing.opens_at else ""
    return f"{moment.invitation.party.name} inviteres til at give høringssvar. {opens}{hearing.question}"


def hearings_headline(count: int) -> str:
    return f"Der er {count} høringer" if count != 1 else "Der er én høring"


def hearing_status(of: Hearing, now: datetime) -> str:
    status = _STATUS[of.status]
    if of.status is HearingStatus.OPEN:
        if now < of.opens_at:
            return f"Åbner {danish_moment(of.opens_at)}"
        return f"{status} · {time_left(now, of.deadline)}"
    if of.status is HearingStatus.DRAFT:
        return f"{status} – ikke sendt til nogen"
    return status


def case_line(case_number: str) -> str:
    return f"Sag {case_number}"


def takes_late(*, yes: bool) -> str:
    return "Svar tages imod og markeres som for sene" if yes else "Der tages ikke imod svar"


def reminder_days(chosen: Sequence[int]) -> str:
    if not chosen:
        return NO_REMINDERS
    return f"{listed([str(each) for each in chosen])} dage før fristen"


def parties_count(count: int) -> str:
    return f"{count} parter" if count != 1 else "Én part"


def some(names: Sequence[str], most: int = 10) -> tuple[str, ...]:
    """The names; of many, the first ones and how many more there are."""
    more = len(names) - most
    return tuple(names) if more <= 1 else (*names[:most], f"og {more} til")


def invited(moment: Moment) -> str:
    own = moment.invitation.deadline
    more = f" – frist {danish_moment(own)}" if own and own > moment.hearing.deadline else ""
    return f"{moment.invitation.party.name} ({party_kind(moment.invitation.party)}){more}"


def party_kind(party: Party) -> str:
    return f"{KINDS[party.kind]}, {'ekstern' if party.external else 'intern'}"


def new_party(kind: PartyKind, *, external: bool) -> str:
    return f"Ny part: {KINDS[kind]}, {'ekstern' if external else 'intern'}"


def party_is_known(name: str) -> str:
    return f"{name} findes allerede. Vælg den blandt de kendte parter."


def has_answered(name: str) -> str:
    return f"{name} har sendt eller er i gang med et svar og kan ikke tages ud af høringen."


def bad_contact(typed: str) -> str:
    return f"»{typed}« er hverken et brugernavn i Teams eller et objekt-id."


def contacts_changed(there: Sequence[str]) -> str:
    now_are = f"Nu er det: {listed(there)}." if there else "Nu er der ingen."
    return f"En anden har ændret kontaktpersonerne imens. {now_are} Tryk igen, hvis det, der står her, skal gælde."


def more_parties(count: int) -> str:
    return f"Der er {count} kendte parter til. Skriv navnet på en af dem under »{NEW_PARTY}«, så bliver den valgt."


def too_many_contacts(most: int) -> str:
    return f"En part kan højst have {most} kontaktpersoner."


def bad_material(line: str) -> str:
    return f"»{line}« mangler et link, der begynder med https://."


def too_much_material(most: int) -> str:
    return f"Der kan højst være {most} links."


def bad_topics(most: int, chars: int) -> str:
    return f"Skriv højst {most} emner, hvert på højst {chars} tegn."


def warnings(found: Iterable[DeadlineWarning]) -> list[str]:
    return [_warning(each) for each in found]


def _warning(of: DeadlineWarning) -> str:
    match of.concern:
        case Concern.SHORT:
            return f"Høringen varer kun {days(of.days)}. Fire uger er normalt passende."
        case Concern.HOLIDAY_PERIOD:
            return f"Høringen løber ind over {of.name}. Overvej en længere frist."
        case Concern.ENDS_ON_WEEKEND:
            return f"Fristen falder på en {of.name}."
        case Concern.ENDS_ON_DAY_OFF:
            return f"Fristen falder på en fridag: {of.name}."
        case _:
            return f"{capitalised(of.name)} ligger i høringsperioden."


def not_from(status: HearingStatus) -> str:
    return {
        HearingStatus.DRAFT: "Høringen er ikke åbnet endnu.",
        HearingStatus.OPEN: "Høringen er åben. Luk den først.",
        HearingStatus.CLOSED: "Høringen er lukket. Genåbn den først.",
        HearingStatus.CONCLUDED: CONCLUDED_STAYS,
        HearingStatus.DELETED: NO_SUCH_HEARING,
    }[status]


def registrations_left(parties: Sequence[str]) -> str:
    return f"Der er en registrering i gang for {listed(parties[:5])}. Gør den færdig, eller kassér den, før høringen afsluttes."


def undecided_left(parties: Sequence[str]) -> str:
    return f"Det sene svar fra {listed(parties[:5])} venter på din afgørelse. Tag stilling, før høringen afsluttes."


def really_now(after: HearingStatus) -> str:
    return {
        HearingStatus.CLOSED: "Vil du lukke høringen?",
        HearingStatus.OPEN: "Vil du genåbne høringen?",
        HearingStatus.CONCLUDED: "Vil du afslutte høringen?",
    }[after]


def moving(after: HearingStatus) -> str:
    return {
        HearingStatus.CLOSED: CLOSE_HEARING,
        HearingStatus.OPEN: REOPEN,
        HearingStatus.CONCLUDED: CONCLUDE,
    }[after]


def moving_means(after: HearingStatus, of: Hearing, now: datetime) -> str:
    if after is HearingStatus.CLOSED:
        early = " Fristen er ikke udløbet endnu." if now < of.deadline else ""
        return (
            f"Når høringen er lukket, kan parterne ikke længere svare eller rette.{early} Du kan genåbne den."
        )
    if after is HearingStatus.OPEN:
        return (
            "Parterne kan svare igen. Er fristen udløbet, så forlæng den bagefter. Opsummeringer, der er planlagt, "
            "men ikke sendt, bliver annulleret."
        )
    return "En afsluttet høring bliver stående, som den er, og kan ikke genåbnes."


def now_is(after: HearingStatus) -> str:
    return {
        HearingStatus.CLOSED: "Høringen er lukket.",
        HearingStatus.OPEN: "Høringen er åben igen.",
        HearingStatus.CONCLUDED: "Høringen er afsluttet.",
    }[after]


def deleted_by_then(deletes_on: date) -> str:
    return f"Høringen slettes {danish_date_of(deletes_on)}. Ret først den dato, så den ligger efter den nye frist."


def extended(deadline: datetime) -> str:
    return f"Fristen er forlænget til {danish_moment(deadline)}."


# --- parties and codes ------------------------------------------------------------------------

PARTY_KICKER, CODE_KICKER = "Høringspart", "Invitationskode"
SAVE_CONTACTS, NEW_CODE, REVOKE_CODE = "Gem kontaktpersoner", "Lav invitationskode", "Tilbagekald koden"
CODE_REVOKED = "Koden er tilbagekaldt, og de, der har brugt den, kan ikke længere svare."
CODE_ONCE = "Koden vises kun nu, så kopiér den. En tidligere kode gælder ikke længere."
TEXT_TO_SEND = "Tekst, du kan sende"


def code_headline(code: str) -> str:
    return f"Koden er {code}"


def code_status(*, has_code: bool, redeemed: int) -> str:
    used = {0: "ikke brugt endnu", 1: "brugt af én person"}.get(redeemed, f"brugt af {redeemed} personer")
    if has_code:
        return f"Der er en kode, {used}"
    return "Ingen kode" if not redeemed else f"Ingen kode; en tidligere er {used}"


def code_letter(moment: Moment, code: str) -> str:
    return (
        f"{moment.invitation.party.name} inviteres til at give høringssvar om »{moment.hearing.title}«. "
        f"Fristen er {danish_moment(moment.deadline)}.\n"
        f"Åbn jeres egen chat med Tryghedsbotten i Teams, og skriv koden:\n{code}\n"
        "Koden er kun til jer. Giv den kun til dem, der skal svare på jeres vegne."
    )


# --- the response board -----------------------------------------------------------------------

BOARD_KICKER = "Svartavle"
CHOOSE_BOARD, NO_HEARINGS = "Hvilken høring vil du se?", "Der er ingen høringer endnu"
POINTS, STANCES = "Punkter", "Standpunkter i de afgivne svar"
NUMBERS_ARE_NOT_WEIGHT = "Antallet siger ikke noget om vægten: Én part kan have ét vægtigt punkt."
ONE_PARTY, CHOOSE_PARTY = "Se eller gør noget for én part", "Vælg en part"
BOARD_PARTY = "Part"
OPEN_RESPONSE, CONTACTS_AND_CODE = "Åbn svar", "Kontakter og kode"
REGISTER_RESPONSE, REMIND_ONE, TO_BOARD = "Registrér svar", "Ryk parten", "Til svartavlen"
PARTIES_BEFORE, PARTIES_AFTER = "Forrige parter", "Næste parter"
LATE_HEADING, DECIDE, DECIDED = "Svaret kom for sent", "Gem afgørelsen", "Afgørelsen er gemt."
CHOOSE_DECISION = "Vælg, hvad der skal ske med svaret."
NOT_LATE = "Svaret kom til tiden, så der er ikke noget at afgøre."
NOBODY_MISSING = "Alle parter har svaret, så der er ingen at rykke."
NOT_MISSING = "Parten har svaret, så der er ikke noget at rykke for."
REMINDED_BY_US, REMINDED_BY_HAND = "Får en besked fra mig", "Dem kan jeg ikke skrive til, så skriv selv til"
THEY_GET = "De får denne besked"


def board_kicker(of: Hearing, now: datetime) -> str:
    return f"Svartavle · {hearing_status(of, now)}"


def board_headline(answered: int, invited_count: int) -> str:
    return f"{answered} af {'1 part' if invited_count == 1 else f'{invited_count} parter'} har svaret"


def remind_all(count: int) -> str:
    return f"Ryk de {count}, der mangler" if count != 1 else "Ryk den ene, der mangler"


def send_reminders(count: int) -> str:
    return f"Send til {count} parter" if count != 1 else "Send påmindelsen"


def reminder_headline(count: int) -> str:
    if not count:
        return "Jeg kan ikke selv skrive til dem, der mangler"
    return f"Skal jeg skrive til {count} parter?" if count != 1 else "Skal jeg skrive til parten?"


def reminded_headline(count: int) -> str:
    if not count:
        return "Der er ikke sendt noget"
    return f"Påmindelsen er på vej til {count} parter" if count != 1 else "Påmindelsen er på vej"


def reminder(moment: Moment) -> str:
    return (
        f"Vi mangler jeres høringssvar. {_days_left(moment)}. I kan også svare, at I ikke har bemærkninger."
    )


def _days_left(moment: Moment) -> str:
    if not moment.timely:
        return f"Fristen var {danish_moment(moment.deadline)}"
    days_left = length_days(moment.now, moment.deadline) - 1
    if days_left > 1:
        return f"Der er {days_left} dage til fristen, {danish_moment(moment.deadline)}"
    return f"Fristen er {'i morgen' if days_left else 'i dag'}, {danish_moment(moment.deadline)}"


def reminder_letter(moment: Moment) -> str:
    return (
        f"Vi mangler jeres høringssvar om »{moment.hearing.title}«. Fristen er {danish_moment(moment.deadline)}.\n"
        "Åbn Tryghedsbotten i Teams, og skriv »Afgiv høringssvar«. I kan også svare, at I ikke har bemærkninger."
    )


def undecided(parties: Sequence[str]) -> str:
    whose = listed(parties) if len(parties) <= 5 else f"{len(parties)} parter"
    what = "Svaret" if len(parties) == 1 else "Svarene"
    return f"{what} fra {whose} kom for sent og venter på din afgørelse. Vælg parten, og åbn svaret."


def decided(decision: LateDecision, reason: str) -> str:
    return f"{LATE_DECISIONS[decision]}: {reason}"


def nothing_from(party: str) -> str:
    return f"{party} har ikke sendt noget svar."


# --- what came another way --------------------------------------------------------------------

CHOOSE_CHANNEL = "Vælg, hvordan svaret kom."
WRITE_RECEIVED, WRITE_RECEIVED_TIME = "Vælg den dag, svaret kom.", "Skriv, hvornår på dagen svaret kom."
WRITE_EVIDENCE = "Skriv, hvor I kender tidspunktet fra, fx mailens tidsstempel."
WRITE_ORIGINAL = "Indsæt hele svaret, som det kom."
REGISTRATION_BEGUN = (
    "Et andet svar fra parten er ved at blive registreret. Registrér eller kassér det først – find det på "
    "svartavlen. Det, du har skrevet, står stadig på kortet."
)
NOT_RECEIVED_YET = "Tidspunktet ligger ude i fremtiden."
EVIDENCE_PLACEHOLDER = "Fx mailens tidsstempel eller poststemplet"
SPEAKER_PLACEHOLDER = "Fx formanden for bestyrelsen"
ORIGINAL_PLACEHOLDER = "Indsæt teksten uændret. Masker CPR-numre, hvis der er nogen."
REGISTERING_MEANS = (
    "Teksten gemmes ord for ord. Derefter skriver du punkterne ét for ét og kopierer de ord, de bygger på."
)
GO_ON_TO_POINTS = "Gem, og skriv punkterne"


def register_headline(party: str) -> str:
    return f"Registrér et svar fra {party}"
