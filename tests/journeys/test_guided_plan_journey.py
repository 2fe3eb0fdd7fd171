"""A plan written from the template by keys alone; what a screen reader is told, in order, from Chromium's accessibility tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pytest

from plans.guided.shipped import SECTIONS
from plans.models import Plan
from raci.models import Case
from tests.city import SmallCity, small_city
from tests.journeys.driver import give_passwords, office
from tests.journeys.test_keyboard import Hands
from tests.journeys.test_team_quarter import accessible

pytestmark = pytest.mark.django_db(transaction=True)

TITLE = "Parks equity plan 2027"
FIRST = SECTIONS[0]


@dataclass(frozen=True)
class Said:
    """A node of the accessibility tree: what a screen reader comes to next."""

    role: str
    name: str
    description: str
    level: int | None


def told(hands: Hands) -> list[Said]:
    """The main part of the page, in reading order."""
    session = hands.page.context.new_cdp_session(hands.page)
    nodes = {one["nodeId"]: one for one in session.send("Accessibility.getFullAXTree")["nodes"]}
    session.detach()
    main = next(one for one in nodes.values() if value(one, "role") == "main")
    return list(below(main, nodes))


def below(node: dict[str, Any], nodes: dict[str, Any]) -> Iterator[Said]:
    if not node.get("ignored"):
        level = next((one["value"]["value"] for one in node.get("properties", []) if one["name"] == "level"), None)
        yield Said(value(node, "role"), value(node, "name"), value(node, "description"), level)
    for child in node.get("childIds", []):
        if child in nodes:
            yield from below(nodes[child], nodes)


def value(node: dict[str, Any], what: str) -> str:
    return str(node.get(what, {}).get("value", ""))


@pytest.fixture
def city(transactional_db: None) -> SmallCity:
    city = small_city()
    give_passwords(*city.people.values())
    return city


def test_a_plan_is_written_question_by_question_by_keys_alone(city: SmallCity, browser: Any, live_server: Any) -> None:
    with office(browser, live_server.url) as meet:
        director = Hands(meet(None)).sign_in(city.director)
        begins_from_the_template(director)
        reads_a_section_in_order(director)
        answers_each_section(director)
        writes_what_each_plan_says(director)
        opens_consultation(director)
    plan = Plan.objects.get()
    assert plan.record.cases.get().state == Case.State.CONSULTATION
    assert [bool(one.words) for one in plan.sections.all()] == [True] * 7


def begins_from_the_template(hands: Hands) -> None:
    hands.enter("Plans")
    hands.enter("Begin a plan")
    hands.types("Title", TITLE)
    hands.types("First day", "01012027")
    hands.types("Last day", "12312027")
    hands.to("Begin it from the city’s template")
    assert hands.page.get_by_label("Begin it from the city’s template").is_checked()
    hands.enter("Begin the plan")
    hands.visitor.sees_title(f"Write {TITLE}")
    hands.visitor.sees("0 of 10 parts are answered. 6 things stand against asking others about it.")
    accessible(hands.visitor)


def reads_a_section_in_order(hands: Hands) -> None:
    """Heading, question, help, example, field, buttons; the field is called by its question and described by the rest."""
    hands.enter("Go on with what is not answered")
    accessible(hands.visitor)
    page = told(hands)
    order = [
        ("heading", str(FIRST.title)),
        ("StaticText", str(FIRST.question)),
        ("StaticText", str(FIRST.help)),
        ("StaticText", "An example"),
        ("StaticText", str(FIRST.example)),
        ("textbox", str(FIRST.question)),
        ("button", "Save and go on: Organizational commitment"),
        ("button", "Save"),
        ("link", "All parts"),
    ]
    found = [(one.role, one.name) for one in page]
    at = [found.index(one) for one in order]
    assert at == sorted(at), found
    field = page[at[5]]
    assert field.description == f"{FIRST.help} {FIRST.example}"
    levels = [one.level for one in page if one.role == "heading"]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels)), levels


def answers_each_section(hands: Hands) -> None:
    """What is typed and not saved is there on coming back."""
    hands.types(str(FIRST.question), "Children of every district swim.")
    hands.page.wait_for_selector(".portal-typing:not(:empty)")
    hands.enter("All parts")
    hands.visitor.sees("typed, not saved")
    hands.enter("Results")
    hands.visitor.sees("We kept what you typed", "Children of every district swim.")
    for one, after in pairwise(SECTIONS):
        if one is not FIRST:
            hands.types(str(one.question), f"{one.title}, by district.")
        hands.enter(f"Save and go on: {after.title}")
        hands.visitor.sees_title(str(after.title))
    hands.types(str(SECTIONS[-1].question), "Lessons finished, each quarter.")
    hands.enter("Save")
    hands.visitor.sees("7 of 10 parts are answered. 3 things stand against asking others about it.")


def writes_what_each_plan_says(hands: Hands) -> None:
    hands.enter("Title, period and summary")
    hands.types("Summary", "Everybody learns to swim.")
    hands.enter("Save")
    hands.enter("Add a goal")
    hands.types("Goal", "Halve the gap in swimming lessons")
    hands.enter("Add")
    hands.enter("Add an outcome")
    hands.types("Outcome", "Children of every district swim")
    hands.enter("Add")
    hands.enter("Add an action")
    hands.types("Action", "Free lessons at 6 pools")
    hands.to("Lead")
    hands.page.keyboard.type("Director, Portland Parks")
    hands.types("Start", "01152027")
    hands.types("Due", "06302027")
    hands.types("Budget", "48,000")
    hands.enter("Add")
    hands.to("Write it question by question", "Shift+Tab")  # the page was opened at the new action
    with hands.page.expect_navigation():
        hands.page.keyboard.press("Enter")
    hands.enter("Opinion of communities")
    hands.to("Not said yet")
    hands.key("ArrowUp")
    hands.types("If no: why was it not sought", "The survey comes in spring.")
    hands.enter("Save")
    hands.enter("Write it question by question")
    hands.visitor.sees("10 of 10 parts are answered. Nothing stands against asking others about it.")


def opens_consultation(hands: Hands) -> None:
    hands.enter("The plan as it stands, to open consultation")
    hands.visitor.sees("Children of every district swim.", "Contracting, by district.")
    hands.enter("Open consultation")
    hands.enter("Open consultation")
    hands.visitor.sees("Consultation is open. Those who are asked were told.")
