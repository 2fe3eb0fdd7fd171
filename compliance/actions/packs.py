"""The acts on a pack's text. The workflow's own acts (submit, decide ...) are the kernel's: `raci.actions.cases`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from compliance.city.law import parameter_of
from compliance.kinds import PACK
from compliance.law.leads import leads
from compliance.law.pack_content import text_in_force
from compliance.law.pack_text import Line, head_columns, text_of
from compliance.law.taking_effect import lead_again, put_into_rows
from compliance.models import Pack, Parameter, Programme
from compliance.packs import facts
from raci import clock
from raci.actions.cases import begin_record
from raci.history import acting
from raci.history.bulk import bulk_create
from raci.models import Case, Person
from raci.records import Content
from raci.refusals import NotReady, Problem
from raci.service import service_person
from raci.the_city import need_city
from raci.workflow import editing, retitle

EMPTY = {"requirements": [], "wished_on": ""}


def begin_pack(head: Mapping[str, str], *, by: Person) -> Pack:
    """Begin a pack of the city's own as a draft without requirements. `head`: title, code, and what it says of itself."""
    return _begin({**EMPTY, **head}, by)


def adopt_pack(pack: facts.Pack, *, by: Person) -> Pack:
    """Take an example over as a draft, with its rows of parameters as drafts of their own."""
    with transaction.atomic():
        made = _begin(text_of(pack, leads()), by)
        bring_parameters(pack, made, by=by)
    return made


def _begin(text: Content, by: Person) -> Pack:
    with transaction.atomic():
        city = need_city(locked=True)
        there = Pack.objects.filter(programme__code=text["code"]).select_related("record").first()
        if there is not None:
            said = _("The city has a pack of this code already: change its draft, or begin its next version.")
            raise NotReady([Problem(said, field="code", url=PACK.url(there.record))])
        record, case = begin_record(PACK, unit=city, title=text["title"], by=by)
        with editing(case, by=by):
            programme = Programme.objects.create(code=text["code"], name=text["title"])
            return Pack.objects.create(record=record, programme=programme, draft=text, **head_columns(text))


def bring_parameters(pack: facts.Pack, made: Pack, *, by: Person) -> int:
    """The rows that a pack brings, as drafts for whoever is responsible to look up and hand in; returns how many."""
    known = set(Parameter.objects.exclude(status="needs_value").values_list("key", "variant", "effective_from"))
    programmes, found = {one.code: one for one in Programme.objects.all()}, leads()
    new = [one for one in pack.parameters if (one.key, one.variant, one.begins) not in known]
    with editing(made.record.cases.latest("number"), by=by):
        city = need_city()
        return bulk_create(Parameter, [parameter_of(one, found, programmes, city=city) for one in new])


# ---- the draft


def change_head(pack: Pack, values: Mapping[str, Any], *, by: Person, seen: int | None = None) -> None:
    """What the pack says of itself, and the day it takes effect."""
    _write(pack, lambda text: {**text, **values}, by=by, seen=seen)


def replace_text(pack: Pack, said: facts.Pack, *, by: Person, seen: int | None = None) -> None:
    """The draft says what a file says; the day it takes effect stays."""
    text = text_of(said, leads())
    with transaction.atomic():
        _write(pack, lambda old: {**text, "wished_on": old["wished_on"]}, by=by, seen=seen)
        bring_parameters(said, pack, by=by)


def put_requirement(pack: Pack, line: Line, *, by: Person, seen: int | None = None) -> None:
    """Add a requirement, or change the one of its code."""

    def put(text: Content) -> Content:
        lines = list(text["requirements"])
        at = next((at for at, one in enumerate(lines) if one["code"] == line["code"]), None)
        if at is None:
            lines.append(line)
        else:
            lines[at] = line
        return {**text, "requirements": lines}

    _write(pack, put, by=by, seen=seen)


def take_out(pack: Pack, code: str, *, by: Person, seen: int | None = None) -> None:
    """Retire a requirement: from the day the version takes effect on it is asked no more."""

    def left(text: Content) -> Content:
        return {**text, "requirements": [one for one in text["requirements"] if one["code"] != code]}

    _write(pack, left, by=by, seen=seen)


def _write(pack: Pack, change: Callable[[Content], Content], *, by: Person, seen: int | None) -> None:
    with editing(pack.record.cases.latest("number"), by=by, seen=seen) as step:
        current = Pack.objects.get(pk=pack.pk)
        current.draft = change(current.draft)
        if current.in_rows is None:  # nothing of it is in force: its own row says what is proposed
            for name, value in head_columns(current.draft).items():
                setattr(current, name, value)
        current.save()
        if step.record.title != current.draft["title"]:
            retitle(step, current.draft["title"])


# ---- taking effect


def take_up_what_has_come() -> int:
    """Put each approved version whose day has come into the rows, and name leads anew; twice does no harm."""
    today, taken = clock.today(), 0
    for pack in Pack.objects.select_related("record", "programme"):
        due = Case.objects.filter(record=pack.record, state=Case.State.APPROVED, effective_on__lte=today)
        case = due.order_by("-number").first()
        if case is None or case.number <= (pack.in_rows or 0):
            continue
        text = text_in_force(pack.record, today)
        assert text is not None
        with acting(by=service_person("calendar", "Calendar"), act="take_effect", record=pack.record_id):
            put_into_rows(pack, text, number=case.number, day=case.effective_on)
        taken += 1
    with acting(by=service_person("calendar", "Calendar"), act="lead_again"):
        lead_again()
    return taken
