"""A requirement points to a training: who owes it has people trained by its day, on both pages and among what waits."""

from __future__ import annotations

import pytest

from compliance.duties.training import require_no_training, require_training
from engagement.training.owing import due
from engagement.training.waiting import people_to_train
from raci import clock
from raci.authority import facts_for
from raci.refusals import Refused
from tests.city import SmallCity, small_city
from tests.compliance.duties.asked import obligation
from tests.engagement.training import accepted, draft
from tests.world import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.portland]


@pytest.fixture
def city() -> SmallCity:
    return small_city()


def test_a_requirement_asks_for_people_trained(city):
    programme = accepted(city, draft(city, "Counters for everybody"))
    one = obligation(city, due_in=40)
    code = one.requirement.code
    with pytest.raises(Refused):
        require_training(one.requirement, programme, whom="Staff", people=3, by=city.director)
    signed_in(city.officer).post(
        f"/law/rules/{code}/training/", {"programme": programme.pk, "whom": "Staff at counters", "people": 3}
    )
    [asked] = [each for each in due(clock.today()) if each.row.programme.code == programme.code]
    assert (asked.row.unit, asked.row.due_on, asked.trained, asked.row.people) == (one.unit, one.due_on, 0, 3)
    [waits] = [each for each in people_to_train(facts_for(city.director)) if each.title == "Counters for everybody"]
    assert waits.due_on == one.due_on
    director = signed_in(city.director)
    assert "Staff at counters" in director.get(f"/law/requirements/{code}/").content.decode()
    page = director.get(f"/engagement/training/{programme.pk}/").content.decode()
    assert f"asked by {code}" in page
    assert f"asked by {code}" in director.get("/engagement/training/units/").content.decode()
    require_no_training(one.requirement.training, by=city.officer)
    assert people_to_train(facts_for(city.director)) == []
