"""Home: what waits on me, on whom I wait, and what changed since I was here."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from raci import grants, records, reviewing
from raci.authority import Facts, MatrixInForce
from raci.models import Case, Consultation, Matrix, Notice, Role
from raci.models.reviewed import Reviewed
from raci.queries.changes_of_authority import coming_for
from raci.queries.waiting import KINDS, Waiting, subject_of, waiting_on
from raci.records import Life

MOST, MOST_NEWS = 10, 6  # lines of the side lists


@dataclass(frozen=True)
class WaitingOnOthers:
    """One of the person's records that somebody else holds now."""

    title: str
    url: str
    on: str
    since: datetime
    passes_on: date | None  # the day after which silence no longer blocks


@dataclass(frozen=True)
class Beginning:
    """A kind of record the person may begin, and the page where they do."""

    label: str
    url: str


@dataclass(frozen=True)
class Home:
    """What the first page shows."""

    facts: Facts
    waiting: list[Waiting]
    counts: list[tuple[str, int]]  # what is asked, how often; what is not asked is not there
    others: list[WaitingOnOthers]
    more_others: int
    news: list[Notice]
    coming: Matrix | None  # the next matrix version, published and not yet in force
    begins: list[Beginning]  # what they may begin, where a page does
    coming_changes: list[str]  # which of their own cells it changes, in words

    @property
    def next(self) -> WaitingOnOthers | None:
        """What comes next, where nothing waits."""
        dated = [one for one in self.others if one.passes_on]
        return min(dated, key=lambda one: one.passes_on or date.max, default=None)


def home_page(facts: Facts) -> Home:
    """The first page of a person (a constant number of queries)."""
    waiting = waiting_on(facts)
    counted = Counter(one.verb for one in waiting)
    others = _on_others(facts)
    coming = Matrix.objects.filter(effective_on__gt=facts.today).order_by("effective_on").first()
    return Home(
        facts=facts,
        waiting=waiting,
        counts=[(verb, counted[verb]) for verb in dict.fromkeys(map(str, KINDS.values())) if counted[verb]],
        others=others[:MOST],
        more_others=max(0, len(others) - MOST),
        news=list(Notice.objects.filter(person=facts.person, read_at=None)[:MOST_NEWS]),
        coming=coming,
        begins=_begins(facts),
        coming_changes=coming_for(coming, {one.role for one in facts.capacities}) if coming else [],
    )


def _on_others(facts: Facts) -> list[WaitingOnOthers]:
    questions = Consultation.objects.filter(answer="", way__in=("asked", "review")).select_related("role", "text")
    cases = (
        grants.with_letter(facts, "R")
        .filter(state__in=[Case.State.CONSULTATION, Case.State.SUBMITTED])
        .annotate(newest_text=Max("texts__number"))
        .prefetch_related(Prefetch("consultations", questions.defer("text__content"), to_attr="unanswered"))
        .order_by("state_since")
    )
    names = dict(Role.objects.values_list("code", "name"))
    found = [one for case in cases if (one := _other(facts, case, names))] + _handed_in(facts, names)
    return sorted(found, key=lambda one: one.since)


def _handed_in(facts: Facts, names: dict[str, str]) -> list[WaitingOnOthers]:
    """The reviewed records that they handed in (a query a kind)."""
    found = []
    for review in reviewing.reviews():
        rows = review.rows().filter(state=Reviewed.State.SUBMITTED, submitted_by=facts.person)
        for row in rows.order_by("submitted_at", "pk")[: MOST + 1]:
            on = _deciders(facts.matrix, review.activity_of(row), names)
            found.append(WaitingOnOthers(str(row), review.url(row), on, row.submitted_at, None))
    return found


def _other(facts: Facts, case: Case, names: dict[str, str]) -> WaitingOnOthers | None:
    record = case.record
    newest, unanswered = case.newest_text, case.unanswered  # type: ignore[attr-defined]
    silent = [one for one in unanswered if one.text.number == newest and one.due_on >= facts.today]
    if case.state == Case.State.CONSULTATION:
        if not silent:
            return None  # it waits on the person, to be submitted
        on = ", ".join(one.role.name for one in silent)
    else:
        on = _deciders(facts.matrix, record.scope.activity_code, names)
        if facts.capacity_with("A", subject_of(record)):
            on = _("%(role)s (a second person)") % {"role": on}
    passes_on = max((one.due_on for one in silent), default=None)
    return WaitingOnOthers(record.title, records.kind_of(record).url(record), on, case.state_since, passes_on)


def _deciders(matrix: MatrixInForce | None, activity: str, names: dict[str, str]) -> str:
    cells = matrix.cells.items() if matrix else ()
    return ", ".join(names[role] for (code, role), codes in cells if code == activity and "A" in codes)


def _begins(facts: Facts) -> list[Beginning]:
    mine = facts.activities_with("R")
    return [
        Beginning(f"{kind.label} ({kind.activity})", reverse(kind.begin))
        for kind in records.kinds()
        if kind.life is Life.GOVERNED and kind.begin and kind.activity in mine
    ]
