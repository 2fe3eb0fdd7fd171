"""Office files are zip archives: looked through entry by entry, by their real sizes, before anything opens them.

Limits after OWASP File Upload and ASVS 5.2: what an archive says of itself (sizes, counts, names) is never believed.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from raci.evidence.names import extension
from raci.evidence.verdicts import MEGABYTE, Unacceptable, _, broken

UNPACKED_LIMIT = 100 * MEGABYTE
ENTRY_LIMIT = 2_000
RATIO_LIMIT = 100
SMALL = 1 * MEGABYTE  # below this a high ratio is ordinary: a short text repeated
NESTED_LIMIT = 25 * MEGABYTE
CHUNK = 64 * 1024
LISTING_LIMIT = ENTRY_LIMIT * 1_000  # bytes of the archive's own list of entries

OOXML = {
    "docx": b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsx": b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "pptx": b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
}
ODF = {
    "odt": b"application/vnd.oasis.opendocument.text",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
}
MACROS = re.compile(r"(^|/)(vbaproject\.bin|vbadata\.xml|activex/.*)$|^(basic|scripts)/.+", re.IGNORECASE)
PROGRAMS = {"exe", "dll", "com", "scr", "bat", "cmd", "ps1", "js", "vbs", "hta", "jar", "lnk", "msi", "sh"}
PACKED = {"zip", "7z", "rar", "gz", "tar", "docm", "xlsm", "pptm", "dotm", "xlam"}
NESTED = {*OOXML, *ODF}


@dataclass
class Budget:
    """What may still be unpacked of one upload, its nested files included."""

    size: int = UNPACKED_LIMIT
    entries: int = ENTRY_LIMIT


def check_office(file: BinaryIO, kind: str, file_name: str, budget: Budget | None = None) -> None:
    """Refuses an office file that is not of this kind, or holds macros, programs, tricks, or more than the limits."""
    nested, budget = budget is not None, budget or Budget()
    try:
        _check_listing(file, file_name)
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            _check_entries(entries, file, file_name, budget)
            for entry in entries:
                _check_content(entry, file, file_name, budget, nested=nested)
            _check_kind(archive, kind, file_name)
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, ValueError, KeyError) as error:
        raise broken(file_name) from error


def _check_listing(file: BinaryIO, file_name: str) -> None:
    """The list of entries is read into memory by every reader: its size is looked at before."""
    file.seek(0)
    if file.read(4) != b"PK\x03\x04":
        raise broken(file_name)
    end = file.seek(0, io.SEEK_END)
    file.seek(max(0, end - 65_557))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0:
        raise broken(file_name)
    count, size = struct.unpack_from("<HL", tail, at + 10)
    if count > ENTRY_LIMIT or size > LISTING_LIMIT:
        raise _too_much(file_name)


def _check_entries(entries: list[zipfile.ZipInfo], file: BinaryIO, file_name: str, budget: Budget) -> None:
    budget.entries -= len(entries)
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if budget.entries < 0 or unpacked > budget.size:
        raise _too_much(file_name)
    # Entries that overlap share their packed bytes: how a few kilobytes claim petabytes.
    if packed > file.seek(0, io.SEEK_END):
        raise _too_much(file_name)
    if len({entry.orig_filename for entry in entries}) < len(entries):
        raise broken(file_name)
    for entry in entries:
        _check_entry(entry, file_name)


def _check_entry(entry: zipfile.ZipInfo, file_name: str) -> None:
    name = entry.orig_filename
    if entry.flag_bits & 0x1:
        raise Unacceptable(
            _("“%(file)s” is protected by a password. Take the password off and upload it again."), file=file_name
        )
    if name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or "\0" in name or re.match("[A-Za-z]:", name):
        raise _strange(file_name, name)
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise _strange(file_name, name)
    if MACROS.search(name):
        raise _macros(file_name, name)
    if extension(name) in PROGRAMS | PACKED:
        raise Unacceptable(
            _("“%(file)s” holds a program or an archive inside (%(place)s). Take it out and upload the file again."),
            file=file_name,
            place=name[-200:],
        )


def _check_content(entry: zipfile.ZipInfo, file: BinaryIO, file_name: str, budget: Budget, *, nested: bool) -> None:
    """Unpacks an entry piece by piece to learn its real size; files inside the file are checked by the same rules."""
    kind = extension(entry.filename)
    kept, size = bytearray(), 0
    for piece in _unpacked(entry, file, file_name):
        if size == 0 and kind in {"xml", "rels"} and b"<!ENTITY" in piece:
            raise _strange(file_name, entry.filename)
        size += len(piece)
        budget.size -= len(piece)
        if budget.size < 0 or (size > SMALL and size > RATIO_LIMIT * entry.compress_size):
            raise _too_much(file_name)
        if kind in NESTED:
            kept += piece
    if size != entry.file_size:
        raise broken(file_name)
    if kind in NESTED:
        _check_nested(bytes(kept), kind, entry.filename, file_name, budget, nested=nested)


def _check_nested(content: bytes, kind: str, place: str, file_name: str, budget: Budget, *, nested: bool) -> None:
    if nested or len(content) > NESTED_LIMIT:
        raise _too_much(file_name)
    check_office(io.BytesIO(content), kind, f"{file_name} › {place}", budget)


def _unpacked(entry: zipfile.ZipInfo, file: BinaryIO, file_name: str) -> Iterator[bytes]:
    """The entry's bytes, unpacked by our own count: `zipfile` would stop where the listing says it ends."""
    left = _seek_content(entry, file, file_name)
    if entry.compress_type == zipfile.ZIP_STORED:
        while left > 0 and (piece := file.read(min(CHUNK, left))):
            left -= len(piece)
            yield piece
        return
    unpacker = zlib.decompressobj(-15)
    while left > 0 and not unpacker.eof and (packed := file.read(min(CHUNK, left))):
        left -= len(packed)
        while packed and not unpacker.eof:
            yield unpacker.decompress(packed, CHUNK)
            packed = unpacker.unconsumed_tail
    yield from _rest(unpacker, file_name)


