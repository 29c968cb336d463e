"""The live knowledge base: one TinyDB file in the data folder."""

from __future__ import annotations

from pathlib import Path

from tinydb import TinyDB
from tinydb.middlewares import CachingMiddleware
from tinydb.storages import MemoryStorage

from storage.engine import AtomicJSONStorage, BrokenBaseError
from storage.knowledge import TABLES, Knowledge, Rows, knowledge_of
from storage.seed import read_seed


def base_path(data_dir: Path) -> Path:
    """Where the live base stands."""
    return data_dir / "knowledge.json"


def open_base(data_dir: Path) -> Knowledge:
    """The live base, validated; made from the seed where there is none yet.

    Raises:
        BrokenBaseError: The file is half-written or not a base. It is left as it is.
        InvalidKnowledgeError: Its records break the rules. It is left as it is.
    """
    if not base_path(data_dir).exists():
        return load_base(data_dir, read_seed())
    return knowledge_of(read_base(data_dir))


def read_base(data_dir: Path) -> Rows:
    """The live base's tables, not yet validated.

    Raises:
        BrokenBaseError: There is no file, or it is not a whole base.
    """
    path = base_path(data_dir)
    if not path.exists():
        raise BrokenBaseError(f"{path}: there is no knowledge base yet")
    # Cached: TinyDB would read the whole file anew for each table.
    storage = CachingMiddleware(AtomicJSONStorage)  # type: ignore[no-untyped-call]
    with TinyDB(path, storage=storage) as base:
        return {name: [dict(row) for row in base.table(name)] for name in sorted(base.tables())}


def load_base(data_dir: Path, rows: Rows) -> Knowledge:
    """Replace the live base by these tables, all at once; loading the same twice is no change.

    Raises:
        InvalidKnowledgeError: The tables break the rules; the live base is untouched.
        BrokenBaseError: Another process is writing the base.
    """
    knowledge = knowledge_of(rows)
    with TinyDB(storage=MemoryStorage) as staged:
        for name in TABLES:
            staged.table(name).insert_multiple(rows[name])
        # Written in one go: inserting into the file table by table would rewrite it a dozen
        # times, and a kill between two of them would leave a base of half the tables.
        AtomicJSONStorage(base_path(data_dir)).write(staged.storage.read() or {})
    return knowledge
