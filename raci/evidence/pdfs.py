"""PDF files: opened and walked object by object; what could run, launch or hide another file is refused."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pikepdf

from raci.evidence.verdicts import Unacceptable, _, broken

OBJECT_LIMIT = 500_000
DEPTH_LIMIT = 100
# Keys and names of a PDF (ISO 32000) that start a script or a program, or carry a file or a form with scripts.
SCRIPTS = {"/JS", "/JavaScript"}
LAUNCHES = {"/Launch", "/ImportData", "/SubmitForm"}
FILES = {"/EmbeddedFiles", "/EmbeddedFile", "/EF", "/RichMedia", "/RichMediaContent"}
FORMS = {"/XFA"}


def check_pdf(path: Path, file_name: str) -> None:
    """Refuses a PDF that does not open, is encrypted, is also an archive, or holds scripts, launches or other files."""
    if zipfile.is_zipfile(path):
        raise Unacceptable(
            _("“%(file)s” is a PDF and an archive at once. Print it to a new PDF and upload that."), file=file_name
        )
    try:
        with pikepdf.open(path) as pdf:
            if pdf.is_encrypted:
                raise _protected(file_name)
            if len(pdf.pages) == 0:
                raise broken(file_name)
            _walk(pdf, file_name)
    except pikepdf.PasswordError as error:
        raise _protected(file_name) from error
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, RecursionError, MemoryError) as error:
        raise broken(file_name) from error


def _walk(pdf: pikepdf.Pdf, file_name: str) -> None:
    """Each indirect object once, with the direct ones inside it."""
    seen = 0
    for root in pdf.objects:
        waiting: list[tuple[object, int]] = [(root, 0)]
        while waiting:
            thing, depth = waiting.pop()
            seen += 1
            if seen > OBJECT_LIMIT or depth > DEPTH_LIMIT:
                raise Unacceptable(
                    _("“%(file)s” has more parts than the portal opens. Print it to a new PDF and upload that."),
                    file=file_name,
                )
            waiting += [(child, depth + 1) for child in _children(thing, file_name) if not _is_elsewhere(child)]


def _children(thing: object, file_name: str) -> list[object]:
    if isinstance(thing, pikepdf.Array):
        return list(thing)
    if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        return []
    keys = set(thing.keys())
    _check_words(keys | _said(thing, "/S") | _said(thing, "/Type") | _said(thing, "/Subtype"), file_name)
    return [thing[key] for key in keys]


def _said(thing: pikepdf.Dictionary | pikepdf.Stream, key: str) -> set[str]:
    value = thing.get(key)
    return {str(value)} if isinstance(value, pikepdf.Name) else set()


def _is_elsewhere(child: object) -> bool:
    """An indirect object is walked when its own turn comes; plain Python values have nothing inside."""
    return not isinstance(child, pikepdf.Object) or child.is_indirect


def _check_words(words: set[str], file_name: str) -> None:
    if words & SCRIPTS:
        raise Unacceptable(
            _("“%(file)s” holds a script (JavaScript). Print it to a new PDF and upload that."), file=file_name
        )
    if words & LAUNCHES:
        raise Unacceptable(
            _("“%(file)s” can start a program or send data (%(place)s). Print it to a new PDF and upload that."),
            file=file_name,
            place=min(words & LAUNCHES),
        )
    if words & FILES:
        raise Unacceptable(
            _("“%(file)s” has other files attached inside. Upload those by themselves, and the PDF without them."),
            file=file_name,
        )
    if words & FORMS:
        raise Unacceptable(
            _("“%(file)s” is a form that runs its own program (XFA). Print it to a new PDF and upload that."),
            file=file_name,
        )


def _protected(file_name: str) -> Unacceptable:
    return Unacceptable(
        _("“%(file)s” is encrypted or protected by a password. Take the protection off and upload it again."),
        file=file_name,
    )
