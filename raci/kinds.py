"""The kernel's own kinds of records (governance 3)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from raci.matrix.kind import MATRIX
from raci.models import (
    Delegation,
    Holding,
    Membership,
    Naming,
    Nomination,
    PostComparison,
    PostDescription,
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
)
