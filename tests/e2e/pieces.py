"""What it takes to drive the real client, and whether this machine has it."""

from __future__ import annotations

import shutil

from bot.teams import playground

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def missing() -> str | None:
    """What is missing; None where the tests can run."""
    return playground.missing() or (None if CHROMIUM else "Chromium is not installed")
