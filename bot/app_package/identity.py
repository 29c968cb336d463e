"""Which app a package is for: whose bot, where it lives, and which version."""

from __future__ import annotations

import ipaddress
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from bot.settings import GUID

_PROJECT = Path(__file__).parents[2] / "pyproject.toml"
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST_NAME = re.compile(rf"(?=.{{4,253}}\Z)(?:{_LABEL}\.)+(?!\d+\Z){_LABEL}")  # RFC 1035, 2.3.1 and 2.3.4


class IdentityError(Exception):
    """The app id or the domain is wrong or missing; the message has one line for each problem."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Identity:
    """What differs between one package and another.

    Attributes:
        app_id: The bot's app id in Entra ID, lower case; the app in Teams goes by the same id.
        bot_domain: The bot's public host name, lower case.
        version: MAJOR.MINOR.PATCH; Teams takes an update only if it has grown.
    """

    app_id: str
    bot_domain: str
    version: str


def identity_of(app_id: str | None, bot_domain: str, *, version: str) -> Identity:
    """The identity with these names, tidied of spaces and capitals.

    Raises:
        IdentityError: The app id is not a GUID, or the domain is not a bare public host name; every problem
            is named in the one error.
    """
    app_id, bot_domain = (app_id or "").strip().lower(), bot_domain.strip().lower()
    problems = _app_id_problems(app_id) + _domain_problems(bot_domain)
    if problems:
        raise IdentityError(tuple(problems))
    return Identity(app_id, bot_domain, version)


def project_version() -> str:
    """The version of the bot, which is also the app's; it stands in pyproject.toml and nowhere else."""
    return str(tomllib.loads(_PROJECT.read_text("utf-8"))["project"]["version"])


def _app_id_problems(app_id: str) -> list[str]:
    if not app_id:
        return ["--app-id is missing: give it, or set MicrosoftAppId"]
    if not GUID.fullmatch(app_id):
        return [f"--app-id is {app_id!r}, which is not a GUID"]
    return []


def _domain_problems(domain: str) -> list[str]:
    """Why the domain is no bare public host name: the first thing that is wrong with it."""
    reason = ""
    if "://" in domain:
        reason = "leave out the scheme, https:// is understood"
    elif "*" in domain:
        reason = "a wildcard would let in every host there"
    elif _is_ip(domain):
        reason = "that is an address, and Teams needs a host name with a certificate"
    elif "/" in domain:
        reason = "leave out the path"
    elif ":" in domain:
        reason = "leave out the port, Teams calls 443"
    elif domain == "localhost" or domain.endswith(".localhost"):
        reason = "Teams cannot reach this machine by that name"
    elif not domain.isascii():
        reason = "write it with its xn-- form"
    elif not _HOST_NAME.fullmatch(domain):
        reason = "that is not a whole host name"
    return [f"--bot-domain is {domain!r}: {reason} (as in bot.example.dk)"] if reason else []


def _is_ip(domain: str) -> bool:
    try:
        ipaddress.ip_address(domain.strip("[]"))
    except ValueError:
        return False
    return True
