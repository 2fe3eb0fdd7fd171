"""The text of a pack as plain values: what is written in a draft, consulted on, approved, and then put into rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compliance.law.leads import Leads
from compliance.models import Pack, Requirement
from compliance.packs import facts
from raci.records import Content, Difference

HEAD = ("level", "version", "authority", "who", "note")
COLUMNS = (
    "text", "citation", "basis", "evidence", "cadence", "every", "review", "review_every", "day", "parameter", "when",
    "applies", "note",
)  # fmt: skip
Line = dict[str, Any]  # a requirement: COLUMNS, and code, lead, activity


def text_of(pack: facts.Pack, leads: Leads) -> Content:
    """A pack that was read from a file."""
    head = {name: str(getattr(pack, name)) for name in HEAD}
    lines = [line_of(one, leads) for one in pack.requirements.values()]
    return {"title": pack.name, "code": pack.code, **head, "wished_on": "", "requirements": lines}


def line_of(one: facts.Requirement, leads: Leads) -> Line:
    """A requirement of it, its lead called as the city calls that role."""
    due = one.due
    return {
        "code": one.id,
        "text": one.text,
        "citation": one.citation,
        "basis": one.basis.value,
        "evidence": one.evidence,
        "cadence": due.cadence.value,
        "every": due.every,
        "review": due.review.value if due.review else "",
        "review_every": due.review_every,
        "day": due.day.isoformat() if due.day else "",
        "parameter": due.parameter,
        "when": due.when,
        "lead": leads.code(one.lead.role),
        "activity": one.lead.activity,
        "applies": [condition.value for condition in one.applies],
        "note": one.note,
    }


def columns_of(line: Line, leads: Leads) -> dict[str, Any]:
    """The same as the columns of its row."""
    values = {name: line[name] for name in COLUMNS}
    values["day"] = date.fromisoformat(line["day"]) if line["day"] else None
    lead = leads.role(line["lead"], line["activity"])
    return {**values, "lead": lead, "lead_code": line["lead"], "activity_code": line["activity"]}


def head_columns(text: Content) -> dict[str, Any]:
    """What the pack's own row says of it."""
    return {"name": text["title"], **{name: text[name] for name in HEAD}}


# ---- in words


def due_words(line: Mapping[str, Any]) -> str:
    """When it is due, in one line: "every 3 years, reviewed every year; before the submission"."""
    said = _rhythm(line["cadence"], line["every"])
    if line["cadence"] == Requirement.Cadence.BY_FIXED_DATE:
        day = line["day"]
        day = date.fromisoformat(day) if isinstance(day, str) and day else day
        named = date_format(day) if day else _("the day of the parameter %(key)s") % {"key": line["parameter"]}
        said = _("by %(day)s") % {"day": named}
    if line["review"]:
        said = _("%(rhythm)s, reviewed %(review)s") % {
            "rhythm": said,
            "review": _rhythm(line["review"], line["review_every"]),
        }
    return f"{said}; {line['when']}" if line["when"] else said


def _rhythm(cadence: str, years: int | None) -> str:
    if cadence == Requirement.Cadence.EVERY_N_YEARS:
        return ngettext("every %(n)s year", "every %(n)s years", years or 0) % {"n": years or "?"}
    return str(Requirement.Cadence(cadence).label)


def applies_words(codes: Iterable[str]) -> str:
    """To which cities it applies: any of these."""
    return _(" or ").join(str(Requirement.Condition(code).label) for code in codes)


def line_words(line: Line, names: Mapping[str, str]) -> dict[str, str]:
    """A requirement by its fields' labels. `names`: of the roles, by code."""
    lead = _("%(role)s (activity %(activity)s)")
    return {
        _("what is asked"): line["text"],
        _("citation"): line["citation"],
        _("how well it is founded"): str(Requirement.Basis(line["basis"]).label),
        _("what shows it"): line["evidence"],
        _("when it is due"): due_words(line),
        _("lead"): lead % {"role": names.get(line["lead"], line["lead"]), "activity": line["activity"]},
        _("applies to"): applies_words(line["applies"]),
        _("note"): line["note"],
    }


def head_words(text: Content) -> dict[str, str]:
    """The pack itself by its fields' labels."""
    wished = text["wished_on"]
    return {
        _("name"): text["title"],
        _("level"): str(Pack.Level(text["level"]).label),
        _("version"): text["version"],
        _("authority"): text["authority"],
        _("whom it binds"): text["who"],
        _("note"): text["note"],
        _("takes effect"): date_format(date.fromisoformat(wished)) if wished else _("as soon as it is approved"),
    }


def differences(old: Content, new: Content, names: Mapping[str, str]) -> list[Difference]:
    """What changed: requirements added, changed field by field, and retired; then the pack itself."""
    return [*_of_lines(old, new, names), *_between("", head_words(old), head_words(new))]


def _of_lines(old: Content, new: Content, names: Mapping[str, str]) -> Iterator[Difference]:
    before, after = ({one["code"]: one for one in text["requirements"]} for text in (old, new))
    for code, line in after.items():
        if code not in before:
            yield Difference(_("%(code)s added") % {"code": code}, "", _in_one_line(line, names))
        elif line != before[code]:
            yield from _between(f"{code}: ", line_words(before[code], names), line_words(line, names))
    for code, line in before.items():
        if code not in after:
            yield Difference(_("%(code)s retired") % {"code": code}, _in_one_line(line, names), "")


def _in_one_line(line: Line, names: Mapping[str, str]) -> str:
    return "; ".join(value for value in line_words(line, names).values() if value)


def _between(prefix: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Difference]:
    for label, value in new.items():
        if value != old[label]:
            yield Difference(f"{prefix}{label}", old[label], value)
