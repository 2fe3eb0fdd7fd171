"""All plans at once: what is in force, for whom, what needs somebody, by unit, as a list and as a picture."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils.dateformat import format as in_words

from plans.actions import add, change, remove, set_status
from plans.models import Action, ActionInForce, Plan
from plans.portfolio.gantt import Bar, Picture, drawing, months, span, svgs
from plans.portfolio.lists import ACTIONS
from plans.portfolio.queries import actions_in_force, roll_up
from plans.portfolio.standing import Needs
from raci import clock, xrays
from raci.actions import cases
from raci.authority import facts_for
from raci.history import acting
from raci.lists import ask
from raci.models import Holding, Person
from tests.city import SmallCity
from tests.plans.conftest import ParksPlan, approve

pytestmark = [pytest.mark.django_db, pytest.mark.portland]


@pytest.fixture
def force(city: SmallCity, parks: ParksPlan) -> ParksPlan:
    """The plan of Parks with a second action, which is behind, in force."""
    values = {
        "title": "Interpreters at hearings", "lead_id": city.post("equity-manager-parks").pk, "partners": "",
        "starts_on": date(2027, 1, 1), "due_on": date(2027, 12, 1), "budget_cents": 100,
    }  # fmt: skip
    second = add(parks.outcome, values, by=city.director)
    approve(parks, city)
    set_status(second, "behind", by=city.director)
    return parks


def shown(person: Person, **params: str) -> list[str]:
    return [row.title for row in ask(ACTIONS, facts_for(person), params).rows]


def unled(person: Person) -> list[str]:
    return [one.finding.sentence for one in xrays.looked_at(facts_for(person)) if one.rule.code == "action-unled"]


def test_what_is_in_force_is_the_approved_text_whatever_a_draft_says(city: SmallCity, force: ParksPlan) -> None:
    cases.begin_next(force.case, by=city.director)
    change(Action.objects.get(pk=force.action.pk), {"title": "Lessons at no pool"}, by=city.director)
    remove(Action.objects.exclude(pk=force.action.pk).get(), by=city.director)
    for person in (city.director, city.attorney, city.mayor, city.auditor, city.administrator):
        assert sorted(shown(person)) == ["Free lessons at 6 pools", "Interpreters at hearings"]
    change(Plan.objects.get(pk=force.plan.pk), {"title": "Parks, anew"}, by=city.director)
    approve(force, city)
    [row] = ActionInForce.objects.all()
    assert (row.title, row.plan_title, row.number, row.budget_cents) == (
        "Lessons at no pool", "Parks, anew", "1.1", 4_800_050
    )  # fmt: skip


def test_a_draft_and_strangers_see_nothing(city: SmallCity, parks: ParksPlan) -> None:
    assert shown(city.auditor) == []
    approve(parks, city)
    assert shown(city.attorney) == ["Free lessons at 6 pools"]
    assert shown(city.elsewhere) == []
    assert shown(city.technician) == []


def test_what_needs_somebody(city: SmallCity, force: ParksPlan, move_time: Any) -> None:
    def needs(kind: str) -> list[str]:
        return shown(city.administrator, needs=kind)

    assert [needs(kind) for kind in ("overdue", "vacant", "unreported")] == [[], [], []]
    assert needs("hindered") == ["Interpreters at hearings"]
    days = (date(2027, 6, 30) - clock.today()).days
    move_time(days=days - 1)  # in summer the city's midnight comes an hour sooner
    assert needs("overdue") == []
    assert needs("unreported") == ["Free lessons at 6 pools"]
    move_time(days=days + 1)
    assert needs("overdue") == ["Free lessons at 6 pools"]
    assert needs("unreported") == []
    assert needs("any") == ["Free lessons at 6 pools", "Interpreters at hearings"]
    set_status(force.action, "done", by=city.director)
    assert needs("any") == ["Interpreters at hearings"]


def test_an_action_whose_post_is_vacant_needs_somebody_and_one_that_is_held_does_not(
    city: SmallCity, force: ParksPlan
) -> None:
    holding = Holding.objects.get(post=city.post("equity-manager-parks"))
    with acting(by=city.director, act="edit"):
        holding.ends_on = clock.today()
        holding.save()
    assert shown(city.administrator, needs="vacant") == []
    assert unled(city.administrator) == []
    with acting(by=city.director, act="edit"):
        holding.begins_on, holding.ends_on = clock.today() - timedelta(days=9), clock.today() - timedelta(days=1)
        holding.save()
    assert shown(city.administrator, needs="vacant") == ["Interpreters at hearings"]
    [said] = unled(city.administrator)
    assert said == "Nobody holds it, and it leads 1 action of a plan in force."
    assert unled(city.elsewhere) == []


def test_units_roll_up(city: SmallCity, force: ParksPlan) -> None:
    facts = facts_for(city.administrator)
    rows = ask(ACTIONS, facts, {}).rows
    whole = roll_up(rows, facts, "")
    [line] = whole.lines
    assert line.unit == city.parks.parent
    assert (line.tally.plans, line.tally.actions, line.tally.behind, line.tally.pending) == (1, 2, 1, 1)
    set_status(Action.objects.get(status="behind"), "blocked", by=city.director)
    told = roll_up(ask(ACTIONS, facts, {}).rows, facts, "").whole
    assert (told.behind, told.blocked, told.hindered) == (0, 1, 1)
    assert whole.whole.cents == 4_800_150
    set_status(force.action, "blocked", by=city.director)
    anew = roll_up(ask(ACTIONS, facts, {}).rows, facts, "").whole
    counted = {one: getattr(anew, one.value) for one in Needs}
    assert counted == {one: len(shown(city.administrator, needs=one.value)) for one in Needs}, "tiles and list agree"
    assert counted[Needs.HINDERED] == 2
    assert [one.unit for one in roll_up(rows, facts, city.parks.parent.code).lines] == [city.parks]
    assert [one.unit for one in roll_up(rows, facts, "parks").lines] == [city.parks]


def test_by_pages(city: SmallCity, force: ParksPlan, client: Any) -> None:
    client.force_login(city.administrator)
    page = client.get("/plans/portfolio/").content.decode()
    assert "$48,001.50" in page
    assert f"?unit={city.parks.parent.code}" in page
    assert page.index("Interpreters at hearings") < page.index("Free lessons at 6 pools")
    timeline = client.get("/plans/portfolio/timeline/?needs=hindered").content.decode()
    assert "1 action from 1 Jan 2027 to 1 Dec 2027: 1 behind." in timeline
    assert "Free lessons" not in timeline
    assert "Interpreters at hearings" in client.get("/plans/actions/").content.decode()
    client.force_login(city.technician)
    assert "No action in force yet" in client.get("/plans/portfolio/").content.decode()


def test_a_page_of_overdue_actions_is_the_list_s_own(city: SmallCity, force: ParksPlan, client: Any) -> None:
    """However it is found, it holds the same rows in the same order as the list of actions."""
    first = ActionInForce.objects.get(title="Free lessons at 6 pools")
    for number in range(30):
        first.pk, first.action, first.title = None, 10**9 + number, f"Late {number:02d}"
        first.due_on = clock.today() - timedelta(days=1 + number % 7)
        first.save(force_insert=True)
    client.force_login(city.administrator)
    for page in ("1", "2"):
        shown = [client.get(f"/plans/{name}/?page={page}").context["list"].page for name in ("portfolio", "actions")]
        portfolio, listed = ([row.title for row in one] for one in shown)
        assert portfolio == listed
        assert len(portfolio) == (25 if page == "1" else 7)


def test_every_letter_reads_its_own_scope_and_no_other(city: SmallCity, force: ParksPlan) -> None:
    assert actions_in_force(facts_for(city.elsewhere)).count() == 0
    assert actions_in_force(facts_for(city.director)).count() == 2


# ---- the picture


def bar(starts: date, due: date, label: str = "1.1 <Lessons>") -> Bar:
    return Bar(label, starts, due, "on_track", "T", f"{label}, on track", is_late=due < date(2027, 5, 1))


def picture(*bars: Bar) -> Picture:
    return Picture(
        "Title", "Said", bars, date(2027, 5, 1), "today", "late", [("on_track", "T", "on track")],
        lambda day: in_words(day, "M Y"),
    )  # fmt: skip


def test_the_picture_is_escaped_has_its_words_and_each_row(city: SmallCity) -> None:
    drawn = svgs(picture(bar(date(2027, 1, 1), date(2027, 4, 1)), bar(date(2027, 5, 1), date(2027, 5, 1))))
    assert drawn.count('role="img"') == 2
    assert drawn.count("gantt-bar") == 4
    assert drawn.count("gantt-late") == 2 + 2  # the bar's and the legend's, in either size
    assert "<Lessons>" not in drawn
    assert "style=" not in drawn
    assert "Jan 2027" in drawn


@pytest.mark.parametrize(
    ("first", "last"), [(date(2027, 1, 31), date(2027, 1, 31)), (date(1, 1, 1), date(9999, 12, 31))]
)
def test_any_days_have_a_place_within_the_picture(first: date, last: date) -> None:
    begins, ends = span([bar(first, last)], date(2027, 5, 1))
    assert begins <= first
    assert 1 <= len(months(begins, ends, 9)) <= 11
    from metrics.charts.marks import DESK

    for x in re.findall(r' (?:x|x1|x2)="([-\d.]+)"', drawing(picture(bar(first, last)), DESK).body):
        assert 0 <= float(x) <= DESK.width
