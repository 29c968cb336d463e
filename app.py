"""The composition root and the command line: settings, then the knowledge base, then the bot."""

from __future__ import annotations

import gc

if __name__ == "__main__":
    gc.disable()  # nothing that is loaded and built from here on is thrown away, until the bot serves

import argparse
import logging
import os
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from dotenv import dotenv_values

from bot import log, texts
from bot.access import leads_of
from bot.command_line.parser import add_record_commands
from bot.questions.explain import explained, plain_text
from bot.questions.sharing import answer_to_share
from bot.questions.understand import Questions
from bot.settings import Settings, SettingsError, read_settings
from storage.base import base_path, load_base, open_base, read_base
from storage.engine import BrokenBaseError
from storage.knowledge import InvalidKnowledgeError, Rows, knowledge_of
from storage.seed import SEED, read_seed, write_seed


def main(arguments: Sequence[str]) -> int:
    """Run one command; 0 when all is well, 1 when it is not, 2 when the call is wrong."""
    options = _parser().parse_args(arguments)
    try:
        settings = read_settings({**_dotenv(), **os.environ})
    except SettingsError as error:
        print(f"Settings are wrong:\n{error}", file=sys.stderr)
        return 1
    try:
        return int(options.run(settings, options))
    except BrokenBaseError as error:
        print(f"The knowledge base is broken and was left as it is:\n{error}", file=sys.stderr)
    except InvalidKnowledgeError as error:
        print(f"The knowledge base breaks its rules:\n{error}", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="app.py", description=texts.BOT_NAME)
    parser.set_defaults(run=_serve, playground=False)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    serve = commands.add_parser("serve", help="start the bot (the default)")
    serve.add_argument("--playground", action="store_true", help="with a chat window to try it in")
    serve.set_defaults(run=_serve)
    ask = commands.add_parser("ask", help="answer a question in the terminal")
    ask.add_argument("question", nargs="+", help="one after another in the same conversation")
    ask.add_argument("--explain", action="store_true", help="show how each was understood")
    ask.set_defaults(run=_ask)
    base = commands.add_parser("kb", help="the knowledge base").add_subparsers(
        title="commands", metavar="COMMAND", required=True
    )
    base.add_parser("check", help="validate the seed and the live base").set_defaults(run=_check)
    base.add_parser("load", help="replace the live base by the seed").set_defaults(run=_load)
    export = base.add_parser("export", help="write the live base as seed files")
    export.add_argument("folder", type=Path)
    export.set_defaults(run=_export)
    package = commands.add_parser("package", help="write the app package that is uploaded to Teams")
    package.add_argument("--app-id", metavar="GUID", help="default: MicrosoftAppId")
    package.add_argument("--bot-domain", metavar="HOST", required=True, help="the bot's public host name")
    package.add_argument("--out", metavar="FILE", type=Path, default=Path("tryghedsbotten.zip"))
    package.set_defaults(run=_package)
    add_record_commands(commands, _records)
    return parser


def _dotenv() -> dict[str, str]:
    return {name: value for name, value in dotenv_values(".env").items() if value is not None}


