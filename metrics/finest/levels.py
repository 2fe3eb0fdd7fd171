"""A value of a column as the level of a dimension, said in one way wherever it was read. Pure."""

from __future__ import annotations

from datetime import date

UNKNOWN = "unknown"  # the level of those whose value is missing: shown, never dropped


def label(value: object) -> str:
    """A value as a level: its text without spaces about it; "unknown" where it is missing."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or value != value:  # NaN
        return UNKNOWN
    text = value.isoformat() if isinstance(value, date) else str(value).strip()
    return UNKNOWN if text.casefold() in ("", UNKNOWN) else text
