"""For templates that show a release's text."""

from __future__ import annotations

from django import template

from metrics.charts.card import Card
from metrics.models import Batch, DataRelease, Indicator
from metrics.queries import releases as queries
from metrics.queries.releases import TableShown, tables_shown
from metrics.releases import words
from metrics.releases.released import as_made
from raci.records import Content

register = template.Library()
register.filter("when", words.when)


@register.simple_tag
def read_release(content: Content) -> dict[str, object]:
    """{% read_release content as shown %}: `released`, its `tables` and `batches`, of a text as it was frozen."""
    release = DataRelease.objects.select_related("indicator__unit", "place").get(pk=content["id"])
    released = as_made(release, content)
    tables: list[TableShown] = tables_shown(released)
    batches = list(Batch.objects.filter(pk__in=release.made_from).order_by("pk").only("title"))
    return {"released": released, "tables": tables, "batches": batches}


@register.simple_tag
def released_cards(indicator: Indicator) -> list[Card]:
    """{% released_cards indicator as cards %}: chart cards of what is out, for who does not read its figures live."""
    return queries.released_cards(indicator)


@register.simple_tag
def protection(threshold: int) -> str:
    """{% protection 11 %}: what the mark of a hidden number means."""
    return words.protection(threshold)
