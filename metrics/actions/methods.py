"""The acts on a method's content. The workflow's own acts (submit, decide ...) are the kernel's: `raci.actions.cases`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from django.db import transaction
from django.utils.translation import gettext as _

from metrics.kinds import DISPARITY_METHOD, INDEX
from metrics.models import DisparityMethod, IndexDefinition
from raci.actions.cases import begin_record
from raci.models import Person, Record
from raci.records import Kind
from raci.refusals import NotReady, Problem
from raci.the_city import need_city
from raci.workflow import editing, retitle

Row = DisparityMethod | IndexDefinition
Either = TypeVar("Either", bound=Row)


def begin_method(*, title: str, by: Person) -> DisparityMethod:
    """Begin the city's disparity method as a draft, with the portal's defaults. A city has one (NotReady)."""
    with transaction.atomic():
        record, case = _begin(DISPARITY_METHOD, title, by)
        with editing(case, by=by):
            return DisparityMethod.objects.create(record=record, title=title)


def begin_index(*, title: str, by: Person) -> IndexDefinition:
    """Begin the definition of the city's index as a draft without parts. A city has one (NotReady)."""
    with transaction.atomic():
        record, case = _begin(INDEX, title, by)
        with editing(case, by=by):
            return IndexDefinition.objects.create(record=record, title=title)


def _begin(kind: Kind, title: str, by: Person) -> Any:
    city = need_city(locked=True)
    same = Record.objects.filter(kind=kind.code).first()
    if same is not None:
        said = _("The city has one already: change its draft, or begin its next version.")
        raise NotReady([Problem(said, url=kind.url(same))])
    return begin_record(kind, unit=city, title=title, by=by)


def change_method(row: Either, values: Mapping[str, Any], *, by: Person, seen: int | None = None) -> Either:
    """Save a draft. `seen`: the record's `edits` when the form was opened; `Conflict` says who changed it since."""
    with editing(row.record.cases.latest("number"), by=by, seen=seen) as step:
        current = cast(Either, type(row).objects.get(pk=row.pk))
        for name, value in values.items():
            setattr(current, name, value)
        current.save()
        if step.record.title != current.title:
            retitle(step, current.title)
    return current
