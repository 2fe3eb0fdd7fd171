"""The desk: asked, given to a post, answered, rated. The library: versions, and who used them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engagement.desk import acts as desk
from engagement.desk.capacity import capacity, quarters_until
from engagement.models import HelpRequest, Tool, ToolUse
from engagement.toolkits import acts as toolkits
from raci import xrays
from raci.authority import facts_for
from raci.models import Notice, Person
from raci.queries.waiting import waiting_on
from raci.refusals import Conflict, NotReady, Refused
from tests.city import SmallCity, small_city
from tests.engagement.training import later

pytestmark = [pytest.mark.django_db, pytest.mark.portland]
TOOL = {"title": "Equity lens", "version": "1", "step": "plan", "about": "Eight questions.", "place": "shelf 3"}


@pytest.fixture
def city(db: None) -> SmallCity:
    return small_city()


def asked(by: Person, **more: Any) -> HelpRequest:
    said = {"topic": "plan", "title": "How do we cost a goal?", "words": "", "due_on": later(14), **more}
    return desk.ask_for_help(said, by=by)


def waits(person: Person) -> list[tuple[str, Any]]:
    return [(one.detail, one.due_on) for one in waiting_on(facts_for(person)) if one.kind == "help"]


def found(person: Person, code: str) -> list[tuple[str, bool]]:
    looked = xrays.looked_at(facts_for(person))
    return [(one.finding.where, one.finding.is_mine) for one in looked if one.rule.code == code]


def test_a_question_goes_from_who_asks_to_who_knows_and_back(city: SmallCity) -> None:
    row = asked(city.director)
    assert row.unit == city.parks
    assert waits(city.officer) == [(f"Give it to a post · {city.parks.name}", later(14))]
    desk.assign(row, city.post("equity-manager-parks"), later(7), by=city.officer)
    assert waits(city.officer) == []
    assert waits(city.manager) == [(f"Answer it · {city.parks.name}", later(7))]
    assert Notice.objects.filter(person=city.manager, key__startswith="help:").count() == 1
    with pytest.raises(Refused):
        desk.answer(row, "No idea", 5, by=city.elsewhere)
    desk.answer(row, "By hours and by hands.", 90, by=city.manager)
    assert waits(city.manager) == []
    assert waits(city.director) == [(f"Say whether it helped · {city.parks.name}", None)]
    with pytest.raises(Refused):
        desk.rate(row, 5, "", by=city.manager)
    desk.rate(row, 4, "An example", by=city.director)
    with pytest.raises(Conflict):
        desk.rate(row, 1, "", by=city.director)
    with pytest.raises(Conflict):
        desk.answer(row, "Again", 5, by=city.manager)


def test_only_who_keeps_the_desk_writes_for_a_partner_or_gives_it_away(city: SmallCity) -> None:
    said = {"topic": "law", "title": "What is Title VI?", "words": "", "due_on": later(3)}
    with pytest.raises(Refused):
        desk.ask_for_partner(said, "Neighbours United", by=city.director)
    row = desk.ask_for_partner(said, "Neighbours United", by=city.officer)
    assert (row.unit, row.asker) == (None, "Neighbours United")
    with pytest.raises(Refused):
        desk.assign(row, city.post("equity-manager-parks"), later(7), by=city.director)
    with pytest.raises(NotReady):
        asked(city.director, due_on=later(-1))
    with pytest.raises(Refused):
        asked(city.reader)  # an account that only reads asks nothing


def test_hours_add_up_by_topic_and_quarter(city: SmallCity, move_time: Any) -> None:
    assert quarters_until(date(2026, 2, 1))[-2:] == [date(2025, 10, 1), date(2026, 1, 1)]
    desk.answer(asked(city.director), "So.", 90, by=city.officer)
    desk.answer(asked(city.manager, topic="law"), "So.", 30, by=city.officer)
    asked(city.elsewhere, topic="law")
    page = capacity(later(0))
    assert [(line.label, line.hours[-1], line.answered, line.waiting) for line in page.lines] == [
        ("Equity plan", 1.5, 1, 0), ("Civil-rights law", 0.5, 1, 1),
    ]  # fmt: skip
    assert page.total[-1] == 2.0
    assert page.card is not None


def test_xrays_find_a_request_past_its_day(city: SmallCity, move_time: Any) -> None:
    row = asked(city.director)
    move_time(days=14)
    assert found(city.officer, "help-unanswered") == []
    move_time(days=15)
    assert found(city.officer, "help-unanswered") == [(city.parks.name, True)]
    assert found(city.elsewhere, "help-unanswered") == [(city.parks.name, False)]
    desk.answer(row, "Late, sorry.", 5, by=city.officer)
    assert found(city.officer, "help-unanswered") == []


def test_a_later_version_takes_the_place_of_a_tool(city: SmallCity) -> None:
    first = toolkits.add_tool(TOOL, by=city.office)
    with pytest.raises(NotReady):
        toolkits.add_tool(TOOL, by=city.office)
    with pytest.raises(NotReady):
        toolkits.add_tool({**TOOL, "version": "2", "place": ""}, by=city.office)
    with pytest.raises(Refused):
        toolkits.add_tool({**TOOL, "version": "2"}, by=city.director)
    second = toolkits.add_tool({**TOOL, "version": "2"}, replaces=first, by=city.office)
    with pytest.raises(Conflict):
        toolkits.add_tool({**TOOL, "version": "3"}, replaces=first, by=city.office)
    with pytest.raises(NotReady):
        toolkits.edit_tool(second, {**TOOL, "version": "1"}, by=city.office, edits=0)
    toolkits.withdraw_tool(second, by=city.office)
    with pytest.raises(Conflict):
        toolkits.withdraw_tool(second, by=city.office)


def test_a_unit_says_that_it_used_a_tool(city: SmallCity) -> None:
    row = toolkits.add_tool(TOOL, by=city.office)
    said = {"used_on": later(0), "used_for": "Budget 2027", "learned": ""}
    toolkits.use_tool(row, said, by=city.manager)
    assert ToolUse.objects.get().unit == city.parks
    with pytest.raises(NotReady):
        toolkits.use_tool(row, {**said, "used_on": later(1)}, by=city.manager)
    with pytest.raises(Refused):
        toolkits.use_tool(row, said, by=city.reader)


def test_xrays_find_tools_that_nobody_uses_and_older_ones_that_somebody_does(city: SmallCity, move_time: Any) -> None:
    first = toolkits.add_tool(TOOL, by=city.office)
    move_time(days=180)
    assert found(city.office, "tool-unused") == []
    move_time(days=181)
    assert found(city.office, "tool-unused") == [(str(first), True)]
    second = toolkits.add_tool({**TOOL, "version": "2"}, replaces=first, by=city.office)
    assert found(city.office, "tool-unused") == []
    said = {"used_on": later(0), "used_for": "Budget", "learned": ""}
    toolkits.use_tool(Tool.objects.get(pk=first.pk), said, by=city.manager)
    assert found(city.office, "tool-outdated") == [], "on the day itself nobody could know"
    move_time(days=182)
    toolkits.use_tool(first, {**said, "used_on": later(0)}, by=city.manager)
    assert found(city.office, "tool-outdated") == [(city.parks.name, True)]
    toolkits.use_tool(second, {**said, "used_on": later(0)}, by=city.manager)
    assert len(found(city.office, "tool-outdated")) == 1
