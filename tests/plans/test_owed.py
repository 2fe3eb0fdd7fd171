"""The dual accountability of a member: two lines, each thing with its day and its reason, as far as its reader may read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from raci import clock
from raci.actions import cases
from raci.authority import facts_for
from raci.history import acting
from raci.models import Holding, Person, Team
from raci.queries.owed import MemberPage, member_for, member_page, reads_owed
from tests.city import SmallCity
from tests.plans.conftest import ParksPlan, approve, make_plan

pytestmark = pytest.mark.django_db


@dataclass
class Member:
    """The director of Parks, who leads for the service area besides."""

    city: SmallCity
    team: Team
    holding: Holding
    done: ParksPlan

    def page(self, reader: Person) -> MemberPage:
        facts = facts_for(reader)
        return member_page(self.team, member_for(self.team, self.holding.pk, facts), facts)


@pytest.fixture
def member(city: SmallCity) -> Member:
    team = Team.objects.get(code="citywide-equity-team")
    with acting(by=city.officer, act="test"):
        holding = Holding.objects.create(
            post=city.post("lead-vibrant-communities"), person=city.director, begins_on=clock.today(),
            proposed_by=city.officer,
        )  # fmt: skip
    asked = make_plan(city, by=city.manager, title="Asked of the team")
    cases.open_consultation(asked.case, by=city.manager)
    make_plan(city, title="Still a draft")
    done = make_plan(city, title="In force")
    approve(done, city)
    return Member(city, team, holding, done)


def lines(page: MemberPage) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    functional = [(one.verb, one.title) for one in page.functional]
    return functional, sorted((one.verb, one.title) for one in page.operational)


def test_member_owes_the_officer_answers_and_the_deputy_their_own_bureaus_work(member: Member):
    functional, operational = lines(member.page(member.city.director))
    assert functional == [("Answer", "Asked of the team")]
    assert operational == [
        ("Go on writing", "Still a draft"),
        ("Lead an action", "Free lessons at 6 pools"),
        ("Meet a condition", "Cost the second goal."),
    ]
    page = member.page(member.city.officer)
    due = {one.verb: one.due_on for one in page.operational}
    assert due == {"Meet a condition": clock.today(), "Lead an action": date(2027, 6, 30)}
    assert "they hold C for 4.1" in page.functional[0].why
    assert [one.label for one in page.others] == ["Director, Portland Parks & Recreation"]
    assert [one.activity.code for one in page.duties if one.for_city] == ["1.1", "2.3", "4.6"]
    assert page.over[0].post.code == "deputy-vibrant-communities"


def test_reader_sees_of_it_what_they_may_read(member: Member):
    """A draft is for those who write it: neither the officer nor the deputy learns of it here."""
    for reader in (member.city.officer, member.city.deputy):
        titles = {one.title for one in (*member.page(reader).functional, *member.page(reader).operational)}
        assert "Still a draft" not in titles
    assert "Still a draft" in {one.title for one in member.page(member.city.auditor).operational}


def test_member_page_is_for_the_four_whose_it_is(member: Member):
    city = member.city
    others = {"elsewhere": Holding.objects.get(post__code="deputy-public-works").person}
    reads = [
        name
        for name, person in (city.people | others).items()
        if reads_owed(member.team, member.holding.post, member.holding.person_id, facts_for(person))
    ]
    assert reads == ["director", "officer", "deputy", "auditor", "reader"]
    client = Client()
    client.force_login(city.manager)
    url = reverse("raci:team-member", args=[member.team.code, member.holding.pk])
    assert client.get(url).status_code == 403
    assert client.get(reverse("raci:team-member", args=["city-leadership-team", member.holding.pk])).status_code == 404


def test_nothing_is_owed_by_a_seat_that_is_given_back(member: Member, move_time):
    with acting(by=member.city.officer, act="test"):
        member.holding.ends_on = clock.today()
        member.holding.save()
    move_time(days=1)
    page = member.page(member.city.officer)
    assert (page.functional, page.operational, page.is_over) == ([], [], True)
