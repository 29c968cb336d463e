"""When a hearing opens, those who can be written to are invited, and the lead is told of the others."""

from __future__ import annotations

import pytest

from tests.fakes.people import Person, opened

pytestmark = pytest.mark.asyncio


async def test_who_has_talked_to_the_bot_gets_the_invitation_with_the_button(
    lead: Person, anne: Person
) -> None:
    await anne.says("Mine svar")
    second = await opened(lead.town, title="Flere voksne om aftenen")
    assert second.reply is not None
    [post] = second.reply.posts
    assert post.summary == "Flere voksne om aftenen"
    assert post.to.conversation_id.endswith(anne.user_id)
    assert "inviteres til at give høringssvar" in post.card_json
    anne.card = post.card
    await anne.presses("Afgiv høringssvar")
    assert anne.sees("Flere voksne om aftenen", "Den Boligsociale Helhedsplan Vejleåparken")


async def test_the_lead_is_told_who_is_written_to_and_how_many_are_not(lead: Person, anne: Person) -> None:
    await anne.says("Mine svar")
    second = await opened(lead.town, title="Flere voksne om aftenen")
    assert second.sees("invitation til Den Boligsociale Helhedsplan Vejleåparken")
    assert second.sees("Én part kan jeg ikke selv skrive til")


async def test_opened_twice_it_invites_once(lead: Person, anne: Person) -> None:
    await anne.says("Mine svar")
    second = await opened(lead.town, title="Flere voksne om aftenen")
    await second.sends("hearing.open", hearing=second.button("Svartavle")["data"]["hearing"])
    assert second.reply is not None
    assert second.reply.posts == ()
