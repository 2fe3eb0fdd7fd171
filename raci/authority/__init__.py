"""Who may do what: the published matrix is the permission model.

`may(person, act, subject)` answers with the reason and the way it was found (post, activity, codes, matrix version). The rules
are those of a governed record: R edits and submits, A decides, C answers, I reads what is approved; a post counts for the
records within its reach; combined codes add up; a delegate acts for the giver with one letter of one activity.
"""

from raci.authority.capacities import (
    Capacity,
    Facts,
    MatrixInForce,
    Via,
    covering_posts,
    facts_for,
    holders_of,
    imagine,
    matrix_in_force,
    way,
)
from raci.authority.rules import APPROVING, DECIDING, LETTERS, SEES_FROM, Act, Permission, Rule, may
from raci.authority.subjects import FURTHEST, Subject

__all__ = [
    "APPROVING",
    "DECIDING",
    "FURTHEST",
    "LETTERS",
    "SEES_FROM",
    "Act",
    "Capacity",
    "Facts",
    "MatrixInForce",
    "Permission",
    "Rule",
    "Subject",
    "Via",
    "covering_posts",
    "facts_for",
    "holders_of",
    "imagine",
    "matrix_in_force",
    "may",
    "way",
]
