from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, is_loopback, read_settings

APP = "aaaaaaaa-0000-4000-8000-000000000001"
TENANT = "bbbbbbbb-0000-4000-8000-000000000002"
LEAD = "cccccccc-0000-4000-8000-000000000003"
EVERYWHERE = "0.0.0.0"  # noqa: S104 - as in a container
REGISTERED = {"MicrosoftAppId": APP, "MicrosoftAppPassword": "hemmeligt", "MicrosoftAppTenantId": TENANT}


def problems(environ: dict[str, str]) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as caught:
        read_settings(environ)
    assert str(caught.value) == "\n".join(caught.value.problems)
    return caught.value.problems


def test_without_any_settings_it_is_a_local_trial() -> None:
    assert read_settings({}) == Settings(
        host="127.0.0.1",
        port=3978,
        data_dir=Path("data"),
        database_url=None,
        app_id=None,
        app_password=None,
        tenant_id=None,
        allowed_tenants=frozenset(),
        lead_ids=frozenset(),
        log_level="INFO",
        service_hosts=frozenset({"smba.trafficmanager.net"}),
        open_id_metadata_url="https://login.botframework.com/v1/.well-known/openidconfiguration",
        token_issuer="https://api.botframework.com",
        login_url="https://login.microsoftonline.com/common/oauth2/v2.0/token",
        oauth_scope="https://api.botframework.com/.default",
        public_url="http://127.0.0.1:3978",
    )


def test_empty_settings_count_as_not_set() -> None:
    assert read_settings(
        dict.fromkeys([*REGISTERED, "HOST", "PORT", "LEAD_IDS", "LOG_LEVEL"], " ")
    ) == read_settings({})


def test_a_registered_bot_serves_its_own_tenant() -> None:
    settings = read_settings(REGISTERED | {"HOST": EVERYWHERE, "PORT": "80"})
    assert (settings.app_id, settings.host, settings.port) == (APP, EVERYWHERE, 80)
    assert settings.allowed_tenants == {TENANT}
    assert settings.login_url == f"https://login.microsoftonline.com/{TENANT}/oauth2/v2.0/token"


def test_ids_may_be_in_capitals_and_lists_may_have_spaces() -> None:
    settings = read_settings(
        REGISTERED
        | {
            "ALLOWED_TENANTS": f" {TENANT.upper()} , {LEAD},",
            "LEAD_IDS": f"{LEAD.upper()}",
            "LOG_LEVEL": "debug",
        }
    )
    assert settings.allowed_tenants == {TENANT, LEAD}
    assert settings.lead_ids == {LEAD}
    assert settings.log_level == "DEBUG"


def test_the_government_clouds_keys_are_taken_as_the_sdk_takes_them() -> None:
    settings = read_settings(
        REGISTERED
        | {
            "ToBotFromChannelOpenIdMetadataUrl": "https://login.botframework.azure.us/v1/.well-known/openidconfiguration",
            "ToBotFromChannelTokenIssuer": "https://api.botframework.us",
            "ToChannelFromBotLoginUrl": f"https://login.microsoftonline.us/{TENANT}",
            "ToChannelFromBotOAuthScope": "https://api.botframework.us",
            "ALLOWED_SERVICE_HOSTS": "smba.infra.gov.teams.microsoft.us",
        }
    )
    assert settings.login_url == f"https://login.microsoftonline.us/{TENANT}/oauth2/v2.0/token"
    assert settings.oauth_scope == "https://api.botframework.us/.default"
    assert settings.token_issuer == "https://api.botframework.us"
    assert settings.service_hosts == {"smba.infra.gov.teams.microsoft.us"}


def test_a_whole_token_address_is_taken_as_it_is() -> None:
    url = f"https://login.microsoftonline.com/{TENANT}/oauth2/v2.0/token"
    assert read_settings(REGISTERED | {"ToChannelFromBotLoginUrl": url}).login_url == url


@pytest.mark.parametrize(
    ("environ", "url"),
    [
        (REGISTERED, None),
        (REGISTERED | {"PUBLIC_URL": "https://bot.example.dk/"}, "https://bot.example.dk"),
        (REGISTERED | {"PUBLIC_URL": "https://example.dk:8443/bot"}, "https://example.dk:8443/bot"),
        ({"PUBLIC_URL": "http://localhost:8080"}, "http://localhost:8080"),
        ({"HOST": "::1", "PORT": "80"}, "http://[::1]:80"),
    ],
    ids=["unknown", "a host", "a path behind a proxy", "a trial behind a proxy", "a trial"],
)
def test_browsers_reach_the_bot_where_it_is_said(environ: dict[str, str], url: str | None) -> None:
    assert read_settings(environ).public_url == url


