"""The acts on standards and policies: beginning one, and a bureau's answer. What is edited goes through `plans.actions`."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from plans.kinds import ADOPTION, STANDARDS_BY_ACTIVITY
from plans.models import Adoption, Standard
from raci import clock, reviewing
from raci.actions.cases import begin_record
from raci.keeping import keeping
from raci.models import Case, Person, Text, Unit
from raci.refusals import Conflict, NotReady, Problem
from raci.the_city import need_city
from raci.workflow import editing

Stance = Adoption.Stance
ASKED = (Unit.Kind.BUREAU, Unit.Kind.OFFICE)  # kinds of units that answer a standard


def begin_standard(*, activity: str, title: str, by: Person) -> Standard:
    """Begin a standard (1.1) or a policy (1.2) of the city as a draft, by R; a form sent twice begins one."""
    kind = STANDARDS_BY_ACTIVITY[activity]
    with transaction.atomic():
        city = need_city(locked=True)
        same = Standard.objects.filter(title=title, record__kind=kind.code).first()
        if same is not None:
            url = reverse("plans:standard-detail", args=[same.record_id])
            raise NotReady([Problem(_("There is one of this title already."), field="title", url=url)])
        record, case = begin_record(kind, unit=city, title=title, by=by)
        with editing(case, by=by):
            return Standard.objects.create(record=record, title=title)


# ---- a bureau's answer


def text_in_force(standard: Standard) -> Text | None:
    """The version that bureaus answer today, if one is in force."""
    approved = Text.objects.filter(record=standard.record_id, case__state=Case.State.APPROVED)
    return approved.order_by("-number").first()


def open_answer(standard: Standard, unit: Unit) -> Adoption | None:
    """The answer that is being written, handed in, or was given back."""
    return Adoption.objects.filter(standard=standard, unit=unit).exclude(state=Adoption.State.ACCEPTED).first()


def answer_standard(
    standard: Standard, unit: Unit, *, stance: str, words: str = "", until: date | None = None, version: int, by: Person
) -> Adoption:
    """Write a bureau's answer to the version in force, or mend the open one; `raci.reviewing.hand_in` hands it in.

    `version`: number of the text that was read. Raises Conflict where another one is in force by now.
    """
    with transaction.atomic():
        locked = Standard.objects.select_for_update(of=("self",)).get(pk=standard.pk)
        text = text_in_force(locked)
        if text is None or text.number != version:
            raise Conflict(_("Another version is in force by now: read that one, and answer it."))
        problems = _problems(unit, stance, words, until)
        if problems:
            raise NotReady(problems)
        values = {
            "text": text, "stance": stance, "words": words.strip(), "until": until if stance == Stance.TIME else None,
        }  # fmt: skip
        known = open_answer(locked, unit)
        if known is None:
            with keeping(ADOPTION, unit, by=by, act="answer_standard"):
                return Adoption.objects.create(standard=locked, unit=unit, **values)
        with reviewing.writing(known, by=by, act="answer_standard") as row:
            for name, value in values.items():
                setattr(row, name, value)
            row.save()
        known.refresh_from_db()
        return known


def _problems(unit: Unit, stance: str, words: str, until: date | None) -> list[Problem]:
    found = []
    if unit.kind not in ASKED:
        found.append(Problem(_("Bureaus and offices answer a standard."), field="unit"))
    if stance not in Stance.values:
        found.append(Problem(_("Choose one of the answers."), field="stance"))
    if stance == Stance.ADAPTS and not words.strip():
        found.append(Problem(_("Say what is changed, and why."), field="words"))
    if stance == Stance.TIME:
        if not words.strip():
            found.append(Problem(_("Say why more time is needed."), field="words"))
        if until is None or until <= clock.today():
            found.append(Problem(_("Say until when: a day to come."), field="until"))
    return found


def submit_answer(
    standard: Standard, unit: Unit, *, stance: str, words: str = "", until: date | None = None, version: int, by: Person
) -> Adoption:
    """Write the answer and hand it in, both or neither."""
    with transaction.atomic():
        row = answer_standard(standard, unit, stance=stance, words=words, until=until, version=version, by=by)
        reviewing.hand_in(row, by=by)
    return row


def _still_in_force(row: Adoption) -> list[Problem]:
    """An answer to a version that is no more in force is not accepted: the bureau answers the next."""
    text = text_in_force(row.standard)
    if text is None or text.pk != row.text_id:
        return [Problem(_("It answers a version that is not in force any more: give it back."))]
    if row.until is not None and row.until <= clock.today():
        day = date_format(row.until)
        return [Problem(_("It asks for time until %(day)s, which has passed: give it back.") % {"day": day})]
    return []


REVIEW = reviewing.Review(
    ADOPTION,
    unit=lambda row: row.unit,
    url=lambda row: reverse("plans:adoption-detail", args=[row.pk]),
    related=("unit", "standard__record", "text"),
    problems=_still_in_force,
    before_accepting=_still_in_force,
)
