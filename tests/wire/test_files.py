"""Files that are offered: in Teams' own way, by consent, and by a link."""

from __future__ import annotations

import io
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import pytest
from aiohttp import ClientResponse

from bot.hearings.texts import files as texts
from bot.teams.download import attachment_called
from bot.turn import File, FileOffer, Reply, Turn
from tests.fakes.bot import Bot
from tests.fakes.echo import said
from tests.fakes.microsoft import BOT, PERSON, TENANT

pytestmark = pytest.mark.asyncio

TOKEN = "WyJmb3IgYmVnaW4iXQ.aRb-_w.Zm9yIGJlZ2lubmVycw"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NAME = "Høringsnotat – »Æblerød«.docx"
CONTENT = bytes(range(256)) * 40
STANDS = "https://ishoej-my.sharepoint.com/personal/anne/Documents/Microsoft Teams/Høringsnotat 1.docx"
OFFER = FileOffer(NAME, "Høringsnotat om organisering", len(CONTENT), TOKEN)


@dataclass
class Shelf:
    """One file, to be had once, by whoever has its token."""

    asked: list[tuple[str, str | None, datetime]] = field(default_factory=list)
    away: bool = False

    async def __call__(self, token: str, user_id: str | None, now: datetime) -> File | None:
        if self.away:
            self.away = False
            raise ConnectionError
        taken = any(asked[0] == TOKEN for asked in self.asked)
        self.asked.append((token, user_id, now))
        return File(NAME, WORD, CONTENT) if token == TOKEN and not taken else None


@pytest.fixture(name="shelf")
def _shelf(bot: Bot) -> Shelf:
    bot.files = shelf = Shelf()
    return shelf


# --- consent ----------------------------------------------------------------------------------


def consent(bot: Bot, action: str = "accept", token: object = TOKEN, **upload: Any) -> dict[str, Any]:
    """What Teams sends when the card that asks is pressed."""
    given = {
        "contentUrl": STANDS,
        "name": "Høringsnotat 1.docx",
        "uploadUrl": f"{bot.microsoft.url}/upload/session?guid='1'&path='~tmp%2F1'&x=a b",
        "uniqueId": "1150D938-8870-4044-9F2C-5BBDEBA70C8C",
        "fileType": "docx",
        "etag": "123",
    } | upload
    value = {"type": "fileUpload", "action": action, "context": {"token": token}}
    return {
        "type": "invoke",
        "name": "fileConsent/invoke",
        "text": None,
        "replyToId": "1700000000077",
        "value": value | ({"uploadInfo": given} if action == "accept" else {}),
    }


async def pressed(bot: Bot, activity: dict[str, Any]) -> None:
    """The card is pressed, and all is done that comes of it."""
    response = await bot.tell(**activity)
    assert (response.status, await response.json()) == (200, {})
    await bot.stop()


def sentences(bot: Bot) -> tuple[list[str], list[str]]:
    """What stands in the place of cards, and what was posted."""
    return tuple(
        [each.body["text"] for each in told] for told in (bot.microsoft.changed, bot.microsoft.posted)
    )  # type: ignore[return-value]


async def offering(_turn: Turn) -> Reply:
    return replace(said("her er notatet"), offer=OFFER, lasting=True)


BUTTON = {"type": "invoke", "name": "adaptiveCard/action", "value": {"action": {"verb": "memo.take"}}}


@pytest.mark.parametrize("activity", [{}, BUTTON], ids=["a message", "a button"])
async def test_a_file_is_offered_beside_the_reply(bot: Bot, activity: dict[str, Any]) -> None:
    bot.handle = offering
    assert (await bot.tell(**activity)).status == 200
    await bot.stop()
    offered = bot.microsoft.posted[-1]
    assert offered.path == "/v3/conversations/a%3Achat/activities"
    assert offered.body["from"] == {"id": BOT}
    assert offered.body["attachments"] == [
        {
            "contentType": "application/vnd.microsoft.teams.card.file.consent",
            "name": NAME,
            "content": {
                "description": "Høringsnotat om organisering",
                "sizeInBytes": len(CONTENT),
                "acceptContext": {"token": TOKEN},
                "declineContext": {"token": TOKEN},
            },
        }
    ]
    assert len(bot.microsoft.posted) == (1 if activity else 2)


