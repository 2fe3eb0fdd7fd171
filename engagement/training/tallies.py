"""Answers without names: counts of a cohort that grow, joined to nobody.

Nothing else is written when somebody answers: no history, no row of theirs, no time. Every count of the cohort stands there from
the start and is written anew each time, so that neither order nor the database's own marks of its rows tell which rose together
or first. Counts are shown once answering is over, so that none is seen to rise, and small ones with what would tell them are
withheld as in every table of people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, When
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from engagement.models import Cohort, CohortCount
from engagement.training.questions import DECLINED, Question, about_course, about_you, chosen_groups, everything
from raci import clock
from raci.private_codes import as_code
from raci.refusals import Conflict

DAYS_AFTER = 30  # in which the course is judged


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


def count_answers(row: Cohort, said: Mapping[str, list[str]]) -> None:
    """Add one person's answers to the counts, and write nothing else."""
    questions = asked_today(row, clock.today())
    if not questions:
        raise Conflict(_("The time for answers is over."))
    chosen = chosen_groups(questions, said)
    with transaction.atomic():
        counts = CohortCount.objects.select_for_update().filter(cohort=row).order_by("pk")
        rising = [one.pk for one in counts if (one.question, one.option) in chosen]
        mine = CohortCount.objects.filter(cohort=row)
        mine.update(count=F("count") + Case(When(pk__in=rising, then=1), default=0))


# ---- the one link of all


def key_of(row: Cohort) -> str:
    """What stands in the address of its questions: the same for everybody, and not to be guessed."""
    return f"{row.pk}-{_signs(row, settings.SECRET_KEY)}"


def cohort_of(key: str) -> Cohort | None:
    """The cohort that such an address is of."""
    number, _dash, signs = key.partition("-")
    row = Cohort.objects.select_related("programme").filter(pk=int(number)).first() if _is_number(number) else None
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return row if row and any(constant_time_compare(signs, _signs(row, one)) for one in secrets) else None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def _signs(row: Cohort, secret: str) -> str:
    digest = salted_hmac("engagement.cohort", f"answers of {row.pk}", secret=secret, algorithm="sha256").digest()
    return as_code(digest).replace("-", "").lower()[:12]


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
