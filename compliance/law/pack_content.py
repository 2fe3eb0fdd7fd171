"""What a decision about a pack of requirements is about, what stands against it, and what its approval does."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compliance.law import pack_text
from compliance.law.leads import leads, role_names
from compliance.law.taking_effect import put_into_rows
from compliance.models import Pack, Requirement
from raci import clock
from raci.models import Case, Record, Text
from raci.records import Content, Difference
from raci.refusals import Problem
from raci.workflow import Step


def url(record: Record) -> str:
    """The page of a pack."""
    return reverse("compliance:pack-detail", args=[record.pk])


def content(record: Record) -> Content:
    """The text being written, or written last (1 query)."""
    found: Content = Pack.objects.get(record=record).draft
    return found


def differences(old: Content, new: Content) -> list[Difference]:
    """What changed, in words."""
    return pack_text.differences(old, new, role_names())


def facts(content: Content) -> list[str]:
    """Lines for the decider's checks."""
    n = len(content["requirements"])
    founded: dict[str, int] = {}
    for line in content["requirements"]:
        founded[line["basis"]] = founded.get(line["basis"], 0) + 1
    basis = "; ".join(f"{Requirement.Basis(code).label}: {count}" for code, count in founded.items())
    return [
        ngettext("%(n)s requirement", "%(n)s requirements", n) % {"n": n},
        _("How well founded: %(basis)s") % {"basis": basis or "–"},
        _("Takes effect %(day)s") % {"day": pack_text.head_words(content)[_("takes effect")]},
    ]


def problems(record: Record) -> list[Problem]:
    """What the text still lacks before others are asked about it: leads who are responsible, and codes of its own."""
    text, found = content(record), []
    known = leads()
    names = role_names()
    taken = set(
        Requirement.objects.exclude(pack__record=record)
        .filter(code__in=[line["code"] for line in text["requirements"]])
        .values_list("code", flat=True)
    )
    if not text["requirements"]:
        add = reverse("compliance:requirement-create", args=[record.pk])
        found.append(Problem(_("The pack has no requirement: add one."), field="requirements", url=add))
    for line in text["requirements"]:
        edit = reverse("compliance:requirement-edit", args=[record.pk, line["code"]])
        if not known.is_responsible(line["lead"], line["activity"]):
            said = _(
                "%(code)s: %(role)s is not responsible for activity %(activity)s in the matrix in force. Choose who is."
            )
            values = {**line, "role": names.get(line["lead"], line["lead"])}
            found.append(Problem(said % values, field="lead", url=f"{edit}#id_lead"))
        if line["code"] in taken:
            said = _("%(code)s is a requirement of another pack. Give this one a code of its own.")
            found.append(Problem(said % line, field="code", url=edit))
    return [*found, *_days(record, text)]


def _days(record: Record, text: Content) -> list[Problem]:
    """Two versions do not take effect on one day, and none before the one that is approved already."""
    wished = date.fromisoformat(text["wished_on"]) if text["wished_on"] else None
    coming = Case.objects.filter(record=record, state=Case.State.APPROVED, effective_on__gt=clock.today()).first()
    if coming is None or coming.effective_on is None or (wished and wished > coming.effective_on):
        return []
    said = _("A version that is approved takes effect on %(day)s. This one takes effect after it.")
    edit = reverse("compliance:pack-edit", args=[record.pk])
    return [Problem(said % {"day": date_format(coming.effective_on)}, "wished_on", f"{edit}#id_wished_on")]


def barred(case: Case) -> list[Problem]:
    """Why it cannot be approved now: its leads were responsible when it was handed in, and are asked again."""
    return problems(case.record)


def approved(step: Step) -> date | None:
    """Its requirements are written now, or on the day it takes effect."""
    text = content(step.record)
    wished = date.fromisoformat(text["wished_on"]) if text["wished_on"] else None
    today = clock.today()
    if wished and wished > today:
        return wished
    pack = Pack.objects.select_related("programme").get(record=step.record)
    put_into_rows(pack, text, number=step.case.number, day=today)
    return None


def begun(step: Step, case: Case) -> None:  # noqa: ARG001 - as kinds are asked
    """The next version begins with what is in force; the day it takes effect is asked anew."""
    pack = Pack.objects.get(record=step.record)
    pack.draft = {**pack.draft, "wished_on": ""}
    pack.save(update_fields=["draft"])


def text_in_force(record: Record, today: date) -> dict[str, Any] | None:
    """The newest approved text whose day has come (1 query)."""
    given = Text.objects.filter(record=record, case__state=Case.State.APPROVED)
    found = given.exclude(case__effective_on__gt=today).order_by("-case__number", "-number").first()
    return json.loads(found.content) if found else None
