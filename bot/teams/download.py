"""A file by a link that only its owner knows: a page with a button, and the file behind the button.

A chat client that looks at the address for a preview, and a browser that fetches ahead, get the page alone;
the link is used up by who presses the button.
"""

from __future__ import annotations

import html
import logging
import re
from base64 import b64encode
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from http import HTTPStatus
from urllib.parse import quote

from aiohttp import web

from bot import log
from bot.hearings.texts import files as texts
from bot.teams.files import MAX_TOKEN_CHARS, Files

_FOLDER = "/hoeringsnotat"
_PATH = _FOLDER + f"/{{token:[A-Za-z0-9._-]{{1,{MAX_TOKEN_CHARS}}}}}"

_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}
_STYLE = (
    "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:3rem auto;padding:0 1rem}"
    "button{font:inherit;padding:.6rem 1.2rem;border:0;border-radius:.4rem;background:#14566b;color:#fff}"
)
_STYLE_HASH = b64encode(sha256(_STYLE.encode()).digest()).decode()
_PAGE_HEADERS = _HEADERS | {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    ),
}
_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa"})
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9 ._-]+")


class Downloads:
    """Answers browsers; a token is never logged."""

    def __init__(
        self, files: Files, *, now: Callable[[], datetime], new_reference: Callable[[], str]
    ) -> None:
        self._files = files
        self._now = now
        self._new_reference = new_reference

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Answer whatever is asked for in the folder."""
        router.add_get(_PATH, self.page)
        router.add_post(_PATH, self.file)
        router.add_route("*", _FOLDER + "{rest:.*}", self.nothing)

    async def page(self, _request: web.Request) -> web.Response:
        """The page with the button; the same for every link, whether there is a file behind it or not."""
        form = f'<form method="post"><button type="submit">{html.escape(texts.DOWNLOAD)}</button></form>'
        return _page(HTTPStatus.OK, texts.TITLE, f"<p>{html.escape(texts.ONCE)}</p>{form}")

    async def file(self, request: web.Request) -> web.Response:
        """The file, once; 404 for what nobody can have, whatever the reason."""
        try:
            file = await self._files(request.match_info["token"], None, self._now())
        except Exception as error:  # noqa: BLE001 - the request's one try: whatever went wrong, it is answered
            reference = self._new_reference()
            log.event(logging.ERROR, "download failed", id=reference, error=error)
            return _told(HTTPStatus.SERVICE_UNAVAILABLE, texts.FAILED, texts.failed_why(reference))
        if file is None:
            return await self.nothing(request)
        return web.Response(
            body=file.content,
            headers=_HEADERS
            | {"Content-Type": file.content_type, "Content-Disposition": attachment_called(file.name)},
        )

    async def nothing(self, _request: web.Request) -> web.Response:
        """There is no file here."""
        return _told(HTTPStatus.NOT_FOUND, texts.NO_FILE, texts.NO_FILE_WHY)


def attachment_called(name: str) -> str:
    """A ``Content-Disposition`` for a file to be kept under a name, which may hold any letters.

    Source: RFC 6266, 5 and its appendix D: a plain name for old browsers stands before the whole one.
    """
    plain = _NOT_PLAIN.sub("_", name.translate(_LETTERS))
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='', errors='replace')}"


def _told(status: HTTPStatus, title: str, why: str) -> web.Response:
    return _page(status, title, f"<p>{html.escape(why)}</p>")


def _page(status: HTTPStatus, title: str, content: str) -> web.Response:
    title = html.escape(title)
    page = (
        '<!DOCTYPE html><html lang="da"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body><main><h1>{title}</h1>{content}</main></body></html>"
    )
    return web.Response(
        status=status, text=page, content_type="text/html", charset="utf-8", headers=_PAGE_HEADERS
    )
