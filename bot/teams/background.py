"""What is done after a turn has been answered: nobody waits for it, and the bot does not stop before it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Hashable

from bot import log

MAX_JOBS = 200
"""More at once than a day brings; a job is a card and a few posts, so these are some megabytes."""


class Background:
    """Runs jobs beside the turns, those with the same key in the order in which they were started."""

    def __init__(self, *, max_jobs: int = MAX_JOBS) -> None:
        self._max_jobs = max_jobs
        self._running: set[asyncio.Task[None]] = set()
        self._last: dict[Hashable, asyncio.Task[None]] = {}

    def start(self, key: Hashable, job: Callable[[], Coroutine[None, None, None]]) -> None:
        """Run the job once those with the same key are done; with too many under way, it is left and logged.

        Args:
            key: What the job changes.
            job: Logs its own failures; anything it raises is logged too, and stops nothing.
        """
        if len(self._running) >= self._max_jobs:
            log.event(logging.ERROR, "job left", reason=f"{self._max_jobs} are under way")
            return
        task = asyncio.create_task(_run(job, after=self._last.get(key)))
        self._running.add(task)
        self._last[key] = task
        task.add_done_callback(lambda done: self._ended(key, done))

    async def close(self, within_s: float) -> None:
        """Wait for what is under way; what takes longer is cut short."""
        if not self._running:
            return
        _, late = await asyncio.wait(self._running, timeout=within_s)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    def _ended(self, key: Hashable, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if self._last.get(key) is task:
            del self._last[key]


async def _run(job: Callable[[], Coroutine[None, None, None]], *, after: asyncio.Task[None] | None) -> None:
    if after is not None:
        await asyncio.wait([after])
    try:
        await job()
    except Exception as error:  # noqa: BLE001 - the job's one try: there is nobody left to tell
        log.event(logging.ERROR, "job failed", error=error)
