"""Two columns of counts that are people and how many of them: told by their headings, and by one being nowhere greater."""

from __future__ import annotations

import re
from collections.abc import Mapping

from metrics.reading.layouts import seen
from metrics.reading.mapping import Role
from metrics.reading.proposing import Draft
from metrics.reading.words import key, role_of
from raci.evidence.verdicts import _

SOME = re.compile(
    r"\b(?:finished|completed|yes|selected|hired|admitted|awarded|approved|promoted|appointed|passed|served|enrolled|accepted"
    r"|granted|graduated|offered|placed|housed|resolved|met|successful|success(?:es)?|with|who|of (?:them|these|which|whom))\b"
)
EVERYBODY = re.compile(
    r"\b(?:registered|registrations|total|all|people|persons|population|applicants|applications|applied|eligible|invited"
    r"|participants|residents|households|employees|clients|n)\b"
)
FEW = 3  # rows: below it figures alone tell nothing


def outcome_of_people(
    draft: Draft, left: Mapping[int, str], roles: Mapping[int, Role | None]
) -> tuple[int, int, int] | None:
    """(column of people, column of those with the outcome, rows that were compared), where there are just two columns of figures,
    whole numbers both, and no heading says otherwise. `roles`: what the headings of the columns of counts are known for.
    """
    if len(roles) != 2 or not set(roles.values()) <= {None, Role.N, Role.K, Role.POPULATION}:
        return None
    for whole, part in (tuple(roles), tuple(reversed(tuple(roles)))):
        rows = seen.parts_of(draft.table.cells(part), draft.table.cells(whole))
        said = _says_some(left[part]) or _says_everybody(left[whole])
        turned = _says_some(left[whole]) or (_says_everybody(left[part]) and not _says_some(left[part]))
        if rows and not turned and (said or rows >= FEW):
            return whole, part, rows
    return None


def _says_some(heading: str) -> bool:
    return role_of(heading) is Role.K or SOME.search(key(heading)) is not None


def _says_everybody(heading: str) -> bool:
    return role_of(heading) in (Role.N, Role.POPULATION) or EVERYBODY.search(key(heading)) is not None


PEOPLE = _("“%(whole)s” counts people (n): “%(part)s” is no more than it in the rows looked at (%(rows)d).")
OF_THEM = _("“%(part)s” counts how many of them (k): it is no more than “%(whole)s” in the rows looked at (%(rows)d).")
ONE_INDICATOR = _(
    "“%(part)s” is read as how many of “%(whole)s”, as it is nowhere more. Correct it where they are two measures."
)
