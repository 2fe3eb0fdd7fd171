"""Frozen facts in words: {% load report %}."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import get_language, gettext

from raci.records import Content
from reports.blocks import read
from reports.catalogue import KINDS
from reports.content import day, hash_of
from reports.models import Report

register = template.Library()
register.filter("told", read)
register.filter("day_of_text", day)


@register.filter
def column(words: str) -> str:
    """The heading of a column, in the reader's language."""
    return gettext(words)


@register.simple_tag
def sections_of(report: Content) -> list[dict[str, Any]]:
    """{% sections_of content as sections %}: code, title, blocks, and the words in the reader's language, else in English."""
    kind, language = KINDS[report["kind"]], (get_language() or "en").partition("-")[0]
    return [
        {
            "code": one["code"], "title": kind.section(one["code"]).title, "blocks": one["blocks"],
            "words": one["words"].get(language) or one["words"].get("en", ""), "is_written": bool(one["words"]),
        }
        for one in report["sections"]
    ]  # fmt: skip


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
