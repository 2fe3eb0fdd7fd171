"""Charts on pages: {% load charts %}, and charts.css in the page's head."""

from __future__ import annotations

from dataclasses import replace

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from metrics.chart_words import words
from metrics.charts.card import Card
from metrics.charts.drawing import image, spark_svg, svg
from metrics.charts.marks import SIZES
from metrics.charts.spec import SHARE, Chart, Spark
from metrics.charts.telling import table

register = template.Library()
UNKNOWN = replace(SHARE, significant=1)


@register.inclusion_tag("components/chart_card.html")
def chart_card(card: Card) -> dict[str, object]:
    """{% chart_card card %}: a chart with its table, sentence, n, source and limits (metrics.charts.card.Card)."""
    said = words()
    return {
        "card": card,
        "drawings": chart(card.chart, card.key),
        "table": table(card.chart, said),
        "n": None if card.n is None else said.count(card.n),
        "unknown": said.read(card.unknown_share, UNKNOWN) if card.unknown_share else None,
    }


@register.simple_tag
def chart(spec: Chart, key: str) -> SafeString:
    """{% chart spec "key" %}: the drawing alone, where the page itself has the table; the stylesheet shows the one that fits."""
    said = words()
    drawings = "".join(svg(spec, said, size, key) for size in SIZES)  # metrics.charts.svg escapes every word in them
    return SafeString(f'<div class="chart-frame">{drawings}</div>')


@register.simple_tag
def spark(spec: Spark) -> SafeString:
    """{% spark spec %}: a line for a table's cell."""
    return SafeString(spark_svg(spec, words()))


@register.simple_tag
def chart_image(spec: Chart) -> SafeString:
    """{% chart_image spec %}: the chart for a printed document."""
    made = image(spec, words())
    return format_html('<img class="chart-image" src="{}" alt="{}">', made.address, made.alternative)
