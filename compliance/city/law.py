"""The shipped law in a city's load: packs and parameters in force with the founding act, later as drafts.

`law.yaml` in the folder, if there is one, says by which codes the city calls the roles that the shipped packs name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from compliance.checks.law import Parameter as Row
from compliance.kinds import PACK
from compliance.law.leads import Leads, leads
from compliance.law.pack_text import head_columns, text_of
from compliance.law.standing import EVERY_PROGRAMME
from compliance.law.taking_effect import put_into_rows
from compliance.models import Pack, Parameter, Programme
from compliance.packs import facts, shipped
from metrics.city.loading import standing
from raci import clock, workflow
from raci.city.parts import Folder, Loading, Part
from raci.history import acting
from raci.history.bulk import bulk_create
from raci.models import Case, Record, Scope, Unit
from raci.plainyaml.fields import Fields
from raci.plainyaml.reading import Mistakes, read_file
from raci.records import Content

FILE = "law.yaml"


def _read(folder: Folder) -> dict[str, str]:
    """Shipped role > the city's. Whether a role is responsible there is asked of the matrix once it is loaded."""
    if not (folder.path / FILE).exists():
        return {}
    try:
        form = Fields(read_file(folder.path / FILE), folder.mistakes)
    except Mistakes as found:
        folder.mistakes.extend(found.mistakes)
        return {}
    group = Fields(form.at("roles"), folder.mistakes)
    form.group("roles")
    called = {code: group.text(code, most=20) for code in shipped().roles if group.at(code) is not group.node}
    group.done()
    form.done()
    return called


def _load(called: Mapping[str, str], loading: Loading) -> None:
    scope = Scope.objects.select_related("unit").filter(activity_code=PACK.activity, unit__kind=Unit.Kind.CITY).first()
    if scope is None:
        text = _("the matrix has no activity %(code)s, under which the law is kept")
        loading.left("law", "compliance/packs", text % {"code": PACK.activity})
        return
    _Law(loading, leads(called), scope).load()


@dataclass
class _Law:
    loading: Loading
    leads: Leads
    scope: Scope

    def load(self) -> None:
        packs = shipped().packs
        for order, pack in enumerate(packs.values(), start=1):
            self.programme(pack, order)
        self.programmes = {one.code: one for one in Programme.objects.all()}
        known = {pack.programme.code: pack for pack in Pack.objects.select_related("programme", "record")}
        for pack in packs.values():
            text = text_of(pack, self.leads)
            if pack.code not in known:
                self.begin(pack, text)
            else:
                self.propose(known[pack.code], text)
        self.parameters()

    def programme(self, pack: facts.Pack, order: int) -> None:
        row = Programme.objects.filter(code=pack.code).first() or Programme(code=pack.code)
        if row.pk is None:
            self.loading.put("programme of law", pack.code, row, {"name": pack.name, "order": order})

    def begin(self, pack: facts.Pack, text: Content) -> None:
        """A pack the city does not have: in force with the founding act, else as a draft."""
        founds = self.loading.is_first
        record = Record.objects.create(kind=PACK.code, scope=self.scope, title=pack.name)
        with acting(by=self.loading.by, act="load_city", record=record.pk):
            case = Case.objects.create(
                record=record,
                number=1,
                title=pack.name,
                state=Case.State.APPROVED if founds else Case.State.DRAFT,
                state_since=clock.now(),
                state_by=_("the founding act, from the folder “%(folder)s”") % {"folder": self.loading.folder},
            )
            row = Pack(record=record, programme=self.programmes[pack.code], draft=text, **head_columns(text))
            row.save()
            if founds:
                workflow.freeze(case)
                case.save()
                put_into_rows(row, text, number=case.number, day=None)
        self.loading.added("pack of law", pack.code, self._stands())

    def _stands(self) -> str:
        if self.loading.is_first:
            return _("in force, as the founding act")
        return _("a draft that waits for whoever is responsible")

    def propose(self, row: Pack, text: Content) -> None:
        """A newer edition of a pack that the city has becomes a draft, unless one is being written."""
        newest = Case.objects.filter(record=row.record).latest("number")
        if text["version"] <= row.version or newest.state != Case.State.APPROVED:
            return
        with acting(by=self.loading.by, act="load_city", record=row.record_id):
            Case.objects.create(
                record=row.record,
                number=newest.number + 1,
                title=row.record.title,
                begun_from=newest,
                state_since=clock.now(),
                state_by=_("from the folder “%(folder)s”") % {"folder": self.loading.folder},
            )
            row.draft = text
            row.save()
        self.loading.added("edition of a pack", row.programme.code, self._stands())

    def parameters(self) -> None:
        found = Parameter.objects.values_list("key", "variant", "effective_from")
        known = set(found)
        missing = [one for one in shipped().law.parameters if (one.key, one.variant, one.begins) not in known]
        bulk_create(Parameter, [self.parameter(one) for one in missing])
        if missing:
            detail = self._stands() if self.loading.is_first else _("drafts that wait to be handed in")
            self.loading.added("parameters of law", str(len(missing)), detail)

    def parameter(self, one: Row) -> Parameter:
        return parameter_of(one, self.leads, self.programmes, city=self.scope.unit, **standing(self.loading))


def parameter_of(one: Row, leads: Leads, programmes: Mapping[str, Programme], **more: object) -> Parameter:
    """A row of a file as a row of the database, unsaved."""
    code = leads.code(one.who.role)
    return Parameter(
        key=one.key,
        variant=one.variant,
        value=one.value,
        unit=one.unit,
        operator=one.operator,
        programme=None if one.programme == EVERY_PROGRAMME else programmes[one.programme],
        applies_to=one.applies_to,
        citation=one.citation,
        source_url=one.source_url,
        effective_from=one.begins,
        effective_to=one.ends,
        status=one.status.value,
        basis=one.basis,
        lead=leads.role(code, one.who.activity),
        lead_code=code,
        activity_code=one.who.activity,
        verified_on=one.verified_on,
        verified_by=one.verified_by,
        note=one.note,
        **more,
    )


LAW = Part("law", _read, _load)
