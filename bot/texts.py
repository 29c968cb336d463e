"""Every Danish sentence the bot makes itself; what the documents say stands in the seed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

# The kinds of people that the documents name, as a sentence calls several of them.
KINDS = {
    "SSP-konsulent": "SSP-konsulenter",
    "betjent": "betjente",
    "centerchef": "centerchefer",
    "chef": "chefer",
    "direktør": "direktører",
    "konsulent": "konsulenter",
    "koordinator": "koordinatorer",
    "leder": "ledere",
}
OTHER = "anden"
NUMBERS = ("nul", "én", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve", "tolv")

PART_BEFORE, PART_AFTER = "Forrige del", "Næste del"

BOT_NAME = "Tryghedsbotten"
SOURCE, NOTE = "Kilde", "Bemærk"


def listed(items: Sequence[str], last: str = "og") -> str:
    """["a", "b", "c"] -> "a, b og c"."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}" if items else ""


def capitalised(text: str) -> str:
    """With a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def cut(text: str, most: int) -> str:
    """The text, or its first words and that it goes on."""
    if len(text) <= most:
        return text
    return f"{text[:most].rsplit(' ', 1)[0].rstrip()} … (forkortet)"


# --- fora -----------------------------------------------------------------------------------

FORUMS_KICKER = {
    "ishoej": "Fora i Ishøj",
    "projekt": "Projektet",
    "eksempel-1": "Eksempel 1",
    "eksempel-2": "Eksempel 2",
    "eksempel-3": "Eksempel 3",
    "national": "Anbefalinger",
    "plan": "Lokal handlingsplan",
}
COMPARE_KICKER = "Sammenligning"
FROM, WHO, FORUM, FORUMS, MEMBER = "Fra", "Hvem", "Forum", "Fora", "Medlem"
ROLE, FUNCTIONS = "Rolle", "Funktioner"
YES, NO, UNSURE = "✓ med", "– ikke med", "? usikkert"


def doubtful(member: str) -> str:
    return f"{member} (usikkert)"


def several(headlines: Sequence[str]) -> str:
    return " · ".join(headlines)


def sentences(headlines: Sequence[str]) -> str:
    return ". ".join(headlines)


def namely(verdict: str, members: Sequence[str]) -> str:
    return f"{verdict}: {listed(members)}"


def not_only(who: str, others: Sequence[str], forum: str) -> str:
    return f"Nej, ikke kun {who} – også {listed(others)} sidder i {forum}"


def only_these(who: str, forum: str) -> str:
    return f"Ja, kun {who} sidder i {forum}"


def has_functions(forum: str, count: int) -> str:
    return f"{forum} består af {count} funktioner" if count != 1 else f"{forum} består af én funktion"


def consists_of(forum: str, who: Sequence[str]) -> str:
    return f"{forum} består af {listed(who)}"


def no_members(forum: str) -> str:
    return f"Det fremgår ikke af dokumenterne, hvem der sidder i {forum}"


def no_count(forum: str) -> str:
    return f"Det fremgår ikke af dokumenterne, hvor mange der sidder i {forum}"


def no_count_from(who: str, forum: str) -> str:
    return f"Det fremgår ikke af dokumenterne, hvor mange pladser {who} har i {forum}"


def follows_up(parties: Sequence[str]) -> str:
    return f"Indstillingen følger op på høringssvar fra {listed(parties)}."


def others_than(who: str) -> str:
    return f"andre end {who}"


def count_members(forum: str, count: int) -> str:
    return f"{count} funktioner sidder i {forum}"


def count_from(who: str, count: int, forum: str) -> str:
    verb = "funktioner" if count != 1 else "funktion"
    return f"{count} {verb} fra {who} sidder i {forum}" if count else f"0 – {who} sidder ikke i {forum}"


def count_of_role(who: str, count: int, forum: str) -> str:
    return f"{count} – {who} sidder {'' if count else 'ikke '}i {forum}"


def count_of_kind(kind: str, count: int, forum: str) -> str:
    return f"{count} {kind} sidder i {forum}"


def sits_yes(who: str, forum: str) -> str:
    return f"Ja, {who} sidder i {forum}"


def sits_no(who: str, forum: str) -> str:
    return f"Nej, {who} sidder ikke i {forum}"


def sits_partly(who: str, yes: Sequence[str], no: Sequence[str]) -> str:
    return f"{capitalised(who)} sidder i {listed(yes)}, men ikke i {listed(no)}"


def sits_unsure(who: str, forum: str) -> str:
    return f"Det er usikkert, om {who} sidder i {forum}"


def negation_right(who: str, forum: str) -> str:
    return f"Det er rigtigt: {who} sidder ikke i {forum}"


def negation_wrong(who: str, forum: str) -> str:
    return f"Jo, {who} sidder i {forum}"


def from_in(who: str, members: Sequence[str], forum: str) -> str:
    return f"Fra {who} sidder {listed(members)} i {forum}"


def none_from(who: str, forum: str) -> str:
    return f"Ingen fra {who} sidder i {forum}"


def absent(who: str, forum: str, members: Sequence[str]) -> str:
    if not members:
        return f"Alle funktioner, der nævnes under {who}, sidder i {forum}"
    if len(members) > 3:
        return f"{len(members)} funktioner, der nævnes under {who}, sidder ikke i {forum}"
    return f"{capitalised(listed(members))} sidder ikke i {forum}"


def count_absent(count: int, forum: str) -> str:
    return f"{count} af funktionerne i Ishøjs andre fora sidder ikke i {forum}"


def of_kind_in(kind: str, members: Sequence[str], forum: str) -> str:
    return f"{capitalised(kind)} i {forum}: {listed(members)}"


def none_of(kind: str, forum: str) -> str:
    return f"Ingen {kind} sidder i {forum}"


def in_forums(who: str, forums: Sequence[str]) -> str:
    if not forums:
        return f"{capitalised(who)} sidder ikke i nogen af Ishøjs fora"
    if len(forums) > 3:
        return f"{capitalised(who)} sidder i {len(forums)} fora i Ishøj"
    return f"{capitalised(who)} sidder i {listed(forums)}"


def count_forums(who: str, count: int) -> str:
    word = "forum" if count == 1 else "fora"
    return f"{count} {word} har {who} med ved bordet"


def not_in_forums(who: str, forums: Sequence[str]) -> str:
    if not forums:
        return f"{capitalised(who)} sidder i alle Ishøjs fora"
    return f"{capitalised(who)} sidder ikke i {listed(forums)}"


def all_forums_yes(who: str) -> str:
    return f"Ja, {who} sidder i alle Ishøjs fora"


def all_forums_no(who: str, missing: Sequence[str]) -> str:
    return f"Nej, {who} sidder ikke i {listed(missing, 'eller')}"


def both_in(who: Sequence[str], forums: Sequence[str]) -> str:
    names = listed(who)
    if not forums:
        return f"Ingen af Ishøjs fora har både {names}"
    return f"{capitalised(names)} sidder sammen i {listed(forums)}"


def first_not_second(first: str, second: str, forums: Sequence[str]) -> str:
    if not forums:
        return f"{capitalised(first)} sidder ikke i noget forum uden {second}"
    return f"{capitalised(first)} sidder uden {second} i {listed(forums)}"


def only_in(first: str, second: str, members: Sequence[str]) -> str:
    if not members:
        return f"Ingen sidder i {first} uden også at sidde i {second}"
    return f"Kun i {first}, ikke i {second}: {listed(members)}"


def only_here(forum: str, members: Sequence[str]) -> str:
    if not members:
        return f"Alle i {forum} sidder også i andre af Ishøjs fora"
    return f"Kun i {forum} og ikke i andre af Ishøjs fora: {listed(members)}"


def in_common(first: str, second: str, members: Sequence[str]) -> str:
    if not members:
        return f"{first} og {second} har ingen medlemmer til fælles"
    count = NUMBERS[len(members)] if len(members) < len(NUMBERS) else str(len(members))
    if len(members) == 1:
        return f"{first} og {second} har ét medlem til fælles: {members[0]}"
    return f"{first} og {second} har {count} medlemmer til fælles"


def count_common(first: str, second: str, count: int) -> str:
    return f"{count} medlemmer er fælles for {first} og {second}"


def all_forums(count: int) -> str:
    return f"{count} fora er beskrevet i Ishøj"


def most_members(forums: Sequence[str], count: int) -> str:
    verb = "har flest medlemmer" if len(forums) == 1 else "har lige mange og flest medlemmer"
    return f"{listed(forums)} {verb}: {count} funktioner"


def fewest_members(forums: Sequence[str], count: int) -> str:
    return f"{listed(forums)} har færrest af de fora, hvor alle funktioner er listet: {count}"


def sits_in_most(who: str, count: int) -> str:
    return f"{capitalised(who)} sidder i flest fora: {count} af Ishøjs fora"


def also_elsewhere(forums: Sequence[str]) -> str:
    return f"Uden for Ishøjs egne fora også i {listed(forums)}."


def also_called(forums: Sequence[str]) -> str:
    return f"Samme navn bruges om {listed(forums)}."


# --- hearing --------------------------------------------------------------------------------

HEARING_KICKER = "Høringen 2023"
PARTY, SAID, REMARK = "Part", "Høringssvar", "Administrationens bemærkning"
NO_REMARK = "ingen selvstændig bemærkning"
INFERRED = "Hvilket punkt en bemærkning hører til, er udledt af rækkefølgen i høringsnotatet."


def administration_to(party: str) -> str:
    return f"Administrationens bemærkninger til {party}"


def administration_says(text: str) -> str:
    return f"Administrationen svarer: {text}"


def recommended(text: str) -> str:
    return f"Administrationen indstiller: {text}"


def said(party: str, stance: str, text: str) -> str:
    return f"{party} ({stance}): {text}"


def parties_say(parties: Sequence[str]) -> str:
    return f"Det rejste {listed(parties)} i høringen"


SEE_ALSO = "Hører også til"

# --- terms ----------------------------------------------------------------------------------

TERMS_KICKER = "Ordliste"


def stands_for(term: str, meaning: str) -> str:
    return f"{term}: {meaning}"


def unexplained(term: str) -> str:
    return f"Det fremgår ikke af dokumenterne, hvad {term} står for"


# --- when nothing fits ----------------------------------------------------------------------

DECLINE_KICKER = "Ikke i dokumenterne"
DECLINE = "Det fremgår ikke af dokumenterne"
DECLINE_DETAIL = (
    "Jeg svarer kun ud fra kommunens fem dokumenter om tryghed og kriminalitetsforebyggelse, "
    "og dér kan jeg ikke finde svar på det."
)
DECLINE_NEAREST = "Måske kan et af disse spørgsmål hjælpe dig videre:"
NO_NAMES_DECLINE = "Dokumenterne nævner funktioner, men ingen navne på personer."
NO_OPINION_DECLINE = "Dokumenterne gengiver kun, hvad høringsparterne og administrationen har skrevet."
COMMAND_DECLINE = (
    "Det kan jeg ikke gøre for dig. Jeg svarer på spørgsmål om dokumenterne, og skriver du "
    "»Afgiv høringssvar«, tager jeg imod jeres høringssvar."
)
NO_MATCH = f"{DECLINE}. Prøv med andre ord, fx »SSP-NU«, »mål C« eller »§ 115«."
TOO_LONG = "Din besked er for lang til, at jeg kan læse den. Skriv gerne spørgsmålet med højst 4.000 tegn."
EMPTY = "Skriv et spørgsmål, så svarer jeg ud fra dokumenterne."
FOUND = "Svar på dit spørgsmål"

# --- small talk -----------------------------------------------------------------------------

SMALLTALK = {
    "greeting": "Hej! Spørg mig om fora, mål, modeller eller høringen – så finder jeg svaret i dokumenterne.",
    "thanks": "Selv tak! Skriv endelig, hvis du vil vide mere.",
    "goodbye": "Hav en god dag – jeg er her, når du får brug for mig.",
    "how": "Tak, jeg er klar. Hvad vil du gerne vide?",
    "help": "Jeg svarer på spørgsmål om Ishøjs tryghedsskabende og kriminalitetsforebyggende arbejde",
}
HELP_TEXT = (
    "Spørg, som du ville spørge en kollega: hvem der sidder i hvilke fora, hvad målene og principperne er, "
    "hvordan model 1 og 2 adskiller sig, hvad loven siger, og hvad der blev skrevet i høringen. "
    "Svaret kommer fra fem dokumenter, og kilden står altid nederst. Står det der ikke, siger jeg det.\n"
    "Skal I svare på en høring, så skriv »Afgiv høringssvar« i din egen chat med mig. »Mine svar« viser det, "
    "I har sendt."
)
EXAMPLES = (
    ("Hvem sidder i SSP-NU?", "Hvem sidder i SSP-NU?"),
    ("Hvad er mål C?", "Hvad er mål C?"),
    ("Forskel på model 1 og 2", "Hvad er forskellen på model 1 og model 2?"),
    ("Hvad sagde politiet i høringen?", "Hvad sagde Vestegns Politi i høringen?"),
)
# What a search box shows before anything is typed, until questions have been asked.
STARTERS = (
    *(question for _, question in EXAMPLES),
    "Hvilke fora er der i Ishøj?",
    "Hvad siger retsplejelovens § 115?",
    "Hvad er proaktiv kriminalitetsforebyggelse?",
    "Hvad betyder PSP?",
)
WELCOME = "Hej – jeg er Tryghedsbotten"
APOLOGY = "Undskyld, noget gik galt hos mig"


def apology_detail(reference: str) -> str:
    return f"Prøv igen om lidt. Sker det igen, så giv din administrator dette nummer: {reference}"


def compare_question(first: str, second: str) -> str:
    return f"Hvad er forskellen på {first} og {second}?"


def who_sits(forum: str) -> str:
    return f"Hvem sidder i {forum}?"


def where_sits(role: str) -> str:
    return f"Hvilke fora sidder {role} i?"


WHAT_IS = "Hvad er "


def means(term: str) -> str:
    return f"Hvad betyder {term}?"


def where_title(who: str) -> str:
    return f"Hvor sidder {who}?"


def compare_title(forum: str) -> str:
    return f"Sammenlign med {forum}"


ALL_FORUMS = "Alle fora"
ALL_FORUMS_QUESTION = "Hvilke fora er der i Ishøj?"


def party_question(party: str) -> str:
    return f"Hvad sagde {party} i høringen?"


def silent_on(party: str, what: Sequence[str]) -> str:
    none = f"ikke {what[0]}" if len(what) == 1 else f"hverken {' eller '.join(what)}"
    return f"{DECLINE}: {party} nævner {none} i høringen"


def nobody_mentions(what: Sequence[str]) -> str:
    return f"{DECLINE}: ingen af høringsparterne nævner {listed(what, 'eller')} i høringen"


def remark_question(party: str) -> str:
    return f"Hvad svarede administrationen {party}?"


# --- the app in Teams -----------------------------------------------------------------------


class Text(NamedTuple):
    """What Teams shows of the app, in Danish and to those who have Teams in English."""

    da: str
    en: str


class Command(NamedTuple):
    """What Teams offers to write for a person: the title itself, or the prompt where there is one."""

    title: Text
    description: Text
    prompt: Text | None = None


APP_NAME = Text(BOT_NAME, BOT_NAME)
APP_FULL_NAME = Text("Tryghedsbotten – Ishøj Kommune", "Tryghedsbotten – Municipality of Ishøj")
APP_SHORT_DESCRIPTION = Text(
    "Spørg om Ishøjs tryghedsarbejde – og se, hvor svaret står",
    "Ask about Ishøj's work for safety, and see where the answer comes from",
)
APP_DESCRIPTION = Text(
    "Tryghedsbotten svarer på spørgsmål om Ishøj Kommunes tryghedsskabende og kriminalitetsforebyggende "
    "arbejde: hvem der sidder i hvilke fora, hvad målene og principperne er, hvordan model 1 og model 2 "
    "adskiller sig, hvad loven siger, og hvad der blev skrevet i høringen i 2023.\n\n"
    "Svarene er slået op i fem dokumenter, og kilden står altid nederst. Botten bruger ingen sprogmodel og "
    "finder ikke på noget: Står svaret ikke i dokumenterne, siger den det.\n\n"
    "Høringsparter kan også give deres høringssvar i deres egen chat med botten, få en kvittering og rette "
    "svaret indtil fristen.\n\n"
    "Skriv til botten i din egen chat, eller @omtal den i en gruppechat eller en kanal. Den kender "
    "funktioner, ikke navne på personer, og den svarer ikke på spørgsmål om konkrete borgere eller sager. "
    "Skriv derfor aldrig personoplysninger om borgere til den.",
    "Tryghedsbotten answers questions about what the Municipality of Ishøj does for safety and to prevent "
    "crime: who sits in which forum, what the goals and principles are, how model 1 and model 2 differ, "
    "what the law says, and what was written in the consultation of 2023.\n\n"
    "The answers are looked up in five documents and end with their source. The bot uses no language model "
    "and makes nothing up: when the documents do not say, it tells you so.\n\n"
    "Those who are consulted can also give their response in a chat of their own with the bot, get a receipt "
    "and change it until the deadline.\n\n"
    "Write to the bot in a chat of your own, or @mention it in a group chat or a channel. You may ask in "
    "English; the answers are in Danish, as the documents are. The bot knows functions, not names of "
    "persons, and does not answer questions about individual citizens or cases. So never write personal "
    "data about citizens to it.",
)
# What the bot answers today and nothing else; a title is answered too, as older clients write it out.
APP_COMMANDS = (
    Command(Text("Hjælp", "Help"), Text("Se, hvad du kan spørge om", "See what you can ask about")),
    Command(
        Text("Hvilke fora er der?", "Which forums are there?"),
        Text("Alle fora i Ishøj", "All forums in Ishøj"),
        Text("Hvilke fora er der i Ishøj?", "Which forums are there in Ishøj?"),
    ),
    Command(
        Text("Hvem sidder i SSP-NU?", "Who sits in SSP-NU?"),
        Text("Medlemmerne af et forum", "The members of a forum"),
        Text("Hvem sidder i SSP-NU?", "Who sits in SSP-NU?"),
    ),
    Command(
        Text("Hvad er mål C?", "What is goal C?"),
        Text("Mål og principper for arbejdet", "Goals and principles of the work"),
        Text("Hvad er mål C?", "What is goal C?"),
    ),
    Command(
        Text("Forskel på model 1 og 2", "How models 1 and 2 differ"),
        Text("De to modeller side om side", "The two models side by side"),
        Text(
            "Hvad er forskellen på model 1 og model 2?",
            "What is the difference between model 1 and model 2?",
        ),
    ),
    Command(
        Text("Hvad siger § 115?", "What does section 115 say?"),
        Text("Loven bag samarbejdet", "The law behind the cooperation"),
        Text("Hvad siger retsplejelovens § 115?", "What does § 115 say?"),
    ),
    Command(
        Text("Politiets høringssvar", "The police in the consultation"),
        Text("Hvad der blev skrevet i høringen i 2023", "What was written in the consultation of 2023"),
        Text("Hvad sagde Vestegns Politi i høringen?", "What did the police say in the consultation?"),
    ),
)
# What is done in one's own chat, where nobody reads along.
HEARING_COMMANDS = (
    Command(
        Text("Afgiv høringssvar", "Give a response"),
        Text("Svar på en høring, I er inviteret til", "Answer a consultation you are invited to"),
        Text("Afgiv høringssvar", "Give a response"),
    ),
    Command(
        Text("Mine svar", "My responses"),
        Text("Se, ret eller træk jeres svar tilbage", "See, change or withdraw your responses"),
        Text("Mine svar", "My responses"),
    ),
    Command(
        Text("Høringer", "Consultations"),
        Text("For ledere: alle høringer", "For leads: all consultations"),
        Text("Høringer", "Consultations"),
    ),
    Command(
        Text("Opret høring", "New consultation"),
        Text("For ledere: sæt en høring op", "For leads: set up a consultation"),
        Text("Opret høring", "New consultation"),
    ),
    Command(
        Text("Svartavle", "Response board"),
        Text("For ledere: se, hvem der har svaret", "For leads: see who has answered"),
        Text("Svartavle", "Response board"),
    ),
    Command(
        Text("Bemærkninger", "Remarks"),
        Text("For ledere: svar på parternes punkter", "For leads: answer the parties' points"),
        Text("Bemærkninger", "Remarks"),
    ),
    Command(
        Text("Høringsnotat", "Hearing memo"),
        Text("For ledere: hent høringsnotatet", "For leads: get the memo of a hearing"),
        Text("Høringsnotat", "Hearing memo"),
    ),
    Command(
        Text("Del opsummering", "Share a summary"),
        Text("For ledere: slå en opsummering op i en kanal", "For leads: post a summary in a channel"),
        Text("Del opsummering", "Share a summary"),
    ),
)
# Ten are the most that Teams shows.
PERSONAL_COMMANDS = (APP_COMMANDS[0], *HEARING_COMMANDS, *APP_COMMANDS[1 : 10 - len(HEARING_COMMANDS)])
SHARE_ANSWER = "Del i kanal"
APP_SEARCH = Text("Søg i Tryghedsbotten", "Search Tryghedsbotten")
APP_SEARCH_DESCRIPTION = Text(
    "Find et svar, og sæt det ind i din besked", "Find an answer and insert it into your message"
)
APP_SEARCH_WORDS = Text("Hvad vil du vide?", "What do you want to know?")
APP_SEARCH_WORDS_DESCRIPTION = Text(
    "Et forum, et mål, en forkortelse eller et helt spørgsmål",
    "A forum, a goal, an abbreviation or a whole question",
)
