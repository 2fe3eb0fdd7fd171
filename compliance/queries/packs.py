"""What the pages of packs show, each in a constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.http import Http404
from django.utils.translation import gettext as _

from compliance.kinds import PACK, PARAMETER, STANDARDS
from compliance.law.leads import leads, role_names
from compliance.law.pack_content import text_in_force
from compliance.law.pack_text import Line, due_words
from compliance.models import Pack, Requirement
from compliance.packs import EXAMPLES, FOLDER, facts, shipped
from compliance.packs.reading import read_pack
from raci.authority import Act, Facts, Subject, may
from raci.doors import PersonRequest
from raci.doors import facts as facts_of
from raci.grants import visible
from raci.keeping import may_keep
from raci.models import Activity, Case, Record
from raci.queries.cases import CasePage, case_page
from raci.records import Content, Difference
from raci.refusals import Problem, Refused
from raci.the_city import need_city, the_city


def may_begin(facts: Facts) -> bool:
    """Whether they begin packs of the city."""
    city = the_city()
    return city is not None and bool(may(facts, Act.CREATE, Subject.of_scope(STANDARDS, city)))


def need_may_begin(facts: Facts) -> None:
    """The door of beginning a pack."""
    permission = may(facts, Act.CREATE, Subject.of_scope(STANDARDS, need_city()))
    if not permission:
        raise Refused(permission.reason)


# ---- all packs


@dataclass(frozen=True)
class PackLine:
    """A pack in the list: what is in force of it, and what is on its way as far as the reader may know."""

    pack: Pack
    requirements: int
    newest: Case | None

    @property
    def on_its_way(self) -> Case | None:
        """The newest version they may see that is not in force."""
        there = self.newest and (self.newest.state != Case.State.APPROVED or self.newest.number != self.pack.in_rows)
        return self.newest if there else None


@dataclass(frozen=True)
class PackList:
    """All packs that this person may know of, and the examples that nobody took over."""

    packs: list[PackLine]
    examples: list[facts.Pack]
    may_begin: bool


def packs(facts: Facts) -> PackList:
    """Those in force are everybody's to read; a first draft is its readers'."""
    mine: dict[int, Case] = {}
    for case in visible(facts, STANDARDS).filter(record__kind=PACK.code).order_by("number"):
        mine[case.record_id] = case
    counts: dict[int, int] = {}
    for pack in Requirement.objects.filter(Requirement.standing(facts.today)).values_list("pack", flat=True):
        counts[pack] = counts.get(pack, 0) + 1
    rows = Pack.objects.select_related("programme", "record")
    shown = [one for one in rows if one.in_rows is not None or one.record_id in mine]
    lines = [PackLine(one, counts.get(one.pk, 0), mine.get(one.record_id)) for one in shown]
    begins = may_begin(facts)
    taken = {one.programme.code for one in rows}
    return PackList(lines, [one for one in examples() if begins and one.code not in taken], begins)


def examples() -> list[facts.Pack]:
    """The packs that ship as examples."""
    return [read_pack(FOLDER / f"{name}.yaml", shipped()) for name in EXAMPLES]


def example_called(code: str) -> facts.Pack:
    """One of them."""
    found = next((one for one in examples() if one.code == code), None)
    if found is None:
        raise Http404
    return found


# ---- one pack


@dataclass
class PackPage:
    """A pack as one person may see it: the record's page, and what a version changes against what is in force."""

    page: CasePage
    pack: Pack

    @property
    def content(self) -> Content | None:
        """What this person may read of it."""
        return self.page.content

    @cached_property
    def in_force(self) -> Content | None:
        """The text in force."""
        return text_in_force(self.page.record, self.page.facts.today)

    @cached_property
    def may_verify(self) -> bool:
        """Whether they say that they looked its sources up."""
        return bool(may_keep(self.page.facts, PARAMETER, self.page.record.scope.unit))

    @cached_property
    def changed(self) -> list[Difference] | None:
        """What the version shown changes; None where it is the one in force, or none is."""
        if self.content is None or self.in_force is None or self.page.case.number == self.pack.in_rows:
            return None
        return self.page.kind.differences(self.in_force, self.content)

    @cached_property
    def missing(self) -> list[Problem]:
        """What a draft still lacks, for those who can mend it."""
        return self.page.kind.problems(self.page.record) if self.page.shows_live and self.page.may_edit else []


def pack_page(pk: int, facts: Facts) -> PackPage:
    """The pack as this person may see it; 404 for strangers and for records of other kinds."""
    page = case_page(pk, facts)
    if page.record.kind != PACK.code:
        raise Http404
    return PackPage(page, Pack.objects.select_related("programme").get(record=page.record))


def pack_to_edit(request: PersonRequest, pk: int) -> Pack:
    """The pack behind a record, for somebody who may change its draft now; `Refused` with the reason otherwise."""
    record = Record.objects.filter(pk=pk, kind=PACK.code).first()
    if record is None:
        raise Http404
    permission = may(facts_of(request), Act.EDIT, record.cases.select_related("record__scope__unit").latest("number"))
    if not permission:
        raise Refused(permission.reason, visible=visible(facts_of(request)).filter(record=record).exists())
    return Pack.objects.select_related("record", "programme").get(record=record)


def line_of(pack: Pack, code: str) -> Line:
    """A requirement of the draft."""
    found = next((one for one in pack.draft["requirements"] if one["code"] == code), None)
    if found is None:
        raise Http404
    return dict(found)


def lead_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Activity > its responsible roles, as a form offers them (4 queries)."""
    found = leads()
    if found.matrix is None:
        return []
    rows = Activity.objects.filter(matrix=found.matrix.pk).order_by("pk").values_list("code", "title")
    offered = [
        (f"{code} {title}", [(f"{code}:{role.code}", role.name) for role in found.responsible(code)])
        for code, title in rows
    ]
    return [(label, roles) for label, roles in offered if roles]


def taken_codes(pack: Pack) -> set[str]:
    """Codes that a new requirement of this pack cannot have (1 query)."""
    return {one["code"] for one in pack.draft["requirements"]} | set(
        Requirement.objects.exclude(pack=pack).values_list("code", flat=True)
    )


@dataclass(frozen=True)
class ShownLine:
    """A requirement of a text, for a table."""

    line: Line
    due: str
    lead: str
    basis: str


def shown_lines(content: Content) -> list[ShownLine]:
    """The requirements of a text, in words (1 query)."""
    names = role_names()
    return [
        ShownLine(
            line,
            due_words(line),
            _("%(role)s (activity %(activity)s)")
            % {"role": names.get(line["lead"], line["lead"]), "activity": line["activity"]},
            str(Requirement.Basis(line["basis"]).label),
        )
        for line in content["requirements"]
    ]
