"""The law as data that a city can read, change and replace: packs of requirements and one file of parameters, each row cited."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from compliance.packs.facts import Shipped

FOLDER = Path(__file__).parent
PACKS = ("title_vi", "ada", "language_access", "section3", "title_vii", "boards", "workers_compensation")
FIVE_LAWS = ("title-vi", "ada", "language-access", "section3", "title-vii")
EXAMPLES = ("local/language_access_ordinance",)  # of a local pack; no city has it until it takes it over


@cache
def shipped() -> Shipped:
    """What comes with the portal, read once."""
    from compliance.packs.reading import read_shipped

    return read_shipped(FOLDER, PACKS)
