"""Findings as plain values for JSON: what is not a finite number is null, with its reason beside it."""

from __future__ import annotations

import math
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np


def told(value: Any) -> Any:
    """Dataclasses become objects, tuples lists, NaN and infinity null."""
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: told(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, dict):
        return {str(key): told(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [told(one) for one in value]
    return _number(value)


def _number(value: Any) -> Any:
    if isinstance(value, np.generic | np.ndarray):
        return told(value.tolist())
    return None if isinstance(value, float) and not math.isfinite(value) else value
