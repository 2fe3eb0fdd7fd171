"""What can be asked: dimensions of the data standards as a person answers them, and the city's own lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from boards.vault.words import DETAILED, OFFERED, WORDED
from metrics.models import Dimension, Group
from metrics.standards import shipped
from metrics.standards.facts import SEVERAL

DECLINED = "declined"


@dataclass(frozen=True)
class Question:
    """One question: how it is put, what can be chosen, and whether several may be."""

    code: str
    name: str
    words: str
    options: tuple[tuple[str, str], ...]
    takes_several: bool = False
    takes_detail: bool = False


def asked(codes: Iterable[str]) -> list[Question]:
    """These, in this order; what there is no more is left out (1 query where the city has lists of its own)."""
    wanted = list(codes)
    own = {one.code: one for one in _own(wanted)} if set(wanted) - set(OFFERED) else {}
    found = [_of_standard(code) if code in OFFERED else own.get(code) for code in wanted]
    return [one for one in found if one is not None]


def offered() -> list[tuple[str, str]]:
    """What a round can ask: code and name."""
    standard = [(code, gettext(shipped().dimensions[code].name)) for code in OFFERED]
    return [*standard, *((one.code, one.name) for one in _own(None))]


# ---- answers as groups that share nobody


def groups_of(code: str) -> tuple[str, ...]:
    """The groups that answers to a question fall into, whoever gives several being one of their own (1 query for own lists)."""
    return tuple(code for code, _name in named_groups(code))


def named_groups(code: str) -> list[tuple[str, str]]:
    """... with their names."""
    if code in OFFERED:
        return [(level.code, gettext(str(level.name))) for level in shipped().dimensions[code].groups]
    found = asked([code])
    return list(found[0].options) if found else []


def plain_names(code: str) -> dict[str, str]:
    """... as the standard writes them, the same for every reader: what is frozen."""
    if code in OFFERED:
        return {level.code: str(level.name) for level in shipped().dimensions[code].groups}
    return dict(named_groups(code))


def grouped_as(code: str, answer: Mapping[str, Any]) -> str | None:
    """The one group of an answer; None where nothing was said."""
    said = answer.get("said") or ()
    if len(said) > 1:
        return shipped().dimensions[code].multiple if code in OFFERED else None
    return said[0] if said else None


def takes_several(code: str) -> bool:
    """Whether one person may give several answers."""
    return code in OFFERED and shipped().dimensions[code].selects == SEVERAL


def _of_standard(code: str) -> Question:
    dimension = shipped().dimensions[code]
    names = {level.code: gettext(str(level.name)) for level in dimension.groups}
    options = tuple((choice, names[choice]) for choice in dimension.choices)
    several = dimension.selects == SEVERAL
    return Question(code, gettext(dimension.name), str(WORDED[code]), options, several, code in DETAILED)


def _own(codes: list[str] | None) -> list[Question]:
    """The city's own lists: dimensions that no standard brought, whose groups share nobody."""
    rows = Dimension.objects.filter(overlapping=False).exclude(code__in=shipped().dimensions)
    rows = rows if codes is None else rows.filter(code__in=codes)
    return [_of_city(one) for one in rows.prefetch_related("groups")]


def _of_city(row: Dimension) -> Question:
    options = tuple((one.code, one.name) for one in row.groups.all() if one.kind == Group.Kind.GROUP)
    return Question(row.code, row.name, row.name, options)
