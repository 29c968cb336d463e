"""Every Danish word about channels."""

from __future__ import annotations

GENERAL = "Generelt"
"""What the Danish Teams calls a team's first channel, which has no name of its own."""
