"""Findings and what is done about them: found by R of 3.1, mended by R of 1.4, seen done by somebody else, recommended on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from compliance.kinds import CLOSURE, CORRECTIVE_ACTION, FINDING
from compliance.models import Closure, CorrectiveAction, Finding, FindingRecommendation, Obligation
from raci import clock, reviewing
from raci.actions.recommendations import Raised, raise_recommendation
from raci.authority import Capacity, Subject, covering_posts, facts_for, matrix_in_force
from raci.history import acting
from raci.keeping import keeper, keeping
from raci.models import Holding, Person, Post, Recommendation, Unit
from raci.models.city import in_force_on
from raci.notices import tell
from raci.refusals import Conflict, NotReady, Problem, Refused
from raci.statements import Citing

State = Closure.State


# ---- found, and closed


def raise_finding(
    unit: Unit, values: Mapping[str, Any], *, by: Person, obligation: Obligation | None = None
) -> Finding:
    """Something found wanting; who keeps the law in the unit is told."""
    with keeping(FINDING, unit, by=by, act="raise_finding") as via:
        problems = [
            Problem(_("Fill in what is missing."), field=name)
            for name in ("title", "words")
            if not str(values[name]).strip()
        ]
        if values["found_on"] > clock.today():
            problems.append(Problem(_("It cannot be found in the future."), field="found_on"))
        if problems:
            raise NotReady(problems)
        made = Finding.objects.create(
            unit=unit,
            obligation=obligation,
            raised_by=by,
            raised_as=via.capacity.label,
            raised_at=clock.now(),
            **values,
        )
        line = _("Something was found wanting in %(unit)s: “%(title)s”. A corrective action is asked for.")
        _tell(made, _responsible(unit), "raised", line % {"unit": unit, "title": made.title}, by)
    return made


def close_finding(finding: Finding, *, by: Person, words: str) -> None:
    """Once what is done about it was seen done by somebody else; R of 3.1 says how it ended.

    Where nothing was done (all of it was dropped), a second person closes it, never who recorded it (3.1).
    """
    with keeping(FINDING, finding.unit, by=by, act="close_finding", why=words.strip()) as via:
        locked = _to_end(finding, words)
        if stands := against_closing(locked, list(locked.actions.select_related("closure")), by):
            raise NotReady([Problem(stands)])
        _end(locked, by, via.capacity.label, words)
        line = _("The finding “%(title)s” is closed.") % {"title": locked.title}
        _tell(locked, [*_responsible(locked.unit), locked.raised_by], "closed", line, by)
    finding.refresh_from_db()


def withdraw_finding(finding: Finding, *, by: Person, words: str) -> None:
    """It was recorded by mistake: R of 3.1 says why, while nothing is done about it. It stays to read, as withdrawn."""
    with keeping(FINDING, finding.unit, by=by, act="withdraw_finding", why=words.strip()) as via:
        locked = _to_end(finding, words)
        if stands := against_withdrawing(list(locked.actions.select_related("closure"))):
            raise NotReady([Problem(stands)])
        locked.is_withdrawn = True
        _end(locked, by, via.capacity.label, words)
        line = _("The finding “%(title)s” is withdrawn: it was recorded by mistake.") % {"title": locked.title}
        _tell(locked, [*_responsible(locked.unit), locked.raised_by], "withdrawn", line, by)
    finding.refresh_from_db()


def against_closing(finding: Finding, actions: list[CorrectiveAction], by: Person) -> str:
    """What stands between a finding and being closed by this person, in a sentence; "" for nothing."""
    if not actions:
        return _("Nothing was done about it: a finding is closed once somebody else has verified a corrective action.")
    for one in actions:
        if not one.dropped_at and not is_verified(one):
            return _("“%(title)s” is not verified yet: a finding is closed after that.") % {"title": one.title}
    if finding.raised_by_id == by.pk and not any(map(is_verified, actions)):
        return _("Everything that was to be done was dropped, and you recorded the finding: somebody else closes it.")
    return ""


def against_withdrawing(actions: list[CorrectiveAction]) -> str:
    """What stands between a finding and being withdrawn as a mistake, in a sentence; "" for nothing."""
    kept = next((one for one in actions if not one.dropped_at), None)
    if kept is None:
        return ""
    return _("“%(title)s” is done about it: a mistake has nothing to mend. Drop it first.") % {"title": kept.title}


def _to_end(finding: Finding, words: str) -> Finding:
    found = Finding.objects.select_for_update(of=("self",)).select_related("unit", "raised_by")
    locked = found.get(pk=finding.pk)
    if locked.closed_at:
        raise Conflict(_("It is closed."))
    if not words.strip():
        raise NotReady([Problem(_("Say how it ended."), field="words")])
    return locked


def _end(locked: Finding, by: Person, label: str, words: str) -> None:
    locked.closed_by, locked.closed_as, locked.closed_at = by, label, clock.now()
    locked.closing_words = words.strip()
    locked.save()


def is_verified(action: CorrectiveAction) -> bool:
    """Whether somebody else saw it done."""
    return hasattr(action, "closure") and action.closure.state == State.ACCEPTED


# ---- mended


def add_action(finding: Finding, values: Mapping[str, Any], *, by: Person) -> CorrectiveAction:
    """What is done about a finding, by which post and by when; its holders are told."""
    with keeping(CORRECTIVE_ACTION, finding.unit, by=by, act="add_corrective_action") as via:
        locked = Finding.objects.select_for_update().get(pk=finding.pk)
        if locked.closed_at:
            raise Conflict(_("The finding is closed."))
        _check_action(finding.unit, values)
        made = CorrectiveAction.objects.create(
            finding=finding, made_by=by, made_as=via.capacity.label, made_at=clock.now(), **values
        )
        _tell_owner(made, by)
    return made


def change_action(action: CorrectiveAction, values: Mapping[str, Any], *, by: Person, why: str = "") -> None:
    """Another owner, day or effort, while it is not reported done."""
    with keeping(CORRECTIVE_ACTION, action.finding.unit, by=by, act="change_corrective_action", why=why.strip()):
        locked = _locked(action)
        _need_open(locked)
        if hasattr(locked, "closure"):
            raise Conflict(_("It is reported done: what it says stays as it is."))
        _check_action(locked.finding.unit, values, then=locked.due_on)
        moved = values["owner"].pk != locked.owner_id
        for name, value in values.items():
            setattr(locked, name, value)
        locked.save()
        if moved:
            _tell_owner(locked, by)
    action.refresh_from_db()


def drop_action(action: CorrectiveAction, *, by: Person, why: str) -> None:
    """It is not done any more: R of 3.1, who found it, says why."""
    with keeping(FINDING, action.finding.unit, by=by, act="drop_corrective_action", why=why.strip()) as via:
        locked = _locked(action)
        _need_open(locked)
        if is_verified(locked):
            raise Conflict(_("It was verified: it is done."))
        if not why.strip():
            raise NotReady([Problem(_("Give the reason."), field="why")])
        locked.dropped_at, locked.dropped_as, locked.why_dropped = clock.now(), via.capacity.label, why.strip()
        locked.save()
    action.refresh_from_db()


def owners(unit: Unit) -> list[Post]:
    """The posts that can own what is done in a unit: R of 1.4 in its line, whoever holds them (3 queries)."""
    subject, matrix = Subject.of_scope(CORRECTIVE_ACTION.activity, unit), matrix_in_force()
    posts = Post.objects.filter(abolished_on=None).select_related("role", "unit").order_by("unit__path", "title")
    return [
        one
        for one in posts
        if matrix
        and "R" in matrix.codes(subject.activity, one.role.code)
        and Capacity.of_post(one).way("R", subject) == "line"
    ]


def _check_action(unit: Unit, values: Mapping[str, Any], then: date | None = None) -> None:
    problems = []
    if not values["title"].strip():
        problems.append(Problem(_("Say what is done."), field="title"))
    if values["due_on"] < clock.today() and values["due_on"] != then:
        problems.append(Problem(_("Choose a day to come."), field="due_on"))
    if values["owner"].pk not in {one.pk for one in owners(unit)}:
        text = _("This post is not responsible there: choose one that is.")
        problems.append(Problem(text, field="owner"))
    if problems:
        raise NotReady(problems)


# ---- reported done, and verified by somebody else


def report_done(
    action: CorrectiveAction, *, by: Person, done_on: date, words: str, citing: Citing | None = None
) -> Closure:
    """R says what was done and when, and hands it in; somebody else verifies it. Mends one that was given back."""
    problems = []
    if not words.strip():
        problems.append(Problem(_("Say what was done, so that somebody else can see it."), field="words"))
    if done_on > clock.today():
        problems.append(Problem(_("It cannot be done in the future."), field="done_on"))
    elif done_on < action.finding.found_on:
        text = _("This lies before %(day)s, on which it was found: what mends it was done after that.")
        problems.append(Problem(text % {"day": date_format(action.finding.found_on)}, field="done_on"))
    if problems:
        raise NotReady(problems)
    with transaction.atomic():
        locked = _locked(action)
        _need_open(locked)
        if hasattr(locked, "closure"):
            with reviewing.writing(locked.closure, by=by, act="report_done") as row:
                row.done_on, row.words, row.how_verified = done_on, words.strip(), ""
                row.save()
            closure = locked.closure
        else:
            with keeping(CLOSURE, locked.finding.unit, by=by, act="report_done"):
                closure = Closure.objects.create(action=locked, done_on=done_on, words=words.strip())
        reviewing.hand_in(closure, by=by, citing=citing)
    closure.refresh_from_db()
    return closure


def verify(closure: Closure, *, by: Person, how: str, seen: str | None = None, citing: Citing | None = None) -> None:
    """Somebody else saw it done: A of 1.4, who neither reported it nor holds the post that was to do it, says how."""
    if by in holders(closure.action.owner):
        raise Refused(_("You hold the post that was to do it: somebody else verifies it."))

    def say(row: Closure) -> None:
        row.how_verified = how.strip()

    with transaction.atomic():
        reviewing.accept(closure, by=by, also=say, seen=seen, citing=citing)
        _tell_finder(closure.action.finding)


def _tell_finder(finding: Finding) -> None:
    """Who recorded it learns that nothing is left to verify: it waits on them to close it."""
    actions = finding.actions.filter(dropped_at=None).select_related("closure")
    if finding.closed_at is None and all(map(is_verified, actions)):
        line = _("Everything that was done about “%(title)s” is verified: close the finding.") % {
            "title": finding.title
        }
        url = reverse("compliance:finding-detail", args=[finding.pk])
        key = f"finding:{finding.pk}:verified:{clock.now():%Y%m%d%H%M%S%f}"
        tell([finding.raised_by], record=None, key=key, line=line, url=url)


def _before_verifying(row: Closure) -> list[Problem]:
    if not row.how_verified:
        url = reverse("compliance:corrective-action-detail", args=[row.action_id])
        return [Problem(_("Say on its page how you verified it: what you looked at, where and when."), "how", url)]
    return [Problem(_("The corrective action was dropped."))] if row.action.dropped_at else []


CLOSURES = reviewing.Review(
    CLOSURE,
    unit=lambda row: row.action.finding.unit,
    url=lambda row: reverse("compliance:corrective-action-detail", args=[row.action_id]),
    related=("action__finding__unit",),
    before_accepting=_before_verifying,
    over=lambda row: _("The corrective action was dropped.") if row.action.dropped_at else "",
)


# ---- recommended on


def recommend(finding: Finding, said: Raised, *, by: Person) -> Recommendation:
    """A recommendation from a finding: answered by the unit's management, followed up each year for five."""
    with transaction.atomic():
        made = raise_recommendation(said, by=by)
        via = keeper(facts_for(by), FINDING, finding.unit, activity=made.activity_code)
        with acting(by=by, post=via.capacity.label, cell=via.cell, act="recommend_from_finding"):
            FindingRecommendation.objects.create(finding=finding, recommendation=made)
    return made


