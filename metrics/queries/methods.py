"""What the pages of methods show, each in a constant number of queries."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from metrics.kinds import DISPARITY_METHOD, INDEX, METHODS
from metrics.methods.content import score_words
from metrics.methods.in_force import APPROVES, IndexInForce, Method, index_in_force, method_in_force
from metrics.models import Dimension, DisparityMethod, IndexDefinition, Indicator, IndicatorVersion
from raci.authority import Act, Facts, Subject, covering_posts, may
from raci.doors import PersonRequest, facts
from raci.grants import visible
from raci.models import Case, Record, Text
from raci.queries.cases import CasePage, case_page
from raci.records import Content, Difference, Kind
from raci.refusals import Problem, Refused
from raci.the_city import need_city, no_city, the_city

KINDS = {kind.code: kind for kind in (DISPARITY_METHOD, INDEX)}
Row = DisparityMethod | IndexDefinition


@dataclass(frozen=True)
class Methods:
    """Both methods: what is in force, the newest version this person may see, and whether they may begin one."""

    method: Method
    index: IndexInForce | None
    on_the_way: dict[str, Case]  # by kind, the newest they may see
    may_begin: bool
    begun: frozenset[str]  # kinds of which the city has a record, whoever may see it

    def newest(self, kind: Kind) -> Case | None:
        """The newest version they may see that is not the one in force."""
        case = self.on_the_way.get(kind.code)
        return None if case is None or case.state == Case.State.APPROVED else case

    @property
    def proposed_method(self) -> Case | None:
        """A version of the disparity method that is on its way."""
        return self.newest(DISPARITY_METHOD)

    @property
    def proposed_index(self) -> Case | None:
        """A version of the index definition that is on its way."""
        return self.newest(INDEX)

    @property
    def reads_method(self) -> bool:
        """Whether they may open the record of the disparity method."""
        return DISPARITY_METHOD.code in self.on_the_way

    @property
    def reads_index(self) -> bool:
        """Whether they may open the record of the index definition."""
        return INDEX.code in self.on_the_way

    def _proposes(self, kind: Kind) -> str:
        begins = self.may_begin and kind.code not in self.begun
        return reverse(kind.begin) if begins else ""

    @property
    def method_proposal(self) -> str:
        """Where this person begins the disparity method; "" where they do not, or it is begun."""
        return self._proposes(DISPARITY_METHOD)

    @property
    def index_proposal(self) -> str:
        """Where this person begins the index definition."""
        return self._proposes(INDEX)


def methods(facts: Facts) -> Methods:
    """What counts today and what is on its way."""
    cases = visible(facts, METHODS).filter(record__kind__in=KINDS)
    later = Case.objects.filter(record=OuterRef("record"), number__gt=OuterRef("number"), pk__in=cases.values("pk"))
    newest = {case.record.kind: case for case in cases.filter(~Exists(later))}
    begun = frozenset(Record.objects.filter(kind__in=KINDS).values_list("kind", flat=True))
    return Methods(method_in_force(), index_in_force(), newest, may_begin(facts), begun)


def may_begin(facts: Facts) -> bool:
    """Whether they begin methods of the city."""
    city = the_city()
    return city is not None and bool(may(facts, Act.CREATE, Subject.of_scope(METHODS, city)))


def need_may_begin(facts: Facts) -> None:
    """The door of beginning a method."""
    permission = may(facts, Act.CREATE, Subject.of_scope(METHODS, need_city()))
    if not permission:
        raise Refused(permission.reason)


@dataclass(frozen=True)
class Proposed:
    """Whether a person proposes methods of the city, and who does."""

    may: bool
    words: str


def proposed(facts: Facts) -> Proposed:
    """Who proposes the method where none is adopted; their posts are named to those who do not."""
    if may_begin(facts):
        return Proposed(may=True, words="")
    city = the_city()
    if city is None:
        return Proposed(may=False, words=no_city())
    found = covering_posts(Subject.of_scope(METHODS, city), "R", facts.today, facts.matrix)
    names = ", ".join(dict.fromkeys(capacity.label for capacity, _person in found)) or _("nobody today")
    said = _("A method is proposed by those responsible for %(activity)s in %(city)s: %(posts)s.")
    return Proposed(may=False, words=said % {"activity": METHODS, "city": city.name, "posts": names})


def begun(kind: Kind) -> Record | None:
    """The city's record of this kind."""
    return Record.objects.filter(kind=kind.code).first()


# ---- one method


@dataclass
class MethodPage:
    """A method as one person may see it: the record's page, and what changes against what is in force."""

    page: CasePage
    approved: Text | None

    @property
    def content(self) -> Content | None:
        """What this person may read of it."""
        return self.page.content

    @cached_property
    def changed(self) -> list[Difference] | None:
        """What an open version changes against the approved one; None where there is none to compare with."""
        if self.approved is None or self.content is None or self.approved.case_id == self.page.case.pk:
            return None
        return self.page.kind.differences(json.loads(self.approved.content), self.content)

    @cached_property
    def missing(self) -> list[Problem]:
        """What a draft still lacks, for those who can mend it."""
        return self.page.kind.problems(self.page.record) if self.page.shows_live and self.page.may_edit else []


def method_page(pk: int, facts: Facts) -> MethodPage:
    """The method as this person may see it; 404 for strangers and for records of other kinds."""
    page = case_page(pk, facts)
    if page.record.kind not in KINDS:
        raise Http404
    given = Text.objects.filter(record=page.record, submissions__decision__kind__in=APPROVES)
    return MethodPage(page, given.order_by("-number").first())


def method_to_edit(request: PersonRequest, pk: int) -> Row:
    """The row behind a record, for somebody who may change it now; `Refused` with the reason otherwise."""
    record = Record.objects.filter(pk=pk, kind__in=KINDS).first()
    if record is None:
        raise Http404
    permission = may(facts(request), Act.EDIT, record.cases.select_related("record__scope__unit").latest("number"))
    if not permission:
        raise Refused(permission.reason, visible=visible(facts(request)).filter(record=record).exists())
    model = DisparityMethod if record.kind == DISPARITY_METHOD.code else IndexDefinition
    return model.objects.select_related("record").get(record=record)


def choices() -> dict[str, list[tuple[str, str]]]:
    """Indicators by their title in force, and dimensions, for the parts of an index (2 queries)."""
    accepted = IndicatorVersion.objects.filter(state=IndicatorVersion.State.ACCEPTED)
    titles = dict(accepted.order_by("number").values_list("indicator__code", "title"))
    found = Indicator.objects.filter(retired_on=None).values_list("code", flat=True)
    indicators = [(code, f"{titles[code]} ({code})" if code in titles else code) for code in found]
    dimensions = [(one.code, str(one)) for one in Dimension.objects.all()]
    return {"indicators": indicators, "dimensions": dimensions}


def named(parts: Sequence[dict[str, Any]]) -> list[tuple[dict[str, Any], str, str]]:
    """Parts of an index, each with its indicator's title in force and with what of it counts, in words (2 queries)."""
    codes = [part["indicator"] for part in parts]
    accepted = IndicatorVersion.objects.filter(state=IndicatorVersion.State.ACCEPTED, indicator__code__in=codes)
    titles = dict(accepted.order_by("number").values_list("indicator__code", "title"))
    dimensions = {code: name.lower() for code, name in Dimension.objects.values_list("code", "name")}
    return [(part, titles.get(part["indicator"], part["indicator"]), score_words(part, dimensions)) for part in parts]


def noun_of(kind: Kind) -> str:
    """What is begun."""
    return _("Propose a disparity method") if kind is DISPARITY_METHOD else _("Propose an equity index")
