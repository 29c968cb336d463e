"""Dialogues: what a person says, and how the one reply to it begins."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.dispatch import Bot
from bot.questions.memory import Memory
from bot.questions.understand import Questions
from bot.turn import Reply, Turn
from storage.knowledge import Knowledge
from tests.fakes.hearings import NoHearings

pytestmark = pytest.mark.asyncio

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
DECLINE = "Det fremgår ikke af dokumenterne"


@dataclass
class Chat:
    """One conversation with the bot; time passes only as it is told to."""

    bot: Bot
    id: str
    at: datetime = START

    async def say(self, text: str, *, after: timedelta = timedelta(seconds=20), user: str = "29:a") -> Reply:
        self.at += after
        return await self.bot.handle(
            Turn(text=text, conversation_id=self.id, user_id=user, received_at=self.at)
        )


@pytest.fixture(name="bot", scope="module")
def _bot(knowledge: Knowledge) -> Bot:
    return Bot(Questions(knowledge), knowledge, NoHearings())


@pytest.fixture(name="new_chat", scope="module")
def _new_chat(bot: Bot) -> Callable[[], Chat]:
    number = itertools.count()
    return lambda: Chat(bot, f"a:{next(number)}")


def pressed(card: dict[str, Any]) -> list[str]:
    """The questions that the card's buttons ask."""
    return [
        action["data"]["msteams"]["text"]
        for element in card["body"]
        if element["type"] == "ActionSet"
        for action in element["actions"]
    ]


# How the reply's summary begins; several where the order is open.
DIALOGUES: dict[str, list[tuple[str, str | tuple[str, ...]]]] = {
    "another forum": [
        ("Hvem sidder i SSP-NU u18?", "SSP-NU u18 består af 6 funktioner"),
        ("og o18?", "SSP-NU o18 består af 7 funktioner"),
    ],
    "another forum, in other words": [
        ("Hvem sidder i Lokalrådet?", "Lokalråd består af 9 funktioner"),
        ("hvad med Koordinationsgruppen?", "Koordinationsgruppen består af 9 funktioner"),
    ],
    "a correction": [
        ("Hvem sidder i Koordinationsgruppen?", "Koordinationsgruppen består af 9 funktioner"),
        ("nej jeg mente Lokalrådet", "Lokalråd består af 9 funktioner"),
    ],
    "a correction of a yes or no": [
        ("Er den reaktive konsulent med i SSP-NU u18?", "Nej, "),
        ("nej, jeg mente o18", "Ja, den reaktive konsulent sidder i SSP-NU o18"),
    ],
    "what the administration answered the police": [
        ("Hvad sagde Vestegns Politi i høringen?", "Vestegns Politi bakker op om fem punkter"),
        ("hvad svarede administrationen?", "Administrationen svarer: Et opmærksomhedspunkt"),
    ],
    "what the administration answered the housing plan": [
        ("Hvad sagde helhedsplanen i høringen?", "Helhedsplanen er tilfreds"),
        ("og hvad svarede administrationen?", "Administrationens bemærkninger til Den Boligsociale"),
    ],
    "somebody who is there": [
        ("Hvem sidder i SSP-netværket?", "SSP-netværk består af 10 funktioner"),
        ("er gadeplan med?", "Ja, Gadeplan sidder i SSP-netværk"),
    ],
    "somebody who is not": [
        ("Hvem sidder i SSP-NU u18?", "SSP-NU u18 består af 6 funktioner"),
        ("er gadeplan med?", "Nej, Gadeplan sidder ikke i SSP-NU u18"),
    ],
    "how many": [
        ("Hvem sidder i SSP-NU o18?", "SSP-NU o18 består af 7 funktioner"),
        ("hvor mange er de?", "7 funktioner sidder i SSP-NU o18"),
    ],
    "how many, of one kind": [
        ("Hvem sidder i Lokalrådet?", "Lokalråd består af 9 funktioner"),
        ("og hvor mange fra politiet?", "3 funktioner fra politiet sidder i Lokalråd"),
    ],
    "another role": [
        ("Hvilke fora sidder den proaktive konsulent i?", "Den proaktive konsulent sidder i 6 fora"),
        ("og den reaktive?", "Den reaktive konsulent sidder i SSP-NU o18 og Koordinationsgruppen"),
    ],
    "the same role in another forum": [
        ("Er familierådgiveren med i SSP-NU u18?", "Ja, familierådgiveren sidder i SSP-NU u18"),
        ("og i o18?", "Nej, familierådgiveren sidder ikke i SSP-NU o18"),
    ],
    "only in one of the two compared": [
        ("Hvad er forskellen på SSP-NU u18 og o18?", "SSP-NU u18 og SSP-NU o18 har fem"),
        ("og hvem er kun i o18?", "Kun i SSP-NU o18, ikke i SSP-NU u18: "),
    ],
    "both that a name fits, compared": [
        ("Hvem sidder i SSP-NU?", "SSP-NU "),
        ("og hvad er forskellen?", ("SSP-NU u18 og SSP-NU o18 har fem", "SSP-NU o18 og SSP-NU u18 har fem")),
        ("hvem er kun i u18?", "Kun i SSP-NU u18, ikke i SSP-NU o18: familierådgiver"),
    ],
    "another municipality": [
        ("Hvor mange ansatte har Albertslund?", "12 "),
        ("og Viborg?", "8 "),
        ("hvad med Høje Taastrup?", "9 "),
    ],
    "another goal": [
        ("Hvad er mål A?", "Mål A"),
        ("og C?", "Mål C"),
    ],
    "five turns": [
        ("hej", "Hej"),
        ("Hvem sidder i SSP-NU u18?", "SSP-NU u18 består af 6 funktioner"),
        ("og o18?", "SSP-NU o18 består af 7 funktioner"),
        ("hvor mange er de?", "7 funktioner sidder i SSP-NU o18"),
        ("er gadeplan med?", "Nej, Gadeplan sidder ikke i SSP-NU o18"),
        ("nej jeg mente Lokalrådet", "Nej, Gadeplan sidder ikke i Lokalråd"),
    ],
    "thanks in between": [
        ("Hvem sidder i SSP-NU u18?", "SSP-NU u18 består af 6 funktioner"),
        ("tak", "Selv tak"),
        ("og o18?", "SSP-NU o18 består af 7 funktioner"),
    ],
    "a decline in between": [
        ("Hvem sidder i SSP-NU u18?", "SSP-NU u18 består af 6 funktioner"),
        ("Hvad koster en bil?", DECLINE),
        ("og o18?", "SSP-NU o18 består af 7 funktioner"),
    ],
    "a new subject": [
        ("Hvem sidder i SSP-NU u18?", "SSP-NU u18 består af 6 funktioner"),
        ("Hvad er mål C?", "Mål C"),
        ("Hvor mange sidder i SSP-netværket?", "10 funktioner sidder i SSP-netværk"),
    ],
    "a name that nobody has": [
        ("Hvilke fora sidder politidirektøren i?", "Politidirektøren sidder i Kredsråd"),
        ("hvad hedder han?", DECLINE),
    ],
    "what the documents do not say of it": [
        ("Hvem sidder i Lokalrådet?", "Lokalråd består af 9 funktioner"),
        ("hvem er formand?", DECLINE),
        ("hvor tit mødes de?", DECLINE),
    ],
    "in English": [
        ("Who is in SSP-NU u18?", "SSP-NU u18 består af 6 funktioner"),
        ("and o18?", "SSP-NU o18 består af 7 funktioner"),
        ("how many are they?", "7 funktioner sidder i SSP-NU o18"),
    ],
}


