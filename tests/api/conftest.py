"""The demonstration city with one plan of Parks, and everybody's token."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from tests.api.caller import Caller
from tests.city import SmallCity
from tests.plans.conftest import city, loaded, parks

__all__ = ["city", "loaded", "parks"]


@pytest.fixture
def director(city: SmallCity) -> Caller:
    """R of Parks."""
    return Caller(city.director)


@pytest.fixture
def stranger(city: SmallCity) -> Caller:
    """R of Water."""
    return Caller(city.elsewhere)


@pytest.fixture(autouse=True)
def _nothing_counted() -> Iterator[None]:
    """Wrong tokens of one test do not slow the next."""
    yield
    cache.clear()
