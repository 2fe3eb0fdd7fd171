"""What the pages of background work show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from raci.jobs.beat import last_round
from raci.jobs.kinds import JobKind, kind_of, label_of
from raci.jobs.sweeping import KEPT
from raci.models import Job, Person
from raci.refusals import Refused

State = Job.State
SILENT = 60  # seconds without a round of the beat after which readers are told


@dataclass(frozen=True)
class Line:
    """One job, in words."""

    job: Job
    label: str
    sentence: str
    percent: int | None  # none where nobody knows how far it is

    @property
    def kept_until(self) -> datetime:
        """When it is forgotten."""
        return self.job.asked_at + KEPT

    @property
    def may_ask_again(self) -> bool:
        """Whether asking once more makes sense."""
        return self.job.state in (State.FAILED, State.CANCELLED)

    @property
    def kind(self) -> JobKind | None:
        """What it is; none where no app makes it any more."""
        try:
            return kind_of(self.job.kind)
        except Refused:
            return None


@dataclass(frozen=True)
class Health:
    """Whether work is done at all."""

    redis: bool
    swept: int | None  # seconds since the last round

    @property
    def trouble(self) -> str:
        """A sentence for whoever waits; "" where all is well."""
        if not self.redis:
            return _(
                "Redis does not answer, so nothing is made now. What you asked for waits and is made once it is back."
            )
        if self.swept is None:
            return _("No worker has come round yet. What you asked for waits.")
        if self.swept > SILENT:
            minutes = max(round(self.swept / 60), 1)
            return _("No worker has come round for %(n)s min. What you asked for waits; nothing is lost.") % {
                "n": minutes
            }
        return ""


@dataclass(frozen=True)
class Tally:
    """How many of a kind are in a state, for those who look after the portal: no title, no name."""

    label: str
    state: str | Promise
    number: int
    oldest: datetime


def jobs_of(person: Person) -> QuerySet[Job]:
    """A person's own, newest first."""
    return Job.objects.filter(person=person).defer("arguments")


def own_job(pk: int, person: Person) -> Job:
    """One of them; refused alike where it is another's and where there is none."""
    job = Job.objects.filter(pk=pk, person=person).first()
    if job is None:
        raise Refused(_("There is nothing here that you may read."), visible=False)
    return job


def lines(jobs: Iterable[Job]) -> list[Line]:
    """Jobs in words."""
    return [line(job) for job in jobs]


def line(job: Job) -> Line:
    """A job in words."""
    known = job.state == State.WORKING and job.steps_total
    percent = min(100 * job.steps_done // job.steps_total, 100) if known else None
    return Line(job, label_of(job.kind), _sentence(job, percent), percent)


def _sentence(job: Job, percent: int | None) -> str:
    match job.state:
        case State.WAITING if job.attempts:
            return _("Something went wrong at try %(n)s; it is tried again by itself.") % {"n": job.attempts}
        case State.WAITING:
            return _("It waits for a worker.")
        case State.WORKING if percent is not None:
            return _("It is being made: %(n)s %% done.") % {"n": percent}
        case State.WORKING:
            return _("It is being made.")
        case State.DONE:
            return _("It is ready.")
        case State.CANCELLED:
            return _("You took it back before it was begun.")
    return job.error


def health() -> Health:
    """Asked of Redis, as /readyz does."""
    return Health(*last_round())


def counts() -> list[Tally]:
    """Everybody's, by kind and state (1 query)."""
    rows = Job.objects.order_by().values_list("kind", "state").annotate(Count("pk"), Min("asked_at"))
    return [
        Tally(label_of(kind), State(state).label, number, oldest)
        for kind, state, number, oldest in sorted(rows, key=lambda row: (label_of(row[0]), row[1]))
    ]
