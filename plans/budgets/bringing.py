"""Lines of a budget out of a CSV file or a pasted table: read row by row through the form of a line. All come in, or none."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from metrics.reading.texts import BEGINNING
from plans.budgets.forms import LineForm, MoneyForm
from plans.models import ActionInForce, BudgetReviewLine
from raci.imports.reading import delimiter_of

MOST = 500  # rows at once
COLUMNS = {  # by how the heads of spreadsheets call them
    "kind": ("kind", "type"),
    "label": ("what it is for", "label", "line", "description", "item", "program", "programme"),
    "requested_cents": ("requested", "request", "asked for", "amount"),
    "adopted_cents": ("adopted", "approved"),
    "spent_cents": ("spent", "actual", "actuals"),
    "fte": ("full-time equivalents", "fte", "ftes", "positions"),
    "action": ("action", "action number", "action’s number", "action's number"),
    "benefits": ("who benefits", "benefits", "benefit"),
    "burdens": ("who is burdened", "burdens", "burden"),
}
NEEDED = ("label", "requested_cents")
KINDS = {word: kind.value for kind in BudgetReviewLine.Kind for word in (kind.value, str(kind.label))}


@dataclass
class BroughtIn:
    """What was read: lines ready to be added, and what is wrong, each with its row."""

    lines: list[dict[str, Any]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def read(text: str, actions: Iterable[ActionInForce]) -> BroughtIn:
    """The lines of a table whose first row names its columns."""
    found = BroughtIn()
    try:
        rows = list(_rows(text))
    except csv.Error as error:
        found.problems.append(_("It is no table that can be read: %(why)s") % {"why": error})
        return found
    if not rows:
        found.problems.append(_("It has no row."))
        return found
    heads = _heads(rows[0][1])
    names = {"label": _("What it is for"), "requested_cents": _("Requested")}
    missing = [names[name] for name in NEEDED if name not in heads]
    if missing:
        text_of = _("The first row names the columns; it has none called: %(names)s.")
        found.problems.append(text_of % {"names": ", ".join(missing)})
        return found
    if len(rows) - 1 > MOST:
        text_of = ngettext("No more than %(n)d row at once.", "No more than %(n)d rows at once.", MOST)
        found.problems.append(text_of % {"n": MOST})
        return found
    actions = list(actions)
    for number, cells in rows[1:]:
        _read_row(found, number, {name: cells[at].strip() for name, at in heads.items() if at < len(cells)}, actions)
    if len(rows) == 1:
        found.problems.append(_("Below the names of the columns stands no row."))
    return found


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not empty, each with the number of the line that it begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text[:BEGINNING]), strict=True)
    begins = 1
    for row in reader:
        if any(cell.strip() for cell in row):
            yield begins, row
        begins = reader.line_num + 1


def _heads(cells: list[str]) -> dict[str, int]:
    """By field the place of its column."""
    said = [" ".join(cell.split()).strip("\ufeff").casefold() for cell in cells]
    found = {name: next((said.index(word) for word in words if word in said), None) for name, words in COLUMNS.items()}
    return {name: at for name, at in found.items() if at is not None}


def _read_row(found: BroughtIn, number: int, cells: Mapping[str, str], actions: list[ActionInForce]) -> None:
    kind = cells.get("kind", "").casefold()
    sent = {**cells, "kind": KINDS.get(kind, kind) or BudgetReviewLine.Kind.BASE.value}
    if wanted := cells.get("action", ""):
        fits = [one.action for one in actions if wanted in (str(one.action), one.number)]
        sent["action"] = str(fits[0]) if len(fits) == 1 else wanted if not fits else ""
        if len(fits) > 1:
            text = _(
                "Row %(row)s, Action: several plans have an action %(said)s; write the number of its row in the list."
            )
            found.problems.append(text % {"row": number, "said": wanted})
            return
    form, money = LineForm(sent, actions=actions), MoneyForm(sent)
    if form.is_valid() and money.is_valid():
        if money.cleaned_data["spent_cents"] is not None and money.cleaned_data["adopted_cents"] is None:
            found.problems.append(_("Row %(row)s, Adopted: say first what was adopted.") % {"row": number})
        found.lines.append({**form.values, **money.cleaned_data})
        return
    for bound in (form, money):
        for name, errors in bound.errors.items():
            label = bound.fields[name].label if name in bound.fields else ""
            told = {"row": number, "column": label, "why": " ".join(map(str, errors))}
            found.problems.append(_("Row %(row)s, %(column)s: %(why)s") % told)
