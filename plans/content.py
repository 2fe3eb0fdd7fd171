"""What a decision about a plan is about: its text, goals, actions, owners, dates and money; not status or comments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plans.guided import content as guided
from plans.guided import remarks
from plans.models import Action, Goal, Outcome, Plan
from plans.ties.content import serves_of, serves_said, ties_of
from plans.ties.content import values as tie_values
from raci.models import Record
from raci.records import Content, Difference
from raci.refusals import Problem

SHORT = 100  # characters of a long text in the line of a list


def content(record: Record) -> Content:
    """The plan as plain values (7 queries); dates as ISO text, money in whole cents; `sections` only where one is answered."""
    plan = Plan.objects.get(record=record)
    actions: dict[int, list[Content]] = {}
    ties = ties_of(plan)
    for action in Action.objects.filter(outcome__goal__plan=plan).select_related("lead"):
        tied = {"ties": ties[action.pk]} if action.pk in ties else {}  # a text without any is what it always was
        actions.setdefault(action.outcome_id, []).append(_action(action) | tied)
    outcomes: dict[int, list[Content]] = {}
    for outcome in Outcome.objects.filter(goal__plan=plan):
        part = {"id": outcome.pk, "title": outcome.title, "actions": actions.get(outcome.pk, [])}
        outcomes.setdefault(outcome.goal_id, []).append(part)
    sections = guided.answered(record.pk)
    return {
        "title": plan.title,
        "begins_on": plan.begins_on.isoformat(),
        "ends_on": plan.ends_on.isoformat(),
        "summary": plan.summary,
        "opinion": {
            "sought": plan.opinion_sought,
            "from": plan.opinion_from,
            "said": plan.opinion_said,
            "changed": plan.opinion_changed,
            "why_not": plan.opinion_why_not,
        },
        "goals": [
            {"id": goal.pk, "title": goal.title, "description": goal.description, "outcomes": outcomes.get(goal.pk, [])}
            | serves_of(goal)
            for goal in Goal.objects.filter(plan=plan).select_related("serves")
        ],
        **({"sections": sections} if sections else {}),
    }


def _action(action: Action) -> Content:
    return {
        "id": action.pk,
        "title": action.title,
        "lead": action.lead.title,
        "lead_post": action.lead.code,
        "partners": action.partners,
        "starts_on": action.starts_on.isoformat(),
        "due_on": action.due_on.isoformat(),
        "budget_cents": action.budget_cents,
    }


def actions_of(plan: Content) -> Iterator[tuple[str, Content]]:
    """Each action with its number as pages show it ("2.3": the third action of the second goal)."""
    for goal_number, goal in enumerate(plan["goals"], 1):
        number = 0
        for outcome in goal["outcomes"]:
            for action in outcome["actions"]:
                number += 1
                yield f"{goal_number}.{number}", action


def budget_cents(plan: Content) -> int:
    """The sum of all actions' budgets."""
    return sum(action["budget_cents"] for _number, action in actions_of(plan))


def problems(record: Record) -> list[Problem]:
    """What a plan still lacks before others are asked about it."""
    of_sections = guided.unanswered(guided.sections_of(record.pk)) + remarks.unanswered(remarks.open_remarks(record.pk))
    return problems_of(content(record), record.pk) + of_sections


def problems_of(plan: Content, record: int) -> list[Problem]:
    """What this content still lacks, each with the address of the form that mends it."""
    found = []
    if not plan["summary"].strip():
        found.append(("summary", _("The plan has no summary.")))
    if not any(True for _pair in actions_of(plan)):
        found.append(("goals", _("The plan has no action: add a goal, an outcome and an action.")))
    found += _opinion_problems(plan["opinion"])
    return [Problem(text, field=field, url=_mend(field, record)) for field, text in found]


def _mend(field: str, record: int) -> str:
    if field == "goals":
        return reverse("plans:plan-detail", args=[record]) + "#goals"
    view = "plans:plan-opinion" if field.startswith("opinion") else "plans:plan-edit"
    return reverse(view, args=[record]) + f"#id_{field}"


def _opinion_problems(opinion: Content) -> list[tuple[str, str]]:
    if opinion["sought"] is None:
        return [("opinion_sought", _("Say whether the opinion of communities was sought."))]
    if not opinion["sought"]:
        why = _("Say why the opinion of communities was not sought.")
        return [] if opinion["why_not"].strip() else [("opinion_why_not", why)]
    questions = {
        "from": _("Say from whom opinions were sought."),
        "said": _("Say what communities said."),
        "changed": _("Say what changed because of it."),
    }
    return [(f"opinion_{key}", text) for key, text in questions.items() if not opinion[key].strip()]


