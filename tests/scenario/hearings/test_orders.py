"""What is ordered stands in the records as it is to be sent, or is not ordered at all."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from bot.hearings.desk import Refused
from bot.hearings.orders import order_by_program
from bot.hearings.texts import posting as texts
from bot.page import Page, PageBlock
from bot.questions.answer import Paragraph
from bot.turn import Address
from storage.records.channels import Channel
from storage.records.posts import Post, PostKind
from tests.fakes.people import Town

pytestmark = pytest.mark.asyncio

CHAT = Address("a:chat", "https://smba.trafficmanager.net/emea/")
CHANNEL = Channel(
    id="19:kanal@thread.tacv2",
    team_id="19:team@thread.tacv2",
    name="Nyt",
    team_name="Børn og unge",
    service_url="https://smba.trafficmanager.net/emea/",
    bot_id="28:bot",
)


def page(*blocks: PageBlock) -> Page:
    return Page("Høring", "Høringen er slut", blocks)


async def order(town: Town, what: Page, to: Address | Channel = CHAT, **fields: Any) -> Post:
    desk = await town.office.open()
    async with desk.records.writing() as connection:
        return await order_by_program(
            desk, connection, what, to, now=town.now, kind=PostKind.NOTICE, **fields
        )


async def test_what_is_ordered_waits_with_its_finished_card(town: Town) -> None:
    made = await order(town, page(Paragraph("Tak for jeres svar")), hearing_id="h", party_id="p")
    [post] = town.posts()
    assert (post["id"], post["batch"], post["status"]) == (made.id, made.id, "waiting")
    assert (post["conversation_id"], post["channel_id"]) == ("a:chat", "")
    assert (post["service_url"], post["summary"]) == (CHAT.service_url, "Høringen er slut")
    assert (post["ordered_by"], post["due_at"], post["next_at"]) == ("", post["ordered_at"], post["due_at"])
    assert "Tak for jeres svar" in json.dumps(json.loads(post["card"]), ensure_ascii=False)
    [event] = town.events("post.ordered")
    assert (event["hearing_id"], event["party_id"], event["detail"]) == ("h", "p", made.id)
    assert event["actor"] == ""


async def test_a_channel_gets_a_thread_of_its_own_when_it_is_due(town: Town) -> None:
    later = town.now + timedelta(days=1)
    made = await order(town, page(), CHANNEL, batch="b", due_at=later, replaces="before")
    assert (made.channel_id, made.conversation_id, made.bot_id) == (CHANNEL.id, "", "28:bot")
    assert (made.batch, made.due_at, made.next_at, made.replaces) == ("b", later, later, "before")


@pytest.mark.parametrize(
    ("what", "why"),
    [
        pytest.param(page(Paragraph("Barnet 010203-1234")), texts.HOLDS_CPR, id="a CPR number"),
        pytest.param(Page("", "Barnet 010203-1234"), texts.HOLDS_CPR, id="in its headline"),
        pytest.param(page(*[Paragraph("Længe " * 100)] * 60), texts.TOO_LARGE, id="more than a card holds"),
    ],
)
async def test_what_may_not_be_sent_is_not_ordered(town: Town, what: Page, why: str) -> None:
    with pytest.raises(Refused) as refused:
        await order(town, what)
    assert refused.value.text == why
    assert town.posts() == []
    assert town.events("post.ordered") == []
