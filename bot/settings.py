"""What the environment says about how the bot runs; wrong settings are all reported at once."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

TEAMS_SERVICE_HOSTS = frozenset({"smba.trafficmanager.net"})
"""Where Teams' public cloud takes a bot's replies; government clouds have hosts of their own.

Source: https://microsoft.github.io/Agents-for-js/variables/_microsoft_agents-hosting.TeamsServiceEndpoints.html,
read 2026-11-21.
"""

OPEN_ID_METADATA_URL = "https://login.botframework.com/v1/.well-known/openidconfiguration"
TOKEN_ISSUER = "https://api.botframework.com"  # noqa: S105 - a public address
LOGIN_HOST = "https://login.microsoftonline.com"
TOKEN_PATH = "/oauth2/v2.0/token"  # noqa: S105 - a public path
OAUTH_SCOPE = "https://api.botframework.com/.default"
"""The public cloud's addresses.

Source: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication,
read 2026-11-21.
"""

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_HOST_NAME = re.compile(r"[a-z0-9](?:[a-z0-9.:-]*[a-z0-9])?")
_PLAIN_URL = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(?:/[A-Za-z0-9._~/-]*)?")
_MAX_PORT = 65_535


class SettingsError(Exception):
    """One or more settings are wrong or missing; the message has one line for each, and no secret."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that differs between one installation and another.

    Attributes:
        database_url: None means SQLite in ``data_dir``. Left out of ``repr``: it may carry a password.
        app_id: The bot's registration in Entra ID; None is a local trial without authentication.
        allowed_tenants: Lower-case tenant ids that may talk to the bot; empty only in a local trial.
        lead_ids: Lower-case Entra object ids.
        service_hosts: Where replies, and with them the bot's token, may be sent.
        login_url: The whole address of the token endpoint.
        public_url: Where people's browsers reach the bot, without a slash at the end; None where they do not.
    """

    host: str
    port: int
    data_dir: Path
    database_url: str | None = field(repr=False)
    app_id: str | None
    app_password: str | None = field(repr=False)
    tenant_id: str | None
    allowed_tenants: frozenset[str]
    lead_ids: frozenset[str]
    log_level: str
    service_hosts: frozenset[str]
    open_id_metadata_url: str
    token_issuer: str
    login_url: str
    oauth_scope: str
    public_url: str | None


@lru_cache(maxsize=64)  # in a local trial each request names one
def is_loopback(host: str) -> bool:
    """Whether only this machine can reach, or be reached at, the host; a name other than localhost is not."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def read_settings(environ: Mapping[str, str]) -> Settings:
    """The settings in the environment; one that is empty counts as not set.

    Raises:
        SettingsError: Something is wrong or missing; every problem is named in the one error.
    """
    read = _Reader(environ)
    app_id = read.guid("MicrosoftAppId")
    tenant_id = read.guid("MicrosoftAppTenantId")
    password = read.text("MicrosoftAppPassword")
    named = bool(read.text("MicrosoftAppId"))
    _check_app_type(read)
    if named:
        for name in ("MicrosoftAppPassword", "MicrosoftAppTenantId"):
            if not read.text(name):
                read.refuse(name, "is required when MicrosoftAppId is set")
    else:
        for name in ("MicrosoftAppPassword", "MicrosoftAppTenantId"):
            if read.text(name):
                read.refuse(
                    name, "is set, but MicrosoftAppId is not: the bot would run without authentication"
                )
        if not is_loopback(read.text("HOST", "127.0.0.1")):
            read.refuse("HOST", "must be loopback (127.0.0.1, ::1 or localhost) without MicrosoftAppId")
    host, port = read.text("HOST", "127.0.0.1"), read.port("PORT", 3978)
    settings = Settings(
        host=host,
        port=port,
        data_dir=Path(read.text("DATA_DIR", "./data")),
        database_url=_database_url(read),
        app_id=app_id,
        app_password=password or None,
        tenant_id=tenant_id,
        allowed_tenants=read.guids("ALLOWED_TENANTS") or frozenset({tenant_id} if tenant_id else ()),
        lead_ids=read.guids("LEAD_IDS"),
        log_level=_log_level(read),
        service_hosts=read.hosts("ALLOWED_SERVICE_HOSTS") or TEAMS_SERVICE_HOSTS,
        open_id_metadata_url=read.url("ToBotFromChannelOpenIdMetadataUrl", OPEN_ID_METADATA_URL),
        token_issuer=read.text("ToBotFromChannelTokenIssuer", TOKEN_ISSUER),
        login_url=_login_url(read, tenant_id),
        oauth_scope=_scope(read),
        public_url=_public_url(read) or (None if named else _own_url(host, port)),
    )
    if read.problems:
        raise SettingsError(tuple(read.problems))
    return settings


