"""Registers: kept by R in the line, read by all staff; X-rays find a policy that nobody looked at."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from plans.models import AlignmentItem, CityComparison, ListedPolicy
from plans.registers.acts import change, enter
from plans.registers.catalogue import ALIGNMENTS, COMPARISONS, POLICIES
from plans.registers.reviewing_day import due_on
from raci import clock, xrays
from raci.authority import facts_for
from raci.models import Person, Theme
from raci.refusals import NotReady, Refused
from tests.city import SmallCity
from tests.plans.registers import COMPARED, alignment, comparison, long_range, policy, policy_values

pytestmark = [pytest.mark.django_db]


def found(rule: str, person: Person) -> list[tuple[str, bool]]:
    looked = xrays.looked_at(facts_for(person))
    return [(one.finding.where, one.finding.is_mine) for one in looked if one.rule.code == rule]


def test_who_keeps_them(city: SmallCity) -> None:
    assert comparison(city).pk == comparison(city).pk  # sent twice
    with pytest.raises(Refused):
        enter(COMPARISONS, COMPARED, by=city.director)
    with pytest.raises(Refused):
        enter(POLICIES, policy_values(city), by=city.manager)
    row = alignment(city)
    with pytest.raises(Refused):
        change(ALIGNMENTS, row, {"position": "Elsewhere.", "met_on": row.met_on}, by=city.manager)
    with pytest.raises(NotReady):
        alignment(city, met_on=clock.today() + timedelta(days=1))
    with pytest.raises(NotReady):
        alignment(city, next_on=date(2026, 4, 30))


@pytest.mark.parametrize(
    ("since", "reviewed", "due"),
    [
        (date(2020, 1, 1), None, date(2025, 1, 1)),
        (date(2020, 1, 1), date(2024, 2, 29), date(2029, 2, 28)),
        (None, None, None),
    ],
)
def test_by_when_a_policy_is_reviewed(since: date | None, reviewed: date | None, due: date | None) -> None:
    assert due_on(since, reviewed, 5) == due


def test_xrays_find_a_policy_that_was_not_reviewed(city: SmallCity) -> None:
    today = clock.today()
    policy(city, in_force_since=today.replace(day=1, year=today.year - 6))
    policy(city, "Just in time", reviewed_on=today.replace(day=1, year=today.year - 4))
    policy(city, "To go", verdict="retire", why="Nobody needs it.", begun="A draft ordinance.")
    assert found("policy-unreviewed", city.office) == [("Fees of pools", True)]
    assert found("policy-unreviewed", city.auditor) == [("Fees of pools", False)]


def test_xrays_find_a_change_that_nobody_began(city: SmallCity) -> None:
    row = policy(city, verdict="amend", why="Fees keep families away.")
    policy(city, "Kept", verdict="keep", why="It serves.")
    assert found("policy-change-not-begun", city.office) == [("Fees of pools", True)]
    change(POLICIES, row, policy_values(city, verdict="amend", why="Fees.", begun="A draft."), by=city.office)
    assert found("policy-change-not-begun", city.office) == []


def test_by_pages(city: SmallCity, client: Any) -> None:
    client.force_login(city.office)
    said = {"title": "Fees", "unit": city.parks.pk, "review_every_years": 5, "verdict": "amend"}
    assert "Say why." in client.post("/plans/registers/policies/new/", said).content.decode()
    assert client.post("/plans/registers/policies/new/", {**said, "why": "Fees keep families away."}).status_code == 302
    row = ListedPolicy.objects.get()
    page = f"/plans/registers/policies/{row.pk}/"
    opened = client.get(f"{page}edit/").context["form"].initial["opened"]
    more = {**said, "why": "Fees.", "begun": "A draft.", "opened": opened}
    assert client.post(f"{page}edit/", more).status_code == 302
    assert "Somebody else saved it" in client.post(f"{page}edit/", more).content.decode()
    client.post("/plans/registers/comparisons/new/", {**COMPARED, "looked_on": "2026-03-01"})
    assert CityComparison.objects.get().lesson == "Begin early."
    theme = Theme.objects.earliest("order").pk
    item = {
        "body": "Board",
        "theme": theme,
        "question": "Shelters",
        "position": "Near transit.",
        "met_on": "2026-05-01",
    }
    client.post("/plans/registers/alignment/new/", item)
    assert AlignmentItem.objects.get().position == "Near transit."
    assert client.get("/plans/registers/nothing/new/").status_code == 404
    client.force_login(city.elsewhere)
    assert "A draft." in client.get(page).content.decode()
    assert client.get(f"{page}edit/").status_code == 403


def test_long_range_plans_and_their_equity_review(city: SmallCity, client: Any) -> None:
    today = clock.today()
    long_range(city, next_on=today + timedelta(days=89))
    long_range(city, "Later", next_on=today + timedelta(days=90))
    long_range(city, "Reviewed", next_on=today, review="done", reviewed_on=today, found="Bus lanes miss two districts.")
    assert found("long-range-unreviewed", city.office) == [("Parks 2045", True)]
    assert found("long-range-unreviewed", city.elsewhere) == [("Parks 2045", False)]
    client.force_login(city.office)
    said = {"title": "Climate 2050", "unit": city.parks.pk, "review": "done"}
    page = client.post("/plans/registers/long-range-plans/new/", said).content.decode()
    assert "Say when it was reviewed." in page
    assert "Say what the review found" in page
    more = {**said, "reviewed_on": "2026-01-05", "found": "Heat hits renters."}
    assert client.post("/plans/registers/long-range-plans/new/", more).status_code == 302
    client.force_login(city.elsewhere)
    listed = client.get("/plans/registers/plans-far-ahead/?review=open").content.decode()
    assert "Parks 2045" in listed
    assert "Climate 2050" not in listed
    assert client.get("/plans/registers/long-range-plans/new/").status_code == 403
