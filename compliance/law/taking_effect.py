"""An approved pack becomes rows of requirements on the day it takes effect; what was before stays in their history."""

from __future__ import annotations

from datetime import date, timedelta

from compliance.law.leads import Leads, leads
from compliance.law.pack_text import columns_of, head_columns
from compliance.models import Pack, Requirement
from raci.history.bulk import bulk_create
from raci.records import Content


def put_into_rows(pack: Pack, text: Content, *, number: int, day: date | None) -> None:
    """Inside `acting`. `day`: the first day of what is new, the day after the last of what is retired; None: always so."""
    found = leads()
    known = {row.code: row for row in pack.requirements.all()}
    new = []
    for order, line in enumerate(text["requirements"], start=1):
        values = columns_of(line, found) | {"order": order}
        if row := known.pop(line["code"], None):
            _change(row, values)
        else:
            made = Requirement(code=line["code"], programme=pack.programme, pack=pack, in_force_from=day, **values)
            new.append(made)
    bulk_create(Requirement, new)
    for row in known.values():
        _retire(row, day)
    for name, value in head_columns(text).items():
        setattr(pack, name, value)
    pack.in_rows = number
    pack.save()


def _change(row: Requirement, values: dict[str, object]) -> None:
    values = values | {"retired_on": None}
    if any(getattr(row, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(row, name, value)
        row.save()


def _retire(row: Requirement, day: date | None) -> None:
    if row.retired_on is None and day is not None:
        last = day - timedelta(days=1)
        row.retired_on = max(last, row.in_force_from) if row.in_force_from else last
        row.save()


def lead_again() -> int:
    """Name the leads anew, where the matrix or the roles have changed since; returns how many rows changed. Inside `acting`."""
    found: Leads = leads()
    changed = 0
    for row in Requirement.objects.select_related("lead"):
        lead = found.role(row.lead_code, row.activity_code)
        if lead != row.lead:
            row.lead = lead
            row.save(update_fields=["lead"])
            changed += 1
    return changed
