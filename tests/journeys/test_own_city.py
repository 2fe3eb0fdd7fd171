"""One's own city through a real browser: from an empty database to a first plan in consultation.

JOURNEY_PICTURES=folder keeps a picture of each page on the way in both widths.
"""

from __future__ import annotations

import os
import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.core.management import call_command

from raci import mailing
from raci.models import Case, Holding, Matrix, Person, Unit
from tests.journeys.driver import NARROW, PASSWORD, WIDE, Visitor, office
from tests.journeys.test_axe import ALL_RULES, WIDEST

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.own_city]

UNITS = (
    "Unit name,Type,Reports to\nCulture,Service area,\nParks & Recreation,Department,Culture\nLibrary,Office,Culture\n"
)
PEOPLE = "Dana Reyes, dana@bend.gov\nSam Ortiz, sam@bend.gov\nLee Park, lee@bend.gov"
HOLDERS = {
    "Equity Officer": "lee@bend.gov",
    "City Administrator": "sam@bend.gov",
    "Technical administrator": "founder@bend.gov",
    "Director, Parks & Recreation": "dana@bend.gov",
}


def test_from_an_empty_database_to_a_plan_in_consultation(
    transactional_db: None, browser: Any, live_server: Any
) -> None:
    said = StringIO()
    call_command("begin_own_city", email="Founder@bend.gov", name="Fay Founder", stdout=said)
    link = re.search(r"http://[^/]+(/\S+)", said.getvalue())
    assert link
    with office(browser, live_server.url) as meet:
        founder = meet(None)
        founder_comes_in(founder, link[1])
        city_is_named(founder)
        matrix_is_adopted(founder)
        units_come_in(founder)
        people_come_in(founder)
        posts_are_filled(founder)
        city_is_founded(founder)
        again = StringIO()
        call_command("begin_own_city", email="founder@bend.gov", name="Fay Founder", stdout=again)
        assert again.getvalue() == ""
        first_plan_goes_into_consultation(meet(None), "dana@bend.gov")
    mailing.send_waiting()


# ---- looking at each page on the way


def look(visitor: Visitor, name: str) -> None:
    """No violation, nothing wider than a narrow screen."""
    page = visitor.page
    page.evaluate(AXE_SCRIPT)
    for width in (WIDE, NARROW):
        page.set_viewport_size(width)
        found = page.evaluate("rules => axe.run(document, rules).then(results => results.violations)", ALL_RULES)
        assert found == [], (name, [(one["id"], [node["html"] for node in one["nodes"]]) for one in found])
        if os.environ.get("JOURNEY_PICTURES"):
            page.screenshot(
                path=Path(os.environ["JOURNEY_PICTURES"]) / f"own-{name}-{width['width']}.png", full_page=True
            )
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= NARROW["width"], (name, wide, page.evaluate(WIDEST))
    page.set_viewport_size(WIDE)


# ---- the chapters


def founder_comes_in(founder: Visitor, link: str) -> None:
    founder.go(link)
    set_password_and_sign_in(founder, "founder@bend.gov")
    founder.sees_title("Your own city")
    founder.sees("No matrix is in force yet", "Everything here is a draft", "0/5", "First: the city's name.")
    look(founder, "01-checklist")
    founder.go("/posts/")
    founder.sees("The city is in preparation: they come when it is founded.")
    look(founder, "01-posts")
    founder.go("/matrix/")
    founder.sees("Founding your city puts version 1 of its matrix in force.")
    look(founder, "01-matrix")
    founder.follow("Back to the checklist")
    founder.go("/founding/found/")
    founder.sees("The city cannot be founded yet.", "Name the city, its time zone and fiscal year.")
    look(founder, "02-too-early")


def set_password_and_sign_in(visitor: Visitor, email: str) -> None:
    for control in visitor.page.locator("input[type=password]").all():
        control.fill(PASSWORD)
    visitor.page.locator("#main-content button[type=submit]").first.click()
    visitor.page.wait_for_load_state()
    visitor.go("/")
    if visitor.page.locator("[name=login]").count():
        visitor.page.fill("[name=login]", email)
        visitor.page.fill("[name=password]", PASSWORD)
        visitor.press("Sign in")


def city_is_named(founder: Visitor) -> None:
    founder.go("/")
    founder.follow("Next: The city")
    founder.sees("2027-07-05")  # the federal holidays stand there already
    look(founder, "03-city")
    founder.fill(**{"Name of the city": "City of Bend", "Time zone": "America/Los Angeles"})
    founder.field("The fiscal year begins on the first of").select_option("07")
    founder.press("Save in the draft")
    founder.sees("Saved in the draft.", "City of Bend · America/Los_Angeles", "1/5")


def matrix_is_adopted(founder: Visitor) -> None:
    founder.follow("Next: The matrix")
    founder.unfold("See the matrix of City of Portland")
    look(founder, "04-matrix")
    founder.choose(re.compile("Portland: "))
    founder.fill(Adopted_by="City Council, resolution 12")
    founder.press("Save in the draft")
    founder.sees("that of Portland, adopted as yours")


