"""Migrations that change rows, in a portal that holds a city: by a connection of its own, in which nobody acted before."""

from __future__ import annotations

from importlib import import_module

import pytest

from tests.database import TestDatabase, connect_as_owner

pytestmark = [pytest.mark.django_db, pytest.mark.portland]


def test_counsel_is_named_with_history(django_db_setup: TestDatabase) -> None:
    migration = import_module("raci.migrations.0030_counsel")
    with connect_as_owner(django_db_setup.name) as owner, owner.transaction(force_rollback=True):
        owner.execute("SET LOCAL session_replication_role = replica")
        owner.execute("UPDATE raci_role SET is_counsel = false WHERE code = 'ATTY'")
        owner.execute("SET LOCAL session_replication_role = origin")
        for statement in (migration.LABELS, migration.NAME, "SET CONSTRAINTS ALL IMMEDIATE"):
            owner.execute(statement)
        named = owner.execute(
            "SELECT is_counsel, history_post, history_cell FROM raci_historicalrole WHERE history_act = 'name_counsel'"
        )
        assert named.fetchall() == [(True, "", "")]
