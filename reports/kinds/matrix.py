"""The matrix in force on one landscape sheet."""

from __future__ import annotations

from django.utils.translation import gettext as _

from raci.authority import Facts
from raci.models import Activity, Assignment, Matrix, Role
from raci.refusals import Refused
from reports.kinds.kind import Printed, PrintKind


def facts(_subject: int | None, who: Facts) -> Printed:
    """The version in force today; everybody who is signed in may read it."""
    if who.matrix is None:
        raise Refused(_("The city has no matrix in force."))
    matrix = Matrix.objects.get(pk=who.matrix.pk)
    roles = list(Role.objects.exclude(column=None).order_by("column"))
    cells = {
        (cell.activity_id, cell.role_id): "/".join(cell.codes)
        for cell in Assignment.objects.filter(activity__matrix=matrix)
    }
    rows = [
        (activity, [cells.get((activity.pk, role.pk), "") for role in roles])
        for activity in Activity.objects.filter(matrix=matrix).select_related("category").order_by("order")
    ]
    title = _("RACI matrix, version %(number)s") % {"number": matrix.number}
    return Printed(title, {"matrix": matrix, "roles": roles, "rows": rows})


MATRIX = PrintKind("matrix", "reports/matrix.html", facts)
