"""Links to a memo: who signed them, and how long they are good for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.memo.links import LIFETIME, Links, Ticket, links_of
from tests.fakes.memos import NOW

LINKS = links_of("made-up", "https://bot.example.dk/")
TICKET = Ticket("0123456789abcdef01234567", "f" * 64)


def test_a_token_tells_what_it_was_made_for() -> None:
    token = LINKS.token(TICKET, NOW)
    assert LINKS.ticket(token, NOW) == TICKET


@pytest.mark.parametrize(
    ("after", "ticket"),
    [
        (timedelta(), TICKET),
        (LIFETIME, TICKET),
        (LIFETIME + timedelta(seconds=1), None),
        (-timedelta(seconds=1), None),
    ],
    ids=["at once", "in the last second", "a second too late", "before it was made"],
)
def test_it_is_good_for_a_quarter_of_an_hour(after: timedelta, ticket: Ticket | None) -> None:
    assert LINKS.ticket(LINKS.token(TICKET, NOW), NOW + after) == ticket


@pytest.mark.parametrize(
    "token",
    [
        pytest.param("", id="nothing"),
        pytest.param("x", id="a letter"),
        pytest.param("ø.ø.ø", id="other letters"),
        pytest.param("." * 200, id="points"),
        pytest.param(Links().token(TICKET, NOW), id="another process's"),
        pytest.param(links_of("another", None).token(TICKET, NOW), id="another secret's"),
        pytest.param(LINKS.token(TICKET, NOW)[:-1], id="cut short"),
        pytest.param("A" + LINKS.token(TICKET, NOW), id="changed"),
    ],
)
def test_what_was_not_signed_here_is_no_ticket(token: str) -> None:
    assert LINKS.ticket(token, NOW) is None


def test_all_with_the_same_secret_know_each_other_s_links() -> None:
    assert links_of("made-up", None).ticket(LINKS.token(TICKET, NOW), NOW) == TICKET


def test_the_address_is_the_bot_s_own_and_can_stand_in_a_path() -> None:
    token = LINKS.token(TICKET, NOW)
    assert LINKS.url(token) == f"https://bot.example.dk/hoeringsnotat/{token}"
    assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")
    assert len(token) <= 200


def test_without_an_address_of_its_own_there_is_no_link() -> None:
    assert links_of("made-up", None).url("token") is None


def test_the_key_is_not_told() -> None:
    assert "key" not in repr(LINKS)
