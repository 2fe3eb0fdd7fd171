"""What a load changed, proposed, or left as it was."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Change:
    """One line of the report. Kinds: added, changed, drafted, proposed, left (the folder differs, nothing was changed)."""

    kind: str
    what: str  # city, unit, role, post, person, holding, relation, team, matrix
    name: str
    detail: str = ""

    def __str__(self) -> str:
        words = {
            "added": _("added"),
            "changed": _("changed"),
            "drafted": _("drafted"),
            "proposed": _("proposed"),
            "left": _("left as it is"),
        }
        return f"{words[self.kind]}: {self.what} {self.name}" + (f" ({self.detail})" if self.detail else "")
