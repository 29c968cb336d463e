"""Every Danish sentence about summaries, what is shared in channels, and what becomes of it there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from bot.hearings.calendar import danish_date, danish_moment, short_moment
from bot.hearings.sharing.summary import Column, Part, Place
from bot.hearings.texts import NUMBERS_ARE_NOT_WEIGHT, days, stance
from bot.hearings.texts.outcome import came_of_it
from bot.hearings.texts.remarks import OUTCOMES, PROGRESS
from bot.texts import listed
from storage.records.channels import Channel
from storage.records.posts import Post, PostStatus
from storage.records.remarks import Decision, Outcome, Progress
from storage.records.values import Hearing, HearingStatus, Stance

# --- what is shared, where and when -----------------------------------------------------------

KICKER, ANSWER_KICKER, REPORT_KICKER = "Opsummering", "Svar til en kanal", "Opslag"
SHARE_SUMMARY, SUMMARIES = "Del opsummering", "Opsummeringer"
CHOOSE_HEARING = "Hvilken høring vil du dele en opsummering af?"
NO_HEARINGS = "Der er ingen høringer, som er åbnet endnu"
CHOOSE = "Vælg"
FORM_HEADLINE = "Hvad vil du dele, og hvor?"
ANSWER_HEADLINE = "Hvor vil du dele svaret?"
WHAT, WHERE = "Hvad skal opsummeringen vise?", "Hvor skal det slås op?"
WHEN_MEANS = "Lad felterne stå tomme for at slå det op med det samme."
FIND, FIND_PLACEHOLDER, SHOW_CHANNELS = "Find en kanal", "En del af teamets eller kanalens navn", "Find"
SEE_CARD = "Se kortet først"
OPEN_SHOWS_STATUS = (
    "Høringen er åben, så opsummeringen viser kun, hvem der har svaret. Hvad parterne mener, kan deles, når "
    "høringen er lukket."
)
NO_CHANNELS = (
    "Jeg er ikke med i nogen teams endnu. Åbn Tryghedsbotten i Teams, vælg »Føj til et team«, og vælg den kanal, "
    "jeg må skrive i. Så kan du vælge den her."
)
PARTS = {
    Part.ANSWERED: "Hvem der har svaret",
    Part.STANCES: "Standpunkter for hver part",
    Part.MODELS: "Standpunkter om hver model",
    Part.RECOMMENDATIONS: "Indstillinger",
    Part.REMARKS: "Godkendte bemærkninger, ord for ord",
}
CHOOSE_PARTS, UNKNOWN_PART = "Vælg mindst én ting at vise.", "Vælg blandt det, der står på listen."
CHOOSE_CHANNELS, UNKNOWN_CHANNEL = "Vælg mindst én kanal.", "En af kanalerne findes ikke længere. Vælg igen."
WRITE_TIME = "Skriv også klokkeslættet, fx 8.30."
PASSED = "Tidspunktet er passeret. Vælg et senere, eller lad felterne stå tomme."
TOO_FAR = "Tidspunktet ligger mere end et år fremme. Vælg et tidligere."
NOT_OPENED = "Høringen er ikke åbnet endnu, så der er ikke noget at opsummere."

PREVIEW_KICKER, PREVIEW_HEADLINE = "Forhåndsvisning", "Sådan kommer opslaget til at se ud"
UPDATE_HEADLINE = "Sådan kommer opslaget til at se ud, når det er opdateret"
AGAIN_HEADLINE = "Vil du sende det igen?"
BELOW = "Herunder er selve opslaget:"
POSTED_IN, POSTED_AT, AT_ONCE = "Slås op i", "Hvornår", "Med det samme"
SEND_NOW, PLAN, EDIT, BACK = "Send nu", "Planlæg", "Ret", "Tilbage"
UPDATE, SEND_AGAIN = "Opdatér opslaget", "Send igen"
PREVIEW_CHANGED = (
    "Der er sket noget, siden du så kortet. Se det nye igennem, og tryk igen, hvis det skal deles."
)
OTHERS_ORDERED = (
    "En anden har bestilt et opslag om det samme, siden du så kortet. Se under »Opsummeringer«, og tryk kun igen, "
    "hvis dit også skal sendes."
)
MAYBE_THERE = (
    "Det er måske allerede sendt. Se efter i kanalen, før du sender det igen: Ellers kan det komme til at stå der "
    "to gange."
)
NOT_THIS_POST = "Det opslag kender jeg ikke. Skriv »Del opsummering« for at begynde forfra."
ANSWER_GONE = "Det spørgsmål har ikke længere et svar i dokumenterne, så der er ikke noget at dele."
ANSWER_CHANGED = "Svaret er et andet nu end det, du læste. Stil spørgsmålet igen, og del det nye svar."
ANSWER_TOO_LARGE = "Svaret er for langt til at kunne deles på et kort. Spørg om noget mindre ad gangen."
HOLDS_CPR = "Kortet kan ikke deles: Der står noget på det, der kan være et CPR-nummer. Ret det dér, hvor det står, og prøv igen."


def more_channels(count: int) -> str:
    what = "Der er én kanal til" if count == 1 else f"Der er {count} kanaler til"
    return f"{what}. Skriv en del af navnet, og tryk »{SHOW_CHANNELS}«."


def too_many_channels(most: int) -> str:
    return f"Vælg højst {most} kanaler ad gangen."


def channel(of: Channel) -> str:
    return f"{of.team_name} – {of.name}" if of.team_name else of.name


def channels(of: Sequence[Channel], most: int = 6) -> str:
    """The first ones, and how many more there are."""
    return names([_shortened(channel(each)) for each in of[:most]], len(of))


def _shortened(name: str, most: int = 70) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}…"


def names(first: Sequence[str], count: int) -> str:
    """The names, the first of so many: "A, B og 3 til"."""
    if not first:
        return "1 part" if count == 1 else f"{count} parter"
    more = count - len(first)
    return listed([*first, *((f"{more} til",) if more > 0 else ())])


def when(due_at: datetime | None) -> str:
    return f"{danish_moment(due_at)} (dansk tid)" if due_at else AT_ONCE


# --- the summary itself -----------------------------------------------------------------------

DETAILS = "Vis detaljer"
PERIOD = "Høringsperiode"
PARTY, STANCES, NO_COMMENTS = "Part", "Standpunkter", "Ingen bemærkninger"
BY_PARTY, BY_MODEL = "Standpunkter for hver part", "Standpunkter om modellerne"
RECOMMENDATIONS, REMARKS = "Administrationens indstillinger", "Administrationens bemærkninger"
ALL_STANCES = "Standpunkter i alt"
NOTHING_SAID = "Ingen parter har punkter, der tæller med."
NO_RECOMMENDATIONS = "Der er ingen godkendte indstillinger endnu."
NO_REMARKS = "Der er ingen godkendte bemærkninger endnu."
NOT_WEIGHT = NUMBERS_ARE_NOT_WEIGHT
SEVERAL, NO_MODEL = "Flere modeller", "Uden model"
BOTH = "Begge modeller"
PLACES = {
    Place.ANSWERED: "Har svaret",
    Place.NO_COMMENTS: "Har ingen bemærkninger",
    Place.LATE: "Kom for sent",
    Place.SILENT: "Har ikke svaret",
}
_STATUS = {
    HearingStatus.OPEN: "åben",
    HearingStatus.CLOSED: "lukket",
    HearingStatus.CONCLUDED: "afsluttet",
}


def kicker(of: Hearing) -> str:
    return f"Opsummering · høringen er {_STATUS.get(of.status, 'ikke åbnet')}"


def headline(responded: int, invited: int, title: str) -> str:
    who = "1 part" if invited == 1 else f"{invited} parter"
    return f"{responded} af {who} har svaret på høringen »{title}«"


def period(of: Hearing, length: int) -> str:
    return f"{danish_date(of.opens_at)} – {danish_moment(of.deadline)} ({days(length)})"


def as_of(moment: datetime) -> str:
    return f"Opgjort {danish_date(moment)}."


def cell(counts: Mapping[Stance, int]) -> tuple[str, ...]:
    """A line for each stance, as "Bekymring 9"; a dash where there is none, so that no cell is empty."""
    return tuple(f"{stance(of)} {count}" for of, count in counts.items()) or ("–",)


def in_a_row(counts: Mapping[Stance, int]) -> str:
    """As in "Bekymring 9 · Uklarhed 3"."""
    return " · ".join(cell(counts))


def column(of: Column, model: str, in_hearing: int) -> str:
    if of.model:
        return model
    if of.several:
        return BOTH if in_hearing == 2 else SEVERAL
    return NO_MODEL


def voice(name: str, *, late: bool) -> str:
    return f"{name} (efter fristen, taget med)" if late else name


def more_parties(count: int) -> str:
    return f"Tabellen viser de første parter i høringens rækkefølge; {count} til er ikke vist her, men tæller med."


def not_on_models(count: int) -> str:
    """Of those that have points."""
    if count == 0:
        return "Alle parter med punkter siger noget om mindst én model."
    if count == 1:
        return "Én part har punkter, men ingen om en bestemt model."
    return f"{count} parter har punkter, men ingen om en bestemt model."


def more_recommendations(count: int) -> str:
    return (
        "Én indstilling til er ikke vist her."
        if count == 1
        else f"{count} indstillinger til er ikke vist her."
    )


def more_remarks(count: int) -> str:
    return (
        "Én bemærkning til er ikke vist her." if count == 1 else f"{count} bemærkninger til er ikke vist her."
    )


def not_approved(count: int) -> str:
    if count == 1:
        return "Én indstilling er ikke godkendt endnu og vises ikke."
    return f"{count} indstillinger er ikke godkendt endnu og vises ikke."


def late_do_not_count(count: int) -> str:
    if count == 1:
        return "Ét svar kom efter fristen og er ikke taget med i standpunkterne."
    return f"{count} svar kom efter fristen og er ikke taget med i standpunkterne."


def recommendation(number: int) -> str:
    return f"Indstilling {number}"


def follows_from(points: int) -> str:
    return "Følger af ét punkt" if points == 1 else f"Følger af {points} punkter"


def decided(of: Decision | None) -> str:
    return came_of_it(of) if of else "Ikke politisk behandlet endnu"


def answers(party: str, points: int) -> str:
    return f"{party} · om ét punkt" if points == 1 else f"{party} · om {points} punkter"


def said(paraphrase: str) -> str:
    return f"Punktet, gengivet kort: {paraphrase}"


def refers_to(parties: Iterable[str]) -> str:
    return f"Se bemærkningen under {listed(list(parties))}."


# --- what became of it ------------------------------------------------------------------------

REFRESH, CANCEL = "Opdatér oversigten", "Annullér"
NO_POSTS = "Der er ikke slået noget op om høringen endnu"
NOTHING_TO_CANCEL = "Der er ikke noget, der venter på at blive sendt."
NOTHING_TO_UPDATE = "Der er ikke noget opslag, der kan opdateres."
NOTHING_TO_SEND = "Der er ikke noget, der mangler at blive sendt."
UNKNOWN_CHANNEL_NAME = "En kanal, jeg ikke kender længere"
_SIGNS = {
    PostStatus.WAITING: "○",
    PostStatus.SENDING: "○",
    PostStatus.SENT: "✓",
    PostStatus.FAILED: "✕",
    PostStatus.UNKNOWN: "⚠",
    PostStatus.CANCELLED: "–",
}


_ALL = {
    PostStatus.SENT: "er sendt",
    PostStatus.WAITING: "venter på at blive sendt",
    PostStatus.SENDING: "er på vej",
    PostStatus.FAILED: "kom ikke frem",
    PostStatus.UNKNOWN: "er måske sendt",
    PostStatus.CANCELLED: "er annulleret",
}


def ordered(count: int, due_at: datetime | None) -> str:
    where = "én kanal" if count == 1 else f"{count} kanaler"
    if due_at:
        return f"Opslaget er planlagt til {danish_moment(due_at)} i {where}."
    return f"Opslaget er på vej til {where}. Tryk »{REFRESH}« om lidt for at se, om det kom frem."


def cancelled(count: int) -> str:
    return "Ét opslag er annulleret." if count == 1 else f"{count} opslag er annulleret."


def left_already(count: int) -> str:
    what = "Ét opslag" if count == 1 else f"{count} opslag"
    return f"{what} var allerede sendt eller på vej og kan ikke annulleres."


def batch(number: int, ordered_at: datetime) -> str:
    return f"Opslag {number} · bestilt {short_moment(ordered_at)}"


def report_headline(counts: Mapping[PostStatus, int]) -> str:
    total = sum(counts.values())
    who = "Opslaget" if total == 1 else f"Alle {total} opslag"
    for status, what in _ALL.items():
        if counts.get(status, 0) == total:
            return f"{who} {what}"
    words = (
        (PostStatus.SENT, "sendt"),
        (PostStatus.WAITING, "i kø"),
        (PostStatus.SENDING, "på vej"),
        (PostStatus.FAILED, "ikke kommet frem"),
        (PostStatus.UNKNOWN, "måske sendt"),
        (PostStatus.CANCELLED, "annulleret"),
    )
    told = listed([f"{counts[status]} {word}" for status, word in words if counts.get(status)])
    return f"Af {total} opslag er {told}"


def delivery(of: Post, where: str, why: str, now: datetime, *, replaced: bool) -> str:
    """What became of one post: "✓ Trygge byer – Generelt: sendt 26.11. kl. 08.15"."""
    told = {
        PostStatus.WAITING: f"venter til {short_moment(of.next_at)}" if of.next_at > now else "venter på tur",
        PostStatus.SENDING: "på vej",
        PostStatus.SENT: f"sendt {short_moment(of.changed_at)}",
        PostStatus.FAILED: f"ikke sendt. {why}",
        PostStatus.UNKNOWN: f"måske sendt – se efter i kanalen, før du sender igen. {why}",
        PostStatus.CANCELLED: f"annulleret {short_moment(of.changed_at)}{f'. {why}' if why else ''}",
    }[of.status]
    later = " (siden opdateret)" if replaced else ""
    return f"{_SIGNS[of.status]} {where}: {told.rstrip()}{later}"


# --- details ----------------------------------------------------------------------------------

DETAILS_KICKER = "Detaljer"
YOUR_POINTS = "Det har I sagt"
ONE_PARTY, ONE_MODEL, ALL_COLUMNS, SEE_POINTS = "Part", "Om", "Alt", "Vis punkter"
CHOOSE_PARTY, WHICH_PARTY, ALL_PARTIES = "Vælg en part", "Hvilken part vil du se?", "Alle parter"
TO_POST, PARTIES_BEFORE, PARTIES_AFTER = "Tilbage til opslaget", "Forrige parter", "Næste parter"
ALONE_FOR_MORE = (
    "Her kan andre læse med, så jeg viser kun det, alle må se. Åbn din egen chat med mig for at se resten."
)
NOT_PUBLIC = (
    "Der er ikke mere at vise her end det, der står i opslaget: Høringens svar er ikke gjort synlige for "
    "medarbejderne."
)
STILL_OPEN = "Høringen er åben, så det er kun vist, hvem der har svaret."
REMARKS_LATER = "Administrationens bemærkninger kan ses, når høringen er lukket, og de er godkendt."
NO_REMARK_YET = "Ingen godkendt bemærkning endnu"
NO_OWN_REMARK = "Ingen selvstændig bemærkning"
NO_POINTS_THERE = "Parten har ingen punkter om det."
NO_RESPONSE = "Der er ikke noget svar, der tæller med."


def remarked(approved: int, points: int) -> str:
    if not points:
        return "Ingen punkter"
    return f"{approved} af {'1 punkt' if points == 1 else f'{points} punkter'} har en godkendt bemærkning"


def waiting_remarks(counts: Mapping[Progress, int]) -> str:
    told = [f"{counts[each]} {PROGRESS[each].lower()}" for each in Progress if counts.get(each)]
    return f"Bemærkninger: {listed(told)}" if told else "Ingen bemærkninger skrevet"


def remark(text: str, of: Outcome | None) -> str:
    said_of = f" ({OUTCOMES[of].lower()})" if of else ""
    return f"Bemærkning{said_of}: {text}"


def recommended(text: str, of: Decision | None) -> str:
    return f"Indstilling: {text} – {decided(of)}"


# --- publishing to staff ----------------------------------------------------------------------

PUBLISH, UNPUBLISH = "Gør synlig for medarbejdere", "Skjul for medarbejdere"
PUBLISH_HEADLINE = "Vil du gøre høringen synlig for alle medarbejdere?"
PUBLISH_MEANS = (
    "Alle, der kan skrive til mig, kan derefter spørge, hvad parterne sagde, og få vist deres punkter, de godkendte "
    "bemærkninger og indstillingerne. Kladder, navne på personer og det, der ikke er godkendt, vises ikke."
)
UNPUBLISH_HEADLINE = "Vil du skjule høringen for medarbejderne igen?"
UNPUBLISH_MEANS = (
    "Medarbejderne kan så ikke længere spørge om, hvad parterne sagde. Opslag, der allerede er sendt, bliver "
    "stående i kanalerne."
)
PUBLISHED = "Medarbejderne kan nu spørge om høringen."
UNPUBLISHED = "Høringen er skjult for medarbejderne igen."
ONLY_ENDED = "Høringen skal være lukket, før den kan gøres synlig for medarbejderne."
THEY_CAN_ASK = "De kan fx spørge:"


def source(of: str) -> str:
    return f"Kilde: {of}"
