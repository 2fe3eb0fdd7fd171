"""What a list can be narrowed by: a choice of values, a day, or words. The rest of an address is left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from django.db.models import Q
from django.utils.dateparse import parse_date
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raci.asof import ON, as_day
from raci.authority import Facts

Label: TypeAlias = str | Promise
Choices: TypeAlias = Iterable[tuple[str, Label]]

LONGEST = 200  # signs of words that are searched for
CANNOT_BE_SOUGHT = re.compile("[\0\ud800-\udfff]")  # no text in the database holds one of these


class Filter(Protocol):
    """One filter: its name in the address, and what it leaves of the rows."""

    @property
    def key(self) -> str:
        """Its name in the address."""

    @property
    def label(self) -> Label:
        """How people call it."""

    @property
    def shape(self) -> str:
        """How it is filled in: "choice", "day" or "words"."""

    def choices(self, facts: Facts) -> Choices:
        """What can be chosen; nothing where it is not chosen from a list."""

    def takes(self, value: str, choices: Mapping[str, Label]) -> bool:
        """Whether this value means anything."""

    def wants(self) -> str:
        """What a value looks like, for whoever wrote another."""

    def narrow(self, value: str, facts: Facts) -> Q:
        """The rows that are left."""


@dataclass(frozen=True)
class Choice:
    """One of several values. The choices are made of what the person may see, so they tell nothing else."""

    key: str
    label: Label
    among: Callable[[Facts], Choices]
    to: Callable[[str, Facts], Q]
    everything: Label = ""  # how no choice is called: "All units"
    shape = "choice"

    def choices(self, facts: Facts) -> Choices:
        """As declared."""
        return self.among(facts)

    def takes(self, value: str, choices: Mapping[str, Label]) -> bool:
        """A value of the list."""
        return value in choices

    def wants(self) -> str:
        """In words."""
        return _("Choose one of the list.")

    def narrow(self, value: str, facts: Facts) -> Q:
        """As declared."""
        return self.to(value, facts)


@dataclass(frozen=True)
class Open:
    """What is written rather than chosen."""

    key: str
    label: Label
    to: Callable[[str, Facts], Q]

    def choices(self, facts: Facts) -> Choices:  # noqa: ARG002
        """None: it is not chosen from a list."""
        return ()

    def narrow(self, value: str, facts: Facts) -> Q:
        """As declared."""
        return self.to(value, facts)


class Day(Open):
    """A day, as 2026-11-21."""

    shape = "day"

    def takes(self, value: str, choices: Mapping[str, Label]) -> bool:  # noqa: ARG002
        """A day there is."""
        try:
            return parse_date(value) is not None
        except ValueError:
            return False

    def wants(self) -> str:
        """In words."""
        return _("Write a day as 2026-11-21.")


class AsOf(Day):
    """The day that a list is asked for: rows as they stood on it (`raci.asof`)."""

    def takes(self, value: str, choices: Mapping[str, Label]) -> bool:  # noqa: ARG002
        """A day that a city's calendar can mean."""
        return as_day(value) is not None


AS_OF = AsOf(ON, gettext_lazy("As it stood on"), to=lambda _day, _facts: Q())


class Words(Open):
    """Some words, as they stand."""

    shape = "words"

    def takes(self, value: str, choices: Mapping[str, Label]) -> bool:  # noqa: ARG002
        """Words that a text can hold."""
        return len(value) <= LONGEST and not CANNOT_BE_SOUGHT.search(value)

    def wants(self) -> str:
        """In words."""
        return _("Write at most %(n)s signs.") % {"n": LONGEST}
