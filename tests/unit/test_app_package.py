"""The Teams app package: what Teams refuses is refused here first."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from PIL import Image

from app import main
from bot import app_package, texts
from bot.app_package import Identity, IdentityError, archive_of, identity_of, project_version, replace_file
from bot.app_package.manifest import ACCENT_COLOR, SCHEMA_VERSION, english_of, manifest_of
from bot.hearings.commands import command_of
from bot.questions.understand import Questions
from bot.texts import Command, Text
from storage.knowledge import knowledge_of
from storage.seed import read_seed

APP_ID = "0f1e2d3c-4b5a-4678-9abc-def012345678"
OTHER_ID = "11111111-2222-4333-8444-555555555555"
APP = Identity(APP_ID, "bot.example.dk", "1.2.3")
MANIFEST, ENGLISH = manifest_of(APP), english_of(APP)
TRANSLATED = {place: text for place, text in ENGLISH.items() if place != "$schema"}
[BOT] = MANIFEST["bots"]
ALONE, TOGETHER = BOT["commandLists"]
PROMPTS = [command for command in texts.APP_COMMANDS if command.prompt]

# Microsoft's own, see the LICENSE beside them.
SCHEMAS = Path(__file__).parent / "schemas" / "teams-1.30"
SCHEMA = json.loads((SCHEMAS / "MicrosoftTeams.schema.json").read_text("utf-8"))
ENGLISH_SCHEMA = json.loads((SCHEMAS / "MicrosoftTeams.Localization.schema.json").read_text("utf-8"))

ICONS = Path(app_package.__file__).parent / "icons"
NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)


def faults(schema: dict[str, Any], document: object) -> list[str]:
    return [fault.json_path for fault in jsonschema.Draft4Validator(schema).iter_errors(document)]


def strings(value: object, place: str = "") -> Iterator[tuple[str, str]]:
    """Every string in the manifest, by its place as Teams writes it."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from strings(part, f"{place}.{key}" if place else key)
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from strings(part, f"{place}[{number}]")


def changed(place: str, value: object) -> dict[str, Any]:
    """The manifest with something else in one place."""
    manifest = manifest_of(APP)
    *way, last = [int(key) if key.isdigit() else key for key in re.findall(r"\w+", place)]
    part: Any = manifest
    for key in way:
        part = part[key]
    part[last] = value
    return manifest


# --- the manifest ---------------------------------------------------------------------------


def test_the_manifest_follows_microsofts_schema() -> None:
    assert faults(SCHEMA, MANIFEST) == []


def test_the_manifest_names_the_schema_that_it_follows() -> None:
    """By hand: ``const`` is younger than draft 4, which the schema says it is written in."""
    assert MANIFEST["manifestVersion"] == SCHEMA_VERSION == SCHEMA["properties"]["manifestVersion"]["const"]
    assert f"/teams/v{SCHEMA_VERSION}/" in MANIFEST["$schema"]
    assert f"/teams/v{SCHEMA_VERSION}/" in ENGLISH["$schema"]


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("name.short", "x" * 31),
        ("name.full", "x" * 101),
        ("description.short", "x" * 81),
        ("description.full", "x" * 4001),
        ("developer.name", "x" * 33),
        ("developer.privacyUrl", "ishoj.dk"),
        ("id", "not-a-guid"),
        ("accentColor", "teal"),
        ("packageName", "dk.ishoj.tryghedsbotten"),
        ("localizationInfo.defaultLanguageTag", "dansk sprog"),
        ("bots[0].botId", "not-a-guid"),
        ("bots[0].scopes[2]", "groupchat"),
        ("bots[0].commandLists[1].scopes[1]", "channel"),
        ("bots[0].commandLists[0].commands", [{"title": "x"}] * 13),
        ("bots[0].commandLists[0].commands[0].title", "x" * 129),
        ("bots[0].commandLists[0].commands[1].type", "question"),
        ("bots[0].commandLists[0].commands[1].prompt", "x" * 4001),
        ("composeExtensions[0].commands[0].context[1]", "commandbox"),
        ("composeExtensions[0].commands[0].title", "x" * 33),
        ("composeExtensions[0].commands[0].description", "x" * 129),
        ("composeExtensions[0].commands[0].parameters[0].title", "x" * 33),
        ("composeExtensions[0].commands[0].parameters[0].description", "x" * 129),
    ],
)
def test_what_teams_refuses_would_be_found(place: str, value: object) -> None:
    [fault] = faults(SCHEMA, changed(place, value))
    assert f"$.{place}".startswith(fault)


