"""Standards of the city: decided by the workflow, answered by each bureau, seen in one grid."""

from __future__ import annotations

from typing import Any

import pytest

from plans.kinds import ADOPTION
from plans.models import Adoption, Standard
from plans.standards.acts import answer_standard, begin_standard, submit_answer
from plans.standards.queries import grid
from raci import reviewing, xrays
from raci.authority import facts_for
from raci.models import Person, Unit
from raci.queries.waiting import waiting_on
from raci.refusals import Conflict, NotReady, Refused
from tests.city import SmallCity, small_city
from tests.plans.standards import case_of, in_force, later, next_version, written

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def city(db: None) -> SmallCity:
    return small_city()


@pytest.fixture
def standard(city: SmallCity) -> Standard:
    return in_force(city, written(city))


def asked(person: Person) -> list[tuple[str, Any]]:
    return [(one.title, one.due_on) for one in waiting_on(facts_for(person)) if one.kind == "adopt"]


def standing(person: Person, unit: Unit) -> tuple[str, int]:
    found = grid(facts_for(person))
    [(_column, stands, _url)] = next(row.cells for row in found.rows if row.unit == unit)
    return stands.standing, stands.version


def test_a_standard_goes_its_way_and_each_bureau_is_asked(city: SmallCity) -> None:
    draft = written(city)
    assert asked(city.director) == []
    in_force(city, draft)
    assert asked(city.director) == [("Equity in budgets", later(30))]
    assert asked(city.reader) == []
    assert asked(city.administrator) == []


def test_a_bureau_adopts_and_another_version_asks_again(city: SmallCity, standard: Standard) -> None:
    row = submit_answer(standard, city.parks, stance="adopts", version=1, by=city.director)
    assert standing(city.administrator, city.parks) == ("waits", 0)
    reviewing.accept(row, by=city.administrator)
    assert standing(city.administrator, city.parks) == ("adopted", 1)
    assert asked(city.director) == []
    next_version(city, standard, purpose="Money follows need, every year.")
    assert standing(city.administrator, city.parks) == ("outdated", 1)
    assert [title for title, _day in asked(city.director)] == ["Equity in budgets"]


def test_an_answer_to_a_version_that_is_over_is_not_accepted(city: SmallCity, standard: Standard) -> None:
    row = submit_answer(standard, city.parks, stance="adopts", version=1, by=city.director)
    next_version(city, standard, purpose="Another.")
    with pytest.raises(NotReady, match="not in force any more"):
        reviewing.accept(row, by=city.administrator)
    with pytest.raises(Conflict):
        answer_standard(standard, city.parks, stance="adopts", version=1, by=city.director)
    reviewing.give_back(row, by=city.administrator, why="Answer the second version.")
    submit_answer(standard, city.parks, stance="adapts", words="By quarter.", version=2, by=city.director)
    [only] = Adoption.objects.all()
    assert (only.text.number, only.state) == (2, "submitted")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"stance": "adapts"}, "words"),
        ({"stance": "time", "words": "Staff is missing."}, "until"),
        ({"stance": "time", "words": "Staff is missing.", "until": 0}, "until"),
        ({"stance": "perhaps"}, "stance"),
    ],
)
def test_what_an_answer_lacks_is_said_at_its_field(
    city: SmallCity, standard: Standard, said: dict[str, Any], field: str
) -> None:
    if "until" in said:
        said = {**said, "until": later(said["until"])}
    with pytest.raises(NotReady) as missing:
        submit_answer(standard, city.parks, **said, version=1, by=city.director)
    assert [one.field for one in missing.value.problems] == [field]
    assert not Adoption.objects.exists()


def test_nobody_answers_for_another_bureau_and_nobody_accepts_their_own(city: SmallCity, standard: Standard) -> None:
    with pytest.raises(Refused):
        submit_answer(standard, city.water, stance="adopts", version=1, by=city.director)
    with pytest.raises(Refused):
        begin_standard(activity="1.1", title="Mine", by=city.director)
    row = submit_answer(standard, city.parks, stance="adopts", version=1, by=city.director)
    assert not reviewing.may_answer(facts_for(city.director), row)
    assert ADOPTION.activity == "4.1"


def test_the_grid_shows_the_bureaus_whose_answers_one_reads(city: SmallCity, standard: Standard) -> None:
    bureaus = Unit.objects.filter(kind__in=("bureau", "office")).count()
    assert grid(facts_for(city.auditor)).page.paginator.count == bureaus
    assert [row.unit for row in grid(facts_for(city.director)).rows] == [city.parks]
    assert grid(facts_for(city.technician)).rows == []


def test_by_pages(city: SmallCity, client: Any) -> None:
    client.force_login(city.office)
    client.post("/plans/standards/new/", {"activity": "1.2", "title": "Language at meetings"})
    standard = Standard.objects.get()
    assert standard.record.kind == "policy"
    page = f"/plans/standards/{standard.record_id}/"
    assert "Before you can open consultation, 3 things are missing" in client.get(page).content.decode()
    opened = client.get(f"{page}edit/").context["form"].initial["opened"]
    said = {"title": standard.title, "purpose": "Heard by all.", "answer_by": str(later(40)), "opened": opened}
    assert client.post(f"{page}edit/", said).status_code == 302
    client.post(f"{page}clauses/new/", {"title": "Interpreters", "words": "", "shown_by": "Minutes"})
    text = client.get(page).content.decode()
    assert "are missing" not in text
    assert "Interpreters" in text
    in_force(city, standard)
    client.force_login(city.director)
    answer = f"{page}answers/{city.parks.code}/"
    assert "You answer version 1 for Portland Parks" in client.get(answer).content.decode()
    assert client.post(answer, {"stance": "adapts", "words": "", "version": 1}).status_code == 422
    assert client.post(answer, {"stance": "adapts", "words": "Two languages.", "version": 1}).status_code == 302
    row = Adoption.objects.get()
    client.force_login(city.administrator)
    shown = client.get(f"/plans/standards/answers/{row.pk}/").content.decode()
    assert "Two languages." in shown
    assert "Accept it" in shown
    assert "handed in" in client.get("/plans/standards/grid/").content.decode()
    client.force_login(city.elsewhere)
    assert client.get(f"/plans/standards/answers/{row.pk}/").status_code == 404
    assert case_of(standard).state == "approved"


def test_xrays_find_who_did_not_answer_by_the_day(city: SmallCity, standard: Standard, move_time: Any) -> None:
    def found(person: Person) -> list[tuple[Unit, bool]]:
        looked = xrays.looked_at(facts_for(person))
        return [(one.finding.unit, one.finding.is_mine) for one in looked if one.rule.code == "standard-unanswered"]

    reviewing.accept(
        submit_answer(standard, city.water, stance="adopts", version=1, by=city.elsewhere), by=city.administrator
    )
    move_time(days=30)
    assert found(city.director) == []
    move_time(days=31)
    assert found(city.director) == [(city.parks, True)]
    assert found(city.elsewhere) == []
    overdue = found(city.administrator)
    assert (city.parks, False) in overdue
    assert city.water not in [unit for unit, _mine in overdue]
