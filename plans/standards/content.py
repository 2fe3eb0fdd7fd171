"""What a decision about a standard or policy is about: its purpose, its objective, its clauses, and by when bureaus answer."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plans.models import Clause, Standard
from raci.models import Record
from raci.records import Content, Difference
from raci.refusals import Problem


def content(record: Record) -> Content:
    """The standard as plain values (2 queries); the day as ISO text."""
    row = Standard.objects.select_related("objective").get(record=record)
    return {
        "title": row.title,
        "purpose": row.purpose,
        "objective": row.objective.text if row.objective else "",
        "answer_by": row.answer_by.isoformat() if row.answer_by else "",
        "clauses": [
            {"id": one.pk, "title": one.title, "words": one.words, "shown_by": one.shown_by}
            for one in Clause.objects.filter(standard=row)
        ],
    }


def problems(record: Record) -> list[Problem]:
    """What it still lacks before others are asked about it."""
    return problems_of(content(record), record.pk)


def problems_of(standard: Content, record: int) -> list[Problem]:
    """What this content still lacks, each with the address of the form that mends it."""
    edit = reverse("plans:standard-edit", args=[record])
    found = []
    if not standard["purpose"].strip():
        found.append(Problem(_("It does not say what it is for."), field="purpose", url=f"{edit}#id_purpose"))
    if not standard["clauses"]:
        page = reverse("plans:standard-detail", args=[record])
        found.append(Problem(_("It asks for nothing: add a clause."), field="clauses", url=f"{page}#clauses"))
    if not standard["answer_by"]:
        text = _("It does not say by when bureaus answer.")
        found.append(Problem(text, field="answer_by", url=f"{edit}#id_answer_by"))
    return found


# ---- differences in words


def differences(old: Content, new: Content) -> list[Difference]:
    """What changed from one text to another, in the order a reader meets it."""
    return [*_fields("", _values(old), _values(new)), *_clauses(old, new)]


def _values(one: Content) -> dict[str, str]:
    return {
        _("title"): one["title"],
        _("purpose"): one["purpose"],
        _("objective"): one["objective"],
        _("bureaus answer by"): day_of(one["answer_by"]),
    }


def _clauses(old: Content, new: Content) -> Iterator[Difference]:
    before = {one["id"]: (number, one) for number, one in enumerate(old["clauses"], 1)}
    for number, one in enumerate(new["clauses"], 1):
        if one["id"] not in before:
            yield Difference(_("Clause %(number)s added") % {"number": number}, "", one["title"])
            continue
        name = _("Clause %(number)s") % {"number": number}
        yield from _fields(name, _clause(before.pop(one["id"])[1]), _clause(one))
    for number, one in before.values():
        yield Difference(_("Clause %(number)s removed") % {"number": number}, one["title"], "")


def _clause(one: Content) -> dict[str, str]:
    return {_("what is asked"): one["title"], _("in full"): one["words"], _("what shows it"): one["shown_by"]}


def _fields(what: str, old: dict[str, str], new: dict[str, str]) -> Iterator[Difference]:
    for label, value in new.items():
        if old[label] != value:
            yield Difference(f"{what}: {label}" if what else label, old[label], value)


def day_of(value: str) -> str:
    """A day as people read it; "" where none is said."""
    day = parse_date(value) if value else None
    return date_format(day) if day else ""


def facts(standard: Content) -> list[str]:
    """Lines for the decider's checks."""
    count = len(standard["clauses"])
    found = [ngettext("%(n)s clause", "%(n)s clauses", count) % {"n": count}]
    if standard["answer_by"]:
        found.append(_("Bureaus answer by %(day)s") % {"day": day_of(standard["answer_by"])})
    return found