def test_the_app_and_the_bot_go_by_the_id_that_was_given() -> None:
    [search] = MANIFEST["composeExtensions"]
    assert {MANIFEST["id"], BOT["botId"], search["botId"]} == {APP_ID}
    assert MANIFEST["validDomains"] == ["bot.example.dk"]


def test_the_version_is_the_projects_and_one_that_teams_takes() -> None:
    """Upload takes MAJOR.MINOR.PATCH only: OfficeDev/microsoft-teams-app-schema#174, read 2026-11-25."""
    assert MANIFEST["version"] == APP.version
    assert re.fullmatch(r"(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}", project_version())


def test_short_and_full_texts_differ() -> None:
    """As asked in https://learn.microsoft.com/microsoftteams/platform/resources/schema/manifest-schema."""
    texts_of = dict(strings(MANIFEST))
    for each in (texts_of, TRANSLATED):
        assert each["name.short"] != each["name.full"]
        assert each["description.short"] not in each["description.full"]


def test_the_bot_is_offered_alone_in_groups_and_in_teams_and_may_offer_files() -> None:
    assert BOT["scopes"] == [*ALONE["scopes"], *TOGETHER["scopes"]] == ["personal", "team", "groupChat"]
    assert BOT["supportsFiles"] is True
    assert BOT["isNotificationOnly"] is False


def test_the_search_goes_by_the_names_that_its_answer_is_found_by() -> None:
    [extension] = MANIFEST["composeExtensions"]
    [command] = extension["commands"]
    [parameter] = command["parameters"]
    assert (command["id"], command["type"], parameter["name"]) == ("search", "query", "query")
    assert command["context"] == ["compose", "commandBox"]
    assert command["initialRun"] is True
    assert command["fetchTask"] is False


# --- the English ----------------------------------------------------------------------------


def test_the_english_follows_microsofts_schema() -> None:
    assert faults(ENGLISH_SCHEMA, ENGLISH) == []


def test_the_english_names_and_descriptions_are_short_enough() -> None:
    """By hand: draft 4 looks at nothing beside a ``$ref``, and the schema puts the lengths there."""
    for place in ("name.short", "name.full", "description.short", "description.full"):
        assert len(ENGLISH[place]) <= ENGLISH_SCHEMA["properties"][place]["maxLength"]


def test_a_misplaced_english_text_would_be_found() -> None:
    assert faults(ENGLISH_SCHEMA, ENGLISH | {"bots[0].commandLists[3].commands[0].title": "x"})


def test_each_text_in_the_manifest_has_its_english_and_no_other_has() -> None:
    shown = {"short", "full", "title", "description", "prompt"}
    assert {place for place, _ in strings(MANIFEST) if place.rsplit(".", 1)[-1] in shown} == set(TRANSLATED)


def test_each_text_is_translated() -> None:
    """A name alone is the same in both."""
    danish = dict(strings(MANIFEST))
    assert [place for place, text in TRANSLATED.items() if text == danish[place]] == ["name.short"]


# --- commands -------------------------------------------------------------------------------


