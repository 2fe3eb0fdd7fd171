"""Releasing an approved report: into whose hands it goes, who is told of it, who says that they have it.

Those who hold R, C or I of 3.3 and those who read what is published are told of every release. A distribution list names more
by what they sit on: the Mayor, the Council or Assembly, the Leadership Team. Each on it has a row, kept for good, that says
when they were told and when they confirmed that they have it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from raci import clock
from raci.authority import Subject, covering_posts
from raci.history import acting
from raci.models import Holding, Person, Record, Role, Team
from raci.models.city import in_force_on
from raci.models.teams import Member
from raci.notices import tell
from raci.refusals import Conflict, NotReady, Problem
from reports.acts import approved
from reports.catalogue import KINDS
from reports.governed import REPORTING
from reports.models import Delivery, Report

OF_TEAMS = (Team.Kind.LEADERSHIP, Team.Kind.GOVERNING, Team.Kind.EQUITY_TEAM)


@dataclass(frozen=True)
class Circle:
    """One line of the distribution list: `role:MAYOR` or `team:city-leadership-team`, its name, who is in it today."""

    code: str
    name: str
    people: tuple[Person, ...]


def circles() -> list[Circle]:
    """Whom a report can be sent to by name: roles that read what is published, and the city's teams (3 queries)."""
    today = clock.today()
    heads: dict[int, list[Person]] = {}
    holdings = Holding.objects.filter(
        in_force_on(today), post__role__reads_published=True, state=Holding.State.IN_FORCE
    )
    for one in holdings.select_related("person", "post__role").order_by("person__name"):
        heads.setdefault(one.post.role_id, []).append(one.person)
    roles = Role.objects.filter(reads_published=True).order_by("name")
    found = [_circle(f"role:{role.code}", role.name, heads.get(role.pk, [])) for role in roles]
    members: dict[int, list[Person]] = {}
    seats = Member.objects.filter(in_force_on(today), team__kind__in=OF_TEAMS)
    for seat in seats.select_related("person").order_by("person__name"):
        members.setdefault(seat.team_id, []).append(seat.person)
    teams = Team.objects.filter(kind__in=OF_TEAMS).order_by("name")
    return [*found, *(_circle(f"team:{team.code}", team.name, members.get(team.pk, [])) for team in teams)]


def _circle(code: str, name: str, people: list[Person]) -> Circle:
    active = {one.pk: one for one in people if one.is_active and not one.is_service}
    return Circle(code, name, tuple(active.values()))


def release_report(report: Report, *, to: Collection[str] = (), public: bool = False, by: Person) -> None:
    """Put the approved text into the hands of its readers, by A of 3.3. `to`: codes of `circles`.

    Raises Conflict where it is released already, NotReady where no edition of it is made, where nobody is in a circle that is
    named, or where the public is to read a kind that is for the city alone.
    """
    with approved(report, by, "A", "release_report") as (current, via, text):
        if current.released_text_id == text.pk:
            raise Conflict(_("It is released already."))
        if not current.editions.filter(text=text).exclude(sha256="").exists():
            raise NotReady([Problem(_("No edition of this version is made yet: have one made first."))])
        if public and not KINDS[current.kind].for_all:
            words = _("A report of this kind is for the city alone: it is not made for the public.")
            raise NotReady([Problem(words, field="audience")])
        named = _named(to)
        now, url = clock.now(), reverse("reports:report-detail", args=[current.record_id])
        current.released_text, current.released_at, current.released_as = text, now, via.capacity.label
        current.audience = Report.Audience.PUBLIC if public else Report.Audience.INTERNAL
        current.save()
        for person, name in named:
            Delivery.objects.create(report=current, text=text, person=person, sent_as=name, told_at=now)
        line = _("“%(title)s” is released.") % {"title": current.title}
        listed = [person for person, _name in named]
        known = {one.pk for one in listed}
        others = [one for one in readers_of(current.record) if one.pk not in known]
        key = f"report:released:{text.pk}"
        tell(others, record=current.record, key=key, line=line, url=url)
        more = _("“%(title)s” is sent to you: please confirm that you have it.") % {"title": current.title}
        tell(listed, record=current.record, key=key, line=more, url=f"{url}#editions-title")


def _named(to: Collection[str]) -> list[tuple[Person, str]]:
    """Who is on the list, each once, by what they are on it; in the order of the circles."""
    known = {one.code: one for one in circles()}
    if set(to) - set(known):
        raise NotReady([Problem(_("Choose from the list."), field="to")])
    empty = [known[code].name for code in to if not known[code].people]
    if empty:
        words = _("Nobody is in it today: %(names)s. Take it off the list, or fill the post first.")
        raise NotReady([Problem(words % {"names": ", ".join(empty)}, field="to")])
    found: dict[int, tuple[Person, str]] = {}
    for code, circle in known.items():
        for person in circle.people if code in to else ():
            found.setdefault(person.pk, (person, circle.name))
    return list(found.values())


def readers_of(record: Record) -> list[Person]:
    """Whoever holds R, C or I of 3.3 in the record's line today, and who reads what is published (Mayor, Council)."""
    today, subject = clock.today(), Subject.of_scope(REPORTING, record.scope.unit)
    people = [person for letter in "RCI" for _capacity, person in covering_posts(subject, letter, today)]
    heads = Holding.objects.filter(in_force_on(today), post__role__reads_published=True, state=Holding.State.IN_FORCE)
    found = {one.pk: one for one in [*people, *(holding.person for holding in heads.select_related("person"))]}
    return list(found.values())


def confirm_receipt(report: Report, *, by: Person) -> Delivery:
    """Say that one has the released report; said again, the first time stands. Http404 for who is not on its list."""
    with transaction.atomic(), acting(by=by, act="confirm_receipt", record=report.record_id):
        mine = Delivery.objects.filter(report=report, text=report.released_text_id, person=by)
        row = mine.select_for_update(of=("self",)).first()
        if row is None:
            raise Http404
        if row.confirmed_at is None:
            row.confirmed_at = clock.now()
            row.save()
    return row
