"""The command line: what each command prints, and how it ends."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import socket
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import aiohttp
import pytest

from app import main
from storage.base import base_path
from storage.records.database import FILE_NAME, open_records, url_of
from storage.seed import read_seed
from tests.fakes.ports import free_port

ROOT = Path(__file__).parents[2]
SETTINGS = (
    "HOST",
    "PORT",
    "DATA_DIR",
    "DATABASE_URL",
    "MicrosoftAppId",
    "MicrosoftAppPassword",
    "MicrosoftAppType",
    "MicrosoftAppTenantId",
    "ALLOWED_TENANTS",
    "ALLOWED_SERVICE_HOSTS",
    "LEAD_IDS",
    "LOG_LEVEL",
)
BROKEN = b'{"forums": {"1": {"id": "x"'


@pytest.fixture(name="data", autouse=True)
def _data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder of its own, far from anybody's ``.env``; what a command does to the log is undone."""
    monkeypatch.chdir(tmp_path)
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    root = logging.getLogger()
    silenced, handlers, level = root.manager.disable, root.handlers[:], root.level
    yield tmp_path / "data"
    logging.disable(silenced)
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture(name="broken")
def _broken(data: Path) -> Path:
    """A live base that was cut short."""
    data.mkdir()
    base_path(data).write_bytes(BROKEN)
    return base_path(data)


def invalid(data: Path) -> Path:
    """A live base that is whole, but has a forum without sources and a role from nowhere."""
    assert main(["kb", "load"]) == 0
    path = base_path(data)
    base = json.loads(path.read_text("utf-8"))
    del base["forums"]["1"]["sources"]
    base["roles"]["1"]["organisation"] = "ingen-steder"
    path.write_text(json.dumps(base), "utf-8")
    return path


# --- ask ----------------------------------------------------------------------------------------------


def test_ask_answers_with_the_members_and_the_source(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "Hvem sidder i SSP-NU u18?"]) == 0
    out, err = capsys.readouterr()
    assert "SSP-NU u18 består af 6 funktioner\n" in out
    assert "Familierådgiver" in out
    assert "Kilde: Arbejdsnotat, leverance 1 & 2 (27. marts 2023)" in out
    assert "› Hvad er forskellen på SSP-NU u18 og SSP-NU o18?" in out
    assert err == ""


def test_ask_takes_several_questions_as_one_conversation(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "Hvem sidder i SSP-NU u18?", "og o18?", "hvor mange er de?"]) == 0
    out = capsys.readouterr().out
    headlines = [
        "SSP-NU u18 består af 6 funktioner",
        "SSP-NU o18 består af 7 funktioner",
        "7 funktioner sidder i SSP-NU o18",
    ]
    assert [line for line in out.splitlines() if line in headlines] == headlines


def test_ask_explain_shows_how_the_question_was_read_before_the_answer(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["ask", "Hvem sidder i ssp nu u/18?"]) == 0
    plain = capsys.readouterr().out
    assert main(["ask", "--explain", "Hvem sidder i ssp nu u/18?"]) == 0
    explained = capsys.readouterr().out
    assert explained.endswith(plain)
    how = explained.removesuffix(plain)
    for step in ("normalised:", "entities:", "unknown:", "form:", "intent:", "scores:", "ssp-nu-u18"):
        assert step in how
        assert step not in plain


def test_ask_explain_tells_small_talk_and_declines_apart(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "--explain", "hej"]) == 0
    assert "småsnak" in capsys.readouterr().out
    assert main(["ask", "--explain", "Hvad koster en bil?"]) == 0
    out = capsys.readouterr().out
    assert "decline" in out
    assert "Det fremgår ikke af dokumenterne" in out


def test_the_first_command_that_needs_a_base_makes_it_from_the_seed(data: Path) -> None:
    assert not base_path(data).exists()
    assert main(["ask", "hej"]) == 0
    assert base_path(data).exists()


def test_ask_answers_from_the_live_base_and_not_from_the_seed(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["kb", "load"]) == 0
    text = base_path(data).read_text("utf-8")
    assert text.count('"Skole, Social og Politi"') == 1
    base_path(data).write_text(text.replace('"Skole, Social og Politi"', '"Noget helt andet"'), "utf-8")
    assert main(["ask", "Hvad står SSP for?"]) == 0
    assert "Noget helt andet" in capsys.readouterr().out


# --- kb -----------------------------------------------------------------------------------------------


def test_check_says_that_the_seed_is_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["kb", "check"]) == 0
    assert capsys.readouterr().out == "The seed is in order.\n"


def test_check_looks_at_the_live_base_too_where_there_is_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main(["kb", "load"])
    capsys.readouterr()
    assert main(["kb", "check"]) == 0
    assert capsys.readouterr().out == "The seed and the live base are in order.\n"


def test_check_does_not_make_a_base(data: Path) -> None:
    assert main(["kb", "check"]) == 0
    assert not data.exists()


