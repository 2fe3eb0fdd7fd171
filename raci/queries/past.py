"""A governed record as it stood at the end of a day: read from history and frozen texts, by today's rights.

Who may not read the record today gets nothing. Who may is told of the state it had then only if they may read that state, by
their letters of today; of its texts those they may read, never a draft.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from raci import asof
from raci.authority import LETTERS, Act, Capacity, Facts, MatrixInForce, Subject, matrix_in_force, may, way
from raci.models import Case, Consultation, Decision, Delegation, Matrix, Submission, Text
from raci.models.city import in_force_on
from raci.queries.case_parts import content_of
from raci.queries.cases import CasePage, case_page
from raci.queries.posts_today import PostToday, on_day, posts_on, today_of
from raci.records import Content

PARTS = "RAC"  # who wrote, who decided, who was asked


@dataclass(frozen=True)
class Part:
    """Who had a letter for the record that day: its posts with their holders, and to whom holders had passed it on."""

    letter: str
    posts: list[PostToday]
    passed: list[Delegation]

    @property
    def name(self) -> str:
        """In words."""
        return str(LETTERS[self.letter])


@dataclass(frozen=True)
class PastPage:
    """What stood at the end of the day. `case`, and all that hangs on it, is None where nothing did that they may read."""

    page: CasePage
    day: date
    existed: bool  # told to those who read drafts; for others it is as if it had not
    case: Case | None  # as history knew it
    text: Text | None  # the newest that was frozen by then and is theirs to read
    consultations: list[Any]  # about that text: rows of history
    submission: Submission | None
    decision: Decision | None
    in_force: Case | None  # the version that was in force while this one was on its way
    matrix: Matrix | None  # the version of the matrix in force that day
    parts: list[Part]

    @property
    def content(self) -> Content | None:
        """What the text said."""
        return content_of(self.text) if self.text else None

    @property
    def title(self) -> str:
        """As the text of then says; before the first, as its draft was called; else as they may read it today."""
        return str((self.content or {}).get("title") or (self.case.title if self.case else self.page.title))

    @property
    def is_draft(self) -> bool:
        """Whether it was being written; no page keeps what a draft said on a day."""
        return bool(self.case and self.case.state == Case.State.DRAFT)


def past_page(record_pk: int, facts: Facts, day: date) -> PastPage:
    """The record on a day for this person; 404 to strangers of today (a constant number of queries)."""
    page = case_page(record_pk, facts)
    until = asof.end_of(day)
    stood = _cases(page, until)
    case = next((one for one in stood if _may_read(one, page, until)), None)
    text = _text(page, case, until)
    submission = _newest(page.submissions, case, until)
    decided = submission and getattr(submission, "decision", None)
    matrix = matrix_in_force(day)
    return PastPage(
        page=page,
        day=day,
        existed=bool(stood) and page.sees_drafts,
        case=case,
        text=text,
        consultations=_consultations(text, until),
        submission=submission,
        decision=decided if decided and decided.decided_at < until and decided in page.decisions else None,
        in_force=next((one for one in stood if one.state == Case.State.APPROVED and one != case), None)
        if case
        else None,
        matrix=Matrix.objects.get(pk=matrix.pk) if matrix else None,
        parts=_parts(page.subject, on_day(facts, day), until, matrix) if matrix else [],
    )


def _cases(page: CasePage, until: datetime) -> list[Case]:
    """Its cases as history knew them, newest first (1 query)."""
    rows = Case.history.filter(record_id=page.record.pk, history_date__lt=until)
    newest = rows.order_by("id", "-history_date", "-history_id").distinct("id")
    found = [row.instance for row in newest if row.history_type != "-"]
    return sorted(found, key=lambda case: case.number, reverse=True)


def _may_read(case: Case, page: CasePage, until: datetime) -> bool:
    """Whether their letters of today read the state that it had."""
    scope = page.record.scope
    handed_in = any(one.case_id == case.pk and one.submitted_at < until for one in page.submissions)
    subject = Subject(
        scope.activity_code,
        scope.unit.path,
        page.subject.unit_is_city,
        state=case.state,
        back=case.back,
        was_submitted=handed_in,
    )
    return may(page.facts, Act.VIEW, subject).allowed


def _text(page: CasePage, case: Case | None, until: datetime) -> Text | None:
    found = (one for one in page.texts if case and one.case_id == case.pk and one.frozen_at < until)
    return next(found, None)


def _newest(submissions: Iterable[Submission], case: Case | None, until: datetime) -> Submission | None:
    """The newest that had been handed in by then and not been withdrawn."""
    mine = (one for one in submissions if case and one.case_id == case.pk and one.submitted_at < until)
    newest = next(mine, None)
    return newest if newest and (newest.withdrawn_at is None or newest.withdrawn_at >= until) else None


def _consultations(text: Text | None, until: datetime) -> list[Any]:
    """The questions about a text as they stood, with the answers given by then (1 query)."""
    if text is None:
        return []
    rows = Consultation.history.filter(text_id=text.pk, history_date__lt=until)
    related = ("role", "answered_by", "stands_from__text")
    newest = rows.order_by("id", "-history_date", "-history_id").distinct("id").select_related(*related)
    found = [row for row in newest if row.history_type != "-"]
    return sorted(found, key=lambda row: (row.role.column or 0, row.id))


# ---- who had which letter


def _parts(subject: Subject, facts: Facts, until: datetime, matrix: MatrixInForce) -> list[Part]:
    """By the version in force that day and the holdings of that day (4 queries)."""
    roles = {role for (activity, role), codes in matrix.cells.items() if activity == subject.activity}
    posts = posts_on(facts).filter(role__code__in=roles).order_by("role__column", "unit__path", "title")
    shown = [today_of(post) for post in posts]
    passed = list(_passed(subject.activity, facts.today, until))
    return [_part(letter, subject, matrix, shown, passed) for letter in PARTS]


def _part(
    letter: str, subject: Subject, matrix: MatrixInForce, posts: list[PostToday], passed: list[Delegation]
) -> Part:
    counting = [
        one
        for one in posts
        if letter in matrix.codes(subject.activity, one.post.role.code)
        and way(Capacity.of_post(one.post), letter, subject) in ("line", "invited")
    ]
    pks = {one.post.pk for one in counting}
    return Part(letter, counting, [one for one in passed if one.letter == letter and one.holding.post_id in pks])


def _passed(activity: str, day: date, until: datetime) -> Iterable[Delegation]:
    found = Delegation.objects.filter(
        in_force_on(day), in_force_on(day, "holding__"), activity_code=activity, accepted_at__lt=until
    )
    lasting = found.filter(Q(ended_at=None) | Q(ended_at__gte=until), holding__state="in_force")
    return lasting.select_related("holding__person", "holding__post", "delegate").order_by("pk")
