"""Links to a memo: signed, and good for a quarter of an hour."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from itsdangerous import BadData, TimestampSigner, URLSafeTimedSerializer

LIFETIME = timedelta(minutes=15)
PATH = "/hoeringsnotat/"


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a link says.

    Attributes:
        download_id: What the records know it by.
        content_hash: Of the very file it was given for; "" where the newest will do.
    """

    download_id: str
    content_hash: str = ""


@dataclass(frozen=True, slots=True)
class Links:
    """Makes links and reads them.

    Attributes:
        key: Who has it can make links.
        public_url: Where browsers reach the bot; None where they cannot.
    """

    key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    public_url: str | None = None

    def token(self, ticket: Ticket, now: datetime) -> str:
        """The signed ticket, of letters, digits and "-_."."""
        token: str | bytes = self._signed(now).dumps([ticket.download_id, ticket.content_hash])
        return token if isinstance(token, str) else token.decode()

    def url(self, token: str) -> str | None:
        """Where a browser finds what the token is for; None where it cannot."""
        return f"{self.public_url.rstrip('/')}{PATH}{token}" if self.public_url else None

    def ticket(self, token: str, now: datetime) -> Ticket | None:
        """The ticket; None for one that was not signed here, has been changed or is too old."""
        try:
            said = self._signed(now).loads(token, max_age=int(LIFETIME.total_seconds()))
        except BadData:
            return None
        download_id, content_hash = said
        return Ticket(download_id, content_hash)

    def _signed(self, now: datetime) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(
            self.key,
            salt="memo",
            signer=_At,
            signer_kwargs={"now": int(now.timestamp()), "digest_method": hashlib.sha256},
        )


class _At(TimestampSigner):
    """Signs by the time that it is given."""

    def __init__(self, *args: Any, now: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self._now = now

    def get_timestamp(self) -> int:
        return self._now


def links_of(client_secret: str | None, public_url: str | None) -> Links:
    """The links that all instances with this client secret share; without one, this process's own."""
    if client_secret is None:
        return Links(public_url=public_url)
    return Links(hmac.digest(client_secret.encode(), b"memo links", "sha256"), public_url)
