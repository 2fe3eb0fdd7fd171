"""The acts on public comment: R of 3.3 announces a round, reads each comment before it is shown, answers; anybody comments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from engagement.kinds import COMMENT_ROUND, PUBLIC_COMMENT
from engagement.models import Comment, CommentOutcome, CommentRound
from raci import clock
from raci.history import acting
from raci.keeping import keeping
from raci.models import Person
from raci.public_doors import the_public
from raci.refusals import Conflict, NotReady, Problem

SAID = ("title", "title_es", "about", "about_es", "draft", "opens_on", "closes_on")
State = Comment.State


def announce_round(values: Mapping[str, Any], *, by: Person) -> CommentRound:
    """A draft that anybody may comment on, from one day to another."""
    with keeping(COMMENT_ROUND, values["unit"], by=by, act="announce_round"):
        row = CommentRound(unit=values["unit"])
        if values["closes_on"] < clock.today():
            raise NotReady([Problem(_("This day has passed: nobody could comment."), field="closes_on")])
        _take(row, values)
        row.save()
        return row


def change_round(row: CommentRound, values: Mapping[str, Any], *, by: Person, edits: int) -> None:
    """The announcement. The draft stays as it is once somebody commented on it. Raises Conflict where it was saved meanwhile."""
    with keeping(COMMENT_ROUND, row.unit, by=by, act="change_comment_round"):
        locked = CommentRound.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if locked.edits != edits:
            raise Conflict(_("Somebody else saved this round while you wrote. Open it again and look at what changed."))
        if values["draft"] != locked.draft and locked.comments.exists():
            text = _("People commented on this draft already: it stays as they read it. Announce another round.")
            raise NotReady([Problem(text, field="draft")])
        _take(locked, values)
        locked.edits += 1
        locked.save()


def _take(row: CommentRound, values: Mapping[str, Any]) -> None:
    for name in SAID:
        setattr(row, name, values[name])
    row.record = values.get("record")
    row.title, row.title_es = " ".join(row.title.split()), " ".join(row.title_es.split())
    problems = []
    if row.closes_on < row.opens_on:
        problems.append(Problem(_("The last day is before the first."), field="closes_on"))
    if CommentRound.objects.filter(unit=row.unit, title=row.title).exclude(pk=row.pk).exists():
        problems.append(Problem(_("The unit has a round of this title already."), field="title"))
    if problems:
        raise NotReady(problems)


# ---- comments


def need_time(row: CommentRound) -> None:
    """Raises Conflict, with the day, before a round opens and after it closes."""
    today = clock.today()
    if today < row.opens_on:
        raise Conflict(_("Comments are taken from %(day)s on.") % {"day": date_format(row.opens_on)})
    if today > row.closes_on:
        raise Conflict(_("Comments were taken until %(day)s.") % {"day": date_format(row.closes_on)})


def comment_by_form(
    row: CommentRound, *, words: str, name: str, sending: UUID, is_one_of_many: bool = False
) -> Comment:
    """What somebody wrote into the public form; the same form sent again is the same comment."""
    with acting(by=the_public(), act="comment"):
        locked = CommentRound.objects.select_for_update(of=("self",)).get(pk=row.pk)
        known = Comment.objects.filter(sending=sending).first()
        if known is not None:
            return known
        need_time(locked)
        return Comment.objects.create(
            round=locked, sending=sending, way=Comment.Way.FORM, received_on=clock.today(), words=words.strip(),
            name=name.strip(), is_one_of_many=is_one_of_many,
        )  # fmt: skip


def record_comment(row: CommentRound, values: Mapping[str, Any], *, by: Person) -> Comment:
    """What came by e-mail, on paper or spoken, written down by staff; counted by the day on which it was received."""
    with keeping(PUBLIC_COMMENT, row.unit, by=by, act="record_comment"):
        received = values["received_on"]
        if not row.opens_on <= received <= row.closes_on:
            days = {"first": date_format(row.opens_on), "last": date_format(row.closes_on)}
            text = _("Comments are taken from %(first)s to %(last)s: one of another day is not counted.") % days
            raise NotReady([Problem(text, field="received_on")])
        if received > clock.today():
            raise NotReady([Problem(_("This day is still to come."), field="received_on")])
        return Comment.objects.create(
            round=row,
            way=values["way"],
            received_on=received,
            words=values["words"].strip(),
            name=values["name"].strip(),
        )


def judge_comment(comment: Comment, *, state: str, reason: str = "", answer: str = "", by: Person) -> None:
    """Show it, or hide it with a reason (it stays on record), and answer it; what was said before stays in its history."""
    problems = []
    if state not in (State.SHOWN, State.HIDDEN):
        problems.append(Problem(_("Show it or hide it."), field="state"))
    if state == State.HIDDEN and not reason.strip():
        problems.append(Problem(_("Say why it is hidden."), field="reason"))
    if problems:
        raise NotReady(problems)
    with keeping(PUBLIC_COMMENT, comment.round.unit, by=by, act="judge_comment"):
        locked = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
        locked.state, locked.reason = state, reason.strip() if state == State.HIDDEN else ""
        if answer.strip() != locked.answer:
            locked.answer = answer.strip()
            locked.answered_on = clock.today() if locked.answer else None
        locked.save()


# ---- you said, we did


def say_outcome(row: CommentRound, values: Mapping[str, Any], *, by: Person) -> CommentOutcome:
    """What came of the comments, in English and, if said, in Spanish."""
    with keeping(COMMENT_ROUND, row.unit, by=by, act="say_comment_outcome") as via:
        said = {name: values[name].strip() for name in ("said", "said_es", "did", "did_es")}
        return CommentOutcome.objects.create(round=row, noted_on=clock.today(), noted_as=via.capacity.label, **said)


def correct_outcome(one: CommentOutcome, values: Mapping[str, Any], *, by: Person) -> None:
    """What it says now."""
    with keeping(COMMENT_ROUND, one.round.unit, by=by, act="correct_comment_outcome"):
        for name in ("said", "said_es", "did", "did_es"):
            setattr(one, name, values[name].strip())
        one.save()
