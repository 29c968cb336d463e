"""Messages as Teams sends them, made before anything is timed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import count

from benchmarks.load import Message
from benchmarks.wire import request
from tests.fakes.microsoft import TENANT, Microsoft


class Messages:
    """Makes messages; no two have the same id.

    Attributes:
        tokens: How many different tokens they have brought.
    """

    def __init__(self, microsoft: Microsoft, service_url: str) -> None:
        self.tokens = 0
        self._microsoft = microsoft
        self._service_url = service_url
        self._number = count(1)

    def lists(self, texts: Sequence[str], *, people: int, signed: bool) -> list[list[Message]]:
        """The texts dealt out to so many people, each in a new conversation of their own.

        Signed ones bring a token, as the Bot Connector's requests do. It keeps one for about an hour; here
        each person's, every round, is one that the bot has not seen before.
        """
        return [
            self._list(texts[person::people], person, self._token() if signed else None)
            for person in range(people)
        ]

    def _list(self, texts: Sequence[str], person: int, token: str | None) -> list[Message]:
        conversation = f"a:chat-{next(self._number)}"
        headers = ["Content-Type: application/json; charset=utf-8"]
        if token is not None:
            headers.append(f"Authorization: Bearer {token}")
        messages = []
        for text in texts:
            activity = self._microsoft.activity(
                id=f"{1_700_000_000_000 + next(self._number)}",
                serviceUrl=self._service_url,
                text=text,
                conversation={"conversationType": "personal", "tenantId": TENANT, "id": conversation},
                **{"from": {"id": f"29:person-{person}", "name": "Anne Jensen"}},
            )
            body = json.dumps(activity, ensure_ascii=False).encode()
            messages.append(
                Message(activity["id"], text, request("POST", "/api/messages", body, headers=tuple(headers)))
            )
        return messages

    def _token(self) -> str:
        self.tokens += 1
        return self._microsoft.token(serviceurl=self._service_url, jti=str(self.tokens), expires_in_s=3600)
