"""A change of the matrix through real browsers: proposed, looked at from every side, published for a day, in force on it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from guardian.shortcuts import get_group_perms
from playwright.sync_api import expect

from raci import clock, grants
from raci.actions import cases
from raci.authority import Facts, facts_for
from raci.models import Case, Consultation, Grant, Person, Post, Record, Scope
from raci.tasks import supersede_versions
from tests.api.caller import Caller
from tests.city import SmallCity, small_city
from tests.journeys.driver import KINDLY, Meet, Visitor, give_passwords, newest, office, written_plan
from tests.journeys.test_axe import ALL_RULES

pytestmark = pytest.mark.django_db(transaction=True)

AHEAD = 40  # days
# What the four posts may do with a bureau's plan (4.1) and its compliance (1.4) before and after.
BEFORE = {
    "city-administrator": ("4.1", "A"), "city-attorney": ("4.1", "I"), "city-auditor": ("4.1", "I"),
    "equity-manager-parks": ("1.4", "I"),
}  # fmt: skip
AFTER = {
    "city-administrator": ("4.1", "C"), "city-attorney": ("4.1", "A"), "city-auditor": ("4.1", ""),
    "equity-manager-parks": ("1.4", "R"),
}  # fmt: skip


@pytest.fixture
def city(transactional_db: None) -> SmallCity:
    city = small_city()
    give_passwords(*city.people.values())
    return city


def test_a_change_of_the_matrix_takes_effect_on_its_day(
    city: SmallCity, browser: Any, live_server: Any, move_time: Any
) -> None:
    plan = plan_is_submitted(city)
    asked = plan_is_asked_about(city)
    with office(browser, live_server.url) as meet:
        officer = meet(city.officer)
        day = clock.today() + timedelta(days=AHEAD)
        change_is_proposed(officer, day)
        cells_are_typed(officer)
        a_form_does_without_script(officer)
        what_if_is_seen(officer)
        consultation_is_opened(officer)
        consulted_answer(city, meet)
        officer.go(version_url())
        officer.follow("Submit")
        officer.press("Submit")
        officer.sees("It is submitted")
        administrator = meet(city.administrator)
        it_is_published(administrator, day)
        nothing_has_changed_yet(city, plan, administrator, meet)
        move_time(days=AHEAD)
        authority_has_changed(city, plan, asked)
        attorney_decides_the_plan(city, plan, meet, administrator)
        timeline_tells(city, plan, meet)


# ---- what stands before


def plan_is_submitted(city: SmallCity) -> Record:
    """A plan of Parks, handed in under v1."""
    record = written_plan(city, "Parks plan handed in before")
    cases.open_consultation(newest(record), by=city.director)
    people = {"EO": city.officer, "OEHR": city.office, "ACA_DCA": city.deputy, "CET": city.lead}
    for one in newest(record).consultations.all():
        cases.answer(one, by=people[one.role.code], answer="no_objection")
    cases.submit(newest(record), by=city.director)
    return record


def plan_is_asked_about(city: SmallCity) -> Consultation:
    """Another, in consultation: the officer is asked, by a cell that v2 leaves, and answers late."""
    record = written_plan(city, "Parks plan in consultation before")
    due_on = clock.today() + timedelta(days=AHEAD + 20)
    cases.open_consultation(newest(record), by=city.director, due_on=due_on)
    return newest(record).consultations.get(role__code="EO")


# ---- the chapters


def looks_well(visitor: Visitor) -> None:
    """No violation of WCAG 2.1 AA that axe sees."""
    visitor.page.evaluate(AXE_SCRIPT)
    found = visitor.page.evaluate("rules => axe.run(document, rules).then(r => r.violations)", ALL_RULES)
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], visitor.page.url


def change_is_proposed(officer: Visitor, day: date) -> None:
    officer.follow("Matrix")
    officer.follow("Propose a change, compare versions")
    looks_well(officer)
    officer.follow("Propose a change")
    officer.sees("never one of its authors")
    officer.fill(In_force_from=day.isoformat())
    looks_well(officer)
    officer.press("Begin the draft")
    officer.sees_title("Edit matrix v2")


def cells_are_typed(officer: Visitor) -> None:
    """Arrow keys move, letters toggle."""
    page = officer.page
    cell(page, "4.1", "CAO").click()
    page.keyboard.press("a")
    expect(page.locator("#row-4\\.1")).to_contain_text("no A", timeout=KINDLY)
    page.keyboard.press("c")
    says(officer, "4.1", "CAO", "C")
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")  # from the margin to the last column: the City Auditor
    page.keyboard.press("Delete")
    says(officer, "4.1", "AUD", "")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("i")
    says(officer, "4.1", "ATTY", "")
    page.keyboard.press("a")
    says(officer, "4.1", "ATTY", "A")
    expect(page.locator("#matrix-counts")).to_contain_text("3 cells differ", timeout=KINDLY)
    looks_well(officer)


def cell(page: Any, activity: str, role: str) -> Any:
    return page.locator(f'tr[data-activity="{activity}"] td[data-role="{role}"]')


def says(officer: Visitor, activity: str, role: str, codes: str) -> None:
    expect(cell(officer.page, activity, role)).to_have_attribute("data-codes", codes, timeout=KINDLY)
    expect(cell(officer.page, activity, role)).to_be_focused(timeout=KINDLY)


def a_form_does_without_script(officer: Visitor) -> None:
    for code, role, put_in, taken_out in (("1.4", "EM", "R", "I"), ("2.1", "AUD", "C", "")):
        officer.follow(re.compile(rf"^\s*{re.escape(code)}\s"))
        group = officer.page.locator(f"#id_cell-{role}")
        group.get_by_text(re.compile(rf"^\s*{put_in} ·")).click()
        if taken_out:
            group.get_by_text(re.compile(rf"^\s*{taken_out} ·")).click()
        looks_well(officer)
        officer.press("Save")
        officer.sees(f"{code} is saved.")
    officer.sees("5 cells differ")


def what_if_is_seen(officer: Visitor) -> None:
    officer.follow("What if it were in force?")
    officer.sees("5 cells differ", "City Attorney", "City Administrator", "2 open records")
    looks_well(officer)
    officer.follow("Back to the version")
    for words in (
        "City Attorney on 4.1: A, was I",
        "Equity Managers on 1.4: R, was I",
        "City Auditor on 2.1: C/I, was I",
    ):
        officer.sees(words)


def consultation_is_opened(officer: Visitor) -> None:
    officer.follow("Open consultation")
    officer.sees("City Attorney", "City Auditor")
    officer.press("Open consultation")
    officer.sees("Consultation is open")


def consulted_answer(city: SmallCity, meet: Meet) -> None:
    for person in (city.attorney, city.auditor):
        visitor = meet(person)
        visitor.go(version_url())
        visitor.sees("5 cells say something else")
        looks_well(visitor)
        visitor.follow("Answer")
        visitor.choose("No objection")
        visitor.press("Answer")
        visitor.sees("Your answer is on record")


def it_is_published(administrator: Visitor, day: date) -> None:
    administrator.go("/")
    administrator.follow("Queue")
    administrator.follow(re.compile("Matrix v2"))
    administrator.sees("Equity Managers on 1.4")
    looks_well(administrator)
    administrator.choose("Approve")
    administrator.press("Decide")
    administrator.sees("Your decision stands, and this is its receipt.")
    administrator.go(version_url())
    administrator.sees("Until then the version before it decides")
    administrator.go("/")
    administrator.sees("Of what is yours it changes", "City Administrator on 4.1: C, was A")
    administrator.go("/matrix/versions/")
    looks_well(administrator)


def version_url() -> str:
    return f"/matrix/proposals/{Case.objects.filter(record__kind='matrix').latest('number').record_id}/"


# ---- who may do what, by every door


def nothing_has_changed_yet(city: SmallCity, plan: Record, administrator: Visitor, meet: Meet) -> None:
    assert letters(city) == BEFORE
    by_guardian(city, BEFORE)
    assert may_decide(city.administrator, plan)
    assert not may_decide(city.attorney, plan)
    assert supersede_versions() == 0


def authority_has_changed(city: SmallCity, plan: Record, asked: Consultation) -> None:
    assert letters(city) == AFTER
    by_guardian(city, AFTER)
    assert not may_decide(city.administrator, plan)
    assert may_decide(city.attorney, plan)
    # what was asked stays asked, and nobody new is
    question = Consultation.objects.get(pk=asked.pk)
    assert (question.way, question.answer) == ("asked", "")
    assert not Consultation.objects.filter(case=asked.case, role__code="CAO").exists()
    cases.answer(question, by=city.officer, answer="no_objection")
    assert supersede_versions() == 1
    states = Case.objects.filter(record__kind="matrix").order_by("number").values_list("state", flat=True)
    assert list(states) == ["superseded", "approved"]


HOLDERS = {
    "city-administrator": "administrator", "city-attorney": "attorney", "city-auditor": "auditor",
    "equity-manager-parks": "manager",
}  # fmt: skip


def letters(city: SmallCity) -> dict[str, tuple[str, str]]:
    """What the API tells each of the four of the activity that changes for them, in Parks."""
    found = {}
    for post, name in HOLDERS.items():
        activity = BEFORE[post][0]
        answer = Caller(getattr(city, name)).ask("GET", f"/api/v1/matrix/activities/{activity}/")
        mine = {one["letter"] for one in answer.json()["mine"]}
        found[post] = (activity, "".join(letter for letter in "RACI" if letter in mine))
    return found


def by_guardian(city: SmallCity, expected: dict[str, tuple[str, str]]) -> None:
    """The grants of the version in force, and guardian's own reading of them, say the same."""
    for code, (activity, held) in expected.items():
        post = Post.objects.get(code=code)
        scope = Scope.objects.get(activity_code=activity, unit=city.parks)
        matrix = facts(city.officer).matrix
        assert matrix is not None
        given = Grant.objects.filter(group=post.group_id, content_object=scope, matrix=matrix.pk)
        codenames = set(given.values_list("permission__codename", flat=True))
        assert codenames == {grants.PERMISSION[letter] for letter in held}, code
        assert codenames <= set(get_group_perms(post.group, scope))


