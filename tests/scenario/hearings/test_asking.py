"""Questions in the chat about hearings that stand in the records."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.dispatch import Bot
from bot.hearings.answers import asked
from bot.questions.understand import Questions
from bot.reply import reply_of
from bot.turn import ChatKind, Turn
from storage.knowledge import Knowledge
from storage.records import audit
from storage.records.remarks import Paraphrase
from storage.records.values import Hearing, HearingStatus, Point, Stance, hash_of
from tests.fakes import heard, people, places
from tests.fakes.people import ANNE, LEAD, Town
from tests.questions.evaluate import HERE, read_questions

pytestmark = pytest.mark.asyncio

_CONVERSATIONS = itertools.count()
STAFF = "44444444-0000-4000-8000-000000000001"
NOT_THERE = "Det fremgår ikke af høringssvarene i »Ny plads til SSP-NU«"
CONTENT = (
    "videnstab",
    "vejen til",
    "støj",
    "parkeringspl",
    "cykelsti",
    "hver måned",
    "følges op",
    "let at komme",
)
PARTIES = ("Strandparken", "Boligselskab", "Hjulet")

QUESTIONS = (
    "Hvad siger høringen om SSP-NU?",
    "Hvad siger høringen om ny plads til SSP-NU?",
    "Hvem er bekymret for videnstab?",
    "Hvem er bekymret i høringen om ny plads?",
    "Hvilke indstillinger kom der?",
    "Hvilke indstillinger kom der i høringen om ny plads?",
    "Hvem støtter model 1?",
    "Hvad svarede Grundejerforeningen Strandparken?",
    "Har Grundejerforeningen Strandparken svaret i høringen om ny plads?",
    "Hvad siger Ishøj Boligselskab i høringen om ny plads?",
    "Hvem har svaret i høringen om ny plads?",
    "Hvem har svaret i høringen?",
    "Hvor mange har svaret i høringen i 2026?",
    "Hvem undrer sig over cykelstien?",
    "Hvad svarede administrationen om støj i høringen om ny plads?",
    "Hvilke høringer har der været?",
    "Hvad siger parterne om parkering?",
    "Hvornår er fristen i høringen om ny plads?",
    "Opsummer høringen i 2026",
)


@dataclass
class Asker:
    """Somebody who asks the bot, one question in each conversation unless they go on."""

    town: Town
    bot: Bot
    user_id: str = STAFF
    chat: ChatKind = ChatKind.PERSONAL
    conversation: str = ""

    async def asks(self, question: str, *, goes_on: bool = False) -> str:
        """All that can be read on the answer, with its buttons."""
        self.conversation = self.conversation if goes_on else f"a:{next(_CONVERSATIONS)}"
        turn = Turn(
            text=question,
            conversation_id=self.conversation,
            user_id=self.user_id,
            received_at=self.town.now,
            chat=self.chat,
        )
        return "\n".join(_texts((await self.bot.handle(turn)).card))


_READ = ("text", "title", "body", "items", "rows", "cells", "columns", "actions", "inlines")


def _texts(node: Any) -> list[str]:
    if isinstance(node, str):
        return [node]
    if isinstance(node, list):
        return [text for each in node for text in _texts(each)]
    if isinstance(node, dict):
        return [text for name in _READ for text in _texts(node.get(name))]
    return []


@pytest.fixture(name="questions", scope="module")
def _questions(knowledge: Knowledge) -> Questions:
    return Questions(knowledge)


@pytest.fixture(name="bot")
def _bot(questions: Questions, knowledge: Knowledge, town: Town) -> Bot:
    return Bot(questions, knowledge, town.office)


@pytest.fixture(name="staff")
def _staff(bot: Bot, town: Town) -> Asker:
    return Asker(town, bot)


@pytest.fixture(name="lead_asks")
def _lead_asks(bot: Bot, town: Town) -> Asker:
    return Asker(town, bot, LEAD)


@pytest_asyncio.fixture(name="held")
async def _held(town: Town) -> Hearing:
    return await _hold(town, places.places())


async def _hold(town: Town, hearing: Hearing) -> Hearing:
    desk = await town.office.open()
    await heard.hold(desk.records, hearing, places.ANSWERS, places.TREATED)
    return hearing


async def test_what_the_tests_store_is_stored_as_the_bot_does(town: Town, held: Hearing) -> None:
    desk = await town.office.open()
    await heard.change(desk.records, held, public=False)
    async with desk.records.reading() as connection:
        assert (await audit.verify(connection)).problems == ()


# --- a hearing whose summary is public ------------------------------------------------------------

TOLD = {
    "of its title": (
        "Hvad siger høringen om ny plads til SSP-NU?",
        ("videnstab", "cykelstien", "hver måned"),
    ),
    "by words": (
        "Hvem er bekymret for videnstab?",
        ("Vejleåparken (bekymring): Flytningen", "Høringen 2023"),
    ),
    "by a word the documents lack": (
        "Hvem er nervøs for støjen?",
        ("Grundejerforeningen Strandparken (bekymring)",),
    ),
    "by half a compound": ("Hvad siger parterne om parkering?", ("for få parkeringspladser",)),
    "by a compound in two": ("Er nogen bange for tab af viden?", ("kan give videnstab",)),
    "with a slip": ("hvem er bekymet for parkeringspladser", ("for få parkeringspladser",)),
    "by stance and model": ("Hvem støtter model 1?", ("Vestegns Politi (opbakning): Det er let", "Modeller")),
    "by forum": ("Hvad sagde helhedsplanen om SSP-NU u18?", ("(ønske): De bør mødes hver måned",)),
    "by both fora of a name": ("Hvad ønsker helhedsplanen om SSP NU i høringen?", ("mødes hver måned",)),
    "by goal": ("Hvad foreslår politiet om mål C?", ("(forslag): Der bør følges op hvert år",)),
    "by topic": ("Hvad mener parterne om placeringen?", ("Flytningen kan give videnstab",)),
    "by party": ("Hvad siger Grundejerforeningen Strandparken?", ("støj", "cykelstien")),
    "by part of a party's name": ("Hvad mener grundejerforeningen?", ("støj", "cykelstien")),
    "by year": ("Hvad siger politiet i høringen i 2026?", ("Det er let at komme til", "følges op")),
    "of a party known from 2023 too": (
        "Hvad svarede politiet?",
        ("Det er let at komme til", "Høringen 2023", "Vestegns Politi bakker op om fem punkter"),
    ),
    "without comments": (
        "Hvad siger Ishøj Boligselskab i høringen om ny plads?",
        ("Har svaret uden bemærkninger",),
    ),
    "recommendations": (
        "Hvilke indstillinger kom der?",
        (
            "Administrationen indstiller: Parkeringspladsen udvides",
            "Vedtaget af Byrådet",
            "2. juni 2026",
            "styregruppen",
        ),
    ),
    "a political outcome": ("Blev indstillingen om parkeringspladsen vedtaget?", ("Vedtaget af Byrådet",)),
    "a remark": (
        "Hvad svarede administrationen på bekymringen for parkering?",
        ("Administrationen svarer: Der anlægges tyve pladser",),
    ),
    "remarks to a party": (
        "Hvad svarede administrationen grundejerforeningen?",
        ("Der anlægges tyve pladser",),
    ),
    "a remark that refers to another": (
        "Hvad svarede administrationen helhedsplanen om videnstab i høringen om ny plads?",
        ("Der anlægges tyve pladser",),
    ),
    "who answered": (
        "Hvem har svaret i høringen om ny plads?",
        ("Har svaret uden bemærkninger", "Svarede efter fristen", "Har ikke svaret", "Cykelklubben Hjulet"),
    ),
    "how many answered": ("Hvor mange svarede i høringen i 2026?", ("5 af 6 parter har svaret",)),
    "how many answered, in words that nobody used": (
        "Hvor mange af beboerne gav svar i høringen om ny plads?",
        ("5 af 6 parter har svaret",),
    ),
    "who had no comments": (
        "Hvilke parter har ingen bemærkninger i høringen om ny plads?",
        ("Ishøj Boligselskab har ingen bemærkninger",),
    ),
    "any of what is listed": (
        "Hvad blev der sagt om larm og parkering i høringen om ny plads?",
        ("for få parkeringspladser",),
    ),
    "what the title says is left out": (
        "Frygter nogen videnstab, når SSP-NU flytter?",
        ("Flytningen kan give videnstab",),
    ),
    "the newest": ("Hvad blev besluttet om indstillingerne i den nyeste høring?", ("Vedtaget af Byrådet",)),
    "a party in few words": ("Politiets høringssvar", ("Det er let at komme til", "Høringen 2023")),
    "whether it is over": ("Er høringen om ny plads afsluttet?", ("Høringen varede fra",)),
    "who did not": (
        "Hvem har ikke svaret i høringen om ny plads?",
        ("Bestyrelsen for Ishøj Ungdom har ikke svaret",),
    ),
    "whether a party did": (
        "Har politiet svaret i høringen om ny plads?",
        ("Ja, Vestegns Politi har svaret",),
    ),
    "when it was": ("Hvornår var fristen i høringen om ny plads?", ("onsdag den 15. april 2026 (46 dage)",)),
    "which there were": (
        "Hvilke høringer har der været?",
        ("Der er 2 høringer, du kan spørge om", "Ny plads til SSP-NU (", "Ny organisering af det"),
    ),
    "in English": ("Who supports model 1?", ("Det er let at komme til",)),
    "with a greeting": (
        "Hej bot. Hvem undrer sig over cykelstien? Tak!",
        ("Hvorfor skal cykelstien lægges om",),
    ),
}


@pytest.mark.parametrize(("question", "words"), TOLD.values(), ids=TOLD)
async def test_a_public_hearing_is_told_of(
    held: Hearing, staff: Asker, question: str, words: tuple[str, ...]
) -> None:
    told = await staff.asks(question)
    assert [word for word in words if word not in told] == [], told
    assert held.title in told


async def test_each_answer_names_its_source(held: Hearing, staff: Asker) -> None:
    told = await staff.asks("Hvem er nervøs for støjen?")
    source = f"Høring: {held.title}, sag 26/777, høringssvar fra Grundejerforeningen Strandparken"
    assert source in told


@pytest.mark.parametrize("chat", [ChatKind.GROUP, ChatKind.CHANNEL])
async def test_where_others_read_along_it_is_told_of_too(held: Hearing, staff: Asker, chat: ChatKind) -> None:
    staff.chat = chat
    assert "støj" in await staff.asks(f"Hvad siger høringen om {held.title}?")


NOT_TOLD = {
    "a point that came late and does not count": ("Hvem er bekymret for cyklisterne?", "hængt af"),
    "a late party's points": ("Hvad siger Cykelklubben Hjulet i høringen om ny plads?", "hængt af"),
    "a remark that is not approved": ("Hvad svarede administrationen om cykelstien?", "til debat"),
    "a recommendation that is not approved": (
        "Hvilke indstillinger kom der i høringen om ny plads?",
        "lukkes",
    ),
    "who wrote it": ("Hvem skrev helhedsplanens svar i høringen om ny plads?", "Sofie"),
    "who sent it": ("Hvem har afgivet svar i høringen om ny plads?", "Sofie"),
}


@pytest.mark.parametrize(("question", "word"), NOT_TOLD.values(), ids=NOT_TOLD)
async def test_of_a_public_hearing_this_is_not_told(
    held: Hearing, staff: Asker, question: str, word: str
) -> None:
    assert held.public
    assert word not in await staff.asks(question)


ABSENT = {
    "another matter": "Hvem er bekymret for trafikken i høringen om ny plads?",
    "another stance of another party": "Er politiet bekymret for noget i høringen om ny plads?",
    "a party that was not heard": "Hvad siger Lokalrådet om støj i høringen om ny plads?",
}


@pytest.mark.parametrize("question", ABSENT.values(), ids=ABSENT)
async def test_what_a_named_hearing_does_not_tell_is_said_so(
    held: Hearing, staff: Asker, question: str
) -> None:
    assert held.public
    assert NOT_THERE in await staff.asks(question)


async def test_another_stance_than_the_one_asked_for_is_told_as_such(held: Hearing, staff: Asker) -> None:
    told = await staff.asks("Hvem støtter cykelstien i høringen om ny plads?")
    assert held.public
    assert "Det fremgår ikke af høringssvarene, at nogen bakker op her. Om emnet er der skrevet dette" in told
    assert "Undren: Hvorfor skal cykelstien lægges om?" in told


UNTOUCHED = (
    "Hvem sidder i SSP-NU?",
    "Hvad siger retsplejelovens § 115?",
    "Hvad er forslaget i leverance 2?",
    "Hvad er mål C?",
    "Hvad er fordelene ved proaktiv kriminalitetsforebyggelse?",
    "Hvilke opgaver har administrationen?",
    "Hvad er et høringssvar?",
    "Hvem støtter familierne?",
    "Hvad mener du om vejret?",
    "Hvad sagde politiet i høringen i 2023?",
    "Hvem er bekymret i høringen om ny organisering?",
    "Hvad siger høringen i 2021?",
    "Hvem er ikke bekymret for støj?",
    "Hvad siger bestyrelsen for Vildtbanen om støj?",
    "Tak for hjælpen",
    "Hvad kan du svare på?",
    "Hvilke spørgsmål kan du svare på?",
    "Sidder politiet i SSP-NU u18?",
    "Hvor er der plads til flere i SSP-NU?",
    "Hvad er model 1?",
    "Hvilke parter er med i SSP-NU?",
    "Hvad svarer du?",
    "Hvad siger loven om støj fra parkeringspladser?",
    "Hvad siger arbejdsnotatet om SSP-NU u18?",
)


@pytest.mark.parametrize("question", UNTOUCHED)
async def test_a_question_about_something_else_is_answered_as_without_it(
    held: Hearing, staff: Asker, questions: Questions, question: str
) -> None:
    assert held.public
    alone = reply_of(questions.alone(question).answer).card
    assert await staff.asks(question) == "\n".join(_texts(alone))


async def test_of_the_question_set_only_what_is_asked_of_hearings_is_answered_otherwise(
    held: Hearing, town: Town, questions: Questions
) -> None:
    desk = await town.office.open()
    touched = set()
    for asked_before in read_questions([*HERE.glob("*.jsonl"), *(HERE / "unseen").glob("*.jsonl")]):
        if asked_before.context:
            continue
        understood = questions.alone(asked_before.q)
        turn = Turn(asked_before.q, "a:set", STAFF, town.now)
        if await asked.answer(desk, turn, understood, questions.parser):
            touched.add((asked_before.category, asked_before.q))
    assert held.public
    assert {category for category, question in touched if "høring" not in question.lower()} <= {"hearing"}
    assert 5 <= len(touched) <= 20


# --- a hearing that may not be told of ------------------------------------------------------------

KEPT = {
    "open": {"status": HearingStatus.OPEN, "public": False},
    "open again, though it was public": {"status": HearingStatus.OPEN, "public": True},
    "closed": {"status": HearingStatus.CLOSED, "public": False},
    "concluded": {"status": HearingStatus.CONCLUDED, "public": False},
    "a draft": {"status": HearingStatus.DRAFT, "public": True},
    "deleted": {"status": HearingStatus.DELETED, "public": True},
}


@pytest.mark.parametrize("changes", KEPT.values(), ids=KEPT)
@pytest.mark.parametrize(
    ("user", "chat"),
    [(STAFF, ChatKind.PERSONAL), (ANNE, ChatKind.GROUP), (LEAD, ChatKind.CHANNEL), (LEAD, ChatKind.PERSONAL)],
    ids=["staff", "a party's contact in a group", "a lead in a channel", "a lead"],
)
async def test_nothing_of_its_content_is_told_to_anybody(
    town: Town, bot: Bot, changes: dict[str, Any], user: str, chat: ChatKind
) -> None:
    await _hold(town, places.places(**changes))
    asker = Asker(town, bot, user, chat)
    for question in QUESTIONS:
        told = await asker.asks(question)
        said = set(question.split("?")[0].lower().split())
        leaked = [word for word in (*CONTENT, *PARTIES) if word in told and word.lower() not in said]
        leaked = [word for word in leaked if word != "videnstab"]  # which the hearing of 2023 speaks of
        assert leaked == [], (question, told)


@pytest.mark.parametrize("chat", ChatKind)
@pytest.mark.parametrize("user", [STAFF, ANNE])
async def test_others_are_told_that_an_open_hearing_is_under_way(
    town: Town, bot: Bot, user: str, chat: ChatKind
) -> None:
    await _hold(town, places.places(status=HearingStatus.OPEN, public=False))
    asker = Asker(town, bot, user, chat)
    for question in ("Hvem har svaret i høringen om ny plads?", "Hvad siger høringen om SSP-NU?"):
        told = await asker.asks(question)
        assert "Høringen »Ny plads til SSP-NU« er i gang" in told
        assert "Hvad der kommer ud af den, kan jeg ikke fortælle endnu." in told
        assert "parter har svaret" not in told


async def test_others_are_told_that_the_answers_of_a_closed_one_are_not_shared(
    town: Town, staff: Asker
) -> None:
    await _hold(town, places.places(status=HearingStatus.CLOSED, public=False))
    told = await staff.asks("Hvem støtter model 1 i høringen om ny plads?")
    assert "Høringen »Ny plads til SSP-NU« er ikke gjort synlig for medarbejderne" in told


async def test_leads_are_told_in_their_own_chat_where_an_open_one_stands(
    town: Town, lead_asks: Asker
) -> None:
    await _hold(town, places.places(status=HearingStatus.OPEN, public=False))
    for question in ("Hvem har svaret i høringen?", "Hvad siger høringen om ny plads?"):
        told = await lead_asks.asks(question)
        assert "5 af 6 parter har svaret" in told
        assert "fristen er onsdag den 15. april 2026 kl. 23.59" in told
        assert "Svartavle" in told
    lead_asks.chat = ChatKind.GROUP
    assert "5 af 6" not in await lead_asks.asks("Hvem har svaret i høringen om ny plads?")


async def test_leads_are_told_that_a_closed_one_is_not_shared(town: Town, lead_asks: Asker) -> None:
    await _hold(town, places.places(status=HearingStatus.CLOSED, public=False))
    told = await lead_asks.asks("Hvad siger høringen om ny plads?")
    assert "5 af 6 parter har svaret" in told
    assert "er lukket, og den er ikke gjort synlig for medarbejderne" in told


@pytest.mark.parametrize("user", [STAFF, LEAD])
@pytest.mark.parametrize("status", [HearingStatus.DRAFT, HearingStatus.DELETED])
async def test_what_is_not_there_is_not_known(
    town: Town, bot: Bot, questions: Questions, user: str, status: HearingStatus
) -> None:
    await _hold(town, places.places(status=status))
    asker = Asker(town, bot, user)
    for question in QUESTIONS:
        alone = "\n".join(_texts(reply_of(questions.alone(question).answer).card))
        assert (await asker.asks(question)).startswith(alone)


# --- from one to the other --------------------------------------------------------------------------


async def test_what_a_lead_makes_public_or_takes_back_holds_at_once(town: Town, staff: Asker) -> None:
    desk = await town.office.open()
    hearing = await _hold(town, places.places(public=False))
    question = "Hvem er nervøs for støjen?"
    assert "parkeringspladser" not in await staff.asks(question)
    hearing = await heard.change(desk.records, hearing, public=True)
    assert "parkeringspladser" in await staff.asks(question)
    await heard.change(desk.records, hearing, public=False)
    assert "parkeringspladser" not in await staff.asks(question)


async def test_a_deleted_hearing_is_told_of_no_more(town: Town, held: Hearing, staff: Asker) -> None:
    desk = await town.office.open()
    assert "støj" in await staff.asks(f"Hvad siger høringen om {held.title}?")
    await heard.change(desk.records, held, status=HearingStatus.DELETED)
    assert "støj" not in await staff.asks(f"Hvad siger høringen om {held.title}?")


@pytest.mark.parametrize(
    "question",
    [
        "Hvad er den politiske beslutning i høringen om ny plads?",
        "Hvad blev besluttet efter høringen om ny plads?",
        "Hvad blev vedtaget i høringen i 2026?",
    ],
)
async def test_what_was_decided_is_told_as_the_outcome_of_what_was_recommended(
    held: Hearing, staff: Asker, question: str
) -> None:
    assert held.public
    told = await staff.asks(question)
    assert "Vedtaget af Byrådet tirsdag den 2. juni 2026" in told
    assert "De bør mødes hver måned." not in told


@pytest.mark.parametrize(
    "question", ["Kom nogen for sent i høringen om ny plads?", "Hvem svarede for sent i høringen i 2026?"]
)
async def test_who_came_late_is_told(held: Hearing, staff: Asker, question: str) -> None:
    assert held.public
    assert "Cykelklubben Hjulet svarede efter fristen" in await staff.asks(question)


async def test_no_button_asks_what_has_just_been_answered(held: Hearing, staff: Asker) -> None:
    question = f"Hvad svarede administrationen i høringen om {held.title}?"
    told = await staff.asks(question)
    assert "Hvilke indstillinger kom der i høringen om" in told
    assert question not in told


async def test_a_point_is_told_in_the_partys_own_words_never_in_the_administrations(
    town: Town, held: Hearing, staff: Asker
) -> None:
    desk = await town.office.open()
    point = places.ANSWERS[2].points[0]  # type: ignore[index]
    short = Paraphrase(
        id=point.id,
        party_id="a1",
        text="Naboerne frygter larm.",
        rests_on="støj",
        of_text=hash_of(point.text),
    )
    await heard.treat(desk.records, held, short)
    told = await staff.asks("Hvem er bekymret for larm?")
    assert "Der bliver støj" in told
    assert "Naboerne frygter larm." not in told
    await heard.treat(desk.records, held, replace(short, by_party=True))
    assert "Naboerne frygter larm." in await staff.asks("Hvem er bekymret for larm?")
    await heard.treat(desk.records, held, replace(short, by_party=True, of_text=hash_of("noget andet")))
    told = await staff.asks("Hvem er bekymret for støj?")
    assert "Der bliver støj" in told
    assert "Naboerne" not in told


async def test_what_is_said_elsewhere_is_told_however_far_a_remark_refers(
    town: Town, held: Hearing, staff: Asker
) -> None:
    desk = await town.office.open()
    onward = replace(
        places.TREATED[1],
        id="r9",
        party_id="vestegns-politi",
        position=9,
        points=("p4",),
        refers_to=("r2",),
    )
    await heard.treat(desk.records, held, onward)
    told = await staff.asks("Hvad svarede administrationen Vestegns Politi i høringen om ny plads?")
    assert "Der anlægges tyve pladser mere bag huset." in told
    assert "Ingen selvstændig bemærkning" not in told


async def test_what_another_process_stores_is_seen_within_ten_seconds(
    town: Town, staff: Asker, knowledge: Knowledge, folder: Path
) -> None:
    question = "Hvem er nervøs for støjen?"
    assert "støj og for få" not in await staff.asks(question)
    async with people.town(knowledge, folder, first_id=512) as other:
        await _hold(other, places.places())
        assert "støj og for få" not in await staff.asks(question)
        town.later(seconds=10)
        assert "støj og for få" in await staff.asks(question)


async def test_several_hearings_stand_newest_first_and_at_most_three(town: Town, staff: Asker) -> None:
    desk = await town.office.open()
    for year in (2024, 2025, 2027, 2028):
        hearing = replace(
            places.places(),
            id=f"plads-{year}",
            title=f"Plads nummer {year}",
            opens_at=datetime(year, 3, 1, tzinfo=UTC),
            deadline=datetime(year, 4, 1, tzinfo=UTC),
        )
        answers = tuple(
            replace(
                each,
                points=tuple(replace(point, id=f"{year}-{point.id}") for point in each.points)
                if each.points is not None
                else None,
            )
            for each in places.ANSWERS
        )
        await heard.hold(desk.records, hearing, answers)
    told = await staff.asks("Hvem er nervøs for støjen?")
    order = [told.index(f"Høring {year} · Plads nummer {year}") for year in (2028, 2027, 2025)]
    assert order == sorted(order)
    assert "Høring 2024" not in told
    assert "Hvad siger høringen om Plads nummer 2024?" in told
    told = await staff.asks("Hvem er nervøs for støjen i høringen i 2024?")
    assert "Høring 2024 · Plads nummer 2024" in told
    assert "Høring 2025" not in told


async def test_of_very_many_points_the_first_are_shown(town: Town, staff: Asker) -> None:
    desk = await town.office.open()
    answers = [
        heard.Answer(
            heard.party(f"b{number}", f"Forening {number}"),
            (Point(id=f"q{number}", stance=Stance.CONCERN, text=f"Støj på vej {number}."),),
        )
        for number in range(40)
    ]
    await heard.hold(desk.records, places.places(), answers)
    told = await staff.asks("Hvem er bekymret for støj?")
    assert "Forening 0, Forening 1, Forening 2, Forening 3, Forening 4 m.fl. udtrykker bekymring" in told
    assert "Støj på vej 11." in told
    assert "Støj på vej 12." not in told
    assert "Her er de første punkter; der er 28 til." in told


async def test_two_questions_in_a_message_are_both_answered(held: Hearing, staff: Asker) -> None:
    told = await staff.asks("Hvem undrer sig over cykelstien? Og hvem sidder i SSP-NU u18?")
    assert told.index(held.title) < told.index("Hvorfor skal cykelstien lægges om?")
    assert told.index("Hvorfor skal cykelstien lægges om?") < told.index("SSP-NU u18 består af 6 funktioner")


async def test_a_follow_up_goes_on_where_the_question_was(held: Hearing, staff: Asker) -> None:
    assert held.public
    await staff.asks("Hvad siger helhedsplanen i høringen?")
    told = await staff.asks("og politiet?", goes_on=True)
    assert "Det er let at komme til" in told


# --- where only the hearing of 2023 is there ---------------------------------------------------------


@pytest.mark.parametrize("user", [STAFF, LEAD])
async def test_with_the_hearing_of_2023_alone_the_documents_answer(
    town: Town, bot: Bot, questions: Questions, user: str
) -> None:
    asker = Asker(town, bot, user)
    for question in QUESTIONS:
        alone = "\n".join(_texts(reply_of(questions.alone(question).answer).card))
        assert (await asker.asks(question)).startswith(alone)


THREE = {
    "Hvad siger høringen om SSP-NU?": "ingen af høringsparterne nævner SSP-NU o18 eller SSP-NU u18",
    "Hvem er bekymret for videnstab?": "Gadeplan samt de kriminalpræventive konsulenter",
    "Hvilke indstillinger kom der?": "tilknyttes styregruppen",
    "Hvem har svaret i høringen?": "Fem parter",
    "Hvad siger høringen om model 2?": "bestiller-udfører-model",
    "Hvad blev der sagt i høringen?": "Fem parter svarede på forslaget",
}


@pytest.mark.parametrize(("question", "words"), THREE.items(), ids=THREE)
async def test_of_the_hearing_of_2023_these_are_answered(staff: Asker, question: str, words: str) -> None:
    assert words in await staff.asks(question)


async def test_while_the_records_are_away_the_documents_answer(
    town: Town, held: Hearing, staff: Asker
) -> None:
    assert held.public
    await town.office.close()
    assert "Høringen 2023" in await staff.asks("Hvem er bekymret for videnstab?")
