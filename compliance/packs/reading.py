"""Packs and parameters from YAML: each mistake with its file, line and field. No database."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction
from pathlib import Path

from django.utils.translation import gettext as _

from compliance.checks.law import UNLIMITED, Law, Lead, Parameter, Status
from compliance.packs.facts import Basis, Cadence, Condition, Due, Level, Pack, Requirement, Shipped
from raci.plainyaml.fields import Fields
from raci.plainyaml.reading import Mistake, Mistakes, Node, read_bytes, read_file

PARAMETERS = "parameters"
MOST = 1000
KEY = r"[a-z0-9]+([._][a-z0-9_]+)*"
ID = r"[A-Z][A-Z0-9]{0,7}-[0-9]{2,3}"
VARIANT = r"[A-Za-z0-9_-]{0,20}"
ACTIVITY = r"[0-9]+\.[0-9]+"
TIMES = {"days": 40_000, "business days": 10_000, "months": 1_200, "years": 100}
OPERATORS = ("<", "<=", ">", ">=")


def read_shipped(folder: Path, names: Iterable[str]) -> Shipped:
    """The folder's parameters and packs, and the law they come to. Raises Mistakes with everything that is wrong."""
    mistakes: list[Mistake] = []
    path = folder / f"{PARAMETERS}.yaml"
    form = Fields(read_file(path), mistakes)
    roles = {code: str(node.value) for code, node in form.group("roles").items()}
    keeper = _keeper(form, roles, mistakes)
    parameters = _parameters(form, roles, keeper, mistakes)
    form.done()
    packs: dict[str, Pack] = {}
    for name in names:
        pack = _pack(
            read_file(folder / f"{name}.yaml"),
            roles,
            keeper,
            [one for pack in packs.values() for one in pack.requirements],
            mistakes,
        )
        packs[pack.code] = pack
    if mistakes:
        raise Mistakes(mistakes)
    leads = {one.id: one.lead for pack in packs.values() for one in pack.requirements.values()}
    law = Law(parameters, keeper, leads)
    _without_clashes(law, path.name)
    return Shipped(packs, law, roles)


def read_pack(path: Path, base: Shipped) -> Pack:
    """A pack beside the shipped ones, with the parameters it brings. Raises Mistakes."""
    mistakes: list[Mistake] = []
    pack = _pack(read_file(path), base.roles, base.law.keeper, base.requirements, mistakes)
    if mistakes:
        raise Mistakes(mistakes)
    return pack


def read_pack_bytes(
    content: bytes, *, file: str, code: str, roles: Mapping[str, str], keeper: Lead, taken: Collection[str]
) -> Pack:
    """The pack of this code in an uploaded file. `roles`: of the city; `taken`: codes of other packs. Raises Mistakes."""
    mistakes: list[Mistake] = []
    node = read_bytes(content, file=file)
    pack = _pack(node, roles, keeper, taken, mistakes)
    if pack.code and pack.code != code:
        text = _("This file holds the pack “%(there)s”; the draft is of “%(here)s”. Choose its file, or mend the code.")
        mistakes.append(node.mistake(text % {"there": pack.code, "here": code}, "pack.code"))
    if mistakes:
        raise Mistakes(mistakes)
    return pack


def read_parameters(path: Path, base: Shipped) -> tuple[Parameter, ...]:
    """A city's own rows, in a file with the one list `parameters`. Raises Mistakes."""
    mistakes: list[Mistake] = []
    form = Fields(read_file(path), mistakes)
    rows = _parameters(form, base.roles, base.law.keeper, mistakes)
    form.done()
    if mistakes:
        raise Mistakes(mistakes)
    return rows


def _without_clashes(law: Law, file: str) -> None:
    text = _("%(one)s and %(other)s would be in force on one day. Give the older one its last day.")
    found = [text % {"one": one.row, "other": other.row} for one, other in law.clashes()]
    if found:
        raise Mistakes([Mistake(file, 0, PARAMETERS, one) for one in found])


def _keeper(form: Fields, roles: Mapping[str, str], mistakes: list[Mistake]) -> Lead:
    if form.at("keeper") is form.node:
        form.wrong(form.node, _("The field “%(name)s” is missing. Add it.") % {"name": "keeper"})
        return Lead("", "")
    form.group("keeper")
    one = Fields(form.at("keeper"), mistakes)
    lead = _lead(one, roles)
    one.done()
    return lead


def _lead(one: Fields, roles: Mapping[str, str]) -> Lead:
    role = one.reference("lead", roles, to=_("role"))
    return Lead(
        role,
        one.text("activity", most=10, pattern=ACTIVITY, shape=_("the number of an activity, as 1.4")),
        roles.get(role, ""),
    )


def _word(one: Fields, name: str, kind: type[StrEnum], default: str | None = None) -> str:
    """One of the words, or "" where it is missing or, as noted, another."""
    words = [each.value for each in kind]
    found = one.choice(name, words, default=default)
    return found if found in words else ""


# ---- parameters


def _parameters(form: Fields, roles: Mapping[str, str], keeper: Lead, mistakes: list[Mistake]) -> tuple[Parameter, ...]:
    found: dict[str, Parameter] = {}
    for item in form.items("parameters"):
        one = Fields(item, mistakes)
        row = _parameter(one, roles, keeper, mistakes)
        if row.row in found:
            one.wrong(item, _("This row is given twice. Keep one."))
        found[row.row] = row
        one.done()
    return tuple(found.values())


