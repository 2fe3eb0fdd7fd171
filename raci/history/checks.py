"""System check raci.E001: every tracked model is under guard in the database (`manage.py check --database default`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import connections, models
from django.db.migrations.executor import MigrationExecutor

from raci.history.timeline import history_table, tracked_models

# trigger -> where it sits
ON_TRACKED = frozenset({"guard_i", "guard_u", "guard_k", "guard_d", "guard_t"})
ON_HISTORY = frozenset({"guard_h", "guard_a", "guard_t"})

GUARDED = """
SELECT p.tracked::text, p.history::text, array_agg(t.tgrelid::regclass::text || ' ' || t.tgname),
       EXISTS (SELECT FROM guard_stale s WHERE s.tracked = p.tracked)
  FROM guard_pair p LEFT JOIN pg_trigger t ON t.tgrelid IN (p.tracked, p.history) AND t.tgenabled IN ('O', 'A')
 GROUP BY p.tracked, p.history
"""


def history_is_guarded(*, databases: Iterable[str] | None = None, **_: Any) -> list[CheckMessage]:
    """An error for each tracked model that lacks a trigger, its pair, or a guard that knows all of its columns.

    Nothing is judged while migrations wait to be run.
    """
    if "default" not in (databases or ()) or _is_being_migrated():
        return []
    with connections["default"].cursor() as cursor:
        cursor.execute(GUARDED)
        guarded = {tracked: (history, set(found), stale) for tracked, history, found, stale in cursor.fetchall()}
    return [_error(problem, model) for model in tracked_models() for problem in _problems(model, guarded)]


def _is_being_migrated() -> bool:
    """`migrate` makes this check first: what its migrations are about to put under guard is not missed before."""
    executor = MigrationExecutor(connections["default"])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _problems(model: type[models.Model], guarded: dict[str, tuple[str, set[str], bool]]) -> Iterator[str]:
    tracked, expected = model._meta.db_table, history_table(model)
    history, found, stale = guarded.get(tracked, ("", set(), False))
    if history != expected:
        yield f"{tracked} and {expected} are not a pair under guard"
        return
    wanted = {f"{tracked} {name}" for name in ON_TRACKED} | {f"{history} {name}" for name in ON_HISTORY}
    for missing in sorted(wanted - found):
        yield f"the trigger {missing.split(' ')[1]} of {missing.split(' ')[0]} is missing or disabled"
    if stale:
        yield f"the columns of {tracked} or {history} changed since its guard was attached"


def _error(problem: str, model: type[models.Model] | None = None) -> Error:
    hint = "Add AttachGuard to the migration, or run manage.py secure_database as the owner."
    return Error(f"History is not protected: {problem}.", hint=hint, obj=model, id="raci.E001")
