"""X-rays from experience: too many actions, none measured, a figure that never moves, waiting in vain, a clause left out."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from plans.experience.queries import CLAUSE, MEASURE, NEEDS, adopted, crowded_units
from plans.experience.rules import MOST as MOST_ACTIONS
from plans.experience.rules import STILL, is_still
from plans.experience.words import uncarried
from plans.kinds import PLAN
from plans.models import ActionInForce, ProgressLine, ProgressReport, TieInForce
from plans.portfolio.queries import actions_in_force
from plans.portfolio.standing import OPEN
from plans.progress.queries import reports_read
from plans.readers import units_read
from raci.authority import Facts
from raci.drawing import day
from raci.grants import units_with
from raci.matrix.findings import Level
from raci.models import Unit
from raci.xrays import MOST, Finding, Look, Rule

NOBODY = 0  # no row's number: what is found is asked for also where that is nothing, so that a page costs the same


def _mine(facts: Facts) -> set[int]:
    """The units whose plans they are responsible for (1 query)."""
    return set(units_with(facts, "R", PLAN.activity).values_list("pk", flat=True))


def _crowded(look: Look) -> Iterator[Finding]:
    mine = _mine(look.facts)
    found = {unit: (year, n) for unit, year, n in crowded_units(look.facts)}
    for unit in Unit.objects.filter(pk__in=[*found, NOBODY]).order_by("path")[:MOST]:
        year, n = found[unit.pk]
        told = {"n": n, "year": year, "most": MOST_ACTIONS}
        sentence = (
            _("%(n)d actions run in FY %(year)d; plans with more than %(most)d in a year were not kept up.") % told
        )
        url = f"{reverse('plans:portfolio')}?unit={unit.code}"
        if unit.pk in mine or not look.mine:
            yield Finding(unit.name, unit, sentence, url, unit.pk in mine, str(unit.pk))


def _unmeasured(look: Look) -> Iterator[Finding]:
    """By plan, of what is neither done nor stopped."""
    mine = _mine(look.facts)
    measured = TieInForce.objects.filter(action=OuterRef("action"), kind=MEASURE)
    rows = actions_in_force(look.facts).filter(OPEN, ~Exists(measured))
    if look.mine:
        rows = rows.filter(unit__in=mine)
    by_plan: dict[int, list[ActionInForce]] = {}
    for row in rows.order_by("unit__path", "record", "place")[:MOST]:
        by_plan.setdefault(row.record_id, []).append(row)
    for record, found in by_plan.items():
        said = ngettext(
            "%(n)d action has no measure: %(which)s.", "%(n)d actions have no measure: %(which)s.", len(found)
        )
        sentence = said % {"n": len(found), "which": ", ".join(row.number for row in found)}
        url = reverse("plans:plan-detail", args=[record]) + f"#action-{found[0].action}"
        unit = found[0].unit
        yield Finding(found[0].plan_title, unit, sentence, url, unit.pk in mine, str(record))


def _still(look: Look) -> Iterator[Finding]:
    mine = _mine(look.facts)
    read = reports_read(look.facts).filter(state=ProgressReport.State.ACCEPTED)
    lines = ProgressLine.objects.filter(report__in=read.order_by().values("pk")).select_related("report__unit", "plan")
    newest: dict[int, list[ProgressLine]] = {}
    for line in lines.order_by("-report__begins_on", "pk"):
        newest.setdefault(line.action, []).append(line)
    for pk, said in newest.items():
        unit, line = said[0].report.unit, said[0]
        if not is_still([one.value for one in said]) or (look.mine and unit.pk not in mine):
            continue
        told = {"number": line.number, "title": line.title, "value": line.value, "n": STILL}
        sentence = (
            _("Action %(number)s “%(title)s” was measured as %(value)s in each of the last %(n)d quarters.") % told
        )
        url = reverse("plans:plan-detail", args=[line.plan.record_id]) + f"#action-{pk}"
        yield Finding(line.plan.title, unit, sentence, url, unit.pk in mine, str(pk))


def _late_needs(look: Look) -> Iterator[Finding]:
    """Where they may read both; nothing is told of what is over."""
    mine = _mine(look.facts)
    there = actions_in_force(look.facts).filter(OPEN)
    ends = there.filter(action=OuterRef("number")).values("due_on")[:1]
    due = ActionInForce.objects.filter(action=OuterRef("action")).values("due_on")[:1]
    ties = TieInForce.objects.filter(kind=NEEDS, action__in=there.values("action"))
    late = list(ties.annotate(ends=Subquery(ends), due=Subquery(due)).filter(ends__gt=F("due")).order_by("pk")[:MOST])
    rows = {row.action: row for row in there.filter(action__in=[NOBODY, *(one.action for one in late)])}
    for one in late:
        row = rows[one.action]
        told = {
            "number": row.number,
            "title": row.title,
            "due": day(row.due_on),
            "needed": one.words,
            "ends": day(one.ends),
        }
        text = _(
            "Action %(number)s “%(title)s” is due on %(due)s, and waits for “%(needed)s”, which ends only on %(ends)s."
        )
        url = reverse("plans:plan-detail", args=[row.record_id]) + f"#action-{row.action}"
        if row.unit_id in mine or not look.mine:
            key = f"{one.action}-{one.number}"
            yield Finding(row.plan_title, row.unit, text % told, url, row.unit_id in mine, key, row.due_on)


def _uncarried(look: Look) -> Iterator[Finding]:
    """Of units with a plan in force: one without any has nothing that could carry it out."""
    mine = _mine(look.facts)
    units = units_read(look.facts, PLAN.activity).filter(Exists(ActionInForce.objects.filter(unit=OuterRef("pk"))))
    if look.mine:
        units = units.filter(pk__in=mine)
    held = list(adopted(units, look.facts))
    if not held:
        return
    unit_of = Subquery(ActionInForce.objects.filter(action=OuterRef("action")).values("unit")[:1])
    ties = TieInForce.objects.filter(kind=CLAUSE).annotate(unit=unit_of)
    carried = set(ties.values_list("unit", "number"))
    for unit, standard in held:
        left = [words for pk, words in standard.clauses.items() if (unit.pk, pk) not in carried]
        if left:
            url = reverse("plans:standard-detail", args=[standard.record])
            sentence = uncarried(standard.title, left)
            yield Finding(unit.name, unit, sentence, url, unit.pk in mine, f"{unit.pk}-{standard.record}")


CROWDED = Rule(
    code="plan-crowded",
    label=gettext_lazy("More actions in a year than a unit keeps up with"),
    level=Level.HINT,
    text=gettext_lazy("No more than ten actions of a unit’s plans run in a fiscal year."),
    mend=gettext_lazy("Look which can wait"),
    counted=lambda n: (
        ngettext("%(n)d unit with too many actions in a year", "%(n)d units with too many actions in a year", n)
        % {"n": n}
    ),
    find=_crowded,
)
UNMEASURED = Rule(
    code="action-unmeasured",
    label=gettext_lazy("Actions without a measure"),
    level=Level.HINT,
    text=gettext_lazy("Each action of a plan in force says what shows whether it helped."),
    mend=gettext_lazy("Say it in the plan’s next version"),
    counted=lambda n: (
        ngettext("%(n)d plan has actions without a measure", "%(n)d plans have actions without a measure", n) % {"n": n}
    ),
    find=_unmeasured,
)
STILL_RULE = Rule(
    code="measure-still",
    label=gettext_lazy("A measure that never moves"),
    level=Level.HINT,
    text=gettext_lazy("What is measured of an action changes within three quarters, or is measured anew."),
    mend=gettext_lazy("Look at the action"),
    counted=lambda n: ngettext("%(n)d measure that never moves", "%(n)d measures that never move", n) % {"n": n},
    find=_still,
)
LATE_NEEDS = Rule(
    code="action-needs-later",
    label=gettext_lazy("An action waits for what ends later"),
    level=Level.WARNING,
    text=gettext_lazy("What an action waits for ends no later than the action itself."),
    mend=gettext_lazy("Look at its days"),
    counted=lambda n: (
        ngettext("%(n)d action waits for what ends later", "%(n)d actions wait for what ends later", n) % {"n": n}
    ),
    find=_late_needs,
)
UNCARRIED = Rule(
    code="clause-uncarried",
    label=gettext_lazy("A clause that was adopted and that no action carries out"),
    level=Level.HINT,
    text=gettext_lazy("Each clause of a standard that a unit adopted is carried out by an action of a plan in force."),
    mend=gettext_lazy("Look at the standard"),
    counted=lambda n: (
        ngettext("%(n)d adopted standard is not carried out", "%(n)d adopted standards are not carried out", n)
        % {"n": n}
    ),
    find=_uncarried,
)
RULES = (CROWDED, UNMEASURED, STILL_RULE, LATE_NEEDS, UNCARRIED)
