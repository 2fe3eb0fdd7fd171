"""Files that are no table of figures: each refused in one sentence that says what it is and what to do."""

from __future__ import annotations

from raci.evidence.verdicts import _
from raci.imports.verdicts import Unreadable, say

MOST_COLUMNS, LONGEST_CELL = 2_000, 10_000
UNCOMPUTED = "\x00formula"  # a cell whose formula was never worked out; whoever reads its figure refuses it

EMPTY = _("“%(file)s” is empty. Choose the file with the figures.")
NO_ROWS = _("“%(file)s” has headings and no row under them. Put the figures below the headings.")
NO_TABLE = _("“%(file)s” is no table: its lines hold one cell each. Save it as CSV with a heading for each column.")
TOO_LARGE = _("“%(file)s” is larger than %(most)d MB. Split it by year or by place.")
TOO_WIDE = _(
    "Line %(line)d of “%(file)s” is wider than the portal reads (%(columns)d columns, %(signs)d signs a cell). Split it."
)
NO_TEXT = _("“%(file)s” is neither CSV text nor a workbook. Save it as “CSV UTF-8” or as .xlsx.")
BROKEN_CSV = _("“%(file)s” is no well-formed CSV near line %(line)d (%(error)s). Export it again.")
R_FORMAT = _('“%(file)s” is in R\'s own format. Save it as CSV: write.csv(x, "figures.csv", row.names = FALSE).')
PACKAGE = _("“%(file)s” was saved by a statistics package in its own format. Save it as CSV.")
PACKED = _("“%(file)s” is compressed. Unpack it and choose the CSV file inside.")
OLD_EXCEL = _("“%(file)s” is an old Excel file, or a workbook with a password. Save it as .xlsx without a password.")
PDF = _("“%(file)s” is a PDF: its figures cannot be read for certain. Ask its publisher for a CSV file or a workbook.")
MARKUP = _("“%(file)s” is a web page or XML and no table. Download the CSV file or the workbook instead.")
JSON = _("“%(file)s” is JSON and no table. Download the CSV file or the workbook instead.")
NO_PARQUET = _("“%(file)s” is Parquet, which this portal was set up without. Save it as CSV or as .xlsx.")
DAMAGED = _("“%(file)s” cannot be read. Open it, save it again, and choose the new copy.")

_BEGINNINGS = (
    (b"\xd0\xcf\x11\xe0", OLD_EXCEL),
    (b"%PDF", PDF),
    (b"RDX", R_FORMAT),
    (b"X\n\x00\x00\x00", R_FORMAT),
    (b"A\n2\n", R_FORMAT),
    (b"$FL2", PACKAGE),  # SPSS
    (b"$FL3", PACKAGE),
    (b"<stata_dta>", PACKAGE),
    (b"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xc2\xea\x81\x60", PACKAGE),  # SAS
    (b"BZh", PACKED),
    (b"\xfd7zXZ", PACKED),
    (b"7z\xbc\xaf", PACKED),
    (b"Rar!", PACKED),
)


def foreign(head: bytes, name: str) -> None:
    """Raises Unreadable for what is known to be something else, by its first bytes and only then by its name."""
    lower = name.casefold()
    for beginning, sentence in _BEGINNINGS:
        if head.startswith(beginning):
            raise Unreadable(say(sentence, file=name))
    if head.startswith(b"\x1f\x8b"):
        is_r = lower.endswith((".rds", ".rda", ".rdata"))
        raise Unreadable(say(R_FORMAT if is_r else PACKED, file=name))
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if text.startswith((b"<!", b"<?xml", b"<html", b"<HTML", b"<table")):
        raise Unreadable(say(MARKUP, file=name))
    if text.startswith((b"{", b"[")) and lower.endswith((".json", ".geojson", ".ndjson")):
        raise Unreadable(say(JSON, file=name))
