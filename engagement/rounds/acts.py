"""The acts on feedback rounds: their content while they are drafts, the coding of answers, and what was done about them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from engagement.kinds import FEEDBACK_ROUND, WE_DID
from engagement.models import Coding, FeedbackRound, FeedbackTheme, HeardGroup, Quote, WeDid
from raci import clock
from raci.actions.cases import begin_record
from raci.keeping import keeping
from raci.models import Case, Person, Unit
from raci.records import canonical, digest
from raci.refusals import Conflict, NotReady, Problem
from raci.workflow import editing, retitle

Part = HeardGroup | FeedbackTheme | Quote
ROUND = ("title", "asked", "begins_on", "ends_on")
FIELDS: dict[type[Any], tuple[str, ...]] = {
    FeedbackRound: ROUND,
    HeardGroup: ("title", "way", "asked", "answered"),
    FeedbackTheme: ("title", "words"),
    Quote: ("words", "consent"),
}
MOST_ANSWERS = 5_000


def round_of(part: FeedbackRound | Part) -> FeedbackRound:
    """The round that a part belongs to."""
    match part:
        case FeedbackRound():
            return part
        case Quote():
            return part.theme.round
    return part.round


def open_case(row: FeedbackRound) -> Case:
    """The newest case, the only one whose content can change."""
    return row.record.cases.latest("number")


def fingerprint(part: FeedbackRound | Part) -> str:
    """What a form was opened on."""
    return digest(canonical({name: str(getattr(part, name)) for name in FIELDS[type(part)]}))


def begin_round(unit: Unit, title: str, *, by: Person) -> FeedbackRound:
    """Begin one as a draft, by R of 3.3; a form sent twice begins one."""
    with transaction.atomic():
        Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
        if FeedbackRound.objects.filter(title=title, record__scope__unit=unit).exists():
            raise NotReady([Problem(_("There is one of this title already."), field="title")])
        record, case = begin_record(FEEDBACK_ROUND, unit=unit, title=title, by=by)
        with editing(case, by=by):
            return FeedbackRound.objects.create(record=record, title=title)


def change(part: FeedbackRound | Part, values: Mapping[str, Any], *, by: Person, opened: str = "") -> None:
    """Save the round or a part of it. Raises Conflict where somebody saved or removed it since the form was opened."""
    _check(type(part), values)
    with editing(open_case(round_of(part)), by=by) as step:
        now = type(part).objects.select_for_update(of=("self",)).filter(pk=part.pk).first()
        if now is None:
            raise Conflict(_("Somebody else removed it while this page was open."))
        if opened and opened != fingerprint(now):
            raise Conflict(
                _("Somebody else saved it while this page was open. Open it again and look at what changed.")
            )
        for name, value in values.items():
            setattr(now, name, value)
        now.save()
        if isinstance(now, FeedbackRound) and step.record.title != now.title:
            retitle(step, now.title)


def add(parent: FeedbackRound | FeedbackTheme, model: type[Part], values: Mapping[str, Any], *, by: Person) -> Any:
    """Add a group that was heard or a theme to a round, or a quote to a theme, at the end."""
    _check(model, values)
    with editing(open_case(round_of(parent)), by=by):
        above: dict[str, Any] = {"theme" if model is Quote else "round": parent}
        last = model.objects.filter(**above).aggregate(last=Max("order"))["last"] or 0
        return model.objects.create(order=last + 1, **above, **values)


def _check(model: type[Any], values: Mapping[str, Any]) -> None:
    if model is HeardGroup and values["asked"] is not None and values["asked"] < values["answered"]:
        raise NotReady([Problem(_("More answered than were asked."), field="answered")])
    begins, ends = values.get("begins_on"), values.get("ends_on")
    if model is FeedbackRound and begins and ends and ends < begins:
        raise NotReady([Problem(_("The last day is before the first."), field="ends_on")])


def remove(part: Part, *, by: Person) -> None:
    """Take a part out of a draft; a theme goes with its quotes, and what was coded under it is under none."""
    with editing(open_case(round_of(part)), by=by):
        if isinstance(part, FeedbackTheme):
            for quote in part.quotes.all():
                quote.delete()
            for coding in part.codings.all():
                coding.theme = None
                coding.save()
        part.delete()


# ---- coding


def code_answers(row: FeedbackRound, said: Mapping[int, int | None], *, by: Person) -> None:
    """One person's coding, instead of their earlier one: by the answer's number the place of its theme (1, 2 ...), or none."""
    if len(said) > MOST_ANSWERS:
        raise NotReady([Problem(_("At most %(most)s answers.") % {"most": MOST_ANSWERS}, field="codes")])
    with editing(open_case(row), by=by):
        themes = list(row.themes.all())
        wrong = sorted({place for place in said.values() if place is not None and not 1 <= place <= len(themes)})
        if wrong:
            text = _("There is no theme %(number)s; there are %(n)s.") % {"number": wrong[0], "n": len(themes)}
            raise NotReady([Problem(text, field="codes")])
        known = {one.answer: one for one in Coding.objects.filter(round=row, coder=by)}
        for answer, place in said.items():
            theme = themes[place - 1] if place else None
            one = known.pop(answer, None) or Coding(round=row, coder=by, answer=answer)
            if one.pk is None or one.theme_id != (theme.pk if theme else None):
                one.theme = theme
                one.save()
        for gone in known.values():
            gone.delete()


# ---- you said, we did


def say_what_was_done(row: FeedbackRound, *, said: str, did: str, by: Person) -> WeDid:
    """What was done about something that people said, at any time: kept by R of 3.3."""
    unit = row.record.scope.unit
    with keeping(WE_DID, unit, by=by, act="say_what_was_done", record=row.record_id) as via:
        return WeDid.objects.create(
            round=row, said=said.strip(), did=did.strip(), noted_on=clock.today(), noted_as=via.capacity.label
        )


def correct_what_was_done(one: WeDid, *, said: str, did: str, by: Person) -> None:
    """What it says now; what it said before stays in its history."""
    record = one.round.record
    with keeping(WE_DID, record.scope.unit, by=by, act="correct_what_was_done", record=record.pk):
        one.said, one.did = said.strip(), did.strip()
        one.save()
