"""What a member of a team owes under plans: the actions that their posts lead (the operational line)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from plans.kinds import PLAN
from plans.models import Action
from plans.queries import newest
from raci.models import Case
from raci.owed import OPERATIONAL, Debtor, Owed


def actions_led(debtor: Debtor) -> Iterator[Owed]:
    """Actions that are neither done nor stopped, of plans in force that the reader may see as they stand: none is owed before."""
    posts = {one.post: one.label for one in debtor.facts.posts}
    cases = Case.objects.filter(record=OuterRef("record"))
    later, approved = cases.filter(number__gt=OuterRef("number")), cases.filter(state=Case.State.APPROVED)
    as_approved = Q(state=Case.State.APPROVED) & ~Exists(later)
    being_changed = Q(sees_live=True) & Exists(approved)
    stands = newest(debtor.reader).filter(as_approved | being_changed)
    found = Action.objects.filter(lead__in=posts, outcome__goal__plan__record__in=stands.order_by().values("record"))
    for one in found.exclude(status__in=Action.OVER).select_related("outcome__goal__plan__record"):
        plan = one.outcome.goal.plan
        why = _("%(post)s leads this action, and says where it stands.") % {"post": posts[one.lead_id]}
        url = reverse("plans:action-status", args=[one.pk]) if debtor.is_reader else PLAN.url(plan.record)
        detail = f"{plan.title} · {one.get_status_display()}"
        yield Owed(OPERATIONAL, _("Lead an action"), one.title, detail, one.due_on, why, url)