@pytest.fixture(name="asked", scope="module")
def _asked() -> Callable[[str], list[str]]:
    """What the bot's answer to a message is headed; nothing where the documents do not say."""
    questions = Questions(knowledge_of(read_seed()))

    def headlines(message: str) -> list[str]:
        understood = questions.answer(message, message, NOW)  # a conversation of its own
        if any(read.chosen is None for read in understood.reads):
            return []
        return [section.headline for section in understood.answer.sections]

    return headlines


@pytest.mark.parametrize("command", PROMPTS, ids=lambda command: command.title.da)
def test_each_prompt_starter_is_answered_alike_in_danish_in_english_and_by_its_title(
    command: Command, asked: Callable[[str], list[str]]
) -> None:
    assert command.prompt
    answer = asked(command.prompt.da)
    assert answer
    assert [asked(said) for said in (command.prompt.en, *command.title)] == [answer] * 3


@pytest.mark.parametrize("command", texts.HEARING_COMMANDS, ids=lambda command: command.title.da)
def test_each_command_about_hearings_is_a_step_in_danish_in_english_and_by_its_title(
    command: Command,
) -> None:
    assert command.prompt
    action = command_of(command.prompt.da)
    assert action is not None
    assert [command_of(said) for said in (command.prompt.en, *command.title)] == [action] * 3


def test_steps_are_offered_where_nobody_reads_along_and_questions_everywhere() -> None:
    titles = {command.title.da for command in texts.HEARING_COMMANDS}
    offered = [{each["title"] for each in of["commands"]} for of in (ALONE, TOGETHER)]
    assert (ALONE["scopes"], TOGETHER["scopes"]) == (["personal"], ["team", "groupChat"])
    assert titles <= offered[0]
    assert not titles & offered[1]


@pytest.mark.parametrize("title", Text("Hjælp", "Help"))
def test_the_one_command_that_is_no_question_is_help(title: str, asked: Callable[[str], list[str]]) -> None:
    [help_] = [command for command in texts.APP_COMMANDS if not command.prompt]
    assert title in help_.title
    assert asked(title) == [texts.SMALLTALK["help"]]


def test_a_question_that_the_documents_do_not_answer_would_be_found(
    asked: Callable[[str], list[str]],
) -> None:
    assert asked("Hvad koster en parkeringsbøde?") == []


@pytest.mark.parametrize(
    "command", [*texts.APP_COMMANDS, *texts.HEARING_COMMANDS], ids=lambda command: command.title.da
)
def test_a_command_is_short_enough_for_the_menu(command: Command) -> None:
    """The limits before version 1.24 of the schema: they are what the menu has room for."""
    assert max(len(ALONE["commands"]), len(TOGETHER["commands"])) <= 10
    assert max(map(len, command.title)) <= 32
    assert max(map(len, command.description)) <= 128


# --- the icons ------------------------------------------------------------------------------
# Source: https://learn.microsoft.com/microsoftteams/platform/concepts/design/design-teams-app-icon-store-appbar,
# read 2026-11-25: both PNG; 192 x 192 to the edge with the symbol in the middle 120 x 120; 32 x 32.


def test_the_colour_icon_fills_its_square_and_keeps_its_symbol_in_the_safe_area() -> None:
    with Image.open(ICONS / "color.png") as icon:
        assert (icon.format, icon.mode, icon.size) == (
            "PNG",
            "RGB",
            (192, 192),
        )  # RGB: nothing shines through
        background = tuple(bytes.fromhex(ACCENT_COLOR.removeprefix("#")))
        symbol = [(x, y) for x in range(192) for y in range(192) if icon.getpixel((x, y)) != background]
    assert symbol
    assert all(36 <= edge < 156 for pixel in symbol for edge in pixel)


def test_the_outline_icon_is_white_on_nothing() -> None:
    with Image.open(ICONS / "outline.png") as icon:
        assert (icon.format, icon.mode, icon.size) == ("PNG", "RGBA", (32, 32))
        *colours, opacity = icon.getextrema()
        assert colours == [(255, 255)] * 3
        assert opacity == (0, 255)


