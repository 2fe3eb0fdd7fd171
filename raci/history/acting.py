"""Who acts: every write happens inside `acting`, which tells the database so that each history row carries it.

The labels travel as settings of the transaction (`set_config(..., is_local => true)`), because a history row takes them as
its column defaults: one mechanism serves `save()`, set-based acts and raw SQL alike, and a write outside `acting` is refused
by the database (its history row would name no one).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from django.db import connection, transaction

if TYPE_CHECKING:
    from raci.models import Person

request_id: ContextVar[str] = ContextVar("request_id", default="")

# Setting of the transaction -> column of a history row (see tracked.HistoryEntry).
LABELS = ("actor_id", "actor", "post", "cell", "act", "why", "request", "record")


@contextmanager
def acting(
    *, by: Person, act: str, post: str = "", cell: str = "", why: str = "", record: int | None = None
) -> Iterator[None]:
    """One transaction in which `by` acts; every history row written inside names them.

    `post`: the post they act in, as a label ("Director, Parks & Recreation", or "... for Dana Reyes" under a delegation);
    `cell`: the matrix cell that allows it ("R 4.1, matrix v1"); `act`: a short stable code ("submit"); `why`: the reason
    given; `record`: pk of the governed record the act belongs to, for its timeline. Nested use names the inner actor and
    gives the outer one back. On leaving, deferred constraints are checked at once, so that a refusal surfaces here and
    not at COMMIT: `django.db.DatabaseError` with the guard's message, `IntegrityError` for a rule.
    """
    values = {
        "actor_id": str(by.pk),
        "actor": by.label,
        "post": post,
        "cell": cell,
        "act": act,
        "why": why,
        "request": request_id.get() or str(uuid.uuid4()),
        "record": str(record or ""),
    }
    with transaction.atomic(), connection.cursor() as cursor:
        before = _settings()
        _set(values)
        yield
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        _set(before)


def _settings() -> dict[str, str]:
    columns = ", ".join(f"coalesce(current_setting('app.{label}', true), '')" for label in LABELS)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns}")
        row = cursor.fetchone()
    return dict(zip(LABELS, row or (), strict=True))


def _set(values: dict[str, str]) -> None:
    calls = ", ".join("set_config(%s, %s, true)" for _ in LABELS)
    parameters = [part for label in LABELS for part in (f"app.{label}", values[label])]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {calls}", parameters)
