"""HTML to a tagged PDF (PDF/UA-1). The only module that knows WeasyPrint, which it loads when it first renders.

Nothing is fetched: neither network nor disk, only data inside the HTML itself (promises P16). The same HTML gives the same bytes.
"""

from __future__ import annotations

import base64
import logging
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from raci.refusals import Refusal

FONTS = {("normal", 400): "Regular", ("italic", 400): "Italic", ("normal", 700): "Bold"}
STYLE = Path(__file__).parent / "print.css"
SIGN, INSTEAD = re.compile(r"U\+([0-9A-F]{4,6})"), "?"
REFUSED_OUTPUT = "The PDF library is missing a system library: {error}"


class Unprintable(Refusal):
    """The page could not be made into a PDF; the sentence says why."""


@dataclass(frozen=True)
class Attached:
    """A file that goes with a PDF, as its data."""

    name: str
    about: str
    media_type: str
    content: bytes


def render(html: str, attached: Sequence[Attached] = (), *, moment: datetime | None = None) -> bytes:
    """The PDF of a page of ours, with files attached as of a moment. Raises `Unprintable` where the system lacks a library
    (README says which).
    """
    try:
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import URLFetcher

        from reports import tagging
    except OSError as error:
        raise Unprintable(REFUSED_OUTPUT.format(error=error)) from error
    tagging.install()
    fetcher = URLFetcher(allowed_protocols={"data"}, allow_redirects=False)

    def written(page: str) -> bytes:
        fonts = FontConfiguration()
        faces = weasyprint.CSS(string=_faces() + STYLE.read_text(), font_config=fonts, url_fetcher=fetcher)
        files = [
            weasyprint.Attachment(
                string=one.content, name=one.name, description=one.about, created=moment, modified=moment,
                relationship="Data", url_fetcher=fetcher,
            )
            for one in attached
        ]  # fmt: skip
        document = weasyprint.HTML(string=page, url_fetcher=fetcher)
        pdf: bytes = document.write_pdf(
            stylesheets=[faces], font_config=fonts, pdf_variant="pdf/ua-1", attachments=files
        )
        return pdf

    with _undrawable() as signs:
        pdf = written(html)
    if signs:  # a sign that no font has would be an empty box, which screen readers pass over and PDF/UA forbids
        pdf = written(html.translate(dict.fromkeys(signs, INSTEAD)))
    return tagging.repaired(pdf)


@contextmanager
def _undrawable() -> Iterator[set[int]]:
    """The signs that no font has, as WeasyPrint notes them while this thread draws."""
    signs: set[int] = set()

    class Noting(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.thread == threading.get_ident() and "notdef" in record.msg:
                signs.update(int(code, 16) for code in SIGN.findall(record.getMessage()))

    handler, log = Noting(), logging.getLogger("weasyprint")
    log.addHandler(handler)
    try:
        yield signs
    finally:
        log.removeHandler(handler)


@cache
def _faces() -> str:
    """The report's font as data: no system font decides how a print looks."""
    folder = Path(__file__).resolve().parents[1] / "static" / "vendor" / "uswds" / "fonts"
    faces = []
    for (style, weight), name in FONTS.items():
        [path] = folder.rglob(f"PublicSans-{name}.woff2")
        data = base64.b64encode(path.read_bytes()).decode()
        faces.append(
            f'@font-face {{ font-family: "Public Sans"; font-style: {style}; font-weight: {weight};'
            f' src: url("data:font/woff2;base64,{data}") format("woff2"); }}'
        )
    return "\n".join(faces)
