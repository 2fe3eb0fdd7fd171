"""The small city of the machine, twice: as rows of the portal, and as the model that knows nothing of the portal."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import Group

from raci import grants
from raci.history import acting
from raci.matrix.rows import save_table
from raci.matrix.table import Column, Heading, MatrixTable, Row
from raci.models import Blob, City, Holding, Matrix, Person, Post, Role, Unit
from raci.service import service_person
from tests.machine import model

UNITS = {  # code > kind, parent's code
    "oak": ("city", ""), "north": ("service_area", "oak"), "parks": ("bureau", "north"), "pools": ("bureau", "north"),
    "south": ("service_area", "oak"), "water": ("bureau", "south"),
}  # fmt: skip
ROLES = [
    model.Role("EO", "citywide"),
    model.Role("OEHR", "citywide"),
    model.Role("CAO", "citywide"),
    model.Role("DCA", "subtree", city_r=("1.1",)),
    model.Role("CET", "subtree", reads="citywide", city_r=("1.1",)),
    model.Role("DIR", "unit"),
    model.Role("ATTY", "citywide", reviewed=True),
    model.Role("AUD", "citywide", sees="all"),
    model.Role("MAYOR", "none", sees="published"),
]
COLUMNS = [role.code for role in ROLES if role.code != "MAYOR"]
MATRIX = {  # in the order of the columns: EO, OEHR, CAO, DCA, CET, DIR, ATTY, AUD
    "1.1": ["R", "R", "A", "C", "R", "I", "C", "I"],
    "4.1": ["C", "C", "A", "C", "C", "R", "I", "I"],
    "4.3": ["R", "R", "A", "I", "", "I", "", ""],
    "4.4": ["R", "R", "A", "R", "", "R", "", ""],
    "4.7": ["C", "I", "C", "I", "I", "I", "C", "RA"],
}
POSTS = {  # code > role, unit, who holds it first
    "eo": ("EO", "oak", 0), "oehr": ("OEHR", "oak", 1), "cao": ("CAO", "oak", 2), "dca-north": ("DCA", "north", 3),
    "cet-north": ("CET", "north", 4), "dir-parks": ("DIR", "parks", 5), "dir-pools": ("DIR", "pools", None),
    "dir-water": ("DIR", "water", 6), "atty": ("ATTY", "oak", 7), "aud": ("AUD", "oak", 8), "mayor": ("MAYOR", "oak", 9),
}  # fmt: skip
PEOPLE = 11  # the last holds nothing
CELLS = {
    (activity, role): codes
    for activity, row in MATRIX.items()
    for role, codes in zip(COLUMNS, row, strict=True)
    if codes
}


def path_of(unit: str) -> str:
    """Codes from the root."""
    parent = UNITS[unit][1]
    return f"{path_of(parent) if parent else '/'}{unit}/"


def in_memory(today: date) -> model.Model:
    """The model's city."""
    roles = {role.code: role for role in ROLES}
    posts = {code: model.Post(code, roles[role], path_of(unit)) for code, (role, unit, _who) in POSTS.items()}
    city = model.Model(today, PEOPLE, posts, COLUMNS, [model.Version(1, dict(CELLS), today)])
    city.holdings = [
        model.Holding(posts[code], who, today) for code, (_role, _unit, who) in POSTS.items() if who is not None
    ]
    return city


def in_the_portal(today: date) -> None:
    """The same as rows, without any act."""
    loader = service_person("machine", "Machine")
    with acting(by=loader, act="load"):
        City.objects.create(pk=1, name="Oak", time_zone="UTC", fiscal_year_begins="07-01")
        units: dict[str, Unit] = {}
        for code, (kind, parent) in UNITS.items():
            units[code] = Unit.objects.create(
                code=code, name=code, kind=kind, parent=units.get(parent), path=path_of(code)
            )
        roles = {role.code: _role(role) for role in ROLES}
        people = [Person.objects.create(name=f"P{n}", email=f"p{n}@oak.example") for n in range(PEOPLE)]
        for code, (role, unit, who) in POSTS.items():
            group = Group.objects.create(name=f"post:{code}")
            post = Post.objects.create(code=code, role=roles[role], unit=units[unit], title=code, group=group)
            if who is not None:
                Holding.objects.create(post=post, person=people[who], begins_on=today, proposed_by=loader)
        Blob.objects.create(sha256="0" * 64, size=1, media_type="text/plain")  # the document of whoever gives a post
        save_table(_table(), Matrix(number=1, effective_on=today, published_by="loaded"), roles)
        grants.ensure_scopes()
        grants.publish(Matrix.objects.get())


def _role(role: model.Role) -> Role:
    column = COLUMNS.index(role.code) + 1 if role.code in COLUMNS else None
    return Role.objects.create(
        code=role.code, name=role.code, short_name=role.code, column=column, reach=role.reach, reads=role.reads,
        responsible_for_city=list(role.city_r), holding_is_reviewed=role.reviewed, reads_all=role.sees == "all",
        reads_published=role.sees == "published",
    )  # fmt: skip


def _table() -> MatrixTable:
    headings = (Heading("1", "Standards"), Heading("4", "Procedures", is_procedure=True))
    rows = tuple(Row(code, f"Activity {code}", code[0]) for code in MATRIX)
    columns = tuple(Column(code, code, code) for code in COLUMNS)
    return MatrixTable("Oak", "For the machine", "", columns, headings, rows, dict(CELLS))
