"""Who somebody is, asked of the connector on loopback."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from bot.teams import Members
from bot.teams.connector import Poster
from bot.turn import Turn
from tests.fakes.logs import caught_log
from tests.fakes.microsoft import PERSON, Clock, Microsoft

pytestmark = pytest.mark.asyncio

ANNE: dict[str, Any] = {
    "id": "29:person",
    "name": "Anne Jensen",
    "aadObjectId": PERSON,
    "userPrincipalName": "Anne.Jensen@ishoej.dk",
    "email": "anne@ishoej.dk",
}


@pytest_asyncio.fixture(name="microsoft")
async def _microsoft() -> AsyncIterator[Microsoft]:
    microsoft = Microsoft()
    await microsoft.start()
    microsoft.members["29:person"] = ANNE
    yield microsoft
    await microsoft.stop()


@pytest.fixture(name="clock")
def _clock() -> Clock:
    return Clock()


@pytest_asyncio.fixture(name="poster")
async def _poster(clock: Clock) -> AsyncIterator[Poster]:
    async with aiohttp.ClientSession() as session:
        yield Poster(session=session, token=None, now=clock.now, sleep=clock.sleep, random=lambda: 1.0)


@pytest.fixture(name="members")
def _members(poster: Poster) -> Members:
    members = Members(max_remembered=2)
    members.open(poster)
    return members


@pytest.fixture(name="log_text")
def _log_text() -> Iterator[io.StringIO]:
    with caught_log("WARNING") as stream:
        yield stream


def turn(microsoft: Microsoft, clock: Clock, **changes: Any) -> Turn:
    usual = Turn(
        text="",
        conversation_id="a:chat",
        user_id=PERSON,
        received_at=clock.at,
        channel_user_id="29:person",
        service_url=microsoft.url,
    )
    return replace(usual, **changes)


async def test_a_person_is_known_by_the_principal_name_in_lower_case(
    members: Members, microsoft: Microsoft, clock: Clock
) -> None:
    assert await members.principal_name(turn(microsoft, clock)) == "anne.jensen@ishoej.dk"
    assert [asked.path for asked in microsoft.asked] == ["/v3/conversations/a%3Achat/members/29%3Aperson"]


async def test_the_conversation_and_the_person_are_quoted_in_the_address(
    members: Members, microsoft: Microsoft, clock: Clock
) -> None:
    microsoft.members["29:a/b"] = ANNE
    of = turn(microsoft, clock, conversation_id="19:a@thread.v2;messageid=1", channel_user_id="29:a/b")
    await members.principal_name(of)
    [asked] = microsoft.asked
    assert asked.path == "/v3/conversations/19%3Aa%40thread.v2%3Bmessageid%3D1/members/29%3Aa%2Fb"


async def test_a_guest_is_known_by_the_guests_own_principal_name(
    members: Members, microsoft: Microsoft, clock: Clock
) -> None:
    name = "bo_politi.dk#EXT#@ishoej.onmicrosoft.com"
    microsoft.members["29:person"] = ANNE | {"userPrincipalName": name}
    assert await members.principal_name(turn(microsoft, clock)) == name.lower()


async def test_the_object_id_may_stand_under_its_other_name_and_in_capitals(
    members: Members, microsoft: Microsoft, clock: Clock
) -> None:
    member = ANNE | {"objectId": PERSON.upper()}
    del member["aadObjectId"]
    microsoft.members["29:person"] = member
    assert await members.principal_name(turn(microsoft, clock)) == "anne.jensen@ishoej.dk"


@pytest.mark.parametrize(
    "changes",
    [
        {"aadObjectId": "dddddddd-0000-4000-8000-000000000004"},
        {"objectId": "dddddddd-0000-4000-8000-000000000004"},
        {"aadObjectId": None},
        {"aadObjectId": 7},
        {"aadObjectId": [PERSON]},
        {"userPrincipalName": None},
        {"userPrincipalName": ""},
        {"userPrincipalName": 7},
    ],
    ids=json.dumps,
)
async def test_what_is_told_of_another_or_of_nobody_is_not_believed(
    members: Members, microsoft: Microsoft, clock: Clock, changes: dict[str, Any], log_text: io.StringIO
) -> None:
    microsoft.members["29:person"] = ANNE | changes
    assert await members.principal_name(turn(microsoft, clock)) is None
    assert "the answer does not name them" in log_text.getvalue()


@pytest.mark.parametrize("answer", ["", "x", "[]", "null", "7", "[" * 100_000], ids=lambda text: text[:9])
async def test_an_answer_that_is_none_names_nobody(
    members: Members, microsoft: Microsoft, clock: Clock, answer: str, log_text: io.StringIO
) -> None:
    microsoft.members["29:person"] = answer
    assert await members.principal_name(turn(microsoft, clock)) is None
    assert "member not known" in log_text.getvalue()


async def test_somebody_the_service_does_not_know_is_unknown(
    members: Members, microsoft: Microsoft, clock: Clock, log_text: io.StringIO
) -> None:
    assert await members.principal_name(turn(microsoft, clock, channel_user_id="29:other")) is None
    [line] = map(json.loads, log_text.getvalue().splitlines())
    assert (line["level"], line["event"], line["reason"]) == ("WARNING", "member not known", "HTTP 404")
    assert "29:other" not in log_text.getvalue()


async def test_a_failure_is_not_remembered(members: Members, microsoft: Microsoft, clock: Clock) -> None:
    microsoft.member_answers = [(403, {})]
    assert await members.principal_name(turn(microsoft, clock)) is None
    assert await members.principal_name(turn(microsoft, clock)) == "anne.jensen@ishoej.dk"


async def test_a_service_that_is_busy_is_asked_again(
    members: Members, microsoft: Microsoft, clock: Clock
) -> None:
    microsoft.member_answers = [(429, {"Retry-After": "2"})]
    assert await members.principal_name(turn(microsoft, clock)) == "anne.jensen@ishoej.dk"
    assert clock.slept_s == [2.0]


async def test_what_is_known_is_kept_for_an_hour(
    members: Members, microsoft: Microsoft, clock: Clock
) -> None:
    await members.principal_name(turn(microsoft, clock))
    clock.at += timedelta(minutes=59)
    await members.principal_name(turn(microsoft, clock, conversation_id="a:other"))
    assert len(microsoft.asked) == 1
    clock.at += timedelta(minutes=1)
    microsoft.members["29:person"] = ANNE | {"userPrincipalName": "ny@ishoej.dk"}
    assert await members.principal_name(turn(microsoft, clock)) == "ny@ishoej.dk"


async def test_of_many_those_who_were_asked_for_last_are_kept(
    members: Members, microsoft: Microsoft, clock: Clock
) -> None:
    people = [turn(microsoft, clock, user_id=f"id{n}", channel_user_id=f"29:{n}") for n in range(3)]
    for n, person in enumerate(people):
        microsoft.members[f"29:{n}"] = ANNE | {"aadObjectId": person.user_id}
    for n in (0, 1, 0, 2, 0, 1):
        assert await members.principal_name(people[n]) == "anne.jensen@ishoej.dk"
    assert [asked.path[-1] for asked in microsoft.asked] == ["0", "1", "2", "1"]


@pytest.mark.parametrize("changes", [{"channel_user_id": ""}, {"service_url": ""}], ids=repr)
async def test_without_an_address_nobody_is_asked(
    members: Members, microsoft: Microsoft, clock: Clock, changes: dict[str, str]
) -> None:
    assert await members.principal_name(turn(microsoft, clock, **changes)) is None
    assert microsoft.asked == []


async def test_before_the_bot_runs_and_after_nobody_is_known(
    poster: Poster, microsoft: Microsoft, clock: Clock
) -> None:
    members = Members()
    assert await members.principal_name(turn(microsoft, clock)) is None
    members.open(poster)
    assert await members.principal_name(turn(microsoft, clock)) is not None
    members.close()
    assert await members.principal_name(turn(microsoft, clock)) is None