def _parameter(one: Fields, roles: Mapping[str, str], keeper: Lead, mistakes: list[Mistake]) -> Parameter:
    value = one.text("value", most=200, default="") or None
    status = Status(_word(one, "status", Status) or Status.NEEDS_VALUE)
    row = Parameter(
        key=one.text("key", most=60, pattern=KEY),
        value=value,
        unit=one.text("unit", most=100),
        programme=one.text("programme", most=60),
        citation=one.text("citation", most=MOST),
        status=status,
        who=_who(one, roles, keeper, mistakes),
        applies_to=one.text("applies_to", most=200),
        variant=one.text("variant", most=20, pattern=VARIANT, default=""),
        begins=one.day("begins"),
        ends=one.day("ends"),
        operator=one.choice("operator", OPERATORS, default=""),
        basis=_word(one, "basis", Basis, default=Basis.KNOWN),
        source_url=one.text("source_url", most=MOST, default=""),
        verified_on=one.day("verified_on"),
        verified_by=one.text("verified_by", default=""),
        note=one.text("note", most=MOST, default=""),
    )
    _sound(one, row)
    return row


def _who(one: Fields, roles: Mapping[str, str], keeper: Lead, mistakes: list[Mistake]) -> Lead:
    if one.at("who") is one.node:
        one.text("who", default="")
        return keeper
    one.group("who")
    form = Fields(one.at("who"), mistakes)
    lead = _lead(form, roles)
    form.done()
    return lead


def _sound(one: Fields, row: Parameter) -> None:
    if (row.value is None) != (row.status == Status.NEEDS_VALUE):
        one.wrong(one.at("value"), _("A row without a value has the status needs_value, and no other row has it."))
    if row.begins and row.ends and row.ends < row.begins:
        one.wrong(one.at("ends"), _("The last day lies before the first."))
    if row.value is not None and not is_of_unit(row.value, row.unit, row.operator):
        one.wrong(one.at("value"), _("“%(value)s” is not a %(unit)s.") % {"value": row.value, "unit": row.unit})


def is_of_unit(value: str, unit: str, operator: str) -> bool:
    """A date is one; a count of time is a whole number that somebody can mean; what facts are held against is a number."""
    try:
        if unit == "date":
            date.fromisoformat(value)
        elif unit in TIMES and value != UNLIMITED:
            return 0 <= int(value) <= TIMES[unit]
        elif operator or unit in ("weight", "hours", "count"):
            Fraction(value)
    except (ValueError, ZeroDivisionError):
        return False
    return True


# ---- packs


def _pack(node: Node, roles: Mapping[str, str], keeper: Lead, taken: Collection[str], mistakes: list[Mistake]) -> Pack:
    form = Fields(node, mistakes)
    head = Fields(form.at("pack"), mistakes)
    form.group("pack")
    code = head.text("code", most=60, pattern=r"[a-z0-9][a-z0-9-]*")
    default = _conditions(head)
    requirements: dict[str, Requirement] = {}
    for item in form.items("requirements"):
        one = Fields(item, mistakes)
        id_ = one.code("id", {*taken, *requirements}, pattern=ID, shape=_("letters, a hyphen and digits, as T6-01"))
        requirements[id_] = _requirement(one, id_, code, roles, default)
        one.done()
    parameters = _parameters(form, roles, keeper, mistakes) if form.at("parameters") is not form.node else ()
    pack = Pack(
        code=code,
        name=head.text("name"),
        level=Level(_word(head, "level", Level) or Level.LOCAL),
        version=head.text("version", most=60),
        authority=head.text("authority", most=MOST),
        who=head.text("who", most=MOST),
        note=head.text("note", most=MOST, default=""),
        requirements=requirements,
        parameters=parameters,
    )
    head.done()
    form.done()
    return pack


def _requirement(
    one: Fields, id_: str, pack: str, roles: Mapping[str, str], default: tuple[Condition, ...]
) -> Requirement:
    return Requirement(
        id=id_,
        pack=pack,
        text=one.text("text", most=MOST),
        citation=one.text("citation", most=MOST),
        basis=Basis(_word(one, "basis", Basis) or Basis.KNOWN),
        evidence=one.text("evidence"),
        due=_due(one),
        lead=_lead(one, roles),
        applies=_conditions(one) or default,
        note=one.text("note", most=MOST, default=""),
    )


def _due(one: Fields) -> Due:
    cadence, review = _word(one, "cadence", Cadence), _word(one, "review", Cadence, default="")
    due = Due(
        cadence=Cadence(cadence or Cadence.ONCE),
        every=one.number("every"),
        review=Cadence(review) if review else None,
        review_every=one.number("review_every"),
        day=one.day("due"),
        parameter=one.text("due_parameter", most=60, pattern=KEY, default=""),
        when=one.text("when", default=""),
    )
    for rhythm, years, name in ((due.cadence, due.every, "every"), (due.review, due.review_every, "review_every")):
        if (rhythm == Cadence.EVERY_N_YEARS) != (years is not None):
            one.wrong(
                one.at(name),
                _("every_n_years needs the number of years in “%(name)s”, and nothing else has it.") % {"name": name},
            )
    if (due.cadence == Cadence.BY_FIXED_DATE) != bool(due.day or due.parameter):
        one.wrong(
            one.at("due"),
            _("by_fixed_date needs the day in “due” or its parameter in “due_parameter”, and nothing else has them."),
        )
    return due


def _conditions(one: Fields) -> tuple[Condition, ...]:
    known = {each.value: each for each in Condition}
    return tuple(known[code] for code in one.references("applies", known, to=_("condition")) if code in known)
