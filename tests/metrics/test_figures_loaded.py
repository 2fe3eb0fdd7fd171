"""A city's figures come in with its load: in force at the founding, drafts later, and the second time nothing."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from metrics.cells import cells_of, counting
from metrics.models import (
    Aim,
    Batch,
    BudgetLine,
    Crosswalk,
    Dependency,
    Dimension,
    Group,
    Indicator,
    IndicatorVersion,
    Reconciliation,
    Series,
)
from metrics.queries.followed import followed
from metrics.reconciling import Line, reconcile
from metrics.standards import shipped
from raci.authority import facts_for
from raci.city.loading import load_city
from raci.city.reading import read_city
from raci.models import Holding

CITIES = Path(__file__).parents[2] / "equity_portal" / "cities"
pytestmark = pytest.mark.django_db


def reader(post: str):
    return facts_for(Holding.objects.get(post__code=post).person)


@pytest.fixture
def anchorage() -> None:
    load_city(read_city(CITIES / "anchorage"))


@pytest.mark.usefixtures("anchorage")
def test_the_three_measures_show_40_50_10_and_the_third_is_blocked_by_the_first():
    shown = {one.label: one for one in followed(reader("chief-equity-officer"))}
    assert [(label, shown[label].value_words, shown[label].period) for label in ("#1", "#2", "#3")] == [
        ("#1", "40\u00a0%", "2021 Q2"),
        ("#2", "50\u00a0%", "2021 Q2"),
        ("#3", "10\u00a0%", "2021 Q2"),
    ]
    assert [(one.needs.label, shown["#3"].is_blocked) for one in shown["#3"].blocked_by] == [("#1", True)]
    assert not shown["#1"].is_blocked
    claims = shown["PVR WC"]
    assert (claims.indicator.supplier.title, claims.value) == ("Risk Management Division", None)
    assert (claims.version.scale, claims.indicator.cadence) == (100, "month")
    mayor = Aim.objects.get(code="administrative-efficiency")
    assert {shown[label].indicator.aim.parent for label in ("#1", "#2", "#3")} == {mayor}


@pytest.mark.usefixtures("anchorage")
def test_founding_accepts_in_the_name_of_two_services_and_history_says_so():
    for row in (*IndicatorVersion.objects.all(), *Batch.objects.all()):
        assert (row.state, row.submitted_by.is_service, row.answered_by.is_service) == ("accepted", True, True)
        assert row.submitted_by != row.answered_by
        told = type(row).history.filter(id=row.pk).first()
        assert told.history_act == "load_city"
        assert told.history_actor.startswith("City loader")
    batch = counting().get()
    assert (batch.cells, batch.begins_on, batch.ends_on) == (3, date(2021, 4, 1), date(2021, 6, 30))
    assert len(batch.sha256) == 64


@pytest.mark.usefixtures("anchorage")
def test_the_budget_of_the_city_adds_up_to_zero():
    lines = BudgetLine.objects.filter(reconciliation=Reconciliation.objects.get())
    names = ("label", "kind", "cents", "full_time", "part_time", "seasonal", "fund", "transfer_to", "note")
    finding = reconcile([Line(**{name: getattr(line, name) for name in names}) for line in lines])
    assert finding.adds_up
    assert finding.ends_at_zero


@pytest.mark.usefixtures("anchorage")
def test_standards_stand_in_every_city_with_those_who_gave_no_answer():
    standards = shipped()
    assert Dimension.objects.count() == len(standards.dimensions)
    assert Group.objects.count() == sum(len(one.levels) for one in standards.dimensions.values())
    assert set(Group.objects.filter(dimension__code="sex").values_list("code", "kind")) == {
        ("female", "group"), ("male", "group"), ("unknown", "unknown"), ("declined", "declined"), ("not_asked", "not_asked"),
    }  # fmt: skip
    middle_eastern = Group.objects.get(dimension__code="race-ethnicity-2024", code="mena")
    assert middle_eastern.becomes.get(becomes__dimension__code="race-ethnicity-1997").becomes.code == "white"
    several = Group.objects.get(dimension__code="race-ethnicity-2024", code="multi")
    assert not Crosswalk.objects.filter(group=several).exists(), "it could be anything in the older standard"


def test_a_second_load_changes_nothing_and_a_later_measure_is_a_draft(tmp_path: Path):
    folder = Path(shutil.copytree(CITIES / "anchorage", tmp_path / "city"))
    load_city(read_city(folder))
    before = (Series.objects.count(), Indicator.objects.count(), Dependency.objects.count(), Group.history.count())
    assert [str(change) for change in load_city(read_city(folder))] == []
    assert (
        Series.objects.count(),
        Indicator.objects.count(),
        Dependency.objects.count(),
        Group.history.count(),
    ) == before
    path = folder / "figures.yaml"
    first, _, rest = path.read_text().partition("  - code: measure-2\n")
    again = first[first.index("  - code: measure-1\n") :].replace("measure-1", "measure-4").replace('"#1"', '"#4"')
    path.write_text(f"{first}{again}  - code: measure-2\n{rest}")
    load_city(read_city(folder))
    made = Indicator.objects.get(code="measure-4")
    assert made.versions.get().state == "draft"
    assert Batch.objects.latest("pk").state == "draft"
    assert [cell.value for cell in cells_of([made])] == [], "what nobody accepted does not count"
    assert "#4" not in {one.label for one in followed(reader("ombudsman"))}
