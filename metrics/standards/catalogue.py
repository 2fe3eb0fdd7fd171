"""The starter catalogue: indicators and measures to adopt from, and the sets they form, each with its source. No database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from metrics.standards import FOLDER, shipped
from metrics.standards.indicators import MOST, IndicatorFacts, read_indicator
from raci.plainyaml.fields import Fields
from raci.plainyaml.reading import Mistake, Mistakes, read_file

NAME = "catalogue"


@dataclass(frozen=True)
class CatalogueSet:
    """A set and what it holds; the whole catalogue where the file lists nothing."""

    code: str
    name: str
    source: str
    indicators: tuple[str, ...]


@dataclass(frozen=True)
class Catalogue:
    """By code, in the file's order."""

    indicators: Mapping[str, IndicatorFacts]
    sets: Mapping[str, CatalogueSet]

    def sets_of(self, indicator: str) -> tuple[CatalogueSet, ...]:
        """The sets that hold it."""
        return tuple(one for one in self.sets.values() if indicator in one.indicators)


@cache
def catalogue() -> Catalogue:
    """What comes with the portal."""
    return read_catalogue(FOLDER)


def read_catalogue(folder: Path) -> Catalogue:
    """Read and check the file: every indicator has a definition and a source, and no set names another. Raises Mistakes."""
    mistakes: list[Mistake] = []
    form = Fields(read_file(folder / f"{NAME}.yaml"), mistakes)
    indicators: dict[str, IndicatorFacts] = {}
    for item in form.items("indicators"):
        one = Fields(item, mistakes)
        facts = read_indicator(one, indicators, shipped().dimensions)
        for name, words in (("definition", facts.definition), ("source", facts.source)):
            if not words:
                one.wrong(one.at(name), _("The field “%(name)s” is missing. Add it.") % {"name": name})
        indicators[facts.code] = facts
        one.done()
    sets = _sets(form, mistakes, indicators)
    form.done()
    if mistakes:
        raise Mistakes(mistakes)
    return Catalogue(indicators, sets)


def _sets(form: Fields, mistakes: list[Mistake], indicators: Mapping[str, IndicatorFacts]) -> dict[str, CatalogueSet]:
    found: dict[str, CatalogueSet] = {}
    for item in form.items("sets"):
        one = Fields(item, mistakes)
        code = one.code("code", found)
        listed = one.references("indicators", indicators, to=_("indicator"))
        source = one.text("source", most=MOST)
        found[code] = CatalogueSet(code, one.text("name"), source, listed or tuple(indicators))
        one.done()
    return found
