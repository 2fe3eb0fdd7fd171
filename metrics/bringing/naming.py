"""The names in a file and what they are in the portal; what is missing there, and what would be begun for it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.text import slugify

from metrics.bringing.amounts import kind_of, label_of
from metrics.bringing.gathering import Gathered, Label, Subject
from metrics.models import Dimension, Group, Indicator, IndicatorVersion, Place
from raci.evidence.verdicts import _
from raci.imports.verdicts import Sentence, say

LONGEST_CODE = 60
OWN = "-own"  # ends the code of a city's own dimension where a standard's has that name
UNKNOWN = ("unknown", "not known", "not stated", "missing", "unspecified", "not reported")
DECLINED = ("declined", "refused", "prefer not")
NOT_ASKED = ("not asked", "not collected")


@dataclass(frozen=True)
class Choices:
    """What somebody said of names: (in the file > code in the portal), and which missing ones may be begun.

    `adds`: of "indicators" (as drafts), "groups" (dimensions of the city's own) and "places".
    """

    indicators: dict[str, str] = field(default_factory=dict)
    dimensions: dict[str, str] = field(default_factory=dict)
    adds: frozenset[str] = frozenset()

    def plain(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {"indicators": self.indicators, "dimensions": self.dimensions, "adds": sorted(self.adds)}

    @classmethod
    def of(cls, plain: Any) -> Choices:
        """What `plain` was made from."""
        facts = plain if isinstance(plain, dict) else {}
        return cls(facts.get("indicators", {}), facts.get("dimensions", {}), frozenset(facts.get("adds", ())))


@dataclass
class NewIndicator:
    """An indicator that a file holds and the portal does not know."""

    label: Label
    code: str
    title: str
    kind: str
    unit_label: str
    scale: int


@dataclass
class NewDimension:
    """A dimension of the city's own, or one that it has already, with the groups that are missing in it."""

    name: str
    code: str
    dimension: Dimension | None
    overlapping: bool
    groups: list[str] = field(default_factory=list)


@dataclass
class Resolved:
    """Every name of a file: what it is, and what is missing."""

    indicators: dict[Label, Indicator | NewIndicator] = field(default_factory=dict)
    values: dict[Label, tuple[str, Decimal]] = field(default_factory=dict)  # what its values are, shown per how many
    groups: dict[tuple[str, str], Group] = field(default_factory=dict)
    dimensions: dict[str, NewDimension] = field(default_factory=dict)  # those with missing groups, by the file's name
    known_dimensions: dict[str, Dimension] = field(default_factory=dict)
    places: dict[tuple[str, str], Place | None] = field(default_factory=dict)  # None: missing

    @property
    def new_indicators(self) -> list[NewIndicator]:
        """In the file's order."""
        return [one for one in self.indicators.values() if isinstance(one, NewIndicator)]

    @property
    def new_places(self) -> list[tuple[str, str]]:
        """(code, name) of each that is missing."""
        return [pair for pair, place in self.places.items() if place is None]

    @property
    def missing(self) -> frozenset[str]:
        """What has to be begun before the file can come in."""
        found = {"indicators": self.new_indicators, "groups": self.dimensions, "places": self.new_places}
        return frozenset(name for name, several in found.items() if several)


def code_of(text: str) -> str:
    """A code for a name: small letters and dashes; a long one ends with the beginning of its hash."""
    plain = slugify(text) or hashlib.sha256(text.encode()).hexdigest()[:12]
    if len(plain) <= LONGEST_CODE:
        return plain
    return f"{plain[: LONGEST_CODE - 9].rstrip('-')}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def resolve(gathered: Gathered, choices: Choices) -> Resolved:
    """Find every name of the file. (6 queries)"""
    found = Resolved()
    _indicators(found, gathered, choices)
    _dimensions(found, gathered, choices)
    _places(found, gathered.figures)
    return found


# ---- indicators


def _indicators(found: Resolved, gathered: Gathered, choices: Choices) -> None:
    known = list(Indicator.objects.select_related("unit"))
    versions = {one.indicator_id: one for one in _versions()}
    by_code = {one.code: one for one in known}
    by_title = {versions[one.pk].title.casefold(): one for one in known if one.pk in versions}
    several = _in_several_units(gathered.measures)
    for label, measures in gathered.measures.items():
        text = label.text
        code = code_of(text + (f" {label.unit}" if label[:2] in several and label.unit else ""))
        one = by_code.get(choices.indicators.get(text, "")) or by_code.get(text) or by_code.get(code)
        one = one or by_title.get(text.casefold())
        if one is not None:
            version = versions.get(one.pk)
            found.indicators[label] = one
            found.values[label] = (version.value_kind, version.scale) if version else ("estimate", Decimal(1))
            continue
        kind = kind_of(measures, label.unit)
        unit_label, scale = label_of(label.unit, kind)
        found.indicators[label] = NewIndicator(label, code, text[:300], kind, unit_label, scale)
        found.values[label] = (kind, Decimal(scale))


def _versions() -> Iterable[IndicatorVersion]:
    """Ordered so that the last of each is the newest accepted one, or else the newest."""
    found = list(IndicatorVersion.objects.only("indicator", "title", "value_kind", "scale", "state", "number"))
    return sorted(found, key=lambda one: (one.state == IndicatorVersion.State.ACCEPTED, one.number))


def _in_several_units(labels: Iterable[Label]) -> set[tuple[str, str]]:
    units: dict[tuple[str, str], set[str]] = {}
    for label in labels:
        units.setdefault((label.indicator, label.series), set()).add(label.unit)
    return {name for name, found in units.items() if len(found) > 1}


# ---- dimensions and their groups


def _dimensions(found: Resolved, gathered: Gathered, choices: Choices) -> None:
    wanted: dict[str, dict[str, dict[str, None]]] = {}  # in small letters > as it is written > groups
    for subject in gathered.figures:
        for name, group in subject.groups:
            wanted.setdefault(name.casefold(), {}).setdefault(name, {})[group] = None
    known = list(Dimension.objects.prefetch_related("groups"))
    for several in wanted.values():
        name, groups = next(iter(several)), dict.fromkeys(group for named in several.values() for group in named)
        shared = any((one, group) in gathered.shared for one, named in several.items() for group in named)
        chosen = _chosen(name, groups, known, choices, shared=shared)
        called = _called(chosen) if chosen else {}
        missing = {group.casefold(): group for group in groups if group.casefold() not in called}
        for one, named in several.items():
            if chosen is not None:
                found.known_dimensions[one] = chosen
            found.groups |= {(one, group): called[group.casefold()] for group in named if group.casefold() in called}
        if missing:
            code = chosen.code if chosen else _free_code(name, known)
            found.dimensions[name] = NewDimension(name, code, chosen, shared, list(missing.values()))


def _chosen(
    name: str, groups: Iterable[str], known: list[Dimension], choices: Choices, *, shared: bool
) -> Dimension | None:
    """The dimension that the file means: one that has all of the groups, or one of the city's own that takes more.

    Groups of a standard are its own: where one is missing there, the file's dimension is another one. Nor do groups that share
    people come into a dimension whose groups do not.
    """
    codes = [choices.dimensions.get(name), code_of(name), _own(name)]
    named = [one for code in codes for one in known if one.code == code or one.name.casefold() == (code or "")]
    named += [one for one in known if one.name.casefold() == name.casefold()]
    for one in named:
        whole = all(group.casefold() in _called(one) for group in groups)
        if (whole or not one.standard) and (one.overlapping or not shared):
            return one
    return None


def lacks_of_choice(name: str, resolved: Resolved, choices: Choices) -> Sentence | None:
    """Why the dimension that was chosen for the file's is not taken, if it is not (2 queries where one was chosen)."""
    code, taken = choices.dimensions.get(name, ""), resolved.known_dimensions.get(name)
    wanted = Dimension.objects.prefetch_related("groups").filter(code=code).first() if code else None
    if wanted is None or taken == wanted:
        return None
    new = next((one for one in resolved.dimensions.values() if one.name.casefold() == name.casefold()), None)
    groups = [group for named, group in resolved.groups if named == name] + (new.groups if new else [])
    called = _called(wanted)
    lacking = [group[:60] for group in groups if group.casefold() not in called]
    facts = {"standard": wanted.standard or wanted.name, "more": len(lacking) - MOST_NAMED}
    facts["groups"] = ", ".join(f"“{group}”" for group in lacking[:MOST_NAMED])
    if not lacking:
        return say(SHARES, **facts)
    return say(LACKS_MORE if len(lacking) > MOST_NAMED else LACKS, **facts)


LACKS = _(
    "The standard %(standard)s has no group %(groups)s. Call the groups in the file as it does, or keep a dimension of your own."
)
LACKS_MORE = _(
    "The standard %(standard)s has no group %(groups)s, and %(more)d more. Call the groups in the file as it does."
)
SHARES = _("The groups in the file share people, and those of the standard %(standard)s do not.")
MOST_NAMED = 5


def _own(name: str) -> str:
    return code_of(name)[: LONGEST_CODE - len(OWN)] + OWN


def _free_code(name: str, known: list[Dimension]) -> str:
    taken, code = {one.code for one in known}, code_of(name)
    if code not in taken:
        return code
    own = _own(name)
    number = 2
    while own in taken:
        own, number = f"{_own(name)[: LONGEST_CODE - 4]}-{number}", number + 1
    return own


def _called(dimension: Dimension) -> dict[str, Group]:
    found = {}
    for group in dimension.groups.all():
        found[group.code.casefold()] = group
    for group in dimension.groups.all():
        found[group.name.casefold()] = group
    return found


def kind_of_group(name: str) -> str:
    """Whether a group says that it is not known, was declined or never asked."""
    text = name.casefold()
    for words, kind in ((NOT_ASKED, "not_asked"), (DECLINED, "declined"), (UNKNOWN, "unknown")):
        if any(word in text for word in words):
            return kind
    return "group"


# ---- places


def _places(found: Resolved, subjects: Iterable[Subject]) -> None:
    wanted = dict.fromkeys((one.place_code, one.place) for one in subjects if one.place_code or one.place)
    codes = {code or place_code(name) for code, name in wanted}
    by_code = {one.code: one for one in Place.objects.filter(code__in=codes)}
    by_name: dict[str, list[Place]] = {}
    for one in Place.objects.filter(name__in={name for code, name in wanted if not code}):
        by_name.setdefault(one.name, []).append(one)
    for code, name in wanted:
        named = by_name.get(name, []) if not code else []
        found.places[(code, name)] = by_code.get(code or place_code(name)) or (named[0] if len(named) == 1 else None)


def place_code(name: str) -> str:
    """The code of a place that its source gives only a name."""
    return code_of(name)


def kind_of_place(code: str, name: str) -> str:
    """By how many digits its census code has (its part before US is the level), or by its name."""
    digits = code.rpartition("US")[2] if "US" in code else code
    levels = {2: Place.Kind.STATE, 5: Place.Kind.COUNTY, 11: Place.Kind.TRACT}
    if digits.isdigit() and len(digits) in levels:
        return levels[len(digits)]
    return Place.Kind.DISTRICT if "district" in name.casefold() or "ward" in name.casefold() else Place.Kind.OTHER