def units_come_in(founder: Visitor) -> None:
    founder.follow("Next: Units")
    look(founder, "05-units")
    founder.follow("Bring in units (file or typed)")
    look(founder, "06-import")
    founder.field("File").set_input_files({"name": "our units.csv", "mimeType": "text/csv", "buffer": UNITS.encode()})
    founder.press("Check the rows")
    founder.sees("Read as CSV in UTF-8", "Its heading is line 1.", "3 new", "/bend/culture/parks-and-recreation/")
    founder.unfold("Which column is which")
    look(founder, "07-check")
    founder.press("Bring them in")
    founder.sees_title("3 rows came in")
    look(founder, "08-batch")
    founder.press("Take the whole list back")
    founder.sees("is taken back as a whole.")
    founder.follow("Bring in units")
    founder.field("Or type or paste rows").fill(UNITS)
    founder.press("Check the rows")
    founder.press("Bring them in")
    founder.sees_title("3 rows came in")
    founder.follow("Go on with your city")
    founder.sees("3 units below the city")
    founder.follow("Units")
    founder.sees("Parks & Recreation", "Culture")
    look(founder, "09-units")
    founder.follow("Back to the checklist")


def people_come_in(founder: Visitor) -> None:
    founder.follow("Next: People")
    look(founder, "10-people")
    founder.follow("Bring in people (file or typed)")
    founder.field("Or type or paste rows").fill(PEOPLE)
    founder.press("Check the rows")
    founder.sees("3 new", "dana@bend.gov")
    founder.press("Bring them in")
    founder.follow("Go on with your city")
    founder.sees("you and 3 others")


def posts_are_filled(founder: Visitor) -> None:
    founder.follow("Next: Posts and who holds them")
    founder.sees(
        "while vacant: nobody decides Set Citywide Equity Standards (1.1)",
        "Director, Parks & Recreation",
        "Deputy City Administrator, Culture",
    )
    look(founder, "11-posts")
    founder.page.get_by_label("Who holds Mayor", exact=True).fill("nobody@bend.gov")
    founder.press("Save in the draft")
    founder.sees("nobody@bend.gov is none of your people yet.")
    look(founder, "11-posts-wrong")
    founder.complaints.clear()  # the browser's console tells of the answer 422
    founder.page.get_by_label("Who holds Mayor", exact=True).fill("")
    founder.page.get_by_label("Who holds Technical administrator", exact=True).fill(HOLDERS["Technical administrator"])
    founder.press("Save in the draft")
    founder.sees("Still open:", "Name a holder for one of these posts", "4/5", "Roles that nobody holds yet.")
    look(founder, "11-posts-open")
    founder.go("/founding/found/")
    founder.sees("The city cannot be founded yet.", "Name a holder for one of these posts")
    look(founder, "11-posts-open-found")
    founder.follow(re.compile("Name a holder for one of these posts"))
    for post, email in HOLDERS.items():
        founder.page.get_by_label(f"Who holds {post}", exact=True).fill(email)
    founder.press("Save in the draft")
    founder.sees("4 of 19 posts have a holder", "5/5")
    look(founder, "12-ready")


def city_is_founded(founder: Visitor) -> None:
    founder.follow("Found the city")
    founder.sees(
        "It happens once, in your name",
        "You hold Technical administrator",
        "Nobody holds these roles yet",
        "City Attorney: not asked about",
    )
    look(founder, "13-found")
    founder.press("Found the city")
    founder.sees("City of Bend is founded: its matrix is in force from today.")
    founder.sees(
        "What comes next", "Lee Park (Equity Officer) may fill posts", "Dana Reyes (Director, Parks & Recreation)"
    )
    look(founder, "14-home")
    version = Matrix.objects.get()
    assert version.published_by == "loaded by Fay Founder"
    assert version.adopted_by == "City Council, resolution 12"
    assert Matrix.history.get().history_actor == "Fay Founder <founder@bend.gov>"
    assert Unit.objects.get(kind="city").name == "City of Bend"
    assert Holding.objects.filter(state="in_force").count() == 4
    assert not Person.objects.filter(is_fictional=True).exists()
    founder.go("/matrix/")
    founder.sees("City Council, resolution 12")
    founder.go("/founding/found/")
    founder.sees("The city was founded by Fay Founder on ")
    founder.go("/posts/mayor/")
    founder.sees("Today that is for Lee Park (Equity Officer).")
    look(founder, "15-post")


def first_plan_goes_into_consultation(director: Visitor, email: str) -> None:
    said = StringIO()
    call_command("password_link", email, stdout=said)
    director.go(re.sub(r"^http://[^/]+", "", said.getvalue().split()[0]))
    set_password_and_sign_in(director, email)
    director.sees("You act as Director, Parks & Recreation.")
    director.follow(re.compile(r"plan \(4\.1\)"))
    director.fill(Title="Parks plan 2027", First_day="2027-01-01", Last_day="2027-12-31")
    director.choose("Begin it from the city’s template")  # takes it off
    director.press("Begin the plan")
    director.follow("Add a goal")
    director.fill(Goal="Halve the gap in swimming lessons", Description="Between the districts.")
    director.press("Add")
    director.follow(re.compile("Add an outcome"))
    director.fill(Outcome="Children of every district swim")
    director.press("Add")
    director.follow(re.compile("Add an action"))
    director.fill(Action="Free lessons", Partners="Schools", Budget="$48,000", Start="2027-01-15", Due="2027-06-30")
    director.fill(Lead="Director, Parks & Recreation")
    director.press("Add")
    director.follow("Edit title, period and summary")
    director.fill(Summary="Everybody learns to swim.")
    director.press("Save")
    director.follow("Edit this card")
    director.choose("No")
    director.fill(**{"If no: why was it not sought": "The survey comes in spring."})
    director.press("Save")
    director.sees_not("missing")
    director.follow("Open consultation")
    director.press("Open consultation")
    director.sees("Consultation is open. Those who are asked were told.")
    assert Case.objects.get(record__kind="plan").state == Case.State.CONSULTATION
