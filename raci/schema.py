"""A migration operation that makes many tables in one go.

Django draws every related model anew after each of its operations, because the next might ask for them: for a city's hundred
tables that was most of a minute of a first start. Operations that stand together are drawn once, when all of them are known.
"""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation

Parts = list[Any]


class Together(Operation):
    """The operations of a migration that only make tables and add to them, done as one.

    A table is made as it is after the last of them, with the columns and constraints that the others would add to it; what is
    added to a table that was there before is added as ever. No part may change or remove what another one made, and none may
    look at rows: those stand in a migration of their own.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, parts: Parts) -> None:
        for part in parts:
            if not isinstance(part, CreateModel | AddField | AddConstraint | AddIndex):
                raise TypeError(f"{part.describe()}: stands apart from what only makes tables and adds to them.")
        self.parts = parts

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Its parts say it."""
        return self.__class__.__qualname__, [], {"parts": self.parts}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """All parts, before any model is drawn; then the new ones beside those that were, or all where old ones changed."""
        drawn = state.__dict__.pop("apps", None)
        for part in self.parts:
            part.state_forwards(app_label, state)
        made = self._made()
        if drawn is not None and len(self._first_to_last()) == len(made):
            drawn.render_multiple([state.models[app_label, name] for name in sorted(made)])
            state.apps = drawn

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Make each table whole; add the rest to the tables that were there."""
        for part in self._first_to_last():
            part.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Drop the tables; take away what was added to others."""
        for part in reversed(self._first_to_last()):
            part.database_backwards(app_label, schema_editor, from_state, to_state)

    def _first_to_last(self) -> Parts:
        made = self._made()
        return [part for part in self.parts if isinstance(part, CreateModel) or part.model_name_lower not in made]

    def _made(self) -> set[str]:
        return {part.name_lower for part in self.parts if isinstance(part, CreateModel)}

    def describe(self) -> str:
        """What the listing of migrations says."""
        return f"Make {sum(isinstance(part, CreateModel) for part in self.parts)} tables and what belongs to them"
