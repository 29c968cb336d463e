"""Every Danish sentence about remarks, recommendations and paraphrases, and whether a party is rendered right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.hearings import texts
from bot.hearings.calendar import danish_moment, short_moment
from bot.hearings.treatment.matter import Checked
from bot.memo.readiness import Missing
from bot.texts import listed
from storage.records.remarks import Check, Outcome, Progress, Result

# --- glossary ---------------------------------------------------------------------------------

OUTCOMES = {
    Outcome.MET: "Imødekommet",
    Outcome.PARTLY_MET: "Delvist imødekommet",
    Outcome.NOT_MET: "Ikke imødekommet",
    Outcome.NOTED: "Noteret",
    Outcome.ANSWERED: "Besvaret",
    Outcome.OUTSIDE: "Uden for høringen",
}
NO_OUTCOME = "Intet udfald angivet"
RESULTS = {
    Result.ADOPTED: "Vedtaget",
    Result.PARTLY_ADOPTED: "Delvist vedtaget",
    Result.REJECTED: "Ikke vedtaget",
    Result.POSTPONED: "Udsat",
}
PROGRESS = {
    Progress.DRAFT: "Kladde",
    Progress.PROFESSIONAL: "Faglig",
    Progress.APPROVED: "Godkendt",
}
SIGNS = {Progress.DRAFT: "✎", Progress.PROFESSIONAL: "◐", Progress.APPROVED: "✓"}
CHECKED = {
    Checked.NEEDLESS: "Gengivet med partens egne ord",
    Checked.NEEDED: "Parten er ikke spurgt, om den er gengivet rigtigt",
    Checked.WAITING: "Parten er spurgt, om den er gengivet rigtigt, og har ikke svaret",
    Checked.APPROVED: "✓ Parten har godkendt gengivelsen",
    Checked.CORRECTED: "✎ Parten har rettet gengivelsen",
    Checked.WAIVED: "Gået videre uden partens svar",
    Checked.CHANGED: "⚠ Gengivelsen er ændret, siden parten blev spurgt",
}

# --- the hearing's card -----------------------------------------------------------------------

KICKER = "Bemærkninger"
BUTTON = "Bemærkninger"
CHOOSE = "Hvilken høring vil du skrive bemærkninger til?"
NOBODY = "Der er ingen svar at skrive bemærkninger til endnu"
NOTHING_MISSING = "Intet mangler: Notatet er endeligt."
NOTHING_MISSING_YET = "Intet mangler nu. Notatet bliver endeligt, når høringen er lukket."
READ_ONLY = "Høringen er afsluttet, så bemærkningerne kan læses, men ikke ændres."
STILL_OPEN = "Høringen er åben. Du kan forberede bemærkninger nu, men parterne kan stadig ændre deres svar."
TREAT, READ, TO_ALL = "Behandl", "Læs", "Til alle parter"
RECOMMENDATIONS = "Indstillinger"
CHECK_ALL = "Spørg »Er I gengivet rigtigt?«"
PARTIES_BEFORE, PARTIES_AFTER = texts.PARTIES_BEFORE, texts.PARTIES_AFTER
_OF_POINTS = {
    Missing.REMARK: "mangler en bemærkning",
    Missing.REMARK_CHANGED: "er ændret, siden bemærkningen blev skrevet",
    Missing.DANGLING: "har en henvisning til en bemærkning, der ikke findes længere",
    Missing.CIRCULAR: "har henvisninger, der fører i ring",
    Missing.REMARK_APPROVAL: "har en bemærkning, der ikke er godkendt",
}
_OF_PARTY = {
    Missing.REGISTRATION: "Et svar er ved at blive registreret",
    Missing.DECISION: "Det sene svar venter på din afgørelse",
    Missing.NOT_ASKED: "Mangler at blive spurgt, om den er gengivet rigtigt",
    Missing.NOT_ANSWERED: "Mangler at svare, om den er gengivet rigtigt",
    Missing.CHANGED: "Gengivelsen er ændret, siden parten blev spurgt",
}


def headline(without: int, points: int) -> str:
    if not points:
        return NOBODY
    if not without:
        return "Alle punkter har en bemærkning"
    return f"{without} af {_points(points)} mangler en bemærkning"


def numbered(points: Iterable[int]) -> str:
    """The numbers in their order; those in a row as one: "1, 4–8 og 10"."""
    runs: list[tuple[int, int]] = []
    for number in sorted(points):
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return listed([str(first) if first == last else f"{first}–{last}" for first, last in runs])


def _points(count: int) -> str:
    return "1 punkt" if count == 1 else f"{count} punkter"


def party_line(treated: int, points: int) -> str:
    if not points:
        return "Ingen bemærkninger til høringen"
    return f"{treated} af {_points(points)} behandlet"


def progress_line(counts: Sequence[tuple[Progress, int]]) -> str:
    told = [f"{SIGNS[of]} {PROGRESS[of]} {count}" for of, count in counts if count]
    return " · ".join(told) if told else "Ingen bemærkninger skrevet"


def lack(of: Missing, points: Sequence[int]) -> str:
    """One line of what is missing at a party before the memo is final."""
    if of in _OF_PARTY:
        return _OF_PARTY[of]
    which = "Punkt" if len(points) == 1 else "Punkterne"
    return f"{which} {numbered(points)} {_OF_POINTS[of]}"


def recommendations_left(count: int) -> str:
    return "Én indstilling er ikke godkendt." if count == 1 else f"{count} indstillinger er ikke godkendt."


def undecided(parties: Sequence[str]) -> str:
    return f"{texts.undecided(parties)} Det gør du på svartavlen."


def does_not_count(party: str) -> str:
    return f"{party} har ikke noget svar, der skal behandles: Det mangler, er trukket tilbage eller kom for sent."


# --- a party's points -------------------------------------------------------------------------

CHOSEN_POINTS, ALL_POINTS = "Vælg punkter", "Alle punkter"
CHOOSE_POINTS = "Vælg mindst ét punkt."
UNKNOWN_POINTS = "Et af punkterne findes ikke længere hos parten. Vælg igen."
NEW_REMARK, NO_REMARK, RECOMMEND = "Skriv bemærkning", "Ingen selvstændig bemærkning", "Indstilling"
NO_REMARK_YET = "○ Mangler en bemærkning"
SEE_ORIGINAL = "Er alt i originalen med?"
OPEN, PARAPHRASE, CHANGE_PARAPHRASE = "Åbn", "Skriv gengivelse", "Ret gengivelsen"
NO_POINTS_LEFT = "Svarer ikke længere på noget punkt. Åbn den, og vælg punkter, eller fjern den."
NO_COMMENTS = "Parten har ingen bemærkninger til høringen, så der er ikke noget at behandle."
BACK_TO_PARTY = "Til partens punkter"
EXCERPT, RENDERING = "Ordene i originalen", "Gengivelse"


def party_kicker(title: str) -> str:
    return f"Bemærkninger · {title}"


def choice_of(number: int, stance: str, beginning: str) -> str:
    return f"{number} · {stance} · {beginning}"


def rendered_as(text: str, *, by_party: bool) -> str:
    return f"{'Partens egen gengivelse' if by_party else 'Gengivelse'}: {text}"


def own_rendering(text: str) -> str:
    """As the party itself is told."""
    return f"Jeres egen gengivelse: {text}"


def of_point(title: str, number: int) -> str:
    return f"{number} · {title}"


def answered_in(number: int) -> str:
    return f"Se bemærkning {number}" if number else NO_REMARK


def recommended(text: str, progress: Progress) -> str:
    return f"Indstilling ({PROGRESS[progress].lower()}): {text}"


def remark_title(
    number: int, points: Sequence[int], outcome: Outcome | None, progress: Progress, *, says_nothing: bool
) -> str:
    what = NO_REMARK if says_nothing else f"Bemærkning {number}"
    to = [f"til punkt {numbered(points)}"] if points else []
    came = [OUTCOMES[outcome]] if outcome else []
    return " · ".join([f"{what} {''.join(to)}".strip(), *came, f"{SIGNS[progress]} {PROGRESS[progress]}"])


def reference(number: int, party: str) -> str:
    """What stands where a remark refers to another."""
    return f"Se bemærkning {number} under {party}" if party else "Se en bemærkning, der ikke findes længere"


def changed(points: Sequence[int]) -> str:
    if len(points) == 1:
        return f"⚠ Punkt {points[0]} er ændret siden. Læs det, og gem bemærkningen igen."
    return f"⚠ Punkt {numbered(points)} er ændret siden. Læs dem, og gem bemærkningen igen."


def uncovered_line(count: int) -> str:
    what = "1 sætning" if count == 1 else f"{count} sætninger"
    return f"{what} i originalen er ikke dækket af noget punkt."


ALL_COVERED = "Alle sætninger i originalen er dækket af et punkt."


# --- a remark ---------------------------------------------------------------------------------

ANSWERS, REFERS_TO, OUTCOME = "Punkter, den svarer på", "Eller henvis til", "Udfald"
FIND, FIND_PLACEHOLDER = "Find", "Skriv et ord, der står i den"
REMARK_PLACEHOLDER = "Højst 2.000 tegn. Skriv svaret, og hvad der kommer til at ske."
SAVE_REMARK, REMOVE_REMARK = "Gem bemærkning", "Fjern bemærkning"
WRITE_REMARK = "Skriv en bemærkning, eller henvis til en anden."
CHOOSE_OUTCOME = "Vælg et udfald på listen."
CIRCLE = "Henvisningen fører tilbage til bemærkningen selv. Vælg en anden, eller skriv svaret her."
DANGLING = "Den bemærkning, der henvises til, findes ikke længere. Vælg en anden."
REMARK_SAVED, REMARK_REMOVED, REMARK_GONE = (
    "Bemærkningen er gemt.",
    "Bemærkningen er fjernet.",
    "Bemærkningen er fjernet af en anden.",
)
NONE_SAVED = "Det står nu, at punkterne ikke får en selvstændig bemærkning."
ANOTHER_LEAD = (
    "En anden har ændret det, siden kortet blev vist. Det nye står her, og det, du har skrevet, står stadig i "
    "felterne. Tryk igen, hvis dit skal gælde i stedet."
)
GONE_MEANWHILE = (
    "En anden har fjernet det, siden kortet blev vist. Det, du har skrevet, står stadig i felterne. "
    "Tryk igen, hvis det alligevel skal gemmes."
)
MOVED_MEANWHILE = (
    "Noget er ændret, siden kortet blev vist, så intet er flyttet. Læs det, der står nu, og tryk igen."
)
CHANGED_MEANWHILE = (
    "En anden har ændret bemærkningen, siden kortet blev vist, så intet er gjort. Sådan står den nu. "
    "Læs den, og tryk igen."
)
UNSAVED = "Det, du har skrevet, er ikke gemt endnu. Tryk »Gem bemærkning« først."
AS_IT_STANDS = "Sådan står den nu"
NO_LONGER_NONE = "Står ikke længere som »Ingen selvstændig bemærkning«."
READ_AGAIN = (
    "Punkterne er ændret, siden bemærkningen blev skrevet. Åbn den, læs punkterne, og gem den igen først."
)


def remark_headline(party: str, *, new: bool) -> str:
    return f"{'Ny bemærkning' if new else 'Bemærkning'} til {party}"


def vanished(count: int) -> str:
    if count == 1:
        return "Ét punkt findes ikke længere hos parten og er taget ud."
    return f"{count} punkter findes ikke længere hos parten og er taget ud."


def has_remark(numbers: Sequence[int]) -> str:
    if len(numbers) == 1:
        return f"Punkt {numbers[0]} har allerede en bemærkning. Tag punktet ud af den først."
    which = numbered(numbers)
    return f"Punkt {which} har allerede en bemærkning. Tag punkterne ud af dem først."


def one_more(numbers: Sequence[int]) -> str:
    return f"Punkt {numbered(numbers)} har allerede en bemærkning. Tryk igen, hvis din skal stå der ved siden af den."


def referred_to(where: Iterable[str]) -> str:
    return f"Andre bemærkninger henviser til den: {listed(list(where))}. Ret dem, før du fjerner den."


def named(number: int, party: str) -> str:
    return f"bemærkning {number} under {party}"


def candidate(party: str, number: int, beginning: str) -> str:
    return f"{party}, {number}: {beginning}"


# --- progress ---------------------------------------------------------------------------------

_MOVES = {
    (Progress.DRAFT, Progress.PROFESSIONAL): "Markér som faglig",
    (Progress.PROFESSIONAL, Progress.APPROVED): "Godkend",
    (Progress.APPROVED, Progress.PROFESSIONAL): "Tilbage til faglig",
    (Progress.PROFESSIONAL, Progress.DRAFT): "Tilbage til kladde",
}
_MOVES_ALL = {
    (Progress.DRAFT, Progress.PROFESSIONAL): "Markér alle kladder som faglige",
    (Progress.PROFESSIONAL, Progress.APPROVED): "Godkend alle faglige",
    (Progress.APPROVED, Progress.PROFESSIONAL): "Alle godkendte tilbage til faglig",
    (Progress.PROFESSIONAL, Progress.DRAFT): "Alle faglige tilbage til kladde",
}
MOVE_BACK, MOVE_BACK_HEADLINE = "Flyt tilbage", "Hvilke bemærkninger skal et trin tilbage?"


def move(before: Progress, after: Progress) -> str:
    return _MOVES[before, after]


def move_all(before: Progress, after: Progress) -> str:
    return _MOVES_ALL[before, after]


def moved(count: int, after: Progress, left: int) -> str:
    what = {
        Progress.DRAFT: ("er kladde igen", "er kladder igen"),
        Progress.PROFESSIONAL: ("står nu som faglig", "står nu som faglige"),
        Progress.APPROVED: ("er godkendt", "er godkendt"),
    }[after]
    told = f"Bemærkningen {what[0]}." if count == 1 else f"{count} bemærkninger {what[1]}."
    if not left:
        return told
    more = "Én skal" if left == 1 else f"{left} skal"
    return f"{told} {more} læses og gemmes igen først, for punkterne er ændret."


# --- a paraphrase -----------------------------------------------------------------------------

PARAPHRASE_PLACEHOLDER = "Højst 500 tegn. Den står ved siden af partens egne ord, aldrig i stedet for dem."
RESTS_ON_PLACEHOLDER = "Kopiér ordene fra punktet eller originalen"
WRITE_PARAPHRASE = "Skriv en gengivelse."
NOT_PARTYS_WORDS = "De ord står hverken i punktet eller i originalen. Kopiér dem derfra, så de er ens."
SAVE_PARAPHRASE, REMOVE_PARAPHRASE = "Gem gengivelsen", "Fjern gengivelsen"
PARAPHRASE_SAVED, PARAPHRASE_REMOVED = "Gengivelsen er gemt.", "Gengivelsen er fjernet."
POINT_CHANGED = "Parten har ændret punktet, siden kortet blev vist. Læs det igen, og tryk igen, hvis gengivelsen stadig passer."
POINT_GONE = "Punktet findes ikke længere hos parten."
OLD_PARAPHRASE = "Punktet er ændret, siden gengivelsen blev skrevet, så den gælder ikke længere."


def paraphrase_headline(number: int, party: str) -> str:
    return f"Gengivelse af punkt {number} fra {party}"


# --- a recommendation -------------------------------------------------------------------------

NO_RECOMMENDATIONS = "Der er ingen indstillinger endnu"
CHOOSE_RECOMMENDATION, NEW_RECOMMENDATION = "Brug en, der findes", "Eller skriv en ny"
RECOMMENDATION_PLACEHOLDER = "Højst 1.000 tegn. Skriv, hvad der indstilles til beslutning."
USE_RECOMMENDATION, TAKE_OFF = "Brug indstillingen", "Tag den valgte af punkterne"
SAVE_RECOMMENDATION, REMOVE_RECOMMENDATION = "Gem indstillingen", "Fjern indstillingen"
WRITE_RECOMMENDATION = "Skriv en indstilling."
CHOOSE_OR_WRITE = "Vælg en indstilling, eller skriv en ny."
ONLY_ONE = "Vælg en indstilling, eller skriv en ny – ikke begge dele."
NO_SUCH_RECOMMENDATION = "Den indstilling findes ikke længere. Vælg en anden."
RECOMMENDATION_SAVED, RECOMMENDATION_REMOVED, RECOMMENDATION_GONE = (
    "Indstillingen er gemt.",
    "Indstillingen er fjernet.",
    "Indstillingen er fjernet af en anden.",
)
OUTCOME_GONE = "Indstillingen er gemt. Det politiske udfald er fjernet, for det gjaldt den tidligere tekst."
TAKEN_OFF, WAS_NOT_ON = "Indstillingen er taget af punkterne.", "Indstillingen står ikke ved de punkter."
SHARED = "Den samme indstilling kan bruges ved mange punkter. Ændrer du den, ændres den alle steder."
TO_RECOMMENDATIONS = "Til indstillingerne"
UNUSED = "Ikke brugt ved noget punkt"


def recommendations_headline(count: int) -> str:
    if not count:
        return NO_RECOMMENDATIONS
    return "Der er én indstilling" if count == 1 else f"Der er {count} indstillinger"


def recommend_headline(party: str, numbers: Sequence[int]) -> str:
    return f"Indstilling ved punkt {numbered(numbers)} fra {party}"


def outcome_goes(outcome: str) -> str:
    """What a lead is told before a recommendation that was decided on gets another text."""
    return f"{outcome.removesuffix('.')}. Det gælder den tekst, der står nu. Gemmer du en anden, bliver udfaldet fjernet."


def used_at(party: str, numbers: Sequence[int]) -> str:
    which = numbered(numbers)
    return f"{party}: punkt {which}" if numbers else f"{party}: et punkt, der ikke findes længere"


def recommendation_title(number: int, progress: Progress) -> str:
    return f"Indstilling {number} · {SIGNS[progress]} {PROGRESS[progress]}"


def recommendation_moved(after: Progress) -> str:
    return f"Indstillingen står nu som {PROGRESS[after].lower()}."


def really_remove(used: int) -> str:
    if not used:
        return "Vil du fjerne indstillingen?"
    return f"Indstillingen bruges ved {_points(used)}. Vil du fjerne den alle steder?"


# --- is all of the original there? ------------------------------------------------------------


def original_headline(count: int) -> str:
    return uncovered_line(count) if count else ALL_COVERED


ORIGINAL_MEANS = (
    "En sætning er dækket, når mindst halvdelen af den står i de ord, et punkt bygger på. "
    "Hilsner og overskrifter skal ikke nødvendigvis med. Mangler der noget, så registrér svaret igen."
)
NO_ORIGINAL = "Svaret kom direkte fra parten, så der er ikke nogen original at sammenligne med."
REGISTER_AGAIN = "Registrér svaret igen"


def sentence(number: int) -> str:
    return f"Sætning {number}"


# --- is it rendered right? --------------------------------------------------------------------

CHECK_KICKER = "Er I gengivet rigtigt?"
CHECK_ONE, CHECK_AGAIN, WAIVE = "Spørg parten", "Spørg parten igen", "Gå videre uden svar"
NOBODY_TO_ASK = "Der er ingen parter, der mangler at blive spurgt."
SEND_CHECK = "Send spørgsmålet"
ASKED_BY_US, ASKED_BY_HAND = "Får en besked fra mig", texts.REMINDED_BY_HAND
CODE_HINT = (
    "Har parten ikke brugt botten før, så lav en invitationskode under »Kontakter og kode« på svartavlen, og "
    "send den med. Har parten svaret dig på mail, så tryk »Gå videre uden svar« på partens side, og skriv det."
)
CHECK_SENT = "Spørgsmålet er på vej"
SEE_RENDERING = "Se, hvordan I er gengivet"
NOT_ASKED = "I er ikke blevet spurgt, om I er gengivet rigtigt, eller spørgsmålet gælder ikke længere."
CHECK_OVER = "Høringen er afsluttet, så gengivelsen kan ikke længere ændres."
APPROVE, CORRECT, SAVE_CORRECTION = "Ja, vi er gengivet rigtigt", "Ret", "Gem rettelsen"
CHECK_INTRODUCTION = (
    "Her står jeres egne ord, og hvordan kommunen gengiver dem i høringsnotatet. Er det rigtigt, så tryk "
    "»Ja, vi er gengivet rigtigt«. Er noget forkert, så tryk »Ret« ved punktet, og skriv det, som I mener det."
)
SAME_WORDS = "Gengives med jeres egne ord."
WRITE_WORDING = "Skriv, hvordan I vil gengives."
WORDING_PLACEHOLDER = "Højst 500 tegn"
RENDERING_CHANGED = "Gengivelsen er ændret, siden kortet blev vist. Læs det, der står nu, før I svarer."
THANKS_APPROVED = "Tak – I har svaret, at I er gengivet rigtigt."
THANKS_CORRECTED = "Tak – rettelsen er gemt, og I gengives nu med jeres egen formulering."
MORE_CORRECTIONS = "Er der mere, der skal rettes, så tryk »Ret« ved punktet. Ellers er I færdige."
WAIVE_HEADLINE = "Vil du gå videre uden partens svar?"
WAIVE_MEANS = "Det kan være, fordi parten ikke svarer, eller fordi den har godkendt gengivelsen på mail eller i telefonen."
WAIVED = "Det er noteret, at du går videre uden partens svar."
NOTHING_TO_WAIVE = "Der er ikke noget at gå videre uden: Parten har svaret eller skal ikke spørges."


def check_line(of: Checked, check: Check | None) -> str:
    """Where it stands with asking a party, and since when."""
    said = CHECKED[of]
    if check is None:
        return said
    if of is Checked.WAIVED:
        return f"{said}: {check.reason}"
    when = check.asked_at if of in {Checked.WAITING, Checked.CHANGED} else check.at
    if of in {Checked.NEEDED, Checked.NEEDLESS} or when is None:
        return said
    return f"{said} ({short_moment(when)})"


def check_headline(count: int, of: int) -> str:
    """How many of the parties are written to."""
    if not count:
        return f"Jeg kan ikke selv skrive til {'parten' if of == 1 else f'de {of} parter'}"
    return f"Skal jeg spørge {count} parter?" if count != 1 else "Skal jeg spørge parten?"


def send_checks(count: int) -> str:
    return f"Send til {count} parter" if count != 1 else SEND_CHECK


def note_checks(count: int) -> str:
    return "Jeg skriver selv til dem" if count != 1 else "Jeg skriver selv til parten"


def check_sent_headline(count: int, of: int) -> str:
    """How many of the parties are written to; the others find it themselves."""
    if not count:
        who, they = ("Parten", "den") if of == 1 else ("Parterne", "de")
        return f"{who} kan svare, når {they} åbner »Mine svar«"
    return f"Spørgsmålet er på vej til {count} parter" if count != 1 else CHECK_SENT


def check_question(party: str, title: str) -> str:
    return (
        f"Kommunen er ved at skrive høringsnotatet til »{title}«. Se, hvordan {party} er gengivet, og svar, om det "
        "er rigtigt. Er noget forkert, kan I rette det."
    )


def check_letter(party: str, title: str) -> str:
    return (
        f"Kommunen er ved at skrive høringsnotatet til »{title}« og vil gerne vide, om {party} er gengivet rigtigt.\n"
        "Åbn Tryghedsbotten i Teams, skriv »Mine svar«, og tryk »Se, hvordan I er gengivet«. Dér kan I godkende eller rette."
    )


def correct_headline(number: int) -> str:
    return f"Ret gengivelsen af punkt {number}"


def rendered(title: str, party: str) -> str:
    return f"Sådan gengives {party} i høringsnotatet til »{title}«"


def answered_at(check: Check) -> str:
    if check.at is None:
        return ""
    return f"Besvaret {danish_moment(check.at)}{f' af {check.by_name}' if check.by_name else ''}."
