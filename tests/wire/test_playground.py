"""The chat window beside the bot: what is told at the terminal, and that neither outlives the other.

A small program stands in for Node.js; ``tests/e2e`` runs the real one.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot import texts
from bot.settings import Settings, read_settings
from bot.teams import playground
from bot.turn import FileOffer, Reply
from tests.fakes.echo import said

pytestmark = pytest.mark.asyncio

APP_ID = {
    "MicrosoftAppId": "11111111-1111-1111-1111-111111111111",
    "MicrosoftAppPassword": "hemmeligt",
    "MicrosoftAppTenantId": "22222222-2222-2222-2222-222222222222",
}
IN_TERMINAL = '.venv/bin/python app.py ask "Hvem sidder i SSP-NU?"'


@dataclass
class Terminal:
    """What the person at the terminal reads."""

    told: asyncio.Queue[str] = field(default_factory=asyncio.Queue)

    def tell(self, text: str) -> None:
        self.told.put_nowait(text)

    async def reads(self) -> str:
        async with asyncio.timeout(20):
            return await self.told.get()


@dataclass
class Node:
    """A folder with a ``node`` in it that writes down how it was called, and then does as it is told."""

    folder: Path

    def does(self, *lines: str) -> None:
        program = self.folder / "node"
        program.write_text(
            "\n".join(
                [
                    f"#!{sys.executable}",
                    "import json, os, pathlib, sys",
                    "files = {path.name: path.read_text('utf-8') for path in pathlib.Path().iterdir()}",
                    "call = {'arguments': sys.argv[1:], 'env': dict(os.environ), 'files': files,",
                    "        'pid': os.getpid(), 'folder': os.getcwd()}",
                    f"pathlib.Path({str(self.folder / 'call')!r}).write_text(json.dumps(call), 'utf-8')",
                    *lines,
                ]
            ),
            "utf-8",
        )
        program.chmod(0o755)

    def call(self) -> dict[str, Any]:
        called: dict[str, Any] = json.loads((self.folder / "call").read_text("utf-8"))
        return called


UNTIL_THE_BOT_IS_GONE = "sys.stdin.read()"


@pytest.fixture(name="node")
def _node(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Node:
    """A machine with nothing on it but what the test puts into the folder."""
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "cli.js").touch()
    return Node(tmp_path)


@pytest.fixture(name="terminal")
def _terminal() -> Terminal:
    return Terminal()


def settings(**environ: str) -> Settings:
    return read_settings({"PORT": "3979", **environ})


async def started(node: Node, terminal: Terminal, of: Settings, **times: float) -> web.AppRunner:
    app = web.Application()
    playground.run_beside(app, of, terminal.tell, program=node.folder / "cli.js", **times)
    runner = web.AppRunner(app)
    await runner.setup()
    return runner


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def there(folder: str) -> bool:
    return Path(folder).exists()


async def test_it_tells_where_to_chat_and_what_to_ask(node: Node, terminal: Terminal) -> None:
    node.does("print('warning: something')", "print('Listening on 56157', flush=True)", UNTIL_THE_BOT_IS_GONE)
    runner = await started(node, terminal, settings())
    told = await terminal.reads()
    await runner.cleanup()
    assert "Chat with it at http://localhost:56157" in told
    questions = [question for _, question in texts.EXAMPLES[:3]]
    assert [line.strip() for line in told.splitlines() if line.startswith("  ")] == questions
    assert terminal.told.empty()


async def test_it_chats_with_this_bot_and_sends_no_telemetry(node: Node, terminal: Terminal) -> None:
    node.does("print('Listening on 56157', flush=True)", UNTIL_THE_BOT_IS_GONE)
    runner = await started(node, terminal, settings(HOST="::1"))
    await terminal.reads()
    await runner.cleanup()
    call = node.call()
    assert "--app-endpoint http://[::1]:3979/api/messages" in " ".join(call["arguments"])
    assert "--disable-telemetry true" in " ".join(call["arguments"])
    assert call["env"]["APPLICATION_INSIGHTS_NO_STATSBEAT"] == "true"
    assert f"name: {texts.BOT_NAME}" in call["files"][".m365agentsplayground.yml"]


async def test_it_ends_with_the_bot_and_leaves_nothing(node: Node, terminal: Terminal) -> None:
    node.does(
        "open('log', 'w').write('what was said')",
        "print('Listening on 56157', flush=True)",
        UNTIL_THE_BOT_IS_GONE,
    )
    runner = await started(node, terminal, settings())
    await terminal.reads()
    call = node.call()
    assert alive(call["pid"])
    await runner.cleanup()
    assert not alive(call["pid"])
    assert not there(call["folder"])
    assert terminal.told.empty()


async def test_one_that_does_not_end_is_ended_by_force(node: Node, terminal: Terminal) -> None:
    node.does("import signal", "print('Listening on 56157', flush=True)", "signal.pause()")
    runner = await started(node, terminal, settings(), stop_s=0.1)
    await terminal.reads()
    pid = node.call()["pid"]
    await runner.cleanup()
    assert not alive(pid)


async def test_one_that_does_not_come_up_is_not_waited_for(node: Node, terminal: Terminal) -> None:
    node.does(UNTIL_THE_BOT_IS_GONE)
    runner = await started(node, terminal, settings(), start_s=0.1)
    told = await terminal.reads()
    await runner.cleanup()
    assert "has not come up yet." in told
    assert IN_TERMINAL in told


async def test_when_it_fails_the_bot_goes_on_and_tells_why(node: Node, terminal: Terminal) -> None:
    node.does("print('Error: this Node.js is too old')", "sys.exit(3)")
    runner = await started(node, terminal, settings())
    told = await terminal.reads()
    assert "has ended (exit code 3: Error: this Node.js is too old); the bot goes on." in told
    assert IN_TERMINAL in told
    await runner.cleanup()


async def test_when_it_fails_later_the_bot_goes_on_too(node: Node, terminal: Terminal) -> None:
    node.does(
        "print('Listening on 56157', flush=True)",
        "print('x' * 200_000, flush=True)",
        "sys.exit('out of memory')",
    )
    runner = await started(node, terminal, settings())
    assert "http://localhost:56157" in await terminal.reads()
    assert "(exit code 1: out of memory); the bot goes on." in await terminal.reads()
    await runner.cleanup()


async def test_without_node_it_tells_how_to_ask_in_the_terminal(node: Node, terminal: Terminal) -> None:
    runner = await started(node, terminal, settings())
    told = await terminal.reads()
    await runner.cleanup()
    assert told.startswith("Node.js is not installed, so there is no chat window.")
    assert IN_TERMINAL in told


async def test_without_the_playground_it_tells_how_to_get_it(node: Node, terminal: Terminal) -> None:
    node.does()
    (node.folder / "cli.js").unlink()
    runner = await started(node, terminal, settings())
    told = await terminal.reads()
    await runner.cleanup()
    assert "Microsoft 365 Agents Playground is not installed (`make playground` does it, with npm)" in told
    assert IN_TERMINAL in told


async def test_a_bot_with_an_app_id_is_not_for_the_playground(node: Node, terminal: Terminal) -> None:
    node.does(UNTIL_THE_BOT_IS_GONE)
    runner = await started(node, terminal, settings(**APP_ID))
    told = await terminal.reads()
    await runner.cleanup()
    assert "MicrosoftAppId is set" in told
    assert not (node.folder / "call").exists()


async def test_its_buttons_send_their_value_and_nothing_else() -> None:
    question = {"question": "Hvad er mål C?"}
    pressed = {
        "type": "Action.Submit",
        "title": "Mål C",
        "data": {"msteams": {"type": "messageBack", "text": "Hvad er mål C?", "value": question}},
    }
    other = {"type": "Action.OpenUrl", "url": "https://example.org"}
    text = {"type": "TextBlock", "text": "Action.Submit"}
    before = {"body": [text, {"items": [{"type": "ActionSet", "actions": [pressed, other]}]}]}
    after = playground.pressable(Reply(card_json=json.dumps(before), summary="Kort"))
    plain = pressed | {"data": question}
    assert after.card == {"body": [text, {"items": [{"type": "ActionSet", "actions": [plain, other]}]}]}
    assert after.summary == "Kort"
    assert pressed["data"] != question


async def test_a_button_with_a_verb_is_left_as_it_is() -> None:
    submitted = {"verb": "point.add", "msteams": {"feedback": {"hide": True}}}
    fallback = {"type": "Action.Submit", "title": "Gem", "data": submitted}
    button = {"type": "Action.Execute", "verb": "point.add", "data": {"id": "7"}, "fallback": fallback}
    card = json.dumps({"actions": [button]})
    after = playground.pressable(Reply(card, "Kort", beside=True))
    assert (after.card, after.beside) == (json.loads(card), True)


async def test_no_file_is_offered_where_nobody_can_consent() -> None:
    offer = FileOffer("notat.docx", "Høringsnotat", 7, "token")
    assert playground.pressable(replace(said("hej"), offer=offer)) == said("hej")


async def test_a_card_without_buttons_is_left_as_it_is() -> None:
    assert playground.pressable(said("hej")).card == said("hej").card