@pytest.mark.parametrize("kind", ["groupChat", "channel"])
async def test_where_others_are_no_file_is_offered(bot: Bot, kind: str) -> None:
    bot.handle = offering
    await bot.tell(conversation={"conversationType": kind, "tenantId": TENANT, "id": "19:x"})
    await bot.stop()
    assert bot.replies() == ["her er notatet"]


async def test_an_offer_that_fails_takes_nothing_from_the_reply(bot: Bot, log_text: io.StringIO) -> None:
    bot.handle = offering
    bot.microsoft.gate = lambda: fails_after_the_reply(bot)
    assert (await bot.tell()).status == 200
    await bot.stop()
    assert bot.replies() == ["her er notatet"]
    assert "file not offered" in log_text.getvalue()
    assert TOKEN not in log_text.getvalue()


async def fails_after_the_reply(bot: Bot) -> None:
    bot.microsoft.answers += [(403, {})] if bot.microsoft.posted else []


async def test_who_accepts_gets_the_file_into_their_onedrive(bot: Bot, shelf: Shelf) -> None:
    await pressed(bot, consent(bot))
    assert shelf.asked == [(TOKEN, PERSON, bot.clock.now())]
    [uploaded] = bot.microsoft.uploaded
    assert uploaded.content == CONTENT
    assert uploaded.path == "/upload/session?guid='1'&path='~tmp%2F1'&x=a%20b"
    assert uploaded.headers["Content-Length"] == "10240"
    assert uploaded.headers["Content-Range"] == "bytes 0-10239/10240"
    assert "Authorization" not in uploaded.headers
    [changed] = bot.microsoft.changed
    assert changed.path == "/v3/conversations/a%3Achat/activities/1700000000077"
    assert changed.body["attachments"] == [
        {
            "contentType": "application/vnd.microsoft.teams.card.file.info",
            "contentUrl": STANDS,
            "name": "Høringsnotat 1.docx",
            "content": {"uniqueId": "1150D938-8870-4044-9F2C-5BBDEBA70C8C", "fileType": "docx"},
        }
    ]
    assert bot.microsoft.posted == []


async def test_teams_does_not_wait_for_the_file(bot: Bot, shelf: Shelf) -> None:
    answered: list[int] = []

    async def gate() -> None:
        answered.append(len(shelf.asked))

    bot.microsoft.gate = gate
    response = await bot.tell(**consent(bot))
    assert (response.status, answered) == (200, [])
    await bot.stop()
    assert len(bot.microsoft.uploaded) == 1


async def test_a_consent_that_comes_again_is_no_second_one(bot: Bot, shelf: Shelf) -> None:
    for _ in range(3):
        assert (await bot.tell(**consent(bot))).status == 200
    await bot.stop()
    assert (len(shelf.asked), len(bot.microsoft.uploaded), len(bot.microsoft.changed)) == (1, 1, 1)


async def test_where_the_card_can_not_be_changed_the_file_is_shown_under_it(bot: Bot, shelf: Shelf) -> None:
    bot.microsoft.change_answers = [(404, {})]
    await pressed(bot, consent(bot))
    assert len(shelf.asked) == 1
    [posted] = bot.microsoft.posted
    assert posted.body["attachments"][0]["name"] == "Høringsnotat 1.docx"


async def test_who_declines_gets_a_sentence_and_no_file(bot: Bot, shelf: Shelf) -> None:
    await pressed(bot, consent(bot, "decline"))
    assert sentences(bot) == ([texts.DECLINED], [])
    assert (shelf.asked, bot.microsoft.uploaded) == ([], [])