# ---- told


def _locked(action: CorrectiveAction) -> CorrectiveAction:
    found = CorrectiveAction.objects.select_for_update(of=("self",))
    return found.select_related("finding__unit", "closure", "owner").get(pk=action.pk)


def _need_open(action: CorrectiveAction) -> None:
    if action.dropped_at:
        raise Conflict(_("It was dropped."))


def _responsible(unit: Unit) -> list[Person]:
    subject = Subject.of_scope(CORRECTIVE_ACTION.activity, unit)
    near = [one for capacity, one in covering_posts(subject, "R", clock.today()) if capacity.unit_path == unit.path]
    return near or [one for _capacity, one in covering_posts(subject, "R", clock.today())]


def holders(post: Post) -> list[Person]:
    """Who holds a post today."""
    held = Holding.objects.filter(
        in_force_on(clock.today()), post=post, state=Holding.State.IN_FORCE, person__is_active=True
    )
    return [one.person for one in held.select_related("person").order_by("pk")]


def _tell_owner(action: CorrectiveAction, by: Person) -> None:
    line = _("“%(title)s” is yours to do until %(day)s, as %(post)s.") % {
        "title": action.title,
        "day": date_format(action.due_on),
        "post": action.owner.title,
    }
    people = [one for one in holders(action.owner) if one.pk != by.pk]
    url = reverse("compliance:corrective-action-detail", args=[action.pk])
    tell(people, record=None, key=f"corrective:{action.pk}:{action.owner_id}", line=line, url=url)


def _tell(finding: Finding, people: Iterable[Person], what: str, line: str, by: Person) -> None:
    others = {one.pk: one for one in people if one.pk != by.pk}.values()
    url = reverse("compliance:finding-detail", args=[finding.pk])
    tell(others, record=None, key=f"finding:{finding.pk}:{what}", line=line, url=url)
