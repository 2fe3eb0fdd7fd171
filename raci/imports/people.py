"""Which person of a list is new: each row has its verdict. The address is what tells people apart."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from raci.evidence.verdicts import _
from raci.imports.columns import Table
from raci.imports.verdicts import Fate, Plan, Row, Sentence, say

LONGEST_NAME, LONGEST_ADDRESS = 200, 254
ADDRESS = re.compile(r"[a-z0-9._+'-]+@[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}")

TOGETHER = re.compile(r"(?P<name>[^<>]*)<\s*(?:mailto:)?(?P<email>[^<>\s]+@[^<>\s]+?)\s*>")


@dataclass(frozen=True)
class Known:
    """Somebody the portal knows already."""

    name: str
    may_sign_in: bool = True
    has_signed_in: bool = False  # set a password: the name is theirs to keep


def plan_people(table: Table, known: Mapping[str, Known], *, closed: str = "") -> Plan:
    """A verdict for each row. `known`: by address in lower case; `closed`: a domain that nobody may have."""
    people = [_read(line, values) for line, values in table.rows]
    refusals = {one.line: refused for one in people if (refused := _refused(one.name, one.email, closed))}
    of_address: dict[str, list[_Read]] = {}
    for one in people:
        if one.line not in refusals:
            of_address.setdefault(one.email, []).append(one)
    rows = []
    for one in people:
        if one.line in refusals:
            rows.append(Row(one.line, one.name or one.email, Fate.REFUSED, one.kept, (refusals[one.line],)))
        else:
            rows.append(_again(one, of_address[one.email]) or _verdict(one, known))
    return table.with_unread(rows)


@dataclass(frozen=True)
class _Read:
    """A row as it is read."""

    line: int
    name: str
    email: str

    @property
    def kept(self) -> dict[str, str]:
        return {"name": self.name, "email": self.email}


def _read(line: int, values: Mapping[str, str]) -> _Read:
    """Name and address, each from its column; or both from one, as mail programs write them: "Eve Quill <eve@bend.gov>"."""
    name, email = values.get("name", ""), values.get("email", "")
    both = TOGETHER.fullmatch(email or name)
    if both:
        email = both["email"]
        name = both["name"].strip("\"' ") if name in ("", both[0]) else name
    return _Read(line, name, email.lower())


def _again(one: _Read, of_address: list[_Read]) -> Row | None:
    """The verdict of a row whose address stands in others too, unless it is the first of rows that say the same."""
    if len({other.name.casefold() for other in of_address}) > 1:
        lines = ", ".join(str(other.line) for other in of_address)
        text = _("This address stands in lines %(lines)s with different names. Leave one of them.")
        return Row(one.line, one.name, Fate.REFUSED, one.kept, (say(text, lines=lines),))
    first = of_address[0]
    if first is one:
        return None
    return Row(one.line, one.name, Fate.SKIPPED, one.kept, (say(_("The same as line %(line)d."), line=first.line),))


def _verdict(one: _Read, known: Mapping[str, Known]) -> Row:
    line, name, email, kept = one.line, one.name, one.email, one.kept
    here = known.get(email)
    if here is None:
        return Row(line, name, Fate.NEW, kept)
    if not here.may_sign_in:
        return Row(line, name, Fate.SKIPPED, kept, (say(_("This account is disabled.")),), email)
    if here.name == name:
        return Row(line, name, Fate.SAME, kept, (), email)
    if here.has_signed_in:
        text = _("They are called “%(name)s” here, and everybody keeps their own name.")
        return Row(line, name, Fate.SKIPPED, kept, (say(text, name=here.name),), email)
    return Row(line, name, Fate.CHANGED, kept, (say(_("Name: %(old)s › %(new)s."), old=here.name, new=name),), email)


def _refused(name: str, email: str, closed: str) -> Sentence | None:
    if not name or len(name) > LONGEST_NAME:
        return say(_("A name is needed, of at most %(n)d signs."), n=LONGEST_NAME)
    if TOGETHER.search(name):
        return say(_("Several people stand in this line. Give each a line of their own."))
    if not email:
        return say(_("There is no e-mail address."))
    if len(email) > LONGEST_ADDRESS or not ADDRESS.fullmatch(email):
        return say(_("“%(email)s” is no e-mail address such as name@city.gov."), email=email[:80])
    if closed and email.endswith(f"@{closed}"):
        return say(_("Addresses of this kind are the portal's own programs'."))
    return None
