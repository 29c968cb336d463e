"""Microsoft's side of the wire on loopback: key service, token service and connector in one server."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import jwt
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

APP_ID = "aaaaaaaa-0000-4000-8000-000000000001"
TENANT = "bbbbbbbb-0000-4000-8000-000000000002"
PERSON = "cccccccc-0000-4000-8000-000000000003"
BOT = f"28:{APP_ID}"
ISSUER = "https://api.botframework.com"


@cache
def private_key(name: str) -> rsa.RSAPrivateKey:
    """One key per name; making them is slow."""
    assert name
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def jwk(name: str, endorsements: list[str] | None = None) -> dict[str, Any]:
    public: dict[str, Any] = json.loads(RSAAlgorithm.to_jwk(private_key(name).public_key()))
    return public | {"kid": name, "endorsements": ["msteams"] if endorsements is None else endorsements}


@dataclass
class Clock:
    """Time that moves when it is told to."""

    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    slept_s: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.slept_s.append(seconds)
        self.at += timedelta(seconds=seconds)


@dataclass
class Posted:
    path: str
    body: dict[str, Any]
    authorization: str | None


@dataclass
class Uploaded:
    path: str
    content: bytes
    headers: Mapping[str, str]


class Microsoft:
    """Answers the bot as Microsoft does; what it is to answer badly is set by the test.

    Attributes:
        posted: What the connector took, in order.
        begun: The threads that were begun in channels, in order.
        told: What it tells of the next ones that it takes, in place of where they stand.
        cut: Whether it takes them and hangs up without a word.
        changed: The messages that were put in the place of others, in order.
        uploaded: The files that were put into somebody's OneDrive, in order.
        upload_answers: Statuses and headers for the next ones, before any is taken.
        members: What the connector tells of somebody, by the channel's id; a text is told as it is.
        teams: What it tells of a team and of its channels, by the team's id; a text is told as it is.
        asked: The paths of what it was asked about people and teams.
        answers: Statuses and headers for the next posts, before any is taken.
        change_answers: The same for changes.
        member_answers: The same for questions about people.
        team_answers: The same for questions about teams.
        token_answers: The same for token requests.
        keys: What the key service knows; None is an outage.
        gate: Awaited before a post or a change is taken.
    """

    def __init__(self) -> None:
        self.posted: list[Posted] = []
        self.begun: list[Posted] = []
        self.told: list[bytes] = []
        self.cut = False
        self.changed: list[Posted] = []
        self.uploaded: list[Uploaded] = []
        self.upload_answers: list[tuple[int, dict[str, str]]] = []
        self.members: dict[str, dict[str, Any] | str] = {}
        self.teams: dict[str, tuple[dict[str, Any] | str, dict[str, Any] | str]] = {}
        self.asked: list[Posted] = []
        self.team_answers: list[tuple[int, dict[str, str]]] = []
        self.change_answers: list[tuple[int, dict[str, str]]] = []
        self.member_answers: list[tuple[int, dict[str, str]]] = []
        self.answers: list[tuple[int, dict[str, str]]] = []
        self.token_answers: list[tuple[int, str]] = []
        self.keys: list[dict[str, Any]] | None = [jwk("first")]
        self.key_requests = 0
        self.token_requests: list[dict[str, str]] = []
        self.token_lifetime_s = 3600
        self.gate: Callable[[], Awaitable[object]] | None = None
        self.post_began = asyncio.Event()
        self._heard = asyncio.Event()
        app = web.Application()
        app.router.add_get("/metadata", self._metadata)
        app.router.add_get("/keys", self._keys)
        app.router.add_post("/login/oauth2/v2.0/token", self._token)
        app.router.add_post("/v3/conversations", self._begin)
        app.router.add_post("/{tail:.*}", self._post)
        app.router.add_put("/upload/{tail:.*}", self._upload)
        app.router.add_put("/{tail:.*}", self._put)
        app.router.add_get("/v3/conversations/{conversation}/members/{member}", self._member)
        app.router.add_get("/v3/teams/{team}", self._team)
        app.router.add_get("/v3/teams/{team}/conversations", self._team)
        self._server = TestServer(app)

    async def start(self) -> None:
        await self._server.start_server()
        self.url = str(self._server.make_url("")).rstrip("/")

    async def stop(self) -> None:
        await self._server.close()

    def token(
        self, *, key: str = "first", kid: str | None = None, expires_in_s: int = 600, **claims: Any
    ) -> str:
        """A token as the connector would send it, changed as said; a claim that is None is left out."""
        now = datetime.now(UTC)
        payload = {
            "iss": ISSUER,
            "aud": APP_ID,
            "nbf": now - timedelta(minutes=30),
            "exp": now + timedelta(seconds=expires_in_s),
            "serviceurl": self.url,
        } | claims
        payload = {name: value for name, value in payload.items() if value is not None}
        return jwt.encode(payload, private_key(key), algorithm="RS256", headers={"kid": kid or key})

    def activity(self, **changes: Any) -> dict[str, Any]:
        """What Teams sends when somebody writes "hej" to the bot."""
        return {
            "type": "message",
            "id": "1700000000001",
            "timestamp": "2026-11-21T08:00:00.000Z",
            "channelId": "msteams",
            "serviceUrl": self.url,
            "from": {"id": "29:person", "name": "Anne Jensen", "aadObjectId": PERSON},
            "conversation": {"conversationType": "personal", "tenantId": TENANT, "id": "a:chat"},
            "recipient": {"id": BOT, "name": "Bot"},
            "text": "hej",
            "textFormat": "plain",
            "entities": [{"type": "clientInfo", "locale": "da-DK", "country": "DK", "platform": "Windows"}],
            "channelData": {"tenant": {"id": TENANT}},
            "locale": "da-DK",
        } | changes

    def environ(self) -> dict[str, str]:
        """The settings of a bot that talks to this Microsoft."""
        return {
            "MicrosoftAppId": APP_ID,
            "MicrosoftAppPassword": "hemmeligt",
            "MicrosoftAppTenantId": TENANT,
            "ToBotFromChannelOpenIdMetadataUrl": f"{self.url}/metadata",
            "ToChannelFromBotLoginUrl": f"{self.url}/login",
            "ALLOWED_SERVICE_HOSTS": "127.0.0.1",
        }

    async def until(self, fulfilled: Callable[[], bool]) -> None:
        """Wait for what the bot does when it has already answered."""
        async with asyncio.timeout(10):
            while not fulfilled():
                self._heard.clear()
                await self._heard.wait()

    def look_again(self) -> None:
        """Something has changed that somebody may wait for."""
        self._heard.set()

    async def _metadata(self, _request: web.Request) -> web.Response:
        self.key_requests += 1
        if self.keys is None:
            return web.Response(status=500)
        return web.json_response({"issuer": ISSUER, "jwks_uri": f"{self.url}/keys"})

    async def _keys(self, _request: web.Request) -> web.Response:
        return web.json_response({"keys": self.keys})

    async def _token(self, request: web.Request) -> web.Response:
        self.token_requests.append({name: str(value) for name, value in (await request.post()).items()})
        if self.token_answers:
            status, text = self.token_answers.pop(0)
            return web.Response(status=status, text=text)
        token = f"token-{len(self.token_requests)}"
        return web.json_response({"access_token": token, "expires_in": self.token_lifetime_s})

    async def _begin(self, request: web.Request) -> web.Response:
        if refused := await self._refused(self.answers):
            return refused
        self.begun.append(await _posted(request))
        message = f"{1_700_000_000_000 + len(self.begun)}"
        thread = f"{self.begun[-1].body['channelData']['channel']['id']};messageid={message}"
        return self._taken(request, {"id": thread, "activityId": message})

    async def _post(self, request: web.Request) -> web.Response:
        self.post_began.set()
        if refused := await self._refused(self.answers):
            return refused
        self.posted.append(await _posted(request))
        return self._taken(request, {"id": f"posted-{len(self.posted)}"})

    async def _put(self, request: web.Request) -> web.Response:
        if refused := await self._refused(self.change_answers):
            return refused
        self.changed.append(await _posted(request))
        return self._taken(request, {"id": request.path.rpartition("/")[2]})

    async def _upload(self, request: web.Request) -> web.Response:
        if refused := await self._refused(self.upload_answers):
            return refused
        self.uploaded.append(Uploaded(request.raw_path, await request.read(), request.headers))
        self._heard.set()
        return web.Response(status=201)

    async def _refused(self, answers: list[tuple[int, dict[str, str]]]) -> web.Response | None:
        if self.gate is not None:
            await self.gate()
        return self._badly(answers) if answers else None

    def _taken(self, request: web.Request, where: dict[str, str]) -> web.Response:
        self._heard.set()
        if self.cut:
            assert request.transport is not None
            request.transport.abort()
        body = self.told.pop(0) if self.told else json.dumps(where).encode()
        return web.Response(body=body, status=200 if request.method == "PUT" else 201)

    async def _member(self, request: web.Request) -> web.Response:
        self.asked.append(Posted(request.raw_path, {}, request.headers.get("Authorization")))
        if self.member_answers:
            return self._badly(self.member_answers)
        member = self.members.get(request.match_info["member"])
        if member is None:
            return web.json_response({"error": {"code": "MemberNotFoundInConversation"}}, status=404)
        return web.Response(text=member if isinstance(member, str) else json.dumps(member))

    async def _team(self, request: web.Request) -> web.Response:
        self.asked.append(Posted(request.raw_path, {}, request.headers.get("Authorization")))
        if self.team_answers:
            return self._badly(self.team_answers)
        told = self.teams.get(request.match_info["team"])
        if told is None:
            return web.json_response({"error": {"code": "NotFound"}}, status=404)
        answer = told[request.path.endswith("/conversations")]
        return web.Response(text=answer if isinstance(answer, str) else json.dumps(answer))

    def _badly(self, answers: list[tuple[int, dict[str, str]]]) -> web.Response:
        status, headers = answers.pop(0)
        self._heard.set()
        return web.json_response({"error": {"code": "x"}}, status=status, headers=headers)


async def _posted(request: web.Request) -> Posted:
    return Posted(request.raw_path, await request.json(), request.headers.get("Authorization"))
