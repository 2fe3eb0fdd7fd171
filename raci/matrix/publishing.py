"""A version's way into force: what stands against approving it, what an approval does, and what the next one begins with."""

from __future__ import annotations

from datetime import date

from django.db.models import Max
from django.utils.translation import gettext as _

from raci import clock, grants
from raci.matrix.content import before, day_problems, title_of
from raci.matrix.rows import save_table, table_of
from raci.matrix.table import MatrixTable, unpublishable
from raci.models import Case, Consultation, Matrix, Role
from raci.refusals import Problem
from raci.workflow import Step, retitle

AUDITORS_REPORTS = "4.7"  # the auditor's independence (governance 2)


def barred(case: Case) -> list[Problem]:
    """Why this version may not be published now, whoever decides."""
    matrix, found = Matrix.objects.get(case=case), []
    if unpublishable(table_of(matrix)):
        found.append(Problem(_("Each activity needs exactly one A and at least one R. Return it to be mended.")))
    if _auditor_objects(matrix):
        text = _("It changes %(code)s, and the objection of those whose reports stand under it is open. Return it.")
        found.append(Problem(text % {"code": AUDITORS_REPORTS}))
    return found + day_problems(matrix)


def _auditor_objects(matrix: Matrix) -> bool:
    """Whether it changes the auditor's row and the newest answer of the role that decides there is an objection."""
    earlier = before(matrix)
    if earlier is None:
        return False
    was, now = table_of(earlier), table_of(matrix)
    if _row(was) == _row(now):
        return False
    deciders = [role for (code, role), codes in was.cells.items() if code == AUDITORS_REPORTS and "A" in codes]
    answered = Consultation.objects.filter(case=matrix.case, role__code__in=deciders).exclude(answer="")
    newest = answered.order_by("-text__number", "-answered_at").first()
    return newest is not None and newest.answer == Consultation.Answer.OBJECTION


def _row(table: MatrixTable) -> tuple[object, ...]:
    title = [row.title for row in table.activities if row.code == AUDITORS_REPORTS]
    return title, {role: codes for (code, role), codes in table.cells.items() if code == AUDITORS_REPORTS}


def approved(step: Step) -> date | None:
    """Put it in force on the day it was proposed for, at once where that has come; returns a day to come.

    What it grants is written in the same breath, in one pass whatever the city's size, and joined by its day when it is read.
    """
    matrix = Matrix.objects.get(case=step.case)
    today = clock.today()
    matrix.effective_on = max(today, matrix.wished_on or today)
    matrix.published_by = f"{step.by.name}, {step.via.capacity.label}"[:300]
    matrix.save(update_fields=["effective_on", "published_by"])
    grants.ensure_scopes()
    grants.publish(matrix)
    return matrix.effective_on if matrix.effective_on > today else None


def begun(step: Step, case: Case) -> None:
    """The next version begins as a copy of the one it was begun from, in the hands of who begins it."""
    source = Matrix.objects.get(case=step.case)
    table = table_of(source)
    roles = {role.code: role for role in Role.objects.all()}
    attach(step, case, save_table(table, Matrix(number=next_number()), roles))


def attach(step: Step, case: Case, matrix: Matrix) -> None:
    """This draft is what the case is about; who proposes it is its first author."""
    matrix.case = case
    matrix.save()
    case.authors.create(person=step.by)
    step.case = case  # the one that is retitled
    retitle(step, title_of(matrix))


def next_number() -> int:
    """The number of the next version, drafts counted."""
    return (Matrix.objects.aggregate(newest=Max("number"))["newest"] or 0) + 1
