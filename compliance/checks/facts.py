"""Facts of a check: frozen dataclasses whose fields say themselves; read strictly from JSON, and described as JSON Schema.

A fact is None where it is not known. What is misspelt, of the wrong type or below what is possible is refused with its path.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from metrics.calculators.tables import Unreadable
from raci.days import is_meant

MOST_BYTES = 50_000_000
LARGEST = 10**15  # whole numbers; beyond it somebody leant on a key
FINEST = 18  # digits before and after the point
SHOWN = 60  # characters of what is wrong
NAMES = {int: "integer", Fraction: "number", bool: "boolean", str: "string", date: "string"}
WANTED = {
    int: "a whole number, as 120",
    Fraction: "a number, as 0.052",
    bool: "true or false",
    str: "text in quotation marks",
    date: 'a day in quotation marks, as "2026-03-16"',
}


def fact(says: str, *, choices: Collection[str] = (), least: int | None = None, most: int | None = None) -> Any:
    """A fact that may be unknown: what it says, and what it can be."""
    return field(default=None, metadata={"says": says, "choices": tuple(choices), "least": least, "most": most})


def several(says: str, *, choices: Collection[str] = ()) -> Any:
    """A list of facts; without any it is empty."""
    return field(default=(), metadata={"says": says, "choices": tuple(choices), "least": None, "most": None})


def read_text(cls: type[Any], text: str, name: str = "facts") -> Any:
    """The facts of a JSON text. Raises Unreadable with everything that is wrong."""
    try:
        found = json.loads(text, parse_float=Decimal, parse_constant=_no_constant, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{name}: it is not JSON ({error}). Check commas, braces and quotation marks.") from error
    return read_facts(cls, found)


def read_facts(cls: type[Any], found: Any) -> Any:
    """The facts of what JSON comes to, numbers with a point as Decimal. Raises Unreadable with everything that is wrong."""
    wrong: list[str] = []
    facts = _group(cls, found, "", wrong)
    if wrong:
        raise Unreadable("\n".join(wrong))
    return facts


def schema(cls: type[Any]) -> dict[str, Any]:
    """The facts as JSON Schema; every fact may be null or left out, and then it is not known."""
    properties = {one.name: _described(kind, one) for one, kind in _fields(cls)}
    says = (cls.__doc__ or "").split("\n\n")[0].strip()
    return {"type": "object", "description": says, "properties": properties, "additionalProperties": False}


@dataclass(frozen=True)
class _Kind:
    """A field's type: the plain type or dataclass, and whether it is a list of them."""

    cls: type[Any]
    many: bool = False


_KNOWN: dict[type[Any], tuple[tuple[Field[Any], _Kind], ...]] = {}


def _fields(cls: type[Any]) -> tuple[tuple[Field[Any], _Kind], ...]:
    """Read once a class: a register has thousands of rows."""
    if cls not in _KNOWN:
        _KNOWN[cls] = tuple(_read_fields(cls))
    return _KNOWN[cls]


def _read_fields(cls: type[Any]) -> Iterator[tuple[Field[Any], _Kind]]:
    hints = get_type_hints(cls)
    for one in fields(cls):
        hint = hints[one.name]
        if get_origin(hint) is tuple:
            yield one, _Kind(get_args(hint)[0], many=True)
        else:
            inner = [each for each in get_args(hint) if each is not type(None)] if _is_union(hint) else [hint]
            yield one, _Kind(inner[0])


def _is_union(hint: Any) -> bool:
    return get_origin(hint) in (Union, UnionType)


def _described(kind: _Kind, one: Field[Any]) -> dict[str, Any]:
    if kind.many:
        items = schema(kind.cls) if is_dataclass(kind.cls) else _plain_type(kind.cls, one)
        return {"type": "array", "description": one.metadata["says"], "items": items}
    if is_dataclass(kind.cls):
        return {**schema(kind.cls), "type": ["object", "null"], "description": one.metadata["says"]}
    told = _plain_type(kind.cls, one)
    if "enum" in told:
        told["enum"] = [*told["enum"], None]
    return {**told, "type": [told["type"], "null"], "description": one.metadata["says"]}


