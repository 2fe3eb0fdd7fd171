"""A roster comes in: chosen, judged row by row, written as a whole or not at all, and taken out as a whole."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import PurePath
from typing import Any, BinaryIO

from django.core.files.base import File
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from boards.bringing.judging import Judged, Row, judge
from boards.bringing.writing import Progress, day_of, write
from boards.kinds import BOARD
from boards.models import (
    Appointment,
    Attendance,
    Board,
    BoardMeeting,
    LiaisonContact,
    Member,
    MemberContact,
    RosterImport,
    Seat,
    VacancyNotice,
)
from boards.rosters.plain import NoBody
from boards.rosters.reading import File as RosterFile
from boards.rosters.reading import read_roster
from boards.rosters.shape import Roster
from metrics.bringing import kept
from raci import clock, jobs
from raci.actions.imports import spoken
from raci.authority import facts_for
from raci.history.bulk import bulk_delete
from raci.imports.verdicts import Unreadable
from raci.keeping import keeper, keeping
from raci.models import Job, Person, Unit
from raci.refusals import Conflict, NotReady, Problem

CODE = "roster-in"
PLAIN = "plain"
MOST_SAID = 20
DAYS = frozenset({"nominated_on", "appointed_on", "confirmed_on", "sworn_on", "serves_from", "term_end", "ended_on"})


def silently(_done: int, _total: int) -> None:
    """Tell nobody how far it is."""


# ---- chosen, and how it is read


def choose_roster(*, unit: Unit, file: File[bytes], as_of: date | None = None, by: Person) -> RosterImport:
    """A file beside the register, looked at before anything comes in. Raises NotReady where it is no roster."""
    keeper(facts_for(by), BOARD, unit)
    name = PurePath((file.name or "roster").replace("\\", "/")).name[:255]
    content = file.read()
    try:
        layout = read_roster([RosterFile(name, BytesIO(content))]).layout
    except NoBody:
        layout = PLAIN
    except Unreadable as problem:
        raise NotReady([Problem(spoken(problem.sentence), field="file")]) from problem
    return begin_batch(unit, name, kept.keep([content]), layout, as_of=as_of, by=by)


def begin_batch(
    unit: Unit, name: str, sha256: str, layout: str, *, by: Person, as_of: date | None = None,
    columns: dict[str, str] | None = None,
) -> RosterImport:  # fmt: skip
    """A roster of which nothing has come in yet. `columns`: field > heading, of a plain table."""
    keeper(facts_for(by), BOARD, unit)
    return RosterImport.objects.create(
        unit=unit, file_name=name, file_sha256=sha256, layout=layout, as_of=as_of, mapping={"columns": columns or {}},
        begun_by=by, begun_at=clock.now(),
    )  # fmt: skip


def one_hash(contents: Sequence[bytes]) -> str:
    """What a batch remembers of its file, or of its files together."""
    hashes = [hashlib.sha256(one).hexdigest() for one in contents]
    return hashes[0] if len(hashes) == 1 else hashlib.sha256("".join(hashes).encode()).hexdigest()


def read_again(batch: RosterImport, file: BinaryIO) -> Roster:
    """The roster of a batch's file. Raises NotReady where it cannot be read."""
    try:
        return read_roster([RosterFile(batch.file_name, file)], batch.mapping.get("columns"))
    except Unreadable as problem:
        raise NotReady([Problem(spoken(problem.sentence), field="file")]) from problem


def say_columns(batch: RosterImport, columns: dict[str, str], *, by: Person) -> None:
    """Which column holds which field, kept with the roster until it comes in."""
    keeper(facts_for(by), BOARD, batch.unit)
    if "body" not in columns:
        raise NotReady([Problem(_("Say which column names the board."), field="body")])
    batch.mapping = {"columns": columns}
    RosterImport.objects.filter(pk=batch.pk, came_in_at=None).update(mapping=batch.mapping)


def set_aside(batch: RosterImport, *, by: Person) -> None:
    """Forget a roster of which nothing came in."""
    keeper(facts_for(by), BOARD, batch.unit)
    RosterImport.objects.filter(pk=batch.pk, came_in_at=None).delete()


def ask_to_bring_in(batch: RosterImport, *, by: Person) -> Job:
    """Have it brought in in the background."""
    keeper(facts_for(by), BOARD, batch.unit)
    title = _("Roster “%(file)s”") % {"file": batch.file_name}
    return jobs.ask(CODE, title=title, arguments={"batch": batch.pk}, by=by)


# ---- brought in


def bring_in(batch: RosterImport, roster: Roster, *, by: Person, progress: Progress = silently) -> Judged:
    """The whole file, or nothing: raises NotReady that says what stands against it. The same file again changes nothing."""
    with keeping(BOARD, batch.unit, by=by, act="import_roster", why=batch.file_name):
        _one_at_a_time()
        locked = RosterImport.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        if locked.came_in_at:
            raise Conflict(_("This roster came in already."))
        judged = judge(roster, batch.unit, day_of(batch))
        if problems := why_not(judged):
            raise NotReady(problems)
        locked.mapping = {**locked.mapping, "before": _write(locked, judged, progress)}
        locked.counts, locked.came_in_at = judged.counts, clock.now()
        locked.save()
    batch.refresh_from_db()
    return judged


