"""Is this file acceptable as evidence? Pure: a path and a name in, a verdict or an `Unacceptable` out.

Authority: OWASP File Upload Cheat Sheet; ASVS 5.2 (allowlist, content matches extension, archive and pixel limits),
14.2.8 (metadata removed from pictures).
"""

from __future__ import annotations

import codecs
from pathlib import Path

from raci.evidence.archives import ODF, OOXML, check_office, not_of_its_kind
from raci.evidence.names import extension
from raci.evidence.pdfs import check_pdf
from raci.evidence.pictures import FORMATS, check_picture, stripped
from raci.evidence.verdicts import MEGABYTE, Unacceptable, Verdict, _

SIZE_LIMIT = 25 * MEGABYTE
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
}
OFFICE = {**OOXML, **ODF}
# How files of each kind begin; a text begins with no sign of its own.
BEGINNINGS = {
    "pdf": b"%PDF-",
    **dict.fromkeys(OFFICE, b"PK\x03\x04"),
    "png": b"\x89PNG\r\n\x1a\n",
    "jpg": b"\xff\xd8\xff",
    "jpeg": b"\xff\xd8\xff",
    "webp": b"RIFF",
}


def inspect(path: Path, file_name: str) -> Verdict:
    """The verdict on an uploaded file; `Unacceptable` with the file, the place and what to do otherwise."""
    kind = extension(file_name)
    if kind not in MEDIA_TYPES:
        raise Unacceptable(
            _("“%(file)s” is not a kind of file the portal takes. Save it as one of: %(kinds)s."),
            file=file_name,
            kinds=", ".join(sorted(MEDIA_TYPES)),
        )
    check_size(path.stat().st_size, file_name)
    _check_beginning(path, kind, file_name)
    _check_inside(path, kind, file_name)
    return Verdict(MEDIA_TYPES[kind])


def without_metadata(path: Path, file_name: str) -> bytes | None:
    """What is kept instead of the upload where it is a picture; None for every other kind."""
    kind = extension(file_name)
    return stripped(path, kind, file_name) if kind in FORMATS else None


def check_size(size: int, file_name: str) -> None:
    """Refuses nothing and too much."""
    if size == 0:
        raise Unacceptable(_("“%(file)s” is empty. Choose the file again."), file=file_name)
    if size > SIZE_LIMIT:
        raise Unacceptable(
            _("“%(file)s” is larger than 25 MB. Make it smaller or split it, and upload it again."), file=file_name
        )


def _check_beginning(path: Path, kind: str, file_name: str) -> None:
    with path.open("rb") as file:
        if not file.read(16).startswith(BEGINNINGS.get(kind, b"")):
            raise not_of_its_kind(file_name, kind)


def _check_inside(path: Path, kind: str, file_name: str) -> None:
    if kind == "pdf":
        check_pdf(path, file_name)
    elif kind in FORMATS:
        check_picture(path, kind, file_name)
    elif kind in OFFICE:
        with path.open("rb") as file:
            check_office(file, kind, file_name)
    else:
        _check_text(path, file_name)


def _check_text(path: Path, file_name: str) -> None:
    """Valid UTF-8 without NUL; the line where it stops being so is named."""
    decoder, line = codecs.getincrementaldecoder("utf-8")(), 0
    with path.open("rb") as file:
        for line, content in enumerate(iter(lambda: file.readline(1024 * 1024), b""), start=1):
            _check_line(decoder, content, line, file_name)
    _check_line(decoder, b"", line, file_name, final=True)


def _check_line(
    decoder: codecs.IncrementalDecoder, content: bytes, line: int, file_name: str, *, final: bool = False
) -> None:
    try:
        readable = "\0" not in decoder.decode(content, final)
    except UnicodeDecodeError:
        readable = False
    if not readable:
        raise Unacceptable(
            _("“%(file)s” is not plain text in UTF-8 (line %(line)s). In the program that made it, save it as UTF-8."),
            file=file_name,
            line=line,
        )