def test_check_names_every_rule_that_the_live_base_breaks(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = invalid(data)
    before = path.read_bytes()
    capsys.readouterr()
    assert main(["kb", "check"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith(f"{path}: forums: kredsraad: sources: ") for line in lines)
    assert any("ingen-steder is not in organisations" in line for line in lines)
    assert path.read_bytes() == before


def test_load_makes_the_live_base_and_says_where(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["kb", "load"]) == 0
    assert capsys.readouterr().out == f"Loaded {base_path(data)}\n"
    assert json.loads(base_path(data).read_text("utf-8"))["forums"]


def test_load_replaces_a_broken_base(broken: Path) -> None:
    assert main(["kb", "load"]) == 0
    assert broken.read_bytes() != BROKEN
    assert main(["kb", "check"]) == 0


def test_export_writes_the_live_base_as_seed_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "deep" / "export"
    main(["kb", "load"])
    capsys.readouterr()
    assert main(["kb", "export", str(folder)]) == 0
    assert capsys.readouterr().out == f"Wrote {folder}\n"
    assert read_seed(folder) == read_seed()


def test_export_without_a_base_says_that_there_is_none(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["kb", "export", str(tmp_path / "export")]) == 1
    assert f"{base_path(data)}: there is no knowledge base yet" in capsys.readouterr().err
    assert not (tmp_path / "export").exists()


# --- what is wrong ------------------------------------------------------------------------------------

EVERY_COMMAND = pytest.mark.parametrize(
    "command",
    [["ask", "hej"], ["kb", "check"], ["kb", "export", "export"], ["serve"], []],
    ids=["ask", "kb check", "kb export", "serve", "no command"],
)


@EVERY_COMMAND
def test_a_broken_base_ends_every_command_and_is_left_as_it_was(
    broken: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(command) == 1
    out, err = capsys.readouterr()
    assert err.startswith("The knowledge base is broken and was left as it is:\n")
    assert f"{broken}: is not whole JSON" in err
    assert "Traceback" not in out + err
    assert broken.read_bytes() == BROKEN


@pytest.mark.parametrize("command", [["ask", "hej"], ["serve"]], ids=["ask", "serve"])
def test_a_base_that_breaks_its_rules_answers_nobody_and_is_left_as_it_was(
    data: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    path = invalid(data)
    before = path.read_bytes()
    assert main(command) == 1
    err = capsys.readouterr().err
    assert err.startswith("The knowledge base breaks its rules:\n")
    assert "forums: kredsraad: sources" in err
    assert "ingen-steder" in err
    assert path.read_bytes() == before


@EVERY_COMMAND
def test_wrong_settings_are_all_named_at_once(
    data: Path, command: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = {"HOST": "0.0.0.0", "PORT": "99999", "LOG_LEVEL": "loud", "MicrosoftAppPassword": "hemmeligt"}  # noqa: S104 - it is refused
    for name, value in wrong.items():
        monkeypatch.setenv(name, value)
    assert main(command) == 1
    err = capsys.readouterr().err
    assert err.startswith("Settings are wrong:\n")
    assert {line.split()[0] for line in err.splitlines()[1:]} == set(wrong)
    assert "hemmeligt" not in err
    assert not data.exists()


def test_settings_are_read_from_the_env_file_and_the_environment_goes_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ".env").write_text("PORT=first\nLOG_LEVEL=second\n", "utf-8")
    monkeypatch.setenv("PORT", "third")
    assert main(["kb", "check"]) == 1
    err = capsys.readouterr().err
    assert "third" in err
    assert "first" not in err
    assert "LOG_LEVEL" in err


@pytest.mark.parametrize(
    "arguments", [["svar"], ["ask"], ["kb"], ["kb", "export"], ["--port", "1"]], ids=" ".join
)
def test_a_call_that_is_wrong_ends_with_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: app.py" in capsys.readouterr().err


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    out = capsys.readouterr().out
    assert all(command in out for command in ("serve", "ask", "kb"))


# --- serve --------------------------------------------------------------------------------------------


async def started(data: Path, port: int, *arguments: str) -> asyncio.subprocess.Process:
    """``python app.py`` in a process of its own, with no setting but these."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        str(ROOT / "app.py"),
        *arguments,
        cwd=data.parent,
        env={name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
        | {"DATA_DIR": str(data), "PORT": str(port)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


@pytest.mark.asyncio
async def test_a_port_that_is_taken_is_named_and_ends_the_bot(data: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = await started(data, port, "serve")
        try:
            async with asyncio.timeout(30):
                _, err = await process.communicate()
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
    assert process.returncode == 1
    assert f"127.0.0.1:{port} cannot be opened" in err.decode()
    assert "Traceback" not in err.decode()


@pytest.mark.asyncio
async def test_records_of_a_later_version_end_the_bot_and_stay_as_they_are(data: Path) -> None:
    await (await open_records(url_of(None, data))).close()
    with closing(sqlite3.connect(data / FILE_NAME)) as records:
        records.execute("UPDATE alembic_version SET version_num = '9999'")
        records.commit()
    before = (data / FILE_NAME).read_bytes()
    process = await started(data, free_port(), "serve")
    async with asyncio.timeout(30):
        _, err = await process.communicate()
    assert process.returncode == 1
    assert err.decode() == "A later version of this program made the records. Nothing was changed.\n"
    assert (data / FILE_NAME).read_bytes() == before


@pytest.mark.asyncio
@pytest.mark.parametrize("arguments", [(), ("serve",)], ids=["no command", "serve"])
async def test_the_bot_serves_until_it_is_told_to_stop(data: Path, arguments: tuple[str, ...]) -> None:
    port = free_port()
    process = await started(data, port, *arguments)
    try:
        async with asyncio.timeout(30), aiohttp.ClientSession() as session:
            assert process.stderr is not None
            assert json.loads(await process.stderr.readline())["event"] == "started"
            for path in ("healthz", "readyz"):
                async with session.get(f"http://127.0.0.1:{port}/{path}") as response:
                    assert (response.status, await response.json()) == (200, {"status": "ok"})
            base_path(data).unlink()
            async with session.get(f"http://127.0.0.1:{port}/readyz") as response:
                assert response.status == 503
            process.send_signal(signal.SIGTERM)
            assert await process.wait() == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
