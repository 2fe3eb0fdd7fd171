"""The demonstration: passwords for the made-up people, and plans brought on their way by the same acts as everybody's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, cast

import yaml
from django.contrib.auth.hashers import make_password

from equity_portal.demo_assessments import bring_assessments
from equity_portal.demo_barriers import bring_barriers
from equity_portal.demo_boards import bring_boards
from equity_portal.demo_bringing import bring_plans
from equity_portal.demo_budgets import bring_budgets
from equity_portal.demo_complaints import bring_complaints
from equity_portal.demo_figures import bring_figures
from equity_portal.demo_initiatives import bring_initiatives
from equity_portal.demo_languages import bring_languages
from equity_portal.demo_obligations import bring_obligations
from equity_portal.demo_partners import bring_partners
from equity_portal.demo_progress import bring_progress
from equity_portal.demo_registers import bring_registers
from equity_portal.demo_releases import bring_releases
from equity_portal.demo_reports import bring_reports
from equity_portal.demo_rounds import bring_rounds
from equity_portal.demo_section3 import bring_section3
from equity_portal.demo_standards import bring_standards
from equity_portal.demo_training import bring_training
from plans import actions as plans
from plans.models import Goal, Outcome, Plan
from raci import clock
from raci.actions import cases
from raci.authority import facts_for
from raci.city.loading import loader
from raci.consulting import to_ask
from raci.history import acting
from raci.history.bulk import bulk_update_where
from raci.models import Case, Consultation, Holding, Person, Post, Unit
from raci.models.city import in_force_on
from raci.refusals import Conflict


@dataclass(frozen=True)
class SignIn:
    """One of the made-up people to sign in as."""

    email: str
    post: str
    comes_to: str


def load_demo(folder: Path, *, password: str) -> list[SignIn]:
    """Set the password of every made-up person, bring the plans on their way, and say who to sign in as. Once.

    Raises Conflict where a plan already exists: the demonstration is for an empty city.
    """
    if Plan.objects.exists():
        raise Conflict("This city already has plans; the demonstration is for an empty one.")
    told: dict[str, Any] = yaml.safe_load((folder / "demo.yaml").read_text())
    _set_passwords(password)
    for plan in told["plans"]:
        _bring_on_its_way(plan)
    bring_standards(folder, _person, lambda case: _answer_all(case, {}))
    bring_progress(folder, _person, lambda case: _answer_all(case, {}))
    decider = told.get("decider", "city-administrator")
    for bring in (bring_initiatives, bring_assessments):
        bring(folder, _person, decider, lambda case: _answer_all(case, {}))
    bring_plans(folder, _person)
    bring_figures(told.get("measures", []), _person)
    bring_releases(told.get("releases", []), _person, lambda case: _answer_all(case, {}))
    bring_budgets(folder, _person)
    bring_registers(folder, _person)
    bring_languages(folder, _person)
    bring_barriers(folder, _person)
    bring_section3(folder, _person)
    bring_boards(folder, _person)
    bring_complaints(folder, _person)
    bring_obligations(folder, _person)
    bring_partners(folder, _person)
    bring_training(folder, _person)
    bring_reports(folder, _person, lambda case: _answer_all(case, {}))
    bring_rounds(folder, _person, lambda case: _answer_all(case, {}))
    return sign_ins(folder)


def sign_ins(folder: Path) -> list[SignIn]:
    """Who to sign in as, in the folder's order; a vacant post is left out."""
    told: dict[str, Any] = yaml.safe_load((folder / "demo.yaml").read_text())
    found = []
    for entry in told["sign_ins"]:
        holder = _holder(entry["post"])
        if holder is not None:
            found.append(SignIn(holder.person.email, holder.post.title, entry["comes_to"]))
    return found


def _set_passwords(password: str) -> None:
    hashed = make_password(password)  # once: hashing is slow on purpose, and the demonstration has one password
    with acting(by=loader(), act="load_demo"):
        bulk_update_where(Person.objects.filter(is_fictional=True), password=hashed)


def _holder(post: str) -> Holding | None:
    held = Holding.objects.filter(in_force_on(clock.today()), post__code=post, state=Holding.State.IN_FORCE)
    return held.select_related("person", "post").first()


def _person(post: str) -> Person:
    holding = _holder(post)
    if holding is None:
        raise Conflict(f"The demonstration needs a holder of {post}.")
    return holding.person


def _bring_on_its_way(told: dict[str, Any]) -> None:
    writer, submitter = _person(told["writer"]), _person(told["submitter"])
    plan = _write(told, writer)
    case = plans.open_case(plan)
    if told["goes_to"] == "draft":
        return
    cases.open_consultation(case, by=submitter)
    if told["goes_to"] == "submitted":
        answers = {answer["role"]: answer for answer in told.get("answers", [])}
        done = _answer_all(case, answers)
        cases.submit(case, by=submitter, done=done, note="")


def _write(told: dict[str, Any], by: Person) -> Plan:
    unit = Unit.objects.get(code=told["unit"])
    days, answered = {"begins_on": told["begins_on"], "ends_on": told["ends_on"]}, told.get("from_template")
    plan = plans.begin_plan(unit=unit, title=told["title"], **days, by=by, from_template=answered is not None)
    for section in plan.sections.filter(title__in=answered or {}):
        plans.change(section, {"words": (answered or {})[section.title]}, by=by)
    opinion = {f"opinion_{key}": value for key, value in told["opinion"].items()}
    plans.change(plan, {"summary": told["summary"], **opinion}, by=by)
    for goal_told in told["goals"]:
        goal = cast(
            Goal, plans.add(plan, {"title": goal_told["title"], "description": goal_told["description"]}, by=by)
        )
        for outcome_told in goal_told["outcomes"]:
            outcome = cast(Outcome, plans.add(goal, {"title": outcome_told["title"]}, by=by))
            for action in outcome_told["actions"]:
                plans.add(outcome, _action(action), by=by)
    return plan


def _action(told: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": told["title"],
        "lead": Post.objects.get(code=told["lead"]),
        "partners": told["partners"],
        "starts_on": _day(told["starts_on"]),
        "due_on": _day(told["due_on"]),
        "budget_cents": told["budget"],
    }


def _day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def _answer_all(case: Case, answers: dict[str, dict[str, str]]) -> dict[int, str]:
    """Every role that was asked answers through its first holder; returns what was done about words, by consultation."""
    done = {}
    people = {asked.role.code: asked.people for asked in to_ask(case, facts_for(loader()))}
    for consultation in Consultation.objects.filter(case=case, way=Consultation.Way.ASKED).select_related("role"):
        told = answers.get(consultation.role.code, {"answer": "no_objection", "words": ""})
        by = people[consultation.role.code][0]
        cases.answer(consultation, by=by, answer=told["answer"], words=told["words"])
        if told["words"]:
            done[consultation.pk] = told["done_about_it"]
    return done
