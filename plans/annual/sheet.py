"""The actions of a year as lines of a spreadsheet; text that a program could take for a formula is made plain."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from plans.models import Action
from raci.records import Content
from raci.spreadsheets import SafeWriter


def write_actions(told: Content, file: Any) -> None:
    """A line an action."""
    writer = SafeWriter(file)
    quarters = [one["label"] for one in told["quarters"]]
    writer.writerow(
        [_("Goal"), _("Number"), _("Action"), _("Lead"), _("Due"), *quarters, _("Stands"), _("First value"), _("Last value"),
         _("Budget"), _("Spent"), _("Late")]
    )  # fmt: skip
    for goal in told["goals"]:
        for one in goal["actions"]:
            money = [f"{one[name] / 100:.2f}" for name in ("budget_cents", "spent_cents")]
            writer.writerow(
                [goal["title"], one["number"], one["title"], one["lead"], one["due_on"],
                 *(said(code) for code in one["quarters"]), said(one["status"]), one["first_value"], one["last_value"],
                 *money, _("late") if one["is_late"] else ""]
            )  # fmt: skip


def said(code: str) -> str:
    """A status in words, "" where nothing was said."""
    return str(Action.Status(code).label) if code else ""
