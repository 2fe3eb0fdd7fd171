"""A year in the life of two bureaus: a standard answered, an assessment, a directive that becomes an action, plans begun from the
template and approved, a budget reviewed, four quarters (one of them late), the year told. In real browsers, axe on the pages
that matter; what is tedious is done by acts; time is moved.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest

from equity_portal.demo import _answer_all as everybody_answers
from plans.actions import change
from plans.assessing.acts import begin_from_screening
from plans.experience.xrays import RULES as EXPERIENCE
from plans.models import Action, AnnualReport, BudgetReview, ImpactAssessment, Plan, ProgressReport
from plans.progress.acts import Said, submit_report
from plans.progress.expected import calendar, expected
from plans.progress.reminding import people_above
from plans.standards.acts import submit_answer
from plans.tasks import tend_progress
from raci import clock, reviewing, xrays
from raci.actions import cases
from raci.authority import facts_for
from raci.models import Case, Person, Unit
from tests.city import SmallCity, small_city
from tests.journeys.driver import Visitor, give_passwords, office
from tests.journeys.test_team_quarter import accessible
from tests.plans.assessing import answers, screened
from tests.plans.guided import answer
from tests.plans.initiatives import in_force as assessed_in_force
from tests.plans.progress import plan_of_the_year
from tests.plans.standards import in_force as standard_in_force
from tests.plans.standards import written
from tests.plans.test_answering import directive_to_parks

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def city(transactional_db: None) -> SmallCity:
    city = small_city()
    give_passwords(*city.people.values())
    return city


def test_a_year_of_two_bureaus(city: SmallCity, browser: Any, live_server: Any, move_time: Any) -> None:
    real = clock.today()
    begins = next_fiscal_year()

    def on(day: date) -> None:
        move_time(days=(day - real).days)
        tend_progress()

    standard = standard_in_force(city, written(city))
    directive = directive_to_parks(city, days=700)
    decided_after_an_assessment(city)
    parks, water = (
        plan_of_the_year(city, from_template=True),
        plan_of_the_year(city, by=city.elsewhere, unit=city.water, title="Water plan", from_template=True),
    )
    with office(browser, live_server.url) as meet:
        director_adopts(meet(city.director), standard.record_id, city)
        reviewing.accept(
            submit_answer(standard, city.water, stance="adopts", version=1, by=city.elsewhere), by=city.administrator
        )
        director_makes_an_action(meet(city.director), directive.pk)
        director_answers_the_template(meet(city.director), parks, city)
        handed_in(water, city.elsewhere)
        administrator = meet(city.administrator)
        for plan in (parks, water):
            administrator_approves(administrator, plan)
        director_reviews_the_budget(meet(city.director), begins.year + 1)
        deputy_accepts(meet(city.deputy), f": {begins.year + 1}")
        assert BudgetReview.objects.get().state == BudgetReview.State.ACCEPTED
        quarters = calendar().before(begins.replace(year=begins.year + 1), 4)[::-1]
        # the first quarter: Parks in time by its pages, Water after the days of grace
        on(quarters[0].ends_on + timedelta(days=3))
        director_reports(meet(city.director), quarters[0].label)
        deputy_accepts(meet(city.deputy), quarters[0].label)
        late = report_of(city.water, quarters[0].begins_on)
        on(late.grace_until + timedelta(days=1))
        assert found(city) == [("progress-missing", city.water.name)]
        above_is_told(meet, people_above(late, clock.today())[0], city)
        said_by_acts(late, city.elsewhere, city, "behind", "Two engineers left.")
        assert late.is_late
        # the others by acts: what came of the directive is done, Water stays behind with its plan as it was
        for quarter in quarters[1:]:
            on(quarter.ends_on + timedelta(days=3))
            said_by_acts(
                report_of(city.parks, quarter.begins_on), city.director, city, "on_track", "", carries_out="done"
            )
            said_by_acts(report_of(city.water, quarter.begins_on), city.elsewhere, city, "behind", "Still two short.")
        directive_tells(meet(city.director), directive.pk)
        director_tells_the_year(meet(city.director), parks)
    assert AnnualReport.objects.get().state == AnnualReport.State.SUBMITTED
    assert ProgressReport.objects.filter(state=ProgressReport.State.ACCEPTED).count() >= 5
    assert set(found(city)) == {("action-behind-twice", city.water.name)}


# ---- what is tedious, by acts


def next_fiscal_year() -> date:
    """Its first day."""
    quarter = calendar().quarter_of(clock.today())
    while True:
        quarter = calendar().quarter_of(quarter.ends_on + timedelta(days=1))
        if quarter.number == 1:
            return quarter.begins_on


def decided_after_an_assessment(city: SmallCity) -> None:
    """A screening asks for it; it is decided, and is to be looked at again after the year."""
    assessment = begin_from_screening(screened(city), by=city.manager)
    change(assessment, answers(follow_up_on=clock.today() + timedelta(days=900)), by=city.manager)
    assessed_in_force(city, ImpactAssessment.objects.get(pk=assessment.pk))


def handed_in(plan: Plan, by: Person) -> None:
    """What is not answered is, everybody answers, and it waits for a decision."""
    answer(Plan.objects.get(pk=plan.pk), by)
    case: Case = plan.record.cases.latest("number")
    cases.open_consultation(case, by=by)
    everybody_answers(case, {})
    cases.submit(case, by=by)


def report_of(unit: Unit, begins_on: date) -> ProgressReport:
    return ProgressReport.objects.get(unit=unit, begins_on=begins_on)


def said_by_acts(
    report: ProgressReport, by: Person, city: SmallCity, status: str, words: str, *, carries_out: str = ""
) -> None:
    """The same of each action; `carries_out`: of the one that came of the directive."""
    asked = [one.pk for one in expected(report.unit, report.begins_on, report.ends_on)]
    tied = set(Action.objects.filter(directive__isnull=False).values_list("pk", flat=True))
    rows = [Said(pk, carries_out if pk in tied and carries_out else status, words=words) for pk in asked]
    submit_report(report, words="", said=rows, by=by)
    reviewing.accept(report, by=city.administrator)


def found(city: SmallCity) -> list[tuple[str, str]]:
    """What the X-rays of plans find of the two bureaus, as the auditor reads them; without what is merely advised."""
    looked = xrays.looked_at(facts_for(city.auditor))
    ours = [one for one in looked if one.rule.find.__module__.startswith("plans.") and one.rule not in EXPERIENCE]
    return [(one.rule.code, one.finding.where) for one in ours if one.finding.unit in (city.parks, city.water)]


# ---- what matters, at browsers


def director_adopts(director: Visitor, standard: int, city: SmallCity) -> None:
    director.go(f"/plans/standards/{standard}/answers/{city.parks.code}/")
    director.choose("adopts it as it stands")
    director.press("Hand it in")
    director.sees("The answer is handed in.")


def director_answers_the_template(director: Visitor, plan: Plan, city: SmallCity) -> None:
    director.go(f"/plans/{plan.record_id}/write/")
    director.follow("Go on with what is not answered")
    director.page.get_by_label("Which conditions of people’s lives").fill("Children of every district swim.")
    director.press(re.compile("^Save and go on"))
    director.sees_title("Organizational commitment")
    handed_in(plan, city.director)


def administrator_approves(administrator: Visitor, plan: Plan) -> None:
    administrator.go("/")
    administrator.follow(plan.title)
    administrator.sees("Answers to the template")
    administrator.choose("Approve")
    administrator.press("Decide")
    administrator.sees("Your decision stands, and this is its receipt.")


def director_reviews_the_budget(director: Visitor, year: int) -> None:
    director.go("/plans/budgets/new/")
    director.fill(Fiscal_year=str(year), Handed_in_by=f"{clock.today() + timedelta(days=30)}")
    director.press("Begin it")
    director.follow("Answer them")
    for area in director.page.locator("main textarea").all():
        area.fill("See the lines.")
    director.press("Save")
    director.follow("Add a line")
    director.choose("addition")
    director.fill(
        What_it_is_for="Free lessons", Action_of_a_plan="Free lessons at 6 pools", Requested="48,000",
        Who_benefits="Families of two districts.", Who_is_burdened="Nobody.",
    )  # fmt: skip
    director.press("Add it")
    director.sees("$48,000", "Free lessons at 6 pools")
    accessible(director)
    director.press("Hand it in")
    director.sees("handed in")


def director_makes_an_action(director: Visitor, directive: int) -> None:
    director.go(f"/directives/{directive}/")
    director.follow("Make an action of it")
    accessible(director)
    director.press("Make the action")
    director.sees("The action is in the draft.")
    assert Action.objects.get(directive=directive)


def director_reports(director: Visitor, quarter: str) -> None:
    director.go("/")
    director.sees(f"Progress, {quarter}")
    director.follow(re.compile(f"Progress, {quarter}"), director.page.locator("main"))
    accessible(director)
    rows = director.page.locator("fieldset.progress-row")
    for at in range(rows.count()):
        director.fill(rows.nth(at), Where_it_stands_now="on track", Measured_now=f"{at + 40} of 100")
    director.fill(rows.nth(0), Where_it_stands_now="blocked")
    director.press("Hand it in")
    director.sees("What you typed is saved. It is not handed in yet", "Say what blocks it")
    director.complaints.clear()  # the answer 422 was meant
    director.page.locator("fieldset.progress-row").nth(0).locator("textarea").fill("No lifeguards on Sundays.")
    director.press("Hand it in")
    director.sees("The quarter is handed in.", "No lifeguards on Sundays.", "40 of 100")
    accessible(director)


def deputy_accepts(deputy: Visitor, what: str) -> None:
    deputy.go("/")
    deputy.follow(re.compile(re.escape(what)), deputy.page.locator("main"))
    deputy.press("Accept it")
    deputy.sees("accepted")


def above_is_told(meet: Any, person: Person, city: SmallCity) -> None:
    give_passwords(person)
    above = meet(person)
    above.go("/inbox/")
    above.sees(f"{city.water.name} did not report on")
    above.go("/x-rays/")
    above.sees("It did not report on")


def directive_tells(director: Visitor, directive: int) -> None:
    director.go(f"/directives/{directive}/")
    director.sees("All that was made of it is over.")
    accessible(director)
    director.follow("Report that it is done")


def director_tells_the_year(director: Visitor, plan: Plan) -> None:
    director.go("/plans/annual/")
    director.follow("Report on a year")
    director.page.locator("label", has_text=re.compile(r"FY \d+")).nth(1).click()
    director.press("Begin it")
    accessible(director)
    for area in director.page.get_by_label("What happened").all():
        area.fill("Children of every district swim.")
    director.press("Hand it in")
    director.sees("It is handed in.", "40 of 100")
    accessible(director)
