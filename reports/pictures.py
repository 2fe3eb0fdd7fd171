"""Charts in frozen facts: the specification of pages as plain values, and back. Pure but for the reading of words."""

from __future__ import annotations

import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

from django.utils.translation import gettext

from metrics.charts.spec import Bars, Chart, Dumbbell, Lines, Waterfall
from reports.blocks import Block, read

KINDS: dict[str, Any] = {kind.__name__.lower(): kind for kind in (Bars, Lines, Dumbbell, Waterfall)}
Plain = dict[str, Any]


def frozen(spec: Chart) -> Plain:
    """A chart as plain values; its title stands beside it (`reports.blocks.chart`)."""
    return {"chart": type(spec).__name__.lower(), **_plain(spec)}


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        told = {one.name: getattr(value, one.name) for one in fields(value)}
        return {name: _plain(part) for name, part in told.items() if part not in (None, "")}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value.value if isinstance(value, Enum) else value


def thawed(block: Block) -> Chart:
    """The chart of a block, its words in the language of whoever reads now."""
    told = dict(block["spec"])
    kind = KINDS[told.pop("chart")]
    made: Chart = replace(_made(kind, told), title=read(block["title"]))
    return made


def _made(kind: Any, value: Any) -> Any:
    """`value` as the type `kind` says."""
    if get_origin(kind) in (Union, types.UnionType):
        kind = next(one for one in get_args(kind) if one is not types.NoneType)
    if get_origin(kind) is tuple:
        (of, *_rest) = get_args(kind)
        return tuple(None if one is None else _made(of, one) for one in value)
    if is_dataclass(kind):
        hints, build = get_type_hints(kind), cast(Callable[..., Any], kind)
        told = {name: _made(hints[name], part) for name, part in ({"title": ""} | value).items() if name in hints}
        return build(**told)
    if kind is str:
        return gettext(value) if value.strip() else value
    return kind(value)
