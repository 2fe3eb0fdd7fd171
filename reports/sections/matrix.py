"""The matrix as plain values: its roles, and its activities by category with a cell for each role."""

from __future__ import annotations

from django.utils.formats import date_format

from raci.models import Activity, Assignment, Matrix, Role
from reports.blocks import Block

DAY = "j M Y"


def sheet_of(matrix: Matrix) -> Block:
    """One version (3 queries)."""
    roles = list(Role.objects.exclude(column=None).order_by("column"))
    cells = {
        (cell.activity_id, cell.role_id): "/".join(cell.codes)
        for cell in Assignment.objects.filter(activity__matrix=matrix)
    }
    groups: dict[int, Block] = {}
    for one in Activity.objects.filter(matrix=matrix).select_related("category").order_by("order"):
        category = one.category
        group = groups.setdefault(
            category.pk,
            {"code": category.code, "title": category.title, "is_procedure": category.is_procedure, "rows": []},
        )
        codes = [cells.get((one.pk, role.pk), "") for role in roles]
        group["rows"].append({"code": one.code, "title": one.title, "codes": codes})
    return {
        "block": "matrix", "number": matrix.number, "title": matrix.title, "label": matrix.label, "source": matrix.source,
        "adopted_by": matrix.adopted_by, "effective_on": date_format(matrix.effective_on, DAY) if matrix.effective_on else "",
        "roles": [role.short_name for role in roles], "groups": list(groups.values()),
    }  # fmt: skip
