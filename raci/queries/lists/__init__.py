"""The kernel's own lists."""

from raci.queries.lists.consultations import CONSULTATIONS
from raci.queries.lists.directives import DIRECTIVES
from raci.queries.lists.evidence import EVIDENCE
from raci.queries.lists.history import HISTORY
from raci.queries.lists.meetings import ACTION_ITEMS, MEETINGS
from raci.queries.lists.namings import NAMINGS
from raci.queries.lists.people import PEOPLE
from raci.queries.lists.posts import POSTS
from raci.queries.lists.recommendations import RECOMMENDATIONS
from raci.queries.lists.submissions import SUBMISSIONS
from raci.queries.lists.teams import TEAMS
from raci.queries.lists.units import UNITS
from raci.queries.lists.xrays import XRAYS

LISTINGS = (
    SUBMISSIONS, CONSULTATIONS, EVIDENCE, DIRECTIVES, RECOMMENDATIONS, POSTS, UNITS, NAMINGS, TEAMS, PEOPLE, HISTORY,
    XRAYS, MEETINGS, ACTION_ITEMS,
)  # fmt: skip
