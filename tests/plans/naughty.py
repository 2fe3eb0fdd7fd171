"""Strings that break forms: the Big List of Naughty Strings where it is at hand, and the worst of its kinds in any case."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

BIG_LIST: Path = settings.BASE_DIR.parent / "shared" / "data" / "text" / "blns.txt"
OURS = [
    "undefined",
    "1;DROP TABLE plans_plan",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' OR 1=1 -- ",
    "{% debug %}{{ settings.SECRET_KEY }}",
    "田中さんにあげて下さい",
    "مُنَاقَشَةُ سُبُلِ اِسْتِخْدَامِ اللُّغَةِ",
    "Z̮̞̠͙͔ͅḀ̗̞͈̻̗Ḷ͙͎̯̹̞͓G̻O̭̗̮",
    "👩🏽‍🚀 🏳️‍🌈 👨‍👩‍👧‍👦",
    "\ufeff\u200b\u202etext right to left",
    "\x01\x02\x1b[31m\x7f",
    "  blanks before and after  ",
    "line\r\nends\rof\nall kinds",
    "=cmd|' /C calc'!A0",
    "a\x00b",
]


def _big_list() -> list[str]:
    if not BIG_LIST.exists():
        return []
    lines = BIG_LIST.read_text(encoding="utf-8").split("\n")
    return [line for line in lines if line and not line.startswith("#")]


STRINGS = [*OURS, *_big_list()]
