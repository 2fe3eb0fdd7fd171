"""How a post is being filled: a recruitment with milestones whose dates may be vague."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from raci import clock
from raci.keeping import keeping
from raci.kinds import RECRUITMENT
from raci.models import Milestone, Person, Post, Recruitment
from raci.refusals import Conflict, NotReady, Problem


def open_recruitment(post: Post, *, begun_on: date, by: Person, words: str = "", source: str = "") -> Recruitment:
    """Begin to look for who will hold a post; one at a time."""
    with keeping(RECRUITMENT, post.unit, by=by, act="open_recruitment"):
        locked = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
        if locked.abolished_on:
            raise NotReady([Problem(_("The post is abolished."), field="begun_on")])
        if locked.recruitments.filter(closed_on=None).exists():
            raise Conflict(_("A recruitment for this post is under way already."))
        return Recruitment.objects.create(post=locked, begun_on=begun_on, words=words.strip(), source=source.strip())


def close_recruitment(recruitment: Recruitment, *, closed_on: date, outcome: str, by: Person) -> None:
    """End it, and say what came of it."""
    with keeping(RECRUITMENT, recruitment.post.unit, by=by, act="close_recruitment", why=outcome):
        locked = _open(recruitment)
        problems = []
        if not outcome.strip():
            problems.append(Problem(_("Say what came of it."), field="outcome"))
        if closed_on < locked.begun_on:
            problems.append(Problem(_("It closes before it began."), field="closed_on"))
        if closed_on > clock.today():
            problems.append(Problem(_("This day is still to come."), field="closed_on"))
        if problems:
            raise NotReady(problems)
        locked.closed_on, locked.outcome = closed_on, outcome.strip()
        locked.save()
    recruitment.refresh_from_db()


def add_milestone(recruitment: Recruitment, *, by: Person, **values: Any) -> Milestone:
    """Add a step: title, when (the words as given), earliest, latest (none: open), done_on."""
    with keeping(RECRUITMENT, recruitment.post.unit, by=by, act="add_milestone"):
        _open(recruitment)
        _need(values)
        return Milestone.objects.create(recruitment=recruitment, **values)


def change_milestone(milestone: Milestone, *, by: Person, **values: Any) -> None:
    """Change a step, or say when it was done."""
    with keeping(RECRUITMENT, _of(milestone).post.unit, by=by, act="change_milestone"):
        _open(_of(milestone))
        _need(values)
        locked = Milestone.objects.select_for_update(of=("self",)).get(pk=milestone.pk)
        for name, value in values.items():
            setattr(locked, name, value)
        locked.save()
    milestone.refresh_from_db()


def remove_milestone(milestone: Milestone, *, by: Person) -> None:
    """Take a step away; history keeps it."""
    with keeping(RECRUITMENT, _of(milestone).post.unit, by=by, act="remove_milestone"):
        _open(_of(milestone))
        milestone.delete()


def _of(milestone: Milestone) -> Recruitment:
    assert milestone.recruitment is not None  # the pages and the API find no other here
    return milestone.recruitment


def _open(recruitment: Recruitment) -> Recruitment:
    locked = Recruitment.objects.select_for_update(of=("self",)).get(pk=recruitment.pk)
    if locked.closed_on:
        raise Conflict(_("The recruitment is closed."))
    return locked


def _need(values: dict[str, Any]) -> None:
    problems = []
    if not values["title"].strip():
        problems.append(Problem(_("Say what the step is."), field="title"))
    if not values["when"].strip():
        problems.append(Problem(_("Write the date as it is given."), field="when"))
    if values.get("latest") and values["latest"] < values["earliest"]:
        problems.append(Problem(_("The latest day is before the earliest."), field="latest"))
    if values.get("done_on") and values["done_on"] > clock.today():
        problems.append(Problem(_("This day is still to come."), field="done_on"))
    if problems:
        raise NotReady(problems)
