"""What must hold in the database after anything: looked at as the owner."""

from __future__ import annotations

from typing import Any

from psycopg import sql

Owner = Any  # the owner's connection, or a cursor of it: both execute


def one(owner: Owner, query: str, *given: object) -> Any:
    """The first value of the first row."""
    row = owner.execute(query, given).fetchone()
    assert row, (query, given)
    return row[0]


def half_done(owner: Owner) -> list[str]:
    """Rows of any tracked table that differ from their newest history row, lack one, or are gone while history has them."""
    found = []
    pairs = owner.execute("SELECT tracked::text, history::text FROM guard_pair").fetchall()
    assert len(pairs) > 20
    for tracked, history in pairs:
        query = sql.SQL(
            "SELECT coalesce(t.id, h.id) FROM {tracked} t FULL JOIN (SELECT DISTINCT ON (id) * FROM {history} "
            "ORDER BY id, history_id DESC) h ON h.id = t.id WHERE (t.id IS NULL AND h.history_type <> '-') OR "
            "(t.id IS NOT NULL AND (h.id IS NULL OR h.history_type = '-' OR EXISTS (SELECT FROM jsonb_each(to_jsonb(t)) c "
            "WHERE to_jsonb(h) ? c.key AND to_jsonb(h) -> c.key IS DISTINCT FROM c.value)))"
        ).format(tracked=sql.Identifier(tracked), history=sql.Identifier(history))
        found += [f"{tracked} {number}" for (number,) in owner.execute(query).fetchall()]
    return found + [f"due {row}" for row in owner.execute("SELECT * FROM guard_due").fetchall()]


def seal(owner: Owner) -> tuple[int, int]:
    """Seal what waits; how many history rows are not in the ledger then, and how many positions it lacks."""
    one(owner, "SELECT seal_now()")
    tables = [name for (name,) in owner.execute("SELECT history::text FROM guard_pair").fetchall()]
    rows = sum(one(owner, f"SELECT count(*) FROM {name}") for name in tables)
    sealed, last = one(owner, "SELECT count(*) FROM ledger"), one(owner, "SELECT max(position) FROM ledger")
    return rows - sealed, last - sealed
