"""The city, its units and its roles: reference data, to read."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from rest_framework import serializers

from raci.api.contract import Door, operation
from raci.api.fields import Choice, Code, Shape
from raci.api.paging import Paged, Rows, Search
from raci.api.shapes import one_of, said
from raci.models import City, Role, Unit
from raci.refusals import Refused


class CityShown(Shape):
    """The city this portal serves."""

    name = said()
    time_zone = said()
    fiscal_year_begins = said(help_text="Month and day, as 07-01.")
    holidays = serializers.ListField(child=serializers.DateField())
    source = said()  # type: ignore[assignment] # REST framework takes it off the class

    example = {
        "name": "City of Oakville", "time_zone": "America/Los_Angeles", "fiscal_year_begins": "07-01",
        "holidays": ["2026-12-25"], "source": "Citywide Practices: Equity Project Preliminary Recommendations",
    }  # fmt: skip


class CityDetail(Door):
    """The city."""

    noun = "city"

    @operation("The city", gives=CityShown)
    def get(self) -> Any:
        """Its calendar is the one that deadlines use."""
        city = City.objects.first()
        if city is None:
            raise Refused("", visible=False)
        return city


class UnitShown(Shape):
    """A place in the city's tree."""

    code = said()
    name = said()
    kind = one_of(Unit.Kind)
    parent = said(source="parent_code", allow_null=True)  # type: ignore[assignment] # REST framework takes it off the class
    path = said(help_text="Codes from the root; what is below begins with it.")

    example = {
        "code": "parks", "name": "Parks & Recreation", "kind": "bureau", "parent": "vibrant-communities",
        "path": "/oakville/vibrant-communities/parks/",
    }  # fmt: skip


class UnitQuery(Search):
    """Which units."""

    kind = Choice(choices=Unit.Kind.choices, required=False)
    below = Code(required=False, allow_blank=False, help_text="The code of a unit: it and all below it.")


def _unit(unit: Unit) -> dict[str, Any]:
    codes = unit.path.strip("/").split("/")
    return {
        "code": unit.code, "name": unit.name, "kind": unit.kind, "path": unit.path,
        "parent_code": codes[-2] if len(codes) > 1 else None,
    }  # fmt: skip


class UnitList(Door):
    """All units."""

    noun = "city"

    @operation("The units of the city", gives=UnitShown, query=UnitQuery)
    def get(self) -> Any:
        """In the order of the tree."""
        wanted, found = self.wanted, Unit.objects.order_by("path")
        if words := wanted.get("q"):
            found = found.filter(Q(name__icontains=words) | Q(code__icontains=words))
        if "kind" in wanted:
            found = found.filter(kind=wanted["kind"])
        if "below" in wanted:
            found = found.filter(path__contains=f"/{wanted['below']}/")
        return Rows(found, _unit)


class UnitDetail(Door):
    """One unit."""

    noun = "city"

    @operation("A unit", gives=UnitShown)
    def get(self, code: str) -> Any:
        """By its code."""
        unit = Unit.objects.filter(code=code).first()
        if unit is None:
            raise Refused("", visible=False)
        return _unit(unit)


class RoleShown(Shape):
    """A role of the governance; its reach says for whose records its posts count."""

    code = said()
    name = said()
    short_name = said()
    column = serializers.IntegerField(allow_null=True, help_text="Its place in the matrix; none has no column.")
    reach = one_of(Role.Reach)
    reads = one_of(Role.Reach, help_text="Reading may reach further.")

    example = {"code": "DIR", "name": "Directors", "short_name": "DIR", "column": 6, "reach": "unit", "reads": "unit"}


class RoleList(Door):
    """All roles."""

    noun = "city"

    @operation("The roles", gives=RoleShown, query=Paged)
    def get(self) -> Any:
        """In the order of the matrix's columns; those without a column last."""
        return Rows(Role.objects.order_by("column", "name"))


class RoleDetail(Door):
    """One role."""

    noun = "city"

    @operation("A role", gives=RoleShown)
    def get(self, code: str) -> Any:
        """By its code."""
        role = Role.objects.filter(code=code).first()
        if role is None:
            raise Refused("", visible=False)
        return role