def _write(batch: RosterImport, judged: Judged, progress: Progress) -> dict[str, Any]:
    """Raises NotReady where a changed day would put two people into one seat."""
    try:
        with transaction.atomic():
            return write(batch, judged, progress)
    except IntegrityError as error:
        text = _("By the days of this file two people would have one seat on a day: %(what)s")
        raise NotReady([Problem(text % {"what": str(error).partition("\n")[0]})]) from error


def why_not(judged: Judged) -> list[Problem]:
    """What stands against bringing it in."""
    problems = [Problem(said_of(row)) for row in judged.refused[:MOST_SAID]]
    if more := len(judged.refused) - len(problems):
        problems.append(Problem(ngettext("And %(n)d more row.", "And %(n)d more rows.", more) % {"n": more}))
    return problems


def said_of(row: Row) -> str:
    """A row with its line and its reasons."""
    return f"{_('Line %(line)d: ') % {'line': row.line}}{' '.join(row.reasons)}"


def _one_at_a_time() -> None:
    """Two rosters at once: the second is judged by what the first brought in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('rosters'))")


# ---- taken out


def undo_batch(batch: RosterImport, *, by: Person, why: str) -> None:
    """Take a roster out: what it added goes, what it changed is as before; only while nobody has worked on it since."""
    if not why.strip():
        raise NotReady([Problem(_("Give the reason."), field="why")])
    with keeping(BOARD, batch.unit, by=by, act="undo_import_roster", why=why.strip()) as via:
        _one_at_a_time()
        locked = RosterImport.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        if locked.came_in_at is None or locked.undone_at:
            raise Conflict(_("There is nothing of this roster to take out (any more)."))
        if problems := why_not_undone(locked):
            raise NotReady(problems)
        _restore(locked)
        _delete(locked)
        locked.undone_at, locked.undone_as, locked.why_undone = clock.now(), via.capacity.label, why.strip()
        locked.save()
    batch.refresh_from_db()


def why_not_undone(batch: RosterImport) -> list[Problem]:
    """What depends on it: work of people, or a later roster."""
    boards = Board.objects.filter(batch=batch)
    below = Q(committees__isnull=False) & ~Q(committees__batch=batch)
    touched = boards.filter(Q(edits__gt=0) | Q(pk__in=_worked_on(batch)) | below).order_by("name").distinct()
    names = list(touched.values_list("name", flat=True)[:MOST_SAID])
    others = Appointment.objects.filter(Q(batch=batch, edits__gt=0) | Q(seat__batch=batch) & ~Q(batch=batch))
    if not names and not _moved_on(batch) and not others.exists():
        return []
    said = _("Boards: %(names)s.") % {"names": ", ".join(names)} if names else ""
    text = _("People have worked on what it brought in since, so it stays. %(boards)s")
    return [Problem((text % {"boards": said}).strip())]


def _moved_on(batch: RosterImport) -> bool:
    """Whether an appointment that it changed was changed again."""
    changed = batch.mapping.get("before", {})
    now = dict(Appointment.objects.filter(pk__in=changed).values_list("pk", "edits"))
    return any(now.get(int(pk)) != one["edits"] for pk, one in changed.items())


def _worked_on(batch: RosterImport) -> set[int]:
    """Boards of the batch to which something was added that did not come with it."""
    mine, seats = Q(board__batch=batch), Seat.objects.filter(board__batch=batch)
    found = set(BoardMeeting.objects.filter(mine).values_list("board", flat=True))
    found |= set(LiaisonContact.objects.filter(mine).values_list("board", flat=True))
    found |= set(seats.filter(Q(edits__gt=0) | Q(batch=None) | ~Q(batch=batch)).values_list("board", flat=True))
    found |= set(VacancyNotice.objects.filter(seat__in=seats).values_list("seat__board", flat=True))
    there = Attendance.objects.filter(appointment__batch=batch)
    return found | set(there.values_list("appointment__seat__board", flat=True))


def _restore(batch: RosterImport) -> None:
    """Each appointment that it changed as it was before."""
    for pk, one in batch.mapping.get("before", {}).items():
        row = Appointment.objects.select_for_update(of=("self",)).get(pk=int(pk))
        for name, value in one["was"].items():
            setattr(row, name, parse_date(value) if name in DAYS and value else value)
        row.edits += 1
        row.save()


def _delete(batch: RosterImport) -> None:
    """What points at something goes before it."""
    bulk_delete(Appointment.objects.filter(batch=batch))
    members = Member.objects.filter(batch=batch, person=None).exclude(pk__in=Appointment.objects.values("member"))
    bulk_delete(MemberContact.objects.filter(member__in=members))
    bulk_delete(members)
    bulk_delete(Seat.objects.filter(batch=batch))
    bulk_delete(Board.objects.filter(batch=batch))
