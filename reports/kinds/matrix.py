"""The matrix in force on one landscape sheet."""

from __future__ import annotations

from django.utils.translation import gettext as _

from raci.authority import Facts
from raci.models import Matrix
from raci.refusals import Refused
from reports.kinds.kind import Printed, PrintKind
from reports.sections.matrix import sheet_of


def facts(_subject: int | None, who: Facts) -> Printed:
    """The version in force today; everybody who is signed in may read it."""
    if who.matrix is None:
        raise Refused(_("The city has no matrix in force."))
    matrix = Matrix.objects.get(pk=who.matrix.pk)
    title = _("RACI matrix, version %(number)s") % {"number": matrix.number}
    return Printed(title, {"sheet": sheet_of(matrix)})


MATRIX = PrintKind("matrix", "reports/matrix.html", facts)
