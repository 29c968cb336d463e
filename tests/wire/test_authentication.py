"""Who may talk to the bot, shown over HTTP with signed tokens."""

from __future__ import annotations

import asyncio
import base64
import hmac
import json
from datetime import timedelta
from typing import Any

import pytest
from jwt.algorithms import RSAAlgorithm

from tests.fakes.bot import Bot
from tests.fakes.microsoft import APP_ID, ISSUER, Microsoft, jwk, private_key

pytestmark = pytest.mark.asyncio


async def test_a_message_with_a_good_token_is_answered(bot: Bot) -> None:
    assert (await bot.tell(text="hej")).status == 200
    assert bot.replies() == ["du skrev: hej"]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"aud": "dddddddd-0000-4000-8000-000000000004"}, id="meant for another bot"),
        pytest.param({"aud": None}, id="meant for nobody"),
        pytest.param({"iss": "https://sts.windows.net/x/"}, id="from another issuer"),
        pytest.param({"expires_in_s": -301}, id="expired more than five minutes ago"),
        pytest.param({"exp": None}, id="never expiring"),
        pytest.param({"nbf": 4_000_000_000}, id="not valid yet"),
        pytest.param(
            {"key": "forger", "kid": "first"}, id="signed by somebody else under a known key's name"
        ),
        pytest.param({"key": "forger"}, id="signed with a key nobody knows"),
    ],
)
async def test_a_token_that_does_not_hold_is_401(bot: Bot, changes: dict[str, Any]) -> None:
    token = bot.microsoft.token(**changes)
    response = await bot.post(bot.microsoft.activity(), authorization=f"Bearer {token}")
    assert response.status == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"
    assert bot.turns == []


def unsigned() -> str:
    claims = {"aud": APP_ID, "iss": ISSUER, "exp": 4_000_000_000}
    return f"{part(json.dumps({'alg': 'none', 'kid': 'first'}))}.{part(json.dumps(claims))}."


def symmetric() -> str:
    """Signed with the public key as if it were a shared secret."""
    signed = f"{part(json.dumps({'alg': 'HS256', 'kid': 'first'}))}.{part(json.dumps({'aud': APP_ID}))}"
    return f"{signed}.{encoded(hmac.digest(json.dumps(jwk('first')).encode(), signed.encode(), 'sha256'))}"


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def part(text: str) -> str:
    return encoded(text.encode())


@pytest.mark.parametrize(
    "authorization",
    [
        pytest.param(None, id="missing"),
        pytest.param("Bearer", id="without a token"),
        pytest.param("Basic dXNlcjpwYXNz", id="another scheme"),
        pytest.param("Bearer garbage", id="garbage"),
        pytest.param("Bearer a.b.c", id="garbage in three parts"),
        pytest.param("Bearer æøå.æøå.æøå", id="not ASCII"),
        pytest.param(f"Bearer {unsigned()}", id="unsigned"),
        pytest.param(f"Bearer {symmetric()}", id="signed with the public key as a secret"),
        pytest.param(f"Bearer {part('[]')}.{part('{}')}.x", id="a list for a header"),
        pytest.param(f"Bearer {part('[' * 4000)}.{part('{}')}.x", id="a header nested too deep"),
        pytest.param(
            f"Bearer {part(json.dumps({'alg': 'RS256', 'kid': 7}))}.{part('{}')}.x",
            id="a number for a key id",
        ),
        pytest.param(f"Bearer {part(json.dumps({'alg': 'RS256'}))}.{part('{}')}.x", id="no key id"),
    ],
)
async def test_an_authorization_that_is_no_token_is_401(bot: Bot, authorization: str | None) -> None:
    assert (await bot.post(bot.microsoft.activity(), authorization=authorization)).status == 401
    assert bot.turns == []


async def test_a_clock_five_minutes_off_is_forgiven(bot: Bot) -> None:
    token = bot.microsoft.token(expires_in_s=-290)
    assert (await bot.post(bot.microsoft.activity(), authorization=f"Bearer {token}")).status == 200


async def test_the_token_is_judged_before_the_body_is_read(bot: Bot) -> None:
    assert (await bot.post(data=b"{not json", authorization="Bearer garbage")).status == 401


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param(
            {
                "channelData": {"tenant": {"id": "eeeeeeee-0000-4000-8000-000000000005"}},
                "conversation": {"id": "a:chat"},
            },
            id="in the channel data",
        ),
        pytest.param(
            {"conversation": {"id": "a:chat", "tenantId": "eeeeeeee-0000-4000-8000-000000000005"}},
            id="in the conversation, beside a good one",
        ),
        pytest.param({"channelData": {}, "conversation": {"id": "a:chat"}}, id="nowhere"),
    ],
)
async def test_a_foreign_tenant_is_403(bot: Bot, changes: dict[str, Any]) -> None:
    assert (await bot.tell(**changes)).status == 403
    assert bot.turns == []


