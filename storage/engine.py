"""TinyDB's file, written so that it is never seen half-written."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from tinydb.storages import Storage


class BrokenBaseError(Exception):
    """The knowledge base cannot be trusted; the message names the file and what is wrong."""


class AtomicJSONStorage(Storage):
    """One JSON file, replaced whole at each write.

    A write goes to a temporary file beside it, is forced to disk and then renamed over the old
    one, so that a process killed at any moment leaves either the old or the new content. TinyDB's
    own JSONStorage truncates in place: a kill in mid-write destroys the file.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self._lock = FileLock(path.with_name(path.name + ".lock"), timeout=5)

    def read(self) -> dict[str, dict[str, Any]] | None:
        """The document, or None where there is no file yet.

        Raises:
            BrokenBaseError: The file is empty, cut short, or not a JSON object of tables.
        """
        try:
            raw = self.path.read_text("utf-8")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise BrokenBaseError(f"{self.path}: cannot be read ({error})") from error
        try:
            data = json.loads(raw)
        except ValueError as error:
            raise BrokenBaseError(f"{self.path}: is not whole JSON ({error})") from error
        if not isinstance(data, dict) or not all(isinstance(t, dict) for t in data.values()):
            raise BrokenBaseError(f"{self.path}: is not an object of tables")
        return data

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Replace the file by ``data``.

        Raises:
            BrokenBaseError: Another process has been writing for over five seconds.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with self._lock:
                self._replace(json.dumps(data, ensure_ascii=False))
        except Timeout as error:
            raise BrokenBaseError(f"{self.path}: another process is writing it") from error

    def _replace(self, serialised: str) -> None:
        handle, temporary = tempfile.mkstemp(dir=self.path.parent, prefix=f".{self.path.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(serialised)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).replace(self.path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        self._sync_folder()

    def _sync_folder(self) -> None:
        """Make the rename itself last through a power cut, where folders can be synced (POSIX)."""
        if os.name != "posix":
            return
        folder = os.open(self.path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
