"""The demonstration's releases: figures about people that went the whole way out, by the same acts as everybody's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from metrics.actions.releases import ask_for_making, begin_release, change_release
from metrics.models import DataRelease, Indicator
from metrics.periods import parse
from raci import jobs
from raci.actions import cases
from raci.authority import Act
from raci.models import Case, Person

WRITER, DECIDER = "equity-policy", "equity-officer"


def bring_releases(
    told: list[dict[str, Any]], person: Callable[[str], Person], answer_all: Callable[[Case], Any]
) -> None:
    """Each made, consulted on, decided and out; `answer_all` has everybody answer who was asked."""
    for one in told:
        _release(one, person(WRITER), person(DECIDER), answer_all)


def _release(told: dict[str, Any], writer: Person, decider: Person, answer_all: Callable[[Case], Any]) -> None:
    indicator = Indicator.objects.get(versions__title=told["measure"])
    begun = begin_release(indicator=indicator, title=told["title"], purpose=told["purpose"], by=writer)
    period = parse(told["period"])
    values = {"tables": told["tables"], "begins_on": period.begin, "ends_on": period.end}
    release: DataRelease = change_release(begun, values, by=writer)
    jobs.do(ask_for_making(release, by=writer).pk)
    case = release.record.cases.get()
    cases.open_consultation(case, by=writer)
    answer_all(case)
    cases.submit(case, by=writer)
    cases.decide(case, by=decider, kind=Act.APPROVE, sha256=case.texts.get().sha256)