async def test_a_token_for_another_service_is_403(bot: Bot) -> None:
    token = bot.microsoft.token(serviceurl="https://smba.trafficmanager.net/emea/")
    assert (await bot.post(bot.microsoft.activity(), authorization=f"Bearer {token}")).status == 403


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("https://evil.example/", id="another host"),
        pytest.param("http://smba.trafficmanager.net/emea/", id="not https"),
        pytest.param("https://127.0.0.1.evil.example/", id="a host that begins like an allowed one"),
    ],
)
async def test_a_service_that_is_not_allowed_is_403_even_with_a_token_for_it(bot: Bot, url: str) -> None:
    token = bot.microsoft.token(serviceurl=url)
    response = await bot.post(bot.microsoft.activity(serviceUrl=url), authorization=f"Bearer {token}")
    assert response.status == 403
    assert bot.microsoft.token_requests == []


@pytest.mark.parametrize("channel", ["webchat", None])
async def test_a_key_speaks_only_for_the_channels_it_names(bot: Bot, channel: str | None) -> None:
    assert (await bot.tell(channelId=channel)).status == 403


async def test_a_key_that_names_no_channels_speaks_for_all(bot: Bot) -> None:
    bot.microsoft.keys = [jwk("first", endorsements=[])]
    assert (await bot.tell()).status == 200


async def test_the_keys_are_fetched_once(bot: Bot) -> None:
    for number in range(3):
        await bot.tell(id=f"act-{number}")
    assert bot.microsoft.key_requests == 1


async def test_a_new_key_is_learned_but_unknown_ones_are_asked_for_at_most_once_a_minute(bot: Bot) -> None:
    microsoft, clock = bot.microsoft, bot.clock
    await bot.tell()
    microsoft.keys = [jwk("first"), jwk("second")]
    second = f"Bearer {microsoft.token(key='second')}"
    assert (await bot.post(microsoft.activity(id="a"), authorization=second)).status == 401
    clock.at += timedelta(seconds=61)
    assert (await bot.post(microsoft.activity(id="b"), authorization=second)).status == 200
    for _ in range(5):
        forged = f"Bearer {microsoft.token(key='forger')}"
        assert (await bot.post(microsoft.activity(id="c"), authorization=forged)).status == 401
    assert microsoft.key_requests == 2


async def test_a_key_that_was_withdrawn_is_dropped_within_a_day(bot: Bot) -> None:
    await bot.tell()
    bot.microsoft.keys = [jwk("second")]
    bot.clock.at += timedelta(hours=24)
    assert (await bot.tell(id="next")).status == 401


async def test_without_any_keys_the_answer_is_503_until_they_can_be_had(bot: Bot) -> None:
    bot.microsoft.keys = None
    response = await bot.tell()
    assert response.status == 503
    assert response.headers["Retry-After"] == "5"
    bot.microsoft.keys = [jwk("first")]
    assert (await bot.tell()).status == 503
    bot.clock.at += timedelta(seconds=5)
    assert (await bot.tell()).status == 200


async def test_requests_that_wait_for_keys_fail_together(bot: Bot) -> None:
    bot.microsoft.keys = None
    responses = await asyncio.gather(*(bot.tell(id=f"act-{number}") for number in range(5)))
    assert {response.status for response in responses} == {503}
    assert bot.microsoft.key_requests == 1


@pytest.mark.parametrize("keys", [[{"kty": "RSA", "kid": "first", "n": "!", "e": "AQAB"}], [7], "x"])
async def test_keys_that_cannot_be_read_count_as_an_outage(bot: Bot, keys: Any) -> None:
    bot.microsoft.keys = keys
    assert (await bot.tell()).status == 503


async def test_old_keys_serve_while_the_key_service_is_down(bot: Bot) -> None:
    await bot.tell()
    bot.microsoft.keys = None
    bot.clock.at += timedelta(hours=25)
    assert (await bot.tell(id="next")).status == 200


async def test_a_private_key_in_the_key_service_is_never_used(bot: Bot) -> None:
    leaked = json.loads(RSAAlgorithm.to_jwk(private_key("leaked"))) | {"kid": "leaked"}
    bot.microsoft.keys = [leaked, jwk("first")]
    token = bot.microsoft.token(key="leaked")
    assert (await bot.post(bot.microsoft.activity(), authorization=f"Bearer {token}")).status == 401


async def test_a_local_trial_needs_no_token_and_any_tenant_will_do(trial: Bot) -> None:
    response = await trial.post(trial.microsoft.activity(channelData={}), authorization=None)
    assert response.status == 200
    assert trial.replies() == ["du skrev: hej"]
    assert [posted.authorization for posted in trial.microsoft.posted] == [None]


async def test_a_local_trial_answers_to_this_machine_only(trial: Bot, microsoft: Microsoft) -> None:
    url = "https://smba.trafficmanager.net/emea/"
    assert (await trial.post(microsoft.activity(serviceUrl=url), authorization=None)).status == 403
    assert trial.turns == []
