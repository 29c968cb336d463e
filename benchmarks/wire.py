"""HTTP/1.1 as the load generator needs it: messages cut out of a stream, and as little else as possible."""

from __future__ import annotations

from collections.abc import Iterator

_END = b"\r\n\r\n"
_LENGTH = b"content-length:"


class Reader:
    """Cuts what arrives on one connection into messages."""

    def __init__(self) -> None:
        self._buffer = b""

    def messages(self, data: bytes) -> Iterator[tuple[bytes, bytes]]:
        """The head and the body of each message that is now complete.

        Raises:
            ValueError: A body without a length (chunked). Nothing that is measured sends such.
        """
        self._buffer += data
        while (at := self._buffer.find(_END)) >= 0:
            head = self._buffer[:at]
            end = at + len(_END) + _length(head)
            if len(self._buffer) < end:
                return
            body = self._buffer[at + len(_END) : end]
            self._buffer = self._buffer[end:]
            yield head, body


def _length(head: bytes) -> int:
    lowered = head.lower()
    at = lowered.find(_LENGTH)
    if at < 0:
        if b"transfer-encoding:" in lowered:
            raise ValueError("a chunked body is not read here")
        return 0
    return int(lowered[at + len(_LENGTH) :].split(b"\r\n", 1)[0])


def request(method: str, path: str, body: bytes = b"", *, headers: tuple[str, ...] = ()) -> bytes:
    """One request to this machine, ready to be written."""
    lines = (f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", *headers, f"Content-Length: {len(body)}", "", "")
    return "\r\n".join(lines).encode() + body


def response(status: str, body: bytes = b"") -> bytes:
    """One response, ready to be written."""
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: {len(body)}"
    )
    return head.encode() + _END + body


def status_of(head: bytes) -> int:
    """The status of a response."""
    return int(head.split(b" ", 2)[1])
