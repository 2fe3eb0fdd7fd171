"""The kernel's own kinds of records (governance 3)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from raci.matrix.kind import MATRIX
from raci.models import (
    ActionItem,
    Delegation,
    Directive,
    Holding,
    Meeting,
    Membership,
    Minutes,
    Naming,
    Nomination,
    Objective,
    PostComparison,
    PostDescription,
    Recommendation,
    RecommendationAnswer,
    Recruitment,
    Team,
)
from raci.records import Kind, Life

NAMING = Kind(code="naming", model=Naming, activity="4.4", life=Life.KEPT, label=_("Naming"))
DESCRIPTION = Kind(
    code="post_description", model=PostDescription, activity="4.4", life=Life.KEPT, label=_("Description of a post")
)
COMPARISON = Kind(
    code="post_comparison", model=PostComparison, activity="4.4", life=Life.KEPT, label=_("Comparable post")
)
RECRUITMENT = Kind(code="recruitment", model=Recruitment, activity="4.4", life=Life.KEPT, label=_("Recruitment"))
NOMINATION = Kind(code="nomination", model=Nomination, activity="4.4", life=Life.KEPT, label=_("Nomination"))
TEAM = Kind(code="team", model=Team, activity="4.6", life=Life.KEPT, label=_("Team"))
MEMBERSHIP = Kind(code="membership", model=Membership, activity="4.6", life=Life.KEPT, label=_("Membership"))
# an instruction from those who may give one, with the giver's document (actions.directives)
DIRECTIVE = Kind(code="directive", model=Directive, activity="2.3", life=Life.KEPT, label=_("Directive"))
OBJECTIVE = Kind(code="objective", model=Objective, activity="1.1", life=Life.KEPT, label=_("Objective"))
# stands under the activity of what raised it (`actions.recommendations.SOURCES`); the auditor's is the strictest
RECOMMENDATION = Kind(
    code="recommendation", model=Recommendation, activity="3.1", life=Life.KEPT, label=_("Recommendation")
)
# a unit's under 4.1; a body's under 4.8
ANSWER = Kind(
    code="recommendation_answer",
    model=RecommendationAnswer,
    activity="4.1",
    life=Life.REVIEWED,
    label=_("Answer to a recommendation"),
)
MEETING = Kind(code="meeting", model=Meeting, activity="4.6", life=Life.KEPT, label=_("Meeting"))
ACTION_ITEM = Kind(code="action_item", model=ActionItem, activity="4.6", life=Life.KEPT, label=_("Action item"))
MINUTES = Kind(code="minutes", model=Minutes, activity="4.6", life=Life.REVIEWED, label=_("Minutes"))

KINDS = (
    MATRIX,
    # an A post's holding, and counsel's, is reviewed: a second person accepts it (actions.posts)
    Kind(code="holding", model=Holding, activity="4.4", life=Life.REVIEWED, label=_("Holding")),
    Kind(code="delegation", model=Delegation, activity="4.4", life=Life.KEPT, label=_("Delegation")),
    NAMING,
    DESCRIPTION,
    COMPARISON,
    RECRUITMENT,
    NOMINATION,
    TEAM,
    MEMBERSHIP,
    DIRECTIVE,
    OBJECTIVE,
    RECOMMENDATION,
    ANSWER,
    MEETING,
    ACTION_ITEM,
    MINUTES,
)
