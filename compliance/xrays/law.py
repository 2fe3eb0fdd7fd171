"""X-rays of the law: values that nobody entered, requirements that nobody leads, citations to be looked up."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from compliance.actions.parameters import may_enter
from compliance.law.leads import leads, role_names
from compliance.law.standing import counting
from compliance.law.watch import to_look_up
from compliance.models import Requirement
from raci.drawing import day
from raci.matrix.findings import Level
from raci.the_city import need_city
from raci.xrays import MOST, Finding, Look, Rule


def _without_value(look: Look) -> Iterator[Finding]:
    mine = bool(may_enter(look.facts))
    if look.facts.matrix is None or (look.mine and not mine):
        return
    here = need_city()
    for row in counting().filter(value=None).select_related("programme").order_by("key", "variant")[:MOST]:
        said = _("Nobody has entered it (%(citation)s): checks that read it answer that it cannot be determined.")
        yield Finding(
            where=row.name,
            unit=here,
            sentence=said % {"citation": row.citation},
            url=reverse("compliance:parameter-detail", args=[row.pk]),
            is_mine=mine,
            key=str(row.pk),
            since=row.effective_from,
        )


def _without_lead(look: Look) -> Iterator[Finding]:
    mine = bool(may_enter(look.facts))
    if look.facts.matrix is None or (look.mine and not mine):
        return
    found, names, here = leads(matrix=look.facts.matrix), role_names(), need_city()
    rows = Requirement.objects.filter(Requirement.standing(look.facts.today)).select_related("pack")
    for row in rows[:MOST]:
        if found.is_responsible(row.lead_code, row.activity_code):
            continue
        said = _("%(role)s is to lead it and is not responsible for activity %(activity)s in the matrix in force.")
        role = names.get(row.lead_code, row.lead_code)
        yield Finding(
            where=row.code,
            unit=here,
            sentence=said % {"role": role, "activity": row.activity_code},
            url=reverse("compliance:requirement-detail", args=[row.code]),
            is_mine=mine,
            key=row.code,
        )


def _to_look_up(look: Look) -> Iterator[Finding]:
    mine = bool(may_enter(look.facts))
    if look.facts.matrix is None or (look.mine and not mine):
        return
    here = need_city()
    for one in to_look_up(look.facts.today)[:MOST]:
        said = (
            _("It was last looked up on %(day)s.") % {"day": day(one.verified_on)}
            if one.verified_on
            else _("This city has not looked it up in its source yet.")
        )
        yield Finding(
            where=one.name,
            unit=here,
            sentence=f"{said} {one.citation}",
            url=one.url,
            is_mine=mine,
            key=one.url,
            since=one.due_on,
        )


RULES = (
    Rule(
        code="law-without-value",
        label=gettext_lazy("Parameters of the law without a value"),
        level=Level.WARNING,
        text=gettext_lazy("A number or day of the law that nobody has entered leaves its checks without an answer."),
        mend=gettext_lazy("Enter the value"),
        counted=lambda n: (
            ngettext("%(n)d parameter of the law without a value", "%(n)d parameters of the law without a value", n)
            % {"n": n}
        ),
        find=_without_value,
    ),
    Rule(
        code="law-without-lead",
        label=gettext_lazy("Requirements that nobody leads"),
        level=Level.WARNING,
        text=gettext_lazy("Who leads a requirement is responsible (R) for its activity in the matrix in force."),
        mend=gettext_lazy("Look at the requirement"),
        counted=lambda n: (
            ngettext("%(n)d requirement that nobody leads", "%(n)d requirements that nobody leads", n) % {"n": n}
        ),
        find=_without_lead,
    ),
    Rule(
        code="law-to-look-up",
        label=gettext_lazy("Citations of the law to be looked up"),
        level=Level.HINT,
        text=gettext_lazy(
            "What was never read in its source, or not for as long as the parameter law_watch.interval says, is looked up."
        ),
        mend=gettext_lazy("Look it up"),
        counted=lambda n: ngettext("%(n)d citation to be looked up", "%(n)d citations to be looked up", n) % {"n": n},
        find=_to_look_up,
    ),
)
