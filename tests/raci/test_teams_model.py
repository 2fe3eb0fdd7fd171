"""Who is on a team today: one query, whether by a post of the team's role, by a post that was named, or by name."""

from __future__ import annotations

from datetime import timedelta

import pytest

from raci import clock
from raci.history import acting
from raci.models import Holding, Membership, Team
from tests.city import small_city

pytestmark = [pytest.mark.django_db, pytest.mark.portland]


def names(team: Team, day=None) -> set[str]:
    return {str(member.person) for member in team.members_on(day or clock.today())}


def test_team_members_of_a_role_are_the_holders_of_its_posts(django_assert_num_queries):
    city = small_city()
    team = Team.objects.get(code="citywide-equity-team")
    today = clock.today()
    with django_assert_num_queries(1):
        members = list(team.members_on(today))
        assert {member.post.unit.kind for member in members} == {"service_area"}
    assert len(members) == 6
    assert city.lead.pk in {member.person_id for member in members}


def test_team_members_by_a_named_post_change_with_its_holder_and_with_the_naming():
    city = small_city()
    team = Team.objects.get(code="city-leadership-team")
    assert str(city.officer) in names(team)
    today = clock.today()
    with acting(by=city.administrator, act="test"):
        holding = Holding.objects.get(post__code="equity-officer")
        holding.ends_on = today + timedelta(days=10)
        holding.save()
        person = Membership.objects.create(
            team=team, person=city.lead, begins_on=today, ends_on=today + timedelta(days=3)
        )
    assert str(city.lead) in names(team)
    assert str(city.lead) not in names(team, today + timedelta(days=4))
    assert str(city.officer) in names(team, today + timedelta(days=10))
    assert str(city.officer) not in names(team, today + timedelta(days=11))
    assert team.members.get(membership=person).post is None
