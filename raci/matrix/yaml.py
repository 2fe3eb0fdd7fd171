"""A matrix in YAML: the shape of a city's matrix.yaml and procedures.yaml, and of the export."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml
from django.utils.translation import gettext as _

from raci.matrix.table import FACTS, Column, Heading, MatrixTable, Row, parse_codes, show_codes, unpublishable
from raci.plainyaml.fields import Fields
from raci.plainyaml.reading import Mistake, Mistakes, Node, read_bytes

CODE = r"[0-9A-Za-z][0-9A-Za-z_.-]{0,19}"


def to_yaml(table: MatrixTable) -> bytes:
    """The shape of a city's matrix.yaml, with the columns' names in it."""
    facts = {fact: getattr(table, fact) for fact in FACTS if getattr(table, fact)}
    columns = [{"code": one.code, "name": one.name, "short_name": one.short_name} for one in table.columns]
    categories = [_category_yaml(table, heading) for heading in table.categories]
    content = {**facts, "columns": columns, "categories": categories}
    text: str = yaml.dump(content, Dumper=_PlainDumper, sort_keys=False, allow_unicode=True, width=110)
    return text.encode()


class _PlainDumper(yaml.SafeDumper):
    """Never writes an alias: our own reader refuses them."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True


def _category_yaml(table: MatrixTable, heading: Heading) -> dict[str, Any]:
    mark = {"is_procedure": "true"} if heading.is_procedure else {}
    activities = [
        {
            "code": row.code,
            "title": row.title,
            "cells": {
                column.code: show_codes(codes)
                for column, codes in zip(table.columns, table.row(row.code), strict=True)
                if codes
            },
        }
        for row in table.rows_of(heading.code)
    ]
    return {"code": heading.code, "title": heading.title, **mark, "activities": activities}


def from_yaml(content: bytes, *, file: str = "matrix.yaml") -> MatrixTable:
    """Raises Mistakes."""
    mistakes: list[Mistake] = []
    table = read_matrix(read_bytes(content, file=file), mistakes=mistakes)
    if mistakes:
        raise Mistakes(mistakes)
    return table


def read_matrix(
    node: Node,
    *,
    mistakes: list[Mistake],
    roles: Mapping[str, Column] | None = None,
    procedures: Node | None = None,
    to_publish: bool = False,
) -> MatrixTable:
    """The table; what is wrong goes into `mistakes`.

    `roles`: the columns' names where the file gives codes only; `procedures`: a second file, whose categories are
    all this city's own; `to_publish`: each activity must have exactly one A and at least one R.
    """
    form = Fields(node, mistakes)
    facts = {fact: form.text(fact, most=2000, default="") for fact in FACTS[1:]}
    title = form.text("title")
    reading = _Reading(mistakes, columns=_columns(form, roles or {}))
    reading.categories_of(form, is_procedure=False)
    form.done()
    if procedures is not None:
        second = Fields(procedures, mistakes)
        second.text("note", most=2000, default="")
        reading.categories_of(second, is_procedure=True)
        second.done()
    table = reading.table(title, facts)
    if to_publish:
        reading.check_publishable(table)
    return table


def _columns(form: Fields, roles: Mapping[str, Column]) -> dict[str, Column]:
    columns: dict[str, Column] = {}
    for node in form.items("columns"):
        if isinstance(node.value, str):
            column = roles.get(node.value)
            if column is None:
                text = _("There is no role “%(code)s” with a column. Add it to the roles or mend the code.")
                form.mistakes.append(node.mistake(text % {"code": node.value}))
                continue
        else:
            one = Fields(node, form.mistakes)
            code = one.text("code", most=20, pattern=CODE)
            name = one.text("name", most=200)
            column = Column(code, name, one.text("short_name", most=40, default="") or name)
            one.done()
        if column.code in columns:
            form.mistakes.append(node.mistake(_("The column %(code)s is named twice.") % {"code": column.code}))
        columns[column.code] = column
    return columns


@dataclass
class _Reading:
    mistakes: list[Mistake]
    columns: dict[str, Column]
    categories: dict[str, Heading] = field(default_factory=dict)
    activities: dict[str, Row] = field(default_factory=dict)
    cells: dict[tuple[str, str], str] = field(default_factory=dict)
    places: dict[str, Node] = field(default_factory=dict)  # activity > where it stands

    def categories_of(self, form: Fields, *, is_procedure: bool) -> None:
        for node in form.items("categories"):
            one = Fields(node, self.mistakes)
            code = one.code("code", self.categories, most=20, pattern=CODE)
            title = one.text("title")
            own = one.boolean("is_procedure") or is_procedure
            self.categories[code] = Heading(code, title, own)
            for activity in one.items("activities"):
                self.activity(Fields(activity, self.mistakes), code)
            one.done()

    def activity(self, form: Fields, category: str) -> None:
        code = form.code("code", self.activities, most=20, pattern=CODE)
        self.activities[code] = Row(code, form.text("title"), category)
        self.places[code] = form.node
        for role, node in form.group("cells").items():
            self.cell(code, role, node)
        form.done()

    def cell(self, activity: str, role: str, node: Node) -> None:
        codes = parse_codes(node.value) if isinstance(node.value, str) else ("" if node.value is None else None)
        if role not in self.columns:
            text = _("There is no column “%(role)s”. The columns are: %(columns)s.")
            self.mistakes.append(node.mistake(text % {"role": role, "columns": ", ".join(self.columns)}))
        elif codes is None:
            text = _("This is no set of codes. Write R, A, C, I or several, as R/C.")
            self.mistakes.append(node.mistake(text))
        elif codes:
            self.cells[activity, role] = codes

    def table(self, title: str, facts: dict[str, str]) -> MatrixTable:
        return MatrixTable(
            title=title,
            columns=tuple(self.columns.values()),
            categories=tuple(self.categories.values()),
            activities=tuple(self.activities.values()),
            cells=self.cells,
            **facts,
        )

    def check_publishable(self, table: MatrixTable) -> None:
        for code, why in unpublishable(table).items():
            text = _("Activity %(code)s has %(why)s. To be in force it needs exactly one A and at least one R.")
            self.mistakes.append(self.places[code].mistake(text % {"code": code, "why": why}))
