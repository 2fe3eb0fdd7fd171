"""Who the named custodian is today. No letter of the matrix gives it, no auditor's reading, no delegation and no naming."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from boards.kinds import BOARDS
from boards.models import Board, Custodian
from raci.authority import Capacity, Facts, matrix_in_force
from raci.keeping import in_force
from raci.models import Delegation, Holding, Naming, Person
from raci.models.city import in_force_on
from raci.refusals import Refused


def chosen_by(posts: Any) -> QuerySet[Board]:
    """The boards to which whoever holds one of these posts (numbers, or rows of them) appoints, confirms, or is liaison."""
    has_a_part = Q(appointing_post__in=posts) | Q(confirming_post__in=posts) | Q(liaison__in=posts)
    return Board.objects.filter(has_a_part, dissolved_on=None)


def keeping_boards(day: date) -> QuerySet[Person]:
    """Who has R or A of 4.8 anywhere that day, by a post, a naming or a delegation: they nominate and shortlist (1 query)."""
    matrix = matrix_in_force(day)
    cells = matrix.cells if matrix else {}
    roles = [role for (activity, role), codes in cells.items() if activity == BOARDS and set(codes) & set("RA")]
    passed_on = {"activity_code": BOARDS, "letter__in": "RA"}
    named = Naming.objects.filter(in_force(), begins_on__lte=day, **passed_on)
    held = Holding.objects.filter(in_force_on(day), state=Holding.State.IN_FORCE)
    held = held.filter(Q(post__role__code__in=roles) | Q(post__in=named.values("named")))
    delegated = Delegation.objects.filter(in_force_on(day), accepted_at__isnull=False, ended_at=None, **passed_on)
    return Person.objects.filter(Q(pk__in=held.values("person")) | Q(pk__in=delegated.values("delegate")))


def custodians_on(day: date) -> QuerySet[Custodian]:
    """Those in force on a day: accepted, and their holding too, with no part in choosing members by any way (2 queries)."""
    person = OuterRef(OuterRef("holding__person"))  # through the boards, of who is named
    theirs = Holding.objects.filter(in_force_on(day), state=Holding.State.IN_FORCE, person=person)
    accepted = Custodian.objects.filter(in_force_on(day), in_force_on(day, "holding__"), accepted_by__isnull=False)
    held = accepted.filter(holding__state=Holding.State.IN_FORCE, holding__person__is_active=True)
    held = held.exclude(Exists(chosen_by(theirs.values("post")))).exclude(holding__person__in=keeping_boards(day))
    return held.select_related("holding__person", "holding__post__unit", "holding__post__role")


def custodian(facts: Facts) -> Capacity | None:
    """The holding by which this person is custodian today, if any: their own, never one passed on (2 queries, once a request)."""
    if "custodian" not in facts.known:
        own = {one.holding: one for one in facts.posts if one.holding}
        named = custodians_on(facts.today).filter(holding__in=own, holding__person=facts.person) if own else []
        facts.known["custodian"] = next((own[one.holding_id] for one in named), None)
    found: Capacity | None = facts.known["custodian"]
    return found


def need_custodian(facts: Facts) -> Capacity:
    """The same; to everybody else there is no vault."""
    found = custodian(facts)
    if found is None:
        raise Refused(_("There is no such page."), visible=False)
    return found
