"""What is said of a file that was judged: what stands against it, counts, missing names, totals beside the source's."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from metrics.actions.batches import said
from metrics.bringing.judging import Judged
from metrics.bringing.naming import Choices, Resolved
from metrics.reading.observations import Row
from metrics.reading.totals import Comparison
from raci.actions.imports import spoken
from raci.refusals import Problem

MOST_ROWS = 200
MOST_SAID = 20


def why_not(judged: Judged, choices: Choices) -> list[Problem]:
    """What stands against bringing it in."""
    gathered, missing = judged.gathered, judged.resolved.missing - choices.adds
    problems = [problem_of(row) for row in gathered.faults[:MOST_SAID]]
    if gathered.refused > len(problems):
        more = gathered.refused - len(problems)
        problems.append(Problem(ngettext("And %(n)d more row.", "And %(n)d more rows.", more) % {"n": more}))
    if not gathered.read and not gathered.refused:
        problems.append(Problem(_("The file holds no figure.")))
    problems += said(judged.faults)
    words = {
        "indicators": _("Indicators that are not known: %(names)s. Choose known ones, or let them be begun as drafts."),
        "groups": _("Groups that are not known: %(names)s. Let them be added to dimensions of your own."),
        "places": _("Places that are not known: %(names)s. Let them be added."),
    }
    return problems + [
        Problem(words[one] % {"names": named(judged.resolved, one)}, field=one) for one in sorted(missing)
    ]


def problem_of(row: Row) -> Problem:
    """Where a row is wrong, and how."""
    return Problem(f"{_('Line %(line)d: ') % {'line': row.line}}{said_of(row)}")


def said_of(row: object) -> str:
    """A refused row's column and reason, in the reader's language."""
    field, reason = getattr(row, "field", ""), getattr(row, "reason", None)
    words = spoken(reason) if reason else _("It cannot be read.")
    return f"{field}: {words}" if field else words


def named(resolved: Resolved, what: str, most: int = 8) -> str:
    """The missing names of one sort, the first of them."""
    names = {
        "indicators": [one.title for one in resolved.new_indicators],
        "groups": [f"{one.name}: {_first(one.groups, ', ', most)}" for one in resolved.dimensions.values()],
        "places": [name or code for code, name in resolved.new_places],
    }[what]
    return _first(names, "; ", most)


def _first(names: list[str], between: str, most: int) -> str:
    more = ngettext("and %(n)d more", "and %(n)d more", len(names) - most) % {"n": len(names) - most}
    return between.join([*names[:most], more] if len(names) > most else names)


def told(judged: Judged) -> dict[str, Any]:
    """As JSON. A figure that is not whole is a text, so that no digit is lost."""
    gathered, resolved = judged.gathered, judged.resolved
    compared = gathered.totals.compared()
    differ = [one for one in compared if one.differs_by]
    return {
        "rows": gathered.lines,
        "read": gathered.read,
        "empty": gathered.empty,
        "refused": gathered.refused,
        "cells": gathered.cells,
        "series": gathered.series,
        "indicators": [label.text for label in gathered.measures],
        "unknown": {
            "indicators": [one.code for one in resolved.new_indicators],
            "groups": {one.name: one.groups for one in resolved.dimensions.values()},
            "places": [code or name for code, name in resolved.new_places],
        },
        "totals": {
            "compared": len(compared),
            "agree": len(compared) - len(differ),
            "differ": [_total(one) for one in differ[:MOST_ROWS]],
        },
        "refusals": [
            *(
                {"line": row.line, "field": row.field, "reason": spoken(row.reason) if row.reason else ""}
                for row in gathered.faults[:MOST_ROWS]
            ),
            *(
                {"line": fault.line, "field": fault.field, "reason": spoken(fault.sentence)}
                for fault in judged.faults[:MOST_ROWS]
            ),
        ],
    }


def _total(one: Comparison) -> dict[str, Any]:
    where = one.where
    return {
        "indicator": where.indicator,
        "place": where.place or where.place_code,
        "dimension": where.dimension,
        "within": [list(pair) for pair in where.others],
        "total": _number(one.total),
        "groups": _number(one.parts),
    }


def _number(value: int | Decimal | None) -> int | str | None:
    return value if value is None or isinstance(value, int) else str(value)