def facts(person: Person) -> Facts:
    return facts_for(Person.objects.get(pk=person.pk))


def may_decide(person: Person, plan: Record) -> bool:
    answer = Caller(person).ask("GET", f"/api/v1/records/{plan.pk}/")
    moves = {one["move"]: one["allowed"] for one in answer.json().get("moves", ())}
    return bool(moves.get("approve"))


def attorney_decides_the_plan(city: SmallCity, plan: Record, meet: Meet, administrator: Visitor) -> None:
    administrator.go("/")
    administrator.follow("Queue")
    administrator.sees_not("Parks plan handed in before")
    attorney = meet(city.attorney)
    attorney.follow("Queue")
    attorney.follow(re.compile("Parks plan handed in before"))
    attorney.choose("Approve")
    attorney.press("Decide")
    attorney.sees("Your decision stands, and this is its receipt.")
    decision = newest(plan).submissions.get().decision
    assert (decision.decided_by, decision.codes, decision.matrix.number) == (city.attorney, "A", 2)


def timeline_tells(city: SmallCity, plan: Record, meet: Meet) -> None:
    director = meet(city.director)
    director.go(f"/records/{plan.pk}/timeline/")
    director.sees("Matrix v2 came into force", "A of 4.1 is City Attorney, was City Administrator")
    looks_well(director)
