"""What a unit is called: by its name, by the letters of its name, by its code, by its acronym and former names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from raci.evidence.verdicts import _
from raci.imports.verdicts import Sentence, say

LONGEST_CODE = 60


@dataclass(frozen=True)
class Named:
    """A unit as others call it. `said_code`: as a file has it; `others`: acronym, former names."""

    code: str
    name: str
    said_code: str = ""
    others: tuple[str, ...] = ()


class Names:
    """Finds a unit by what people call it."""

    def __init__(self, units: Iterable[Named]) -> None:
        self.exact: dict[str, list[Named]] = {}
        self.lettered: dict[str, list[Named]] = {}
        self.others: dict[str, list[Named]] = {}
        self.coded: dict[str, list[Named]] = {}
        for unit in units:
            _add(self.coded, unit.code, unit)
            _add(self.exact, unit.name, unit)
            _add(self.exact, unit.said_code, unit)
            _add(self.lettered, letters(unit.name), unit)
            for name in unit.others:
                _add(self.others, letters(name), unit)

    def find(self, text: str, but: str = "") -> tuple[Named | None, Sentence | None]:
        """The unit and what is to be said of it; or none, and why."""
        for where, how in (
            (self.exact.get(text, []), None),
            (
                self.lettered.get(letters(text), []),
                _("“%(text)s” was read as “%(name)s”: the only name with these letters."),
            ),
            (self.coded.get(text, []), _("“%(text)s” was read as “%(name)s”: its code here.")),
            (
                self.others.get(letters(text), []),
                _("“%(text)s” was read as “%(name)s”: the only one also called so."),
            ),
        ):
            found = {unit.code: unit for unit in where if unit.code != but}
            if len(found) > 1:
                several = ", ".join(unit.name for unit in found.values())
                return None, say(_("“%(text)s” may be several: %(several)s."), text=text, several=several)
            if found:
                unit = next(iter(found.values()))
                return unit, say(how, text=text, name=unit.name) if how else None
        return None, say(_("Its parent “%(text)s” is neither in the file nor in the portal."), text=text)


def _add(index: dict[str, list[Named]], key: str, unit: Named) -> None:
    if key and unit not in index.setdefault(key, []):
        index[key].append(unit)


def letters(text: str) -> str:
    """What of a name counts when signs, case and "the" do not: "Parks & Rec." is "parks and rec"."""
    plain = unicodedata.normalize("NFKD", text.casefold()).replace("&", " and ")
    words = re.sub(r"[^a-z0-9]+", " ", "".join(sign for sign in plain if not unicodedata.combining(sign))).split()
    return " ".join(words[1:] if words[:1] == ["the"] else words)


OF_A_CITY = ("city of ", "town of ", "village of ", "county of ", "city and county of ")


def city_names(name: str) -> tuple[str, ...]:
    """What a city is called as well: "Bend" is "City of Bend", and the other way round."""
    plain = letters(name)
    bare = next((plain.removeprefix(kind) for kind in OF_A_CITY if plain.startswith(kind)), plain)
    return tuple(one for one in (bare, *(kind + bare for kind in OF_A_CITY)) if one != plain)


def slug(text: str) -> str:
    """A code made of a name: small letters, digits and hyphens, as in a city's folder."""
    plain = "".join(s for s in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(s))
    found = re.sub(r"[^a-z0-9]+", "-", re.sub("['\u2019]", "", plain.replace("&", " and ")))
    return found.strip("-")[:LONGEST_CODE].strip("-") or "unit"


def free_code(wanted: str, taken: set[str]) -> str:
    """The code, or with a number behind where it is taken."""
    code, number = wanted, 1
    while code.casefold() in taken:
        number += 1
        code = f"{wanted[: LONGEST_CODE - 5]}-{number}"
    return code
