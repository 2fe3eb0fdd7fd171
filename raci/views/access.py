"""What would this person be able to do? For those who fill posts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from raci.actions.people import fills_posts
from raci.authority import facts_for, imagine
from raci.doors import PersonRequest, facts, signed_in
from raci.forms.cases import posts_by_unit
from raci.models import Post
from raci.queries import access as queries
from raci.queries import people
from raci.refusals import Refused


@require_safe
@signed_in
def person_access(request: PersonRequest, pk: int) -> HttpResponse:
    """By unit, by activity, on a record; and as if they held a post."""
    if not fills_posts(facts(request)):
        raise Refused(_("There is no such person."), visible=False)
    person = people.person_for(pk, facts(request))
    asked = _asked(request)
    theirs, imagined = facts_for(person), _post(asked.post)
    page = queries.access_page(imagine(theirs, imagined) if imagined else theirs, asked, facts(request))
    shown = {"person": person, "page": page, "asked": asked, "imagined": imagined, "posts": posts_by_unit()}
    return render(request, "raci/person_access.html", shown)


def _post(number: str) -> Post | None:
    return Post.objects.select_related("role", "unit").filter(pk=number, abolished_on=None).first() if number else None


def _asked(request: HttpRequest) -> queries.AccessAsked:
    """From the address; what is no number is the number of nothing."""
    given = {name: request.GET.get(name, "").replace("\0", "")[:80] for name in ("unit", "activity", "record", "post")}
    for name in ("record", "post"):
        number = given[name]
        if number and not (number.isascii() and number.isdigit() and len(number) < 16):
            given[name] = "0"
    return queries.AccessAsked(**given)
