"""Links to memos, and what memos are made of, on SQLite and PostgreSQL alike."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from storage.records import downloads, hearings, people, responses, treatment
from storage.records.database import Records
from storage.records.downloads import Download
from storage.records.remarks import Remark, treated_document
from storage.records.values import document_of
from tests.contract.samples import HEARING, NOW, send, set_up, version

pytestmark = pytest.mark.asyncio

LINK = Download("0123456789abcdef01234567", HEARING.id, "lise", NOW + timedelta(minutes=15))


async def kept(records: Records, *links: Download) -> None:
    async with records.writing() as connection:
        await hearings.add(connection, HEARING, at=NOW)
        for each in links:
            await downloads.add(connection, each, now=NOW)


async def found(records: Records, id_: str = LINK.id) -> Download | None:
    async with records.reading() as connection:
        return await downloads.download(connection, id_)


async def used(records: Records, id_: str = LINK.id) -> bool:
    async with records.writing() as connection:
        return await downloads.use(connection, id_, at=NOW)


async def test_a_link_comes_back_as_it_was_kept(records: Records) -> None:
    await kept(records, LINK)
    assert await found(records) == LINK
    assert await found(records, "another") is None


async def test_it_is_used_once_however_many_ask_at_once(records: Records) -> None:
    await kept(records, LINK)
    assert sorted(await asyncio.gather(*(used(records) for _ in range(5)))) == [False] * 4 + [True]
    assert await found(records) == replace(LINK, used_at=NOW)
    assert not await used(records, "another")


async def test_those_that_have_expired_make_room(records: Records) -> None:
    old = replace(LINK, id="old", expires_at=NOW - timedelta(seconds=1))
    await kept(records, old, LINK)
    assert await found(records, "old") is None
    assert await found(records) == LINK


async def test_links_are_forgotten_with_their_person(records: Records) -> None:
    await kept(records, LINK, replace(LINK, id="another", user_id="ole"))
    async with records.writing() as connection:
        await people.forget(connection, "lise", "a:1", NOW)
    assert await found(records) is None
    assert await found(records, "another") is not None


async def test_a_memo_is_made_of_every_version_and_of_what_stands_of_its_treatment(records: Records) -> None:
    first, second = version(), version(2)
    await set_up(records)
    remarks = [Remark(id="r", party_id="med-skole", position=1, points=("p1",), text=text) for text in "ab"]
    async with records.writing() as connection:
        for sent in (first, second):
            await send(connection, sent)
        for each in remarks:
            await treatment.keep(connection, HEARING.id, each)
    async with records.reading() as connection:
        assert [each async for each in responses.documents_of(connection, HEARING.id)] == [
            document_of(first),
            document_of(second),
        ]
        assert [each async for each in treatment.latest_documents(connection, HEARING.id)] == [
            ("remark", treated_document(remarks[1]))
        ]
