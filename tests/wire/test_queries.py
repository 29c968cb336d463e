"""A person types into the search box: what reaches the bot, and what comes back in the HTTP response."""

from __future__ import annotations

import io
import json
from html.parser import HTMLParser
from typing import Any

import pytest
from aiohttp import ClientResponse

from bot.turn import MAX_TEXT_CHARS, Match, Matches, Query
from tests.fakes.bot import Bot
from tests.fakes.echo import said
from tests.fakes.microsoft import PERSON

pytestmark = pytest.mark.asyncio

OPTIONS = {"skip": 0, "count": 2}
NO_NUMBERS: list[Any] = ["0", -1, 0.5, True, [], {}]


def value_of(text: Any, **changes: Any) -> dict[str, Any]:
    return {
        "commandId": "search",
        "parameters": [{"name": "query", "value": text}],
        "queryOptions": OPTIONS,
    } | changes


async def search(bot: Bot, value: Any, **changes: Any) -> ClientResponse:
    """Post as Teams does, from the compose box of a chat that the bot is no part of."""
    invoke = {
        "type": "invoke",
        "name": "composeExtension/query",
        "id": "f:1",
        "text": None,
        "conversation": {"id": "19:other@thread.v2", "conversationType": "groupChat", "isGroup": True},
        "value": value,
    }
    return await bot.tell(**(invoke | changes))


async def message_of(response: ClientResponse) -> str:
    extension = (await response.json())["composeExtension"]
    assert extension.keys() == {"type", "text"}
    assert extension["type"] == "message"
    return str(extension["text"])


async def test_what_is_typed_becomes_a_query(bot: Bot) -> None:
    await search(bot, value_of("o18", queryOptions={"skip": 25, "count": 25}))
    assert bot.queries == [Query(text="o18", received_at=bot.clock.at, skip=25, count=25)]
    assert bot.turns == []


async def test_the_matches_come_back_in_the_response_and_nothing_is_posted(bot: Bot) -> None:
    response = await search(bot, value_of("o18"))
    assert (response.status, response.content_type) == (200, "application/json")
    assert await response.json() == {
        "composeExtension": {
            "type": "result",
            "attachmentLayout": "list",
            "attachments": [
                {
                    "contentType": "application/vnd.microsoft.card.adaptive",
                    "content": said(f"kort {number}").card,
                    "preview": {
                        "contentType": "application/vnd.microsoft.card.thumbnail",
                        "content": {"title": f"o18 {number}", "text": f"svar {number}"},
                    },
                }
                for number in range(2)
            ],
        }
    }
    assert bot.microsoft.posted == []
    assert bot.microsoft.token_requests == []


@pytest.mark.parametrize(
    "parameters",
    [[{"name": "initialRun", "value": "true"}], [{"name": "initialRun", "value": True}], [], None],
    ids=repr,
)
async def test_the_box_that_was_just_opened_is_an_empty_query(bot: Bot, parameters: Any) -> None:
    response = await search(bot, value_of("", parameters=parameters))
    assert [query.text for query in bot.queries] == [""]
    assert (await response.json())["composeExtension"]["attachments"] == []


async def test_without_options_the_first_page_is_meant(bot: Bot) -> None:
    await search(bot, value_of("o18", queryOptions=None))
    await search(bot, value_of("o18", queryOptions={}))
    assert {(query.skip, query.count) for query in bot.queries} == {(0, 25)}


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("  mål \u00a0 c ", "mål c"),
        ("a\x00b\x1b[31mc\ud800d\u009be", "ab[31mcde"),
        ("<at>Bot</at> o18", "Bot o18"),
        (None, ""),
    ],
    ids=repr,
)
async def test_control_characters_and_half_characters_never_reach_the_bot(
    bot: Bot, typed: str | None, text: str
) -> None:
    assert (await search(bot, value_of(typed))).status == 200
    assert [query.text for query in bot.queries] == [text]


async def test_a_text_up_to_the_limit_is_looked_up_and_a_longer_one_is_not(bot: Bot) -> None:
    await search(bot, value_of("å" * MAX_TEXT_CHARS))
    response = await search(bot, value_of("å" * (MAX_TEXT_CHARS + 1)))
    assert await message_of(response) == "for langt"
    assert [len(query.text) for query in bot.queries] == [MAX_TEXT_CHARS]


async def test_a_sentence_takes_the_place_of_matches(bot: Bot) -> None:
    async def nothing(_query: Query) -> Matches:
        return Matches(message="Det fremgår ikke af dokumenterne.")

    bot.suggest = nothing
    assert await message_of(await search(bot, value_of("xyz"))) == "Det fremgår ikke af dokumenterne."


async def test_an_error_becomes_one_sentence_with_the_logs_reference(bot: Bot, log_text: io.StringIO) -> None:
    async def fail(query: Query) -> Matches:
        raise ValueError(query.text)

    bot.suggest = fail
    response = await search(bot, value_of("en hemmelighed"))
    assert (response.status, await message_of(response)) == (200, "Beklager: ref-1")
    [line] = [entry for entry in map(json.loads, log_text.getvalue().splitlines()) if "error" in entry]
    assert (line["level"], line["event"], line["id"]) == ("ERROR", "query failed", "ref-1")
    assert line["error"] == "ValueError"
    assert line["frames"][-1].endswith("fail")


async def test_a_query_that_comes_again_is_answered_again(bot: Bot) -> None:
    bodies = [await (await search(bot, value_of("o18"))).json() for _ in range(2)]
    assert bodies[0] == bodies[1]
    assert bodies[0]["composeExtension"]["attachments"]


