"""Namings: one of them, and what a person may name others for."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from raci.actions import namings as acts
from raci.authority import Facts
from raci.models import Naming
from raci.queries.people import activity_titles
from raci.refusals import Refused


@dataclass(frozen=True)
class NamingPage:
    """One naming, with what the reader may do about it."""

    naming: Naming
    title: str  # of the activity, in the matrix in force
    counts: bool  # whether the matrix in force still gives the naming post its letter
    may_take_back: bool
    why_not: str


def may_name(facts: Facts) -> bool:
    """Whether they hold a letter that another post can be named for."""
    return any(facts.matrix and _codes(facts, one.role) for one in facts.posts)


def letters_to_name(facts: Facts) -> list[tuple[str, list[tuple[str, str]]]]:
    """Post > choices, for the form: "post:activity:letter" and how it is called (1 query); `Refused` where there are none."""
    if not may_name(facts):
        raise Refused(
            _("Naming another post takes a post of yours with R or A; what was passed to you is not passed on.")
        )
    titles = activity_titles(facts)
    found = []
    for post in facts.posts:
        choices = [
            (f"{post.post}:{code}:{letter}", f"{letter} · {code} {titles.get(code, '')}")
            for code, letters in _codes(facts, post.role)
            for letter in letters
        ]
        if choices:
            found.append((post.label, choices))
    return found


def _codes(facts: Facts, role: str) -> list[tuple[str, str]]:
    cells = facts.matrix.cells if facts.matrix else {}
    held = (
        (code, "".join(one for one in acts.LETTERS if one in codes))
        for (code, who), codes in cells.items()
        if who == role
    )
    return sorted((code, letters) for code, letters in held if letters)


def naming_for(pk: int) -> Naming:
    """A naming; all staff may read it."""
    related = Naming.objects.select_related("giver__role", "giver__unit", "named__role", "named__unit", "unit")
    found = related.filter(pk=pk).first()
    if found is None:
        raise Refused(_("There is no such naming."), visible=False)
    return found


def naming_page(naming: Naming, facts: Facts) -> NamingPage:
    """Its page (2 queries)."""
    codes = facts.matrix.codes(naming.activity_code, naming.giver.role.code) if facts.matrix else ""
    why_not = "" if naming.taken_back_at is None else "-"
    if not why_not:
        try:
            acts.taker(naming, facts)
        except Refused as refusal:
            why_not = str(refusal)
    title = activity_titles(facts).get(naming.activity_code, "")
    return NamingPage(naming, title, naming.letter in codes, not why_not, why_not.strip("-"))
