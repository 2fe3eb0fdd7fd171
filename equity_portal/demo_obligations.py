"""The demonstration's facts of the city, awards, obligations, evidence and a finding, by the same acts as everybody's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml

from compliance.actions.assessments import assess
from compliance.actions.findings import add_action, raise_finding
from compliance.actions.funding import add_award, say_fact
from compliance.actions.generation import generate
from compliance.actions.obligations import set_due
from compliance.actions.proofs import add_evidence
from compliance.models import Obligation, Requirement
from raci import clock, reviewing
from raci.models import Person, Post, Unit

FILE = "compliance/obligations.yaml"
Holder = Callable[[str], Person]
UNSAID = {"agency_name": "", "through": "", "sub_recipients": [], "note": ""}


def bring_obligations(folder: Path, person: Holder) -> None:
    """What the city's folder tells, if it tells something; `person` gives the holder of a post."""
    path = folder / FILE
    if not path.exists():
        return
    told: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    _facts(told["facts"], person)
    for one in told["awards"]:
        _award(one, person)
    generate()
    for one in told["due"]:
        row = _of(one)
        due_on = max(row.begins_on, clock.today() + timedelta(days=one["days"]))
        set_due(row, by=person(one["keeper"]), due_on=due_on, why=one["why"])
    for one in told["evidence"]:
        _evidence(one, person)
    for one in told["assessments"]:
        _assessment(one, person)
    for one in told["findings"]:
        _finding(one, person)


def _of(told: dict[str, Any]) -> Obligation:
    """The obligation that runs now."""
    found = Obligation.objects.filter(requirement__code=told["requirement"], unit__code=told["unit"])
    return found.select_related("requirement", "unit").earliest("due_on", "pk")


def _facts(told: dict[str, Any], person: Holder) -> None:
    on = clock.today() - timedelta(days=told["days_ago"])
    for one in told["told"]:
        say_fact(one.pop("key"), by=person(told["said_by"]), on=on, **one)


def _award(told: dict[str, Any], person: Holder) -> None:
    begins = clock.today() - timedelta(days=told.pop("days_ago"))
    days = {"begins_on": begins, "ends_on": begins + timedelta(days=told.pop("days"))}
    unit, keeper = Unit.objects.get(code=told.pop("unit")), person(told.pop("keeper"))
    cents = told.pop("dollars") * 100
    add_award(unit, {**UNSAID, **told, **days, "cents": cents}, by=keeper)


def _evidence(told: dict[str, Any], person: Holder) -> None:
    since = clock.today() - timedelta(days=told["days_ago"])
    add_evidence(
        _of(told), by=person(told["keeper"]), title=told["title"], effective_on=since,
        expires_on=since + timedelta(days=told["days"]), place=told["place"],
    )  # fmt: skip


def _assessment(told: dict[str, Any], person: Holder) -> None:
    by = person(told["keeper"])
    row = assess(_of(told), by=by, judgement=told["judgement"], words=told["words"])
    reviewing.hand_in(row, by=by)
    if "accepted_by" in told:
        reviewing.accept(row, by=person(told["accepted_by"]))


def _finding(told: dict[str, Any], person: Holder) -> None:
    unit, today = Unit.objects.get(code=told["unit"]), clock.today()
    requirement = Requirement.objects.filter(code=told["requirement"]).latest("pk")
    values = {name: told[name] for name in ("title", "words", "weight")}
    values |= {"source": "audit", "found_on": today - timedelta(days=told["days_ago"]), "requirement": requirement}
    found = raise_finding(unit, values, by=person(told["raiser"]), obligation=_of(told))
    for one in told["actions"]:
        about = {"title": one["title"], "words": "", "effort_days": one["effort_days"]}
        about |= {"owner": Post.objects.get(code=one["owner"]), "due_on": today + timedelta(days=one["days"])}
        add_action(found, about, by=person(one["keeper"]))
