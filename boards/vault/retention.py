"""How long what a member said is kept: until they have left all boards and the cycle of audits is over, the shortest that serves
what it is kept for (compliance 15.3). A litigation hold keeps it whatever the day; what members take back themselves it does not.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from boards.models import Appointment, SelfIdentification, SelfIdRetention
from boards.standing import add_months


def rule() -> SelfIdRetention:
    """The newest that somebody entered; where nobody did, boards are audited each year."""
    return SelfIdRetention.objects.select_related("set_by").order_by("-pk").first() or SelfIdRetention()


def due(today: date) -> QuerySet[Any]:
    """What is to be erased: its member has no seat and is on the way to none, and left the last so many months ago."""
    now = rule()
    if now.is_held:
        return SelfIdentification.objects.none()
    mine = Appointment.objects.filter(member=OuterRef("member")).order_by()
    last = mine.values("member").annotate(last=Max("ended_on")).values("last")
    given = SelfIdentification.objects.filter(state=SelfIdentification.State.GIVEN)
    left = given.filter(~Exists(mine.filter(Q(ended_on=None) | Q(ended_on__gte=today))))
    return left.annotate(left_on=Coalesce(Subquery(last), "said_on")).filter(left_on__lt=add_months(today, -now.months))
