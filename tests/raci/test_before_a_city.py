"""Home and matrix before a city is loaded."""

from __future__ import annotations

import pytest

from tests.equity_portal.people import make_person

pytestmark = pytest.mark.django_db


def test_home_without_a_matrix_says_what_to_do(client):
    client.force_login(make_person())
    page = client.get("/").content.decode()
    assert "There is no matrix in force" in page
    assert "load_city" in page


def test_matrix_without_a_version_in_force_says_so(client):
    client.force_login(make_person())
    for url in ("/matrix/", "/matrix/sheet/"):
        assert "no matrix in force" in client.get(url).content.decode()
    for url in ("/matrix/export/csv/", "/matrix/activities/4.1/"):
        assert client.get(url).status_code == 404
