"""What the commands for hearings and their records do; nothing of what anybody wrote is printed."""

from __future__ import annotations

import argparse
import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import log
from bot.hearings import rights
from bot.hearings.calendar import local
from bot.hearings.concerns import Concerns
from bot.hearings.texts import rights as rights_texts
from bot.memo.gate import Where, cpr_places
from bot.memo.maker import order_of, records_of
from bot.memo.worker import FORMS, memo_of
from bot.settings import Settings
from storage.base import open_base
from storage.records import audit, backup, deletion, hearings
from storage.records.audit import DamagedError, Verdict, intact
from storage.records.backup import InUseError, UnsoundError
from storage.records.database import Records, RecordsUnavailableError, open_records, url_of
from storage.records.deletion import CannotDeleteError, Obstacle, Removal
from storage.records.dossier import Dossier, dossier_of
from storage.records.migrations import NewerRecordsError
from storage.records.values import Hearing, HearingStatus


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended.

    Attributes:
        code: 0 when all is well, 1 when it is not, 2 when the call is wrong.
        out: Lines for who asked.
        err: Lines that say what is wrong.
    """

    code: int = 0
    out: tuple[str, ...] = ()
    err: tuple[str, ...] = ()


class _Refused(Exception):  # noqa: N818 - reads as what happened
    def __init__(self, *lines: str, code: int = 1) -> None:
        super().__init__("\n".join(lines))
        self.outcome = Outcome(code, err=lines)


def outcome_of(settings: Settings, options: argparse.Namespace, *, now: datetime) -> Outcome:
    """Carry out the command that ``options.of_records`` names.

    Args:
        settings: Where the records are.
        options: As ``parser`` reads them.
        now: What deletion dates are judged by.
    """
    try:
        return _COMMANDS[options.of_records](settings, options, now)
    except _Refused as refused:
        return refused.outcome
    except _FAULTS as error:
        return Outcome(1, err=(_told(error, restoring=options.of_records == "restore"),))


_FAULTS = (
    CannotDeleteError,
    DamagedError,
    InUseError,
    NewerRecordsError,
    RecordsUnavailableError,
    OSError,
)


def _told(error: Exception, *, restoring: bool) -> str:
    match error:
        case CannotDeleteError():
            return f"{_OBSTACLES[error.obstacle]} Nothing was removed."
        case DamagedError():
            what = _clean(str(error))
            return f"{what[:1].upper()}{what[1:]}, so nothing was done: see the command audit verify."
        case InUseError():
            return "The records are in use: stop the bot first." if restoring else _RESTORING
        case NewerRecordsError():
            return "A later version of this program made these records. Nothing was changed."
        case RecordsUnavailableError():
            known = "Nothing was changed." if error.certain else "Nobody knows whether they were changed."
            return f"The records cannot be reached. {known}"
        case _:
            assert isinstance(error, OSError)  # noqa: S101 - the one that is left
            return f"{error.filename or 'The file'}: {error.strerror or error}"


def _clean(line: str) -> str:
    """The whole line, without control characters."""
    return "".join(sign for sign in line if sign.isprintable())


_RESTORING = "A backup is being put in the records' place. Try again when that is done."
_OBSTACLES = {
    Obstacle.OPEN: "The hearing is open: close it first.",
    Obstacle.KEPT: "The hearing has no deletion date: it is kept.",
    Obstacle.TOO_EARLY: "The hearing's deletion date has not come.",
    Obstacle.NO_JOURNAL: "The journal package has not been taken: see the command journal.",
    Obstacle.CHANGED: "The hearing has changed since the journal package was taken: take a new one.",
}


# --- the records ------------------------------------------------------------------------------


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[Records]:
    """The records, beside whoever else has them open."""
    url = _url(settings)
    file = backup.file_of(url)
    if file is None:
        records = await open_records(url)
        try:
            yield records
        finally:
            await records.close()
        return
    _must_exist(file)
    with backup.in_use(file):
        records = await open_records(url)
        try:
            yield records
        finally:
            await records.close()


def _url(settings: Settings) -> URL:
    return url_of(settings.database_url, settings.data_dir)


def _must_exist(file: Path) -> None:
    if not file.exists():
        raise _Refused(f"{file}: there are no records yet; the bot makes them when it starts.")


def _sqlite_file(settings: Settings, instead: str) -> Path:
    """SQLite's file; for PostgreSQL, what is used instead is named."""
    file = backup.file_of(_url(settings))
    if file is None:
        raise _Refused(f"The records are not in a file of SQLite's. For PostgreSQL, use {instead}.")
    return file


async def _dossier(settings: Settings, hearing_id: str) -> Dossier:
    async with _opened(settings) as records, records.reading() as connection:
        dossier = await dossier_of(connection, hearing_id)
        if dossier is None:
            raise await _unknown(connection, hearing_id)
    if dossier.hearing.status is HearingStatus.DELETED:
        raise _Refused("The hearing is deleted: there is nothing left to write.")
    return dossier


