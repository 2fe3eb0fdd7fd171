"""Selections and EEO-4 tables behind counsel's gate: a run, its paper, an admission and tables, with the module on."""

from __future__ import annotations

from datetime import date
from typing import Any

from compliance.actions import selections as acts
from compliance.models import AdverseImpactRun, RunReader
from compliance.titlevii import gate
from compliance.titlevii.pools import Line
from tests.city import SmallCity

CANARY = "heron-behind-the-gate"  # in every text of what `furnish` makes: nobody but counsel and whom counsel admits meets it
HEAD = {
    "title": "Police officer, examination", "decision": "hire", "job": "Police officer", "begins_on": None,
    "decided_on": date(2026, 6, 30), "pool": "All who sat it", "left_out_rule": "", "withdrawals": 3, "duplicates": None,
    "method": "", "source": "Register of the examination",
}  # fmt: skip
YEAR = {"survey_year": 2023, "bands": "v1", "employees": 120, "full_time": 2, "other": 0, "new_hires": 0}
COUNT = {
    "status": "full_time", "category": 2, "salary": 70000, "race": "asian", "sex": "female", "count": 2,
}  # fmt: skip


def turned_on(city: SmallCity) -> None:
    """By the City Attorney."""
    if not gate.is_on():
        acts.acknowledge("I know how the guidelines stand, and direct these analyses.", by=city.attorney)


def lines(*counts: tuple[int, int], stratum: str = "") -> list[Line]:
    """Women and men, so many selected of so many."""
    return [
        Line("sex", name, people, chosen, stratum)
        for name, (chosen, people) in zip(("Women", "Men"), counts, strict=False)
    ]


def entered(city: SmallCity, *counts: tuple[int, int], **more: Any) -> AdverseImpactRun:
    """A run of the City Attorney's; without counts the guidelines' own example."""
    about = {name: more.pop(name) for name in ("selectors", "total", "lines") if name in more}
    found = about.pop("lines", None) or lines(*(counts or ((12, 40), (48, 80))))
    return acts.enter_run(acts.Entry(HEAD | more, found, **about), by=city.attorney)


def furnish(city: SmallCity) -> dict[str, dict[str, Any]]:
    """One of each."""
    turned_on(city)
    run = entered(city, title=CANARY, job=CANARY, pool=CANARY, source=CANARY, lines=[Line("sex", CANARY, 9, 1)])
    memo = acts.attach_memo(run.pk, {"title": CANARY, "words": CANARY}, None, by=city.attorney)
    acts.withdraw_run(run.pk, CANARY, by=city.attorney)
    reader: RunReader = acts.admit(city.post("equity-data"), None, may_enter=False, by=city.attorney)
    report = acts.enter_report(YEAR, [COUNT], by=city.attorney)
    return {
        "law-run": {"pk": run.pk},
        "law-memo": {"pk": run.pk, "memo": memo.pk},
        "law-reader": {"pk": reader.pk},
        "law-eeo4": {"pk": report.pk},
    }


# Whoever opens these is put on record.
RECORDED = [
    "compliance:gate-acknowledge",
    "compliance:run-detail",
    "compliance:eeo4-detail",
    "compliance:eeo4-export",
]
LISTS = {
    "compliance:run-list": ("attorney", dict),
    "compliance:reader-list": ("attorney", dict),
    "compliance:eeo4-list": ("attorney", dict),
}
POSTS = ("director-water", "equity-policy", "lead-vibrant-communities", "mayor", "city-auditor", "director-parks")


def grow(city: SmallCity, number: int) -> None:
    """A run, a post that reads it, and tables."""
    turned_on(city)
    run = entered(city)
    acts.admit(city.post(POSTS[number % len(POSTS)]), run, may_enter=False, by=city.attorney)
    acts.enter_report(YEAR, [COUNT], by=city.attorney)


ONE_THING = [
    "compliance:gate-acknowledge",
    "compliance:run-create",
    "compliance:run-detail",
    "compliance:run-withdraw",
    "compliance:run-erase",
    "compliance:run-admit",
    "compliance:memo-attach",
    "compliance:eeo4-create",
    "compliance:eeo4-detail",
    "compliance:eeo4-export",
    "compliance:eeo4-hold",
    "compliance:gate-take-back",
    "compliance:memo-file",
    "compliance:reader-end",
    "compliance:run-hold",
]
LOOKS = [
    {"name": "compliance:gate-acknowledge", "who": "attorney"},
    {"name": "compliance:run-list", "who": "attorney"},
    {"name": "compliance:run-list", "query": "?titles", "who": "attorney"},
    {"name": "compliance:run-create", "who": "attorney"},
    {"name": "compliance:run-detail", "args": "law-run", "who": "attorney"},
    {"name": "compliance:run-withdraw", "args": "law-run", "who": "attorney"},
    {"name": "compliance:run-erase", "args": "law-run", "who": "attorney"},
    {"name": "compliance:run-admit", "args": "law-run", "who": "attorney"},
    {"name": "compliance:memo-attach", "args": "law-run", "who": "attorney"},
    {"name": "compliance:reader-list", "who": "attorney"},
    {"name": "compliance:eeo4-list", "who": "attorney"},
    {"name": "compliance:eeo4-create", "who": "attorney"},
    {"name": "compliance:eeo4-detail", "args": "law-eeo4", "who": "attorney"},
]
NO_PAGE = [
    ("compliance:gate-take-back", "sent"),
    ("compliance:run-hold", "sent"),
    ("compliance:memo-file", "a file"),
    ("compliance:reader-end", "sent"),
    ("compliance:eeo4-export", "a file"),
    ("compliance:eeo4-hold", "sent"),
]