def _rest(unpacker: zlib._Decompress, file_name: str) -> Iterator[bytes]:
    while not unpacker.eof:
        piece = unpacker.decompress(unpacker.unconsumed_tail, CHUNK)
        if not piece:
            raise broken(file_name)
        yield piece


def _seek_content(entry: zipfile.ZipInfo, file: BinaryIO, file_name: str) -> int:
    """Stands at the entry's packed bytes and says how many they are; its own header must agree with the listing."""
    file.seek(entry.header_offset)
    header = file.read(30)
    signature, flags, method, name_length, extra_length = struct.unpack("<4s2xHH16xHH", header)
    name = file.read(name_length).decode("utf-8" if flags & 0x800 else "cp437")
    if signature != b"PK\x03\x04" or method != entry.compress_type or name != entry.orig_filename:
        raise broken(file_name)
    if method not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise broken(file_name)
    file.seek(extra_length, io.SEEK_CUR)
    return entry.compress_size


def _check_kind(archive: zipfile.ZipFile, kind: str, file_name: str) -> None:
    if kind in OOXML:
        types = archive.read("[Content_Types].xml")
        if b"macroenabled" in types.lower():
            raise _macros(file_name, "[Content_Types].xml")
        right = OOXML[kind] in types
    else:
        right = archive.read("mimetype").strip() == ODF[kind]
    if not right:
        raise not_of_its_kind(file_name, kind)


def not_of_its_kind(file_name: str, kind: str) -> Unacceptable:
    """The name says one thing, the bytes another."""
    return Unacceptable(
        _(
            "“%(file)s” is not a %(kind)s file inside. Save it as %(kind)s in the program that made it; "
            "renaming is not enough."
        ),
        file=file_name,
        kind=kind,
    )


def _too_much(file_name: str) -> Unacceptable:
    return Unacceptable(
        _(
            "“%(file)s” unpacks to more than the portal opens (100 MB, 2,000 parts, 100 times its size). "
            "Split it, or save it as PDF."
        ),
        file=file_name,
    )


def _strange(file_name: str, place: str) -> Unacceptable:
    return Unacceptable(
        _("“%(file)s” holds a part that reaches outside the file (%(place)s). Save it again with your office program."),
        file=file_name,
        place=place.replace("\0", "␀")[-200:],
    )


def _macros(file_name: str, place: str) -> Unacceptable:
    return Unacceptable(
        _("“%(file)s” holds macros (%(place)s). Save it without macros, or as PDF, and upload that."),
        file=file_name,
        place=place[-200:],
    )
