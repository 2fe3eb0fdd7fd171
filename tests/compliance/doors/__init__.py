"""What each room of compliance, boards, plans and engagement brings to the tables of all doors: a module a room, beside it
its table of access (`<room>.txt`); those of the others stand in their folders.

A module may have: `furnish(city)`, which makes what stands behind its addresses and gives their values by name; `LISTS`, its
lists (name: who reads it, the values of its address), which `grow(city, number)` makes longer by a row; `ONE_THING`, its
addresses that are no lists; `EXPORTS` (code of a list: who takes it away); `FULL` (code of a list: which texts of it hold every
payload of tests/test_hostile.py), with `plant(city, number, payload)`, which puts it there; `LOOKS`, what of its pages is
looked at: arguments of `tests.journeys.test_axe.Look`, whose `args` name what `furnish` made; `NO_PAGE`, pairs of an address
without a page and why; `RECORDED`, addresses of sealed texts, each opening of which is a row of history.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from tests.city import SmallCity

HERE = Path(__file__).parent
TESTS = HERE.parent.parent
PLACES = {
    __name__: HERE,
    "tests.boards.doors": TESTS / "boards" / "doors",
    "tests.plans.doors": TESTS / "plans" / "doors",
    "tests.engagement.doors": TESTS / "engagement" / "doors",
    "tests.reports.doors": TESTS / "reports" / "doors",
}
ROOMS: list[ModuleType] = [
    import_module(f"{package}.{one.name}")
    for package, folder in PLACES.items()
    for one in sorted(pkgutil.iter_modules([str(folder)]), key=lambda one: one.name)
]
TABLES = [table for folder in PLACES.values() for table in sorted(folder.glob("*.txt"))]


def gathered(name: str) -> list[Any]:
    """What the rooms hold under a name, one after the other."""
    return [one for room in ROOMS for one in getattr(room, name, ())]


def furnished(city: SmallCity) -> dict[str, dict[str, Any]]:
    """What stands behind the rooms' addresses, made anew."""
    found: dict[str, dict[str, Any]] = {}
    for room in ROOMS:
        if hasattr(room, "furnish"):
            found |= room.furnish(city)
    return found


def lists() -> dict[str, tuple[str, Callable[[], dict[str, Any]]]]:
    """The rooms' lists: who reads each, and the values of its address."""
    return {name: one for room in ROOMS for name, one in getattr(room, "LISTS", {}).items()}


def grow(city: SmallCity, number: int) -> None:
    """A row more in each of the rooms' lists."""
    for room in ROOMS:
        if hasattr(room, "grow"):
            room.grow(city, number)


def exports() -> dict[str, str]:
    """The rooms' lists to take away: who does."""
    return {code: who for room in ROOMS for code, who in getattr(room, "EXPORTS", {}).items()}


def full() -> dict[str, int]:
    """The rooms' lists with hostile texts: in how many columns each payload stands."""
    return {code: columns for room in ROOMS for code, columns in getattr(room, "FULL", {}).items()}


def plant(city: SmallCity, number: int, payload: str) -> None:
    """The payload, in each of these texts."""
    for room in ROOMS:
        if hasattr(room, "plant"):
            room.plant(city, number, payload)
