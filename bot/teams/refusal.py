"""What a request is turned away with before it becomes a turn."""

from __future__ import annotations


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not a fault of ours
    """The request is not answered; the caller's fault, except for 503.

    Attributes:
        status: The HTTP status.
        reason: In our own words, with at most a host name of theirs; it goes into the log and the response.
        retry_after_s: Set for 503 only.
    """

    def __init__(self, status: int, reason: str, *, retry_after_s: int | None = None) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.retry_after_s = retry_after_s
