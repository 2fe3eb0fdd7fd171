"""Home before a city is loaded."""

from __future__ import annotations

import pytest

from raci.history import acting
from raci.models import Person
from raci.service import service_person


@pytest.mark.django_db
def test_home_without_a_matrix_says_what_to_do(client):
    person = Person(email="someone@city.example", name="Some One")
    with acting(by=service_person("test-loader", "Loader"), act="test"):
        person.save()
    client.force_login(person)
    page = client.get("/").content.decode()
    assert "There is no matrix in force" in page
    assert "load_city" in page