def _plain_type(cls: type[Any], one: Field[Any]) -> dict[str, Any]:
    told: dict[str, Any] = {"type": NAMES[cls]}
    if cls is date:
        told["format"] = "date"
    bounds = {"minimum": one.metadata["least"], "maximum": one.metadata["most"]}
    told |= {name: value for name, value in bounds.items() if value is not None}
    if one.metadata["choices"]:
        told["enum"] = list(one.metadata["choices"])
    return told


def _group(cls: type[Any], found: Any, at: str, wrong: list[str]) -> Any:
    if not isinstance(found, dict):
        wrong.append(f"{at or 'the file'}: here a group of facts in braces is expected.")
        return None
    known = {one.name: (one, kind) for one, kind in _fields(cls)}
    for name in found:
        if name not in known:
            wrong.append(f"{_path(at, name)}: there is no such fact. The facts here are: {', '.join(known)}.")
    values = {name: _value(found.get(name), *known[name], _path(at, name), wrong) for name in known}
    return cls(**values) if not wrong else None


def _value(found: Any, one: Field[Any], kind: _Kind, at: str, wrong: list[str]) -> Any:
    if found is None:
        return () if kind.many else None if one.default is MISSING else one.default
    if not kind.many:
        return _one(found, one, kind.cls, at, wrong)
    if not isinstance(found, list):
        wrong.append(f"{at}: here a list in square brackets is expected.")
        return ()
    return tuple(_one(each, one, kind.cls, f"{at}[{number}]", wrong) for number, each in enumerate(found, start=1))


def _one(found: Any, one: Field[Any], cls: type[Any], at: str, wrong: list[str]) -> Any:
    if is_dataclass(cls):
        return _group(cls, found, at, wrong)
    value = _typed(found, cls)
    if value is None:
        wrong.append(f"{at}: {_shown(found)} cannot stand here. Write {WANTED[cls]}, or null where it is not known.")
        return None
    meta = one.metadata
    if meta["choices"] and value not in meta["choices"]:
        wrong.append(f"{at}: {_shown(found)} is not one of: {', '.join(meta['choices'])}.")
    if meta["least"] is not None and value < meta["least"]:
        wrong.append(
            f"{at}: {_shown(found)} is below {meta['least']}. Correct it, or write null where it is not known."
        )
    if meta["most"] is not None and value > meta["most"]:
        wrong.append(f"{at}: {_shown(found)} is above {meta['most']}. Correct it, or write null where it is not known.")
    return value


def _typed(found: Any, cls: type[Any]) -> Any:
    """The value as that type, exactly; None where it is none."""
    if cls is bool or isinstance(found, bool):
        return found if cls is bool and isinstance(found, bool) else None
    if cls is int:
        whole = isinstance(found, int) or (isinstance(found, Decimal) and _fits(found) and found == int(found))
        return int(found) if whole and abs(found) <= LARGEST else None
    if cls is Fraction:
        fits = (isinstance(found, int) and abs(found) <= LARGEST) or (isinstance(found, Decimal) and _fits(found))
        return Fraction(found) if fits else None
    if not isinstance(found, str):
        return None
    return _day(found) if cls is date else found


def _fits(number: Decimal) -> bool:
    exponent = number.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -FINEST and number.adjusted() <= FINEST


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if len(text) == 10 and is_meant(day) else None


def _path(at: str, name: str) -> str:
    return f"{at}.{name}" if at else name


def _shown(found: Any) -> str:
    return json.dumps(found, default=str, ensure_ascii=False)[:SHOWN]


def _no_constant(word: str) -> None:
    raise ValueError(f"{word} is no number")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice} is given twice")
    return found
