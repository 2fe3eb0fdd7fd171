"""Vital documents and their translations: kept by R of 1.4 in the unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from compliance.kinds import VITAL_DOCUMENT
from compliance.language.names import key, named
from compliance.models import Translation, VitalDocument
from raci.keeping import keeping
from raci.models import Person, Unit
from raci.refusals import Conflict, NotReady, Problem

MOST_TRANSLATIONS = 100
ACT = "keep_vital_document"
FIELDS = ("service", "title", "why", "version", "changed_on", "address", "retired_on")
TRANSLATED = ("language", "translated_on", "reviewer", "by_machine", "human_checked")
Lines = Sequence[Mapping[str, Any]]


def begin_document(unit: Unit, values: Mapping[str, Any], lines: Lines, *, by: Person) -> VitalDocument:
    """A new one with the translations there are."""
    said = _in_order(lines)
    with keeping(VITAL_DOCUMENT, unit, by=by, act=ACT):
        row = VitalDocument(unit=unit)
        _take(row, values)
        row.save()
        _save_translations(row, said)
        return row


def change_document(row: VitalDocument, values: Mapping[str, Any], lines: Lines, *, by: Person, edits: int) -> None:
    """What is said of it, and its translations; `edits`: what the form was opened on."""
    said = _in_order(lines)
    with keeping(VITAL_DOCUMENT, row.unit, by=by, act=ACT):
        locked = VitalDocument.objects.select_for_update(of=("self",)).select_related("unit").get(pk=row.pk)
        if locked.edits != edits:
            raise Conflict(
                _("Somebody else saved this document while you wrote. Open it again and look at what they changed.")
            )
        _take(locked, values)
        locked.edits += 1
        locked.save()
        _save_translations(locked, said)


def _take(row: VitalDocument, values: Mapping[str, Any]) -> None:
    for name in FIELDS:
        if name in values:
            setattr(row, name, values[name])
    row.title = " ".join(row.title.split())
    others = VitalDocument.objects.filter(unit=row.unit, title=row.title).exclude(pk=row.pk)
    if others.exists():
        raise NotReady([Problem(_("The unit has a document of this title already."), field="title")])
    if row.service is not None and row.service.unit_id != row.unit_id:
        raise NotReady(
            [Problem(_("This service is another unit’s. Choose one of the document’s own unit."), field="service")]
        )


def _in_order(lines: Lines) -> list[dict[str, Any]]:
    if len(lines) > MOST_TRANSLATIONS:
        raise NotReady([Problem(_("A document has at most %(most)d translations.") % {"most": MOST_TRANSLATIONS})])
    said = [{**line, "language": named(str(line["language"]))} for line in lines]
    names = [key(line["language"]) for line in said]
    twice = next((line["language"] for line, name in zip(said, names, strict=True) if names.count(name) > 1), None)
    if twice:
        raise NotReady(
            [Problem(_("%(language)s stands here twice. Keep the newer translation.") % {"language": twice})]
        )
    return said


def _save_translations(row: VitalDocument, lines: Lines) -> None:
    """Each by itself, so that history tells what changed."""
    known = {key(one.language): one for one in row.translations.all()}
    for line in lines:
        one = known.pop(key(line["language"]), None) or Translation(document=row)
        if one.pk is None or any(getattr(one, name) != line.get(name, getattr(one, name)) for name in TRANSLATED):
            for name in TRANSLATED:
                if name in line:
                    setattr(one, name, line[name])
            one.save()
    for gone in known.values():
        gone.delete()
