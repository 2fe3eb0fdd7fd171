"""Who is told what, when somebody is nominated, welcomed or named to a team. Whoever acts is not told of their own act."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from raci import clock
from raci.models import Holding, Membership, Nomination, Person, Post, Team
from raci.models.city import in_force_on
from raci.notices import tell


def nominated(nomination: Nomination, by: Person) -> None:
    """The nominee, who is asked."""
    line = _("%(by)s nominates you to the %(team)s as %(post)s, from %(day)s. Accept, or decline with a reason.")
    _tell(nomination, [nomination.nominee], "offered", line, by)


def nomination_accepted(nomination: Nomination, by: Person) -> None:
    """Who is asked to welcome them, and who nominated."""
    asked = _("%(person)s accepts the nomination to the %(team)s as %(post)s. You are asked to welcome them.")
    _tell(nomination, holders(nomination.team.convener), "accepted", asked, by)
    line = _("%(person)s accepts your nomination to the %(team)s; who convenes it is asked to welcome them.")
    _tell(nomination, [nomination.nominated_by], "taken", line, by)


def nomination_declined(nomination: Nomination, by: Person) -> None:
    """Who nominated, with the reason."""
    line = _("%(person)s declines your nomination to the %(team)s: %(reason)s")
    _tell(nomination, [nomination.nominated_by], "declined", line, by)


def nomination_withdrawn(nomination: Nomination, by: Person) -> None:
    """The nominee."""
    line = _("Your nomination to the %(team)s as %(post)s is withdrawn: %(reason)s")
    _tell(nomination, [nomination.nominee], "withdrawn", line, by)


def nomination_returned(nomination: Nomination, by: Person) -> None:
    """Who nominated, and the nominee."""
    line = _("The nomination of %(person)s to the %(team)s is returned: %(reason)s")
    _tell(nomination, [nomination.nominated_by, nomination.nominee], "returned", line, by)


def welcomed(nomination: Nomination, by: Person) -> None:
    """Who nominated; the new member is told of the post itself."""
    line = _("%(person)s is welcomed to the %(team)s as %(post)s, from %(day)s.")
    _tell(nomination, [nomination.nominated_by], "welcomed", line, by)


def named(membership: Membership, by: Person) -> None:
    """Who is on the team now."""
    line = _("You are on the team %(team)s from %(day)s.")
    words = {"team": membership.team.name, "day": _day(membership.begins_on)}
    _tell_member(membership, "named", line % words, by)


def membership_ended(membership: Membership, by: Person) -> None:
    """Who is on the team no longer."""
    line = _("Your membership of the team %(team)s ends; its last day is %(day)s.")
    words = {"team": membership.team.name, "day": _day(membership.ends_on)}
    _tell_member(membership, f"ended:{membership.ends_on}", line % words, by)


def holders(post: Post) -> list[Person]:
    """Who holds a post today."""
    held = Holding.objects.filter(in_force_on(clock.today()), post=post, state=Holding.State.IN_FORCE)
    return [holding.person for holding in held.select_related("person").order_by("pk")]


def _tell(nomination: Nomination, people: Iterable[Person], what: str, line: str, by: Person) -> None:
    words = {
        "person": nomination.nominee.name,
        "by": nomination.nominated_by.name,
        "team": nomination.team.name,
        "post": nomination.post.title,
        "day": _day(nomination.holding.begins_on if nomination.holding else nomination.begins_on),
        "reason": nomination.reason,
    }
    others = [person for person in people if person.pk != by.pk]
    url = reverse("raci:nomination", args=[nomination.pk])
    tell(others, record=None, key=f"nomination:{nomination.pk}:{what}", line=line % words, url=url)


def _tell_member(membership: Membership, what: str, line: str, by: Person) -> None:
    people = [membership.person] if membership.person else holders(membership.post) if membership.post else []
    others = [person for person in people if person.pk != by.pk]
    url = team_url(membership.team)
    tell(others, record=None, key=f"membership:{membership.pk}:{what}", line=line, url=url)


def team_url(team: Team) -> str:
    """The page of a team."""
    return reverse("raci:team", args=[team.code])


def _day(day: date | None) -> str:
    return date_format(day, "j M Y") if day else ""
