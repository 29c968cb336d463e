"""The knowledge base: its rules, its file, its commands."""

from __future__ import annotations

import copy
import json
import multiprocessing
import os
import signal
import typing
from pathlib import Path
from typing import Any

import pytest

from bot.texts import KINDS
from storage.base import base_path, load_base, open_base, read_base
from storage.engine import AtomicJSONStorage, BrokenBaseError
from storage.knowledge import TABLES, InvalidKnowledgeError, Rows, knowledge_of
from storage.names import folded, name_words
from storage.schema import Kind
from storage.seed import read_seed, write_seed


@pytest.fixture(name="rows", scope="module")
def _rows() -> Rows:
    return read_seed()


def _problems(rows: Rows) -> str:
    with pytest.raises(InvalidKnowledgeError) as caught:
        knowledge_of(rows)
    return str(caught.value)


def _changed(rows: Rows, table: str, **fields: Any) -> Rows:
    changed: dict[str, list[dict[str, Any]]] = copy.deepcopy(dict(rows))
    changed[table][0].update(fields)
    return changed


def test_the_seed_keeps_its_own_rules(rows: Rows) -> None:
    knowledge = knowledge_of(rows)
    assert len([f for f in knowledge.forums.values() if f.scope == "ishoej"]) == 8
    assert set(rows) == set(TABLES)


def test_a_misspelt_field_is_named_with_table_and_record(rows: Rows) -> None:
    id_ = rows["roles"][0]["id"]
    assert f"roles: {id_}: alias: Extra inputs" in _problems(_changed(rows, "roles", alias=["x"]))


def test_a_record_without_a_source_is_refused(rows: Rows) -> None:
    id_ = rows["organisations"][0]["id"]
    assert f"organisations: {id_}: sources" in _problems(_changed(rows, "organisations", sources=[]))


def test_a_reference_to_nothing_is_named(rows: Rows) -> None:
    problems = _problems(_changed(rows, "roles", organisation="findes-ikke"))
    assert "organisation: findes-ikke is not in organisations" in problems


def test_two_records_with_one_name_clash_however_it_is_spelt(rows: Rows) -> None:
    other = rows["organisations"][1]["name"]
    problems = _problems(_changed(rows, "organisations", aliases=[other.upper()]))
    assert "aliases:" in problems
    assert "is already a name of" in problems


def test_a_repeated_id_is_named(rows: Rows) -> None:
    problems = _problems(_changed(rows, "terms", id=rows["terms"][1]["id"]))
    assert "is already the id of a record in terms" in problems


def test_every_problem_is_reported_and_not_only_the_first(rows: Rows) -> None:
    broken = _changed(_changed(rows, "roles", organisation="x"), "terms", usage="")
    problems = _problems(broken)
    assert "roles:" in problems
    assert "terms:" in problems


def test_a_missing_table_is_named(rows: Rows) -> None:
    assert "goals: -: -: the table is missing" in _problems({**rows, "goals": []})


def test_exported_files_read_back_as_they_were(rows: Rows, tmp_path: Path) -> None:
    load_base(tmp_path, rows)
    write_seed(read_base(tmp_path), tmp_path / "export")
    assert read_seed(tmp_path / "export") == rows


def test_a_first_start_makes_the_base_from_the_seed(rows: Rows, tmp_path: Path) -> None:
    assert open_base(tmp_path) == knowledge_of(rows)
    assert base_path(tmp_path).exists()


def test_loading_twice_changes_nothing(rows: Rows, tmp_path: Path) -> None:
    load_base(tmp_path, rows)
    once = base_path(tmp_path).read_bytes()
    load_base(tmp_path, rows)
    assert base_path(tmp_path).read_bytes() == once


@pytest.mark.parametrize(
    "content",
    [b"", b'{"forums": {"1": {"id": "x"', b"[]", b'{"forums": []}', b"\xff\xfe"],
    ids=["empty", "cut short", "a list", "table is a list", "not utf-8"],
)
def test_a_broken_base_never_starts_and_is_left_as_it_was(content: bytes, tmp_path: Path) -> None:
    base_path(tmp_path).write_bytes(content)
    with pytest.raises(BrokenBaseError, match=r"knowledge\.json"):
        open_base(tmp_path)
    assert base_path(tmp_path).read_bytes() == content


def test_an_invalid_base_never_starts_and_is_left_as_it_was(rows: Rows, tmp_path: Path) -> None:
    load_base(tmp_path, rows)
    data = json.loads(base_path(tmp_path).read_text("utf-8"))
    del data["forums"]["1"]["sources"]
    base_path(tmp_path).write_text(json.dumps(data), "utf-8")
    before = base_path(tmp_path).read_bytes()
    with pytest.raises(InvalidKnowledgeError, match=r"forums: .*: sources"):
        open_base(tmp_path)
    assert base_path(tmp_path).read_bytes() == before


def test_a_load_that_is_refused_leaves_the_old_base(rows: Rows, tmp_path: Path) -> None:
    load_base(tmp_path, rows)
    before = base_path(tmp_path).read_bytes()
    with pytest.raises(InvalidKnowledgeError):
        load_base(tmp_path, {**rows, "goals": []})
    assert base_path(tmp_path).read_bytes() == before


def _write_for_ever(path: str) -> None:
    storage = AtomicJSONStorage(Path(path))
    for number in range(10**9):
        storage.write({"t": {str(i): {"n": number} for i in range(3_000)}})


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is how POSIX takes a process away")
def test_a_writer_killed_in_mid_write_leaves_a_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "base.json"
    spawn = multiprocessing.get_context("spawn")
    for _ in range(3):
        writer = spawn.Process(target=_write_for_ever, args=(str(path),))
        writer.start()
        while not path.exists() or not any(tmp_path.glob(".base.json.*")):
            assert writer.is_alive()  # it writes until it is killed
        assert writer.pid is not None
        os.kill(writer.pid, signal.SIGKILL)
        writer.join()
        written = AtomicJSONStorage(path).read()
        assert written is not None
        assert len({row["n"] for row in written["t"].values()}) == 1


def test_unreadable_yaml_is_named_by_file(tmp_path: Path) -> None:
    (tmp_path / "goals.yaml").write_text("- id: [", "utf-8")
    with pytest.raises(BrokenBaseError, match=r"goals\.yaml"):
        read_seed(tmp_path)


def test_a_file_that_is_no_list_of_records_is_named(tmp_path: Path) -> None:
    (tmp_path / "goals.yaml").write_text("id: a", "utf-8")
    with pytest.raises(BrokenBaseError, match=r"goals\.yaml: is not a list"):
        read_seed(tmp_path)


@pytest.mark.parametrize(
    "spelling", ["Lokalrådet", "LOKALRÅDET", "lokalraadet", "lokalradet", "Lokalra\u030adet"]
)
def test_names_are_the_same_however_aeoeaa_is_typed(spelling: str) -> None:
    assert folded(spelling) == "lokalradet"


@pytest.mark.parametrize("spelling", ["SSP-NU u18", "ssp nu u/18", "SSP-NU U-18", "ssp-nu: u.18"])
def test_u18_is_one_word_in_all_its_spellings(spelling: str) -> None:
    assert name_words(spelling) == ("ssp", "nu", "u18")


def test_every_kind_that_a_role_may_be_of_has_a_plural() -> None:
    assert set(typing.get_args(Kind)) == set(KINDS)


def test_a_role_of_a_kind_without_a_plural_is_refused(rows: Rows) -> None:
    id_ = rows["roles"][0]["id"]
    assert f"roles: {id_}: kinds.0: Input should be" in _problems(_changed(rows, "roles", kinds=["pedel"]))
