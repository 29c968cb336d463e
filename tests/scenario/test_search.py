"""What a person types into the search box of any chat, and the cards they may choose from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from bot import texts
from bot.dispatch import MOST_COUNTED, MOST_MATCHES, Bot
from bot.questions.memory import Memory
from bot.questions.understand import Questions
from bot.reply import size_bytes
from bot.turn import Match, Matches, Query, Reply, Turn
from storage.knowledge import Knowledge
from tests.fakes.hearings import NoHearings
from tests.unit.test_cards import elements, faults

pytestmark = pytest.mark.asyncio

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
U18, O18 = "Hvem sidder i SSP-NU u18?", "Hvem sidder i SSP-NU o18?"
GOAL_C = "Hvad er mål C?"


@pytest.fixture(name="questions", scope="module")
def _questions(knowledge: Knowledge) -> Questions:
    return Questions(knowledge)


@pytest.fixture(name="bot", scope="module")
def _bot(questions: Questions, knowledge: Knowledge) -> Bot:
    return Bot(questions, knowledge, NoHearings())


@pytest.fixture(name="new_bot")
def _new_bot(questions: Questions, knowledge: Knowledge) -> Bot:
    """A bot that nobody has asked anything yet."""
    return Bot(questions, knowledge, NoHearings())


async def search(bot: Bot, text: str, *, skip: int = 0, count: int = 25) -> Matches:
    return await bot.suggest(Query(text, NOW, skip, count))


async def titles(bot: Bot, text: str = "", **page: int) -> list[str]:
    return [match.title for match in (await search(bot, text, **page)).found]


async def ask(bot: Bot, *said: str, chat: str = "a:1") -> Reply:
    """What the bot replies to the last of what is said in a chat."""
    for text in said:
        reply = await bot.handle(Turn(text=text, conversation_id=chat, user_id="29:a", received_at=NOW))
    return reply


def without_buttons(card: dict[str, Any]) -> dict[str, Any]:
    return card | {"body": [element for element in card["body"] if element["type"] != "ActionSet"]}


# --- a whole question -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "question",
    [
        U18,
        GOAL_C,
        "Hvor mange sidder i SSP-NU o18?",
        "er familierådgiveren med i o18",
        "Sidder politiet i Koordinationsgruppen?",
        "Hvad er forskellen på SSP-NU u18 og o18?",
        "Kan du fortælle mig, hvad politiet sagde i høringen?",
        "who sits in SSP-NU o18?",
        "Hvad er mål C, og hvem sidder i Lokalrådet?",
        "hvem skal høres i høringen?",
        "hvad svarede administrationen politiet?",
    ],
)
async def test_a_whole_question_is_answered_first_with_the_card_that_chat_gives(
    bot: Bot, question: str
) -> None:
    reply = await ask(bot, question)
    first, *_ = (await search(bot, question)).found
    assert first.card == without_buttons(reply.card)
    assert reply.summary.startswith(first.subtitle.removesuffix("…"))


async def test_a_whole_question_stands_under_our_own_wording_of_it_or_none_at_all(bot: Bot) -> None:
    assert (await titles(bot, "hvem er det der sidder i ssp-nu under 18?"))[0] == U18
    assert (await titles(bot, "er Anne fra familierådgivningen med i o18?"))[0] != "Anne"
    assert (await titles(bot, "sidder politiet i o18?"))[0] == texts.FOUND


async def test_the_same_answer_is_shown_once(bot: Bot) -> None:
    for text in ("hvem sidder i o18", "mål", "exit", "hvad er model 1?", "politi", "pet", ""):
        answers = [match.subtitle for match in (await search(bot, text)).found]
        assert len(set(answers)) == len(answers), text


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("hvem sidder i ssp", "Hvem sidder i SSP-NU?"),
        ("politiet", "Hvilke fora sidder politiet i?"),
        ("exit", "Hvad betyder Exitforløb?"),
        ("mål", "Hvilke mål er der for det tryghedsskabende og kriminalitetsforebyggende arbejde?"),
    ],
)
async def test_a_word_or_an_unfinished_question_is_completed_before_it_is_answered(
    bot: Bot, text: str, first: str
) -> None:
    assert (await titles(bot, text))[0] == first


@pytest.mark.parametrize(
    "text",
    ["hej", "tak", "slet alt", "Hvad er din mening om vejret?", "xyzzy", "?", "Hvem er formand for byrådet?"],
)
async def test_what_the_documents_do_not_answer_is_said_in_a_sentence(bot: Bot, text: str) -> None:
    assert await search(bot, text) == Matches(message=texts.NO_MATCH)
    assert texts.NO_MATCH.startswith("Det fremgår ikke af dokumenterne.")


async def test_a_search_is_no_part_of_any_conversation(knowledge: Knowledge) -> None:
    memory = Memory()
    bot = Bot(Questions(knowledge, memory=memory), knowledge, NoHearings())
    await ask(bot, U18)
    for text in ("Hvem sidder i Lokalrådet?", "og o18?", "hvor mange er de?"):
        await search(bot, text)
    assert len(memory) == 1
    assert (await ask(bot, "hvor mange er de?")).summary == "6 funktioner sidder i SSP-NU u18"
    assert "funktioner sidder i" not in " ".join(
        match.subtitle for match in (await search(bot, "hvor mange er de?")).found
    )


# --- the cards --------------------------------------------------------------------------------------


@pytest.fixture(name="all_matches", scope="module")
def _all_matches(bot: Bot) -> Sequence[Match]:
    return [bot._of(each) for each in bot._suggestions.all]  # noqa: SLF001 - there is no search for all


async def test_a_card_says_where_it_comes_from_and_has_no_buttons(all_matches: Sequence[Match]) -> None:
    for match in all_matches:
        assert elements(match.card, "Action.Submit") == [], match.title
        assert '"Kilde' in str(match.card).replace("'", '"'), match.title


async def test_every_card_is_one_that_microsofts_models_know(all_matches: Sequence[Match]) -> None:
    for match in all_matches[::10]:
        assert faults(match.card) == [], match.title


async def test_what_the_list_shows_is_one_plain_line_each(all_matches: Sequence[Match]) -> None:
    for match in all_matches:
        assert 0 < len(match.title) <= 120
        assert 0 < len(match.subtitle) <= 120
        assert f"{match.title}{match.subtitle}".isprintable()


async def test_the_largest_page_is_smaller_than_a_message_may_be(all_matches: Sequence[Match]) -> None:
    largest = sorted((size_bytes(match.card_json) for match in all_matches), reverse=True)
    assert sum(largest[:MOST_MATCHES]) < 100_000


# --- pages ------------------------------------------------------------------------------------------


async def test_a_page_is_as_long_as_asked_for_but_never_longer_than_eight(bot: Bot) -> None:
    assert [len(await titles(bot, "hvem", count=count)) for count in (1, 3, 8, 25, 10**9)] == [1, 3, 8, 8, 8]
    assert await search(bot, "hvem", count=0) == Matches()


async def test_pages_follow_on_each_other_without_gap_or_repetition(bot: Bot) -> None:
    first = await titles(bot, "hvem sidder", count=3)
    second = await titles(bot, "hvem sidder", skip=3, count=3)
    assert [*first, *second] == await titles(bot, "hvem sidder", count=6)


async def test_after_the_last_page_there_is_nothing_and_no_complaint(bot: Bot) -> None:
    for skip in (8, 25, 10**9):
        assert await search(bot, "o18", skip=skip) == Matches()


# --- what is asked most -----------------------------------------------------------------------------


async def test_before_anybody_asked_the_starters_are_shown(new_bot: Bot) -> None:
    assert await titles(new_bot) == list(texts.STARTERS)
    assert await titles(new_bot, "  \n ") == list(texts.STARTERS)


async def test_what_is_answered_most_comes_first(new_bot: Bot) -> None:
    await ask(new_bot, "Hvad betyder KSP?", "hvem sidder i lokalrådet", "Hvem sidder i Lokalråd?")
    assert (await titles(new_bot))[:3] == ["Hvem sidder i Lokalråd?", "Hvad betyder KSP?", texts.STARTERS[0]]
    assert len(await titles(new_bot)) == MOST_MATCHES


async def test_a_starter_that_was_asked_is_shown_once(new_bot: Bot) -> None:
    await ask(new_bot, "og mål C?", GOAL_C)
    shown = await titles(new_bot)
    assert (shown[0], sorted(shown)) == (GOAL_C, sorted(texts.STARTERS))


async def test_a_whole_question_in_the_search_box_counts_too_and_half_of_one_does_not(new_bot: Bot) -> None:
    for letters in range(1, len(O18)):
        await search(new_bot, O18[:letters])
    assert await titles(new_bot) == list(texts.STARTERS)
    await search(new_bot, O18)
    await search(new_bot, O18, skip=8)
    await search(new_bot, U18)
    await search(new_bot, U18)
    assert (await titles(new_bot))[:2] == [U18, O18]


async def test_what_has_no_question_of_its_own_is_not_counted(new_bot: Bot) -> None:
    await ask(new_bot, "Sidder politiet i Lokalrådet?", "Hvem er formand?", "hej", "Hvor bor Anne Jensen?")
    assert await titles(new_bot) == list(texts.STARTERS)


async def test_of_what_is_counted_only_our_own_ids_are_kept(new_bot: Bot) -> None:
    await ask(new_bot, "Anne Jensen 010203-1234 spørger: hvad er mål C?", "Hvad betyder KSP?", U18)
    await search(new_bot, "Kan Anne Jensen få at vide, hvad mål D er?")
    assert set(new_bot._given) == {  # noqa: SLF001 - what is kept, not what is shown
        "fact:maal-c.overblik",
        "fact:maal-d.overblik",
        "term:ksp",
        "composition:ssp-nu-u18",
    }


async def test_no_more_statements_are_counted_than_there_is_room_for(new_bot: Bot) -> None:
    new_bot._given.update(f"fact:{number}" for number in range(MOST_COUNTED))  # noqa: SLF001 - as if asked
    await ask(new_bot, GOAL_C)
    assert len(new_bot._given) == MOST_COUNTED  # noqa: SLF001
    assert await titles(new_bot) == list(texts.STARTERS)
