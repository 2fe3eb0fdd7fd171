"""Lists of units and people brought in: judged, then written set by set in one transaction, all or nothing.

Before a city is founded its founder brings them into the draft; afterwards units are for R of 4.4 of the whole city, people
for those who keep accounts. The same list brought in again changes nothing.
"""

from __future__ import annotations

import hashlib
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Case, Value, When
from django.utils.translation import gettext as _

from raci import grants
from raci.actions.people import FILL_POSTS, SERVICE_DOMAIN, as_keeper, send_invitations, whom_to_ask
from raci.authority import Facts, Subject, facts_for
from raci.city.draft import Draft
from raci.history import acting
from raci.history.bulk import bulk_create, bulk_update_where
from raci.imports.columns import Table
from raci.imports.people import Known as KnownPerson
from raci.imports.people import plan_people
from raci.imports.units import Known as KnownUnit
from raci.imports.units import plan_units
from raci.imports.verdicts import Choice, Fate, Plan, Row, Sentence
from raci.models import Founding, ImportBatch, ListKind, Person, Unit
from raci.refusals import NotReady, Problem, Refused
from raci.service import service_person
from raci.the_city import the_city

ACT = {ListKind.UNITS: "import_units", ListKind.PEOPLE: "import_people"}
MOST_IN_A_REQUEST = 2_000  # rows; more take the command
MOST_LEFT_KEPT = 2_000  # lines of what did not come in that a batch remembers


@dataclass(frozen=True)
class Source:
    """The file a list came from."""

    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        """What the batch remembers of it."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Ground:
    """By what somebody brings a list in: the post and the cell that history names."""

    post: str
    cell: str


# ---- who may, and what is known


def open_founding(*, lock: bool = False) -> Founding | None:
    """The city in preparation, if one is."""
    found = Founding.objects.filter(founded_at=None).select_related("founder")
    return (found.select_for_update(of=("self",)) if lock else found).first()


def ground(kind: str, facts: Facts, *, names: bool = True) -> Ground:
    """By what this person may bring such a list in; `Refused` says why not and, with `names`, who may."""
    founding = open_founding()
    if founding is not None:
        if founding.founder_id != facts.person.pk:
            raise Refused(_("The city is being prepared by %(person)s.") % {"person": founding.founder.name})
        return Ground("", _("founding"))
    if kind == ListKind.PEOPLE:
        return Ground(*as_keeper(facts))
    root = the_city()
    via = facts.capacity_with("R", Subject.of_scope(FILL_POSTS, root)) if root else None
    if via is None:
        text = _("Bringing in units takes R for %(activity)s, for the city.") % {"activity": FILL_POSTS}
        raise Refused(f"{text} {whom_to_ask(Subject.of_scope(FILL_POSTS, root))}" if root and names else text)
    return Ground(via.capacity.label, via.cell)


def may_bring_in(kind: str, facts: Facts) -> bool:
    """Whether the page for it is theirs."""
    try:
        ground(kind, facts, names=False)
    except Refused:
        return False
    return True


def judge(kind: str, table: Table) -> Plan:
    """A verdict for each row, by what is known today (the draft's, or the portal's)."""
    founding = open_founding()
    draft = Draft.of(founding.draft) if founding else None
    if kind == ListKind.PEOPLE:
        return plan_people(table, _known_people(draft), closed=SERVICE_DOMAIN)
    known = _known_units(draft)
    if not known:
        raise NotReady([Problem(_("Name the city first: its units stand below it."))])
    return plan_units(table, known)


def _known_units(draft: Draft | None) -> list[KnownUnit]:
    if draft is not None:
        return draft.known_units
    rows = Unit.objects.select_related("parent").order_by("path")
    return [KnownUnit(one.code, one.name, one.kind, one.parent.code if one.parent else "", one.path) for one in rows]


def _known_people(draft: Draft | None) -> dict[str, KnownPerson]:
    if draft is not None:
        return {email: KnownPerson(name) for email, name in draft.people.items()}
    return {
        one.email.lower(): KnownPerson(one.name, one.is_active, one.has_usable_password())
        for one in Person.objects.filter(is_service=False)
    }


# ---- bringing in


def bring_in(
    kind: str, table: Table, source: Source, choice: Choice, *, by: Person | None = None, invite: bool = False
) -> ImportBatch:
    """Bring the list in. `by`: who, if not the portal's own command; `invite`: send new people their links at once.

    Raises Refused, and NotReady where the choice is to stop at a refused row; then nothing has changed.
    """
    person = by or service_person("importer", "Importer")
    held = ground(kind, facts_for(by)) if by else Ground("", _("at the command line"))
    with transaction.atomic():
        one_at_a_time()
        plan = judge(kind, table)
        refused = plan.of(Fate.REFUSED)
        if choice is Choice.STOP and refused:
            text = _("%(n)d rows are refused, and you asked to stop then. Nothing was brought in.")
            raise NotReady([Problem(text % {"n": len(refused)})])
        rows = plan.brings_in(choice)
        founding = open_founding(lock=True)
        into: AbstractContextManager[None] = (
            nullcontext()
            if founding
            else acting(by=person, post=held.post, cell=held.cell, act=ACT[ListKind(kind)], why=source.name)
        )
        with into:
            _write(kind, rows, founding)
        if invite and not founding and kind == ListKind.PEOPLE:
            new = [row.values["email"] for row in rows if row.fate is Fate.NEW]
            send_invitations(Person.objects.filter(email__in=new))
        return _batch(kind, plan, rows, source, person, is_draft=founding is not None)


def one_at_a_time() -> None:
    """Two lists at once: the second is judged by what the first brought in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('import'))")


