"""The kernel's own X-rays: of the matrix in force, of posts, of who counts twice, of delegations, directives,
recommendations and action items."""

from raci.queries.xrays.action_items import OVERDUE_ACTION
from raci.queries.xrays.delegations import ENDS_TOO_EARLY
from raci.queries.xrays.directives import NOT_ACCEPTED, OVERDUE
from raci.queries.xrays.doubles import BOTH_LETTERS
from raci.queries.xrays.matrix import OF_THE_MATRIX
from raci.queries.xrays.recommendations import NOT_FOLLOWED_UP, UNANSWERED
from raci.queries.xrays.vacancies import NO_POST, VACANT_A, VACANT_R

RULES = (
    *OF_THE_MATRIX,
    VACANT_A,
    NO_POST,
    VACANT_R,
    BOTH_LETTERS,
    ENDS_TOO_EARLY,
    OVERDUE,
    NOT_ACCEPTED,
    OVERDUE_ACTION,
    UNANSWERED,
    NOT_FOLLOWED_UP,
)
