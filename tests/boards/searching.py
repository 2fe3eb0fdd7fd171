"""Words looked for wherever something could stand: in files that are packed, in the queue, in the database and its log."""

from __future__ import annotations

import io
import json
import re
import subprocess
import zipfile
from base64 import b64decode
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import psycopg
import redis

from equity_portal.launcher.postgres import client_programs


def found_in(said: Iterable[bytes], words: Iterable[str]) -> set[str]:
    """Those of the words that stand in one of the texts, as they are, as JSON spells them, or in hexadecimal."""
    texts = [unpacked(text) for text in said]
    forms = {word: {word.encode(), json.dumps(word)[1:-1].encode(), word.encode().hex().encode()} for word in words}
    return {word for word, those in forms.items() if any(one in text for text in texts for one in those)}


def unpacked(text: bytes) -> bytes:
    """What a workbook, an archive or a PDF says; any other text as it is."""
    if text.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(text)) as packed:
            return b"\n".join(unpacked(packed.read(name)) for name in packed.namelist())
    return _drawn(text).encode() if text.startswith(b"%PDF") else text


def _drawn(text: bytes) -> str:
    """All that is drawn on a PDF's pages, without blanks; each font says which sign a glyph is."""
    said = []
    with pikepdf.open(io.BytesIO(text)) as pdf:
        for page in pdf.pages:
            fonts = {str(name): _signs(font) for name, font in page.Resources.get("/Font", {}).items()}
            signs: dict[int, str] = {}
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "Tf":
                    signs = fonts[str(operands[0])]
                elif str(operator) in ("Tj", "TJ"):
                    runs = operands[0] if str(operator) == "TJ" else operands
                    said += [_read(bytes(run), signs) for run in runs if isinstance(run, pikepdf.String)]
    return re.sub(r"\s", "", "".join(said))


def _signs(font: Any) -> dict[int, str]:
    table = bytes(font.ToUnicode.read_bytes()).decode() if "/ToUnicode" in font else ""
    pairs = re.findall(r"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>\s*$", table, re.MULTILINE)
    return {int(glyph, 16): bytes.fromhex(sign).decode("utf-16-be") for glyph, sign in pairs}


def _read(run: bytes, signs: dict[int, str]) -> str:
    return "".join(signs.get(int.from_bytes(run[at : at + 2], "big"), "") for at in range(0, len(run), 2))


# ---- what servers hold


def queued(server: redis.Redis) -> Iterator[bytes]:
    """Every key with all it holds; of a message of the queue also the arguments, which stand there in base64."""
    readers: dict[bytes, Any] = {
        b"string": server.get,
        b"list": lambda key: server.lrange(key, 0, -1),
        b"hash": server.hgetall,
        b"set": server.smembers,
        b"zset": lambda key: server.zrange(key, 0, -1),
    }
    for key in server.scan_iter():
        held = repr(readers[server.type(key)](key)).encode()
        yield bytes(key) + held
        yield from (b64decode(body) for body in re.findall(rb'"body": ?"([A-Za-z0-9+/=]+)"', held))


def dumped(cursor: psycopg.Cursor[Any], *options: str) -> bytes:
    """The database as pg_dump writes it, whoever may read it."""
    return program("pg_dump", cursor, *options)


def program(name: str, cursor: psycopg.Cursor[Any], *options: str, database: str = "") -> bytes:
    """What one of PostgreSQL's programs says, run as the owner."""
    said = cursor.connection.info
    where = re.sub(r"dbname=\S+", f"dbname={database}", said.dsn) if database else said.dsn
    command = [str(client_programs() / name), *options, "--dbname", where]
    return subprocess.run(command, capture_output=True, env={"PGPASSWORD": said.password or ""}, check=True).stdout


def logged(cursor: psycopg.Cursor[Any]) -> Iterator[bytes]:
    """The files of the log that the database keeps of each change (WAL)."""
    cursor.execute("SELECT name FROM pg_ls_waldir() WHERE name ~ '^[0-9A-F]{24}$'")
    for (name,) in cursor.fetchall():
        yield bytes(cursor.execute("SELECT pg_read_binary_file('pg_wal/' || %s)", [name]).fetchone()[0])  # type: ignore[index]


def files_of(folder: Path) -> list[bytes]:
    """Every file below."""
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
