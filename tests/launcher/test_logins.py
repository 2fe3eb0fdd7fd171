"""The portal's login, as secure_database leaves it: it serves, and it cannot touch history or the guard."""

from __future__ import annotations

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, connection, transaction

pytestmark = pytest.mark.django_db


def test_tests_run_as_the_portals_login(owner_cursor):
    owner_cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = %s", [connection.settings_dict["USER"]])
    assert owner_cursor.fetchone() == (False,)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE raci_historicalperson SET history_why = ''",
        "DELETE FROM raci_historicalperson",
        "TRUNCATE raci_historicalperson",
        "TRUNCATE raci_person",
        "INSERT INTO guard_due (xid, tracked, ids) VALUES (pg_current_xact_id(), 'raci_person', '{1}')",
        "DELETE FROM guard_due",
        "INSERT INTO guard_pair VALUES ('raci_person', 'raci_historicalperson')",
        "DELETE FROM ledger",
        "UPDATE seal SET hash = ''",
        "DROP TRIGGER guard_u ON raci_person",
        "ALTER TABLE raci_person DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "CREATE TEMPORARY TABLE guard_due (id int)",
        "CREATE TABLE mine (id int)",
        "CREATE OR REPLACE FUNCTION portal_now() RETURNS timestamptz LANGUAGE sql AS 'SELECT now()'",
        "SELECT guard_grants(current_user::text)",
        "DELETE FROM django_migrations",
    ],
)
def test_login_is_refused(statement):
    with pytest.raises(DatabaseError, match=r"permission denied|must be owner"), transaction.atomic():
        connection.cursor().execute(statement)


@pytest.mark.parametrize("turn", [1, 2])
@pytest.mark.django_db(transaction=True)
def test_committed_rows_are_gone_and_the_migrations_rows_are_back(turn):
    assert not ContentType.objects.filter(app_label="left").exists()
    assert ContentType.objects.filter(app_label="raci", model="person").exists()
    ContentType.objects.create(app_label="left", model="behind")
    ContentType.objects.filter(app_label="raci").delete()


@pytest.mark.parametrize("turn", [1, 2])
def test_time_moves_for_one_test(move_time, turn):
    def ahead() -> float:
        with connection.cursor() as cursor:
            cursor.execute("SELECT extract(epoch FROM portal_now() - now()) / 86400")
            return float(cursor.fetchone()[0])

    assert ahead() == 0
    move_time(days=30)
    assert ahead() == 30
    move_time(days=2, hours=12)
    assert ahead() == 2.5
