"""A line as it is kept until it comes in: what was read, what a person made of it, and what it still lacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from plans.bringing.leading import Candidate, lead_of
from plans.bringing.reading.lines import UNDERSTOOD, Line, Reading, Remark, What
from raci.actions.imports import spoken
from raci.evidence.verdicts import _ as _mark
from raci.imports.verdicts import say
from raci.refusals import Problem

TITLE, PARTNERS = 300, 500
LISTED = (What.ACTION, What.UNCLEAR)  # what a person is asked about; the others are shown with what they are

NO_POST = say(_mark("No post of this name was found. Choose the post that leads."))
CUT = say(_mark("A title holds 300 signs: this is left out. Shorten it."))


@dataclass
class Kept:
    """One row of the source."""

    sheet: str
    row: int
    what: str
    text: str
    goal: str = ""
    outcome: str = ""
    title: str = ""
    owners: str = ""  # as the source names them
    partners: str = ""
    lead: str = ""  # code of a post
    starts_on: str = ""
    due_on: str = ""
    cents: int | None = None
    keep: bool = False  # whether it becomes an action
    proposed: bool = False  # its first day is the plan's, since the source says none
    seen: bool = False  # whether a person has looked at it
    remarks: list[dict[str, str]] = field(default_factory=list)  # cell, text, why

    @property
    def place(self) -> str:
        """Where it stands in the source."""
        said = {"sheet": self.sheet, "row": self.row}
        return _("%(sheet)s, row %(row)s") % said if self.sheet else _("Row %(row)s") % said

    @property
    def label(self) -> str:
        """What the row is, in words."""
        return str(words()[What(self.what)])

    @property
    def is_asked(self) -> bool:
        """Whether a person is asked what becomes of it."""
        return self.what in LISTED

    @property
    def is_understood(self) -> bool:
        """Whether something of the plan was found in it."""
        return self.what in UNDERSTOOD

    @property
    def missing(self) -> list[tuple[str, str]]:
        """What it lacks to become an action: field and sentence."""
        if not self.keep:
            return []
        wanted = {
            "title": (not self.title.strip(), _("Say what will be done.")),
            "goal": (not self.goal.strip(), _("Say which goal it belongs to.")),
            "lead": (not self.lead, _("Choose the post that leads.")),
            "starts_on": (not self.starts_on, _("Say when it starts.")),
            "due_on": (not self.due_on, _("Say when it is due.")),
        }
        found = [(name, text) for name, (is_missing, text) in wanted.items() if is_missing]
        if self.starts_on and self.due_on and self.due_on < self.starts_on:
            found.append(("due_on", _("An action must not be due before it starts.")))
        return found


def kept(reading: Reading, posts: Sequence[Candidate], begins_on: date) -> list[dict[str, Any]]:
    """All lines of a reading, each with the post that its owners seem to mean, as JSON."""
    return [asdict(_kept(line, posts, begins_on)) for line in reading.lines]


def _kept(line: Line, posts: Sequence[Candidate], begins_on: date) -> Kept:
    names = [line.owner_said, *line.owners]
    lead = lead_of(names, posts)
    others = [one for one in line.owners if not lead or lead_of([one], posts) != lead]
    partners = ", ".join(filter(None, [*(others if lead and len(line.owners) > 1 else []), line.partners]))
    is_action = line.what is What.ACTION
    proposed = is_action and line.starts_on is None and line.due_on is not None
    starts = min(begins_on, line.due_on) if proposed and line.due_on else line.starts_on
    return Kept(
        line.sheet, line.row, line.what.value, line.text[:2000], line.goal[:TITLE], line.outcome[:TITLE], line.title[:TITLE],
        owners=line.owner_said or ", ".join(line.owners), partners=partners[:PARTNERS], lead=lead,
        starts_on=starts.isoformat() if starts else "", due_on=line.due_on.isoformat() if line.due_on else "",
        cents=line.cents, keep=is_action, proposed=proposed,
        remarks=[{"cell": one.cell, "text": one.text[:500], "why": spoken(one.why)} for one in _remarks(line, lead)],
    )  # fmt: skip


def _remarks(line: Line, lead: str) -> list[Remark]:
    found = list(line.remarks)
    if line.what is What.ACTION and line.owners and not lead:
        found.append(Remark("", line.owner_said or ", ".join(line.owners), NO_POST))
    if len(line.title) > TITLE:
        found.append(Remark("", line.title[TITLE:], CUT))
    return found


def lines_of(stored: list[dict[str, Any]]) -> list[Kept]:
    """The lines of an import."""
    return [Kept(**one) for one in stored]


def problems_of(lines: Sequence[Kept]) -> list[Problem]:
    """What stands against bringing them in, each with its row and field."""
    found = [(at, one, *missing) for at, one in enumerate(lines) for missing in one.missing]
    return [Problem(f"{one.place}: {text}", field=f"line-{at}-{name}") for at, one, name, text in found]


def words() -> dict[What, str]:
    """What a row of the source is, in words."""
    return {
        What.GOAL: _("a goal"), What.OUTCOME: _("an outcome"), What.ACTION: _("an action"),
        What.DETAIL: _("more about the action above"), What.HEADING: _("a heading"), What.TOTAL: _("a total"),
        What.NOTE: _("a note"), What.UNCLEAR: _("not understood"),
    }  # fmt: skip
