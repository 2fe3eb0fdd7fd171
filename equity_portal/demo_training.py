"""The demonstration's trainings, tools and help requests, by the same acts as everybody's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from engagement.desk import acts as desk
from engagement.models import Cohort, Enrolment, HelpRequest, Tool, TrainingProgramme
from engagement.toolkits import acts as toolkits
from engagement.training import attending, certificates, enrolling
from engagement.training.cohorts import add_session, begin_cohort
from engagement.training.programmes import SAID, add_material, ask_unit, begin_programme
from raci import clock, reviewing
from raci.models import Person, Post, Unit

FILE = "training.yaml"
KEEPER, HANDS_IN, DECIDER = "equity-officer", "equity-policy", "city-administrator"
Holder = Callable[[str], Person]


def bring_training(folder: Path, person: Holder) -> None:
    """What the city's folder tells, if it tells something."""
    path = folder / FILE
    if not path.exists():
        return
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    for one in told["programmes"]:
        row = _programme(one, person)
        for group in one["cohorts"]:
            _cohort(row, group, person)
    for one in told["tools"]:
        _tool(one, person)
    for one in told["help"]:
        _help(one, person)


def _day(days: int) -> date:
    return clock.today() + timedelta(days=days)


def _programme(told: dict[str, Any], person: Holder) -> TrainingProgramme:
    row = begin_programme({name: told[name] for name in SAID}, by=person(KEEPER))
    for one in told["materials"]:
        add_material(row, **one, by=person(KEEPER))
    for one in told["asked"]:
        unit = Unit.objects.get(code=one["unit"])
        due = _day(one["within_days"])
        ask_unit(row, unit, whom=one["whom"], people=one["people"], due_on=due, by=person(KEEPER))
    reviewing.hand_in(row, by=person(HANDS_IN))
    reviewing.accept(row, by=person(DECIDER))
    row.refresh_from_db()
    return row


def _cohort(programme: TrainingProgramme, told: dict[str, Any], person: Holder) -> None:
    by = person(KEEPER)
    said = {
        "title": told["title"], "about": told.get("about", ""), "begins_on": _day(told["begins"]),
        "ends_on": _day(told["ends"]), "applies_until": _day(told["applies"]), "places": told["places"],
        "by_form": programme.takes_residents,
    }  # fmt: skip
    row = begin_cohort(programme, said, by=by)
    for one in told["sessions"]:
        hours = {"on": _day(one["day"]), "begins": None, "ends": None, "place": ""}
        add_session(row, {"title": one["title"], **hours}, by=by)
    people: dict[Enrolment, int | None] = {enrolling.apply_myself(row, by=person(post)): None for post in told["staff"]}
    for one in told["residents"]:
        got = enrolling.receive_by_staff(row, {"name": one["name"], "email": one["email"]}, by=by)
        people[got.enrolment] = one.get("came")
    if told.get("finished"):
        _finished(row, people, by)


def _finished(row: Cohort, people: dict[Enrolment, int | None], by: Person) -> None:
    """Who came to how many sessions, staff to all."""
    enrolling.decide({one.pk: "enrolled" for one in people}, row, by=by)
    for number, session in enumerate(row.sessions.order_by("on"), 1):
        came = {one.pk: "came" if most is None or number <= most else "absent" for one, most in people.items()}
        attending.write_sheet(session, came, by=by)
    certificates.finish_cohort(row, by=by)


def _tool(told: dict[str, Any], person: Holder) -> None:
    before = Tool.objects.get(title=told["title"], version=told["replaces"]) if "replaces" in told else None
    row = toolkits.add_tool({name: told[name] for name in toolkits.SAID}, replaces=before, by=person(HANDS_IN))
    for one in told.get("used", ()):
        said = {"used_on": clock.today(), "used_for": one["for"], "learned": one["learned"]}
        toolkits.use_tool(row, said, by=person(one["by"]))


def _help(told: dict[str, Any], person: Holder) -> None:
    said = {"topic": told["topic"], "title": told["title"], "words": told["words"], "due_on": _day(14)}
    row = _asked(said, told, person)
    if "post" in told:
        desk.assign(row, Post.objects.get(code=told["post"]), _day(7), by=person(KEEPER))
    if "answer" in told:
        desk.answer(row, told["answer"], told["minutes"], by=person(KEEPER))
        desk.rate(row, told["rating"], "", by=person(told["by"]))


def _asked(said: dict[str, Any], told: dict[str, Any], person: Holder) -> HelpRequest:
    if "partner" in told:
        return desk.ask_for_partner(said, told["partner"], by=person(KEEPER))
    return desk.ask_for_help(said, by=person(told["by"]))
