"""A whole SVG from a specification: two drawings for a page (a phone's and a desk's), one with its own colours for paper."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from metrics.charts.bars import bars
from metrics.charts.dumbbell import dumbbell
from metrics.charts.lines import lines
from metrics.charts.maps import map_of
from metrics.charts.marks import DESK, Drawing, Size
from metrics.charts.spark import HEIGHT, WIDTH, spark
from metrics.charts.spec import Bars, Chart, Dumbbell, Lines, Map, Spark
from metrics.charts.svg import element, number, safe
from metrics.charts.telling import described, spark_told
from metrics.charts.waterfall import waterfall
from metrics.charts.words import Words

KEY = re.compile(r"[A-Za-z][\w-]*")
NAMESPACE = "http://www.w3.org/2000/svg"


@dataclass(frozen=True)
class Image:
    """A chart for an <img>: its address holds it whole (`data:`), `alternative` says it."""

    address: str
    alternative: str


def drawn(spec: Chart, words: Words, size: Size, key: str) -> Drawing:
    """A chart's marks in one size."""
    if isinstance(spec, Bars):
        return bars(spec, words, size)
    if isinstance(spec, Lines):
        return lines(spec, words, size)
    if isinstance(spec, Dumbbell):
        return dumbbell(spec, words, size)
    if isinstance(spec, Map):
        return map_of(spec, words, size, key)
    return waterfall(spec, words, size)


def svg(spec: Chart, words: Words, size: Size, key: str) -> str:
    """The chart for a page, coloured by the page's stylesheet. `key` names it apart from the others on the page."""
    if not KEY.fullmatch(key):
        raise ValueError(f"A chart's key is letters, digits, - and _, not {key!r}.")
    made, name = drawn(spec, words, size, key), f"{key}-{size.name}"
    title = element("title", safe(spec.title), id=f"{name}-title")
    description = element("desc", safe(described(spec, words)), id=f"{name}-desc")
    return element(
        "svg",
        title,
        description,
        made.definitions,
        made.body,
        role="img",
        aria_labelledby=f"{name}-title",
        aria_describedby=f"{name}-desc",
        class_=f"chart chart-{size.name}",
        viewBox=f"0 0 {number(size.width)} {number(made.height)}",
        focusable="false",
    )


def image(spec: Chart, words: Words, size: Size = DESK) -> Image:
    """The same chart for paper: it carries its colours, since no stylesheet reaches into an image."""
    made = drawn(spec, words, size, "chart")
    whole = element(
        "svg",
        element("style", _paper()),
        made.definitions,
        made.body,
        xmlns=NAMESPACE,
        viewBox=f"0 0 {number(size.width)} {number(made.height)}",
        width=size.width,
        height=made.height,
    )
    address = "data:image/svg+xml;base64," + base64.b64encode(whole.encode()).decode()
    return Image(address, f"{spec.title}. {described(spec, words)}")


def spark_svg(spec: Spark, words: Words) -> str:
    """A line for a table's cell."""
    return element(
        "svg",
        spark(spec).body,
        role="img",
        aria_label=spark_told(spec, words),
        class_="chart chart-spark",
        viewBox=f"0 0 {number(WIDTH)} {number(HEIGHT)}",
        focusable="false",
    )


@cache
def _paper() -> str:
    return (Path(__file__).parent / "paper.css").read_text()