async def test_neither_words_nor_names_are_logged(bot: Bot, log_text: io.StringIO) -> None:
    async def fail(query: Query) -> Matches:
        raise ValueError(query.text)

    await search(bot, value_of("en hemmelighed"))
    await search(bot, value_of("en hemmelighed", queryOptions={"skip": "en hemmelighed"}))
    await search(bot, value_of("en hemmelighed", commandId="en hemmelighed"))
    await search(bot, value_of("en hemmelighed" * 1_000))
    bot.suggest = fail
    await search(bot, value_of("en hemmelighed"))
    logged = log_text.getvalue()
    assert '"event": "query"' in logged
    for private in ("hemmelighed", "Anne", "Jensen", PERSON):
        assert private not in logged


async def test_how_long_a_query_took_is_logged(bot: Bot, log_text: io.StringIO) -> None:
    await search(bot, value_of("o18"))
    [line] = [json.loads(text) for text in log_text.getvalue().splitlines() if '"query"' in text]
    assert (line["level"], line["id"]) == ("INFO", "f:1")
    assert line.keys() == {"time", "level", "event", "id", "ms"}


# --- what is not believed ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        None,
        "search",
        7,
        [],
        {},
        {"commandId": None},
        {"commandId": ""},
        {"commandId": 7},
        {"commandId": ["search"]},
        value_of(7),
        value_of(["o18"]),
        value_of({"o18": 1}),
        value_of(True),  # noqa: FBT003 - JSON has no keywords
        value_of("x", parameters={"name": "query"}),
        value_of("x", parameters="query"),
        value_of("x", parameters=["query"]),
        value_of("x", parameters=[None]),
        value_of("x", parameters=[{}]),
        value_of("x", parameters=[{"name": 7, "value": "x"}]),
        value_of("x", queryOptions=[]),
        value_of("x", queryOptions="0"),
        *(value_of("x", queryOptions=OPTIONS | {"skip": wrong}) for wrong in NO_NUMBERS),
        *(value_of("x", queryOptions=OPTIONS | {"count": wrong}) for wrong in NO_NUMBERS),
    ],
    ids=lambda value: json.dumps(value)[:90],
)
async def test_a_value_that_is_missing_or_of_the_wrong_type_is_400(bot: Bot, value: Any) -> None:
    assert (await search(bot, value)).status == 400
    assert bot.queries == []


@pytest.mark.parametrize("number", [0, 25, 10**30])
async def test_any_number_of_things_may_be_asked_for(bot: Bot, number: int) -> None:
    async def none(_query: Query) -> Matches:
        return Matches()

    bot.suggest = none
    assert (await search(bot, value_of("x", queryOptions={"skip": number, "count": number}))).status == 200


async def test_a_command_that_the_app_does_not_have_is_501(bot: Bot) -> None:
    response = await search(bot, value_of("o18", commandId="noget nyt"))
    assert (response.status, await response.json()) == (501, {})
    assert bot.queries == []


async def test_a_query_needs_a_token_as_a_message_does(bot: Bot) -> None:
    body = bot.microsoft.activity(type="invoke", name="composeExtension/query", value=value_of("o18"))
    for authorization in (None, "Bearer garbage", f"Bearer {bot.microsoft.token(expires_in_s=-600)}"):
        assert (await bot.post(body, authorization=authorization)).status == 401
    assert bot.queries == []


async def test_a_query_from_another_tenant_is_403(bot: Bot) -> None:
    foreign = {"tenant": {"id": "dddddddd-0000-4000-8000-000000000004"}}
    assert (await search(bot, value_of("o18"), channelData=foreign)).status == 403
    assert (await search(bot, value_of("o18"), channelData={})).status == 403
    assert bot.queries == []


# --- what the list shows ----------------------------------------------------------------------------


class Shown(HTMLParser):
    """What a browser shows of a text that it takes for HTML."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text, self.tags = "", 0
        self.feed(text)
        self.close()

    def handle_starttag(self, *_: Any) -> None:
        self.tags += 1

    def handle_endtag(self, *_: Any) -> None:
        self.tags += 1

    def handle_comment(self, *_: Any) -> None:
        self.tags += 1

    def handle_decl(self, *_: Any) -> None:
        self.tags += 1

    def handle_pi(self, *_: Any) -> None:
        self.tags += 1

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize(
    "text",
    [
        "Direktøren fra B&U-Forvaltningen & Børn & Unge sidder i 3 < 4 fora",
        "<b>fed</b> <script>alert(1)</script> </p> <!-- væk --> <?php ?> <!DOCTYPE x>",
        "&lt;b&gt; &amp; &#60; &#x3c; &copy &ampx &nbsp;x",
        "<at>Alle</at> <img src=x onerror=alert(1)>",
        "<<b> &&amp; <&lt;",
        '"}, {"type": "x"}',
    ],
)
async def test_a_line_of_the_list_reads_the_same_as_html_and_as_it_stands(bot: Bot, text: str) -> None:
    async def one(_query: Query) -> Matches:
        return Matches((Match(said("x").card_json, text, text),))

    bot.suggest = one
    [attachment] = (await (await search(bot, value_of("x"))).json())["composeExtension"]["attachments"]
    for line in attachment["preview"]["content"].values():
        shown = Shown(line)
        assert (shown.tags, shown.text) == (0, line)
        assert line.replace("\u200b", "") == text