async def _unknown(connection: AsyncConnection, hearing_id: str) -> _Refused:
    with intact("a hearing"):
        there = await hearings.all_hearings(connection)
    return _Refused(
        f"There is no hearing {log.clean(hearing_id)!r}. There are:",
        *(f"  {each.id}  {each.status}, case {log.clean(each.case_number)}" for each in there),
        code=2,
    )


# --- export and journal -----------------------------------------------------------------------


def _export(settings: Settings, options: argparse.Namespace, _now: datetime) -> Outcome:
    dossier = asyncio.run(_dossier(settings, options.hearing))
    concerns = Concerns(open_base(settings.data_dir))
    if places := rights.cpr_places(dossier, concerns):
        raise _Refused("What may be a CPR number stands here, so nothing was written:", *_listed(places))
    options.out.mkdir(parents=True, exist_ok=True)
    for name, content in rights.export_of(dossier, concerns).items():
        _write(options.out / name, content)
    return Outcome(out=(f"Wrote {options.out}",))


def _journal(settings: Settings, options: argparse.Namespace, now: datetime) -> Outcome:
    dossier = asyncio.run(_dossier(settings, options.hearing))
    concerns = Concerns(open_base(settings.data_dir))
    package = rights.journal_of(dossier, concerns)
    _write(options.out, package)
    journal_hash = hashlib.sha256(package).hexdigest()
    asyncio.run(_note_journal(settings, dossier, journal_hash, now))
    places = rights.cpr_places(dossier, concerns)
    warning = ("What may be a CPR number stands here; the package holds it as it was stored:",) * bool(places)
    return Outcome(out=(f"Wrote {options.out}", f"SHA-256 {journal_hash}"), err=(*warning, *_listed(places)))


def _listed(places: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"  {log.clean(place)}" for place in places)


def _write(path: Path, content: bytes) -> None:
    with backup.replacing(path) as temporary:
        temporary.write_bytes(content)


async def _note_journal(settings: Settings, dossier: Dossier, journal_hash: str, now: datetime) -> None:
    async with _opened(settings) as records, records.writing() as connection:
        await deletion.note_journal(
            connection,
            dossier.hearing.id,
            at=now,
            journal_hash=journal_hash,
            up_to=deletion.last_change(dossier.events),
        )


# --- the memo ---------------------------------------------------------------------------------


def _memo(settings: Settings, options: argparse.Namespace, now: datetime) -> Outcome:
    records = asyncio.run(_records_of(settings, options.hearing))
    order = order_of(tuple(FORMS), names=Concerns(open_base(settings.data_dir)).names, now=now)
    with intact(f"hearing {options.hearing}"):
        memo, forms = memo_of([order, *records])
    if places := cpr_places(memo):
        lines = tuple(f"  {_PLACES[place.where].format(place.number)}" for place in places)
        raise _Refused("What may be a CPR number stands here, so nothing was written:", *lines)
    options.out.mkdir(parents=True, exist_ok=True)
    for form in forms:
        _write(options.out / f"hoeringsnotat.{form}", FORMS[form](memo))
    why = tuple(f"  {kind}: {count}" for kind, count in memo.lacks)
    return Outcome(out=(f"Wrote {options.out}", *(("It is a draft:", *why) if why else ())))


_PLACES = {
    Where.HEARING: "the hearing: title, case number or unit",
    Where.PARTY: "party {}: name, heading or note",
    Where.POINT: "point {}",
    Where.REMARK: "a remark beside point {}",
    Where.RECOMMENDATION: "recommendation {}",
    Where.DECISION: "the decision on the late response of party {}",
}


async def _records_of(settings: Settings, hearing_id: str) -> list[bytes]:
    async with _opened(settings) as records, records.reading() as connection:
        with intact(f"hearing {hearing_id}"):
            hearing = await hearings.hearing(connection, hearing_id)
            if hearing is None:
                raise await _unknown(connection, hearing_id)
            if hearing.status is HearingStatus.DELETED:
                raise _Refused("The hearing is deleted: there is nothing left to write.")
            return await records_of(connection, hearing)


# --- delete -----------------------------------------------------------------------------------


