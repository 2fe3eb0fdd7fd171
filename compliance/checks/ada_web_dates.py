"""Web content and mobile apps: by which day, and how many days that is away.

The dates moved; each is told as it stood on the day asked. 42 USC 12132; 28 CFR 35.200-.205; 89 FR 31320 (2024-04-24);
dates moved by the interim final rule 91 FR 20902 (2026-04-20).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from compliance.checks.consulting import Consultation
from compliance.checks.facts import fact
from compliance.checks.law import Law
from compliance.checks.verdicts import Result, Said, Verdict, say
from compliance.checks.verdicts import worded as _

TITLE = "Web rule: the date that applies"
REQUIREMENT = "ADA-17"
LARGE, SMALL = "ada.web.date.ge_50k", "ada.web.date.lt_50k"
PREEXISTING = "preexisting_document"
EXCEPTIONS = (
    "archived", PREEXISTING, "third_party", "individualized_secured", "preexisting_social_post",
    "conforming_alternate", "equivalent_facilitation", "minimal_impact",
)  # fmt: skip


@dataclass(frozen=True)
class Facts:
    """The public entity, and if one is asked about, an item of its web or apps."""

    as_of: date | None = fact("The day the question is asked for")
    population: int | None = fact(
        "Total population at the latest decennial census; a department takes its city's", least=0
    )
    census_year: int | None = fact("The census", least=1990, most=2100)
    special_district: bool | None = fact(
        "True for a special district government: the later date whatever its population"
    )
    last_audit_on: date | None = fact("Day of the item's latest audit against the standard; null where there is none")
    open_failures: int | None = fact(
        "Success criteria of levels A and AA that it failed and that are still open", least=0
    )
    exception_claimed: str | None = fact("Which exception or claim is made for the item", choices=EXCEPTIONS)
    used_to_apply_or_participate: bool | None = fact(
        "Whether the item is now used to apply for, get or take part in a service"
    )


EXAMPLE: dict[str, Any] = {
    "as_of": "2026-06-30",
    "population": 291247,
    "census_year": 2020,
    "special_district": False,
    "last_audit_on": "2026-05-12",
    "open_failures": 7,
}


def judge(facts: Facts, law: Law) -> Verdict:
    """The date of the entity's class on the day asked, and what of it is still to be shown."""
    seen = Consultation(law, REQUIREMENT)
    day = seen.need(facts.as_of, "as_of", _("The dates were moved: without the day asked for none can be told."))
    key = _class(facts, seen, day)
    due = seen.day(key, day) if key else None
    standard = seen.text("ada.web.standard", day)
    if day is None or due is None or key is None:
        return seen.undetermined()
    told: dict[str, Any] = {
        "class": key.rsplit(".", 1)[-1], "due": due, "days_left": (due - day).days, "standard": standard,
        "census_year": facts.census_year, "exception_stands": _stands(facts, seen),
    }  # fmt: skip
    why = [_dated(day, due, standard), *_exception(facts, told["exception_stands"])]
    if seen.lacking:
        return seen.undetermined(told, *why)
    if facts.last_audit_on and facts.last_audit_on <= day and facts.open_failures == 0:
        said = say(_("The audit of %(day)s left no failure of levels A and AA open."), day=facts.last_audit_on)
        return seen.verdict(Result.EVIDENCE_CURRENT, [*why, said], told)
    why.append(_open(facts))
    return seen.verdict(Result.EVIDENCE_DUE if day <= due else Result.EVIDENCE_OVERDUE, why, told)


def _class(facts: Facts, seen: Consultation, day: date | None) -> str | None:
    """Which of the two dates is the entity's; None where that is not known."""
    if facts.special_district:
        return SMALL
    people = seen.need(
        facts.population, "population", _("Which of the two dates applies turns on the total population.")
    )
    large = seen.number("ada.web.population", day)
    if people is None or large is None:
        return None
    if people < large:
        return SMALL
    district = _("A special district has the later date whatever its population; whether it is one is not known.")
    return LARGE if seen.need(facts.special_district, "special_district", district) is False else None


def _dated(day: date, due: date, standard: str | None) -> Said:
    if day <= due:
        text = _("As of %(day)s the date is %(due)s, %(days)s days away (%(standard)s).")
        return say(text, day=day, due=due, days=(due - day).days, standard=standard or "?")
    text = _("As of %(day)s the date is %(due)s, %(days)s days ago (%(standard)s).")
    return say(text, day=day, due=due, days=(day - due).days, standard=standard or "?")


def _open(facts: Facts) -> Said:
    if facts.last_audit_on is None:
        return say(_("No audit of the item is on file."))
    if facts.open_failures is None:
        return say(_("What the audit of %(day)s left open is not known."), day=facts.last_audit_on)
    return say(
        _("%(count)s failures are open since the audit of %(day)s."), count=facts.open_failures, day=facts.last_audit_on
    )


def _stands(facts: Facts, seen: Consultation) -> bool | None:
    """Whether a claim can stand: not for an old document in use (28 CFR 35.201(b)). None where it is not known."""
    if facts.exception_claimed != PREEXISTING:
        return None
    text = _("The exception for documents that existed before turns on whether it is used now.")
    used = seen.need(facts.used_to_apply_or_participate, "used_to_apply_or_participate", text)
    return None if used is None else not used


def _exception(facts: Facts, stands: bool | None) -> list[Said]:
    if facts.exception_claimed is None:
        return []
    if stands is False:
        return [
            say(
                _(
                    "The exception for a document that existed before is not open to one that is used to apply or take part."
                )
            )
        ]
    return [say(_("An exception is claimed (%(kind)s): keep it in the register."), kind=facts.exception_claimed)]
