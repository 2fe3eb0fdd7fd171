"""What a decision about a release is about: whose figures, by which rule, and the hash of each table. No count stands in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from metrics.models import Batch, DataRelease
from metrics.releases.standing import Making, why_stale
from raci.models import Record
from raci.records import Content, Difference
from raci.refusals import Problem


def content(record: Record) -> Content:
    """The release as plain values (3 queries); dates as ISO text, `made` is None until it was made and let through."""
    release = DataRelease.objects.select_related("indicator", "place", "version").get(record=record)
    version = release.version
    return {
        "id": release.pk,
        "title": release.title,
        "purpose": release.purpose,
        "indicator": release.indicator.code,
        "version": version.number if version else None,
        "value": version.value_kind if version else "",
        "place": release.place.code if release.place else "",
        "begins_on": release.begins_on.isoformat(),
        "ends_on": release.ends_on.isoformat(),
        "tables": release.tables,
        "merged": release.merged,
        "threshold": release.threshold,
        "made": _made(release) if release.making == Making.READY else None,
    }


def _made(release: DataRelease) -> Content:
    newest = release.released.order_by("-making").values_list("making", flat=True).first() or 0
    batches = dict(Batch.objects.filter(pk__in=release.made_from).values_list("pk", "sha256"))
    return {
        "number": newest,
        "from": [{"batch": pk, "sha256": batches.get(pk, "")} for pk in release.made_from],
        "tables": [
            {"by": table.dimensions, "cells": len(table.cells), "hidden": table.hidden, "sha256": table.sha256}
            for table in release.released.filter(making=newest)
        ],
    }


def problems(record: Record) -> list[Problem]:
    """What stands in the way of asking others about it."""
    release = DataRelease.objects.select_related("indicator", "place").get(record=record)
    edit, home = reverse("metrics:release-edit", args=[record.pk]), reverse("metrics:release-detail", args=[record.pk])
    found = []
    if not release.purpose.strip():
        found.append(Problem(_("Say for whom it is, and why."), field="purpose", url=f"{edit}#id_purpose"))
    if not release.tables:
        found.append(Problem(_("Choose which tables go out."), field="tables", url=f"{edit}#id_tables"))
    elif release.making == Making.REFUSED:
        text = _("The gate refused it: merge levels, cross fewer dimensions or leave a table out, and make it again.")
        found.append(Problem(text, url=f"{home}#making"))
    elif release.making != Making.READY:
        found.append(Problem(_("Its tables are not made yet."), url=f"{home}#making"))
    elif why := why_stale(release):
        found.append(Problem(why, url=f"{home}#making"))
    return found


# ---- in words


def differences(old: Content, new: Content) -> list[Difference]:
    """What changed from one text to another, in the order a reader meets it."""
    was, now = dict(_values(old)), dict(_values(new))
    return [Difference(what, was.get(what, ""), value) for what, value in now.items() if was.get(what, "") != value]


def _values(one: Content) -> Iterator[tuple[str, str]]:
    yield _("Title"), one["title"]
    yield _("For whom, and why"), one["purpose"]
    yield _("First day"), _day(one["begins_on"])
    yield _("Last day"), _day(one["ends_on"])
    yield _("Tables"), "; ".join(table_words(table) for table in one["tables"])
    yield _("Shown as one"), "; ".join(_set_words(name, part) for name, sets in one["merged"].items() for part in sets)
    yield _("Least count that is shown"), str(one["threshold"])
    yield _("Version of the indicator"), str(one["version"] or "")
    yield _("Made from"), ", ".join(f"#{part['batch']}" for part in (one["made"] or {"from": []})["from"])
    yield _("Hash of the tables"), ", ".join(part["sha256"][:12] for part in (one["made"] or {"tables": []})["tables"])


def table_words(table: list[str]) -> str:
    """A table by its dimensions: "race and gender"."""
    return _(" and ").join(table) or _("Everybody")


def _set_words(name: str, part: list[str]) -> str:
    return f"{name}: {' + '.join(part)}"


def _day(value: Any) -> str:
    day = parse_date(value)
    return date_format(day) if day else str(value)


def facts(one: Content) -> list[str]:
    """Lines for the decider's checks."""
    if one["made"] is None:
        return [_("Its tables are not made.")]
    tables = one["made"]["tables"]
    cells, hidden = sum(part["cells"] for part in tables), sum(part["hidden"] for part in tables)
    counted = ngettext("%(n)s table, made from %(batches)s.", "%(n)s tables, made from %(batches)s.", len(tables))
    batches = ngettext("%(n)s batch", "%(n)s batches", len(one["made"]["from"])) % {"n": len(one["made"]["from"])}
    return [
        counted % {"n": len(tables), "batches": batches},
        _("%(hidden)s of %(cells)s cells are hidden; nothing below %(threshold)s is shown.")
        % {"hidden": hidden, "cells": cells, "threshold": one["threshold"]},
        _("The gate let it through: nobody can work out a hidden number more nearly than by %(threshold)s people.")
        % {"threshold": one["threshold"]},
    ]
