"""The bots as processes: started on their own core, asked for what they hold, and stopped."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, sleep
from typing import Any

ROOT = Path(__file__).parent.parent
START_LIMIT_S = 30.0
STOP_LIMIT_S = 20.0
POLL_S = 0.001


class BotFailedError(Exception):
    """A bot did not come up, or went down; the message holds the end of what it wrote."""


@dataclass(frozen=True, slots=True)
class Cores:
    """One core for the bot that is measured, another for everything else."""

    bot: int
    load: int


def cores() -> Cores:
    """The first two cores this process may use.

    Raises:
        BotFailedError: There are not two.
    """
    mine = sorted(os.sched_getaffinity(0))
    if len(mine) < 2:
        raise BotFailedError("two cores are needed: one for the bot, one for the load")
    return Cores(bot=mine[0], load=mine[1])


@contextmanager
def on_core(core: int) -> Iterator[None]:
    """Run on this core alone; a process started meanwhile stays there."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def apart(module: str, folder: Path, cores: Cores, *, limit_s: float) -> dict[str, Any]:
    """What a module of the benchmarks measures of a folder, run by itself on the bot's core; it prints JSON.

    Raises:
        BotFailedError: It failed.
        subprocess.TimeoutExpired: It takes too long.
    """
    with on_core(cores.bot):
        done = subprocess.run(  # noqa: S603 - the benchmark's own command
            [sys.executable, "-m", f"benchmarks.{module}", str(folder)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=limit_s,
            check=False,
        )
    if done.returncode:
        raise BotFailedError(done.stderr[-2000:])
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@dataclass(slots=True)
class Running:
    """A bot that is up."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path
    ready_s: float

    def memory_mib(self) -> tuple[float, float]:
        """What it holds now, and the most it has held: VmRSS and VmHWM of /proc."""
        text = Path(f"/proc/{self.process.pid}/status").read_text("ascii")
        now, most = (re.search(rf"{name}:\s+(\d+) kB", text) for name in ("VmRSS", "VmHWM"))
        if now is None or most is None:
            raise BotFailedError(self.ending())
        return int(now[1]) / 1024, int(most[1]) / 1024

    def busy_s(self) -> float:
        """How many seconds it has been running on its core: utime and stime of /proc."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def ending(self) -> str:
        """The last lines that it wrote."""
        return _ending(self.log)

    def stop(self) -> None:
        """End it as the system would; if it does not listen, at once."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(STOP_LIMIT_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def start(
    command: Sequence[str | Path],
    environ: Mapping[str, str],
    *,
    core: int,
    folder: Path,
    ready_path: str | None = None,
) -> Running:
    """Start a bot on a free port and wait until it is ready.

    Args:
        command: What to run.
        environ: Its whole environment but for PATH and PORT.
        core: The only one it may use, from its first instruction.
        folder: Where it is started, and where what it writes goes.
        ready_path: Ready is when this answers 200; without one, when the port takes connections.

    Raises:
        BotFailedError: It ended, or was not ready in time.
    """
    port = _free_port()
    log = folder / f"{port}.log"
    environ = {"PATH": os.environ.get("PATH", ""), **environ, "PORT": str(port)}
    with log.open("wb") as out, on_core(core):
        began = perf_counter()
        process = subprocess.Popen(  # noqa: S603 - the benchmark's own commands
            [str(part) for part in command], env=environ, cwd=folder, stdout=out, stderr=subprocess.STDOUT
        )
    while not _ready(port, ready_path):
        if process.poll() is not None or perf_counter() - began > START_LIMIT_S:
            process.kill()
            process.wait()
            raise BotFailedError(f"{command[-1]} did not start:\n{_ending(log)}")
        sleep(POLL_S)
    return Running(port, process, log, perf_counter() - began)


def _ready(port: int, path: str | None) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            if path is None:
                return True
            connection.sendall(
                f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode()
            )
            return connection.recv(1024).startswith(b"HTTP/1.1 200")
    except OSError:
        return False


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def _ending(log: Path) -> str:
    return "\n".join(log.read_text("utf-8", "replace").splitlines()[-15:])
