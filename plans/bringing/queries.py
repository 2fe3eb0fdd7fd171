"""What the pages of bringing a plan in show."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from plans.bringing.confirming import Kept, lines_of, problems_of
from plans.kinds import PLAN
from plans.models import Plan, PlanImport
from plans.queries import posts_to_lead, units_to_begin
from raci.authority import Facts
from raci.grants import units_with
from raci.models import Case, Post, Unit
from raci.refusals import Problem, Refused

ON_A_PAGE = 10
EARLIER = 20


def imports(facts: Facts) -> QuerySet[PlanImport]:
    """Those of the units whose plans they write."""
    theirs = units_with(facts, "R", PLAN.activity)
    return PlanImport.objects.filter(unit__in=theirs).select_related("unit", "begun_by", "record", "plan__record")


def earlier(facts: Facts) -> list[PlanImport]:
    """The last of them."""
    return list(imports(facts)[:EARLIER])


def drafts(units: QuerySet[Unit]) -> QuerySet[Plan]:
    """Plans of these units that are drafts, into which something may come."""
    open_ones = Case.objects.filter(state=Case.State.DRAFT, record__kind=PLAN.code, record__scope__unit__in=units)
    return Plan.objects.filter(record__in=open_ones.values("record")).select_related("record__scope__unit")


def units(facts: Facts) -> QuerySet[Unit]:
    """The units whose plans they write; 403 with the reason where there is none."""
    found = units_to_begin(facts)
    if not found:
        text = _("Bringing a plan in takes R (responsible) for %(activity)s in a unit; you hold none today.")
        raise Refused(text % {"activity": PLAN.activity})
    return found


@dataclass(frozen=True)
class ImportPage:
    """One plan that is being brought in."""

    batch: PlanImport
    facts: Facts

    @cached_property
    def lines(self) -> list[Kept]:
        """All rows of the source."""
        return lines_of(self.batch.lines)

    @cached_property
    def asked(self) -> list[tuple[int, Kept]]:
        """The rows of which a person says what becomes of them, each with its place."""
        return [(at, line) for at, line in enumerate(self.lines) if line.is_asked]

    @property
    def left_out(self) -> list[Kept]:
        """The rows that become nothing: what they are is said."""
        return [line for line in self.lines if not line.is_understood and not line.is_asked]

    @property
    def actions(self) -> int:
        """How many actions come of it."""
        return sum(line.keep for line in self.lines)

    @property
    def unseen(self) -> int:
        """How many rows nobody has looked at."""
        return sum(not line.seen for _at, line in self.asked)

    @cached_property
    def not_understood(self) -> list[tuple[Kept, dict[str, str]]]:
        """Cells, and whole rows, that were not understood, as they stood in the source."""
        found: list[tuple[Kept, dict[str, str]]] = []
        for line in self.lines:
            if line.what == "unclear":
                why = _("No number, bullet, word or column says what it is.")
                found.append((line, {"cell": "", "text": line.text, "why": why}))
            found += [(line, remark) for remark in line.remarks]
        return found

    @cached_property
    def problems(self) -> list[Problem]:
        """What is still missing, each with the address of its field."""
        place = {at: number for number, (at, _line) in enumerate(self.asked)}
        return [
            Problem(one.text, url=f"{self.lines_url}?page={place[_at(one)] // ON_A_PAGE + 1}#id_{one.field}")
            for one in problems_of(self.lines)
        ]

    @property
    def lines_url(self) -> str:
        """Where the lines are confirmed."""
        return reverse("plans:bring-lines", args=[self.batch.pk])

    def page(self, number: str) -> Page[Any]:
        """Some of the rows to be confirmed."""
        return Paginator(self.asked, ON_A_PAGE).get_page(number)

    @cached_property
    def posts(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The posts that may lead, by their codes (3 queries)."""
        codes = {str(pk): code for pk, code in Post.objects.values_list("pk", "code")}
        groups = posts_to_lead(self.batch.unit, self.facts, None)
        return [(name, [(codes[pk], label) for pk, label in posts]) for name, posts in groups]


def _at(problem: Problem) -> int:
    return int(problem.field.split("-")[1])


def import_page(pk: int, facts: Facts) -> ImportPage:
    """For whoever writes plans of its unit; 404 to others."""
    found = imports(facts).filter(pk=pk).first()
    if found is None:
        raise Refused(_("There is nothing here that you may read."), visible=False)
    return ImportPage(found, facts)


def open_page(pk: int, facts: Facts) -> ImportPage:
    """The same, while nothing of it has come in."""
    page = import_page(pk, facts)
    if page.batch.came_in_at:
        raise Refused(_("It has come in already: it goes on as a draft of a plan."))
    return page
