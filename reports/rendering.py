"""HTML to a tagged PDF (PDF/UA-1). The only module that knows WeasyPrint, which it loads when it first renders.

Nothing is fetched: neither network nor disk, only data inside the HTML itself (promises P16). The same HTML gives the same bytes.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from django.conf import settings

from raci.refusals import Refusal

FONTS = {("normal", 400): "Regular", ("italic", 400): "Italic", ("normal", 700): "Bold"}
STYLE = Path(__file__).parent / "print.css"
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
    fonts = FontConfiguration()
    fetcher = URLFetcher(allowed_protocols={"data"}, allow_redirects=False)
    faces = weasyprint.CSS(string=_faces() + STYLE.read_text(), font_config=fonts, url_fetcher=fetcher)
    files = [
        weasyprint.Attachment(
            string=one.content, name=one.name, description=one.about, created=moment, modified=moment,
            relationship="Data", url_fetcher=fetcher,
        )
        for one in attached
    ]  # fmt: skip
    document = weasyprint.HTML(string=html, url_fetcher=fetcher)
    pdf: bytes = document.write_pdf(stylesheets=[faces], font_config=fonts, pdf_variant="pdf/ua-1", attachments=files)
    return tagging.repaired(pdf)


@cache
def _faces() -> str:
    """The report's font as data: no system font decides how a print looks."""
    folder = settings.BASE_DIR / "static" / "vendor" / "uswds" / "fonts"
    faces = []
    for (style, weight), name in FONTS.items():
        [path] = folder.rglob(f"PublicSans-{name}.woff2")
        data = base64.b64encode(path.read_bytes()).decode()
        faces.append(
            f'@font-face {{ font-family: "Public Sans"; font-style: {style}; font-weight: {weight};'
            f' src: url("data:font/woff2;base64,{data}") format("woff2"); }}'
        )
    return "\n".join(faces)
