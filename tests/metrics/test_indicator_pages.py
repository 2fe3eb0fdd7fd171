"""The pages of figures from the first form to the chart card, a budget with a changed digit, and the demonstration's measures."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
import yaml
from django.test import Client
from django.urls import reverse

from equity_portal.demo_figures import bring_figures
from metrics.actions.reconciliations import begin_reconciliation
from metrics.models import BudgetLine, Indicator, Reconciliation
from metrics.queries.scorecard import scorecard
from raci.authority import facts_for
from raci.models import Holding, Person
from tests.city import SmallCity, small_city
from tests.metrics.figures import Q1, Q2, accepted, make_batch, rate
from tests.world import accepted_measure, line

CITIES = Path(__file__).parents[2] / "equity_portal" / "cities"
pytestmark = [pytest.mark.django_db, pytest.mark.portland]
FORM = {
    "kind": "performance",
    "title": "Places at pools",
    "definition": "Counted.",
    "measures": "how_much",
    "value_kind": "rate",
    "direction": "up",
    "unit_label": "%",
    "scale": "100",
    "source": "Registers",
    "cadence": "quarter",
}


@pytest.fixture
def city() -> SmallCity:
    return small_city()


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def url(name: str, *args: object) -> str:
    return reverse(f"metrics:{name}", args=args)


def test_a_measure_from_the_form_to_the_chart_card(city: SmallCity) -> None:
    manager, officer = browser(city.manager), browser(city.officer)
    refused = manager.post(url("indicator-create"), {**FORM, "unit": city.parks.pk, "baseline": "40"})
    assert refused.status_code == 422
    assert "Say of which year the baseline is." in refused.text
    sent = {**FORM, "unit": city.parks.pk, "baseline": "40", "baseline_year": "2024", "dimensions": ["sex"]}
    assert manager.post(url("indicator-create"), sent).status_code == 302
    one = Indicator.objects.get(versions__title="Places at pools")
    version = one.versions.get()
    manager.post(reverse("raci:review-hand-in", args=["indicator", version.pk]))
    assert "You are asked to accept it" in officer.get(url("indicator-detail", one.pk)).text
    version.refresh_from_db()
    officer.post(reverse("raci:review-accept", args=["indicator", version.pk]), {"seen": version.fingerprint})
    accepted(make_batch(city.parks, rate(one, 200, 90, Q1), by=city.director, title="First"), city)
    accepted(make_batch(city.parks, rate(one, 200, 130, Q2), by=city.director), city)
    goal = {"period": "2026 Q4", "value": "70", "group": "", "why": "Enough."}
    assert manager.post(url("target-create", one.pk), {**goal, "period": "some day"}).status_code == 422
    assert manager.post(url("target-create", one.pk), goal).status_code == 302
    target = one.targets.get()
    manager.post(reverse("raci:review-hand-in", args=["target", target.pk]))
    target.refresh_from_db()
    officer.post(reverse("raci:review-accept", args=["target", target.pk]), {"seen": target.fingerprint})
    text = manager.get(url("indicator-detail", one.pk)).text
    assert "Places at pools: better, at 65\u00a0%" in text
    assert "In 2026 Q2: 65\u00a0% (n\u00a0200; 95\u00a0% interval 58.2 to 71.3)." in text
    assert "Since 2026 Q1: +20 points, better." in text
    assert "The target is 70\u00a0% by 31 Dec 2026: +5 points from here." in text
    assert "baseline of 2024" in text
    rows = list(csv.DictReader(io.StringIO(manager.get(url("indicator-csv", one.pk)).text.removeprefix("\ufeff"))))
    assert [(row["Period"], row["n"], row["k"]) for row in rows] == [
        ("2026 Q1", "200", "90"),
        ("2026 Q2", "200", "130"),
    ]


def test_a_forecast_that_is_none_is_said_and_a_story_is_told(city: SmallCity) -> None:
    one, client = accepted_measure(city, "Places"), browser(city.manager)
    refused = client.post(url("story-tell", one.pk), {"words": "Rain.", "forecast": "soon: many"})
    assert refused.status_code == 422
    assert "Write a line like 2027: 41.5" in refused.text
    client.post(url("story-tell", one.pk), {"words": "Rain.", "forecast": "2027: 41.5\n\n2028: 40"})
    assert one.stories.get().forecast == [["2027", "41.5"], ["2028", "40"]]


def test_a_changed_digit_of_a_budget_is_named_and_two_editors_do_not_overwrite_each_other(city: SmallCity) -> None:
    lines = [line("opening", "2026", 500_00), line("change", "More", 100_00), line("subtotal", "2027", 600_00)]
    budget = begin_reconciliation(city.parks, {"title": "From 2026 to 2027"}, lines, by=city.officer)
    client = browser(city.officer)
    assert "It adds up, line by line." in client.get(url("reconciliation-detail", budget.pk)).text
    sent = {"title": "From 2026 to 2027", "edits": "0", "lines-TOTAL_FORMS": "4", "lines-INITIAL_FORMS": "3"}
    for at, (kind, label, dollars) in enumerate(
        (("opening", "2026", "500"), ("change", "More", "(100)"), ("subtotal", "2027", "$600.00"), ("change", "", ""))
    ):
        sent |= {f"lines-{at}-kind": kind, f"lines-{at}-label": label, f"lines-{at}-cents": dollars}
    assert client.post(url("reconciliation-edit", budget.pk), sent).status_code == 302
    assert [one.cents for one in BudgetLine.objects.filter(reconciliation=budget)] == [500_00, -100_00, 600_00]
    text = client.get(url("reconciliation-detail", budget.pk)).text
    assert "“2027” does not add up in direct costs: the lines above it come to 400, and it says 600." in text
    assert client.post(url("reconciliation-edit", budget.pk), sent).status_code == 409, "saved by somebody meanwhile"
    sent |= {"edits": "1", "lines-1-cents": "100", "lines-1-DELETE": "on", "lines-2-cents": "500"}
    assert client.post(url("reconciliation-edit", budget.pk), sent).status_code == 302
    assert [one.label for one in Reconciliation.objects.get(pk=budget.pk).lines.all()] == ["2026", "2027"]
    assert "It adds up, line by line." in client.get(url("reconciliation-detail", budget.pk)).text
    assert browser(city.director).post(url("reconciliation-edit", budget.pk), sent).status_code == 403


def test_the_demonstration_has_figures_to_look_at(city: SmallCity) -> None:
    told = yaml.safe_load((CITIES / "portland" / "demo.yaml").read_text())["measures"]
    bring_figures(told, lambda post: Holding.objects.get(post__code=post).person)
    shown = {line.one.title: line for line in scorecard(facts_for(city.officer)).lines}
    assert {title: line.one.value_words for title, line in shown.items()} == {
        "Children who finish the swimming lessons they began": "65.1\u00a0%",
        "Hearings about new parks with an interpreter in the room": "64.3\u00a0%",
        "Landlords' consent form in five languages": "80\u00a0%",
        "Establish baseline equity data, targets and benchmarks with partners": "55\u00a0%",
        "Develop methods to determine how disparate impacts are documented and evaluated": "50\u00a0%",
        "Collect, evaluate and analyze indicators of systemic disparities": "10\u00a0%",
    }
    assert all(line.spark and line.one.target for line in shown.values())
    text = browser(city.manager).get(url("scorecard"), {"unit": "parks"}).text
    assert "Landlords" not in text
    assert text.count("chart-spark") == 2
