"""Who leads a requirement, or enters a parameter: a role that is responsible in the cited activity of this city's matrix."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from compliance.packs import shipped
from raci.authority import MatrixInForce, matrix_in_force
from raci.models import Role


@dataclass(frozen=True)
class Leads:
    """The city's roles by code, its matrix, and by which codes the shipped packs' roles are called here."""

    roles: Mapping[str, Role]
    matrix: MatrixInForce | None
    called: Mapping[str, str]

    def code(self, role: str) -> str:
        """The role's code here."""
        return self.called.get(role, role)

    def role(self, code: str, activity: str) -> Role | None:
        """The role of this code if it is responsible for the activity here; nobody leads by a letter they do not hold."""
        return self.roles.get(code) if self.is_responsible(code, activity) else None

    def is_responsible(self, code: str, activity: str) -> bool:
        """Whether the role holds an R of the activity in the matrix in force."""
        return self.matrix is not None and "R" in self.matrix.codes(activity, code)

    def responsible(self, activity: str) -> list[Role]:
        """All roles that are: the lead and its co-owners."""
        found = (role for code, role in self.roles.items() if self.is_responsible(code, activity))
        return sorted(found, key=lambda role: (role.column is None, role.column or 0))


def leads(called: Mapping[str, str] | None = None, matrix: MatrixInForce | None = None) -> Leads:
    """Of this city today (3 queries at most)."""
    return Leads({role.code: role for role in Role.objects.all()}, matrix or matrix_in_force(), called or {})


def role_names() -> dict[str, str]:
    """Code > name, of the city's roles and, where it has none of a code, of those the shipped packs name (1 query)."""
    return {**shipped().roles, **dict(Role.objects.values_list("code", "name"))}