async def test_a_file_that_is_not_to_be_had_any_more_is_not(bot: Bot, shelf: Shelf) -> None:
    await pressed(bot, consent(bot, token="another"))
    assert sentences(bot) == ([texts.GONE], [])
    assert (len(shelf.asked), bot.microsoft.uploaded) == (1, [])


@pytest.mark.parametrize("status", [302, 401, 409, 416, 500, 503])
async def test_a_file_that_onedrive_does_not_take_is_told_of(
    bot: Bot, shelf: Shelf, log_text: io.StringIO, status: int
) -> None:
    bot.microsoft.upload_answers = [(status, {"Location": f"{bot.microsoft.url}/upload/elsewhere"})]
    await pressed(bot, consent(bot))
    assert sentences(bot) == ([texts.NOT_UPLOADED], [])
    assert (len(shelf.asked), bot.microsoft.uploaded) == (1, [])
    assert f"HTTP {status}" in log_text.getvalue()
    assert TOKEN not in log_text.getvalue()


async def test_while_the_records_are_away_the_offer_stands(
    bot: Bot, shelf: Shelf, log_text: io.StringIO
) -> None:
    shelf.away = True
    assert (await bot.tell(**consent(bot))).status == 200
    await bot.microsoft.until(lambda: len(bot.microsoft.posted) == 1)
    assert sentences(bot) == ([], [texts.NOT_READ])
    assert "ref-1" in log_text.getvalue()
    while not bot.microsoft.uploaded:  # until the first is done with, a second is a repetition
        await bot.tell(**consent(bot))
    await bot.stop()
    assert len(bot.microsoft.uploaded) == 1


@pytest.mark.parametrize(
    "url",
    [
        "https://169.254.169.254/latest/meta-data",
        "https://10.0.0.1/upload",
        "http://ishoej-my.sharepoint.com/x",
        "https://ishoej-my.sharepoint.com:8443/x",
        "https://sharepoint.com.example.org/x",
        "https://evilsharepoint.com/x",
        "https://example.org/#.sharepoint.com",
        "https://example.org/?.sharepoint.com",
        "ftp://ishoej-my.sharepoint.com/x",
        "http://localhost:1/x",
    ],
)
@pytest.mark.parametrize("key", ["uploadUrl", "contentUrl"])
async def test_a_file_goes_to_nobody_elses_address(bot: Bot, shelf: Shelf, key: str, url: str) -> None:
    response = await bot.tell(**consent(bot, **{key: url}))
    assert (response.status, await response.json()) == (403, {"error": "files are not put there"})
    await bot.stop()
    assert (shelf.asked, bot.microsoft.uploaded) == ([], [])


@pytest.mark.parametrize(
    "url",
    [
        "",
        7,
        [],
        "https://",
        "https://[",
        "/upload",
        "https://a:b@ishoej-my.sharepoint.com/x",
        "https://example.org\\.sharepoint.com/x",
        "https://ishoej-my.sharepoint.com/\u0000",
        "https://ishoej-my.sharepoint.com/\ud800",
        "https://ishoej-my.sharepoint.com/" + "x" * 8_000,
    ],
    ids=lambda url: repr(url)[:40],
)
async def test_what_is_no_address_is_refused(bot: Bot, shelf: Shelf, url: object) -> None:
    assert (await bot.tell(**consent(bot, uploadUrl=url))).status in {400, 403}
    await bot.stop()
    assert (shelf.asked, bot.microsoft.uploaded) == ([], [])


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        {},
        {"action": "accept"},
        {"action": "accept", "context": []},
        {"action": "accept", "context": {"token": 7}},
        {"action": "accept", "context": {"token": TOKEN}},
        {"action": "accept", "context": {"token": TOKEN}, "uploadInfo": "x"},
        {"action": "steal", "context": {"token": TOKEN}},
        {"action": "decline", "context": {"token": "x" * 401}},
    ],
    ids=repr,
)
async def test_what_is_no_consent_is_refused(bot: Bot, shelf: Shelf, value: object) -> None:
    assert (await bot.tell(**consent(bot) | {"value": value})).status == 400
    await bot.stop()
    assert (shelf.asked, bot.microsoft.changed) == ([], [])


