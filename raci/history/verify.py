"""Checks an export of the portal's history. Python 3.8 or newer and nothing else: python3 verify.py [FOLDER]

Prints what is not as exported and ends with 1, or "Everything is as exported." and ends with 0. README.txt says more.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import struct
import sys
from pathlib import Path
from typing import Any, Iterable  # noqa: UP035 - runs on 3.8

LINE = re.compile(
    rb'\{"position":(?P<position>[1-9]\d*),"salt":"(?P<salt>[0-9a-f]{32})","leaf":"(?P<leaf>[0-9a-f]{64})","payload":(?P<payload>\{.*\})\}\n'
)
# a restricted entry: its leaf stands, and nothing else is told
BARE = re.compile(rb'\{"position":(?P<position>[1-9]\d*),"leaf":"(?P<leaf>[0-9a-f]{64})"\}\n')


def read_manifest(folder: Path, expected: str) -> Any:
    """The manifest; its last line is the hash of all before it."""
    if not (folder / "manifest.json").is_file():
        raise ValueError(f"manifest.json: there is none in {folder}; name the folder of the export")
    data = (folder / "manifest.json").read_bytes()
    body, mark, _ = data.partition(b' "sha256_of_all_above"')
    if data != body + mark + f': "{hashlib.sha256(body).hexdigest()}"\n}}\n'.encode():
        raise ValueError("manifest.json: it is damaged or was edited")
    if expected and hashlib.sha256(data).hexdigest() != expected.strip().lower():
        raise ValueError("manifest.json: it is not the one whose hash you gave")
    return json.loads(data.decode())


def file_fault(path: Path, name: str, sha256: str) -> str | None:
    """What is wrong with a listed file, if anything."""
    if not path.is_file():
        return f"{name}: the file is missing"
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for part in iter(lambda: file.read(1 << 20), b""):
            digest.update(part)
    return f"{name}: the file is not as exported" if digest.hexdigest() != sha256 else None


def names(line: bytes) -> str:
    """Which change a line speaks of, as far as it can still be read."""
    found = [re.search(rb'"%s": "?([\w.]{1,80})' % key, line) for key in (b"history_table", b"history_id")]
    said = [match.group(1).decode() for match in found if match]
    return f" ({said[0]}, history_id {said[1]})" if len(said) == 2 else ""


def line_fault(position: int, line: bytes, match: re.Match[bytes] | None) -> str | None:
    """What is wrong with one line of the ledger, if anything."""
    if not match:
        return f"entry {position}{names(line)}: the line is damaged"
    if int(match["position"]) != position:
        return f"entry {position}: in its place stands entry {match['position'].decode()}{names(line)}"
    if match.re is BARE:
        return None  # whether the leaf is the one that was sealed, the seal says
    leaf = hashlib.sha256(b"\0" + bytes.fromhex(match["salt"].decode()) + match["payload"]).hexdigest()
    return f"entry {position}{names(line)}: it was changed" if leaf.encode() != match["leaf"] else None


class Seals:
    """Follows the seals while the leaves go by: each covers a block of entries and the seal before it."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self.lines, self.hash, self.count, self.left = iter(lines), bytes(32), 0, 0

    def fault(self, position: int, leaf: bytes) -> str | None:
        """What is wrong with the block that this leaf begins or ends, if it does."""
        if not self.left:
            self.seal, self.root = json.loads(next(self.lines, "{}")), hashlib.sha256()
            self.first, self.left = position, self.seal.get("entries", 0)
            if self.seal.get("first") != position or self.left < 1:
                return f"entry {position}: no seal covers it"
        self.left -= 1
        self.root.update(leaf)
        if self.left:
            return None
        block = struct.pack(">qq", self.first, position - self.first + 1) + self.root.digest()
        self.hash, self.count = hashlib.sha256(b"\1" + self.hash + block).digest(), self.count + 1
        if (self.root.hexdigest(), self.hash.hex()) == (self.seal["root"], self.seal["hash"]):
            return None
        return f"entries {self.first} to {position}: they are not as sealed (seal {self.count})"


def ledger_fault(lines: Iterable[bytes], manifest: Any, seals: Seals | None) -> str | None:
    """The first thing wrong with the ledger, if anything."""
    position, bare, entries = 0, 0, manifest["entries"]
    for position, line in enumerate(lines, 1):
        if position > entries:
            return f"entry {position}{names(line)}: it was added, the manifest counts {entries}"
        match = LINE.fullmatch(line) or BARE.fullmatch(line)
        fault = line_fault(position, line, match)
        if fault is None and seals and match:
            fault = seals.fault(position, bytes.fromhex(match["leaf"].decode()))
        bare += match is not None and match.re is BARE
        if fault:
            return fault
    if position < entries:
        return f"entry {position + 1}: it is missing with all after it, the manifest counts {entries}"
    if bare != manifest.get("bare", 0):
        return f"{bare} entries are bare, the manifest counts {manifest.get('bare', 0)}"
    ended = seals and (seals.left, seals.count, seals.hash.hex() if seals.count else "")
    if ended and ended != (0, manifest["blocks"], manifest["head"]):
        return "the seals do not end as the manifest says"
    return None


def faults(folder: Path, manifest: Any) -> list[str]:
    """Everything that is wrong: files, the first bad entry of the ledger, files that do not belong."""
    bad = {f["name"]: file_fault(folder / f["name"], f["name"], f["sha256"]) for f in manifest["files"]}
    if (folder / "ledger.jsonl").is_file() and (folder / "seals.jsonl").is_file():
        with (folder / "ledger.jsonl").open("rb") as lines, (folder / "seals.jsonl").open("rb") as seals:
            fault = ledger_fault(lines, manifest, None if bad["seals.jsonl"] else Seals(seals))
        bad["ledger.jsonl"] = f"ledger.jsonl: {fault}" if fault else bad["ledger.jsonl"]
    for path in sorted(path.relative_to(folder).as_posix() for path in folder.rglob("[!.]*") if path.is_file()):
        if path not in bad and path != "manifest.json":
            bad[path] = f"{path}: the file is not part of the export"
    return [fault for fault in bad.values() if fault]


def main() -> int:
    """Say what was found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument("--manifest-sha256", default="", metavar="HASH", help="the hash the portal showed")
    given = parser.parse_args()
    whole = "Everything is as exported."
    try:
        manifest = read_manifest(given.folder, given.manifest_sha256)
        found, bare = faults(given.folder, manifest), manifest.get("bare", 0)
        whole += f" Of {manifest['entries']} entries {bare} are bare: sealed, and not told." if bare else ""
    except (OSError, ValueError) as error:
        found = [str(error)]
    print("\n".join(found) or whole)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
