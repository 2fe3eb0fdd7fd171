"""What the pages of quarterly reports show, each in a constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from plans.kinds import PROGRESS
from plans.models import Action, ProgressEvidence, ProgressLine, ProgressReport
from plans.progress import acts
from plans.progress.expected import Expected, calendar, expected, plans_in_force
from plans.progress.quarters import LOOKS_BACK, Quarter
from raci import reviewing
from raci.authority import Facts, Permission
from raci.grants import scopes_read, units_with
from raci.keeping import may_keep, namings_of
from raci.models import Scope, Unit
from raci.models.reviewed import Reviewed
from raci.refusals import Refused

State = Reviewed.State
RELATED = ("unit", "submitted_by", "answered_by")


# ---- which ones


def reports_read(facts: Facts) -> QuerySet[ProgressReport]:
    """The reports whose units' progress they read: R, A, C and I in the line, who reads all, and who is named."""
    rows = ProgressReport.objects.select_related(*RELATED)
    if facts.has("reads_all"):
        return rows
    scopes = {scope for found in scopes_read(facts).values() for scope in found}
    theirs = Scope.objects.filter(pk__in=scopes, activity_code=OuterRef("activity_code"), unit=OuterRef("unit"))
    seen = Q(Exists(theirs)) | Q(submitted_by=facts.person)
    for naming in namings_of(facts):
        if naming.kind in ("", PROGRESS.code):
            seen |= Q(activity_code=naming.activity_code, unit__path__startswith=naming.unit.path)
    return rows.filter(seen)


def reports_written(facts: Facts) -> list[ProgressReport]:
    """Those that are open, and theirs to write, what is due first in front (1 query)."""
    if not facts.posts and not facts.capacities:
        return []
    rows = reports_read(facts).filter(state__in=ProgressReport.OPEN).order_by("due_on", "unit__path")
    return [row for row in rows if reviewing.may_write(facts, row)]


def units_to_report(facts: Facts) -> QuerySet[Unit]:
    """Units for which they may begin a report."""
    found = units_with(facts, "R", PROGRESS.activity) | units_with(facts, "R", "1.1")
    return found.distinct().order_by("path")


def quarters_to_begin(facts: Facts) -> list[Quarter]:
    """The last quarters that are over."""
    return calendar().before(facts.today, LOOKS_BACK)


def need_units(facts: Facts) -> list[Unit]:
    """The units of theirs with a plan in force; 403 with the reason where they have none at all (2 queries)."""
    units = list(units_to_report(facts))
    if not units:
        text = _("Reporting on a quarter takes R (responsible) for %(activity)s in a unit; you hold none today.")
        raise Refused(text % {"activity": PROGRESS.activity})
    plans = plans_in_force(scope__unit__in=units)
    theirs = {plan.unit.pk: plan.unit for plan in plans if may_keep(facts, PROGRESS, plan.unit, activity=plan.activity)}
    return list(theirs.values())


# ---- one


@dataclass(frozen=True)
class Row:
    """An action of the quarter: what is asked, what was written, what shows it, how it went before."""

    asked: Expected | None  # None once it stands: then the line says all
    line: ProgressLine | None
    evidence: list[ProgressEvidence]

    @property
    def pk(self) -> int:
        """The action's number."""
        return self.asked.pk if self.asked else self.line.action  # type: ignore[union-attr]

    @property
    def was(self) -> str:
        """Where it stood, in words."""
        code = self.asked.was if self.asked else self.line.was  # type: ignore[union-attr]
        return str(Action.Status(code).label)


@dataclass
class ReportPage:
    """A quarterly report, and what the reader may do."""

    row: ProgressReport
    facts: Facts
    may_write: Permission
    may_hand_in: Permission
    may_answer: Permission
    may_take_back: Permission

    @cached_property
    def evidence(self) -> list[ProgressEvidence]:
        """The files that are on it."""
        return list(self.row.evidence.filter(removed_at=None).select_related("blob", "added_by"))

    @cached_property
    def asked(self) -> list[Expected]:
        """What is asked of the unit, while it is written."""
        return expected(self.row.unit, self.row.begins_on, self.row.ends_on)

    @cached_property
    def rows(self) -> list[Row]:
        """While it is written, what is asked with what was written; once handed in, as it was handed in."""
        lines = {line.action: line for line in self.row.lines.select_related("plan__record")}
        if self.row.state in ProgressReport.OPEN:
            return [Row(one, lines.get(one.pk), self.shown_by(one.pk)) for one in self.asked]
        return [Row(None, line, self.shown_by(line.action)) for line in lines.values()]

    def shown_by(self, action: int | None) -> list[ProgressEvidence]:
        """The files of an action's row; of None, those of the whole."""
        return [one for one in self.evidence if one.action == action]

    @property
    def of_the_whole(self) -> list[ProgressEvidence]:
        """Files that are of no row."""
        numbers = {row.pk for row in self.rows}
        return [one for one in self.evidence if one.action not in numbers]

    @cached_property
    def below(self) -> list[tuple[ProgressReport, bool]]:
        """What units below said of the same quarter, and whether the reader may read it."""
        return [(one, reviewing.may_read(self.facts, one)) for one in acts.below(self.row)]

    @cached_property
    def counts(self) -> list[tuple[str, str, int]]:
        """How many actions stand where: code, words, number."""
        said = [row.line.status for row in self.rows if row.line and row.line.status]
        return [(code, str(label), said.count(code)) for code, label in Action.Status.choices if code in said]

    @property
    def is_overdue(self) -> bool:
        """Whether its day has passed and it is not handed in."""
        return self.row.state in ProgressReport.OPEN and self.row.due_on < self.facts.today

    @property
    def is_past_grace(self) -> bool:
        """Whether the level above was told."""
        return self.row.state in ProgressReport.OPEN and self.row.grace_until < self.facts.today


def report_page(pk: int, facts: Facts) -> ReportPage:
    """For those who read the unit's progress; 404 to strangers."""
    row = ProgressReport.objects.select_related(*RELATED).filter(pk=pk).first()
    if row is None or not reviewing.may_read(facts, row):
        raise Refused(_("There is no such report."), visible=False)
    return ReportPage(
        row,
        facts,
        reviewing.may_write(facts, row),
        reviewing.may_hand_in(facts, row),
        reviewing.may_answer(facts, row),
        reviewing.may_take_back(facts, row),
    )


def page_to_write(pk: int, facts: Facts) -> ReportPage:
    """The same for who writes it now; 403 with the reason."""
    page = report_page(pk, facts)
    if not page.may_write:
        raise Refused(page.may_write.reason)
    return page


def evidence_for(pk: int, facts: Facts) -> ProgressEvidence:
    """A file of a report that they read; hidden from others."""
    row = ProgressEvidence.objects.select_related("report__unit", "blob").filter(pk=pk).first()
    if row is None or not reviewing.may_read(facts, row.report):
        raise Refused(_("There is no such file."), visible=False)
    return row
