"""The acts on a report: beginning one, taking its facts anew, writing into it, making an edition."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from raci import clock, jobs
from raci.actions.cases import begin_record
from raci.authority import Facts, Subject, Via, facts_for
from raci.history import acting
from raci.history.ledger import sealed_now
from raci.models import Case, Job, Matrix, Person, Record, Text
from raci.refusals import Conflict, NotReady, Problem, Refused
from raci.the_city import need_city
from raci.workflow import Step, editing, retitle
from reports.catalogue import KINDS, Asked, ReportKind
from reports.governed import REPORT, REPORTING
from reports.models import Edition, EditionFile, Narrative, Report

EDITION = "edition"  # code of the work that makes one


def request_report(
    kind: str, *, title: str, begins_on: date, ends_on: date, wanted: str, asked: str = "", subject: int | None = None,
    by: Person,
) -> Report:  # fmt: skip
    """Begin a report of the whole city as a draft, with the facts as they stand now; a form sent twice begins one.

    `subject`: number of what it is about, where its kind is about one thing; it must be one that they may choose.
    """
    with transaction.atomic():
        city = need_city(locked=True)
        same = Report.objects.filter(kind=kind, title=title, begins_on=begins_on, ends_on=ends_on).first()
        if same is not None:
            url = reverse("reports:report-detail", args=[same.record_id])
            raise NotReady([Problem(_("There is one of this title and period already."), field="title", url=url)])
        record, case = begin_record(REPORT, unit=city, title=title, by=by)
        with editing(case, by=by) as step:
            row = Report(
                record=record, kind=kind, title=title, begins_on=begins_on, ends_on=ends_on, wanted=wanted, asked=asked,
                subject=subject, sections=[section.code for section in KINDS[kind].sections],
            )  # fmt: skip
            _take(row, step.facts)
            row.save()
            return row


def _take(row: Report, facts: Facts) -> None:
    """Freeze the facts of its sections, and what they rest on, as they stand now."""
    kind = KINDS[row.kind]
    about = _about(kind, row.subject, facts)
    asked = Asked(row.begins_on, row.ends_on, facts, row.subject or 0)
    chosen = [kind.section(code) for code in row.sections]
    row.facts = {one.code: one.take(asked) for one in chosen if one.take is not None}
    matrix = Matrix.objects.filter(pk=facts.matrix.pk).first() if facts.matrix else None
    row.basis, row.taken_at = asked.basis.plain(facts.today, matrix, about), clock.now()


def _about(kind: ReportKind, subject: int | None, facts: Facts) -> str:
    """The name of what it is about. Raises NotReady where its kind asks for one and this is none that they may choose."""
    if kind.subjects is None:
        return ""
    named = dict(kind.subjects.among(facts))
    if subject not in named:
        raise NotReady([Problem(_("Choose what it is about."), field="subject")])
    return named[subject]


def take_facts_anew(report: Report, *, by: Person) -> Report:
    """The facts as they stand now, in place of those taken before; whoever reads a version already frozen keeps its facts."""
    with _editing(report, by) as (step, current):
        _take(current, step.facts)
        current.save()
    return current


def change_report(report: Report, values: Mapping[str, Any], *, by: Person, seen: int | None = None) -> Report:
    """Title, period, what is asked, and which sections in which order; a period or section that is new gets its facts now."""
    with _editing(report, by, seen) as (step, current):
        before = (current.begins_on, current.ends_on, current.sections)
        for name, value in values.items():
            setattr(current, name, value)
        _need_sections(current)
        if before != (current.begins_on, current.ends_on, current.sections):
            _take(current, step.facts)
        current.save()
        if step.record.title != current.title:
            retitle(step, current.title)
    return current


def _need_sections(report: Report) -> None:
    known = {section.code for section in KINDS[report.kind].sections}
    if report.ends_on < report.begins_on:
        raise NotReady([Problem(_("The period ends before it begins."), field="ends_on")])
    if not report.sections or len(set(report.sections)) != len(report.sections) or not known >= set(report.sections):
        raise NotReady([Problem(_("Choose at least one section, each once."), field="sections")])


def write_section(
    report: Report, section: str, language: str, words: str, *, by: Person, opened: str | None = None
) -> Narrative:
    """What people write into a section. `opened`: what stood there when the form was opened; Conflict if it no longer does."""
    with _editing(report, by) as (step, current):
        if section not in current.sections:
            raise NotReady([Problem(_("This report has no such section."), field="section")])
        row = Narrative.objects.filter(report=current, section=section, language=language).first()
        row = row or Narrative(report=current, section=section, language=language)
        if opened is not None and _same(row.words) != _same(opened):
            raise Conflict(_("Somebody else saved this section while you wrote: read theirs, and save yours again."))
        row.words, row.written_by = words, f"{by.name}, {step.via.capacity.label}"
        row.save()
    return row


def _same(words: str) -> str:
    return words.replace("\r\n", "\n").strip()


@contextmanager
def _editing(report: Report, by: Person, seen: int | None = None) -> Iterator[tuple[Step, Report]]:
    with editing(report.record.cases.latest("number"), by=by, seen=seen) as step:
        yield step, Report.objects.get(pk=report.pk)


# ---- once it is approved


def request_edition(report: Report, language: str, *, by: Person) -> tuple[Edition, Job]:
    """The edition of the approved text in a language, by R or A of 3.3: one for good, made by a worker; asked again, the same."""
    with approved(report, by, "RA", "request_edition") as (current, _via, text):
        edition = Edition.objects.filter(text=text, language=language).first()
        if edition is None:
            ledger, last = sealed_now(), current.editions.aggregate(last=Max("number"))["last"] or 0
            edition = Edition.objects.create(
                report=current, number=last + 1, text=text, language=language, asked_by=by, asked_at=clock.now(),
                ledger_position=ledger.entries, ledger_hash=ledger.head,
            )  # fmt: skip
        title = _("%(title)s, edition %(number)s") % {"title": current.title, "number": edition.number}
        return edition, jobs.ask(EDITION, title=title, arguments={"edition": edition.pk}, by=by)


def keep_edition(edition: Edition, pdf: bytes, *, by: Person) -> Edition:
    """Keep what a worker made, once: made again, it is the same bytes, or the difference is said and nothing is kept."""
    sha256 = hashlib.sha256(pdf).hexdigest()
    with transaction.atomic(), acting(by=by, act="make_edition", record=edition.report.record_id):
        row = Edition.objects.select_for_update(of=("self",)).get(pk=edition.pk)
        if row.sha256 and row.sha256 != sha256:
            raise Conflict(_("Made again, this edition came out different: the one that was kept stands."))
        if not row.sha256:
            row.sha256, row.size = sha256, len(pdf)
            row.save()
            EditionFile.objects.create(edition=row, content=pdf)
    return row


def open_edition(edition: Edition) -> bytes:
    """The bytes that were kept, hashed again just now. Raises Refused where they are not what was made."""
    found = EditionFile.objects.filter(edition=edition).first()
    content = bytes(found.content) if found else b""
    if found is None or hashlib.sha256(content).hexdigest() != edition.sha256:
        raise Refused(
            _("This edition’s file is missing or not what was made; whoever looks after the portal is to restore it.")
        )
    return content


@contextmanager
def approved(report: Report, by: Person, letters: str, act: str) -> Iterator[tuple[Report, Via, Text]]:
    """The locked report, by what they do it, and the text in force. Conflict where none is approved."""
    with transaction.atomic():
        record = Record.objects.select_for_update(of=("self",)).select_related("scope__unit").get(pk=report.record_id)
        subject, facts = Subject.of_scope(REPORTING, record.scope.unit), facts_for(by)
        via = next((found for letter in letters if (found := facts.capacity_with(letter, subject))), None)
        if via is None:
            words = _("This takes %(letters)s of %(activity)s.") % {
                "letters": " / ".join(letters),
                "activity": REPORTING,
            }
            raise Refused(words)
        case = record.cases.filter(state=Case.State.APPROVED).order_by("-number").first()
        if case is None:
            raise Conflict(_("No version of it is approved."))
        with acting(by=by, post=via.capacity.label, cell=via.cell, act=act, record=record.pk):
            current = Report.objects.select_for_update(of=("self",)).select_related("record").get(pk=report.pk)
            yield current, via, case.texts.latest("number")
