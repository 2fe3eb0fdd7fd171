"""The registers there are: what each holds, who keeps it, and how its pages speak."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from plans.registers.forms import AlignmentForm, ComparisonForm, EntryForm, LongRangeForm, PolicyForm
from plans.registers.kinds import ALIGNMENT, COMPARISON, LISTED_POLICY, LONG_RANGE
from raci.models import Unit
from raci.records import Kind
from raci.the_city import need_city

Words = str | Promise


def _of_the_city(_values: Any) -> Unit:
    return need_city()


@dataclass(frozen=True)
class Register:
    """A register. `unit`: in whose line an entry of these values stands."""

    code: str
    kind: Kind
    form: type[EntryForm]
    title: Words
    enter: Words  # the words of its button
    intro: Words
    address: str
    unit: Callable[[Any], Unit] = _of_the_city


COMPARISONS = Register(
    "comparisons", COMPARISON, ComparisonForm, _("Other cities"), _("Enter a comparison"),
    _("What another city does, where that is known from, and what there is to learn."), "plans:comparison-list",
)  # fmt: skip
POLICIES = Register(
    "policies", LISTED_POLICY, PolicyForm, _("Policies there are"), _("Enter a policy"),
    _("A policy that is in force today: whose it is, when it was reviewed, and what becomes of it."),
    "plans:policy-list", unit=lambda values: values["unit"],
)  # fmt: skip
ALIGNMENTS = Register(
    "alignment", ALIGNMENT, AlignmentForm, _("At other tables"), _("Enter what was said"),
    _("Where the office spoke for equity, what position it took, and what came of it."), "plans:alignment-list",
)  # fmt: skip
LONG_RANGES = Register(
    "long-range-plans", LONG_RANGE, LongRangeForm, _("Long-range plans"), _("Enter a long-range plan"),
    _("A plan of the city that reaches far ahead: whose it is, until when it reaches, and where its equity review stands."),
    "plans:long-range-list", unit=lambda values: values["unit"],
)  # fmt: skip
REGISTERS = {one.code: one for one in (COMPARISONS, POLICIES, ALIGNMENTS, LONG_RANGES)}