@pytest.mark.parametrize("dialogue", DIALOGUES.values(), ids=DIALOGUES)
async def test_a_follow_up_is_understood_from_what_came_before(
    new_chat: Callable[[], Chat], dialogue: list[tuple[str, str | tuple[str, ...]]]
) -> None:
    chat = new_chat()
    answered = [(said, (await chat.say(said)).summary) for said, _ in dialogue]
    for (said, summary), (_, expected) in zip(answered, dialogue, strict=True):
        assert summary.startswith(expected), said


@pytest.mark.parametrize("text", ["hvor mange er de?", "er gadeplan med?", "nej jeg mente det andet", "og?"])
async def test_a_follow_up_to_nothing_is_answered_without_making_anything_up(
    new_chat: Callable[[], Chat], text: str
) -> None:
    summary = (await new_chat().say(text)).summary
    assert not summary.startswith(("Ja", "Nej"))
    assert not summary[:1].isdigit()


async def test_a_forum_named_alone_needs_nothing_before_it(new_chat: Callable[[], Chat]) -> None:
    assert (await new_chat().say("og o18?")).summary == "SSP-NU o18 består af 7 funktioner"


async def test_a_button_asks_its_question_in_the_same_conversation(new_chat: Callable[[], Chat]) -> None:
    chat = new_chat()
    first, *_ = pressed((await chat.say("Hvem sidder i SSP-NU u18?")).card)
    assert first == "Hvad er forskellen på SSP-NU u18 og SSP-NU o18?"
    assert (await chat.say(first)).summary.startswith("SSP-NU u18 og SSP-NU o18 har fem")
    assert (await chat.say("og hvem er kun i u18?")).summary.startswith("Kun i SSP-NU u18")


@pytest.mark.parametrize(
    ("after", "summary"),
    [
        pytest.param(timedelta(minutes=30), "7 funktioner sidder i SSP-NU o18", id="half an hour"),
        pytest.param(timedelta(minutes=30, seconds=1), DECLINE, id="a second more"),
        pytest.param(timedelta(days=3), DECLINE, id="three days"),
    ],
)
async def test_what_was_asked_is_forgotten_after_half_an_hour(
    new_chat: Callable[[], Chat], after: timedelta, summary: str
) -> None:
    chat = new_chat()
    await chat.say("Hvem sidder i SSP-NU o18?")
    assert (await chat.say("hvor mange er de?", after=after)).summary == summary