def _write(kind: str, rows: list[Row], founding: Founding | None) -> None:
    if founding is None:
        (_write_units if kind == ListKind.UNITS else _write_people)(rows)
        return
    draft = Draft.of(founding.draft)
    for row in rows:
        _draft_row(kind, draft, row)
    founding.draft = draft.stored()
    founding.save(update_fields=["draft"])


def _draft_row(kind: str, draft: Draft, row: Row) -> None:
    if kind == ListKind.PEOPLE:
        draft.people[row.values["email"]] = row.values["name"]
    elif row.fate is Fate.NEW:
        draft.units.append({name: row.values[name] for name in ("code", "name", "kind", "parent", "path")})
    else:
        next(unit for unit in draft.units if unit["code"] == row.key)["name"] = row.values["name"]


def _write_units(rows: list[Row]) -> None:
    """Level by level, since a unit's row names its parent's."""
    _rename(Unit, "code", rows)
    new = sorted((row for row in rows if row.fate is Fate.NEW), key=lambda row: row.values["path"].count("/"))
    numbers = dict(Unit.objects.values_list("code", "pk"))
    levels: dict[int, list[Row]] = {}
    for row in new:
        levels.setdefault(row.values["path"].count("/"), []).append(row)
    for level in levels.values():
        made = [_unit(row.values, numbers) for row in level]
        bulk_create(Unit, made)
        numbers |= {unit.code: unit.pk for unit in made}
    if new:
        grants.regrant()


def _unit(values: dict[str, str], numbers: dict[str, int]) -> Unit:
    kept = {name: values[name] for name in ("code", "name", "kind", "path")}
    return Unit(parent_id=numbers[values["parent"]], **kept)


def _write_people(rows: list[Row]) -> None:
    _rename(Person, "email", rows)
    made = [Person(email=row.values["email"], name=row.values["name"]) for row in rows if row.fate is Fate.NEW]
    for person in made:
        person.set_unusable_password()
    bulk_create(Person, made)


def _rename(model: type[Unit] | type[Person], key: str, rows: list[Row]) -> None:
    changed = {row.key: row.values["name"] for row in rows if row.fate is Fate.CHANGED}
    if changed:
        set_names(model, key, changed)


def set_names(model: type[Unit] | type[Person], key: str, names: dict[str, str]) -> None:
    """Code or address > name."""
    cases = [When(**{key: one}, then=Value(name)) for one, name in names.items()]
    bulk_update_where(model.objects.filter(**{f"{key}__in": list(names)}), name=Case(*cases))


def _batch(kind: str, plan: Plan, rows: list[Row], source: Source, by: Person, *, is_draft: bool) -> ImportBatch:
    key = "code" if kind == ListKind.UNITS else "email"
    came = {row.line for row in rows}
    old = {row.key: _old_name(row) for row in rows if row.fate is Fate.CHANGED}
    return ImportBatch.objects.create(
        kind=kind,
        file_name=source.name[:200],
        sha256=source.sha256,
        by=by,
        is_draft=is_draft,
        counts={fate.value: plan.count(fate) for fate in Fate},
        added=[row.values[key] for row in rows if row.fate is Fate.NEW],
        changed=[[row.key, old[row.key], row.values["name"]] for row in rows if row.fate is Fate.CHANGED],
        left=[
            [row.line, row.name, " ".join(spoken(one) for one in row.reasons)]
            for row in plan.rows
            if row.line not in came and row.fate is not Fate.SAME
        ][:MOST_LEFT_KEPT],
    )


def _old_name(row: Row) -> str:
    return str(row.reasons[0].facts["old"])


def spoken(sentence: Sentence) -> str:
    """A sentence of the pure rules, in the reader's language."""
    text = _(sentence.text)
    facts = {
        name: _(fact) if isinstance(fact, str) and name == "sign" else fact for name, fact in sentence.facts.items()
    }
    return text % facts if facts else text
