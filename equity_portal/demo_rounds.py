"""The demonstration's feedback round and public comment, by the same acts as everybody's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import yaml

from engagement.commenting.acts import announce_round, comment_by_form, judge_comment
from engagement.models import FeedbackRound, FeedbackTheme, HeardGroup, Quote
from engagement.rounds import acts
from raci import clock
from raci.actions import cases
from raci.authority import Act
from raci.models import Case, Person
from raci.the_city import need_city

FILE = "rounds.yaml"
WRITER, CODER, DECIDER = "equity-policy", "equity-data", "city-administrator"
Holder = Callable[[str], Person]


def bring_rounds(folder: Path, person: Holder, answer_all: Callable[[Case], Any]) -> None:
    """What the city's folder tells, if it tells something; `answer_all` has everybody answer who was asked."""
    path = folder / FILE
    if not path.exists():
        return
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    for one in told["rounds"]:
        row = _written(one, person(WRITER))
        _coded(row, one["coded"], person)
        _decided(row, person, answer_all)
        for did in one["did"]:
            acts.say_what_was_done(row, said=did["said"], did=did["did"], by=person(WRITER))
    for one in told["comments"]:
        _announced(one, person(WRITER))


def _written(told: dict[str, Any], by: Person) -> FeedbackRound:
    row = acts.begin_round(need_city(), told["title"], by=by)
    days = {"begins_on": _ago(told["began_days_ago"]), "ends_on": _ago(told["ended_days_ago"])}
    acts.change(row, {"title": told["title"], "asked": told["asked"], **days}, by=by)
    for group in told["heard"]:
        acts.add(row, HeardGroup, {"asked": None, **group}, by=by)
    for one in told["themes"]:
        theme = acts.add(row, FeedbackTheme, {"title": one["title"], "words": one["words"]}, by=by)
        for quote in one.get("quotes", ()):
            acts.add(theme, Quote, quote, by=by)
    return row


def _coded(row: FeedbackRound, told: list[dict[str, Any]], person: Holder) -> None:
    for who, coder in ((WRITER, "first"), (CODER, "second")):
        acts.code_answers(row, dict(enumerate(_themes(told, coder), 1)), by=person(who))


def _themes(told: list[dict[str, Any]], coder: str) -> Iterator[int]:
    for one in told:
        yield from [one[coder]] * one["times"]


def _decided(row: FeedbackRound, person: Holder, answer_all: Callable[[Case], Any]) -> None:
    case = acts.open_case(row)
    cases.open_consultation(case, by=person(WRITER))
    answer_all(case)
    cases.submit(case, by=person(WRITER))
    cases.decide(case, by=person(DECIDER), kind=Act.APPROVE, sha256=case.texts.get().sha256)


def _announced(told: dict[str, Any], by: Person) -> None:
    names = ("title", "title_es", "about", "about_es", "draft")
    days = {"opens_on": clock.today(), "closes_on": _ago(-told["days"])}
    row = announce_round({"unit": need_city(), **{name: told[name] for name in names}, **days}, by=by)
    for one in told["comments"]:
        comment = comment_by_form(row, words=one["words"], name=one.get("name", ""), sending=uuid4())
        if one["state"] != "waits":
            judge_comment(
                comment, state=one["state"], reason=one.get("reason", ""), answer=one.get("answer", ""), by=by
            )


def _ago(days: int) -> date:
    return clock.today() - timedelta(days=days)
