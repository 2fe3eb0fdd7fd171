"""What the matrix in force lacks, or has too much of, by its table alone (`raci.matrix.findings`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from raci.authority import Facts
from raci.matrix import findings as found_in
from raci.matrix.findings import Level
from raci.matrix.rows import table_of
from raci.matrix.table import MatrixTable
from raci.models import Matrix, Unit
from raci.the_city import need_city
from raci.xrays import Finding, Look, Rule, Words

CHANGE_THE_MATRIX = "4.3"


def _find(code: str) -> Callable[[Look], Iterable[Finding]]:
    def find(look: Look) -> Iterable[Finding]:
        facts = look.facts
        is_theirs = CHANGE_THE_MATRIX in facts.activities_with("R")
        if facts.matrix is None or (look.mine and not is_theirs):
            return
        city, table = _in_force(facts)
        for one in found_in.findings(table):
            if one.rule == code:
                yield _finding(one, table, city, is_mine=is_theirs)

    return find


def _in_force(facts: Facts) -> tuple[Unit, MatrixTable]:
    """The city and the table of its matrix in force (6 queries, once a request)."""
    if "matrix table" not in facts.known:
        assert facts.matrix is not None
        city = need_city()
        facts.known["matrix table"] = (city, table_of(Matrix.objects.get(pk=facts.matrix.pk)))
    found: tuple[Unit, MatrixTable] = facts.known["matrix table"]
    return found


def _finding(one: found_in.Finding, table: MatrixTable, city: Unit, *, is_mine: bool) -> Finding:
    names = {row.code: f"{row.code} {row.title}" for row in table.activities}
    names |= {column.code: column.name for column in table.columns if one.role == column.code}
    address = reverse("raci:matrix-activity", args=[one.activity]) if one.activity else reverse("raci:matrix")
    if is_mine:
        address = reverse("raci:matrix-propose")  # a version in force is mended by the next one
    return Finding(names[one.where], city, one.text, address, is_mine, key=one.where)


def _rule(code: str, level: Level, label: Words, text: Words, counted: Callable[[int], str]) -> Rule:
    return Rule(code.replace("_", "-"), label, level, text, _("Mend the matrix"), counted, _find(code))


OF_THE_MATRIX = (
    _rule(
        "no_a",
        Level.ERROR,
        _("An activity has no A"),
        _("Each activity of the matrix in force has an A (accountable): somebody decides."),
        lambda n: ngettext("%(n)d activity has no A", "%(n)d activities have no A", n) % {"n": n},
    ),
    _rule(
        "two_a",
        Level.ERROR,
        _("An activity has two A or more"),
        _("Each activity has one A only: it is known who decides."),
        lambda n: ngettext("%(n)d activity has two A or more", "%(n)d activities have two A or more", n) % {"n": n},
    ),
    _rule(
        "no_r",
        Level.ERROR,
        _("An activity has no R"),
        _("Each activity has an R (responsible): somebody does the work."),
        lambda n: ngettext("%(n)d activity has no R", "%(n)d activities have no R", n) % {"n": n},
    ),
    _rule(
        "every_c",
        Level.WARNING,
        _("Everybody is consulted"),
        _("No activity has a C (consulted) in every cell: who is asked about everything answers nothing in time."),
        lambda n: ngettext("%(n)d activity asks everybody", "%(n)d activities ask everybody", n) % {"n": n},
    ),
    _rule(
        "all_others_c",
        Level.HINT,
        _("Nobody is just told"),
        _("Where many roles have no R or A in an activity, some are told (I) rather than all asked (C)."),
        lambda n: (
            ngettext("%(n)d activity asks all who do not act", "%(n)d activities ask all who do not act", n) % {"n": n}
        ),
    ),
    _rule(
        "r_everywhere",
        Level.WARNING,
        _("A role is responsible for everything"),
        _("No role has an R in every activity: the work is shared."),
        lambda n: (
            ngettext("%(n)d role is responsible for everything", "%(n)d roles are responsible for everything", n)
            % {"n": n}
        ),
    ),
    _rule(
        "no_cell",
        Level.WARNING,
        _("A role has no cell"),
        _("Each role with a column has a letter somewhere: a part in something."),
        lambda n: ngettext("%(n)d role has no cell", "%(n)d roles have no cell", n) % {"n": n},
    ),
)
