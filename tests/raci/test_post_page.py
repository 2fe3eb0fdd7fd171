"""A post's page in full: descriptions, titles, comparisons, recruitment, what waits on it, handing over, vacancy."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from raci import clock
from raci.actions import descriptions, recruitments
from raci.actions.delegations import accept_delegations, delegate_letters
from raci.actions.handovers import Handover, hand_over
from raci.actions.people import disable_person, invite_person
from raci.actions.posts import end_delegation, end_holding
from raci.actions.vacancies import level_above, tell_of_vacancies
from raci.authority import facts_for
from raci.history import acting
from raci.models import Delegation, Holding, Milestone, Notice, Person, PostComparison, PostDescription, Recruitment
from raci.on_posts import waits_on
from raci.queries.post_profile import titles_of
from raci.refusals import Conflict, NotReady, Refused
from tests.city import SmallCity, small_city
from tests.plans.conftest import approve, consult, make_plan

pytestmark = [pytest.mark.django_db, pytest.mark.portland]


@pytest.fixture
def city() -> SmallCity:
    return small_city()


@pytest.fixture
def nora(city: SmallCity) -> Person:
    return invite_person(email="nora@city.example", name="Nora New", by=city.technician)


def shown(client: Client, person: Person, code: str, query: str = "") -> str:
    client.force_login(person)
    answer = client.get(reverse("raci:post", args=[code]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def held(city: SmallCity, post: str) -> Holding:
    return Holding.objects.filter(post__code=post, state="in_force", person__is_active=True).latest("pk")


def told(person: Person, kind: str = "vacancy") -> list[str]:
    return list(Notice.objects.filter(person=person, key__startswith=kind).values_list("line", flat=True))


# ---- description, title, comparison


def test_each_version_of_a_description_stays_with_who_and_when(client: Client, city: SmallCity):
    post = city.post("director-parks")
    descriptions.describe_post(post, words="Leads the bureau.", by=city.director, after=0)
    descriptions.describe_post(post, words="Leads the bureau and its plan.", by=city.officer, after=1)
    assert [one.number for one in PostDescription.objects.filter(post=post)] == [2, 1]
    page = shown(client, city.elsewhere, "director-parks")
    assert "Leads the bureau and its plan." in page
    assert "All 2 versions" in page
    with pytest.raises(Conflict):
        descriptions.describe_post(post, words="Late.", by=city.director, after=1)
    with pytest.raises(NotReady):
        descriptions.describe_post(post, words="Leads the bureau and its plan.", by=city.director, after=2)
    for by in (city.elsewhere, city.administrator, city.mayor, city.reader):
        with pytest.raises(Refused):
            descriptions.describe_post(post, words="Mine.", by=by)


def test_a_title_has_its_history_and_the_page_looks_back(client: Client, city: SmallCity):
    post = city.post("director-parks")
    before = post.title
    with pytest.raises(NotReady):
        descriptions.retitle_post(post, title=before, why="No change.", by=city.officer)
    descriptions.retitle_post(post, title="Chief of Parks", why="As elsewhere.", by=city.officer)
    assert [(one.title, one.why) for one in titles_of(post)] == [("Chief of Parks", "As elsewhere."), (before, "")]
    assert "Chief of Parks" in shown(client, city.mayor, "director-parks")
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    assert "As it stood on" in shown(client, city.mayor, "director-parks", f"?on={yesterday}")


def test_a_comparison_is_with_a_post_of_the_city_or_one_elsewhere_with_its_source(city: SmallCity):
    post = city.post("director-parks")
    for wrong in ({}, {"name": "Elsewhere"}, {"name": "X", "other": city.post("mayor")}, {"other": post}):
        with pytest.raises(NotReady):
            descriptions.compare_post(post, by=city.director, **wrong)  # type: ignore[arg-type]
    made = descriptions.compare_post(post, name="Director, elsewhere", source="Chart, 2025", by=city.director)
    descriptions.remove_comparison(made, by=city.officer)
    with pytest.raises(Conflict):
        descriptions.remove_comparison(made, by=city.officer)


# ---- recruitment


def test_the_calendar_of_the_source_ships_and_stands_in_the_order_of_its_days(client: Client, city: SmallCity):
    steps = Milestone.objects.filter(recruitment__post__code="equity-officer")
    assert [(one.when, one.span) for one in steps] == [
        ("Nov. 18", "18 Nov 2024"),
        ("Nov. 18-22", "18–22 Nov 2024"),
        ("Nov. 27", "27 Nov 2024"),
        ("Dec. or after", "from 1 Dec 2024 on"),
    ]
    page = shown(client, city.elsewhere, "equity-officer")
    assert "Dec. or after" in page
    assert "consistency and parity" in page
    assert PostComparison.objects.get().name.startswith("Similarly held positions")


def test_a_recruitment_is_one_at_a_time_and_closed_with_its_outcome(city: SmallCity):
    post, today = city.post("director-parks"), clock.today()
    made = recruitments.open_recruitment(post, begun_on=today, by=city.director)
    with pytest.raises(Conflict):
        recruitments.open_recruitment(post, begun_on=today, by=city.officer)
    values = {
        "title": "Posting",
        "when": "December or after",
        "earliest": date(2026, 12, 1),
        "latest": None,
        "done_on": None,
    }
    step = recruitments.add_milestone(made, by=city.director, **values)
    with pytest.raises(NotReady):
        recruitments.change_milestone(step, by=city.director, **{**values, "latest": date(2026, 11, 1)})
    with pytest.raises(Refused):
        recruitments.change_milestone(step, by=city.elsewhere, **values)
    with pytest.raises(NotReady):
        recruitments.close_recruitment(made, closed_on=today, outcome=" ", by=city.director)
    recruitments.close_recruitment(made, closed_on=today, outcome="Nora New.", by=city.director)
    with pytest.raises(Conflict):
        recruitments.remove_milestone(step, by=city.director)
    assert Recruitment.objects.get(pk=made.pk).outcome == "Nora New."


# ---- what waits, and handing over


def test_what_waits_on_a_post_goes_with_it(city: SmallCity, nora: Person):
    asked, waiting = make_plan(city, title="Asked"), make_plan(city, title="Waiting")
    consult(waiting, city)
    done = make_plan(city, title="Done")
    approve(done, city)
    from raci.actions import cases

    cases.open_consultation(asked.case, by=city.director)
    cases.submit(waiting.case, by=city.director)
    director = facts_for(city.director)
    on_director = {
        source.code: [one.title for one in items] for source, items in waits_on(city.post("director-parks"), director)
    }
    assert "Asked" in on_director["drafts"]
    assert len(on_director["conditions"]) == 1
    assert on_director["actions"]
    on_officer = {
        source.code: [one.title for one in items] for source, items in waits_on(city.post("equity-officer"), director)
    }
    assert on_officer["questions"] == ["Asked"]
    on_top = {
        source.code: [one.title for one in items]
        for source, items in waits_on(city.post("city-administrator"), director)
    }
    assert on_top["decisions"] == ["Waiting"]
    assert waits_on(city.post("city-administrator"), facts_for(city.elsewhere)) == []  # a stranger to Parks


def test_handing_over_ends_the_one_and_begins_the_other_in_one_act(city: SmallCity, nora: Person):
    old, today = held(city, "director-parks"), clock.today()
    passed = delegate_letters(
        [(old, "4.1", "R"), (old, "4.2", "R")], to=city.manager, begins_on=today, ends_on=today + timedelta(days=9),
        by=city.director,
    )  # fmt: skip
    accept_delegations(passed, by=city.manager)
    new = hand_over(old, Handover(nora, today, today + timedelta(days=1), "Retires."), by=city.officer)
    old.refresh_from_db()
    assert (old.ends_on, new.begins_on, new.state) == (today, today + timedelta(days=1), "in_force")
    row = Holding.history.filter(id=old.pk).first()
    assert row.history_why == "Handed over to Nora New: Retires."
    assert told(city.deputy) == []  # somebody follows: no vacancy
    assert Delegation.objects.filter(holding=old).count() == 2


def test_a_refused_handing_over_changes_nothing(city: SmallCity, nora: Person):
    old, today = held(city, "director-parks"), clock.today()
    for handover in (
        Handover(city.director, today, today + timedelta(days=1), "Why."),
        Handover(nora, today, today + timedelta(days=1), " "),
        Handover(nora, old.begins_on - timedelta(days=9), today, "Why."),
    ):
        with pytest.raises(NotReady):
            hand_over(old, handover, by=city.officer)
    for by in (city.elsewhere, city.manager, city.administrator):
        with pytest.raises(Refused):
            hand_over(old, Handover(nora, today, today, "Why."), by=by)
    old.refresh_from_db()
    assert old.ends_on is None
    assert not nora.holdings.exists()


def test_a_second_successor_has_to_be_meant(city: SmallCity, nora: Person):
    """As when two people hand the post over in two windows."""
    old, today = held(city, "director-parks"), clock.today()
    other = invite_person(email="olga@city.example", name="Olga Other", by=city.technician)
    tomorrow = today + timedelta(days=1)
    hand_over(old, Handover(nora, today, tomorrow, "Retires."), by=city.officer)
    with pytest.raises(NotReady, match="Nora New would hold it too"):
        hand_over(old, Handover(other, today, tomorrow, "Retires."), by=city.officer)
    assert not other.holdings.exists()
    hand_over(old, Handover(other, today, tomorrow, "A pair.", together=True), by=city.officer)
    assert other.holdings.count() == 1


def test_both_holding_it_for_some_days_has_to_be_meant(city: SmallCity, nora: Person):
    old, today = held(city, "director-parks"), clock.today()
    with pytest.raises(NotReady, match="would hold it too"):
        hand_over(old, Handover(nora, today, today, "Learns."), by=city.officer)
    assert hand_over(old, Handover(nora, today, today, "Learns.", together=True), by=city.officer).begins_on == today


def test_where_a_second_person_accepts_the_successor_is_proposed(city: SmallCity, nora: Person):
    old, today = held(city, "equity-officer"), clock.today()
    new = hand_over(old, Handover(nora, today, today + timedelta(days=1), "Leaves."), by=city.officer)
    assert new.state == "proposed"
    assert len(told(city.mayor)) == 1  # nobody follows yet


# ---- a vacancy is told once


def test_a_vacancy_is_told_to_the_level_above_once(city: SmallCity):
    today = clock.today()
    holding = held(city, "director-parks")
    assert {one.pk for one in level_above(holding.post, today)} == {city.deputy.pk}
    end_holding(holding, by=city.officer, ends_on=today, why="Leaves.")
    assert len(told(city.deputy)) == 1
    assert "vacant from" in told(city.deputy)[0]
    tell_of_vacancies()
    assert len(told(city.deputy)) == 1
    assert told(city.officer) == []


def test_a_manager_of_a_bureau_is_missed_by_its_director_and_the_officer_by_mayor_and_council(city: SmallCity):
    today = clock.today()
    assert [one.pk for one in level_above(city.post("equity-manager-parks"), today)] == [city.director.pk]
    above = {one.pk for one in level_above(city.post("equity-officer"), today)}
    council = {one.person_id for one in Holding.objects.filter(post__role__code="COUNCIL")}
    assert {city.mayor.pk, *council, city.office.pk} <= above
    assert city.director.pk not in above
    assert city.deputy.pk not in above


def test_a_holding_that_ran_out_or_was_cut_off_is_told_on_the_day(city: SmallCity, nora: Person):
    today = clock.today()
    post = city.post("director-parks")
    held(city, "director-parks")
    with acting(by=city.officer, act="begin_holding"):
        for holding in post.holdings.all():
            holding.begins_on, holding.ends_on = today - timedelta(days=30), today - timedelta(days=1)
            holding.save()
    assert tell_of_vacancies() >= 1
    assert tell_of_vacancies() >= 1
    assert len(told(city.deputy)) == 1
    disable_person(city.manager, by=city.technician, why="Left.")
    tell_of_vacancies()
    assert any("disabled" in line for line in told(city.deputy))  # the director's post is vacant too: the next above


# ---- delegation of several letters


def test_letters_of_several_activities_are_passed_on_and_taken_in_one_go(client: Client, city: SmallCity):
    holding, today = held(city, "city-administrator"), clock.today()
    client.force_login(city.administrator)
    sent = {
        "letter": [f"{holding.pk}:4.1:A", f"{holding.pk}:1.4:A", f"{holding.pk}:2.3:A"], "to": city.deputy.pk,
        "begins_on": today.isoformat(), "ends_on": (today + timedelta(days=5)).isoformat(),
    }  # fmt: skip
    assert client.post(reverse("raci:delegations"), sent).status_code == 302
    passed = Delegation.objects.filter(holding=holding)
    assert passed.count() == 3
    client.force_login(city.deputy)
    assert "Accept all 3" in client.get(reverse("raci:delegations")).content.decode()
    client.post(reverse("raci:delegation-accept-several"), {"delegation": [one.pk for one in passed]})
    assert facts_for(city.deputy).activities_with("A") == {"4.1", "1.4", "2.3"}


def test_letters_that_are_passed_on_stand_on_the_page_of_the_post(client: Client, city: SmallCity):
    holding, today = held(city, "director-parks"), clock.today()
    passed = delegate_letters(
        [(holding, "4.1", "R")], to=city.manager, begins_on=today, ends_on=today + timedelta(days=9), by=city.director
    )
    words = f"{city.manager.name} acts for {city.director.name}"
    assert words not in shown(client, city.mayor, "director-parks")  # not accepted yet
    accept_delegations(passed, by=city.manager)
    assert words in shown(client, city.mayor, "director-parks")
    assert words not in shown(client, city.mayor, "city-administrator")
    assert words in shown(client, city.mayor, "director-parks", f"?on={today + timedelta(days=9)}")
    assert words not in shown(client, city.mayor, "director-parks", f"?on={today + timedelta(days=10)}")
    end_delegation(passed[0], by=city.director)
    assert words not in shown(client, city.mayor, "director-parks")


def test_one_wrong_letter_passes_none_on(city: SmallCity):
    holding, today = held(city, "city-administrator"), clock.today()
    with pytest.raises(NotReady) as refusal:
        delegate_letters(
            [(holding, "4.1", "A"), (holding, "4.1", "R")], to=city.deputy, begins_on=today, ends_on=today,
            by=city.administrator,
        )  # fmt: skip
    assert "R of 4.1" in refusal.value.problems[0].text
    assert not Delegation.objects.filter(holding=holding).exists()