@pytest.mark.parametrize(("icon", "size"), [("color", 192), ("outline", 32)])
def test_each_icon_has_its_drawing_beside_it(icon: str, size: int) -> None:
    assert f'viewBox="0 0 {size} {size}"' in (ICONS / f"{icon}.svg").read_text("utf-8")


def test_the_drawing_has_the_accent_colour() -> None:
    assert f'<rect width="192" height="192" fill="{ACCENT_COLOR}"/>' in (ICONS / "color.svg").read_text(
        "utf-8"
    )


# --- the zip --------------------------------------------------------------------------------


def test_the_zip_holds_the_manifest_its_english_and_the_icons_and_no_folder() -> None:
    with zipfile.ZipFile(io.BytesIO(archive_of(APP))) as archive:
        names = archive.namelist()
        assert archive.testzip() is None
        assert json.loads(archive.read("manifest.json")) == MANIFEST
        [language] = MANIFEST["localizationInfo"]["additionalLanguages"]
        assert json.loads(archive.read(language["file"])) == ENGLISH
        for icon in MANIFEST["icons"].values():
            assert archive.read(icon) == (ICONS / icon).read_bytes()
    assert sorted(names) == ["color.png", "en.json", "manifest.json", "outline.png"]


def test_the_same_app_gives_the_same_bytes_at_any_time_and_with_any_zlib() -> None:
    assert archive_of(APP) == archive_of(APP)
    with zipfile.ZipFile(io.BytesIO(archive_of(APP))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_STORED}
        assert {entry.create_system for entry in archive.infolist()} == {3}


def test_danish_letters_are_written_as_such() -> None:
    with zipfile.ZipFile(io.BytesIO(archive_of(APP))) as archive:
        assert "Hjælp".encode() in archive.read("manifest.json")


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "pakke.zip"
    path.write_bytes(b"the old one")
    with path.open("rb") as reader:
        replace_file(path, b"new")
        assert reader.read() == b"the old one"  # who is reading it reads on
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_cannot_be_replaced_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "pakke.zip").mkdir()
    with pytest.raises(OSError, match="pakke"):
        replace_file(tmp_path / "pakke.zip", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["pakke.zip"]


# --- whose it is ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("app_id", "bot_domain"),
    [
        (APP_ID, "bot.example.dk"),
        (APP_ID.upper(), "Bot.Example.DK"),
        (f" {APP_ID} ", " bot.example.dk\n"),
    ],
)
def test_an_id_and_a_domain_are_taken_without_spaces_and_capitals(app_id: str, bot_domain: str) -> None:
    assert identity_of(app_id, bot_domain, version="1.2.3") == APP


@pytest.mark.parametrize("domain", ["a.dk", "bot-1.tk.ishoj.dk", "xn--ishj-gra.dk", f"{'x' * 63}.dk"])
def test_a_bare_host_name_is_a_domain(domain: str) -> None:
    assert identity_of(APP_ID, domain, version="1.2.3").bot_domain == domain


@pytest.mark.parametrize(
    ("domain", "reason"),
    [
        ("https://bot.example.dk", "leave out the scheme"),
        ("bot.example.dk/api/messages", "leave out the path"),
        ("bot.example.dk/", "leave out the path"),
        ("bot.example.dk:443", "leave out the port"),
        ("*.example.dk", "a wildcard"),
        ("localhost", "cannot reach this machine"),
        ("LOCALHOST", "cannot reach this machine"),
        ("bot.localhost", "cannot reach this machine"),
        ("127.0.0.1", "that is an address"),
        ("10.1.2.3", "that is an address"),
        ("::1", "that is an address"),
        ("[2001:db8::1]", "that is an address"),
        ("bot.ishøj.dk", "xn--"),
        ("", "not a whole host name"),
        ("bot", "not a whole host name"),
        (".example.dk", "not a whole host name"),
        ("bot.example.dk.", "not a whole host name"),
        ("bot..example.dk", "not a whole host name"),
        ("-bot.example.dk", "not a whole host name"),
        ("bot-.example.dk", "not a whole host name"),
        ("bot_1.example.dk", "not a whole host name"),
        ("bot example.dk", "not a whole host name"),
        ("me@example.dk", "not a whole host name"),
        ("10.1.2", "not a whole host name"),
        (f"{'x' * 64}.dk", "not a whole host name"),
        (f"{'x.' * 126}dk", "not a whole host name"),
    ],
)
def test_what_is_no_bare_host_name_is_refused_with_the_reason(domain: str, reason: str) -> None:
    with pytest.raises(IdentityError) as refused:
        identity_of(APP_ID, domain, version="1.2.3")
    [problem] = refused.value.problems
    assert problem.startswith(f"--bot-domain is {domain.lower()!r}: ")
    assert reason in problem


