"""File names: the base name that is kept and shown, whatever a browser sends."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 255
# Marks that turn the reading direction: "gpj.exe" can be made to read "exe.jpg".
TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def plain_name(raw: str) -> str:
    """The last part of a path, without control characters or direction marks, at most 255 long with its extension."""
    name = re.split(r"[/\\]", unicodedata.normalize("NFC", raw))[-1]
    name = "".join(sign for sign in TURNING.sub("", name) if unicodedata.category(sign) not in ("Cc", "Cs"))
    return _shortened(re.sub(r"\s+", " ", name).strip().rstrip(" .")) or "file"


def extension(file_name: str) -> str:
    """What follows the last dot, in lower case, without the dot; empty if there is none."""
    stem, dot, last = file_name.rpartition(".")
    return last.lower() if dot and stem else ""


def _shortened(name: str) -> str:
    stem, dot, last = name.rpartition(".")
    if len(name) <= LONGEST or not dot or len(last) > 10:
        return name[:LONGEST]
    return f"{stem[: LONGEST - len(last) - 1]}.{last}"
