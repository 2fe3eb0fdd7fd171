"""What differs between two versions of the matrix, in words: "Directors on 1.4: R, was I". Pure: no database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from raci.matrix.table import FACTS, LETTERS, MatrixTable, show_codes


@dataclass(frozen=True)
class CellChange:
    """A cell that says something else; codes in the order R A C I, "" for none."""

    activity: str
    role: str
    role_name: str
    old: str
    new: str

    @property
    def where(self) -> str:
        """ "Directors on 1.4"."""
        return _("%(role)s on %(activity)s") % {"role": self.role_name, "activity": self.activity}

    @property
    def words(self) -> str:
        """ "Directors on 1.4: R, was I"."""
        return _("%(where)s: %(new)s, was %(old)s") % {
            "where": self.where, "new": codes_in_words(self.new), "old": codes_in_words(self.old)
        }  # fmt: skip

    @property
    def gained(self) -> str:
        """Letters that are new."""
        return "".join(letter for letter in LETTERS if letter in self.new and letter not in self.old)

    @property
    def lost(self) -> str:
        """Letters that are gone."""
        return "".join(letter for letter in LETTERS if letter in self.old and letter not in self.new)


@dataclass(frozen=True)
class TextChange:
    """A fact, a category or an activity that reads otherwise; "" where it was not, or is no more."""

    what: str
    old: str
    new: str


def codes_in_words(codes: str) -> str:
    """ "R/C", or "nothing"."""
    return show_codes(codes) or _("nothing")


def cell_changes(old: MatrixTable, new: MatrixTable) -> list[CellChange]:
    """Every cell that differs, row by row as the new version orders them, then the rows that are gone."""
    names = {column.code: column.short_name for table in (old, new) for column in table.columns}
    rows = dict.fromkeys(row.code for table in (new, old) for row in table.activities)
    return [
        CellChange(row, role, name, was, now)
        for row in rows
        for role, name in names.items()
        if (was := old.cells.get((row, role), "")) != (now := new.cells.get((row, role), ""))
    ]


def text_changes(old: MatrixTable, new: MatrixTable) -> list[TextChange]:
    """What differs beside the cells: the version's facts, then categories and activities by their codes, then their order."""
    names = fact_names()
    facts = [TextChange(names[fact], getattr(old, fact), getattr(new, fact)) for fact in FACTS]
    rows = [
        *_named(_("Category %(code)s"), _headings(old), _headings(new)),
        *_named(_("Activity %(code)s"), _rows(old), _rows(new)),
        TextChange(_("order of the activities"), *_orders(old, new)),
    ]
    return [change for change in (*facts, *rows) if change.old != change.new]


def fact_names() -> dict[str, str]:
    """What the facts of a version are called."""
    return {
        "title": _("title"),
        "source": _("source"),
        "label": _("label"),
        "adopted_by": _("adopted by"),
        "adopted_on": _("adopted on"),
    }


def _named(what: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[TextChange]:
    for code in dict.fromkeys((*new, *old)):
        yield TextChange(what % {"code": code}, old.get(code, ""), new.get(code, ""))


def _headings(table: MatrixTable) -> dict[str, str]:
    own = _("this city's procedures")
    return {one.code: f"{one.title} ({own})" if one.is_procedure else one.title for one in table.categories}


def _rows(table: MatrixTable) -> dict[str, str]:
    return {row.code: f"{row.title} [{row.category}]" for row in table.activities}


def _orders(old: MatrixTable, new: MatrixTable) -> tuple[str, str]:
    """The order of the activities that both have, where it differs."""
    before, after = (
        [row.code for heading in table.categories for row in table.rows_of(heading.code)] for table in (old, new)
    )
    both = set(before) & set(after)
    return ", ".join(code for code in before if code in both), ", ".join(code for code in after if code in both)


# ---- what it means for whoever works under an activity


def in_force_words(changes: Iterable[CellChange]) -> str:
    """What a new version changes, who decides first: "A of 4.1 is City Attorney, was City Administrator"."""
    found = list(changes)
    return "; ".join([*_deciders(found), *(change.words for change in found if _beside_a(change))])


def _deciders(changes: list[CellChange]) -> Iterator[str]:
    for activity in dict.fromkeys(change.activity for change in changes):
        mine = [change for change in changes if change.activity == activity]
        now = ", ".join(change.role_name for change in mine if "A" in change.gained)
        was = ", ".join(change.role_name for change in mine if "A" in change.lost)
        if now or was:
            yield _("A of %(activity)s is %(now)s, was %(was)s") % {
                "activity": activity, "now": now or _("nobody"), "was": was or _("nobody")
            }  # fmt: skip


def _beside_a(change: CellChange) -> bool:
    """Whether more than the A changed."""
    return bool((set(change.gained) | set(change.lost)) - {"A"})