async def test_every_question_begins_the_half_hour_anew(new_chat: Callable[[], Chat]) -> None:
    chat, nearly = new_chat(), timedelta(minutes=29)
    await chat.say("Hvem sidder i SSP-NU u18?")
    await chat.say("og o18?", after=nearly)
    assert (await chat.say("hvor mange er de?", after=nearly)).summary == "7 funktioner sidder i SSP-NU o18"


async def test_two_conversations_do_not_mix(new_chat: Callable[[], Chat]) -> None:
    one, other = new_chat(), new_chat()
    await one.say("Hvem sidder i SSP-NU o18?")
    await other.say("Hvem sidder i SSP-netværket?")
    assert (await one.say("hvor mange er de?")).summary == "7 funktioner sidder i SSP-NU o18"
    assert (await other.say("hvor mange er de?")).summary == "10 funktioner sidder i SSP-netværk"


async def test_in_a_group_anybody_may_ask_on(new_chat: Callable[[], Chat]) -> None:
    chat = new_chat()
    await chat.say("Hvem sidder i SSP-NU u18?", user="29:a")
    assert (await chat.say("og o18?", user="29:b")).summary == "SSP-NU o18 består af 7 funktioner"


async def test_only_so_many_conversations_are_remembered_and_the_longest_silent_goes_first(
    knowledge: Knowledge,
) -> None:
    memory = Memory(max_conversations=2)
    bot = Bot(Questions(knowledge, memory=memory), knowledge, NoHearings())
    first, second, third = (Chat(bot, id_) for id_ in ("first", "second", "third"))
    await first.say("Hvem sidder i SSP-NU u18?")
    await second.say("Hvem sidder i SSP-NU o18?")
    await first.say("Hvem sidder i SSP-netværket?")
    await third.say("Hvem sidder i Lokalrådet?")
    assert len(memory) == 2
    assert (await second.say("hvor mange er de?")).summary == DECLINE
    assert (await first.say("hvor mange er de?")).summary == "10 funktioner sidder i SSP-netværk"
    assert (await third.say("hvor mange er de?")).summary == "9 funktioner sidder i Lokalråd"


async def test_a_thousand_conversations_take_no_more_room_than_allowed(knowledge: Knowledge) -> None:
    memory = Memory(max_conversations=10)
    bot = Bot(Questions(knowledge, memory=memory), knowledge, NoHearings())
    for number in range(1_000):
        await Chat(bot, f"a:{number}").say("Hvem sidder i SSP-NU u18?")
    assert len(memory) == 10


async def test_who_installs_the_bot_is_welcomed_with_questions_to_try(bot: Bot) -> None:
    turn = Turn(text="", conversation_id="a:new", user_id="29:a", received_at=START, installed=True)
    reply = await bot.handle(turn)
    assert reply.summary == "Hej – jeg er Tryghedsbotten"
    assert len(pressed(reply.card)) == 4


@pytest.mark.parametrize("text", ["", "   ", "\n"])
async def test_who_writes_nothing_is_shown_what_to_ask(new_chat: Callable[[], Chat], text: str) -> None:
    reply = await new_chat().say(text)
    assert reply.summary.startswith("Skriv et spørgsmål")
    assert len(pressed(reply.card)) == 4


@pytest.mark.parametrize(
    "before", ["Hvad er forskellen på model 1 og 2?", "Hvem sidder i SSP-NU u18?", "Hvad er mål C?"]
)
@pytest.mark.parametrize(
    "question",
    [
        "Hvem frygter at miste koblingen mellem det strategiske og det udførende niveau?",
        "Hvornår på døgnet skal man kunne færdes trygt i Ishøj?",
        "Hvor mange faser er arbejdet delt i?",
        "Fora uden politi",
    ],
)
async def test_a_question_that_says_enough_is_answered_the_same_whatever_was_asked_before(
    new_chat: Callable[[], Chat], before: str, question: str
) -> None:
    first, later = new_chat(), new_chat()
    await later.say(before)
    assert (await later.say(question)).summary == (await first.say(question)).summary


@pytest.mark.parametrize("forum", ["SSP-NU u18", "Lokalrådet", "Koordinationsgruppen"])
async def test_all_fora_are_told_of_also_after_one_of_them(new_chat: Callable[[], Chat], forum: str) -> None:
    chat = new_chat()
    card = (await chat.say(f"Hvem sidder i {forum}?")).card
    [asked] = [question for question in pressed(card) if question == "Hvilke fora er der i Ishøj?"]
    assert (await chat.say(asked)).summary == "8 fora er beskrevet i Ishøj"
    assert (await chat.say("Hvor mange fora er der?")).summary == "8 fora er beskrevet i Ishøj"
