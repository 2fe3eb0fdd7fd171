"""What the pages of annual reports show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from plans.annual.year import assembled
from plans.kinds import ANNUAL, PLAN
from plans.models import AnnualReport, Plan
from plans.progress.expected import calendar, plans_in_force
from raci import reviewing
from raci.authority import Facts, Permission
from raci.grants import scopes_read
from raci.keeping import may_keep, namings_of
from raci.models import Scope
from raci.records import Content
from raci.refusals import Refused

RELATED = ("plan__record__scope__unit", "submitted_by", "answered_by")


def reports_read(facts: Facts) -> QuerySet[AnnualReport]:
    """R, A, C and I in the plan's line, who reads all, and who is named."""
    rows = AnnualReport.objects.select_related(*RELATED)
    if facts.has("reads_all"):
        return rows
    scopes = {scope for found in scopes_read(facts).values() for scope in found}
    seen = Q(Exists(Scope.objects.filter(pk__in=scopes, pk=OuterRef("plan__record__scope"))))
    seen |= Q(submitted_by=facts.person)
    for naming in namings_of(facts):
        if naming.kind in ("", ANNUAL.code):
            path = naming.unit.path
            seen |= Q(activity_code=naming.activity_code, plan__record__scope__unit__path__startswith=path)
    return rows.filter(seen)


def plans_to_report(facts: Facts) -> list[Plan]:
    """Plans in force that they report on (2 queries; none where they hold no R)."""
    if not facts.activities_with("R") & {PLAN.activity, "1.1"} and not namings_of(facts):
        return []
    scopes = [scope for found in scopes_read(facts).values() for scope in found]
    plans = plans_in_force(scope__in=scopes)
    return [one.plan for one in plans if may_keep(facts, ANNUAL, one.unit, activity=one.activity)]


def need_plans(facts: Facts) -> list[Plan]:
    """The same; 403 with the reason where they report for no unit at all."""
    found = plans_to_report(facts)
    if not found and not facts.activities_with("R") & {PLAN.activity, "1.1"}:
        text = _("Reporting on a year takes R (responsible) for %(activity)s in a unit; you hold none today.")
        raise Refused(text % {"activity": PLAN.activity})
    return found


def years(facts: Facts) -> list[tuple[date, str]]:
    """The fiscal year that runs, and the two before it: first day, and how each is called."""
    first = calendar().quarter_of(facts.today)
    begins = [one for one in [first, *calendar().before(facts.today, 11)] if one.number == 1]
    return [(one.begins_on, f"FY {one.year}") for one in begins]


@dataclass
class AnnualPage:
    """One annual report, and what the reader may do."""

    row: AnnualReport
    may_write: Permission
    may_hand_in: Permission
    may_answer: Permission
    may_take_back: Permission

    @cached_property
    def told(self) -> Content:
        """All of the year, as plain values."""
        return assembled(self.row)

    @property
    def missing_quarters(self) -> list[str]:
        """Quarters with no accepted report."""
        return [one["label"] for one in self.told["quarters"] if not one["is_accepted"]]

    @property
    def late(self) -> list[Content]:
        """Actions whose day passed in the year and that are open."""
        return [action for goal in self.told["goals"] for action in goal["actions"] if action["is_late"]]


def annual_page(pk: int, facts: Facts) -> AnnualPage:
    """For those who read the plan's progress; 404 to strangers."""
    row = AnnualReport.objects.select_related(*RELATED).filter(pk=pk).first()
    if row is None or not reviewing.may_read(facts, row):
        raise Refused(_("There is no such report."), visible=False)
    return AnnualPage(
        row,
        reviewing.may_write(facts, row),
        reviewing.may_hand_in(facts, row),
        reviewing.may_answer(facts, row),
        reviewing.may_take_back(facts, row),
    )


def page_to_write(pk: int, facts: Facts) -> AnnualPage:
    """The same for who writes it now; 403 with the reason."""
    page = annual_page(pk, facts)
    if not page.may_write:
        raise Refused(page.may_write.reason)
    return page
