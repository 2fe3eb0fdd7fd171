"""What a decision about an impact assessment is about: the answers of its six steps."""

from __future__ import annotations

from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from plans.assessing.steps import questions
from plans.models import ImpactAssessment
from plans.models.assessments import Trigger
from raci.models import Record
from raci.records import Content, Difference
from raci.refusals import Problem

OPINION = ("opinion_from", "opinion_said", "opinion_changed")


def content(record: Record) -> Content:
    """The answers by their names (1 query); the day as ISO text."""
    row = ImpactAssessment.objects.get(record=record)
    found: Content = {question.name: getattr(row, question.name) for _step, question in questions()}
    return {
        **found,
        "follow_up_on": row.follow_up_on.isoformat() if row.follow_up_on else "",
        "screening": row.screening_id or 0,
    }


def problems(record: Record) -> list[Problem]:
    """What it still lacks before others are asked about it."""
    return problems_of(content(record), record.pk)


def problems_of(said: Content, record: int) -> list[Problem]:
    """What this content still lacks, each with the address of the step that mends it."""
    found = []
    for step, question in questions():
        if question.name not in lacking(said):
            continue
        url = reverse("plans:assessment-step", args=[record, step.number]) + f"#id_{question.name}"
        text = _("Step %(number)s: %(question)s") % {"number": step.number, "question": question.text}
        found.append(Problem(text, field=question.name, url=url))
    return found


def lacking(said: Content) -> set[str]:
    """The names of the answers that are missing."""
    found = {question.name for _step, question in questions() if question.must and not is_said(said[question.name])}
    if said["opinion_sought"]:
        found |= {name for name in OPINION if not is_said(said[name])}
    elif said["opinion_sought"] is False and not is_said(said["opinion_why_not"]):
        found.add("opinion_why_not")
    return found


def is_said(value: object) -> bool:
    """Whether there is an answer: yes, no and words are; blanks are none."""
    return isinstance(value, bool) or bool(str(value or "").strip())


# ---- in words


def in_words(name: str, value: object) -> str:
    """An answer as people read it."""
    if name == "opinion_sought":
        return {None: "", True: _("yes"), False: _("no")}[value]  # type: ignore[index]
    if name == "trigger":
        return str(Trigger(str(value)).label) if value else ""
    if name == "follow_up_on":
        day = parse_date(str(value)) if value else None
        return date_format(day) if day else ""
    return str(value)


def differences(old: Content, new: Content) -> list[Difference]:
    """What changed from one text to another, in the order of the steps."""
    return [
        Difference(
            _("Step %(number)s: %(question)s") % {"number": step.number, "question": question.text},
            in_words(question.name, old[question.name]),
            in_words(question.name, new[question.name]),
        )
        for step, question in questions()
        if old[question.name] != new[question.name]
    ]


def facts(said: Content) -> list[str]:
    """Lines for the decider's checks."""
    opinion = (
        _("Opinion of those concerned: sought from %(whom)s") % {"whom": said["opinion_from"][:100]}
        if said["opinion_sought"]
        else _("Opinion of those concerned: not sought, because: %(why)s") % {"why": said["opinion_why_not"][:100]}
    )
    return [opinion, _("Looked at again on %(day)s") % {"day": in_words("follow_up_on", said["follow_up_on"])}]