@pytest.mark.parametrize(
    "url",
    ["sqlite:///data/x.db", "sqlite+aiosqlite:///x", "postgresql://u:p@h/d", "postgresql+asyncpg://u:p@h/d"],
)
def test_both_kinds_of_database_are_taken(url: str) -> None:
    assert read_settings({"DATABASE_URL": url}).database_url == url


@pytest.mark.parametrize(
    ("environ", "named"),
    [
        *[({"PORT": port}, "PORT") for port in ("0", "65536", "-1", "abc", "80.5", "8" * 5000, "²")],
        *[
            ({"HOST": host}, "HOST")
            for host in (EVERYWHERE, "10.0.0.1", "::", "example.org", "localhost.example.org")
        ],
        *[
            ({"DATABASE_URL": url}, "DATABASE_URL")
            for url in ("mysql://h/d", "postgres://h/d", "data.db", "sqlite:x")
        ],
        *[({"LEAD_IDS": ids}, "LEAD_IDS") for ids in ("anne@ishoj.dk", f"{LEAD};{LEAD}", LEAD + "0")],
        *[
            ({"ALLOWED_SERVICE_HOSTS": h}, "ALLOWED_SERVICE_HOSTS")
            for h in ("https://a.dk", "a.dk/x", "*.a.dk")
        ],
        *[
            ({"PUBLIC_URL": url}, "PUBLIC_URL")
            for url in (
                *("http://bot.example.dk", "bot.example.dk", "https://", "https://a:b@example.dk"),
                *("https://example.dk?x=1", "https://example.dk/#x", "https://exa mple.dk", "https://a.dk/æ"),
            )
        ],
        ({"LOG_LEVEL": "LOUD"}, "LOG_LEVEL"),
        ({"ALLOWED_TENANTS": "ishoj.dk"}, "ALLOWED_TENANTS"),
        ({"MicrosoftAppType": "MultiTenant"}, "MicrosoftAppType"),
        ({"MicrosoftAppType": "UserAssignedMSI"}, "MicrosoftAppType"),
        ({"MicrosoftAppPassword": "x"}, "MicrosoftAppPassword"),
        ({"MicrosoftAppTenantId": TENANT}, "MicrosoftAppTenantId"),
        (REGISTERED | {"MicrosoftAppPassword": ""}, "MicrosoftAppPassword"),
        (REGISTERED | {"MicrosoftAppTenantId": ""}, "MicrosoftAppTenantId"),
        (REGISTERED | {"MicrosoftAppTenantId": "ishoj.dk"}, "MicrosoftAppTenantId"),
        (REGISTERED | {"MicrosoftAppId": "bot"}, "MicrosoftAppId"),
        ({"ToBotFromChannelOpenIdMetadataUrl": "http://example.org"}, "ToBotFromChannelOpenIdMetadataUrl"),
        ({"ToBotFromChannelOpenIdMetadataUrl": "https://["}, "ToBotFromChannelOpenIdMetadataUrl"),
        ({"ToChannelFromBotLoginUrl": "login.microsoftonline.com"}, "ToChannelFromBotLoginUrl"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_a_wrong_setting_is_named(environ: dict[str, str], named: str) -> None:
    [problem] = problems(environ)
    assert problem.startswith(f"{named} ")


def test_all_wrong_settings_are_named_at_once() -> None:
    named = [
        problem.split()[0]
        for problem in problems({"MicrosoftAppId": "x", "PORT": "x", "LOG_LEVEL": "x", "LEAD_IDS": "x"})
    ]
    assert sorted(named) == [
        "LEAD_IDS",
        "LOG_LEVEL",
        "MicrosoftAppId",
        "MicrosoftAppPassword",
        "MicrosoftAppTenantId",
        "PORT",
    ]


def test_no_secret_is_in_the_settings_text_nor_in_an_error() -> None:
    settings = read_settings(REGISTERED | {"DATABASE_URL": "postgresql://bot:kodeord@h/d"})
    assert "hemmeligt" not in repr(settings)
    assert "kodeord" not in repr(settings)
    wrong = problems({"MicrosoftAppPassword": "hemmeligt", "DATABASE_URL": "mysql://bot:kodeord@h/d"})
    assert "hemmeligt" not in str(wrong)
    assert "kodeord" not in str(wrong)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost", "LOCALHOST"])
def test_only_this_machine_is_loopback(host: str) -> None:
    assert is_loopback(host)
    assert read_settings({"HOST": host}).host == host
