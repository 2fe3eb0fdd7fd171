"""Impact assessments: screened, written in six steps, decided, and looked at again."""

from __future__ import annotations

from typing import Any

import pytest

from plans.actions import change
from plans.assessing.acts import begin_from_screening, follow_up
from plans.assessing.advising import QUESTIONS, advises_full, reasons
from plans.assessing.content import lacking
from plans.assessing.kinds import IMPACT_ASSESSMENT
from plans.models import ImpactAssessment, Screening
from raci import reviewing, xrays
from raci.authority import facts_for
from raci.models import Person
from raci.queries.waiting import waiting_on
from raci.refusals import NotReady, Refused
from tests.city import SmallCity
from tests.plans.assessing import SCREENED, answers, assessed, screened
from tests.plans.initiatives import in_force, later

pytestmark = [pytest.mark.django_db]


def found(rule: str, person: Person) -> list[tuple[str, bool]]:
    looked = xrays.looked_at(facts_for(person))
    return [(one.finding.where, one.finding.is_mine) for one in looked if one.rule.code == rule]


def asked(person: Person, kind: str) -> list[str]:
    return [one.title for one in waiting_on(facts_for(person)) if one.kind == kind]


@pytest.mark.parametrize(
    ("said", "full"),
    [
        ({}, False),
        ({"burdens": "yes"}, True),
        ({"known_gap": "unknown"}, True),  # what is not known is no reassurance
        ({"many": "yes"}, False),
        ({"many": "yes", "hard_to_undo": "unknown"}, True),
    ],
)
def test_what_the_answers_advise(said: dict[str, str], full: bool) -> None:
    given = {**dict.fromkeys(QUESTIONS, "no"), **said}
    assert advises_full(given) is full
    assert len(reasons(given)) == len(said)


def test_a_screening_that_says_full_begins_one_with_what_was_typed(city: SmallCity, move_time: Any) -> None:
    row = screened(city, accepted=False)
    with pytest.raises(Refused):
        begin_from_screening(row, by=city.manager)
    assert asked(city.manager, "assess") == []
    reviewing.accept(row, by=city.administrator)
    assert asked(city.manager, "assess") == ["Close two pools"]
    assert asked(city.director, "assess") == []
    move_time(days=14)
    assert found("assessment-not-begun", city.manager) == []
    move_time(days=15)
    assert found("assessment-not-begun", city.manager) == [("Close two pools", True)]
    assert found("assessment-not-begun", city.auditor) == [("Close two pools", False)]
    assert found("assessment-not-begun", city.elsewhere) == []
    made = begin_from_screening(row, by=city.manager)
    assert (made.proposal, made.affected, made.trigger) == ("From January.", "Families of two districts.", "budget")
    assert begin_from_screening(row, by=city.manager).pk == made.pk
    assert (found("assessment-not-begun", city.manager), asked(city.manager, "assess")) == ([], [])


def test_one_that_says_not_needed_begins_none(city: SmallCity) -> None:
    row = screened(city, says="not_needed", burdens="no", known_gap="no")
    with pytest.raises(Refused):
        begin_from_screening(row, by=city.manager)
    assert asked(city.manager, "assess") == []


def test_consultation_opens_on_answers_and_on_the_opinion_of_those_concerned(city: SmallCity) -> None:
    row = assessed(city)
    assert IMPACT_ASSESSMENT.problems(row.record) == []
    change(row, {"opinion_said": " ", "burdens": ""}, by=city.manager)
    missing = IMPACT_ASSESSMENT.problems(row.record)
    assert [one.field for one in missing] == ["opinion_said", "burdens"]
    assert missing[0].url.endswith("/steps/3/#id_opinion_said")
    said = IMPACT_ASSESSMENT.content(row.record)
    assert "opinion_sought" in lacking({**said, "opinion_sought": None})
    assert lacking({**said, "opinion_sought": False, "burdens": "x"}) == {"opinion_why_not"}


def test_it_is_looked_at_again_and_what_was_found_stands_with_it(city: SmallCity, move_time: Any) -> None:
    row = assessed(city)
    with pytest.raises(NotReady, match="once it is decided"):
        follow_up(row, words="Fewer girls came.", next_on=None, by=city.manager)
    in_force(city, row)
    assert found("assessment-unheard", city.auditor) == []
    move_time(days=85)
    assert asked(city.manager, "look") == []
    move_time(days=86)
    assert asked(city.manager, "look") == ["Close two pools"]
    move_time(days=100)
    assert found("assessment-follow-up", city.manager) == []
    move_time(days=101)
    assert found("assessment-follow-up", city.manager) == [("Close two pools", True)]
    follow_up(row, words="Fewer girls came.", next_on=later(30), by=city.manager)
    assert (found("assessment-follow-up", city.manager), asked(city.manager, "look")) == ([], [])
    move_time(days=101 + 31)
    assert found("assessment-follow-up", city.auditor) == [("Close two pools", False)]
    follow_up(row, words="As before.", next_on=None, by=city.manager)
    assert found("assessment-follow-up", city.auditor) == []


def test_what_is_decided_unheard_is_named(city: SmallCity) -> None:
    in_force(city, assessed(city, opinion_sought=False, opinion_why_not="No time."))
    assert found("assessment-unheard", city.auditor) == [("Close two pools", False)]


def test_by_pages(city: SmallCity, client: Any) -> None:
    client.force_login(city.manager)
    said = {**SCREENED, "unit": city.parks.pk}
    assert client.post("/plans/screenings/new/", {**said, "why": " "}).status_code == 422
    assert client.post("/plans/screenings/new/", said).status_code == 302
    row = Screening.objects.get()
    page = f"/plans/screenings/{row.pk}/"
    assert "The answers advise a full assessment." in client.get(page).content.decode()
    opened = client.get(f"{page}edit/").context["form"].initial["opened"]
    assert client.post(f"{page}edit/", {**said, "why": "Girls.", "opened": opened}).status_code == 302
    again = client.post(f"{page}edit/", {**said, "why": "Boys.", "opened": opened})
    assert "Somebody else saved it" in again.content.decode()
    client.post(f"/reviews/screening/{row.pk}/hand-in/")
    client.force_login(city.administrator)
    seen = Screening.objects.get().as_read
    client.post(f"/reviews/screening/{row.pk}/accept/", {"seen": seen})
    client.force_login(city.manager)
    assert client.post(f"{page}begin/").status_code == 302
    made = ImpactAssessment.objects.get()
    step = f"/plans/assessments/{made.record_id}/steps/"
    text = client.get(f"{step}3/").content.decode()
    assert "Step 3 of 6: Community engagement" in text
    opened = client.get(f"{step}3/").context["form"].initial["opened"]
    heard = {"opinion_sought": "no", "opinion_why_not": "Heard last year.", "opened": opened, "next": "1"}
    answer = client.post(f"{step}3/", heard)
    assert answer["Location"].endswith("/steps/4/")
    assert client.get(f"{step}7/").status_code == 404
    assert "Heard last year." in client.get(f"/plans/assessments/{made.record_id}/").content.decode()
    change(ImpactAssessment.objects.get(), answers(), by=city.manager)
    in_force(city, ImpactAssessment.objects.get())
    client.post(f"/plans/assessments/{made.record_id}/follow-up/", {"words": "Fewer came."})
    assert "Fewer came." in client.get(f"/plans/assessments/{made.record_id}/").content.decode()
    client.force_login(city.elsewhere)
    assert client.get(page).status_code == 404
    assert client.get(f"{step}1/").status_code == 404
