"""A city's folder as frozen plain values, checked as a whole: each mistake with its file, line and field. No database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from django.utils.translation import gettext as _

from raci.city.about import AboutPost, NamingFacts, read_about, read_namings
from raci.city.facts import (
    CityFacts,
    CityReading,
    HoldingFacts,
    PersonFacts,
    PostFacts,
    RelationFacts,
    RoleFacts,
    UnitFacts,
)
from raci.city.parts import Folder, parts
from raci.city.references import References, read_references
from raci.city.teams import TeamFacts, read_team
from raci.matrix.table import Column, MatrixTable
from raci.matrix.yaml import CODE, read_matrix
from raci.plainyaml.fields import Fields
from raci.plainyaml.reading import Mistake, Mistakes, Node, read_file

FILES = ("city", "units", "roles", "people", "posts", "matrix", "relations")
OPTIONAL = ("procedures", "teams", "namings")
REACHES = ("citywide", "subtree", "unit", "none")
EMAIL = r"[a-z0-9._+'-]+@[a-z0-9.-]+\.[a-z]{2,}"  # lower case: sign-in looks addresses up so
FLAGS = (
    "reads_published", "reads_all", "exports_history", "keeps_accounts", "holding_is_reviewed", "gives_directives",
    "is_counsel",
)  # fmt: skip


def read_city(folder: Path) -> CityReading:
    """Read and check the folder. Raises Mistakes with everything that is wrong."""
    return _Reading(folder).read()


class _Reading:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.mistakes: list[Mistake] = []
        self.units: dict[str, UnitFacts] = {}
        self.roles: dict[str, RoleFacts] = {}
        self.people: dict[str, PersonFacts] = {}
        self.posts: dict[str, PostFacts] = {}
        self.holdings: list[HoldingFacts] = []
        self.relations: list[RelationFacts] = []
        self.teams: dict[str, TeamFacts] = {}
        self.about: dict[str, AboutPost] = {}
        self.responsible: list[tuple[str, Node]] = []  # activities that roles name, checked once the matrix is read

    def read(self) -> CityReading:
        nodes = {name: self.file(name) for name in FILES}
        optional = {name: self.file(name) for name in OPTIONAL if (self.folder / f"{name}.yaml").exists()}
        if self.mistakes:
            raise Mistakes(self.mistakes)
        present = {name: node for name, node in nodes.items() if node}
        city = self.city(present["city"])
        self.each(present["units"], "units", self.unit, parent=None)
        self.check_root(present["units"])
        self.each(present["roles"], "roles", self.role)
        self.each(present["people"], "people", self.person)
        self.each(present["posts"], "posts", self.post)
        self.each(present["relations"], "relations", self.relation)
        if teams := optional.get("teams"):
            self.each(teams, "teams", self.team)
        matrix = self.matrix(present["matrix"], optional.get("procedures"))
        self.check_about(present["posts"])
        namings = optional.get("namings")
        named = self.namings(namings, matrix) if namings else []
        activities = {row.code for row in matrix.activities}
        references = read_references(
            self.folder, self.mistakes, roles=self.roles, units=self.units, activities=activities
        )
        more = self.parts(references)
        if self.mistakes:
            raise Mistakes(self.mistakes)
        return CityReading(
            folder=self.folder.name,
            city=city,
            units=tuple(self.units.values()),
            roles=tuple(self.roles.values()),
            people=tuple(self.people.values()),
            posts=tuple(self.posts.values()),
            holdings=tuple(self.holdings),
            relations=tuple(self.relations),
            matrix=matrix,
            teams=tuple(self.teams.values()),
            about=self.about,
            namings=tuple(named),
            references=references,
            parts=more,
        )

    def parts(self, references: References) -> dict[str, Any]:
        """What rooms above read from the folder."""
        themes = {theme.code: theme for theme in references.themes}
        folder = Folder(self.folder, self.mistakes, self.units, self.posts, themes)
        return {part.name: part.read(folder) for part in parts()}

    def file(self, name: str) -> Node | None:
        try:
            return read_file(self.folder / f"{name}.yaml")
        except Mistakes as found:
            self.mistakes += found.mistakes
            return None

    def each(self, node: Node, name: str, read: object, **given: object) -> None:
        form = Fields(node, self.mistakes)
        for item in form.items(name):
            one = Fields(item, self.mistakes)
            read(one, **given)  # type: ignore[operator]
            one.done()
        form.done()

    # ---- city.yaml

    def city(self, node: Node) -> CityFacts:
        form = Fields(node, self.mistakes)
        facts = CityFacts(
            name=form.text("name", most=200),
            time_zone=form.text("time_zone", most=64),
            fiscal_year_begins=form.text(
                "fiscal_year_begins", pattern=r"(0[1-9]|1[0-2])-[0-3][0-9]", shape=_("month-day, as 07-01")
            ),
            holidays=tuple(day for text, at in form.texts("holidays") if (day := form.as_day(text, at))),
            accent=form.text("accent", pattern="#[0-9a-fA-F]{6}", shape=_('a colour, as "#005ea2"'), default="#005ea2"),
            source=form.text("source", most=4000, default=""),
            report_due_days=form.number("report_due_days") or 15,
            report_grace_days=form.number("report_grace_days") or 10,
        )
        if facts.time_zone and facts.time_zone not in available_timezones():
            text = _("“%(zone)s” is no time zone. Write one of the IANA names, as America/Los_Angeles.")
            form.wrong(form.at("time_zone"), text % {"zone": facts.time_zone})
        form.done()
        return facts

    # ---- units.yaml

    def unit(self, form: Fields, *, parent: UnitFacts | None) -> None:
        code = form.code("code", self.units)
        facts = UnitFacts(
            code=code,
            name=form.text("name", most=200),
            kind=form.choice("kind", ("city", "service_area", "bureau", "office")),
            parent=parent.code if parent else "",
            path=f"{parent.path if parent else '/'}{code}/",
        )
        if (facts.kind == "city") != (parent is None):
            text = _("One unit, the first, is the city; every other stands below it and is of another kind.")
            form.wrong(form.node, text)
        self.units[code] = facts
        for item in form.items("units", required=False):
            below = Fields(item, self.mistakes)
            self.unit(below, parent=facts)
            below.done()

    def check_root(self, node: Node) -> None:
        roots = [unit.code for unit in self.units.values() if not unit.parent]
        if len(roots) > 1:
            text = _("There are several topmost units (%(codes)s). Keep one, the city, and put the others below it.")
            self.mistakes.append(node.mistake(text % {"codes": ", ".join(roots)}, "units"))

    # ---- roles.yaml

    def role(self, form: Fields) -> None:
        code = form.code("code", self.roles, most=20, pattern=CODE)
        name = form.text("name", most=200)
        reach = form.choice("reach", REACHES)
        activities = form.texts("responsible_for_city")
        self.responsible += activities
        flags = {flag: form.boolean(flag) for flag in FLAGS}
        self.roles[code] = RoleFacts(
            code=code,
            name=name,
            short_name=form.text("short_name", most=40, default="") or name[:40],
            column=self.column(form),
            reach=reach,
            reads=form.choice("reads", REACHES, default=reach),
            responsible_for_city=tuple(activity for activity, _node in activities),
            **flags,
        )

    def column(self, form: Fields) -> int | None:
        column = form.number("column")
        if column and column in {role.column for role in self.roles.values()}:
            text = _("Another role has column %(column)d. Give each its own.")
            form.wrong(form.at("column"), text % {"column": column})
        return column

    # ---- people.yaml and posts.yaml

    def person(self, form: Fields) -> None:
        email = form.code("email", self.people, most=254, pattern=EMAIL, shape=_("an e-mail address in lower case"))
        self.people[email] = PersonFacts(email, form.text("name", most=200), form.boolean("is_fictional"))

    def post(self, form: Fields) -> None:
        code = form.code("code", self.posts, most=80)
        self.posts[code] = PostFacts(
            code=code,
            role=form.reference("role", self.roles, to=_("role")),
            unit=form.reference("unit", self.units, to=_("unit")),
            title=form.text("title", most=200),
        )
        about = read_about(form, self.mistakes)
        if about != AboutPost():
            self.about[code] = about
        for item in form.items("holders", required=False):
            holder = Fields(item, self.mistakes)
            self.holding(holder, code)
            holder.done()

    def check_about(self, node: Node) -> None:
        for code, about in self.about.items():
            for one in about.comparisons:
                if one.other and (one.other not in self.posts or one.other == code):
                    text = _("%(post)s is compared with “%(other)s”, which is no other post of the file.")
                    self.mistakes.append(node.mistake(text % {"post": code, "other": one.other}, "posts"))

    def namings(self, node: Node, matrix: MatrixTable) -> list[NamingFacts]:
        return read_namings(
            node,
            self.mistakes,
            posts={post.code: (post.role, post.unit) for post in self.posts.values()},
            units={unit.code: (unit.kind, unit.path) for unit in self.units.values()},
            cells=matrix.cells,
            roles=self.roles,
        )

    def holding(self, form: Fields, post: str) -> None:
        facts = HoldingFacts(
            post=post,
            person=form.reference("person", self.people, to=_("person with the address")),
            acting=form.boolean("acting"),
            begins_on=form.day("begins_on"),
            ends_on=form.day("ends_on"),
            ground=form.text("ground", most=500, default=""),
        )
        if (post, facts.person) in {(one.post, one.person) for one in self.holdings}:
            form.wrong(form.node, _("This person is named twice for this post. Keep one."))
        if facts.begins_on and facts.ends_on and facts.ends_on < facts.begins_on:
            form.wrong(form.at("ends_on"), _("This holding ends before it begins. Mend one of the dates."))
        self.holdings.append(facts)

    # ---- relations.yaml

    def relation(self, form: Fields) -> None:
        facts = RelationFacts(
            code=form.text("code", most=10, pattern=CODE),
            subject=form.text("subject", most=200),
            subject_role=self.role_or_none(form, "subject_role"),
            relation=form.text("relation", most=40, pattern="[a-z_]+"),
            object=form.text("object", most=200),
            object_role=self.role_or_none(form, "object_role"),
            line=form.choice("line", ("operational", "functional")),
            source_text=form.text("source_text", most=4000),
        )
        if (facts.code, facts.subject, facts.object) in {(one.code, one.subject, one.object) for one in self.relations}:
            form.wrong(form.node, _("This relation is said twice. Keep one."))
        self.relations.append(facts)

    def role_or_none(self, form: Fields, name: str) -> str:
        given = form.text(name, default="")
        return form.reference(name, self.roles, to=_("role")) if given else ""

    # ---- teams.yaml

    def team(self, form: Fields) -> None:
        team = read_team(form, self)
        self.teams[team.code] = team

    # ---- matrix.yaml and procedures.yaml

    def matrix(self, node: Node, procedures: Node | None) -> MatrixTable:
        columns = self.columns()
        table = read_matrix(node, mistakes=self.mistakes, roles=columns, procedures=procedures, to_publish=True)
        activities = {row.code for row in table.activities}
        for activity, at in self.responsible:
            if activity not in activities:
                text = _("There is no activity “%(code)s” in the matrix. Add it there, or mend the code here.")
                self.mistakes.append(at.mistake(text % {"code": activity}))
        for column in set(columns) - {column.code for column in table.columns}:
            text = _("Role “%(code)s” has a column, and the matrix does not list it. Add it to its columns.")
            self.mistakes.append(Fields(node, []).at("columns").mistake(text % {"code": column}))
        return replace(table, columns=tuple(column for column in columns.values() if column in table.columns))

    def columns(self) -> Mapping[str, Column]:
        with_column = sorted((role for role in self.roles.values() if role.column), key=lambda role: role.column or 0)
        return {role.code: Column(role.code, role.name, role.short_name) for role in with_column}
