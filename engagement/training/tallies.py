"""Answers without names: counts of a cohort, joined to nobody.

Whoever is in a group has a link of their own, which answers once. What they say is locked with a key that the database does not
hold (`engagement.training.locking`) until answering is over; then all of it is counted in one statement, if so many answered that
no count tells of one, and destroyed. So neither an order, a time, the database's own marks of its rows nor watching them tells
who said what. Every count of the cohort stands there from the start, and small ones with what would tell them are withheld as in
every table of people.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, Value, When
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from engagement.models import Cohort, CohortAnswer, CohortCount, Enrolment
from engagement.training import locking
from engagement.training.questions import DECLINED, Question, about_course, about_you, chosen_groups, everything
from raci import clock
from raci.private_codes import as_code
from raci.refusals import Conflict

DAYS_AFTER = 30  # in which the course is judged
LEAST = 11  # answers: fewer are destroyed and never counted, as a count of them tells of each
About = CohortAnswer.About


def at_zero(row: Cohort) -> None:
    """Every count that there can be; inside the act that makes the cohort."""
    CohortCount.objects.bulk_create(
        CohortCount(cohort=row, question=one.code, option=option)
        for one in everything()
        for option in (*(code for code, _name in one.groups), DECLINED)
    )


def asked_today(row: Cohort, today: date) -> list[Question]:
    """Who they are until it ends; then, for a month, what they think of it; then nothing."""
    if today <= row.ends_on:
        return about_you()
    return about_course() if today <= answers_until(row) else []


def answers_until(row: Cohort) -> date:
    """The last day on which the course is judged."""
    return row.ends_on + timedelta(days=DAYS_AFTER)


def take_answers(asked: Asked, said: Mapping[str, list[str]]) -> None:
    """Lock one person's answers away until all are counted. Raises Conflict where their link answered already."""
    row = asked.cohort
    questions = asked_today(row, clock.today())
    if not questions:
        raise Conflict(_("The time for answers is over."))
    about = _about(questions)
    with transaction.atomic():
        Cohort.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if CohortAnswer.objects.filter(cohort=row, about=about, ticket__in=asked.tickets).exists():
            raise Conflict(_("Your link has answered these questions already: each person answers once."))
        if chosen := chosen_groups(questions, said):
            answer = CohortAnswer(cohort=row, about=about, ticket=asked.tickets[0])
            answer.locked = locking.close(answer.number, sorted(chosen))
            answer.save()


def _about(questions: Sequence[Question]) -> str:
    return About.PEOPLE if questions[0].is_about_people else About.COURSE


# ---- counting, once


def count_what_is_over() -> int:
    """Of every cohort whose time for answers is over: count them, and destroy what was locked. How many cohorts."""
    waiting = CohortAnswer.objects.order_by().values_list("cohort", "about").distinct()
    return sum(_counted(pk, about, clock.today()) for pk, about in waiting)


def _counted(pk: int, about: str, today: date) -> bool:
    with transaction.atomic():
        row = Cohort.objects.select_for_update(of=("self",)).get(pk=pk)
        if today <= (row.ends_on if about == About.PEOPLE else answers_until(row)):
            return False
        answers = list(CohortAnswer.objects.filter(cohort=row, about=about))
        numbers = [one.number for one in answers]
        if len(answers) >= LEAST:
            _add(row, Counter(tuple(each) for one in answers for each in locking.opened(one.number, one.locked)))
        CohortAnswer.objects.filter(number__in=numbers).delete()
        transaction.on_commit(lambda: locking.destroy(numbers), robust=True)
    return True


def _add(row: Cohort, found: Mapping[tuple[str, ...], int]) -> None:
    """All counts of the cohort in one statement."""
    counts = CohortCount.objects.select_for_update().filter(cohort=row).order_by("pk")
    rising = [(one.pk, found[one.question, one.option]) for one in counts if (one.question, one.option) in found]
    steps = Case(*(When(pk=key, then=Value(n)) for key, n in rising), default=0)
    CohortCount.objects.filter(cohort=row).update(count=F("count") + steps)


# ---- the link of each


@dataclass(frozen=True)
class Asked:
    """Whose cohort a link is of, and how its answer is marked: under the newest secret first."""

    cohort: Cohort
    tickets: tuple[str, ...]


def key_of(one: Enrolment) -> str:
    """What stands in the address of their questions: not to be guessed, and told by no row."""
    return f"{one.cohort_id}-{_signs(one.cohort_id, one.number, settings.SECRET_KEY)}"


def asked_by(key: str) -> Asked | None:
    """What such an address asks, as long as its person is in the group."""
    number, _dash, signs = key.partition("-")
    row = Cohort.objects.select_related("programme").filter(pk=int(number)).first() if _is_number(number) else None
    if row is None:
        return None
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    for one in (
        Enrolment.objects.filter(cohort=row).exclude(state=Enrolment.State.WITHDRAWN).values_list("number", flat=True)
    ):
        known = [_signs(row.pk, one, secret) for secret in secrets]
        if any(constant_time_compare(signs, each) for each in known):
            return Asked(row, tuple(sha256(f"{row.pk}-{each}".encode()).hexdigest() for each in known))
    return None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def _signs(cohort: int, enrolment: str, secret: str) -> str:
    said = f"answers of {enrolment} in {cohort}"
    digest = salted_hmac("engagement.cohort", said, secret=secret, algorithm="sha256").digest()
    return as_code(digest).replace("-", "").lower()[:16]


# ---- what is shown


@dataclass(frozen=True)
class Line:
    """An answer with how many gave it; None: withheld to protect people."""

    label: str
    count: int | None


@dataclass(frozen=True)
class Table:
    """One question with its answers, and how many answered it."""

    question: Question
    lines: list[Line]
    total: int | None

    @property
    def hides(self) -> bool:
        """Whether something is withheld."""
        return self.total is None or any(one.count is None for one in self.lines)


def tables(row: Cohort, today: date) -> list[Table]:
    """What was answered, once answering is over (1 query)."""
    found: dict[str, dict[str, int]] = {}
    for one in CohortCount.objects.filter(cohort=row):
        found.setdefault(one.question, {})[one.option] = one.count
    about = about_you() if today > row.ends_on else []
    course = about_course() if today > answers_until(row) else []
    return [_table(one, found.get(one.code, {})) for one in (*about, *course) if any(found.get(one.code, {}).values())]


def _table(question: Question, counts: Mapping[str, int]) -> Table:
    from metrics.suppression.lines import withheld  # which brings what solves linear programmes along

    names = {**dict(question.groups), DECLINED: _("Prefers not to answer")}
    told = withheld({code: counts.get(code, 0) for code in names})
    lines = [Line(name, None if told.hides(code) else counts.get(code, 0)) for code, name in names.items()]
    return Table(question, lines, None if told.hides(None) else sum(counts.values()))
