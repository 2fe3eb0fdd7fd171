"""What leadership is needed for: decisions that wait, what comes due, and what nobody has said yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_noop as _

from compliance.models import Obligation
from plans.models import Action
from plans.portfolio.queries import actions_in_force
from raci import records
from raci.grants import visible
from raci.models import Assignment, Case
from raci.queries.titles import title
from raci.xrays import LEVELS, looked_at
from reports.blocks import Block, Words, say, sentence, table
from reports.catalogue.kind import Asked

AHEAD = (30, 60, 90)  # days
MOST = 100
DAY = "j M Y"


def decisions(asked: Asked) -> list[Block]:
    """What is submitted and waits for a decision: under which activity, who holds A and who R."""
    cases = visible(asked.facts).filter(state=Case.State.SUBMITTED).annotate(shown_title=title(asked.facts, "record"))
    letters = _letters(asked)
    labels = {kind.code: kind.label for kind in records.kinds()}
    rows: list[list[Words]] = [
        [
            case.shown_title, str(labels[case.record.kind]), case.record.scope.unit.name,
            letters.get((case.record.scope.activity_code, "A"), "–"), letters.get((case.record.scope.activity_code, "R"), "–"),
            date_format(localtime(case.state_since), DAY),
        ]
        for case in cases.select_related("record__scope__unit").order_by("state_since", "pk")
    ]  # fmt: skip
    if not rows:
        return [sentence(say(_("Nothing waits for a decision.")))]
    columns = (_("What"), _("Kind"), _("Unit"), _("Decides (A)"), _("Prepares (R)"), _("Since"))
    source = say(_("Source: submissions under the matrix in force."))
    return [table(say(_("Decisions that wait")), columns, rows, source=source, most=MOST)]


def _letters(asked: Asked) -> dict[tuple[str, str], str]:
    """The roles that hold a letter of an activity, in the matrix in force."""
    matrix = asked.facts.matrix
    cells = Assignment.objects.filter(activity__matrix=matrix.pk if matrix else None).select_related("role", "activity")
    found: dict[tuple[str, str], list[str]] = {}
    for cell in cells.order_by("role__column"):
        for letter in cell.codes:
            found.setdefault((cell.activity.code, letter), []).append(cell.role.name)
    return {key: ", ".join(names) for key, names in found.items()}


def due(asked: Asked) -> list[Block]:
    """Actions and obligations of the next 90 days, by when."""
    today = asked.facts.today
    last = today + timedelta(days=AHEAD[-1])
    found = sorted([*_actions(asked, today, last), *_obligations(today, last)])
    if not found:
        return [sentence(say(_("Nothing comes due within 90 days.")))]
    counted = [sum(day <= today + timedelta(days=ahead) for day, *_rest in found) for ahead in AHEAD]
    words = say(
        _("%(n)s thing comes due within 90 days: %(first)s within 30, %(second)s within 60."),
        _("%(n)s things come due within 90 days: %(first)s within 30, %(second)s within 60."),
        n=counted[2], first=counted[0], second=counted[1],
    )  # fmt: skip
    grouped: dict[tuple[str, str, str], list[str]] = {}
    for day, *about in found:
        grouped.setdefault((about[1], about[0], about[2]), []).append(date_format(day, DAY))
    rows = [[*about, ", ".join(dict.fromkeys(days))] for about, days in grouped.items()]
    source = say(_("Source: equity plans in force and obligations of law, on the day of the facts."))
    columns = (_("What"), _("Unit"), _("Whose"), _("Due"))
    return [sentence(words), table(say(_("Each thing with its days")), columns, rows, source=source, most=MOST)]


def _actions(asked: Asked, first: date, last: date) -> Iterator[tuple[date, str, str, str]]:
    rows = actions_in_force(asked.facts).filter(due_on__range=(first, last)).exclude(status__in=Action.OVER)
    for row in rows:
        yield row.due_on, row.unit.name, f"{row.number} {row.title}", row.lead_title


def _obligations(first: date, last: date) -> Iterator[tuple[date, str, str, str]]:
    rows = Obligation.objects.filter(due_on__range=(first, last)).select_related("requirement__lead", "unit")
    for row in rows:
        yield (
            row.due_on or last,
            row.unit.name,
            f"{row.requirement.code} {row.requirement.text}",
            str(row.requirement.lead or "–"),
        )


def silence(asked: Asked) -> list[Block]:
    """What the X-rays find, by what is looked for and how grave it is."""
    found = looked_at(asked.facts)
    if not found:
        return [sentence(say(_("The X-rays find nothing: everybody who was to say something has said it.")))]
    counted = Counter((one.rule.place, str(LEVELS[one.rule.level]), str(one.rule.label)) for one in found)
    rows = [[level, label, str(n)] for (_place, level, label), n in sorted(counted.items())]
    words = say(_("%(n)s finding of the X-rays is open."), _("%(n)s findings of the X-rays are open."), n=len(found))
    columns = (_("Level"), _("What is looked for"), _("Findings"))
    source = say(_("Source: X-rays on the day of the facts, as whoever took them may read them."))
    return [sentence(words), table(say(_("X-rays")), columns, rows, source=source, numbers=(2,))]
