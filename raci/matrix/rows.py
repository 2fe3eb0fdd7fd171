"""A matrix table from the database's rows, and into them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from raci.history.bulk import bulk_create
from raci.matrix.table import Column, Heading, MatrixTable, Row
from raci.models import Activity, Assignment, Category, Matrix, Role


def table_of(matrix: Matrix) -> MatrixTable:
    """The version's content; its columns are the roles that have a column, and those it gives codes. Four queries."""
    activities = list(Activity.objects.filter(matrix=matrix).select_related("category").order_by("order", "pk"))
    cells = list(Assignment.objects.filter(activity__matrix=matrix).select_related("activity", "role"))
    return MatrixTable(
        title=matrix.title,
        source=matrix.source,
        label=matrix.label,
        adopted_by=matrix.adopted_by,
        adopted_on=matrix.adopted_on.isoformat() if matrix.adopted_on else "",
        columns=_columns({cell.role_id for cell in cells}),
        categories=tuple(
            Heading(category.code, category.title, category.is_procedure)
            for category in Category.objects.filter(matrix=matrix).order_by("order", "pk")
        ),
        activities=tuple(Row(row.code, row.title, row.category.code) for row in activities),
        cells={(cell.activity.code, cell.role.code): cell.codes for cell in cells},
    )


def save_table(table: MatrixTable, matrix: Matrix, roles: Mapping[str, Role]) -> Matrix:
    """Save the version and its rows; `roles` by code. Inside `acting`."""
    matrix.title, matrix.source, matrix.label = table.title, table.source, table.label
    matrix.adopted_by = table.adopted_by
    matrix.adopted_on = date.fromisoformat(table.adopted_on) if table.adopted_on else None
    matrix.save()
    categories = {heading.code: _category(matrix, heading, order) for order, heading in enumerate(table.categories, 1)}
    cells = []
    for order, row in enumerate(table.activities, 1):
        activity = Activity(
            matrix=matrix, category=categories[row.category], code=row.code, title=row.title, order=order
        )
        activity.save()
        for column, codes in zip(table.columns, table.row(row.code), strict=True):
            if codes:
                cells.append(Assignment(activity=activity, role=roles[column.code], codes=codes))
    bulk_create(Assignment, cells)
    return matrix


def _category(matrix: Matrix, heading: Heading, order: int) -> Category:
    category = Category(
        matrix=matrix, code=heading.code, title=heading.title, is_procedure=heading.is_procedure, order=order
    )
    category.save()
    return category


def _columns(used: set[int]) -> tuple[Column, ...]:
    roles = [role for role in Role.objects.order_by("column", "code") if role.column or role.pk in used]
    return tuple(Column(role.code, role.name, role.short_name) for role in roles)
