"""The acts: a plan that exists is chosen, its lines are confirmed, and one act begins it as a draft, or adds it to one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from metrics.bringing import kept as files
from metrics.judging.figures import fiscal_first_month
from metrics.periods import Period
from plans.actions import begin_plan, open_case
from plans.bringing.confirming import Kept, kept, lines_of, problems_of
from plans.bringing.leading import Candidate
from plans.bringing.reading.lines import Reading, What
from plans.bringing.reading.read import read_file
from plans.kinds import PLAN
from plans.models import Action, Goal, Outcome, Plan, PlanImport
from raci import clock
from raci.actions.evidence import attach_evidence, checked
from raci.actions.imports import spoken
from raci.authority import Act, Facts, Subject, facts_for, may
from raci.evidence.names import plain_name
from raci.evidence.verdicts import Unacceptable
from raci.imports.verdicts import Unreadable
from raci.models import Person, Post, Unit
from raci.queries.posts_today import in_force
from raci.refusals import Conflict, NotReady, Problem, Refused
from raci.workflow import editing

PASTED = "pasted.txt"
READ = (".xlsx", ".csv", ".txt", ".md")  # others are kept as they are, and nothing is read in them
MOST_SAID = 20


def writer(unit: Unit, facts: Facts) -> None:
    """Whoever begins plans of this unit; `Refused` with the reason otherwise."""
    permission = may(facts, Act.CREATE, Subject.of_scope(PLAN.activity, unit))
    if not permission:
        raise Refused(permission.reason)


# ---- chosen, and read


def choose_plan(
    *, unit: Unit, begins_on: date, ends_on: date, by: Person, title: str = "", plan: Plan | None = None,
    file: UploadedFile[bytes] | None = None, text: str = "",
) -> PlanImport:  # fmt: skip
    """A file, or a pasted text, is read line by line; nothing comes in yet. The same file chosen again goes on where it was.

    Raises NotReady where it cannot be taken or read.
    """
    facts = facts_for(by)
    writer(unit, facts)
    if plan is not None and plan.record.scope.unit_id != unit.pk:
        raise NotReady([Problem(_("This draft is of another unit."), field="plan")])
    if file is None and not text.strip():
        raise NotReady([Problem(_("Choose a file, or paste a text."), field="file")])
    upload = file or SimpleUploadedFile(PASTED, text.encode("utf-8", "replace"))
    name, content = plain_name(upload.name or ""), _taken(upload)
    reading = _read(content, name, Period(begins_on, ends_on))
    sha256 = files.keep([content])
    with transaction.atomic():
        Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
        open_one = PlanImport.objects.filter(unit=unit, plan=plan, file_sha256=sha256, came_in_at=None).first()
        if open_one is not None:
            return open_one
        called = title or (plan.title if plan else "") or reading.title or name.rpartition(".")[0]
        return PlanImport.objects.create(
            unit=unit, plan=plan, title=called[:300], begins_on=begins_on, ends_on=ends_on, file_name=name[:255],
            file_sha256=sha256, lines=kept(reading, candidates(unit, facts), begins_on), begun_by=by, begun_at=clock.now(),
        )  # fmt: skip


def _taken(upload: UploadedFile[bytes]) -> bytes:
    """The bytes of a file that may be kept as evidence. Raises NotReady."""
    try:
        incoming, _media_type = checked(upload, plain_name(upload.name or ""))
    except Unacceptable as refusal:
        raise NotReady([Problem(_(refusal.sentence) % refusal.facts, field="file")]) from refusal
    try:
        return incoming.path.read_bytes()
    finally:
        incoming.discard()


def _read(content: bytes, name: str, period: Period) -> Reading:
    if not name.casefold().endswith(READ):
        return Reading(())
    try:
        return read_file(BytesIO(content), name, period, fiscal_first_month())
    except Unreadable as problem:
        raise NotReady([Problem(spoken(problem.sentence), field="file")]) from problem


def candidates(unit: Unit, facts: Facts) -> list[Candidate]:
    """The posts that a name in the plan may mean, with who holds them (2 queries)."""
    held: dict[int, list[str]] = {}
    for pk, name in in_force(facts.today).values_list("post", "person__name"):
        held.setdefault(pk, []).append(name)
    posts = Post.objects.filter(abolished_on=None).select_related("unit")
    return [
        Candidate(post.code, post.title, post.unit.name, post.unit_id == unit.pk, tuple(held.get(post.pk, ())))
        for post in posts
    ]


# ---- confirmed


def confirm_lines(batch: PlanImport, said: dict[int, dict[str, Any]], *, by: Person) -> None:
    """What a person made of some lines, by their place in the source; the others stay as they are."""
    with transaction.atomic():
        locked = _open(batch, by)
        lines = locked.lines
        for at, values in said.items():
            lines[at] = {**lines[at], **values, "seen": True}
        locked.lines = lines
        locked.save(update_fields=["lines"])
    batch.refresh_from_db()


def set_aside(batch: PlanImport, *, by: Person) -> None:
    """Forget a plan of which nothing came in."""
    with transaction.atomic():
        _open(batch, by).delete()


def _open(batch: PlanImport, by: Person) -> PlanImport:
    """The batch, locked, for whoever begins plans of its unit."""
    writer(batch.unit, facts_for(by))
    locked = PlanImport.objects.select_for_update(of=("self",)).filter(pk=batch.pk).first()
    if locked is None or locked.came_in_at:
        raise Conflict(_("Somebody else has already brought it in, or set it aside."))
    return locked


# ---- brought in


def bring_in(batch: PlanImport, *, by: Person) -> Plan:
    """A draft begins with what was confirmed, or a draft gets it; the original is its evidence. All of it, or nothing.

    Raises NotReady with each row and field that is missing.
    """
    with transaction.atomic():
        locked = _open(batch, by)
        lines = lines_of(locked.lines)
        if problems := problems_of(lines):
            raise NotReady(problems[:MOST_SAID])
        with files.opened(locked.file_sha256) as file:
            original = SimpleUploadedFile(locked.file_name, file.read())
        plan = locked.plan or begin_plan(
            unit=locked.unit, title=locked.title, begins_on=locked.begins_on, ends_on=locked.ends_on, by=by
        )
        with editing(open_case(plan), by=by):
            _write(plan, lines)
        attach_evidence(open_case(plan), original, _("The plan as it was before it was brought in"), by=by)
        locked.came_in_at, locked.record = clock.now(), plan.record
        locked.save(update_fields=["came_in_at", "record"])
    batch.refresh_from_db()
    return plan


def _write(plan: Plan, lines: Sequence[Kept]) -> None:
    """Goals, outcomes and actions in the order of the source, below what the draft has already."""
    posts = _posts(lines)
    goals, outcomes = {one.title: one for one in plan.goals.all()}, dict[tuple[int, str], Outcome]()
    for outcome in Outcome.objects.filter(goal__plan=plan):
        outcomes[outcome.goal_id, outcome.title] = outcome
    last = dict(
        Action.objects.filter(outcome__goal__plan=plan).order_by().values_list("outcome").annotate(Max("order"))
    )
    for line in _telling(lines):
        goal = goals.get(line.goal) or Goal.objects.create(plan=plan, order=_next(goals.values()), title=line.goal)
        goals[line.goal] = goal
        called = line.outcome or (line.goal if line.keep else "")
        if not called:
            continue
        below = outcomes.get((goal.pk, called)) or Outcome.objects.create(
            goal=goal, order=_next(one for one in outcomes.values() if one.goal_id == goal.pk), title=called
        )
        outcomes[goal.pk, called] = below
        if line.keep:
            last[below.pk] = last.get(below.pk, 0) + 1
            _action(line, below, last[below.pk], posts[line.lead])


def _posts(lines: Sequence[Kept]) -> dict[str, Post]:
    """The posts that lead, by code. Raises NotReady for one that was abolished meanwhile."""
    leads = Post.objects.filter(code__in={line.lead for line in lines if line.keep}, abolished_on=None)
    posts = {post.code: post for post in leads}
    gone = [line for line in lines if line.keep and line.lead not in posts]
    if gone:
        text = _("%(place)s: the post that leads was abolished. Choose another.")
        raise NotReady([Problem(text % {"place": line.place}) for line in gone[:MOST_SAID]])
    return posts


def _next(parts: Iterable[Goal | Outcome]) -> int:
    return max((one.order for one in parts), default=0) + 1


def _telling(lines: Sequence[Kept]) -> list[Kept]:
    """The lines of which something becomes part of the plan."""
    parts = (What.GOAL, What.OUTCOME)
    return [line for line in lines if line.goal and (line.keep or line.what in parts)]


def _action(line: Kept, outcome: Outcome, order: int, lead: Post) -> Action:
    return Action.objects.create(
        outcome=outcome, order=order, title=line.title, lead=lead, partners=line.partners,
        starts_on=date.fromisoformat(line.starts_on), due_on=date.fromisoformat(line.due_on), budget_cents=line.cents or 0,
    )  # fmt: skip
