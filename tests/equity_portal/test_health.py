"""Is it alive, and what is up?"""

from __future__ import annotations

import time

import pytest
from django.db import connection, connections

from raci.jobs.beat import LAST_SWEEP

pytestmark = pytest.mark.urls("equity_portal.health")


def test_healthz_answers_without_asking_the_database(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")


@pytest.mark.django_db
def test_readyz_says_what_is_up_and_that_history_is_protected(client, redis_server):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "database": "up",
        "redis": "up",
        "seconds_since_last_sweep": None,
        "history": "protected from the portal's login",
    }


@pytest.mark.django_db
def test_readyz_tells_the_age_of_the_last_sweep(client, redis_server):
    redis_server.set(LAST_SWEEP, int(time.time()) - 40)
    assert 40 <= client.get("/readyz").json()["seconds_since_last_sweep"] <= 42


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("right", ["UPDATE", "DELETE", "TRUNCATE", "UPDATE (history_why)"])
def test_readyz_sees_a_right_to_alter_history(client, owner_cursor, right):
    login = connection.settings_dict["USER"]
    owner_cursor.execute(f"GRANT {right} ON raci_historicalperson TO {login}")
    try:
        assert client.get("/readyz").json()["history"].startswith("NOT protected")
    finally:
        owner_cursor.execute(f"REVOKE {right} ON raci_historicalperson FROM {login}")


@pytest.mark.django_db
def test_readyz_without_redis_still_answers(client, settings):
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["redis"]) == (200, "down")


@pytest.mark.django_db
def test_readyz_without_the_database_says_so_with_503(client, monkeypatch):
    def away(self):
        from django.db import OperationalError

        raise OperationalError("away")

    monkeypatch.setattr(type(connections["default"]), "cursor", away)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["database"]) == (503, "down")
