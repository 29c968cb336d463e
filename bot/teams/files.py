"""A file offered in somebody's own chat: consent first, then it is put into their OneDrive.

Teams shows a card that asks; who accepts it gives the bot an address to put the file at, once. What stands in
the card's place then is the file itself, or a sentence.

Source: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4, read 2026-11-26.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

import aiohttp
from botbuilder.schema import Activity
from yarl import URL

from bot import log
from bot.hearings.texts import files as texts
from bot.settings import Settings, is_loopback
from bot.teams.activities import LOCALE, may_be_written_to
from bot.teams.connector import Poster, part, url_at
from bot.teams.fields import object_of, required_text, text_of
from bot.teams.outbound import CallFailed, call
from bot.teams.refusal import Refused
from bot.turn import File, FileOffer

INVOKE = "fileConsent/invoke"
CONSENT = "application/vnd.microsoft.teams.card.file.consent"
INFO = "application/vnd.microsoft.teams.card.file.info"

UPLOAD_HOST = ".sharepoint.com"
"""Where everybody's OneDrive is, in Microsoft's public cloud: "ishoej-my.sharepoint.com"."""

UPLOAD_TIMEOUT = aiohttp.ClientTimeout(total=60, sock_connect=5)
"""A høringsnotat is a megabyte or two."""

MAX_TOKEN_CHARS = 400
"""Twice as long as a signed one is."""

_MAX_ADDRESS_CHARS = 8_000
_AS_GIVEN = "".join(map(chr, range(0x21, 0x7F)))
"""What of an address is sent as it is; a name in it may have spaces and Danish letters."""

Files = Callable[[str, str | None, datetime], Awaitable[File | None]]
"""The file that a token stands for, once: given the token, who asks, and an aware UTC time.

Who asks is known by a turn's user id; None is somebody who has the token and no more. There is no file for a
token that is unknown, used, expired or not theirs.
"""


@dataclass(frozen=True, slots=True)
class Consent:
    """What a person said to the offer of a file.

    Attributes:
        token: The offer's.
        upload: Where the file is to be put, checked; None where it was declined.
        info: The card that shows it there.
    """

    token: str
    upload: URL | None
    info: dict[str, Any]


def consent_in(value: object, settings: Settings) -> Consent:
    """What the invoke's value says.

    ``{"action": "accept", "context": {"token": "…"}, "uploadInfo": {"contentUrl": "https://…",
    "name": "notat.docx", "uploadUrl": "https://…", "uniqueId": "…", "fileType": "docx"}}``

    Raises:
        Refused: 400, if anything needed is missing or of the wrong type; 403 for an address that the file
            must not go to.
    """
    if not isinstance(value, dict):
        raise Refused(400, "value is not an object")
    action = required_text(value, "action")
    token = required_text(object_of(value, "context"), "token")
    if action not in {"accept", "decline"} or len(token) > MAX_TOKEN_CHARS:
        raise Refused(400, "value is not a consent")
    if action == "decline":
        return Consent(token, None, {})
    upload = object_of(value, "uploadInfo")
    shown = {
        "contentType": INFO,
        "contentUrl": _checked(required_text(upload, "contentUrl"), settings)[0],
        "name": text_of(upload, "name") or "",
        "content": {
            "uniqueId": text_of(upload, "uniqueId") or "",
            "fileType": text_of(upload, "fileType") or "",
        },
    }
    return Consent(token, _checked(required_text(upload, "uploadUrl"), settings)[1], shown)


def _checked(given: str, settings: Settings) -> tuple[str, URL]:
    """An address in somebody's OneDrive, or in a trial on this machine, as it was given and to be called."""
    try:
        url = URL(quote(given, safe=_AS_GIVEN, errors="replace"), encoded=True)
        host, port = url.host or "", url.port
    except ValueError as error:
        raise Refused(400, "not an address of a file") from error
    plain = given.isprintable() and "\\" not in given
    if not plain or len(given) > _MAX_ADDRESS_CHARS or url.user is not None or url.password is not None:
        raise Refused(400, "not an address of a file")
    in_onedrive = url.scheme == "https" and port == 443 and host.lower().endswith(UPLOAD_HOST)
    here = is_loopback(host) and may_be_written_to(str(url.origin()), settings)
    if not in_onedrive and not here:
        raise Refused(403, "files are not put there")
    return given, url


