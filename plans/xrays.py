"""X-rays of plans: actions past their day that were never begun, drafts nobody touches, submissions nobody can decide."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from plans.kinds import PLAN, PLAN_ACTIVITIES, PLAN_CODES
from plans.models import Action
from raci import asof
from raci.actions.people import FILL_POSTS
from raci.actions.posts import recorder
from raci.authority import Capacity, Facts, way
from raci.drawing import day
from raci.grants import scopes_read, visible, with_letter
from raci.matrix.findings import Level
from raci.models import Case, Decision, Holding, Post, Record, Role, Submission, Text
from raci.queries.posts_today import in_force
from raci.queries.waiting import subject_of
from raci.queries.xrays.vacancies import allowed
from raci.records import Content
from raci.xrays import MOST, Finding, Look, Rule

UNTOUCHED = 60  # whole days after which a draft has gone silent
APPROVING = (Decision.Kind.APPROVE, Decision.Kind.CONDITIONS)


def _plans(look: Look, state: str) -> QuerySet[Case]:
    """Plans in a state, as far as they may see them; with `mine`, those they are responsible for."""
    found = with_letter(look.facts, "R") if look.mine else visible(look.facts, PLAN_ACTIVITIES)
    return found.filter(record__kind__in=PLAN_CODES, state=state)


def _is_theirs(record: Record, facts: Facts) -> bool:
    return facts.capacity_with("R", subject_of(record)) is not None


# ---- actions


def _overdue(look: Look) -> Iterator[Finding]:
    """By the text in force: what a draft of the next version says about an action binds nobody yet."""
    today = look.facts.today
    for text in _texts_in_force(look):
        pending = set(text.pending)  # type: ignore[attr-defined]
        content = json.loads(text.content)
        for number, action in _actions(content):
            due = parse_date(action["due_on"])
            if due and due < today and action["id"] in pending:
                yield _overdue_action(number, action, due, text, str(content["title"]), look.facts)


def _texts_in_force(look: Look) -> list[Text]:
    """The approved texts of plans in force that have an action nobody reported on, with those actions (1 query)."""
    approved = Submission.objects.filter(text=OuterRef("pk"), decision__kind__in=APPROVING)
    pending = Action.objects.filter(outcome__goal__plan__record=OuterRef("record"), status=Action.Status.PENDING)
    texts = Text.objects.filter(
        Exists(approved), Exists(pending), case__in=_plans(look, Case.State.APPROVED).order_by()
    )
    return list(
        texts.annotate(pending=ArraySubquery(pending.order_by().values("pk")))
        .select_related("record__scope__unit")
        .order_by("pk")[:MOST]
    )


def _actions(content: Content) -> Iterator[tuple[str, Content]]:
    """Each action with its number in the plan."""
    for number, goal in enumerate(content["goals"], 1):
        actions = [action for outcome in goal["outcomes"] for action in outcome["actions"]]
        yield from ((f"{number}.{at}", action) for at, action in enumerate(actions, 1))


def _overdue_action(number: str, action: Content, due: date, text: Text, plan: str, facts: Facts) -> Finding:
    said = {"number": number, "title": action["title"], "due": day(due), "lead": action["lead"]}
    return Finding(
        where=plan,
        unit=text.record.scope.unit,
        sentence=_("Action %(number)s “%(title)s” was due on %(due)s and is not started. It is led by: %(lead)s.")
        % said,
        url=reverse("plans:action-status", args=[action["id"]]),
        is_mine=_is_theirs(text.record, facts),
        key=str(action["id"]),
        since=due,
    )


# ---- drafts


def _untouched(look: Look) -> list[Finding]:
    """Told to those who read drafts."""
    facts = look.facts
    last = Record.history.filter(id=OuterRef("record")).values("id").annotate(at=Max("history_date")).values("at")
    before = asof.end_of(facts.today - timedelta(days=UNTOUCHED + 1))
    reads = Q() if facts.has("reads_all") else Q(record__scope__among=scopes_read(facts, PLAN_ACTIVITIES)["R"])
    drafts = _plans(look, Case.State.DRAFT).filter(reads).annotate(touched=Subquery(last)).filter(touched__lt=before)
    return [_silent(case, facts) for case in drafts.order_by("touched", "pk")[:MOST]]


def _silent(case: Case, facts: Facts) -> Finding:
    touched = timezone.localtime(case.touched).date()  # type: ignore[attr-defined]
    said = {"day": day(touched), "n": (facts.today - touched).days}
    return Finding(
        where=case.record.title,
        unit=case.record.scope.unit,
        sentence=_("It is a draft that nobody touched since %(day)s, %(n)d days ago.") % said,
        url=PLAN.url(case.record),
        is_mine=_is_theirs(case.record, facts),
        key=str(case.pk),
        since=touched,
    )


# ---- submissions


def _undecidable(look: Look) -> Iterator[Finding]:
    facts = look.facts
    if facts.matrix is None or (look.mine and FILL_POSTS not in facts.activities_with("R")):
        return
    deciding = [role for (code, role), codes in facts.matrix.cells.items() if code == PLAN.activity and "A" in codes]
    held = _capacities(Post.objects.filter(Exists(_current(facts)), role__code__in=deciding))
    if any(one.reach == Role.Reach.CITYWIDE for one in held):
        return  # somebody decides wherever it is; no need to go through what was submitted
    vacant = Post.objects.filter(~Exists(_current(facts)), role__code__in=deciding, abolished_on=None)
    posts = list(vacant.select_related("role", "unit").order_by("unit__path", "code"))
    submitted = visible(facts, PLAN.activity).filter(record__kind=PLAN.code, state=Case.State.SUBMITTED)
    for case in submitted.order_by("state_since", "pk")[:MOST]:
        subject = subject_of(case.record)
        if not any(way(one, "A", subject) == "line" for one in held):
            post = next((one for one in posts if way(Capacity.of_post(one), "A", subject) == "line"), None)
            yield _stuck(case, post, facts)


def _current(facts: Facts) -> QuerySet[Holding]:
    return in_force(facts.today).filter(post=OuterRef("pk"))


def _capacities(posts: QuerySet[Post]) -> list[Capacity]:
    return [Capacity.of_post(post) for post in posts.select_related("role", "unit")]


def _stuck(case: Case, post: Post | None, facts: Facts) -> Finding:
    since = timezone.localtime(case.state_since).date()
    said = {"day": day(since), "post": post.title if post else _("the post that decides")}
    return Finding(
        where=case.title,
        unit=case.record.scope.unit,
        sentence=_("It is submitted since %(day)s, and nobody can decide: %(post)s is vacant.") % said,
        url=reverse("raci:post", args=[post.code]) if post else reverse("raci:posts"),
        is_mine=allowed(partial(recorder, post, facts)) if post else False,
        key=str(case.pk),
        since=since,
    )


OVERDUE = Rule(
    code="action-overdue",
    label=gettext_lazy("An action is past its day and not started"),
    level=Level.WARNING,
    text=gettext_lazy(
        "Each action of a plan in force whose day has passed was reported on: on track, behind, done or stopped."
    ),
    mend=gettext_lazy("Say where it stands"),
    counted=lambda n: (
        ngettext("%(n)d action is past its day and not started", "%(n)d actions are past their day and not started", n)
        % {"n": n}
    ),
    find=_overdue,
)
SILENT_DRAFT = Rule(
    code="draft-silent",
    label=gettext_lazy("A draft that nobody touches"),
    level=Level.HINT,
    text=gettext_lazy("Somebody wrote in each draft of a plan within the last 60 days."),
    mend=gettext_lazy("Go on writing"),
    counted=lambda n: ngettext("%(n)d draft that nobody touches", "%(n)d drafts that nobody touches", n) % {"n": n},
    find=_untouched,
)
UNDECIDABLE = Rule(
    code="submitted-nobody-decides",
    label=gettext_lazy("A submitted plan that nobody can decide"),
    level=Level.ERROR,
    text=gettext_lazy("Each plan that was submitted has somebody who holds the A (accountable) for it."),
    mend=gettext_lazy("Fill the post"),
    counted=lambda n: (
        ngettext("%(n)d submitted plan that nobody can decide", "%(n)d submitted plans that nobody can decide", n)
        % {"n": n}
    ),
    find=_undecidable,
)
RULES = (UNDECIDABLE, OVERDUE, SILENT_DRAFT)
