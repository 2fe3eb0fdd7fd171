"""Acts on evidence of an obligation: a file or a place where it is kept, added and taken off; inspected as every file is."""

from __future__ import annotations

from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from compliance.actions.assessments import settle
from compliance.actions.obligations import keeper_of
from compliance.models import Evidence, Obligation
from raci import clock
from raci.actions.documents import with_document
from raci.authority import facts_for
from raci.evidence.names import plain_name
from raci.history import acting
from raci.models import Blob, Person
from raci.refusals import Conflict, NotReady, Problem


def add_evidence(
    obligation: Obligation,
    *,
    by: Person,
    title: str,
    effective_on: date,
    expires_on: date | None = None,
    upload: UploadedFile[bytes] | None = None,
    place: str = "",
) -> Evidence:
    """What shows that it is met, in force from a day that is not its upload’s. `NotReady` (field "document"): the file."""
    via = keeper_of(facts_for(by), obligation)
    _check(title, effective_on, expires_on, upload, place)
    label, cell = via.capacity.label, via.cell

    def keep(blob: Blob | None) -> Evidence:
        with acting(by=by, post=label, cell=cell, act="add_evidence"):
            locked = Obligation.objects.select_for_update().get(pk=obligation.pk)
            if blob and locked.evidence.filter(blob=blob, removed_at=None).exists():
                raise NotReady([Problem(_("This file is on it already."), field="document")])
            return Evidence.objects.create(
                obligation=locked, title=title.strip(), blob=blob, place=place.strip(),
                file_name=plain_name(upload.name or "") if upload and blob else "", effective_on=effective_on,
                expires_on=expires_on, added_by=by, added_as=label, added_at=clock.now(),
            )  # fmt: skip

    return with_document(upload, keep, by=by, act="add_evidence", post=label, cell=cell)


def _check(
    title: str, effective_on: date, expires_on: date | None, upload: UploadedFile[bytes] | None, place: str
) -> None:
    problems = []
    if not title.strip():
        problems.append(Problem(_("Say what it is."), field="title"))
    if upload is None and not place.strip():
        text = _("Choose a file, or say where it is kept: a link, or words that lead there.")
        problems.append(Problem(text, field="document"))
    if expires_on is not None and expires_on < effective_on:
        problems.append(Problem(_("Its last day is before its first."), field="expires_on"))
    if problems:
        raise NotReady(problems)


def remove_evidence(evidence: Evidence, *, by: Person, why: str) -> None:
    """It shows nothing any more; row and bytes stay, with who took it off and why. What was judged by it is settled anew."""
    with transaction.atomic():
        obligation = Obligation.objects.select_for_update(of=("self",)).select_related("requirement", "unit")
        locked = obligation.get(pk=evidence.obligation_id)
        via = keeper_of(facts_for(by), locked)
        if not why.strip():
            raise NotReady([Problem(_("Say why it is taken off."), field="why")])
        with acting(by=by, post=via.capacity.label, cell=via.cell, act="remove_obligation_evidence", why=why.strip()):
            row = Evidence.objects.select_for_update().get(pk=evidence.pk)
            if row.removed_at:
                raise Conflict(_("“%(title)s” has already been taken off.") % {"title": row.title})
            row.removed_at, row.removed_as, row.why_removed = clock.now(), via.capacity.label, why.strip()
            row.save()
            settle(locked)
    evidence.refresh_from_db()
