"""A file of figures chosen for a draft batch, and how it is read: said once, and remembered for the next with its headings."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import PurePath

from django.core.files.base import File
from django.utils.translation import gettext as _

from metrics.actions.batches import About, begin_batch
from metrics.bringing import kept
from metrics.bringing.naming import Choices
from metrics.kinds import LAYOUT
from metrics.models import Batch, Layout
from metrics.reading.files import Table, open_table
from metrics.reading.mapping import Mapping
from metrics.reading.proposing import propose
from raci import jobs, reviewing
from raci.actions.imports import spoken
from raci.authority import facts_for
from raci.imports.verdicts import Unreadable
from raci.keeping import keeping
from raci.models import Job, Person, Unit
from raci.refusals import NotReady, Problem, Refused


def choose_file(
    *, by: Person, unit: Unit, file: File[bytes], title: str, source: str, corrects: Batch | None = None
) -> Batch:
    """A draft with the file beside it, which is looked at before anything comes in. Raises NotReady where it is no table."""
    name = PurePath(file.name or "figures").name[:255]
    try:
        table = open_table(BytesIO(file.read()), name) if file.size else None
        if table is None:
            raise NotReady([Problem(_("The file is empty."), field="file")])
        propose(table)
    except Unreadable as problem:
        raise NotReady([Problem(spoken(problem.sentence), field="file")]) from problem
    file.seek(0)
    sha256 = kept.keep(file.chunks())
    about = About(title or table.stem, Batch.Origin.FILE, source.strip(), file_name=name, file_sha256=sha256)
    return begin_batch(unit, about, by=by, corrects=corrects)


def say_mapping(batch: Batch, mapping: Mapping, choices: Choices, *, by: Person) -> None:
    """How the batch's file is read, kept with it until it comes in."""
    told = {"file": mapping.plain(), "names": choices.plain()}
    if batch.mapping != told:
        with reviewing.writing(batch, by=by, act="say_mapping") as locked:
            locked.mapping = told
            locked.save()


def ask_to_bring_in(batch: Batch, lines: int, *, by: Person) -> Job:
    """Have a long file brought in in the background."""
    permission = reviewing.may_write(facts_for(by), batch)
    if not permission:
        raise Refused(permission.reason)
    title = _("Figures of “%(file)s”") % {"file": batch.file_name}
    return jobs.ask("figures-in", title=title, arguments={"batch": batch.pk, "lines": lines}, by=by)


def remember(unit: Unit, table: Table, mapping: Mapping, choices: Choices, *, by: Person) -> None:
    """The next file with these headings is read so in this unit."""
    kept = {"file": replace(mapping, period="").plain(), "names": choices.plain()}  # the period is the file's own
    with keeping(LAYOUT, unit, by=by, act="remember_layout"):
        layout = Layout.objects.filter(unit=unit, fingerprint=table.fingerprint).first()
        if layout is None:
            Layout.objects.create(unit=unit, fingerprint=table.fingerprint, name=table.name[:200], mapping=kept)
        elif layout.mapping != kept:
            layout.mapping = kept
            layout.save()


def remembered(unit: Unit, table: Table) -> tuple[dict[str, object], Choices] | None:
    """How the last file with these headings was read in this unit: its mapping as JSON, and what was said of names."""
    layout = Layout.objects.filter(unit=unit, fingerprint=table.fingerprint).first()
    if layout is None:
        return None
    return layout.mapping.get("file", {}), Choices.of(layout.mapping.get("names"))