def _delete(settings: Settings, options: argparse.Namespace, now: datetime) -> Outcome:
    today = local(now).date()
    file = backup.file_of(_url(settings))
    removal, done = asyncio.run(_removed(settings, options, now, today))
    if not done:
        return Outcome(
            1,
            out=(
                "This would be removed for good:",
                *_listing(removal),
                "Its id, dates, case number, parties, references and hashes stay.",
            ),
            err=("Nothing was removed. Add --yes to do it.",),
        )
    unswept = deletion.sweep(file) if file else ""
    if unswept:
        return Outcome(
            1, err=(f"The hearing is deleted, but {file} may still hold it ({unswept}). Run this once more.",)
        )
    old = backup.older_copies(file) if file else ()
    return Outcome(
        out=(
            f"Deleted {options.hearing}:" if removal else f"{options.hearing} was deleted already.",
            *_listing(removal),
            "Backups, exports and packages that were written before still hold it.",
            *(f"  {path}" for path in old),
        )
    )


async def _removed(
    settings: Settings, options: argparse.Namespace, now: datetime, today: date
) -> tuple[Removal | None, bool]:
    """What was removed, or would be without --yes, and whether the hearing is deleted now."""
    async with _opened(settings) as records:
        async with records.reading() as connection:
            with intact(f"hearing {options.hearing}"):
                hearing = await hearings.hearing(connection, options.hearing)
            if hearing is None:
                raise await _unknown(connection, options.hearing)
            if hearing.status is HearingStatus.DELETED:
                return None, True
            if (why := await deletion.obstacle(connection, hearing, today=today)) is not None:
                raise CannotDeleteError(why)
            if not options.yes:
                return await deletion.removal_of(connection, hearing.id), False
        async with records.writing() as connection:
            title = rights_texts.DELETED_TITLE
            return await deletion.remove(connection, hearing.id, title=title, at=now, today=today), True


def _listing(removal: Removal | None) -> tuple[str, ...]:
    if removal is None:
        return ()
    return (
        f"  the content of {removal.versions} versions of responses, and of {removal.drafts} drafts",
        f"  {removal.treatments} versions of remarks, recommendations, paraphrases and checks",
        f"  {removal.posts} cards that were posted, or were to be; what stands in a channel stays there",
        f"  {removal.contacts} contacts and redeemed codes",
        f"  how to reach {len(removal.people)} people who will speak for nobody, and their wrong codes",
        f"  who and why in {removal.events} audit events",
        "  the hearing's title, question, material and topics; why late responses were decided as they were",
    )


# --- backup, restore, verify ------------------------------------------------------------------


def _backup(settings: Settings, options: argparse.Namespace, _now: datetime) -> Outcome:
    file = _sqlite_file(settings, "pg_dump")
    _must_exist(file)
    if options.path.exists() and options.path.samefile(file):
        raise _Refused(f"{options.path} is the records themselves.", code=2)
    try:
        backup.back_up(file, options.path)
    except UnsoundError as error:
        raise _Refused(f"No backup was written; {file} is not in order:", *error.problems) from error
    return Outcome(out=(f"Wrote {options.path}",))


def _restore(settings: Settings, options: argparse.Namespace, now: datetime) -> Outcome:
    file = _sqlite_file(settings, "pg_restore")
    if options.path.exists() and file.exists() and options.path.samefile(file):
        raise _Refused(f"{options.path} is the records themselves.", code=2)
    try:
        restored = asyncio.run(backup.restore(file, options.path, at=now))
    except UnsoundError as error:
        problems = map(_clean, error.problems)
        raise _Refused(f"{options.path} was not restored, and nothing was changed:", *problems) from error
    lines = [f"Restored {file} from {options.path}", _summary(restored.verdict)]
    if restored.held_back:
        lines.append(
            f"Posts that waited in it: {restored.held_back}. They may have been sent since, so they are not"
            " sent now, and leads see them as unknown."
        )
    if restored.kept:
        lines.append(f"What was there before is kept: {restored.kept}")
    overdue = asyncio.run(_overdue(settings, local(now).date()))
    lines += [f"To be deleted since {each.deletes_on}: hearing {each.id}" for each in overdue]
    return Outcome(out=tuple(lines))


async def _overdue(settings: Settings, today: date) -> tuple[Hearing, ...]:
    async with _opened(settings) as records, records.reading() as connection:
        return await deletion.overdue(connection, today=today)


def _verify(settings: Settings, _options: argparse.Namespace, _now: datetime) -> Outcome:
    verdict = asyncio.run(_verdict(settings))
    if verdict.problems:
        return Outcome(1, out=tuple(map(_clean, verdict.problems)))
    return Outcome(out=(_summary(verdict),))


async def _verdict(settings: Settings) -> Verdict:
    async with _opened(settings) as records, records.reading() as connection:
        return await audit.verify(connection)


def _summary(verdict: Verdict) -> str:
    return f"{verdict.count} events in an unbroken chain; the last is {verdict.last_hash}"


_COMMANDS: dict[str, Callable[[Settings, argparse.Namespace, datetime], Outcome]] = {
    "export": _export,
    "journal": _journal,
    "memo": _memo,
    "delete": _delete,
    "backup": _backup,
    "restore": _restore,
    "verify": _verify,
}
