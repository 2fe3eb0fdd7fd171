"""System checks: every tracked model is under guard in the database (raci.E001, `manage.py check --database default`), and
nothing that is told points at what is restricted (raci.E002).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.core.checks import CheckMessage, Error
from django.db import connections, models
from django.db.migrations.executor import MigrationExecutor

from raci.history.timeline import history_table, is_restricted, told_models, tracked_models

# trigger -> where it sits
ON_TRACKED = frozenset({"guard_i", "guard_u", "guard_k", "guard_d", "guard_t"})
ON_HISTORY = frozenset({"guard_h", "guard_a", "guard_t"})

GUARDED = """
SELECT p.tracked::text, p.history::text, array_agg(t.tgrelid::regclass::text || ' ' || t.tgname),
       EXISTS (SELECT FROM guard_stale s WHERE s.tracked = p.tracked),
       EXISTS (SELECT FROM guard_restricted r WHERE r.history = p.history)
  FROM guard_pair p LEFT JOIN pg_trigger t ON t.tgrelid IN (p.tracked, p.history) AND t.tgenabled IN ('O', 'A')
 GROUP BY p.tracked, p.history
"""


class _Guarded(NamedTuple):
    """What the database knows of a tracked table."""

    history: str
    triggers: set[str]
    stale: bool
    restricted: bool


def history_is_guarded(*, databases: Iterable[str] | None = None, **_: Any) -> list[CheckMessage]:
    """An error for each tracked model that lacks a trigger, its pair, or a guard that knows all of its columns.

    Nothing is judged while migrations wait to be run.
    """
    if "default" not in (databases or ()) or _is_being_migrated():
        return []
    with connections["default"].cursor() as cursor:
        cursor.execute(GUARDED)
        guarded = {
            tracked: _Guarded(history, set(found), *more) for tracked, history, found, *more in cursor.fetchall()
        }
    return [_error(problem, model) for model in tracked_models() for problem in _problems(model, guarded)]


def _is_being_migrated() -> bool:
    """`migrate` makes this check first: what its migrations are about to put under guard is not missed before."""
    executor = MigrationExecutor(connections["default"])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _problems(model: type[models.Model], guarded: dict[str, _Guarded]) -> Iterator[str]:
    tracked, expected = model._meta.db_table, history_table(model)
    found = guarded.get(tracked)
    if found is None or found.history != expected:
        yield f"{tracked} and {expected} are not a pair under guard"
        return
    wanted = {f"{tracked} {name}" for name in ON_TRACKED} | {f"{expected} {name}" for name in ON_HISTORY}
    for missing in sorted(wanted - found.triggers):
        yield f"the trigger {missing.split(' ')[1]} of {missing.split(' ')[0]} is missing or disabled"
    if found.stale:
        yield f"the columns of {tracked} or {expected} changed since its guard was attached"
    if found.restricted != is_restricted(model):
        told = "told" if found.restricted else "restricted"
        yield f"the history of {tracked} is {told} by its model and not by the database"


def restricted_is_not_pointed_at(**_: Any) -> list[CheckMessage]:
    """raci.E002: an error for each told model with a link to a restricted one; its history would tell of what must not be."""
    return [
        Error(
            f"{model._meta.label}.{field.name} points at {field.related_model._meta.label}, which is restricted.",
            hint="Point from the restricted model, or restrict this one too: its history would tell that the other exists.",
            obj=model,
            id="raci.E002",
        )
        for model in told_models()
        for field in model._meta.concrete_fields
        if isinstance(field.related_model, type) and field.related_model in restricted_models()
    ]


def restricted_models() -> list[type[models.Model]]:
    """Every tracked model whose history is told to its own readers alone."""
    return [model for model in tracked_models() if is_restricted(model)]


def _error(problem: str, model: type[models.Model] | None = None) -> Error:
    hint = "Add AttachGuard to the migration, or run manage.py secure_database as the owner."
    return Error(f"History is not protected: {problem}.", hint=hint, obj=model, id="raci.E001")