class _Reader:
    """Reads one setting at a time and keeps what was wrong with it; a refused value reads as its default."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self.problems: list[str] = []

    def refuse(self, name: str, reason: str) -> None:
        self.problems.append(f"{name} {reason}")

    def text(self, name: str, default: str = "") -> str:
        return self._environ.get(name, "").strip() or default

    def _matching(self, name: str, pattern: re.Pattern[str], what: str) -> frozenset[str]:
        items = [item for part in self.text(name).split(",") if (item := part.strip().lower())]
        for item in items:
            if not pattern.fullmatch(item):
                self.refuse(name, f"holds {item!r}, which is not {what}")
        return frozenset(items)

    def guid(self, name: str) -> str | None:
        value = self.text(name).lower()
        if value and not GUID.fullmatch(value):
            self.refuse(name, "is not a GUID")
            return None
        return value or None

    def guids(self, name: str) -> frozenset[str]:
        return self._matching(name, GUID, "a GUID")

    def hosts(self, name: str) -> frozenset[str]:
        return self._matching(name, _HOST_NAME, "a host name (no https://, no path)")

    def port(self, name: str, default: int) -> int:
        value = self.text(name)
        if not value:
            return default
        if not (value.isascii() and value.isdigit() and 1 <= int(value[:6]) <= _MAX_PORT):
            self.refuse(name, f"is {value!r}, not a port between 1 and {_MAX_PORT}")
            return default
        return int(value)

    def url(self, name: str, default: str) -> str:
        """An https address; http is let through on loopback, for tests and trials."""
        value = self.text(name, default)
        try:
            parts = urlsplit(value)
            host = parts.hostname or ""
        except ValueError:
            parts, host = urlsplit(""), ""
        if not host or not (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))):
            self.refuse(name, "is not an https address")
        return value


def _check_app_type(read: _Reader) -> None:
    kind = read.text("MicrosoftAppType", "SingleTenant").lower()
    if kind == "multitenant":
        read.refuse(
            "MicrosoftAppType",
            "is MultiTenant: such bots cannot be created since 2025-07-31, register it as SingleTenant",
        )
    elif kind != "singletenant":
        read.refuse("MicrosoftAppType", "must be SingleTenant, the only kind this bot supports")


def _database_url(read: _Reader) -> str | None:
    value = read.text("DATABASE_URL")
    scheme, separator, _ = value.partition("://")
    if value and not (separator and scheme.split("+")[0] in {"sqlite", "postgresql"}):
        read.refuse(
            "DATABASE_URL", "must begin with sqlite:// or postgresql://"
        )  # the value may hold a password
    return value or None


def _log_level(read: _Reader) -> str:
    level = read.text("LOG_LEVEL", "INFO").upper()
    if level not in LOG_LEVELS:
        read.refuse("LOG_LEVEL", f"must be one of {', '.join(LOG_LEVELS)}")
    return level


def _login_url(read: _Reader, tenant_id: str | None) -> str:
    """The SDK's key holds an authority in some templates, a whole token address in others."""
    url = read.url("ToChannelFromBotLoginUrl", f"{LOGIN_HOST}/{tenant_id or 'common'}").rstrip("/")
    return url if url.endswith(TOKEN_PATH) else url + TOKEN_PATH


def _public_url(read: _Reader) -> str | None:
    """An address that a path can be put after."""
    value = read.text("PUBLIC_URL")
    if not value:
        return None
    if not _PLAIN_URL.fullmatch(value):
        read.refuse("PUBLIC_URL", "is not an address of a host and at most a path")
        return None
    return read.url("PUBLIC_URL", "").rstrip("/")


def _own_url(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _scope(read: _Reader) -> str:
    """The SDK's key names the resource; the token endpoint wants "/.default" after it."""
    scope = read.text("ToChannelFromBotOAuthScope", OAUTH_SCOPE).rstrip("/")
    return scope if scope.endswith("/.default") else f"{scope}/.default"
