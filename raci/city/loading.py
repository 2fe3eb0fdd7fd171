"""The act that brings a city's folder into the portal: the first time as the founding act, later as drafts and proposals."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.auth.models import Group
from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from raci import clock, grants
from raci.city.about_rows import load_about, load_namings
from raci.city.changes import Change
from raci.city.facts import CityReading, HoldingFacts
from raci.city.founding import MatrixLoading
from raci.city.parts import Loading, parts
from raci.city.reading import FLAGS
from raci.city.referring import load_references
from raci.city.teams import TeamFacts
from raci.history import acting
from raci.history.bulk import bulk_create
from raci.models import (
    AgendaItem,
    Charter,
    City,
    Holding,
    Matrix,
    Meeting,
    Membership,
    Person,
    Post,
    Relation,
    Role,
    Team,
    Unit,
)
from raci.refusals import Conflict
from raci.service import service_person
from raci.the_city import the_city

ACT = "load_city"


def loader() -> Person:
    """The service in whose name a city is loaded."""
    return service_person("city-loader", "City loader")


def load_city(reading: CityReading, *, by: Person | None = None, dry_run: bool = False) -> list[Change]:
    """Bring the folder in and say what changed; again with the same folder, nothing does.

    Only the first load puts a matrix and holdings in force; later a different matrix becomes a draft, a new holding a
    proposal, and what gives authority (a role's reach, a post's role) is only reported. What the folder no longer names
    stays and is reported. `dry_run`: say it all and change nothing. Raises Conflict when another city is loaded here.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [ACT])
        person = by or loader()
        with acting(by=person, act=ACT, why=_("from the folder “%(folder)s”") % {"folder": reading.folder}):
            changes = _Loading(reading, person).load()
        if dry_run:
            transaction.set_rollback(True)
    return changes


