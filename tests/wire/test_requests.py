"""What comes in that is not an activity: 4xx, never 5xx, and never a turn."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.teams import endpoint
from bot.teams.endpoint import MAX_BODY_BYTES
from tests.fakes.bot import Bot

pytestmark = pytest.mark.asyncio


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "nonsense", ""])
async def test_anything_but_json_is_415(bot: Bot, content_type: str) -> None:
    response = await bot.post(data=b"{}", headers={"Content-Type": content_type})
    assert response.status == 415


async def test_a_charset_beside_the_content_type_is_fine(bot: Bot) -> None:
    response = await bot.post(
        bot.microsoft.activity(), headers={"Content-Type": "application/json; charset=utf-8"}
    )
    assert response.status == 200


async def test_a_body_of_256_kb_is_read_and_one_byte_more_is_413(bot: Bot) -> None:
    body = json.dumps(bot.microsoft.activity()).encode().ljust(MAX_BODY_BYTES)
    assert (await bot.post(data=body)).status == 200
    assert (await bot.post(data=body + b" ")).status == 413


async def test_a_large_body_is_413_without_a_content_length_too(bot: Bot) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(5):
            yield b" " * (MAX_BODY_BYTES // 4)

    assert (await bot.post(data=chunks())).status == 413


async def test_a_body_that_comes_in_pieces_is_read_whole(bot: Bot) -> None:
    body = json.dumps(bot.microsoft.activity()).encode()

    async def pieces() -> AsyncIterator[bytes]:
        yield body[:20]
        for _ in range(100):  # meanwhile the bot has begun to read
            await asyncio.sleep(0)
        yield body[20:]

    assert (await bot.post(data=pieces())).status == 200


async def test_a_body_that_does_not_come_in_time_is_408(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoint, "READ_TIMEOUT_S", 0)

    async def half() -> AsyncIterator[bytes]:
        yield b'{"type": '
        await asyncio.Event().wait()

    assert (await bot.post(data=half())).status == 408


async def test_a_small_body_that_unpacks_to_a_large_one_is_413(bot: Bot) -> None:
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    assert (await bot.post(data=gzip.compress(b" " * 50_000_000), headers=headers)).status == 413


async def test_a_body_that_does_not_unpack_is_400(bot: Bot) -> None:
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    assert (await bot.post(data=b"not gzip at all", headers=headers)).status == 400


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b" ", id="nothing"),
        pytest.param(b"{", id="half an object"),
        pytest.param(b"\xff\xfe{\x00}\x00", id="UTF-16"),
        pytest.param(b'{"text": "\xe6"}', id="Latin-1"),
        pytest.param(b'{"value": NaN}', id="NaN"),
        pytest.param(b'{"value": -Infinity}', id="infinity"),
        pytest.param(b'{"value": ' + b"9" * 5000 + b"}", id="a number of 5,000 digits"),
        pytest.param(b"[" * 100_000, id="nested too deep"),
        pytest.param(b'{"a":' * 30_000 + b"1" + b"}" * 30_000, id="objects nested too deep"),
        pytest.param(b"[]", id="a list"),
        pytest.param(b'"message"', id="a string"),
        pytest.param(b"null", id="null"),
        pytest.param(b"{}", id="an empty object"),
    ],
)
async def test_a_body_that_is_no_activity_is_400(bot: Bot, body: bytes) -> None:
    assert (await bot.post(data=body)).status == 400
    assert bot.turns == []


# For each field, what it must not be.
WRONG: list[tuple[str, list[Any]]] = [
    ("type", [None, "", 7, [], {}]),
    ("id", [None, "", 7, [], {}, "a\nb", "a\x00", "\x9b", "\ud800", "x" * 1001, ".", ".."]),
    (
        "serviceUrl",
        [None, "", 7, [], {}, "x", "https://", "//host", "https://[", "https://h:99999", "file:///x"],
    ),
    (
        "serviceUrl",
        ["https://u@h/", "https://h/?q", "https://h/#f", "https://h\\@g/", "https://h\n/", "ftp://h/"],
    ),
    (
        "conversation",
        [None, [], "a:chat", {}, {"id": None}, {"id": 7}, {"id": ""}, {"id": "a\rb"}, {"id": ".."}],
    ),
    ("conversation", [{"id": "a:chat", "conversationType": 7}, {"id": "a:chat", "tenantId": []}]),
    (
        "from",
        [
            None,
            [],
            "29:x",
            {},
            {"id": None},
            {"id": {}},
            {"id": "x", "name": 7},
            {"id": "x", "aadObjectId": 7},
        ],
    ),
    ("recipient", [[], "28:x", {"id": 7}, {"name": "Bot"}]),
    ("text", [7, [], {}, True]),
    ("entities", [7, {}, "x", [7], [None]]),
    ("channelData", [7, [], "x", {"tenant": 7}, {"tenant": {"id": 7}}]),
    ("membersAdded", [7, {}, [None], [{}], [{"id": 7}]]),
    ("replyToId", [7, [], {}, "a\nb", "..", "x" * 1001]),
    *((field, [7]) for field in ("textFormat", "channelId", "name", "action")),
]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({field: wrong}, id=json.dumps({field: wrong})[:60])
        for field, all_wrong in WRONG
        for wrong in all_wrong
    ],
)
async def test_a_field_that_is_missing_or_of_the_wrong_type_is_400(
    trial: Bot, changes: dict[str, Any]
) -> None:
    response = await trial.post(trial.microsoft.activity(**changes), authorization=None)
    assert response.status == 400
    assert trial.turns == []


@pytest.mark.parametrize(
    "kind",
    [
        "messageReaction",
        "typing",
        "endOfConversation",
        "messageUpdate",
        "messageDelete",
        "event",
        "trace",
        "invokeResponse",
        "noget nyt",
    ],
)
async def test_what_calls_for_no_answer_is_met_with_silence(bot: Bot, kind: str) -> None:
    response = await bot.tell(type=kind)
    assert (response.status, await response.read()) == (200, b"")
    assert (bot.turns, bot.microsoft.posted) == ([], [])


@pytest.mark.parametrize(
    "name", ["task/fetch", "composeExtension/selectItem", "composeExtension/submitAction", "noget/nyt", None]
)
async def test_an_unknown_invoke_is_501_with_an_empty_object(bot: Bot, name: str | None) -> None:
    response = await bot.tell(type="invoke", name=name)
    assert (response.status, await response.json()) == (501, {})
    assert bot.microsoft.posted == []


async def test_only_post_is_allowed(bot: Bot) -> None:
    assert (await bot.http.get("/api/messages")).status == 405


async def test_many_bad_requests_at_once_leave_the_bot_well(bot: Bot) -> None:
    await asyncio.gather(*(bot.post(data=b"{", authorization="Bearer garbage") for _ in range(50)))
    assert (await bot.tell()).status == 200
