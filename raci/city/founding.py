"""The matrix of a city's folder: version 1 in force as the founding act, once; later versions as drafts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import Max
from django.utils.translation import gettext as _

from raci import clock
from raci.city.changes import Change
from raci.matrix.rows import save_table, table_of
from raci.matrix.table import MatrixTable, says_the_same
from raci.models import Matrix, Person, Role


class MatrixLoading:
    """Inside `acting`."""

    version: Matrix

    def __init__(self, table: MatrixTable, roles: Mapping[str, Role], by: Person) -> None:
        self.table, self.roles, self.by = table, roles, by

    def found(self) -> list[Change]:
        """Put the table in force from today; the version says who loaded it."""
        label = _("loaded by %(person)s") % {"person": self.by}
        self.version = self._save(effective_on=clock.today(), published_by=label)
        return [Change("added", "matrix", str(self.version), _("in force from today, as the founding act"))]

    def draft(self) -> list[Change]:
        """A draft, unless a version says the same already."""
        versions = list(Matrix.objects.order_by("-number"))
        same = next((version for version in versions if says_the_same(table_of(version), self.table)), None)
        if same is None:
            self.version = self._save(effective_on=None, published_by="")
            text = _("differs from the matrix in force; a draft that waits for its decision")
            return [Change("drafted", "matrix", str(self.version), text)]
        in_force = next((version for version in versions if version.effective_on), None)
        if same == in_force:
            return []
        text = _("the folder's matrix is %(same)s; %(in_force)s is in force; nothing changed")
        return [Change("left", "matrix", str(same), text % {"same": same, "in_force": in_force})]

    def _save(self, *, effective_on: date | None, published_by: str) -> Matrix:
        newest = Matrix.objects.aggregate(newest=Max("number"))["newest"] or 0
        matrix = Matrix(number=newest + 1, effective_on=effective_on, published_by=published_by)
        return save_table(self.table, matrix, self.roles)
