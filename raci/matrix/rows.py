"""A matrix table from the database's rows, and into them."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import replace
from datetime import date

from raci.history.bulk import bulk_create, bulk_delete
from raci.matrix.table import FACTS, Column, Heading, MatrixTable, Row
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
        columns=columns_of_roles({cell.role.code for cell in cells}),
        categories=tuple(
            Heading(category.code, category.title, category.is_procedure)
            for category in Category.objects.filter(matrix=matrix).order_by("order", "pk")
        ),
        activities=tuple(Row(row.code, row.title, row.category.code) for row in activities),
        cells={(cell.activity.code, cell.role.code): cell.codes for cell in cells},
    )


def save_table(table: MatrixTable, matrix: Matrix, roles: Mapping[str, Role]) -> Matrix:
    """Save the version and its rows; `roles` by code. Inside `acting`."""
    _say_facts(matrix, table)
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


def _say_facts(matrix: Matrix, table: MatrixTable) -> None:
    matrix.title, matrix.source, matrix.label = table.title, table.source, table.label
    matrix.adopted_by = table.adopted_by
    matrix.adopted_on = date.fromisoformat(table.adopted_on) if table.adopted_on else None


def _category(matrix: Matrix, heading: Heading, order: int) -> Category:
    category = Category(
        matrix=matrix, code=heading.code, title=heading.title, is_procedure=heading.is_procedure, order=order
    )
    category.save()
    return category


def columns_of_roles(used: Container[str]) -> tuple[Column, ...]:
    """The roles that have a column and those of these codes, in the columns' order."""
    roles = [role for role in Role.objects.order_by("column", "code") if role.column or role.code in used]
    return tuple(Column(role.code, role.name, role.short_name) for role in roles)


# ---- a draft changed in place: only what differs is written, so that history tells what was changed and no more


def change_table(matrix: Matrix, table: MatrixTable, roles: Mapping[str, Role]) -> bool:
    """Make the draft say what the table says; returns whether anything was written. Inside `acting`."""
    was = table_of(matrix)
    if replace(was, columns=()) == replace(table, columns=()):
        return False
    _change_facts(matrix, was, table)
    old = {row.code: row for row in Activity.objects.filter(matrix=matrix)}
    gone = old.keys() - {row.code for row in table.activities}
    bulk_delete(Assignment.objects.filter(activity__in=[old[code].pk for code in gone]))
    for code in gone:
        old.pop(code).delete()
    _change_rows(matrix, table, old)
    _change_cells(was, table, old, roles)
    return True


def _change_facts(matrix: Matrix, was: MatrixTable, table: MatrixTable) -> None:
    if any(getattr(was, fact) != getattr(table, fact) for fact in FACTS):
        _say_facts(matrix, table)
        matrix.save()


def _change_rows(matrix: Matrix, table: MatrixTable, activities: dict[str, Activity]) -> None:
    """Categories and activities as the table has them; new activities are added to `activities`."""
    old = {one.code: one for one in Category.objects.filter(matrix=matrix)}
    for order, heading in enumerate(table.categories, 1):
        category = old.setdefault(heading.code, Category(matrix=matrix, code=heading.code))
        _save_if_changed(category, title=heading.title, is_procedure=heading.is_procedure, order=order)
    for order, row in enumerate(table.activities, 1):
        activity = activities.setdefault(row.code, Activity(matrix=matrix, code=row.code))
        _save_if_changed(activity, title=row.title, category=old[row.category], order=order)
    for code in old.keys() - {heading.code for heading in table.categories}:
        old[code].delete()


def _change_cells(
    was: MatrixTable, table: MatrixTable, activities: Mapping[str, Activity], roles: Mapping[str, Role]
) -> None:
    changed = {place for place in {*was.cells, *table.cells} if was.cells.get(place) != table.cells.get(place)}
    changed = {(code, role) for code, role in changed if code in activities}
    there = {
        (cell.activity.code, cell.role.code): cell
        for cell in Assignment.objects.filter(activity__in=activities.values()).select_related("activity", "role")
    }
    for code, role in sorted(changed):
        cell = there.get((code, role)) or Assignment(activity=activities[code], role=roles[role])
        if codes := table.cells.get((code, role), ""):
            _save_if_changed(cell, codes=codes)
        elif cell.pk:
            cell.delete()


def _save_if_changed(row: Category | Activity | Assignment, **values: object) -> None:
    if row.pk and all(getattr(row, name) == value for name, value in values.items()):
        return
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
