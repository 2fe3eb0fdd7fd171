"""The digital inventory: kept by R of 1.4 of the item's unit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from compliance.kinds import DIGITAL_ASSET
from compliance.models import DigitalAsset
from raci import clock
from raci.keeping import keeping
from raci.models import Person, Unit
from raci.refusals import Conflict, NotReady, Problem

Values = Mapping[str, Any]


def begin_digital_asset(unit: Unit, values: Values, *, by: Person) -> DigitalAsset:
    """An item of a unit."""
    with keeping(DIGITAL_ASSET, unit, by=by, act="keep_digital_asset"):
        _check(values, DigitalAsset.objects.filter(code=values["code"]).exists())
        return DigitalAsset.objects.create(unit=unit, **values)


def change_digital_asset(row: DigitalAsset, values: Values, *, by: Person, edits: int) -> None:
    """What is said of it. `edits`: what the form was opened on."""
    with keeping(DIGITAL_ASSET, row.unit, by=by, act="keep_digital_asset"):
        locked = DigitalAsset.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if locked.edits != edits:
            raise Conflict(_("Somebody else saved this while you wrote. Open it again and look at what they changed."))
        _check(values, DigitalAsset.objects.filter(code=values["code"]).exclude(pk=row.pk).exists())
        for name, value in values.items():
            setattr(locked, name, value)
        locked.edits += 1
        locked.save()


def _check(values: Values, is_taken: bool) -> None:
    problems = []
    if is_taken:
        text = _("“%(code)s” is taken: each number is given once.")
        problems.append(Problem(text % {"code": values["code"]}, field="code"))
    audited, made, changed = values.get("audited_on"), values.get("made_on"), values.get("changed_on")
    if audited and audited > clock.today():
        problems.append(Problem(_("It cannot have been audited on a day to come."), field="audited_on"))
    if made and changed and changed < made:
        problems.append(Problem(_("It was changed before it was created."), field="changed_on"))
    if values.get("failures") is not None and not audited:
        problems.append(Problem(_("Say when it was audited: failures are what an audit found."), field="audited_on"))
    if problems:
        raise NotReady(problems)
