"""The package as a zip, and its file."""

from __future__ import annotations

import io
import json
import os
import zipfile
from pathlib import Path
from typing import Any

from bot.app_package.identity import Identity
from bot.app_package.manifest import COLOR_ICON, ENGLISH_FILE, OUTLINE_ICON, english_of, manifest_of

_ICONS = Path(__file__).parent / "icons"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can hold
_UNIX, _READABLE = 3, 0o644 << 16


def archive_of(app: Identity) -> bytes:
    """The zip: the manifest, its English and the two icons, none in a folder.

    The same identity gives the same bytes everywhere: fixed times and rights, and nothing compressed, since
    compression differs from one zlib to another and saves a few kilobytes only.
    """
    files = {
        "manifest.json": _json(manifest_of(app)),
        ENGLISH_FILE: _json(english_of(app)),
        **{icon: (_ICONS / icon).read_bytes() for icon in (COLOR_ICON, OUTLINE_ICON)},
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system, entry.external_attr = _UNIX, _READABLE
            archive.writestr(entry, content)
    return buffer.getvalue()


def replace_file(path: Path, content: bytes) -> None:
    """Write the file whole, or leave what was there as it was.

    Raises:
        OSError: The folder is not there, or it cannot be written to.
    """
    temporary = path.parent / f".{path.name}.{os.getpid()}"
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _json(document: dict[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"
