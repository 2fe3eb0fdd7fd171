"""The acts on quarterly reports: opening one, writing it, and what accepting it does. `raci.reviewing` hands in and answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from plans.kinds import PROGRESS
from plans.models import Action, ProgressEvidence, ProgressLine, ProgressReport
from plans.progress.expected import Expected, InForce, calendar, expected, plans_in_force, units_with_plans
from plans.progress.quarters import LOOKS_BACK, Quarter
from raci import clock, reviewing
from raci.actions.documents import with_document
from raci.authority import facts_for
from raci.evidence.names import plain_name
from raci.history import acting
from raci.keeping import keeping
from raci.models import Blob, Person, Unit
from raci.refusals import Conflict, NotReady, Problem, Refused
from raci.service import service_person

Status = Action.Status
State = ProgressReport.State


@dataclass(frozen=True)
class Said:
    """What a row of the form says of an action. `status` "" is nothing yet; `is_unchanged`: as it stood before."""

    action: int
    status: str = ""
    is_unchanged: bool = False
    words: str = ""
    value: str = ""
    spent_cents: int | None = None


# ---- opening


def open_quarter() -> int:
    """Open the reports on the quarter that was over last, for each unit with a plan in force then; how many were new.

    The portal's own act; done twice it opens nothing twice.
    """
    with transaction.atomic():
        days = calendar()
        [quarter] = days.before(clock.today())
        units = [unit for unit in units_with_plans(quarter) if expected(unit, quarter.begins_on, quarter.ends_on)]
        if not units:
            return 0
        with acting(by=service_person("progress", _("Quarterly progress")), act="open_quarter"):
            for unit in units:
                _opened(plans_in_force(scope__unit=unit), quarter, quarter.ends_on)
        return len(units)


def begin_report(unit: Unit, begins_on: date, *, by: Person) -> ProgressReport:
    """Open a unit's report on a quarter that is over, by R: for a plan that came into force later, or before the portal does.

    A form sent twice opens one.
    """
    with transaction.atomic():
        Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
        quarter = next(
            (one for one in calendar().before(clock.today(), LOOKS_BACK) if one.begins_on == begins_on), None
        )
        if quarter is None:
            raise NotReady([Problem(_("Choose one of the last four quarters that are over."), field="quarter")])
        known = ProgressReport.objects.filter(unit=unit, begins_on=begins_on).first()
        if known is not None:
            url = reverse("plans:progress-detail", args=[known.pk])
            raise NotReady([Problem(_("There is a report on this quarter already."), url=url)])
        if not expected(unit, quarter.begins_on, quarter.ends_on):
            text = _("No action of a plan in force had begun by then, so there is nothing to report.")
            raise NotReady([Problem(text, field="quarter")])
        plans = plans_in_force(scope__unit=unit)
        with keeping(PROGRESS, unit, by=by, act="open_quarter", activity=plans[0].activity):
            return _opened(plans, quarter, min(plan.since for plan in plans))


def _opened(plans: list[InForce], quarter: Quarter, since: date) -> ProgressReport:
    """It stands under the activity of the unit's plans."""
    due, grace = calendar().due(quarter, since)
    return ProgressReport.objects.create(
        unit=plans[0].unit, activity_code=plans[0].activity, quarter=quarter.label, begins_on=quarter.begins_on,
        ends_on=quarter.ends_on, due_on=due, grace_until=grace,
    )  # fmt: skip


# ---- writing


def write_report(
    report: ProgressReport, *, words: str, said: Iterable[Said], by: Person, opened: str = ""
) -> ProgressReport:
    """Keep what is typed, complete or not. `opened`: the report's fingerprint when its form was opened."""
    asked = {one.pk: one for one in expected(report.unit, report.begins_on, report.ends_on)}
    with reviewing.writing(report, by=by, act="write_progress", opened=opened) as locked:
        known = {line.action: line for line in locked.lines.all()}
        for line in known.values():
            if line.action not in asked:  # a later version of the plan dropped it, or it was over before
                line.delete()
        for one in said:
            if one.action in asked:
                _keep(known.get(one.action) or ProgressLine(report=locked), asked[one.action], one)
        locked.words, locked.edits = words.strip(), locked.edits + 1
        locked.save()
    report.refresh_from_db()
    return report


