"""Terms on teams that end within 30 days: told once, early enough that somebody can follow."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from raci import clock
from raci.actions.people import FILL_POSTS
from raci.actions.telling_teams import holders, team_url
from raci.authority import Subject, covering_posts
from raci.models import Member, Person
from raci.models.city import in_force_on
from raci.notices import tell

SOON = timedelta(days=30)


def tell_of_ending_terms() -> int:
    """Tell the member, who convenes and who nominates, each once a term; how many terms there are."""
    terms = list(ending_terms(clock.today()))
    for term in terms:
        words = {"person": term.person.name, "team": term.team.name, "day": date_format(term.ends_on or "", "j M Y")}
        line = _("The term of %(person)s on the team %(team)s ends on %(day)s.") % words
        people = [term.person, *holders(term.team.convener), *_nominators(term)]
        tell(people, record=None, key=f"term:{term.key}:{term.ends_on}", line=line, url=team_url(term.team))
    return len(terms)


def ending_terms(today: date) -> QuerySet[Member]:
    """Terms on teams that go on, which end within 30 days."""
    goes_on = Q(team__ended_on=None) | Q(team__ended_on__gte=today)
    found = Member.objects.filter(goes_on, in_force_on(today), ends_on__lte=today + SOON)
    return found.select_related("team__convener", "team__nominating_role", "person", "post__unit")


def _nominators(term: Member) -> list[Person]:
    """Who holds a post of the nominating role over the member's unit."""
    role = term.team.nominating_role
    if role is None or term.post is None:
        return []
    over = covering_posts(Subject.of_scope(FILL_POSTS, term.post.unit), "R", clock.today())
    return [person for capacity, person in over if capacity.role == role.code]
