"""Writing SVG by hand: escaped, the same bytes for the same chart, no script, no style attribute; and how wide words are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from html import escape

LINE = 17.0  # from one line of text to the next, in px
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
NARROW, BROAD = frozenset("iljtfrI.,:;'’|!()[] \u00a0·/"), frozenset("mwMW@%—")


def element(name: str, *children: str, **attributes: object) -> str:
    """One element; `class_` is class, `stroke_width` stroke-width; None is left out. Children are markup already."""
    told = "".join(f' {_name(key)}="{_value(value)}"' for key, value in attributes.items() if value is not None)
    return f"<{name}{told}>{''.join(children)}</{name}>" if children else f"<{name}{told}/>"


def safe(words: object) -> str:
    """Any words, so that they are text and nothing else."""
    return escape(NOT_XML.sub("", str(words)), quote=True)


def text(x: float, y: float, words: object, style: str = "chart-text", anchor: str | None = None) -> str:
    """Words with their baseline at y."""
    return element("text", safe(words), x=x, y=y, class_=style, text_anchor=anchor)


def lines_of_text(x: float, y: float, lines: Iterable[str], style: str = "chart-text") -> str:
    """Lines one below the other, the first with its baseline at y."""
    return "".join(text(x, y + index * LINE, line, style) for index, line in enumerate(lines))


def group(title: str, *children: str) -> str:
    """Marks that say what they are when a pointer rests on them."""
    return element("g", element("title", safe(title)), *children)


def line(x1: float, y1: float, x2: float, y2: float, style: str) -> str:
    """A straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=style)


def rect(x: float, y: float, width: float, height: float, style: str) -> str:
    """A rectangle."""
    return element("rect", x=x, y=y, width=width, height=height, class_=style)


def circle(x: float, y: float, r: float, style: str) -> str:
    """A circle."""
    return element("circle", cx=x, cy=y, r=r, class_=style)


def polyline(points: Iterable[tuple[float, float]], style: str) -> str:
    """A line through points."""
    return element("polyline", points=" ".join(f"{number(x)},{number(y)}" for x, y in points), class_=style)


def path(d: str, style: str, **attributes: object) -> str:
    """A path."""
    return element("path", d=d, class_=style, **attributes)


def number(value: float) -> str:
    """A coordinate in tenths of a pixel."""
    told = f"{value:.1f}".removesuffix(".0")
    return "0" if told == "-0" else told


def _name(key: str) -> str:
    return key.rstrip("_").replace("_", "-") if key != "viewBox" else key


def _value(value: object) -> str:
    return number(value) if isinstance(value, float | int) else safe(value)


def width_of(words: object, size: float = 13) -> float:
    """About how wide words are in Public Sans, in px, rather too wide than too narrow."""
    return sum(_em(sign) for sign in str(words)) * size


def _em(sign: str) -> float:
    if sign in NARROW:
        return 0.33
    if sign in BROAD or unicodedata.east_asian_width(sign) in "WF":
        return 1.0
    return 0.7 if sign.isupper() else 0.64 if sign.isdigit() or sign in "$+\u2212\u2192" else 0.58


def shortened(words: object, width: float, size: float = 13) -> str:
    """The words, or their beginning and a sign that they go on; the table has them whole."""
    told = str(words)
    if width_of(told, size) <= width:
        return told
    return _broken(told, width - size, size)[0] + "…"


def wrapped(words: object, width: float, size: float = 13) -> list[str]:
    """The words in lines no wider than this; a word that is wider is broken."""
    lines: list[str] = []
    for word in str(words).split(" "):
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(joined, size) <= width:
            lines[-1] = joined
        else:
            lines += _broken(word, width, size)
    return lines or [""]


def _broken(word: str, width: float, size: float) -> list[str]:
    parts = [""]
    for sign in word:
        if parts[-1] and width_of(parts[-1] + sign, size) > width:
            parts.append("")
        parts[-1] += sign
    return parts
