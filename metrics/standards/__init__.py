"""Data standards as data: which groups there are, by which standard and version, and what can be compared with what.

The shipped ones are YAML beside this file; a city adds its own dimensions in the portal. `shipped()` reads them once.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from metrics.standards.facts import Standards
from metrics.standards.reading import read_standards

FOLDER = Path(__file__).parent


@cache
def shipped() -> Standards:
    """What comes with the portal."""
    return read_standards(FOLDER)