class Offers:
    """Offers files, and puts them where they were asked for."""

    def __init__(
        self, files: Files, *, poster: Poster, now: Callable[[], datetime], new_reference: Callable[[], str]
    ) -> None:
        self._files = files
        self._poster = poster
        self._now = now
        self._new_reference = new_reference

    async def offer(self, offer: FileOffer, to: Activity) -> None:
        """Ask for consent in the chat that the activity came from; a failure is logged."""
        card = {
            "contentType": CONSENT,
            "name": offer.name,
            "content": {
                "description": offer.description,
                "sizeInBytes": offer.size_bytes,
                "acceptContext": {"token": offer.token},
                "declineContext": {"token": offer.token},
            },
        }
        try:
            await self._say(to, None, {"attachments": [card]})
        except CallFailed as failure:
            log.event(logging.WARNING, "file not offered", reason=failure.reason)

    async def answer(self, consent: Consent, to: Activity) -> bool:
        """Do what was consented to, and let the card that asked make way for what came of it.

        Returns:
            Whether that was that; otherwise the card stands, and may be pressed again.

        Raises:
            CallFailed: What came of it could not be shown.
        """
        try:
            said = await self._outcome(consent, to.from_property.aad_object_id or to.from_property.id)
        except Exception as error:  # noqa: BLE001 - the consent's one try: whatever went wrong, it is answered
            reference = self._new_reference()
            log.event(logging.ERROR, "file not read", id=reference, error=error)
            await self._say(to, None, {"text": texts.NOT_READ})
            return False
        await self._say(to, to.reply_to_id, said)
        return True

    async def _outcome(self, consent: Consent, user_id: str) -> dict[str, Any]:
        """What stands in the chat from now on."""
        if consent.upload is None:
            return {"text": texts.DECLINED}
        file = await self._files(consent.token, user_id, self._now())
        if file is None:
            return {"text": texts.GONE}
        try:
            await self._put(consent.upload, file.content)
        except CallFailed as failure:
            log.event(logging.WARNING, "file not uploaded", reason=failure.reason)
            return {"text": texts.NOT_UPLOADED}
        return {"attachments": [consent.info]}

    async def _put(self, address: URL, content: bytes) -> None:
        """The whole file at once, without the bot's token: the address is key enough.

        Source: https://learn.microsoft.com/onedrive/developer/rest-api/api/driveitem_createuploadsession#upload-bytes-to-the-upload-session,
        read 2026-11-26.
        """
        size = len(content)
        await call(
            self._poster.session,
            "PUT",
            address,
            now=self._now,
            timeout=UPLOAD_TIMEOUT,
            data=content,
            headers={
                "Content-Type": "application/octet-stream",
                "Content-Length": str(size),
                "Content-Range": f"bytes 0-{size - 1}/{size}",
            },
        )

    async def _say(self, to: Activity, instead_of: str | None, said: dict[str, Any]) -> None:
        """A message in the chat; in the place of another where that can be changed."""
        conversation_id = to.conversation.id
        message = {
            "type": "message",
            "locale": LOCALE,
            "from": {"id": to.recipient.id} if to.recipient else None,
            "conversation": {"id": conversation_id},
        }
        body = json.dumps(message | said).encode()
        path = f"conversations/{part(conversation_id)}/activities"
        if instead_of is not None:
            try:
                await self._poster.send("PUT", url_at(to.service_url, f"{path}/{part(instead_of)}"), body)
            except CallFailed as failure:
                log.event(logging.WARNING, "card not changed", id=to.id, reason=failure.reason)
            else:
                return
        await self._poster.send("POST", url_at(to.service_url, path), body)
