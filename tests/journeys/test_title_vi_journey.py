"""Title VI's way through the city: an award of the FTA binds it, a cut of service is analysed, and the policy is not set yet.

The bureau that runs the streetcar enters the award and the cut; counsel says what the city is; the Office of Equity enters the
policy its board adopted, and only then the analysis says something. In real browsers, axe and the width of a phone on each page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from compliance.law.names import NAMES
from compliance.models import Obligation, Parameter, ServiceEquityRun
from raci import clock
from raci.models import Holding, Person
from tests.city import SmallCity, small_city
from tests.compliance.duties.asked import facts
from tests.journeys import law_walk
from tests.journeys.driver import Visitor, give_passwords, office

pytestmark = pytest.mark.django_db(transaction=True)
CODE = "T6-17"
CUT = "Line 12: no service on Sundays"
AWARD = "Urbanized area formula grant"
# 52.9 % of the riders and 44.2 % of the people served: 8.7 points, over a policy of 5
COUNTS = {
    "Riders_affected": "1000", "Of_them,_minority_riders": "529", "Of_them,_low-income_riders": "240",
    "People_in_the_service_area": "10000", "Of_them,_minority_people": "4420", "Of_them,_low-income_people": "2300",
    "Source_of_these_counts": "Rider survey of 2026; census table B03002",
}  # fmt: skip
POLICY = {"t6.fta.major_change": "0.25", "t6.fta.di_pp": "5", "t6.fta.db_pp": "10"}


@dataclass(frozen=True)
class Transit:
    """The small city, and the director of the bureau that runs its streetcar."""

    city: SmallCity
    director: Person


@pytest.fixture
def transit(transactional_db: None, settings: Any, tmp_path: Path) -> Transit:
    settings.EVIDENCE_ROOT = str(tmp_path / "evidence")
    city = small_city()
    director = Holding.objects.get(post=city.post("director-transportation"), ends_on=None).person
    give_passwords(*city.people.values(), director)
    facts(city, employees=7000, population=652_503, uza_population=2_104_238, peak_vehicles=60)
    return Transit(city, director)


def test_a_cut_of_service_is_analysed_by_the_policy_of_the_city(
    transit: Transit, browser: Any, live_server: Any, tmp_path: Path
) -> None:
    city = transit.city
    analysis = tmp_path / "analysis.txt"
    analysis.write_text("The analysis as the board read it.\n")
    with office(browser, live_server.url) as meet:
        director, administrator = meet(transit.director), meet(city.administrator)
        enters_the_award(director)
        counsel_says_what_the_city_is(meet(city.attorney))
        one = records_the_cut(director)
        analyses_it_in_vain(director)
        equity = meet(city.office)
        for key, value in POLICY.items():
            enters_the_policy(equity, key, value)
            accepts_the_policy(administrator, key)
        analyses_it_again(director)
        law_walk.comes_to_it(director, CODE, CUT)
        law_walk.shows(director, CODE, "Equity analysis of line 12", analysis)
        law_walk.assesses(director, CODE, "The analysis holds the counts, the policy and what the board decided.")
        law_walk.accepts(administrator, CODE)
        what = "The analysis names no alternative with less impact"
        finding = law_walk.finds(
            meet(city.auditor), one, what, "Read against chapter IV; the page of alternatives is empty."
        )
        writes_what_follows(director)
        done = "Two alternatives are written down, with their riders."
        action = law_walk.mends(director, finding, "Look at two alternatives", "Director", done)
        law_walk.verifies(administrator, action, "I read both alternatives in the analysis.")
        reads_how_title_vi_stands(administrator)
    law_walk.was_walked(one, action, by=transit.director, verified_by=city.administrator)
    told = ServiceEquityRun.objects.order_by("pk").values_list("minority_result", "low_income_result")
    assert list(told) == [("CANNOT_DETERMINE", "CANNOT_DETERMINE"), ("INDICATOR_RAISED", "NO_INDICATION")]


def enters_the_award(director: Visitor) -> None:
    director.go("/law/funding/")
    director.follow("Enter an award")
    today = clock.today()
    director.fill(
        Unit_that_receives_it="Transportation", What_it_is_called=AWARD, Agency="FTA", Programme="Section 5307",
        Assistance_listing="20.507", Award_number="OR-2026-014", Amount="12400000",
        First_day=str(today - timedelta(days=60)), Last_day=str(today + timedelta(days=900)),
    )  # fmt: skip
    law_walk.looks_well(director, "award-new")
    director.press("Enter it")
    director.sees_title(AWARD)
    law_walk.looks_well(director, "award")


def counsel_says_what_the_city_is(counsel: Visitor) -> None:
    """Whether fixed routes run is not known: the page says so, and leads to where it is entered."""
    counsel.go("/law/rules/")
    counsel.sees("Whether the city runs fixed-route transit is not known.")
    counsel.follow(re.compile("Whether the city runs fixed-route"))
    counsel.choose("yes")
    counsel.fill(As_of=str(clock.today()), Source="Service plan of the streetcar")
    law_walk.looks_well(counsel, "fact")
    counsel.press("Say it")
    counsel.go("/law/rules/")
    counsel.press("Look now, and make what is asked")
    counsel.sees("Last look that changed something")


def records_the_cut(director: Visitor) -> Obligation:
    """The cut of service is something that happened: an obligation of its own, due before the board decides."""
    director.go("/law/title-vi/")
    director.sees("2,104,238 people (from 200,000) and 60 vehicles (from 50): a large provider")
    law_walk.looks_well(director, "title-vi")
    director.follow("All obligations of Title VI")
    director.follow("Record an event")
    today = clock.today()
    due = str(today + timedelta(days=45))
    director.fill(Requirement=CODE, Unit="Transportation", What_happened=CUT, On=str(today), Due=due)
    law_walk.looks_well(director, "event")
    director.press("Record it")
    director.sees(CUT, "Evidence is to be added")
    return Obligation.objects.get(event=CUT)


def analyses_it_in_vain(director: Visitor) -> None:
    """No policy is entered yet: nothing can be determined, and each value says whose it is and where it is entered."""
    director.go("/law/title-vi/changes/")
    director.follow("Analyse a change")
    director.fill(
        Unit="Transportation", Change=CUT, Day_the_governing_body_decides=str(clock.today() + timedelta(days=45)),
        Routes="12", Revenue_hours_of_the_routes_before_the_change="1000", Revenue_hours_taken_off_or_added="300", **COUNTS,
    )  # fmt: skip
    law_walk.looks_well(director, "change-new")
    director.press("Analyse it")
    director.sees("Cannot be determined yet", str(NAMES["t6.fta.di_pp"]), "Who can enter it: Office of Equity")
    law_walk.looks_well(director, "change-unknown")


def enters_the_policy(equity: Visitor, key: str, value: str) -> None:
    """From the analysis to the row that waits, as the Office of Equity."""
    equity.go(f"/law/title-vi/changes/{ServiceEquityRun.objects.get().pk}/")
    equity.follow(re.compile(f"The value of “{re.escape(str(NAMES[key]))}”"))
    equity.follow(re.compile("."), equity.page.locator("main tbody th"))
    equity.follow("Enter the value")
    equity.fill(
        Value=value, How_it_stands_in_law="local policy", First_day=str(clock.today() - timedelta(days=30)),
        Citation="Resolution 37-2026 of the City Council",
    )  # fmt: skip
    law_walk.looks_well(equity, f"policy-{key}")
    equity.press("Save as a draft")
    equity.press("Hand it in")
    equity.sees("waits")


def accepts_the_policy(administrator: Visitor, key: str) -> None:
    row = Parameter.objects.get(key=key, way=Parameter.Way.FILLS)
    administrator.go(f"/law/parameters/{row.pk}/")
    law_walk.looks_well(administrator, f"policy-accept-{key}")
    administrator.press("Accept it")
    administrator.sees("It is accepted.", "(local policy)")


def analyses_it_again(director: Visitor) -> None:
    """With the numbers that stand there already, held against the policy as it is now."""
    director.go("/law/title-vi/changes/")
    director.follow(CUT)
    director.follow("Analyse it again with these numbers")
    assert director.field("Riders affected").input_value() == COUNTS["Riders_affected"]
    director.press("Analyse it")
    director.sees("An indicator is raised", "Difference 8.7 points, policy threshold 5.0: reached.", "No indication")
    director.sees("Still to be recorded: the substantial legitimate justification")
    law_walk.looks_well(director, "change-raised")


def writes_what_follows(director: Visitor) -> None:
    director.go(f"/law/title-vi/changes/{ServiceEquityRun.objects.latest('pk').pk}/")
    director.follow("Write what follows")
    director.fill(
        Substantial_legitimate_justification="Eleven riders on a Sunday; the hours go to line 4, which is full.",
        Alternatives_with_less_impact="A bus on call; every second Sunday.",
        What_the_governing_body_decided="Adopted with a bus on call.",
        Day_it_decided=str(clock.today()),
    )
    law_walk.looks_well(director, "change-follow-up")
    director.press("Save it")
    director.sees("A bus on call; every second Sunday.")
    director.sees_not("Still to be recorded")


def reads_how_title_vi_stands(reader: Visitor) -> None:
    reader.go("/law/title-vi/")
    reader.sees("evidence current")
    law_walk.looks_well(reader, "title-vi-after")
