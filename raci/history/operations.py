"""Migration operations: run one of our SQL files; attach the guard to a tracked model."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

HERE = Path(__file__).parent
# The view of all changes follows what is guarded (changes.sql); the first migrations run before there is one.
SHOW_CHANGES = """
DO $$ BEGIN IF to_regproc('changes_shown') IS NOT NULL THEN PERFORM changes_shown(); END IF; END $$
"""


class RunFile(migrations.RunSQL):
    """Runs `raci/history/<name>`; backwards, it runs `undo` (None: there is no way back)."""

    def __init__(self, name: str, undo: str | None) -> None:
        self.name = name
        self.undo = undo
        super().__init__((HERE / name).read_text(encoding="utf-8"), undo)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """The file's name says it."""
        return self.__class__.__qualname__, [], {"name": self.name, "undo": self.undo}


class AttachGuard(Operation):
    """Guards a tracked model's table and its history table.

    Also the last operation of a migration that adds or drops a column of a tracked model: until it is attached again
    (`manage.py secure_database` does so too) the database refuses the model's history, because a column the guard does
    not know would not be compared.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, model: str, restricted: bool = False) -> None:
        self.model = model
        self.restricted = restricted  # once is enough, and for good

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """The model's name says it, and whether its history is told."""
        said: dict[str, Any] = {"restricted": True} if self.restricted else {}
        return self.__class__.__qualname__, [], {"model": self.model, **said}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Django's models stay as they are: the guard lives in the database."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: Any,  # noqa: ARG002 - Django's signature
        to_state: Any,
    ) -> None:
        """Attach (again)."""
        self._call("guard_attach", app_label, schema_editor, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: Any,  # noqa: ARG002 - Django's signature
        to_state: Any,
    ) -> None:
        """Take the guard off; the raw columns and what they hold stay."""
        self._call("guard_detach", app_label, schema_editor, to_state)

    def _call(self, function: str, app_label: str, schema_editor: BaseDatabaseSchemaEditor, state: Any) -> None:
        tables = [
            state.apps.get_model(app_label, name)._meta.db_table for name in (self.model, f"Historical{self.model}")
        ]
        schema_editor.execute(f"SELECT {function}(%s::regclass, %s::regclass)", tables)
        if self.restricted and function == "guard_attach":
            schema_editor.execute("SELECT guard_restrict(%s::regclass)", tables[1:])
        schema_editor.execute(SHOW_CHANGES)

    def describe(self) -> str:
        """For `migrate --plan`."""
        return f"Attach the history guard to {self.model}"