class _Loading:
    def __init__(self, reading: CityReading, by: Person) -> None:
        self.reading, self.by = reading, by
        self.changes: list[Change] = []
        self.is_first = not Matrix.objects.filter(effective_on__isnull=False).exists()
        self.units: dict[str, Unit] = {}
        self.roles: dict[str, Role] = {}
        self.posts: dict[str, Post] = {}
        self.people: dict[str, Person] = {}
        self.today = date.min  # known once the city's time zone is

    def load(self) -> list[Change]:
        self.refuse_another_city()
        self.city()
        self.today = clock.today()
        self.load_units()
        self.load_roles()
        self.load_posts()
        self.load_people()
        self.load_holdings()
        self.load_relations()
        self.load_teams()
        self.changes += load_about(self.reading.about, self.posts, self.by)
        if self.is_first:
            self.changes += load_namings(self.reading.namings, self.posts, self.units, self.today)
        added = any(change.kind == "added" and change.what in ("unit", "post") for change in self.changes)
        matrix = MatrixLoading(self.reading.matrix, self.roles, self.by)
        self.changes += matrix.found() if self.is_first else matrix.draft()
        if self.is_first:
            grants.ensure_scopes()
            grants.publish(matrix.version)
        elif added:
            grants.regrant()
        load_references(self.reading.references, put=self.put, left=self.left, roles=self.roles, units=self.units)
        self.load_parts()
        return self.changes

    def refuse_another_city(self) -> None:
        root = the_city()
        coming = self.reading.units[0]
        if root is not None and root.code != coming.code:
            text = _("This portal serves %(here)s; %(coming)s cannot be loaded into it. Give it a database of its own.")
            raise Conflict(text % {"here": root.name, "coming": coming.name})

    def city(self) -> None:
        facts = self.reading.city
        city = City.objects.filter(pk=1).first()
        values = {**vars(facts), "holidays": list(facts.holidays)}
        self.put("city", facts.name, city or City(pk=1), values)

    def load_units(self) -> None:
        self.units = {unit.code: unit for unit in Unit.objects.all()}
        for facts in self.reading.units:
            unit = self.units.setdefault(facts.code, Unit(code=facts.code))
            placed = {"kind": facts.kind, "parent": self.units.get(facts.parent), "path": facts.path}
            self.put("unit", facts.code, unit, {"name": facts.name}, authority=placed)
        self.report_left("unit", self.units.values(), {facts.code for facts in self.reading.units})

    def load_roles(self) -> None:
        self.roles = {role.code: role for role in Role.objects.all()}
        for facts in self.reading.roles:
            role = self.roles.setdefault(facts.code, Role(code=facts.code))
            names = ("column", "reach", "reads", *FLAGS)
            power = {name: getattr(facts, name) for name in names}
            power["responsible_for_city"] = list(facts.responsible_for_city)
            texts = {"name": facts.name, "short_name": facts.short_name}
            self.put("role", facts.code, role, texts, authority=power)
        self.report_left("role", self.roles.values(), {facts.code for facts in self.reading.roles})

    def load_posts(self) -> None:
        self.posts = {post.code: post for post in Post.objects.select_related("role", "unit")}
        for facts in self.reading.posts:
            post = self.posts.get(facts.code) or Post(code=facts.code)
            if post.pk is None:
                post.group = Group.objects.create(name=f"post:{facts.code}")
            self.posts[facts.code] = post
            placed = {"role": self.roles[facts.role], "unit": self.units[facts.unit]}
            self.put("post", facts.code, post, {"title": facts.title}, authority=placed)
        self.report_left("post", self.posts.values(), {facts.code for facts in self.reading.posts})

    def load_people(self) -> None:
        self.people = {person.email.lower(): person for person in Person.objects.all()}
        for facts in self.reading.people:
            person = self.people.get(facts.email) or Person(email=facts.email)
            if person.pk is None:
                person.set_unusable_password()  # they get a link to choose one
            self.people[facts.email] = person
            self.put("person", facts.email, person, {"name": facts.name, "is_fictional": facts.is_fictional})

    def load_holdings(self) -> None:
        known: dict[tuple[int, int], list[Holding]] = {}
        new: list[Holding] = []
        for holding in Holding.objects.select_related("post", "person"):
            known.setdefault((holding.post_id, holding.person_id), []).append(holding)
        for facts in self.reading.holdings:
            post, person = self.posts[facts.post], self.people[facts.person]
            before = known.get((post.pk, person.pk), [])
            if not before:
                new.append(self.holding(facts, post, person))
            elif all(holding.ends_on and holding.ends_on < self.today for holding in before) and not facts.ends_on:
                self.left("holding", f"{person} · {post}", _("ended in the portal; the folder still names it"))
            elif all(holding.state == Holding.State.REFUSED for holding in before):
                self.left("holding", f"{person} · {post}", _("was refused in the portal; not proposed again"))
        bulk_create(Holding, new)

    def holding(self, facts: HoldingFacts, post: Post, person: Person) -> Holding:
        state = Holding.State.IN_FORCE if self.is_first else Holding.State.PROPOSED
        holding = Holding(
            post=post,
            person=person,
            begins_on=facts.begins_on or self.today,
            ends_on=facts.ends_on,
            acting=facts.acting,
            ground=facts.ground,
            state=state,
            proposed_by=self.by,
        )
        kind, detail = ("added", "") if self.is_first else ("proposed", _("waits for whoever fills posts to accept it"))
        self.changes.append(Change(kind, "holding", str(holding), detail))
        return holding

    def load_relations(self) -> None:
        known = {(one.code, one.subject, one.object): one for one in Relation.objects.all()}
        for facts in self.reading.relations:
            key = (facts.code, facts.subject, facts.object)
            relation = known.get(key) or Relation(code=facts.code, subject=facts.subject, object=facts.object)
            values = {
                "subject_role": self.roles.get(facts.subject_role),
                "object_role": self.roles.get(facts.object_role),
                "relation": facts.relation,
                "line": facts.line,
                "source_text": facts.source_text,
            }
            self.put("relation", f"{facts.code} {facts.subject} > {facts.object}", relation, values)
        named = {(facts.code, facts.subject, facts.object) for facts in self.reading.relations}
        for key in known.keys() - named:
            self.left("relation", " ".join(key), _("is not in the folder any more; it stays"))

    def load_teams(self) -> None:
        known = {team.code: team for team in Team.objects.all()}
        for facts in self.reading.teams:
            team = known.setdefault(facts.code, Team(code=facts.code))
            is_new = team.pk is None
            power = {
                "kind": facts.kind,
                "unit": self.units[facts.unit],
                "convener": self.posts[facts.convener],
                "role": self.roles.get(facts.role),
                "nominating_role": self.roles.get(facts.nominating_role),
                "standing": facts.standing,
                "quorum_percent": facts.quorum_percent,
            }
            self.put("team", facts.code, team, {"name": facts.name, "purpose": facts.purpose}, authority=power)
            if is_new:  # afterwards members and charter are kept in the portal
                self.load_what_it_begins_with(facts, team)
        self.report_left("team", known.values(), {facts.code for facts in self.reading.teams})

    def load_what_it_begins_with(self, facts: TeamFacts, team: Team) -> None:
        if facts.charter:
            Charter.objects.create(
                team=team, number=1, text=facts.charter, source=facts.charter_source, begins_on=self.today
            )
        named = [
            Membership(
                team=team,
                post=self.posts.get(one.post),
                person=self.people.get(one.person),
                part=one.part,
                begins_on=one.begins_on or self.today,
                ends_on=one.ends_on,
            )
            for one in facts.members
        ]
        bulk_create(Membership, named)
        for one in facts.meetings:
            meeting = Meeting.objects.create(
                team=team, on=one.on, title=one.title, source=one.source, changed_at=clock.now()
            )
            for order, (wanted, title) in enumerate(one.items, start=1):
                AgendaItem.objects.create(meeting=meeting, order=order, wanted=wanted, title=title)

    def load_parts(self) -> None:
        under_way = Loading(
            by=self.by,
            folder=self.reading.folder,
            is_first=self.is_first,
            today=self.today,
            units=self.units,
            posts=self.posts,
            put=self.put,
            left=self.left,
            added=self.added,
        )
        for part in parts():
            if part.name in self.reading.parts:
                part.load(self.reading.parts[part.name], under_way)

    # ---- one row

    def put(
        self,
        what: str,
        name: str,
        row: models.Model,
        values: dict[str, Any],
        *,
        authority: dict[str, Any] | None = None,
    ) -> None:
        """Save the row if it is new or differs. `authority`: fields that only a row's first saving sets."""
        is_new = row._state.adding
        if not is_new and authority:
            for field in self.differing(row, authority):
                text = _("%(field)s: %(there)s in the folder, %(here)s here; not changed, since it gives authority")
                shown = {"field": field, "there": authority[field], "here": getattr(row, field)}
                self.left(what, name, text % shown)
        wanted = {**values, **(authority or {})} if is_new else values
        differing = self.differing(row, wanted)
        if is_new or differing:
            detail = "; ".join(f"{field}: {getattr(row, field)} > {wanted[field]}" for field in differing)
            for field, value in wanted.items():
                setattr(row, field, value)
            row.save()
            self.changes.append(Change("added" if is_new else "changed", what, name, "" if is_new else detail))

    def differing(self, row: models.Model, values: dict[str, Any]) -> list[str]:
        return [] if row._state.adding else [name for name, value in values.items() if getattr(row, name) != value]

    def report_left(self, what: str, rows: Iterable[Any], named: set[str]) -> None:
        for row in rows:
            if row.code not in named:
                self.left(what, row.code, _("is not in the folder; it stays"))

    def added(self, what: str, name: str, detail: str = "") -> None:
        self.changes.append(Change("added", what, name, detail))

    def left(self, what: str, name: str, detail: str) -> None:
        self.changes.append(Change("left", what, name, detail))
