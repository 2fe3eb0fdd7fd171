"""Figures that were handed in and accepted, for pages that put questions to them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from metrics.models import Batch, Dimension, Group, Indicator, IndicatorVersion, Series
from raci.history import acting
from raci.models import Unit
from tests.city import SmallCity
from tests.history.rows import LOADER

FY2025 = (date(2024, 7, 1), date(2025, 6, 30))
FY2026 = (date(2025, 7, 1), date(2026, 6, 30))
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "workforce" / "ucb_admissions.csv"
Count = tuple[tuple[str, ...], int | None, int | None]  # codes of groups, n, k

# The same reversal in small: women are ahead in both departments and behind when these are added up.
REVERSED: list[Count] = [
    (("men", "easy"), 400, 240), (("women", "easy"), 50, 34), (("men", "hard"), 100, 10), (("women", "hard"), 450, 60),
]  # fmt: skip


def dimension(code: str, groups: Mapping[str, str], order: int = 0) -> Dimension:
    """A dimension; a group named "unknown", "declined" or "not_asked" is of that kind."""
    with acting(by=LOADER, act="load"):
        made = Dimension.objects.create(code=code, name=code.capitalize(), order=order)
        for at, (name, label) in enumerate(groups.items()):
            kind = name if name in ("unknown", "declined", "not_asked") else "group"
            Group.objects.create(dimension=made, code=f"{code}-{name}", name=label, kind=kind, order=at)
    return made


def indicator(city: SmallCity, code: str, unit: Unit | None = None, **values: Any) -> Indicator:
    """An indicator with an accepted version, a rate in percent."""
    title = values.pop("title", "Hiring rate")
    with acting(by=LOADER, act="load"):
        made = Indicator.objects.create(code=code, kind="performance", unit=unit or city.parks)
        given = {"submitted_by": city.director, "submitted_at": "2026-01-05T12:00Z"}
        answered = {"answered_by": city.officer, "answered_at": "2026-01-06T12:00Z"}
        IndicatorVersion.objects.create(
            indicator=made,
            number=1,
            title=title,
            state="accepted",
            source="Applicant records",
            **given,
            **answered,
            **values,
        )
    return made


def figures(
    city: SmallCity,
    one: Indicator,
    counts: Iterable[Count],
    period: tuple[date, date] = FY2025,
    unit: Unit | None = None,
) -> Batch:
    """An accepted batch with a cell a count; groups are named by the end of their code ("women")."""
    ours = [
        group
        for group in Group.objects.select_related("dimension")
        if group.code.startswith(group.dimension.code + "-")
    ]
    numbers = {group.code.removeprefix(group.dimension.code + "-"): group.pk for group in ours}
    with acting(by=LOADER, act="load"):
        made = Batch.objects.create(
            unit=unit or city.parks, title="Figures", origin="entry", source="Applicant records"
        )
        Series.objects.bulk_create(
            Series(
                batch=made, indicator=one, groups=sorted(numbers[name] for name in names),
                begins=[period[0]], ends=[period[1]], n=[n], k=[k],
            )
            for names, n, k in counts
        )  # fmt: skip
        made.state, made.submitted_by, made.answered_by = "accepted", city.director, city.officer
        made.submitted_at = made.answered_at = "2026-11-01T12:00Z"
        made.save()
    return made


def departments(city: SmallCity, counts: Sequence[Count]) -> Indicator:
    """Admissions by gender and department."""
    names = list(dict.fromkeys(groups[1] for groups, _n, _k in counts))
    dimension("gender", {"men": "Men", "women": "Women"})
    dimension("department", {name: name.capitalize() for name in names}, order=1)
    made = indicator(city, "admission", title="Admission rate")
    figures(city, made, counts)
    return made


def berkeley(path: Path) -> list[Count]:
    """Applicants of 1973 by gender and department, from the shared file."""
    found: dict[tuple[str, str], dict[str, int]] = {}
    names = {"Male": "men", "Female": "women"}
    with path.open(encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            found.setdefault((names[row["Gender"]], row["Dept"].lower()), {})[row["Admit"]] = int(row["Freq"])
    return [(key, sum(counts.values()), counts["Admitted"]) for key, counts in sorted(found.items())]
