"""One rendering in a process of its own: `rendering ours|bare PAGE.html [TIMES]`; seconds of the processor, and memory."""

from __future__ import annotations

import json
import os
import re
import sys
import time
from pathlib import Path

import django

PEAK, MEGABYTE = re.compile(r"VmHWM:\s+(\d+) kB"), 1024  # of this process alone: `ru_maxrss` keeps what its parent held


def bare(html: str) -> bytes:
    """WeasyPrint alone, on the same page, style and fonts."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    from reports.rendering import STYLE, _faces

    fonts = FontConfiguration()
    style = weasyprint.CSS(string=_faces() + STYLE.read_text(), font_config=fonts)
    pdf: bytes = weasyprint.HTML(string=html).write_pdf(stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1")
    return pdf


def ours(html: str) -> bytes:
    """As editions are made, tags mended."""
    from reports.rendering import render

    return render(html)


def main(how: str, page: str, times: int = 1) -> None:
    """Print what it took; the library is loaded before the clock starts."""
    import weasyprint  # noqa: F401 # loading it is not rendering

    draw = {"bare": bare, "ours": ours}[how]
    html = Path(page).read_text(encoding="utf-8")
    begun = time.process_time()
    for _each in range(times):
        pdf = draw(html)
    took = time.process_time() - begun
    memory = int(PEAK.search(Path("/proc/self/status").read_text())[1]) / MEGABYTE  # type: ignore[index]  # Linux has it
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document:
        pages = len(document.pages)
    print(json.dumps({"seconds": took, "megabytes": memory, "pages": pages, "bytes": len(pdf)}))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "equity_portal.settings")
    django.setup()
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 1)