def _keep(line: ProgressLine, asked: Expected, said: Said) -> None:
    values = {
        "plan_id": asked.plan.pk, "action": asked.pk, "number": asked.number, "title": asked.title,
        "was": asked.was, "was_value": asked.was_value,
        "status": asked.was if said.is_unchanged else said.status, "is_unchanged": said.is_unchanged,
        "words": said.words.strip(), "value": said.value.strip(), "spent_cents": said.spent_cents,
    }  # fmt: skip
    if line.pk is None or any(getattr(line, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(line, name, value)
        line.save()


def submit_report(
    report: ProgressReport, *, words: str, said: Iterable[Said], by: Person, opened: str = ""
) -> ProgressReport:
    """Keep what is typed, then hand it in. What it lacks is said by row (`NotReady`), and what was typed stays kept."""
    write_report(report, words=words, said=said, by=by, opened=opened)
    reviewing.hand_in(report, by=by)
    return report


def missing(report: ProgressReport) -> list[Problem]:
    """What each row still lacks; `field` is the row's, as the form names it. Then who below has not handed in yet."""
    lines = {line.action: line for line in report.lines.all()}
    found = []
    for one in expected(report.unit, report.begins_on, report.ends_on):
        text, field = _lacks(lines.get(one.pk))
        if text:
            url = f"{reverse('plans:progress-write', args=[report.pk])}#action-{one.pk}"
            found.append(Problem(f"{one.number} {one.title}: {text}", field=f"a{one.pk}-{field}", url=url))
    return found + _waited_for(report)


def _lacks(line: ProgressLine | None) -> tuple[str, str]:
    if line is None or not line.status:
        return _("Say where it stands."), "answer"
    if line.words:
        return "", ""
    if line.is_unchanged:
        return _("Say why nothing changed."), "words"
    if line.status == Status.BLOCKED:
        return _("Say what blocks it, and who could clear the way."), "words"
    if line.status == Status.BEHIND:
        return _("Say why it is behind, and what is done about it."), "words"
    return (_("Say why it is stopped."), "words") if line.status == Status.STOPPED else ("", "")


def below(report: ProgressReport) -> list[ProgressReport]:
    """The reports of units below on the same quarter."""
    found = ProgressReport.objects.filter(unit__path__startswith=report.unit.path, begins_on=report.begins_on)
    return list(found.exclude(pk=report.pk).select_related("unit").order_by("unit__path"))


def _waited_for(report: ProgressReport) -> list[Problem]:
    """The lowest level reports first, until its day has passed: then one goes on without it."""
    if clock.today() > report.due_on:
        return []
    text = _("%(unit)s below reports first: until %(day)s it is waited for.")
    return [
        Problem(
            text % {"unit": one.unit.name, "day": date_format(one.due_on)},
            url=reverse("plans:progress-detail", args=[one.pk]),
        )
        for one in below(report)
        if one.state in ProgressReport.OPEN
    ]


def _first_handed_in(row: ProgressReport) -> None:
    row.handed_in_on = row.handed_in_on or clock.today()


def _carry_over(row: ProgressReport) -> None:
    """The actions stand as the accepted report has them; one that a later version dropped is nowhere to set."""
    lines = {line.action: line.status for line in row.lines.all()}
    for action in Action.objects.select_for_update(of=("self",)).filter(pk__in=lines).order_by("pk"):
        if action.status != lines[action.pk]:
            action.status = Status(lines[action.pk])
            action.save()


REVIEW = reviewing.Review(
    PROGRESS,
    unit=lambda row: row.unit,
    url=lambda row: reverse("plans:progress-detail", args=[row.pk]),
    related=("unit",),
    activity=lambda row: row.activity_code,
    problems=missing,
    freeze=_first_handed_in,
    accepting=_carry_over,
)


# ---- evidence


def add_evidence(
    report: ProgressReport, upload: UploadedFile[bytes] | None, *, title: str, action: int | None, by: Person
) -> ProgressEvidence:
    """A file that shows what an action's row, or the whole, says. `NotReady` says at which field something is wrong."""
    permission = reviewing.may_write(facts_for(by), report)
    if not permission or permission.via is None:
        raise Refused(permission.reason)
    if upload is None:
        raise NotReady([Problem(_("Choose a file."), field="document")])
    label, cell = permission.via.capacity.label, permission.via.cell

    def keep(blob: Blob | None) -> ProgressEvidence:
        assert blob is not None
        with reviewing.writing(report, by=by, act="add_progress_evidence") as locked:
            if locked.evidence.filter(blob=blob, removed_at=None).exists():
                raise NotReady([Problem(_("This file is on it already."), field="document")])
            locked.edits += 1
            locked.save()
            return ProgressEvidence.objects.create(
                report=locked, action=action, title=title.strip(), blob=blob, file_name=plain_name(upload.name or ""),
                added_by=by, added_as=label, added_at=clock.now(),
            )  # fmt: skip

    return with_document(upload, keep, by=by, act="add_progress_evidence", post=label, cell=cell)


def remove_evidence(row: ProgressEvidence, *, by: Person) -> None:
    """Take it off while the report is written; row and bytes stay."""
    with reviewing.writing(row.report, by=by, act="remove_progress_evidence") as locked:
        current = locked.evidence.select_for_update().get(pk=row.pk)
        if current.removed_at:
            raise Conflict(_("It has already been taken off."))
        current.removed_at = clock.now()
        current.save()
        locked.edits += 1
        locked.save()
