"""Frozen facts in words: {% load report %}."""

from __future__ import annotations

import re
from typing import Any

from django import template
from django.utils.translation import get_language, gettext

from metrics.charts.spec import Chart
from raci.records import Content
from reports.blocks import Block, left_out, read, shown
from reports.catalogue import KINDS
from reports.content import day, hash_of, name_of
from reports.models import Report
from reports.pictures import thawed

register = template.Library()
register.filter("told", read)
register.filter("day_of_text", day)


BLOCKS = frozenset(
    {"sentence", "gap", "heading", "listed", "points", "prose", "table", "chart", "matrix", "plan", "minutes"}
)


HASH, SHORT = re.compile(r"[0-9a-f]{64}"), 12  # signs of a cell that stays on one line


@register.filter
def template_of(block: Block) -> str:
    """The template of a block: one of its name."""
    if block["block"] not in BLOCKS:
        raise LookupError(f"There is no block {block['block']!r}.")
    return f"reports/blocks/{block['block']}.html"


@register.filter
def column(words: str) -> str:
    """The heading of a column, or the name of a fact, in the reader's language."""
    return gettext(words)


@register.filter
def lines_of(block: Block) -> list[list[tuple[str, str, str]]]:
    """The rows of a table that pages show: of each cell its heading, its text, and its class: a figure, short, a hash."""
    heads, numbers = [gettext(head) for head in block["columns"]], set(block["numbers"])
    return [
        [(heads[at], text, _class(text, is_number=at in numbers)) for at, text in enumerate(map(read, row))]
        for row in shown(block)
    ]


def _class(text: str, *, is_number: bool) -> str:
    if is_number:
        return "number"
    return "short" if len(text) <= SHORT else "hash" if HASH.fullmatch(text) else ""


@register.filter
def left_out_of(block: Block) -> int:
    """How many rows of a table pages do not show."""
    return left_out(block)


@register.filter
def picture(block: Block) -> Chart:
    """The specification of a frozen chart."""
    return thawed(block)


@register.filter
def picture_key(section: str, at: int) -> str:
    """What the picture at a place of a section is called on its page."""
    return f"picture-{section}-{at}"


@register.simple_tag
def sections_of(report: Content) -> list[dict[str, Any]]:
    """{% sections_of content as sections %}: code, title, blocks, and the words in the reader's language, else in English."""
    language = (get_language() or "en").partition("-")[0]
    return [
        {
            "code": one["code"], "title": name_of(one, report["kind"]), "blocks": one["blocks"],
            "words": one["words"].get(language) or one["words"].get("en", ""), "is_written": bool(one["words"]),
        }
        for one in report["sections"]
    ]  # fmt: skip


@register.filter
def gaps_of(report: Content) -> list[tuple[str, str]]:
    """What is missing, as it is said in its sections: the section's name, and the sentence."""
    return [
        (name_of(one, report["kind"]), read(block["words"]))
        for one in report["sections"]
        for block in one["blocks"]
        if block["block"] == "gap"
    ]


@register.filter
def wanted_of(report: Content) -> str:
    """For information or for action."""
    return str(Report.Wanted(report["wanted"]).label)


@register.filter
def kind_of(report: Content) -> str:
    """What kind of report it is."""
    return str(KINDS[report["kind"]].label)


@register.filter
def facts_hash(report: Content) -> str:
    """SHA-256 of its facts."""
    return hash_of(report)
