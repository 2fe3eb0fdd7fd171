"""Entering into a register, and correcting what stands there: R in the line, history records it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from plans.registers.catalogue import Register
from raci import clock
from raci.keeping import keeping
from raci.models import Person
from raci.records import canonical, digest
from raci.refusals import NotReady, Problem

PAST = ("looked_on", "met_on", "reviewed_on", "adopted_on")  # days that cannot be to come


def enter(register: Register, values: Mapping[str, Any], *, by: Person) -> Any:
    """A new entry; the same one sent twice is entered once."""
    with keeping(register.kind, register.unit(values), by=by, act="enter_register"):
        _check(values)
        known = register.kind.model._default_manager.filter(**values).first()
        return known or register.kind.model._default_manager.create(**values)


def change(register: Register, row: Any, values: Mapping[str, Any], *, by: Person, opened: str = "") -> None:
    """What it says now, by whoever keeps it where it stood and where it stands. `opened`: `fingerprint` of the form."""
    before = {"unit": getattr(row, "unit", None)}
    with (
        keeping(register.kind, register.unit(before), by=by, act="change_register"),
        keeping(register.kind, register.unit(values), by=by, act="change_register"),
    ):
        locked = register.kind.model._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
        if opened and opened != fingerprint(locked):
            text = _(
                "Somebody else saved it while this page was open. Look at what it says now; save again to replace it."
            )
            raise NotReady([Problem(text)])
        _check(values)
        for name, value in values.items():
            setattr(locked, name, value)
        locked.save()


def fingerprint(row: Any) -> str:
    """What a form was opened on."""
    return digest(canonical({field.attname: str(getattr(row, field.attname)) for field in row._meta.concrete_fields}))


def _check(values: Mapping[str, Any]) -> None:
    today = clock.today()
    late = [name for name in PAST if values.get(name) and values[name] > today]
    if late:
        raise NotReady([Problem(_("Its day is still to come."), field=name) for name in late])
    if values.get("next_on") and values.get("met_on") and values["next_on"] < values["met_on"]:
        raise NotReady([Problem(_("The next day must not be before the day itself."), field="next_on")])
