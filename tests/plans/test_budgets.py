"""Budget reviews: the questions a review keeps, its money line by line, and whether it agrees with the reconciliation."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from metrics.reconciling import Line as Table
from plans.budgets.acts import (
    add_line,
    answer_questions,
    begin_review,
    change_line,
    keep_question,
    lacking,
    remove_line,
    say_money,
    take_over_questions,
)
from plans.budgets.adding_up import Gap, Line, gaps, total
from plans.budgets.queries import review_page
from plans.models import BudgetQuestion, BudgetReview, BudgetReviewLine
from raci import reviewing, xrays
from raci.authority import facts_for
from raci.models import Person
from raci.queries.waiting import waiting_on
from raci.refusals import Conflict, NotReady, Refused
from tests.city import SmallCity
from tests.plans.budgets import accepted, begun, line, only_line, table_of, written
from tests.plans.conftest import approve, make_plan
from tests.plans.initiatives import later

pytestmark = [pytest.mark.django_db]


def found(rule: str, person: Person) -> list[tuple[str, bool]]:
    looked = xrays.looked_at(facts_for(person))
    return [(one.finding.sentence, one.finding.is_mine) for one in looked if one.rule.code == rule]


# ---- figures


OPENING, CHANGE, END = Table("2026", "opening", 100), Table("More", "change", 20), Table("2027", "subtotal", 120)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([Line("base", 1, 100), Line("addition", 1, 30), Line("cut", 1, 10)], []),
        ([Line("base", 1, 100), Line("addition", 1, 25)], [Gap("changes", 25, 20), Gap("total", 125, 120)]),
        ([Line("base", 1, 90), Line("addition", 1, 30)], [Gap("opening", 90, 100), Gap("changes", 30, 20)]),
        ([Line("base", 1, 90), Line("addition", 1)], []),  # not all of it is adopted
        ([], []),
    ],
)
def test_which_figure_differs_and_by_how_much(lines: list[Line], expected: list[Gap]) -> None:
    assert gaps(lines, [OPENING, CHANGE, END]) == expected


def test_a_cut_takes_away_and_what_is_not_known_is_no_zero() -> None:
    lines = [Line("base", 100, 90, 80), Line("cut", 30, 20)]
    assert [total(lines, name) for name in ("requested", "adopted", "spent")] == [70, 70, None]


# ---- the template


def test_a_review_keeps_the_questions_it_was_begun_with(city: SmallCity) -> None:
    first = begun(city, 2027)
    assert first.answers.count() == 10
    with pytest.raises(Refused):
        take_over_questions(by=city.manager)
    take_over_questions(by=city.office)
    take_over_questions(by=city.office)
    assert BudgetQuestion.objects.count() == 10
    [last] = BudgetQuestion.objects.order_by("-order")[:1]
    keep_question(last, text=last.text, help="", is_asked=False, by=city.office)
    keep_question(None, text="Who was not asked?", help="", is_asked=True, by=city.office)
    second = begun(city, 2028)
    asked = list(second.answers.values_list("question", flat=True))
    assert asked[-1] == "Who was not asked?"
    assert last.text not in asked
    assert last.text in first.answers.values_list("question", flat=True)


# ---- a review


def test_what_is_missing_is_said_before_it_is_handed_in(city: SmallCity) -> None:
    row = begun(city)
    assert len(lacking(row)) == 11  # ten answers, and a line
    answer_questions(row, {one.order: "None." for one in row.answers.all()}, reconciliation=None, by=city.manager)
    added = add_line(row, line("Close a pool", kind="cut", burdens=" "), by=city.manager)
    with pytest.raises(NotReady, match="who benefits and who is burdened"):
        reviewing.hand_in(row, by=city.manager)
    change_line(added, {"burdens": "Families of two districts."}, by=city.manager)
    reviewing.hand_in(row, by=city.manager)
    with pytest.raises(Conflict):
        remove_line(added, by=city.manager)
    with pytest.raises(Refused):
        begin_review(city.parks, year=2030, due_on=later(1), by=city.office)
    with pytest.raises(NotReady, match="of that year already"):
        begun(city)


def test_money_is_said_later_too_and_differs_from_the_reconciliation_by_name(city: SmallCity) -> None:
    row = accepted(city, written(city, table=table_of(city, opening=100_000, change=5_000, total=105_000)))
    assert review_page(row.pk, facts_for(city.manager)).gaps == []
    with pytest.raises(NotReady, match="first what was adopted"):
        say_money(only_line(row), adopted_cents=None, spent_cents=1, by=city.manager)
    with pytest.raises(Refused):
        say_money(only_line(row), adopted_cents=1, spent_cents=1, by=city.elsewhere)
    say_money(only_line(row), adopted_cents=100_000_00, spent_cents=None, by=city.manager)
    assert review_page(row.pk, facts_for(city.manager)).gaps == [
        "Additions and cuts together: 0 here, 5,000 in the reconciliation. It is 5,000 less here.",
        "The whole of what was adopted: 100,000 here, 105,000 in the reconciliation. It is 5,000 less here.",
    ]
    [(sentence, mine)] = found("budget-review-differs", city.manager)
    assert mine
    assert "5,000 less" in sentence
    assert found("budget-review-differs", city.elsewhere) == []


def test_one_that_agrees_is_not_found(city: SmallCity) -> None:
    row = written(city, table=table_of(city, opening=100_000, change=0, total=100_000))
    say_money(only_line(row), adopted_cents=100_000_00, spent_cents=0, by=city.manager)
    assert found("budget-review-differs", city.auditor) == []


def test_money_without_an_action_and_an_action_without_money_for_two_years(city: SmallCity) -> None:
    parks = make_plan(city)
    approve(parks, city)
    first = written(city, 2026)
    add_line(first, line("Paint", kind="addition"), by=city.manager)
    page = review_page(first.pk, facts_for(city.manager))
    assert [one.label for one in page.without_action] == ["Paint"]
    assert [one.action for one in page.without_money] == [parks.action.pk]
    accepted(city, first)
    assert found("action-without-money", city.manager) == []  # one year
    second = written(city, 2027)
    accepted(city, second)
    [(sentence, mine)] = found("action-without-money", city.manager)
    assert (sentence, mine) == ("No line of 2026 or 2027 pays for “Free lessons at 6 pools”.", True)
    third = written(city, 2028)
    change_line(only_line(third), {"action": parks.action}, by=city.manager)
    accepted(city, third)
    assert found("action-without-money", city.manager) == []


def test_a_review_that_is_late_waits_and_is_named(city: SmallCity, move_time: Any) -> None:
    row = begun(city)
    waits = [one.detail for one in waiting_on(facts_for(city.manager)) if one.kind == "budget"]
    assert waits == [city.parks.name]
    assert not [one for one in waiting_on(facts_for(city.elsewhere)) if one.kind == "budget"]
    move_time(days=30)
    assert found("budget-review-late", city.manager) == []
    move_time(days=31)
    assert [mine for _sentence, mine in found("budget-review-late", city.manager)] == [True]
    assert [mine for _sentence, mine in found("budget-review-late", city.auditor)] == [False]
    assert row.state == "draft"


def test_by_pages(city: SmallCity, client: Any) -> None:
    client.force_login(city.manager)
    client.post("/plans/budgets/new/", {"unit": city.parks.pk, "year": 2027, "due_on": str(later(9))})
    row = BudgetReview.objects.get()
    page = f"/plans/budgets/{row.pk}/"
    assert "11 things are missing" in client.get(page).content.decode()
    opened = client.get(f"{page}answers/").context["form"].initial["opened"]
    said = {f"answer_{number}": "None." for number in range(1, 11)}
    assert client.post(f"{page}answers/", {**said, "opened": opened}).status_code == 302
    assert "Somebody else saved it" in client.post(f"{page}answers/", {**said, "opened": opened}).content.decode()
    new = {
        "kind": "addition",
        "label": "Lessons",
        "requested_cents": "1,200.50",
        "benefits": "All.",
        "burdens": "Nobody.",
    }
    assert client.post(f"{page}lines/new/", {**new, "requested_cents": "-1"}).status_code == 422
    assert client.post(f"{page}lines/new/", new).status_code == 302
    line_page = f"/plans/budgets/lines/{only_line(row).pk}/"
    assert client.post(f"{line_page}edit/", {**new, "label": "Free lessons"}).status_code == 302
    assert client.post(f"{line_page}money/", {"adopted_cents": "1,000", "spent_cents": ""}).status_code == 302
    text = client.get(page).content.decode()
    assert "Free lessons" in text
    assert "$1,200.50" in text
    assert client.post(f"{line_page}remove/").status_code == 302
    assert client.get("/plans/budgets/questions/new/").status_code == 403
    client.force_login(city.office)
    client.post("/plans/budgets/questions/take-over/")
    question = BudgetQuestion.objects.earliest("order")
    client.post(f"/plans/budgets/questions/{question.pk}/", {"text": "Which actions?", "help": ""})
    assert "not asked any more" in client.get("/plans/budgets/questions/").content.decode()
    client.force_login(city.elsewhere)
    assert client.get(page).status_code == 404


def test_many_lines_come_in_at_once_or_none(city: SmallCity, client: Any) -> None:
    """A table with what is wrong said row by row; what a file said stands in the field to be mended."""
    force = make_plan(city, title="In force")
    approve(force, city)
    row = begun(city)
    client.force_login(city.manager)
    url = f"/plans/budgets/{row.pk}/lines/bring-in/"
    table = (
        "What it is for;Kind;Requested;Adopted;FTE;Action;Who benefits;Who is burdened\n"
        "Lessons;base budget;48,000;40000;1.5;1.1;;\n"
        "Night pool;addition;some;;;9.9;Families;Nobody\n"
        "Buses;nonsense;10;;-1;;;\n"
    )
    wrong = client.post(url, {"file": SimpleUploadedFile("lines.csv", table.encode())})
    page = wrong.content.decode()
    assert wrong.status_code == 422
    for words in (
        "Row 3, Requested: Write an amount",
        "Row 3, Action",
        "Row 4, Kind",
        "Row 4, Full-time",
        "Night pool;addition",
    ):
        assert words in page, words
    assert BudgetReviewLine.objects.count() == 0
    assert "none called: Requested" in client.post(url, {"text": "Label\nLessons\n"}).content.decode()
    assert "Choose a file or paste a table" in client.post(url, {}).content.decode()
    right = table.replace("some;;;9.9", "500;;;").replace("nonsense;10;;-1", "cut;10;;")
    assert client.post(url, {"text": right}).status_code == 302
    lines = {one.label: one for one in BudgetReviewLine.objects.all()}
    assert (lines["Lessons"].requested_cents, lines["Lessons"].adopted_cents, lines["Lessons"].fte) == (
        4_800_000, 4_000_000, Decimal("1.5"),
    )  # fmt: skip
    assert lines["Lessons"].action_id == force.action.pk
    assert [lines[label].kind for label in ("Lessons", "Night pool", "Buses")] == ["base", "addition", "cut"]
    shown = client.get(f"/plans/{force.record.pk}/").content.decode()
    assert "requested $48,000, adopted $40,000, 1.5 full-time equivalents" in shown
