"""X-rays as a list: what is missing or has gone silent, by level and unit, each with the way to mend it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from raci.authority import Facts
from raci.lists import Choice, Choices, Column, Empty, Listing, WorkedOut
from raci.matrix.findings import Level
from raci.models import Unit
from raci.xrays import LEVELS, Found, looked_at, rules

MINE = "yes"


@dataclass(frozen=True)
class Tally:
    """How many findings of each level a unit has; each count with the address of those."""

    unit: Unit
    counts: list[tuple[str, int, str]]  # the level in words, how many, where
    url: str


def tallies(facts: Facts) -> list[Tally]:
    """By unit, the one with the most errors first."""
    counted: dict[Unit, Counter[Level]] = {}
    for one in looked_at(facts):
        counted.setdefault(one.finding.unit, Counter())[one.rule.level] += 1
    order = sorted(counted.items(), key=lambda pair: ([-pair[1][level] for level in Level], pair[0].path))
    return [_tally(unit, counts) for unit, counts in order]


def _tally(unit: Unit, counts: Counter[Level]) -> Tally:
    url = f"{reverse('raci:xrays')}?unit={unit.code}"
    return Tally(unit, [(str(label), counts[level], f"{url}&level={level}") for level, label in LEVELS.items()], url)


def level_tag(level: Level) -> str:
    """The one tag of a level."""
    return format_html('<span class="usa-tag portal-level portal-level--{}">{}</span>', level.value, LEVELS[level])


def _rules(facts: Facts) -> Choices:
    found = {one.rule.code for one in looked_at(facts)}
    return [(rule.code, rule.label) for rule in rules() if rule.code in found]


def _units(facts: Facts) -> Choices:
    units: Iterable[Unit] = {one.finding.unit for one in looked_at(facts)}
    return [(unit.code, unit.name) for unit in sorted(units, key=lambda unit: unit.name)]


def _empty(facts: Facts) -> Empty:
    if facts.matrix is None:
        return Empty(
            _("There is no matrix in force"),
            _("X-rays compare what the matrix asks with who is there to do it. They begin once the city is founded."),
        )
    return Empty(_("All is well"), _("Nothing is missing and nothing has gone silent, as far as you may see."))


def _since(row: Found) -> date | None:
    return row.finding.since


XRAYS = Listing(
    code="xrays",
    title=_("X-rays"),
    address="raci:xrays",
    rows=lambda facts: WorkedOut(looked_at(facts)),
    search=lambda word, _facts: Q(finding__where__icontains=word) | Q(finding__sentence__icontains=word),
    filters=(
        Choice(
            "level",
            _("Level"),
            among=lambda _facts: [(level.value, label) for level, label in LEVELS.items()],
            to=lambda level, _facts: Q(rule__level=level),
            everything=_("All levels"),
        ),
        Choice(
            "unit",
            _("Unit"),
            among=_units,
            to=lambda code, _facts: Q(finding__unit__code=code),
            everything=_("All units"),
        ),
        Choice("rule", _("What"), among=_rules, to=lambda code, _facts: Q(rule__code=code), everything=_("Everything")),
        Choice(
            "mine",
            _("Whose"),
            among=lambda _facts: [(MINE, _("mine to mend"))],
            to=lambda _yes, _facts: Q(finding__is_mine=True),
            everything=_("Everybody’s"),
        ),
    ),
    columns=(
        Column("where", _("Where"), lambda row: row.finding.where, sort=("finding__where",)),
        Column(
            "level",
            _("Level"),
            lambda row: row.rule.level_label,
            sort=("place", "finding__unit__path", "finding__where"),
            show=lambda row: level_tag(row.rule.level),
        ),
        Column("finding", _("What was found"), lambda row: str(row.rule.label), note=lambda row: row.finding.sentence),
        Column("sentence", _("In a sentence"), lambda row: row.finding.sentence, on_page=False),
        Column("unit", _("Unit"), lambda row: row.finding.unit.name, sort=("finding__unit__name", "place")),
        Column("since", _("Since"), _since, date, sort=("finding__since",)),
        Column(
            "mend",
            _("Mend"),
            lambda row: row.finding.url,
            show=lambda row: str(row.rule.mend),
            link=lambda row: row.finding.url,
            note=lambda row: str(_("yours")) if row.finding.is_mine else "",
        ),
        Column("rule", _("Rule"), lambda row: row.rule.code, on_page=False),
        Column("is_mine", _("Yours to mend"), lambda row: row.finding.is_mine, bool, on_page=False),
    ),
    sort="level",
    count=lambda n: ngettext("%(n)s finding", "%(n)s findings", n) % {"n": n},
    empty=_empty,
)
