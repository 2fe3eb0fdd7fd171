"""Catalogues of translations: a `.po` as people write it, compiled to the `.mo` that pages read, without gettext's programs."""

from __future__ import annotations

import ast
import struct
from collections.abc import Iterator
from pathlib import Path

MAGIC = 0x950412DE


def entries(text: str) -> Iterator[tuple[str, str]]:
    """Each message with its translation, as a compiled catalogue keys them; what is not translated is left out."""
    for block in text.split("\n\n"):
        found: dict[str, str] = {}
        name = ""
        for line in block.splitlines():
            if line.startswith("#") or not line.strip():
                continue
            if not line.startswith('"'):
                name, _space, line = line.partition(" ")
            found[name] = found.get(name, "") + str(ast.literal_eval(line))
        if not found:
            continue
        key = "\0".join(found[one] for one in ("msgid", "msgid_plural") if one in found)
        if "msgctxt" in found:
            key = f"{found['msgctxt']}\x04{key}"
        said = "\0".join(found[one] for one in sorted(found) if one.startswith("msgstr"))
        if said.strip("\0"):
            yield key, said


def compiled(text: str) -> bytes:
    """The catalogue as GNU gettext lays it out: the same text gives the same bytes."""
    pairs = sorted((key.encode(), said.encode()) for key, said in entries(text))
    begin = 28 + 16 * len(pairs)
    keys: list[tuple[int, int]] = []
    values: list[tuple[int, int]] = []
    body = b""
    for column, place in ((0, keys), (1, values)):
        for pair in pairs:
            place.append((len(pair[column]), begin + len(body)))
            body += pair[column] + b"\0"
    table = [number for pair in (*keys, *values) for number in pair]
    head = struct.pack("<7I", MAGIC, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, begin)
    return head + struct.pack(f"<{len(table)}I", *table) + body


def catalogues(folder: Path) -> list[Path]:
    """Those of a folder, as people write them."""
    return sorted(folder.glob("*/LC_MESSAGES/*.po"))
