"""A city whose partners, rounds and trainings are looked at."""

from __future__ import annotations

from tests.plans.conftest import city, loaded

__all__ = ["city", "loaded"]
