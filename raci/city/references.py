"""What a city's folder says beside structure and matrix: statements by decision mode, objectives, themes, services.

modes.yaml and aims.yaml may each be left out. No database.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from raci import modes
from raci.plainyaml.fields import Fields
from raci.plainyaml.reading import Mistake, Mistakes, Node, read_file


@dataclass(frozen=True)
class StatementFacts:
    """A responsibility in the words of its source, and the mode it is exercised in."""

    code: str
    role: str
    mode: str
    text: str
    activities: tuple[str, ...]
    shared_with: tuple[str, ...]
    noted_by: tuple[str, ...]
    source: str
    order: int


@dataclass(frozen=True)
class Named:
    """An objective or a theme: its code, its words, where they come from."""

    code: str
    words: str
    source: str
    order: int


@dataclass(frozen=True)
class ServiceFacts:
    """A service of a unit, or its mission, in the words of each source."""

    code: str
    kind: str
    unit: str
    wordings: tuple[tuple[str, str], ...]  # source, words
    order: int


@dataclass(frozen=True)
class References:
    """All of it; empty for a city that says none."""

    statements: tuple[StatementFacts, ...] = ()
    objectives: tuple[Named, ...] = ()
    themes: tuple[Named, ...] = ()
    services: tuple[ServiceFacts, ...] = ()


def read_references(
    folder: Path,
    mistakes: list[Mistake],
    *,
    roles: Mapping[str, object],
    units: Mapping[str, object],
    activities: Collection[str],
) -> References:
    """Read the files that are there; mistakes are added to those found before."""
    known = _Known(folder, mistakes, roles, units, activities)
    return References(statements=tuple(known.statements()), **known.aims())


class _Known:
    def __init__(
        self,
        folder: Path,
        mistakes: list[Mistake],
        roles: Mapping[str, object],
        units: Mapping[str, object],
        activities: Collection[str],
    ) -> None:
        self.folder, self.mistakes = folder, mistakes
        self.roles, self.units, self.activities = roles, units, activities

    def form(self, name: str) -> Fields | None:
        """The file's fields, if there is one."""
        path = self.folder / f"{name}.yaml"
        if not path.exists():
            return None
        try:
            return Fields(read_file(path), self.mistakes)
        except Mistakes as found:
            self.mistakes += found.mistakes
            return None

    def each(self, form: Fields, name: str, read: Callable[[Fields, int], None]) -> None:
        """Every entry of a list of the file; the list may be left out."""
        for order, item in enumerate(form.items(name, required=False), start=1):
            one = Fields(item, self.mistakes)
            read(one, order)
            one.done()

    def statements(self) -> list[StatementFacts]:
        form = self.form("modes")
        found: dict[str, StatementFacts] = {}
        if form is None:
            return []
        source = form.text("source", most=4000, default="")

        def read(one: Fields, order: int) -> None:
            code = one.code("code", found)
            mode = one.choice("mode", modes.BY_STRICTNESS)
            found[code] = StatementFacts(
                code=code,
                role=one.reference("role", self.roles, to=_("role")),
                mode=mode,
                text=one.text("text", most=1000),
                activities=tuple(self.activity(one, text, node) for text, node in one.texts("activities")),
                shared_with=one.references("shared_with", self.roles, to=_("role")),
                noted_by=one.references("noted_by", self.roles, to=_("role")),
                source=source,
                order=order,
            )
            if mode != modes.SHARED and (found[code].shared_with or found[code].noted_by):
                one.wrong(one.at("shared_with"), _("Only shared leadership names who shares. Take this off."))

        self.each(form, "statements", read)
        form.done()
        return list(found.values())

    def activity(self, one: Fields, code: str, node: Node) -> str:
        if code not in self.activities:
            text = _("There is no activity “%(code)s” in the matrix. Add it there, or mend the code here.")
            one.wrong(node, text % {"code": code[:80]})
        return code

    # ---- aims.yaml

    def aims(self) -> dict[str, tuple[Any, ...]]:
        form = self.form("aims")
        if form is None:
            return {}
        found = {
            "objectives": tuple(self.named(form, "objectives", "text", most=1000)),
            "themes": tuple(self.named(form, "themes", "name", most=200)),
            "services": tuple(self.services(form)),
        }
        form.done()
        return found

    def named(self, form: Fields, name: str, words: str, *, most: int) -> list[Named]:
        source = form.text(f"{name}_source", most=4000, default="")
        found: dict[str, Named] = {}

        def read(one: Fields, order: int) -> None:
            code = one.code("code", found)
            found[code] = Named(code, one.text(words, most=most), source, order)

        self.each(form, name, read)
        return list(found.values())

    def services(self, form: Fields) -> list[ServiceFacts]:
        sources = form.texts("services_sources")
        found: dict[str, ServiceFacts] = {}
        unit = form.text("services_unit", default="")
        if unit:
            form.reference("services_unit", self.units, to=_("unit"))

        def read(one: Fields, order: int) -> None:
            code = one.code("code", found, most=20, pattern="[A-Za-z0-9-]+")
            wordings = [words for words, _node in one.texts("wordings")]
            same = one.text("text", most=4000, default="")
            if same:
                wordings = [same] * len(sources)
            elif len(wordings) != len(sources):
                one.wrong(
                    one.at("wordings"), _("Give one wording for each of the sources, or “text” where they agree.")
                )
            pairs = zip((source for source, _node in sources), wordings, strict=False)
            kind = one.choice("kind", ("mission", "service"), default="service")
            found[code] = ServiceFacts(code, kind, unit, tuple(pairs), order)

        self.each(form, "services", read)
        return list(found.values())
