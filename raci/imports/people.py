"""Which person of a list is new: each row has its verdict. The address is what tells people apart."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from raci.evidence.verdicts import _
from raci.imports.columns import Table
from raci.imports.verdicts import Fate, Plan, Row, Sentence, say, twice

LONGEST_NAME, LONGEST_ADDRESS = 200, 254
ADDRESS = re.compile(r"[a-z0-9._+'-]+@[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}")


@dataclass(frozen=True)
class Known:
    """Somebody the portal knows already."""

    name: str
    may_sign_in: bool = True
    has_signed_in: bool = False  # set a password: the name is theirs to keep


def plan_people(table: Table, known: Mapping[str, Known], *, closed: str = "") -> Plan:
    """A verdict for each row. `known`: by address in lower case; `closed`: a domain that nobody may have."""
    doubles = twice((line, values.get("email", "").casefold()) for line, values in table.rows if values.get("email"))
    return Plan(tuple(_verdict(line, values, known, doubles, closed) for line, values in table.rows))


def _verdict(
    line: int, values: Mapping[str, str], known: Mapping[str, Known], doubles: Mapping[str, list[int]], closed: str
) -> Row:
    name, email = values.get("name", ""), values.get("email", "").lower()
    kept = {"name": name, "email": email}
    if refused := _refused(name, email, doubles, closed):
        return Row(line, name or email, Fate.REFUSED, kept, (refused,))
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


def _refused(name: str, email: str, doubles: Mapping[str, list[int]], closed: str) -> Sentence | None:
    if not name or len(name) > LONGEST_NAME:
        return say(_("A name is needed, of at most %(n)d signs."), n=LONGEST_NAME)
    if not email:
        return say(_("There is no e-mail address."))
    if len(email) > LONGEST_ADDRESS or not ADDRESS.fullmatch(email):
        return say(_("“%(email)s” is no e-mail address such as name@city.gov."), email=email[:80])
    if closed and email.endswith(f"@{closed}"):
        return say(_("Addresses of this kind are the portal's own programs'."))
    if email in doubles:
        return say(_("This address stands in lines %(lines)s."), lines=", ".join(map(str, doubles[email])))
    return None
