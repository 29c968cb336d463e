"""What it is to deliver a post: done by whoever knows the service, and asked for by the sender."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from storage.records.posts import Post


@dataclass(frozen=True, slots=True)
class Delivered:
    """Where a post stands now.

    Attributes:
        conversation_id: The chat; for a channel the thread that was begun, or that it stands in.
        activity_id: Its message there, by which it is changed later.
    """

    conversation_id: str
    activity_id: str


class NotDelivered(Exception):  # noqa: N818 - reads as what happened
    """A post did not arrive, or nobody knows.

    Attributes:
        status: What the service answered; None if it did not, or was not asked.
        passing: The same may succeed a little later.
        certain: It did not arrive. False where no answer came in time to what was sent.
        retry_after_s: How long the service asked us to wait.
        reason: A word of ``texts.posting.WHY``, where the status does not tell: "host".
    """

    def __init__(
        self,
        status: int | None = None,
        *,
        passing: bool = False,
        certain: bool = True,
        retry_after_s: float | None = None,
        reason: str = "",
    ) -> None:
        super().__init__(reason or f"HTTP {status}")
        self.status = status
        self.passing = passing
        self.certain = certain
        self.retry_after_s = retry_after_s
        self.reason = reason


class Deliver(Protocol):
    """Delivers a post, with one try that takes some seconds at most."""

    async def __call__(self, post: Post, replaced: Post | None, /) -> Delivered:
        """Post it; where it replaces one that was sent, in that one's place, or anew where that one is gone.

        Raises:
            NotDelivered: See there.
        """
        ...
