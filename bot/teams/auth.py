"""Who is calling: the check of the token that the Bot Connector puts on every request."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt.algorithms import RSAAlgorithm

from bot import log
from bot.settings import Settings
from bot.teams.outbound import CallFailed, call
from bot.teams.refusal import Refused

CLOCK_SKEW = timedelta(minutes=5)
"""Source: step 4 of https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication,
read 2026-11-21. The same page gives the rest of the check, and says the keys may be cached for long.
"""

KEYS_FRESH = timedelta(hours=24)
UNKNOWN_KEY_PAUSE = timedelta(minutes=1)
"""So that made-up key ids cannot make us ask the key service again and again."""

NO_KEYS_PAUSE = timedelta(seconds=5)

# What PyJWT and the JSON reader under it may raise for a token that somebody made up.
_NOT_A_TOKEN = (jwt.PyJWTError, ValueError, TypeError, OverflowError, RecursionError)


@dataclass(frozen=True, slots=True)
class Caller:
    """A caller whose token holds.

    Attributes:
        claims: The token's.
        endorsements: The channels its key may speak for; empty if the key names none.
    """

    claims: dict[str, Any]
    endorsements: frozenset[str]


@dataclass(frozen=True, slots=True)
class SigningKey:
    """One of the Bot Connector's public keys."""

    public: RSAPublicKey
    endorsements: frozenset[str]


class SigningKeys:
    """The Bot Connector's keys, fetched when needed; old ones serve while the service is down."""

    def __init__(
        self, session: aiohttp.ClientSession, metadata_url: str, *, now: Callable[[], datetime]
    ) -> None:
        self._session = session
        self._metadata_url = metadata_url
        self._now = now
        self._lock = asyncio.Lock()
        self._keys: dict[str, SigningKey] = {}
        self._fetched_at = self._asked_at = datetime.min.replace(tzinfo=UTC)

    async def find(self, key_id: str) -> SigningKey | None:
        """The key, or None if the service knows no such key.

        Raises:
            Refused: 503, as there is no key at all: not the caller's fault, and a later call may succeed.
        """
        if self._due(key_id):
            async with self._lock:
                if self._due(key_id):
                    await self._fetch()
        if not self._keys:
            raise Refused(503, "no signing keys", retry_after_s=int(NO_KEYS_PAUSE.total_seconds()))
        return self._keys.get(key_id)

    def _due(self, key_id: str) -> bool:
        asked_ago = self._now() - self._asked_at
        if not self._keys:
            return asked_ago >= NO_KEYS_PAUSE
        stale = self._now() - self._fetched_at >= KEYS_FRESH
        return (stale or key_id not in self._keys) and asked_ago >= UNKNOWN_KEY_PAUSE

    async def _fetch(self) -> None:
        try:
            metadata = json.loads(await call(self._session, "GET", self._metadata_url, now=self._now))
            keys = json.loads(await call(self._session, "GET", str(metadata["jwks_uri"]), now=self._now))
            self._keys = dict(_rsa_keys(keys["keys"])) or self._keys
            self._fetched_at = self._now()
        except (CallFailed, *_NOT_A_TOKEN, LookupError) as error:
            log.event(logging.ERROR, "signing keys not fetched", reason=_reason(error))
        finally:
            self._asked_at = (
                self._now()
            )  # at the end, so that those who waited do not each ask and wait again


def _reason(error: BaseException) -> str:
    return error.reason if isinstance(error, CallFailed) else type(error).__name__


def _rsa_keys(keys: list[dict[str, Any]]) -> Iterator[tuple[str, SigningKey]]:
    for key in keys:
        if key["kty"] == "RSA" and isinstance(public := RSAAlgorithm.from_jwk(key), RSAPublicKey):
            yield str(key["kid"]), SigningKey(public, frozenset(map(str, key.get("endorsements") or ())))


class TokenCheck:
    """Tells the Bot Connector's tokens from all others."""

    def __init__(self, keys: SigningKeys, settings: Settings) -> None:
        self._keys = keys
        self._audience = settings.app_id
        self._issuer = settings.token_issuer

    async def caller(self, authorization: str | None) -> Caller:
        """The caller the ``Authorization`` header proves.

        Raises:
            Refused: 401 for any token that is missing, malformed, forged, expired or meant for another bot;
                503 if the keys to judge it by cannot be had.
        """
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Refused(401, "no bearer token")
        try:
            header = jwt.get_unverified_header(token)
        except _NOT_A_TOKEN as error:
            raise Refused(401, "not a token") from error
        key_id = header.get("kid")
        if header.get("alg") != "RS256" or not isinstance(key_id, str):
            raise Refused(401, "not signed with RS256 and a named key")
        key = await self._keys.find(key_id)
        if key is None:
            raise Refused(401, "unknown signing key")
        try:
            claims = jwt.decode(
                token,
                key.public,
                algorithms=["RS256"],
                audience=self._audience,
                issuer=self._issuer,
                leeway=CLOCK_SKEW,
                options={"require": ["exp", "iss", "aud"]},
            )
        except _NOT_A_TOKEN as error:
            raise Refused(401, f"token refused: {type(error).__name__}") from error
        return Caller(claims, key.endorsements)
