"""What a decision about a version of the matrix is about: its table, its facts and the day it is proposed for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from raci import records
from raci.matrix.differences import cell_changes, codes_in_words, text_changes
from raci.matrix.plain import from_plain, to_plain
from raci.matrix.rows import columns_of_roles, table_of
from raci.matrix.table import MatrixTable, unpublishable
from raci.models import Matrix, Record
from raci.records import Content, Difference
from raci.refusals import Problem


def title_of(matrix: Matrix) -> str:
    """What the version is called in lists; never translated, since it is hashed."""
    return f"Matrix v{matrix.number}: {matrix.title}"[:300]


def matrix_of(record: Record) -> Matrix:
    """The version whose way is the newest of the record: the open draft, if there is one."""
    return Matrix.objects.filter(case__record=record).order_by("-case__number")[0]


def before(matrix: Matrix) -> Matrix | None:
    """The version this one would follow, or followed: the newest that was published when this one was not yet."""
    others = Matrix.objects.filter(effective_on__isnull=False).exclude(pk=matrix.pk)
    if matrix.effective_on:
        others = others.filter(effective_on__lte=matrix.effective_on, number__lt=matrix.number)
    return others.order_by("-effective_on", "-number").first()


def content(record: Record) -> Content:
    """The newest version as plain values (6 queries); days as ISO text."""
    matrix = matrix_of(record)
    return content_of(matrix, table_of(matrix))


def content_of(matrix: Matrix, table: MatrixTable) -> Content:
    """The same of a version that is at hand."""
    wished = matrix.wished_on.isoformat() if matrix.wished_on else ""
    return {"title": title_of(matrix), "number": matrix.number, "wished_on": wished, "matrix": to_plain(table)}


def table_in(content: Content) -> MatrixTable:
    """The table of a frozen text, its roles called as they are today (1 query)."""
    plain = content["matrix"]
    used = {role for one in plain["categories"] for row in one["activities"] for role in row["cells"]}
    return from_plain(plain, columns_of_roles(used))


# ---- what stands between a draft and its consultation


def problems(record: Record) -> list[Problem]:
    """What stands against putting it before others."""
    matrix = matrix_of(record)
    return [*problems_of(table_of(matrix), record.pk), *day_problems(matrix)]


def problems_of(table: MatrixTable, record: int) -> Iterator[Problem]:
    """Exactly one A and at least one R an activity, and no activity missing under which records stand."""
    url = reverse("raci:matrix-edit", args=[record])
    for code, why in unpublishable(table).items():
        text = _("Activity %(code)s has %(why)s. To be in force it needs exactly one A and at least one R.")
        yield Problem(text % {"code": code, "why": why}, field=code, url=f"{url}#row-{code}")
    known = {row.code for row in table.activities}
    for code, labels in _activities_of_kinds().items():
        if code not in known:
            text = _("Activity %(code)s is missing: %(kinds)s stand under it, and nobody could decide on them.")
            yield Problem(text % {"code": code, "kinds": ", ".join(labels)}, field=code, url=url)


def _activities_of_kinds() -> dict[str, list[str]]:
    """Activity > the kinds of records that stand under it, of those that are in the newest published version."""
    newest = Matrix.objects.filter(effective_on__isnull=False).order_by("-effective_on", "-number").first()
    known = set(newest.activities.values_list("code", flat=True)) if newest else set()
    found: dict[str, list[str]] = {}
    for kind in records.kinds():
        if kind.activity in known:
            found.setdefault(kind.activity, []).append(str(kind.label))
    return found


def day_problems(matrix: Matrix) -> list[Problem]:
    """A version comes after all that are published: their days are promised."""
    earlier = before(matrix)
    if earlier is None or earlier.effective_on is None or (matrix.wished_on or date.max) > earlier.effective_on:
        return []
    text = _("Matrix v%(n)d is in force from %(day)s. Propose this version for a later day.")
    url = reverse("raci:matrix-facts", args=[matrix.case.record_id]) if matrix.case else ""
    named = {"n": earlier.number, "day": date_format(earlier.effective_on)}
    return [Problem(text % named, field="wished_on", url=f"{url}#id_wished_on")]


# ---- for the decider


def differences(old: Content, new: Content) -> list[Difference]:
    """What changed, cells first: "Directors on 1.4", from "I" to "R"."""
    one, other = table_in(old), table_in(new)
    cells = [
        Difference(change.where, codes_in_words(change.old), codes_in_words(change.new))
        for change in cell_changes(one, other)
    ]
    texts = [Difference(change.what, change.old, change.new) for change in text_changes(one, other)]
    days = [Difference(_("proposed for"), _day(old["wished_on"]), _day(new["wished_on"]))]
    return [*cells, *texts, *(one for one in days if one.old != one.new)]


def _day(value: str) -> str:
    day = parse_date(value) if value else None
    return date_format(day) if day else _("as soon as it is approved")


def facts(content: Content) -> list[str]:
    """Lines for the decider's checks."""
    plain = content["matrix"]
    rows = sum(len(category["activities"]) for category in plain["categories"])
    return [
        ngettext("%(n)d activity", "%(n)d activities", rows) % {"n": rows},
        _in_force(content["wished_on"]),
        _("Source: %(source)s") % {"source": plain["source"] or "—"},
        _("Label: %(label)s") % {"label": plain["label"] or "—"},
        _("Adopted: %(adopted)s") % {"adopted": _adopted(plain)},
    ]


def _in_force(wished_on: str) -> str:
    day = parse_date(wished_on) if wished_on else None
    if day is None:
        return _("In force as soon as it is approved: it decides from then on, also over what is open")
    text = _(
        "In force from %(day)s: until that day the version before it decides, from then on this one, also over what is open"
    )
    return text % {"day": date_format(day)}


def _adopted(plain: Content) -> str:
    if not plain["adopted_by"]:
        return _("not yet")
    return f"{plain['adopted_by']}, {_day(plain['adopted_on'])}" if plain["adopted_on"] else str(plain["adopted_by"])