# --- the link ---------------------------------------------------------------------------------


async def asked(bot: Bot, method: str, token: str = TOKEN) -> ClientResponse:
    return await bot.http.request(method, f"/hoeringsnotat/{token}")


async def test_a_link_shows_a_button_and_the_button_gives_the_file(bot: Bot, shelf: Shelf) -> None:
    page = await asked(bot, "GET")
    assert (page.status, page.content_type) == (200, "text/html")
    assert '<form method="post"><button type="submit">Hent høringsnotatet</button>' in await page.text()
    assert shelf.asked == []
    response = await asked(bot, "POST")
    assert (response.status, await response.read()) == (200, CONTENT)
    assert response.content_type == WORD
    assert response.headers["Content-Disposition"] == (
        'attachment; filename="Hoeringsnotat _ _Aebleroed_.docx"; '
        "filename*=UTF-8''H%C3%B8ringsnotat%20%E2%80%93%20%C2%BB%C3%86bler%C3%B8d%C2%AB.docx"
    )
    assert shelf.asked == [(TOKEN, None, bot.clock.now())]


async def test_whoever_looks_at_a_link_does_not_use_it_up(bot: Bot, shelf: Shelf) -> None:
    for method in ("HEAD", "GET", "GET", "OPTIONS", "PUT", "DELETE"):
        await asked(bot, method)
    assert shelf.asked == []
    assert (await asked(bot, "POST")).status == 200


async def test_what_can_not_be_had_is_not_there_whatever_the_reason(bot: Bot, shelf: Shelf) -> None:
    await asked(bot, "POST")
    used, unknown = await asked(bot, "POST"), await asked(bot, "POST", "unknown")
    nonsense = await asked(bot, "POST", "..%2F..%2Fetc"), await asked(bot, "GET", "x" * 401)
    texts_ = [await response.text() for response in (used, unknown, *nonsense)]
    assert {response.status for response in (used, unknown, *nonsense)} == {404}
    assert len(set(texts_)) == 1
    assert "Linket er brugt, er udløbet eller er ikke rigtigt." in texts_[0]
    assert len(shelf.asked) == 3


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_nothing_of_a_link_is_kept_or_told_on(
    bot: Bot, shelf: Shelf, log_text: io.StringIO, method: str
) -> None:
    assert shelf.asked == []
    response = await asked(bot, method)
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    if method == "GET":
        policy = response.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; style-src 'sha256-")
        assert "unsafe" not in policy
    await bot.stop()
    told = [line for line in log_text.getvalue().splitlines() if "aiohttp.access" not in line]
    assert TOKEN not in "".join(told)


async def test_while_the_records_are_away_a_link_stands(
    bot: Bot, shelf: Shelf, log_text: io.StringIO
) -> None:
    shelf.away = True
    response = await asked(bot, "POST")
    assert response.status == 503
    assert "Fejlens nummer er ref-1." in await response.text()
    assert "ref-1" in log_text.getvalue()
    assert (await asked(bot, "POST")).status == 200


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("a.docx", "attachment; filename=\"a.docx\"; filename*=UTF-8''a.docx"),
        ('x"\r\nA: z', "attachment; filename=\"x_A_ z\"; filename*=UTF-8''x%22%0D%0AA%3A%20z"),
        ("../a/b", "attachment; filename=\".._a_b\"; filename*=UTF-8''..%2Fa%2Fb"),
    ],
)
async def test_a_files_name_is_no_part_of_the_header(name: str, header: str) -> None:
    assert attachment_called(name) == header
