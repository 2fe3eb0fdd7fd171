"""Obligations as a source of what a change of the law touches: those of requirements that its checks serve or that it dates."""

from __future__ import annotations

from collections import Counter
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import ngettext

from compliance.checks.catalogue import CHECKS
from compliance.law.touched import Touched, checks_reading
from compliance.models import Obligation, Requirement
from raci.authority import holders_of


def obligations(key: str, on: date) -> list[Touched]:
    """One line a requirement, told to who holds its lead's post in a unit that owes it (3 queries)."""
    codes = {one.requirement for one in CHECKS if one.code in checks_reading(key)}
    rows = [row for row in Requirement.objects.filter(Requirement.standing(on)) if _is_of(row, key, codes)]
    open_ones = Obligation.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on), requirement__in=rows)
    owed = list(open_ones.exclude(applies=Obligation.Applies.NO).values_list("requirement", "unit__path"))
    counts = Counter(requirement for requirement, _path in owed)
    held = holders_of({row.lead_code for row in rows if counts[row.pk]}, on) if counts else []
    found = []
    for row in rows:
        n = counts[row.pk]
        if n:
            paths = {path for requirement, path in owed if requirement == row.pk}
            owners = tuple(person for post, person in held if post.role == row.lead_code and post.unit_path in paths)
            what = ngettext("obligation", "obligations", n)
            url = f"{reverse('compliance:obligation-list')}?q={row.code}"
            found.append(Touched(what, f"{n} · {row.code} {row.text}", url, owners))
    return found


def _is_of(row: Requirement, key: str, codes: set[str]) -> bool:
    dated = bool(row.parameter) and (key == row.parameter or key.startswith(f"{row.parameter}."))
    return dated or row.code in codes
