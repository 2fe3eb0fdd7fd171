"""The acts on the plan template: a next version is drafted, kept and issued; a plan takes over what it asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from plans.guided.kinds import PLAN_TEMPLATE
from plans.guided.shipped import SECTIONS, SOURCE
from plans.models import Plan, PlanSection, PlanTemplate, TemplateSection
from raci import clock
from raci.keeping import keeping
from raci.models import Person
from raci.refusals import Conflict, NotReady, Problem
from raci.the_city import need_city

ACT = "keep_plan_template"
ASKED = ("order", "title", "question", "help", "example", "is_required")


def newest() -> PlanTemplate | None:
    """The version that plans are begun from; None where it is the one that ships."""
    return PlanTemplate.objects.exclude(issued_on=None).first()


def sections_asked(template: PlanTemplate | None) -> list[dict[str, Any]]:
    """What a version asks, as the columns of a section hold it."""
    if template is not None:
        return list(template.sections.values(*ASKED))
    return [
        {**{name: str(value) for name, value in one._asdict().items()}, "is_required": one.is_required, "order": order}
        for order, one in enumerate(SECTIONS, 1)
    ]


def write_sections(plan: Plan) -> None:
    """Copy the newest version's sections into a plan. Inside the act that begins or changes it."""
    template = newest()
    for order, asked in enumerate(sections_asked(template), 1):
        PlanSection.objects.create(plan=plan, template=template, **{**asked, "order": order})


# ---- the city's own


def begin_version(*, by: Person) -> PlanTemplate:
    """A draft of the next version, with what the newest asks; where one is open already, that one."""
    with transaction.atomic(), keeping(PLAN_TEMPLATE, need_city(locked=True), by=by, act=ACT):
        if (open_one := PlanTemplate.objects.filter(issued_on=None).first()) is not None:
            return open_one
        last, number = newest(), (PlanTemplate.objects.aggregate(last=Max("number"))["last"] or 0) + 1
        made = PlanTemplate.objects.create(number=number, source=last.source if last else str(SOURCE))
        for asked in sections_asked(last):
            TemplateSection.objects.create(template=made, **asked)
        return made


def keep_section(
    template: PlanTemplate, row: TemplateSection | None, values: Mapping[str, Any], *, by: Person
) -> TemplateSection:
    """Add a section to a draft, or change one; `order` is its place among the others."""
    with transaction.atomic(), keeping(PLAN_TEMPLATE, need_city(locked=True), by=by, act=ACT):
        locked = _draft(template)
        kept = TemplateSection.objects.get(pk=row.pk) if row else TemplateSection(template=locked)
        for name, value in values.items():
            setattr(kept, name, value)
        others = [one for one in locked.sections.all() if one.pk != kept.pk]
        at = min(max(kept.order, 1), len(others) + 1)
        for order, one in enumerate([*others[: at - 1], kept, *others[at - 1 :]], 1):
            if one is kept or one.order != order:
                one.order = order
                one.save()
        return kept


def remove_section(row: TemplateSection, *, by: Person) -> None:
    """Take a section out of a draft; the versions before keep theirs."""
    with transaction.atomic(), keeping(PLAN_TEMPLATE, need_city(locked=True), by=by, act=ACT):
        _draft(row.template)
        TemplateSection.objects.filter(pk=row.pk).first() and row.delete()


def issue(template: PlanTemplate, *, source: str, changes: str, by: Person) -> None:
    """From now on plans are begun from it; those in writing keep what they were begun with."""
    with transaction.atomic(), keeping(PLAN_TEMPLATE, need_city(locked=True), by=by, act=ACT):
        locked = _draft(template)
        if not locked.sections.exists():
            raise NotReady([Problem(_("It asks nothing: add a section."))])
        locked.source, locked.changes, locked.issued_on = source, changes, clock.today()
        locked.save()


def discard(template: PlanTemplate, *, by: Person) -> None:
    """Forget a draft; history keeps it."""
    with transaction.atomic(), keeping(PLAN_TEMPLATE, need_city(locked=True), by=by, act=ACT):
        locked = _draft(template)
        for one in locked.sections.all():
            one.delete()
        locked.delete()


def _draft(template: PlanTemplate) -> PlanTemplate:
    locked = PlanTemplate.objects.select_for_update(of=("self",)).filter(pk=template.pk).first()
    if locked is None or locked.issued_on is not None:
        raise Conflict(_("This version is issued or gone; begin the next one to change what plans are asked."))
    return locked