@pytest.mark.parametrize(
    "app_id",
    [
        "tryghedsbotten",
        APP_ID[:-1],
        f"{APP_ID}0",
        f"{{{APP_ID}}}",
        APP_ID.replace("-", ""),
        f"{APP_ID[:-1]}g",
    ],
)
def test_an_id_that_is_no_guid_is_refused(app_id: str) -> None:
    with pytest.raises(IdentityError, match=r"--app-id is '.*', which is not a GUID"):
        identity_of(app_id, "bot.example.dk", version="1.2.3")


def test_all_that_is_wrong_is_named_at_once() -> None:
    with pytest.raises(IdentityError) as refused:
        identity_of(None, "localhost", version="1.2.3")
    assert [problem.split()[0] for problem in refused.value.problems] == ["--app-id", "--bot-domain"]


# --- the command ----------------------------------------------------------------------------


@pytest.fixture(name="folder")
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in, and an environment without a bot."""
    monkeypatch.chdir(tmp_path)
    for name in ("MicrosoftAppId", "MicrosoftAppPassword", "MicrosoftAppTenantId"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture(name="registered")
def _registered(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same with a bot in the settings."""
    monkeypatch.setenv("MicrosoftAppId", OTHER_ID)
    monkeypatch.setenv("MicrosoftAppPassword", "made up")
    monkeypatch.setenv("MicrosoftAppTenantId", OTHER_ID)
    return folder


def packed_id(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return str(json.loads(archive.read("manifest.json"))["id"])


def test_package_writes_the_file_that_it_is_told_to(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["package", "--app-id", APP_ID, "--bot-domain", "bot.example.dk", "--out", "min.zip"]
    assert main(command) == 0
    assert packed_id(folder / "min.zip") == APP_ID
    version = project_version()
    assert capsys.readouterr().out == f"Wrote min.zip: version {version} for {APP_ID} at bot.example.dk\n"


def test_package_writes_for_the_bot_in_the_settings(registered: Path) -> None:
    assert main(["package", "--bot-domain", "bot.example.dk"]) == 0
    assert packed_id(registered / "tryghedsbotten.zip") == OTHER_ID


def test_an_id_on_the_command_line_goes_before_the_settings(registered: Path) -> None:
    assert main(["package", "--app-id", APP_ID, "--bot-domain", "bot.example.dk"]) == 0
    assert packed_id(registered / "tryghedsbotten.zip") == APP_ID


def test_package_writes_nothing_for_an_app_that_cannot_be(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["package", "--bot-domain", "localhost"]) == 2
    assert "--app-id is missing" in (err := capsys.readouterr().err)
    assert "--bot-domain is 'localhost'" in err
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("out", ["nowhere/min.zip", ".", ""])
def test_package_says_so_when_the_file_cannot_be_written(
    folder: Path, capsys: pytest.CaptureFixture[str], out: str
) -> None:
    assert main(["package", "--app-id", APP_ID, "--bot-domain", "bot.example.dk", "--out", out]) == 1
    assert "cannot be written" in capsys.readouterr().err
    assert list(folder.iterdir()) == []
