"""Initiatives: decided by the workflow, tied to what they are about, reported by their days."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db.models import Q

from metrics.models import Group
from plans.actions import Changed, remove
from plans.initiatives.acts import ask_update, begin_initiative, fingerprint_of_ties, report_update, tie, tied
from plans.initiatives.kinds import INITIATIVE
from plans.initiatives.lateness import Lateness, Update, is_over, lateness
from plans.initiatives.queries import actions_to_choose, initiative_page, open_updates
from plans.models import Initiative, InitiativeUpdate
from raci import xrays
from raci.actions import cases
from raci.authority import facts_for
from raci.models import Person
from raci.queries.waiting import waiting_on
from raci.refusals import Conflict, NotReady, Refused
from tests.city import SmallCity
from tests.plans.conftest import approve, make_plan
from tests.plans.initiatives import case_of, in_force, later, written

pytestmark = [pytest.mark.django_db]


def found(rule: str, person: Person) -> list[tuple[str, bool]]:
    looked = xrays.looked_at(facts_for(person))
    return [(one.finding.where, one.finding.is_mine) for one in looked if one.rule.code == rule]


def asked(person: Person) -> list[str]:
    return [one.title for one in waiting_on(facts_for(person)) if one.kind == "initiative"]


def test_whoever_is_responsible_begins_one_and_nobody_else(city: SmallCity) -> None:
    lead = city.post("director-parks")
    with pytest.raises(Refused):  # C and I alone
        begin_initiative(unit=city.parks, title="Mine", lead=lead, by=city.director)
    with pytest.raises(Refused):  # R, but of another bureau
        begin_initiative(unit=city.water, title="Mine", lead=lead, by=city.manager)
    row = begin_initiative(unit=city.parks, title="Mine", lead=lead, by=city.manager)
    missing = {one.field for one in INITIATIVE.problems(row.record)}
    assert missing == {"purpose", "disparity", "objective", "themes", "begins_on"}
    with pytest.raises(NotReady, match="already"):
        begin_initiative(unit=city.parks, title="Mine", lead=lead, by=city.manager)


def test_what_is_decided_names_who_leads_and_for_whom(city: SmallCity) -> None:
    row = written(city)
    group = Group.objects.filter(kind=Group.Kind.GROUP).first()
    before = INITIATIVE.content(row.record)
    assert before["co_leads"] == [city.post("lead-vibrant-communities").title]
    assert group is not None
    tie(row, {**tied(row), "group": {group.pk}}, by=city.manager)
    [only] = INITIATIVE.differences(before, INITIATIVE.content(row.record))
    assert (only.what, only.old, only.new) == ("groups", "", f"{group.dimension.name}: {group.name}")
    in_force(city, row)
    assert case_of(row).state == "approved"
    with pytest.raises(Refused):
        tie(row, tied(row), by=city.manager)


def test_two_who_tie_at_once_do_not_undo_each_other(city: SmallCity) -> None:
    row = written(city)
    opened = fingerprint_of_ties(row)
    tie(row, {**tied(row), "post": set()}, by=city.manager, opened=opened)
    with pytest.raises(Changed):
        tie(row, {**tied(row), "theme": set()}, by=city.manager, opened=opened)
    with pytest.raises(NotReady, match="leads it already"):
        tie(row, {**tied(row), "post": {row.lead_id}}, by=city.manager)


def test_actions_are_those_of_plans_in_force_and_one_that_is_used_stays(city: SmallCity) -> None:
    parks = make_plan(city)
    assert actions_to_choose(facts_for(city.manager)) == []
    approve(parks, city)
    [(plan, [(pk, name)])] = actions_to_choose(facts_for(city.manager))
    assert (plan, pk, name) == (parks.record.title, parks.action.pk, "1.1 Free lessons at 6 pools")
    row = written(city)
    tie(row, {**tied(row), "action": {pk}}, by=city.manager)
    cases.begin_next(parks.case, by=city.director)
    with pytest.raises(Conflict, match="Swimming for everybody"):
        remove(parks.goal, by=city.director)


def test_an_update_waits_and_is_late_until_it_is_reported(city: SmallCity, move_time: Any) -> None:
    row = written(city)
    update = ask_update(row, title="How many came", due_on=later(30), by=city.manager)
    with pytest.raises(Refused):
        ask_update(row, title="Mine", due_on=later(30), by=city.director)
    assert asked(city.manager) == []
    in_force(city, row)
    move_time(days=15)
    assert asked(city.manager) == []
    move_time(days=16)
    assert asked(city.manager) == ["How many came"]
    assert asked(city.director) == []
    move_time(days=30)
    assert found("initiative-update-late", city.manager) == []
    move_time(days=31)
    assert found("initiative-update-late", city.manager) == [("Swimming for everybody", True)]
    assert found("initiative-update-late", city.auditor) == [("Swimming for everybody", False)]
    assert found("initiative-update-late", city.elsewhere) == []
    with pytest.raises(NotReady):
        report_update(update, standing="on_track", words=" ", by=city.manager)
    report_update(update, standing="on_track", words="31 girls came.", by=city.manager)
    assert (asked(city.manager), found("initiative-update-late", city.manager)) == ([], [])
    [told] = initiative_page(row.record_id, facts_for(city.manager)).told
    assert (told.lateness, told.days) == (Lateness.REPORTED_LATE, 1)


def test_when_it_is_done_nothing_more_is_asked(city: SmallCity, move_time: Any) -> None:
    row = written(city)
    in_force(city, row)
    assert found("initiative-silent", city.manager) == [("Swimming for everybody", True)]
    first = ask_update(row, title="First", due_on=later(1), by=city.manager)
    ask_update(row, title="Second", due_on=later(2), by=city.manager)
    assert found("initiative-silent", city.manager) == []
    report_update(first, standing="done", words="The gap is closed.", by=city.manager)
    move_time(days=10)
    assert open_updates(facts_for(city.manager), Q())[0].lateness is Lateness.OFF
    assert asked(city.manager) == []
    result = initiative_page(row.record_id, facts_for(city.auditor)).result
    assert result is not None
    assert result.words == "The gap is closed."


@pytest.mark.parametrize(
    ("updates", "over"),
    [
        ([], False),
        ([("done", 1)], True),
        ([("done", 1), ("on_track", 2)], False),  # begun again
        ([("stopped", 1), ("not_needed", 2)], True),
    ],
)
def test_it_is_over_as_it_was_reported_last(updates: list[tuple[str, int]], over: bool) -> None:
    rows = [Update(at, date(2026, 1, 1), standing, date(2026, 1, day)) for at, (standing, day) in enumerate(updates)]
    assert is_over(rows) is over


def test_lateness_begins_the_day_after() -> None:
    today = date(2026, 3, 10)
    by_day = {day: lateness(Update(1, date(2026, 3, day)), today, over=False) for day in (9, 10, 24, 25)}
    assert list(by_day.values()) == [Lateness.LATE, Lateness.SOON, Lateness.SOON, Lateness.AHEAD]


def test_by_pages(city: SmallCity, client: Any) -> None:
    client.force_login(city.manager)
    lead = city.post("director-parks")
    client.post("/plans/initiatives/new/", {"unit": city.parks.pk, "title": "Free lessons", "lead": lead.pk})
    row = Initiative.objects.get()
    page = f"/plans/initiatives/{row.record_id}/"
    assert "Before you can open consultation, 5 things are missing" in client.get(page).content.decode()
    said = {"title": row.title, "lead": lead.pk, "purpose": "Half the gap.", "disparity": "Girls.", "high_impact": "on"}
    answer = client.post(f"{page}edit/", said)
    assert answer.status_code == 422
    assert "Say why its impact is high." in answer.content.decode()
    assert client.post(f"{page}edit/", {**said, "why_high_impact": "9,000 girls."}).status_code == 302
    opened = client.get(f"{page}ties/").context["form"].initial["opened"]
    theme = client.get(f"{page}ties/").context["form"].fields["theme"].choices[0][0]
    assert client.post(f"{page}ties/", {"theme": [theme], "opened": opened}).status_code == 302
    assert client.post(f"{page}updates/new/", {"title": "Who came", "due_on": "2020-01-01"}).status_code == 422
    assert client.post(f"{page}updates/new/", {"title": "Who came", "due_on": str(later(9))}).status_code == 302
    update = InitiativeUpdate.objects.get()
    report = f"/plans/initiatives/updates/{update.pk}/"
    assert client.post(report, {"standing": "behind", "words": ""}).status_code == 422
    assert client.post(report, {"standing": "behind", "words": "Two pools closed."}).status_code == 302
    text = client.get(page).content.decode()
    assert "Two pools closed." in text
    assert "9,000 girls." in text
    client.force_login(city.elsewhere)
    assert client.get(page).status_code == 404
    assert client.get(report).status_code == 404
