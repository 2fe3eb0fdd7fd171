"""Codes in headings: county estimates of the Census Bureau by race, Hispanic origin and sex (cc-est, file layout of
"County Population by Characteristics"), and headings like Female_age18to64."""

from __future__ import annotations

import re
from typing import NamedTuple

from metrics.reading.observations import Groups

RACES = {
    "WA": "White alone",
    "BA": "Black or African American alone",
    "IA": "American Indian and Alaska Native alone",
    "AA": "Asian alone",
    "NA": "Native Hawaiian and Other Pacific Islander alone",
    "TOM": "Two or more races",
    "WAC": "White alone or in combination",
    "BAC": "Black or African American alone or in combination",
    "IAC": "American Indian and Alaska Native alone or in combination",
    "AAC": "Asian alone or in combination",
    "NAC": "Native Hawaiian and Other Pacific Islander alone or in combination",
}
ORIGINS = {"NH": "Not Hispanic", "H": "Hispanic"}
_ESTIMATE = re.compile(
    rf"(?P<origin>NH|H)?(?P<race>{'|'.join(sorted(RACES, key=len, reverse=True))})?_(?P<sex>FEMALE|MALE)"
)
_TOTAL = re.compile(r"TOT_(?:POP|(?P<sex>FEMALE|MALE))")
_AGE = re.compile(
    r"(?P<sex>total|male|female)_(?:(?P<whole>population|total|male|female)|age_?(?P<from>\d+)_?(?:to_?(?P<to>\d+)|(?P<plus>plus))r?)",
    re.IGNORECASE,
)


class Code(NamedTuple):
    """What a coded heading is about."""

    indicator: str
    groups: Groups
    overlapping: bool = False


def by_code(heading: str) -> Code | None:
    """What a heading in one of the codes is about, else None."""
    total = _TOTAL.fullmatch(heading)
    if total:
        return Code("TOT_POP", _sex(total["sex"]))
    estimate = _ESTIMATE.fullmatch(heading)
    if estimate and (estimate["origin"] or estimate["race"]):
        origin, race = estimate["origin"], estimate["race"]
        groups = _sex(estimate["sex"])
        if origin:
            groups += (("ethnicity", ORIGINS[origin]),)
        if race:
            groups += (("race", RACES[race]),)
        return Code("TOT_POP", groups, overlapping=bool(race) and race.endswith("AC"))
    return _by_age(heading)


def _by_age(heading: str) -> Code | None:
    found = _AGE.fullmatch(heading)
    if not found:
        return None
    sex, whole = found["sex"].casefold(), (found["whole"] or "").casefold()
    if whole:
        return Code("Total_population", _sex(whole if whole in ("male", "female") else sex))
    years = f"{found['from']}+" if found["plus"] else f"{found['from']}-{found['to']}"
    return Code("Total_population", (*_sex(sex), ("age", years)))


def _sex(word: str | None) -> Groups:
    return (("sex", word.capitalize()),) if word and word.casefold() in ("male", "female") else ()
