"""All files that show what records say."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from raci import records
from raci.authority import Facts
from raci.drawing import moment, time
from raci.grants import visible
from raci.lists import Choice, Column, Empty, Listing
from raci.models import Attachment
from raci.queries.lists.filters import day_filters, kind_filter, unit_filter, units_of
from raci.queries.titles import title

ATTACHED, TAKEN_OFF = "attached", "taken_off"


def _rows(facts: Facts) -> QuerySet[Attachment]:
    """As `queries.evidence`: whoever may see the version it came with, or a later one."""
    seen = visible(facts).order_by().filter(record=OuterRef("record"), number__gte=OuterRef("case__number"))
    return (
        Attachment.objects.filter(Exists(seen))
        .select_related("record__scope__unit", "blob", "attached_by")
        .annotate(shown_title=title(facts, "record"), unit=F("record__scope__unit__name"))
    )


def _removed(row: Attachment) -> str:
    return format_html("{} {}", _("taken off"), time(row.removed_at, moment)) if row.removed_at else str(_("attached"))


EVIDENCE = Listing(
    code="evidence",
    title=_("Evidence"),
    address="raci:evidence-list",
    rows=_rows,
    search=lambda word, _facts: (
        Q(file_name__icontains=word)
        | Q(caption__icontains=word)
        | Q(shown_title__icontains=word)
        | Q(attached_by__name__icontains=word)
    ),
    filters=(
        Choice(
            "show",
            _("Show"),
            among=lambda _facts: ((ATTACHED, _("attached")), (TAKEN_OFF, _("taken off"))),
            to=lambda code, _facts: Q(removed_at__isnull=code == ATTACHED),
            everything=_("All"),
        ),
        unit_filter("record__scope__unit__path", lambda facts: units_of(visible(facts))),
        kind_filter("record__kind"),
        *day_filters("attached_at"),
    ),
    columns=(
        Column(
            "file",
            _("File"),
            lambda row: row.file_name,
            sort=("file_name",),
            show=lambda row: format_html('<span class="portal-break">{}</span>', row.file_name),
            note=lambda row: row.caption,
            link=lambda row: reverse("raci:evidence-file", args=[row.pk]),
        ),
        Column("caption", _("What it shows"), lambda row: row.caption, on_page=False),
        Column(
            "record",
            _("Record"),
            lambda row: row.shown_title,
            sort=("shown_title",),
            link=lambda row: records.kind_of(row.record).url(row.record),
        ),
        Column("unit", _("Unit"), lambda row: row.unit, sort=("unit",)),
        Column("attached_by", _("Attached by"), lambda row: row.attached_by.name, sort=("attached_by__name",)),
        Column("attached_at", _("Attached"), lambda row: row.attached_at, datetime, sort=("attached_at",)),
        Column(
            "size",
            _("Size"),
            lambda row: row.blob.size,
            int,
            sort=("blob__size",),
            show=lambda row: filesizeformat(row.blob.size),
        ),
        Column("removed_at", _("State"), lambda row: row.removed_at, datetime, sort=("removed_at",), show=_removed),
        Column("media_type", _("Type"), lambda row: row.blob.media_type, on_page=False),
        Column("sha256", "SHA-256", lambda row: row.blob.sha256, on_page=False),
        Column("number", _("Number"), lambda row: row.pk, int, on_page=False),
    ),
    sort="-attached_at",
    count=lambda n: ngettext("%(n)s file", "%(n)s files", n) % {"n": n},
    empty=lambda _facts: Empty(
        _("No file is attached yet"),
        _("Those responsible attach files on a record's page, under Evidence, while it is a draft."),
    ),
    group="records",
    place=40,
)
