"""What is computed needs no database: these modules begin without one, unless they ask for it."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="module", autouse=True)
def first_rows(request: pytest.FixtureRequest) -> None:
    """The first rows of the database for a module that is marked to use one; nothing for a pure one, which would fail here."""
    if request.node.get_closest_marker("django_db"):
        database = request.getfixturevalue("django_db_setup")
        with request.getfixturevalue("django_db_blocker").unblock():
            database.stand_on(portland=request.node.get_closest_marker("portland") is not None)