# ---- differences in words


def money(cents: int) -> str:
    """ "$48,000" or "$48,000.50"."""
    dollars, rest = divmod(cents, 100)
    return f"${dollars:,}" + (f".{rest:02d}" if rest else "")


def _day(value: str) -> str:
    day = parse_date(value)
    return date_format(day) if day else value


def differences(old: Content, new: Content) -> list[Difference]:
    """What changed from one text to another, in the order a reader meets it."""
    found = list(_fields(_("Plan"), _plan_values(old), _plan_values(new)))
    found += guided.differences(old, new)
    found += _parts(_("Goal"), dict(_goals(old)), dict(_goals(new)))
    found += _parts(_("Outcome"), dict(_outcomes(old)), dict(_outcomes(new)))
    found += _parts(_("Action"), dict(_numbered(old)), dict(_numbered(new)))
    return found


Values = dict[str, str]
Part = tuple[str, Values]  # its number, and its fields by label


def _plan_values(plan: Content) -> Values:
    opinion = plan["opinion"]
    sought = {None: "", True: _("yes"), False: _("no")}[opinion["sought"]]
    return {
        _("title"): plan["title"],
        _("first day"): _day(plan["begins_on"]),
        _("last day"): _day(plan["ends_on"]),
        _("summary"): plan["summary"],
        _("opinion of communities sought"): sought,
        _("from whom"): opinion["from"],
        _("what was said"): opinion["said"],
        _("what changed"): opinion["changed"],
        _("why it was not sought"): opinion["why_not"],
    }


def _goals(plan: Content) -> Iterator[tuple[int, Part]]:
    for number, goal in enumerate(plan["goals"], 1):
        told = {_("goal"): goal["title"], _("description"): goal["description"], _("hangs on"): serves_said(goal)}
        yield goal["id"], (str(number), told)


def _outcomes(plan: Content) -> Iterator[tuple[int, Part]]:
    for goal_number, goal in enumerate(plan["goals"], 1):
        for outcome in goal["outcomes"]:
            yield outcome["id"], (_("of goal %(number)s") % {"number": goal_number}, {_("outcome"): outcome["title"]})


def _numbered(plan: Content) -> Iterator[tuple[int, Part]]:
    for number, action in actions_of(plan):
        values: dict[str, Any] = {
            _("action"): action["title"],
            _("lead"): action["lead"],
            _("partners"): action["partners"],
            _("start"): _day(action["starts_on"]),
            _("due"): _day(action["due_on"]),
            _("budget"): money(action["budget_cents"]),
            **tie_values(action.get("ties", {})),
        }
        yield action["id"], (number, values)


def _parts(noun: str, old: dict[int, Part], new: dict[int, Part]) -> Iterator[Difference]:
    for pk, (number, values) in new.items():
        before = old.get(pk)
        if before is None:
            yield Difference(_("%(noun)s %(number)s added") % {"noun": noun, "number": number}, "", _summary(values))
        else:
            yield from _fields(f"{noun} {number}", before[1], values)
    for pk, (number, values) in old.items():
        if pk not in new:
            yield Difference(_("%(noun)s %(number)s removed") % {"noun": noun, "number": number}, _summary(values), "")


def _summary(values: Values) -> str:
    return " · ".join(value for value in values.values() if value)


def _fields(what: str, old: Values, new: Values) -> Iterator[Difference]:
    for label, value in new.items():
        if old.get(label, "") != value:
            yield Difference(f"{what}: {label}", old.get(label, ""), value)


def facts(plan: Content) -> list[str]:
    """Lines for the decider's checks."""
    count = sum(1 for _pair in actions_of(plan))
    return [
        ngettext("Money: %(sum)s in %(count)s action", "Money: %(sum)s in %(count)s actions", count)
        % {"sum": money(budget_cents(plan)), "count": count},
        _opinion_line(plan["opinion"]),
    ]


def _opinion_line(opinion: Content) -> str:
    if opinion["sought"] is None:
        return _("Opinion of communities: not said yet")
    if not opinion["sought"]:
        return _("Opinion of communities: not sought, because: %(why)s") % {"why": _short(opinion["why_not"])}
    words = {"whom": _short(opinion["from"]), "changed": _short(opinion["changed"])}
    return _("Opinion of communities: sought from %(whom)s; what changed: %(changed)s") % words


def _short(words: str) -> str:
    """The beginning of a long text, on one line."""
    return Truncator(" ".join(words.split())).chars(SHORT) or "—"