def _serve(settings: Settings, options: argparse.Namespace) -> int:
    # Imported here: the SDK takes a third of a second, which no other command needs.
    from bot.dispatch import Bot, apology, too_long  # noqa: PLC0415
    from bot.hearings.office import Office  # noqa: PLC0415
    from bot.teams import Delivery, Handler, Members, build_app, playground, serve  # noqa: PLC0415
    from storage.records.migrations import NewerRecordsError  # noqa: PLC0415

    log.configure(settings.log_level)
    knowledge = open_base(settings.data_dir)
    members, delivery = Members(), Delivery(settings)
    questions = Questions(knowledge)
    office = Office(
        database_url=settings.database_url,
        data_dir=settings.data_dir,
        knowledge=knowledge,
        leads=leads_of(settings),
        directory=members,
        answer_to=partial(answer_to_share, questions),
        client_secret=settings.app_password,
        public_url=settings.public_url,
        deliver=delivery,
    )
    bot = Bot(questions, knowledge, office)
    handle: Handler = bot.handle
    refusal = too_long()
    if options.playground and not settings.app_id:
        handle, refusal = playground.pressable_in(handle), playground.pressable(refusal)

    async def ready() -> bool:
        return base_path(settings.data_dir).exists() and await office.ready()

    @asynccontextmanager
    async def records() -> AsyncIterator[None]:
        await office.start()
        try:
            yield
        finally:
            await office.close()

    web_app = build_app(
        settings,
        handle,
        suggest=bot.suggest,
        ready=ready,
        apology=apology,
        too_long=refusal,
        members=members,
        delivery=delivery,
        learn=office.learn,
        files=office.file,
        beside=records,
    )
    if options.playground:
        playground.run_beside(web_app, settings, partial(print, flush=True))
    try:
        serve(web_app, settings)
    except NewerRecordsError:
        print("A later version of this program made the records. Nothing was changed.", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{settings.host}:{settings.port} cannot be opened: {error.strerror}", file=sys.stderr)
        return 1
    return 0


def _ask(settings: Settings, options: argparse.Namespace) -> int:
    logging.disable()
    questions = Questions(open_base(settings.data_dir), thorough=options.explain)
    for number, question in enumerate(options.question):
        understood = questions.answer(question, "terminal", datetime.now(UTC))
        if number:
            print()
        if options.explain:
            print(explained(understood), end="\n\n")
        print(plain_text(understood.answer))
    return 0


def _check(settings: Settings, _options: argparse.Namespace) -> int:
    problems = _problems(read_seed(), f"{SEED}")
    live = base_path(settings.data_dir)
    if live.exists():
        problems += _problems(read_base(settings.data_dir), f"{live}")
    for problem in problems:
        print(problem)
    if not problems:
        print(f"The seed{' and the live base are' if live.exists() else ' is'} in order.")
    return 1 if problems else 0


def _problems(rows: Rows, where: str) -> list[str]:
    try:
        knowledge_of(rows)
    except InvalidKnowledgeError as error:
        return [f"{where}: {problem}" for problem in error.problems]
    return []


def _load(settings: Settings, _options: argparse.Namespace) -> int:
    load_base(settings.data_dir, read_seed())
    print(f"Loaded {base_path(settings.data_dir)}")
    return 0


def _export(settings: Settings, options: argparse.Namespace) -> int:
    write_seed(read_base(settings.data_dir), options.folder)
    print(f"Wrote {options.folder}")
    return 0


def _package(settings: Settings, options: argparse.Namespace) -> int:
    # Imported here, as above: no other command needs it.
    from bot.app_package import (  # noqa: PLC0415
        IdentityError,
        archive_of,
        identity_of,
        project_version,
        replace_file,
    )

    app_id = settings.app_id if options.app_id is None else options.app_id
    try:
        app = identity_of(app_id, options.bot_domain, version=project_version())
    except IdentityError as error:
        print(f"No package was written:\n{error}", file=sys.stderr)
        return 2
    try:
        replace_file(options.out, archive_of(app))
    except OSError as error:
        print(f"{options.out} cannot be written: {error.strerror}", file=sys.stderr)
        return 1
    print(f"Wrote {options.out}: version {app.version} for {app.app_id} at {app.bot_domain}")
    return 0


def _records(settings: Settings, options: argparse.Namespace) -> int:
    # Imported here, as above: SQLAlchemy takes a quarter of a second.
    from bot.command_line.records import outcome_of  # noqa: PLC0415

    outcome = outcome_of(settings, options, now=datetime.now(UTC))
    for line in outcome.out:
        print(line)
    for line in outcome.err:
        print(line, file=sys.stderr)
    return outcome.code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
