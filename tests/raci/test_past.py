"""As it stood on a day: the matrix and every governed record, by `?on=` in the address and by today's rights."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from plans.actions import change
from raci import clock
from raci.actions import cases
from raci.authority import Act, facts_for
from raci.history import acting
from raci.matrix.rows import save_table, table_of
from raci.models import Holding, Matrix, Person, Role
from raci.queries.past import past_page
from raci.refusals import Refused
from raci.service import service_person
from tests.city import SmallCity, small_city
from tests.plans.conftest import ParksPlan, make_plan

pytestmark = [pytest.mark.django_db, pytest.mark.portland]


@dataclass
class Story:
    """A plan of Parks, a day for each step, and who held what meanwhile."""

    city: SmallCity
    parks: ParksPlan
    before: date
    drafted: date
    asked: date
    answered: date
    submitted: date
    approved: date
    today: date


@pytest.fixture
def story(dated: None, move_time: Callable[..., None]) -> Story:
    """Ten days between two steps; a second version of the matrix gives the A to the Equity Officer from the last day on."""
    city, days = small_city(), []

    def day(number: int) -> None:
        move_time(days=10 * number)
        days.append(clock.today())

    day(0)
    day(1)
    parks = make_plan(city)
    day(2)
    cases.open_consultation(parks.case, by=city.director, due_on=clock.today() + timedelta(days=25))
    day(3)
    asked = parks.case.consultations.get(role__code="EO")
    cases.answer(asked, by=city.officer, answer="comment", words="Add evenings.")
    for other in parks.case.consultations.filter(way="asked", answer="").select_related("role"):
        who = {"OEHR": city.office, "ACA_DCA": city.deputy, "CET": city.lead}[other.role.code]
        cases.answer(other, by=who, answer="no_objection")
    day(4)
    cases.submit(parks.case, by=city.director, done={asked.pk: "Added."})
    day(5)
    text = parks.case.texts.latest("number")
    cases.decide(parks.case, by=city.administrator, kind=Act.APPROVE, sha256=text.sha256)
    day(6)
    hand_over(city)
    return Story(city, parks, *days)


def hand_over(city: SmallCity) -> None:
    """The director of Water takes over Parks, the Equity Officer decides on plans, and a second version is being written."""
    loader = service_person("test-loader", "Loader")
    with acting(by=loader, act="load"):
        held = Holding.objects.get(post__code="director-parks", person=city.director)
        held.ends_on = clock.today() - timedelta(days=1)
        held.save()
        Holding.objects.create(post=held.post, person=city.elsewhere, begins_on=clock.today(), proposed_by=loader)
        table = table_of(Matrix.objects.get())
        table.cells["4.1", "CAO"], table.cells["4.1", "EO"] = "C", "A"  # type: ignore[index] # a dict
        roles = {role.code: role for role in Role.objects.all()}
        save_table(table, Matrix(number=2, effective_on=clock.today()), roles)


def get(person: Person, url: str, on: date, status: int = 200) -> str:
    client = Client()
    client.force_login(person)
    response = client.get(url, {"on": on.isoformat()})
    assert response.status_code == status, (url, response.status_code)
    found = re.sub(r"<[^>]+>", " ", response.content.decode())
    return html.unescape(" ".join(found.split()))


def plan_url(story: Story) -> str:
    return reverse("plans:plan-detail", args=[story.parks.record.pk])


# ---- records


def test_state_text_answers_and_receipt_are_those_of_the_day(story: Story):
    facts, pk = facts_for(story.city.auditor), story.parks.record.pk
    past = past_page(pk, facts, story.before)
    assert (past.case, past.existed) == (None, False)
    past = past_page(pk, facts, story.drafted)
    assert (past.case.state, past.text, past.consultations) == ("draft", None, [])
    past = past_page(pk, facts, story.asked)
    assert (past.case.state, past.text.number) == ("consultation", 1)
    assert {row.answer for row in past.consultations if row.way == "asked"} == {""}
    past = past_page(pk, facts, story.answered)
    assert past.case.state == "consultation"
    (officer,) = [row for row in past.consultations if row.role.code == "EO"]
    assert (officer.answer, officer.words, officer.done_about_it) == ("comment", "Add evenings.", "")
    past = past_page(pk, facts, story.submitted)
    assert (past.case.state, past.submission.submitted_by, past.decision) == ("submitted", story.city.director, None)
    past = past_page(pk, facts, story.approved)
    assert (past.case.state, past.decision.kind) == ("approved", "approve")


def test_who_had_a_part_is_by_the_matrix_and_the_holdings_of_the_day(story: Story):
    facts, pk = facts_for(story.city.auditor), story.parks.record.pk

    def names(day: date, letter: str) -> set[str]:
        (part,) = [one for one in past_page(pk, facts, day).parts if one.letter == letter]
        return {holding.person.name for post in part.posts for holding in post.holders}

    assert names(story.approved, "A") == {story.city.administrator.name}
    assert names(story.today, "A") == {story.city.officer.name}
    assert story.city.director.name in names(story.approved, "R")
    assert story.city.director.name not in names(story.today, "R")
    assert story.city.elsewhere.name in names(story.today, "R")
    assert past_page(pk, facts, story.approved).matrix.number == 1


def test_the_page_says_the_day_and_leads_back(story: Story):
    page = get(story.city.auditor, plan_url(story), story.asked)
    assert "As it stood on" in page
    assert "in consultation" in page
    assert "Free lessons at 6 pools" in page
    assert "Receipt of the decision" not in page
    assert story.city.administrator.name in page
    page = get(story.city.auditor, plan_url(story), story.approved)
    assert "Receipt of the decision" in page
    assert "did not exist" in get(story.city.auditor, plan_url(story), story.before)
    assert "is no day" in _plain(story.city.auditor, plan_url(story) + "?on=tomorrow")
    for name in ("case-consultation", "case-versions"):
        page = get(story.city.auditor, reverse(f"raci:{name}", args=[story.parks.record.pk]), story.asked)
        assert "As it stood on" in page


def _plain(person: Person, url: str) -> str:
    client = Client()
    client.force_login(person)
    return client.get(url).content.decode()


def test_rights_are_those_of_today_not_of_the_day(story: Story):
    get(story.city.manager, plan_url(story), story.drafted)
    get(story.city.elsewhere, plan_url(story), story.drafted)  # holds the post today
    with pytest.raises(Refused):  # held it then, and is a stranger now
        past_page(story.parks.record.pk, facts_for(story.city.director), story.asked)
    get(story.city.director, plan_url(story), story.asked, status=404)
    get(story.city.technician, plan_url(story), story.approved, status=404)


def test_a_draft_is_told_to_nobody_who_may_not_read_drafts(story: Story):
    pk = story.parks.record.pk
    for who in ("officer", "administrator", "attorney", "mayor"):
        facts = facts_for(story.city.people[who])
        assert past_page(pk, facts, story.drafted).case is None, who
        assert "did not exist" in get(story.city.people[who], plan_url(story), story.drafted)
    assert past_page(pk, facts_for(story.city.attorney), story.asked).case is None  # I: from the approval on
    assert past_page(pk, facts_for(story.city.attorney), story.approved).text.number == 1
    assert past_page(pk, facts_for(story.city.lead), story.asked).case.state == "consultation"


def test_what_is_written_since_stands_on_no_earlier_day(story: Story):
    cases.begin_next(story.parks.case, by=story.city.elsewhere)
    change(story.parks.plan, {"title": "Secret new title"}, by=story.city.elsewhere)
    for who in ("auditor", "elsewhere", "lead"):
        for day in (story.asked, story.approved):
            assert "Secret new title" not in get(story.city.people[who], plan_url(story), day)
    assert "Secret new title" not in get(story.city.lead, plan_url(story), story.today + timedelta(days=1))


# ---- the matrix


def test_the_matrix_is_the_one_in_force_on_the_day_with_who_held_its_posts(story: Story):
    page = get(story.city.mayor, reverse("raci:matrix"), story.approved)
    assert "matrix v1" in page
    assert "As it stood on" in page
    assert "matrix v2" in get(story.city.mayor, reverse("raci:matrix"), story.today)
    drawer = reverse("raci:matrix-activity", args=["4.1"])
    assert story.city.director.name in get(story.city.mayor, drawer, story.approved)
    assert story.city.director.name not in get(story.city.mayor, drawer, story.today)
    assert "matrix v1" in get(story.city.mayor, reverse("raci:matrix-sheet"), story.approved)
    client = Client()
    client.force_login(story.city.mayor)
    for day, codes in ((story.approved, "A"), (story.today, "C")):
        taken = client.get(reverse("raci:matrix-export", args=["csv"]), {"on": day.isoformat()})
        assert taken["Content-Disposition"].endswith(f'matrix-v{1 if day == story.approved else 2}.csv"')
        assert codes in taken.content.decode()


def test_before_any_version_there_was_no_matrix(story: Story):
    long_ago = story.before - timedelta(days=20_000)
    assert "No version of the matrix was in force" in get(story.city.mayor, reverse("raci:matrix"), long_ago)
    get(story.city.mayor, reverse("raci:matrix-export", args=["csv"]), long_ago, status=404)
