"""The acts on cohorts and their sessions: kept by R of 2.1 for the programme's unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from engagement.kinds import COHORT, SESSION
from engagement.models import Cohort, Session, TrainingProgramme
from engagement.training.tallies import at_zero
from raci.keeping import keeping
from raci.models import Person
from raci.records import Kind
from raci.refusals import Conflict, NotReady, Problem

SAID = ("title", "about", "begins_on", "ends_on", "applies_until", "places", "by_form")
OF_SESSION = ("title", "on", "begins", "ends", "place")


def cohort_url(row: Cohort) -> str:
    """Its page."""
    return reverse("engagement:cohort-detail", args=[row.pk])


def in_force(code: str) -> TrainingProgramme | None:
    """The newest accepted edition of a programme."""
    accepted = TrainingProgramme.objects.filter(code=code, state=TrainingProgramme.State.ACCEPTED)
    return accepted.order_by("-edition").first()


def begin_cohort(programme: TrainingProgramme, said: Mapping[str, Any], *, by: Person) -> Cohort:
    """A group for the edition in force."""
    edition = in_force(programme.code)
    if edition is None:
        raise Conflict(_("No edition of this programme is accepted yet, so nobody can be taught by it."))
    _check(edition, said)
    with keeping(COHORT, edition.unit, by=by, act="keep_cohort"):
        row = Cohort.objects.create(programme=edition, **{name: said[name] for name in SAID})
        at_zero(row)
    return row


def edit_cohort(row: Cohort, said: Mapping[str, Any], *, by: Person, edits: int) -> None:
    """Change what is said of a cohort that goes on."""
    _check(row.programme, said)
    with changing(row, by=by, edits=edits) as locked:
        first, last = _span(locked)
        if (first and said["begins_on"] > first) or (last and said["ends_on"] < last):
            raise NotReady([Problem(_("A session lies outside of these days: move it first."), field="begins_on")])
        for name in SAID:
            setattr(locked, name, said[name])


def _span(row: Cohort) -> tuple[Any, Any]:
    days = list(row.sessions.order_by("on").values_list("on", flat=True))
    return (days[0], days[-1]) if days else (None, None)


def _check(programme: TrainingProgramme, said: Mapping[str, Any]) -> None:
    problems = []
    if said["ends_on"] < said["begins_on"]:
        problems.append(Problem(_("The last day lies before the first."), field="ends_on"))
    if said["applies_until"] > said["ends_on"]:
        problems.append(Problem(_("People apply before it ends."), field="applies_until"))
    if said["by_form"] and not programme.takes_residents:
        problems.append(Problem(_("Its programme is not open to residents."), field="by_form"))
    if problems:
        raise NotReady(problems)


@contextmanager
def changing(
    row: Cohort, *, by: Person, edits: int | None = None, kind: Kind = COHORT, act: str = "keep_cohort"
) -> Iterator[Cohort]:
    """The locked row of a cohort that is not finished, saved afterwards; `NotReady` where somebody saved it since `edits`."""
    with keeping(kind, row.programme.unit, by=by, act=act):
        locked = Cohort.objects.select_for_update(of=("self",)).select_related("programme__unit").get(pk=row.pk)
        if locked.finished_on:
            raise Conflict(_("This cohort is finished: nothing of it is changed any more."))
        if edits is not None and edits != locked.edits:
            raise NotReady([Problem(_("Somebody else saved it while this page was open. Open the form again."))])
        yield locked
        locked.edits += 1
        locked.save()
    row.refresh_from_db()


# ---- sessions


def add_session(row: Cohort, said: Mapping[str, Any], *, by: Person) -> Session:
    """One time more that it meets."""
    with changing(row, by=by, kind=SESSION, act="keep_session") as locked:
        _check_session(locked, said)
        return Session.objects.create(cohort=locked, **{name: said[name] for name in OF_SESSION})


def edit_session(session: Session, said: Mapping[str, Any], *, by: Person, edits: int) -> None:
    """Its day, hours or place; calendars that subscribed are told."""
    with changing(session.cohort, by=by, kind=SESSION, act="keep_session") as cohort:
        locked = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
        if edits != locked.edits:
            raise NotReady([Problem(_("Somebody else saved it while this page was open. Open the form again."))])
        _check_session(cohort, said, locked)
        for name in OF_SESSION:
            setattr(locked, name, said[name])
        locked.edits += 1
        locked.save()


def _check_session(cohort: Cohort, said: Mapping[str, Any], row: Session | None = None) -> None:
    problems = []
    if not cohort.begins_on <= said["on"] <= cohort.ends_on:
        problems.append(Problem(_("It lies outside of the days of its cohort."), field="on"))
    if said["begins"] and said["ends"] and said["ends"] <= said["begins"]:
        problems.append(Problem(_("It ends before it begins."), field="ends"))
    same = cohort.sessions.filter(on=said["on"], title=said["title"])
    if (same.exclude(pk=row.pk) if row else same).exists():
        problems.append(Problem(_("There is a session of this title on this day already."), field="title"))
    if problems:
        raise NotReady(problems)
