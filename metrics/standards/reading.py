"""Standards, dimensions and crosswalks from a folder of YAML: each mistake with its file, line and field. No database."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from metrics.standards.facts import (
    EXCLUSIVE,
    LEVELS,
    NO,
    ONE,
    OVERLAPPING,
    SETS,
    SEVERAL,
    UNANSWERED,
    YES,
    Crosswalk,
    Dimension,
    Level,
    Standard,
    Standards,
)
from raci.plainyaml.fields import Fields
from raci.plainyaml.reading import Mistake, Mistakes, Node, read_file

FILES = ("race", "gender", "disability", "age", "language", "place")
CROSSWALKS = "crosswalks"
MOST_NOTE = 1000
YES_OR_NO = (Level(YES, gettext_lazy("Yes")), Level(NO, gettext_lazy("No")))


def read_standards(folder: Path, files: tuple[str, ...] = FILES) -> Standards:
    """Read and check the folder. Raises Mistakes with everything that is wrong."""
    return _Reading(folder).read(files)


class _Reading:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.mistakes: list[Mistake] = []
        self.standards: dict[str, Standard] = {}
        self.dimensions: dict[str, Dimension] = {}
        self.crosswalks: dict[str, Crosswalk] = {}

    def read(self, files: tuple[str, ...]) -> Standards:
        for name in files:
            form = Fields(read_file(self.folder / f"{name}.yaml"), self.mistakes)
            self.each(form, "standards", self.standard)
            self.each(form, "dimensions", self.dimension)
            form.done()
        form = Fields(read_file(self.folder / f"{CROSSWALKS}.yaml"), self.mistakes)
        self.each(form, "crosswalks", self.crosswalk)
        form.done()
        if self.mistakes:
            raise Mistakes(self.mistakes)
        return Standards(self.standards, self.dimensions, self.crosswalks)

    def each(self, form: Fields, name: str, read: Callable[[Fields], None]) -> None:
        for item in form.items(name):
            one = Fields(item, self.mistakes)
            read(one)
            one.done()

    def standard(self, one: Fields) -> None:
        code = one.code("code", self.standards)
        self.standards[code] = Standard(
            code=code,
            name=one.text("name"),
            publisher=one.text("publisher"),
            version=one.text("version", most=60),
            citation=one.text("citation", most=MOST_NOTE),
            begins=one.day("begins"),
            ends=one.day("ends"),
            note=one.text("note", most=MOST_NOTE, default=""),
        )

    def dimension(self, one: Fields) -> None:
        code = one.code("code", self.dimensions)
        is_open = one.boolean("open")
        levels = self.levels(one, is_open=is_open)
        known = {level.code for level in levels}
        selects = one.choice("selects", (ONE, SEVERAL), default=ONE)
        multiple = one.choice("multiple", known, default="")
        if (selects == SEVERAL) != bool(multiple):
            text = _("Who may select several needs “multiple”, the level of whoever did; nobody else has it.")
            one.wrong(one.at("multiple"), text)
        sets_of = one.text("sets_of", default="")
        if sets_of:
            one.reference("sets_of", self.dimensions, to=_("dimension"))
        self.dimensions[code] = made = Dimension(
            code=code,
            name=one.text("name"),
            concept=one.text("concept", pattern=r"[a-z0-9][a-z0-9-]*"),
            standard=one.reference("standard", self.standards, to=_("standard")),
            levels=(*levels, *UNANSWERED),
            source=one.text("source", most=MOST_NOTE),
            coding=EXCLUSIVE,
            selects=selects,
            ordered=one.boolean("ordered"),
            open=is_open,
            multiple=multiple,
            sets_of=sets_of,
            universe=one.text("universe", default=""),
            note=one.text("note", most=MOST_NOTE, default=""),
        )
        for item in one.items("overlapping", required=False):
            self.overlapping(Fields(item, self.mistakes), made)

    def levels(self, one: Fields, *, is_open: bool) -> list[Level]:
        """The groups a file lists; the levels of those who gave no answer are added to every dimension, never listed."""
        found: dict[str, Level] = {}
        for item in one.items("groups", required=not is_open):
            form = Fields(item, self.mistakes)
            code = form.code("code", found)
            if code in ("unknown", "declined", "not-asked", "total", "all"):
                form.wrong(form.at("code"), _("Every dimension has this level by itself. Take it off."))
            detail = tuple(text for text, _node in form.texts("detail"))
            found[code] = Level(code, form.text("name"), detail)
            form.done()
        if not is_open and len(found) < 2:
            one.wrong(one.at("groups"), _("A dimension has at least two groups."))
        return list(found.values())

    def overlapping(self, one: Fields, parent: Dimension) -> None:
        code = one.code("code", self.dimensions)
        group = one.choice("group", parent.choices, default="")
        self.dimensions[code] = Dimension(
            code=code,
            name=one.text("name"),
            concept=code,  # nothing but itself is about the same thing
            standard=parent.standard,
            levels=(*YES_OR_NO, *UNANSWERED),
            source=parent.source,
            coding=OVERLAPPING,
            overlaps=parent.code,
            group=group,
            universe=parent.universe,
        )
        one.done()

    def crosswalk(self, one: Fields) -> None:
        code = one.code("code", self.crosswalks)
        source = self.dimensions.get(one.reference("from", self.dimensions, to=_("dimension")))
        target = self.dimensions.get(one.reference("to", self.dimensions, to=_("dimension")))
        works_on = one.choice("works_on", (LEVELS, SETS))
        goals = {level.code for level in target.groups} if target else set()
        first = self.pairs(one, "first", goals) if works_on == SETS and one.at("first") is not one.node else {}
        several = one.choice("several", goals) if works_on == SETS else ""
        to = self.pairs(one, "map", goals)
        if source:
            self.complete(
                one, source.choices if works_on == SETS else [level.code for level in source.groups], first, to
            )
        self.crosswalks[code] = Crosswalk(
            code=code,
            source=source.code if source else "",
            target=target.code if target else "",
            works_on=works_on,
            to=to,
            citation=one.text("citation", most=MOST_NOTE),
            first=first,
            several=several,
            note=one.text("note", most=MOST_NOTE, default=""),
        )

    def pairs(self, one: Fields, name: str, goals: set[str]) -> dict[str, str]:
        found = {}
        for code, node in one.group(name).items():
            if not isinstance(node.value, str) or node.value not in goals:
                one.wrong(node, _("There is no such group in the dimension it goes to."))
            else:
                found[code] = node.value
        return found

    def complete(
        self, one: Fields, codes: tuple[str, ...] | list[str], first: dict[str, str], to: dict[str, str]
    ) -> None:
        """Every group goes somewhere, once, and nothing else is named."""
        node: Node = one.at("map")
        given = [*first, *to]
        for code in sorted(set(codes) - set(given)):
            one.wrong(node, _("Nothing says where “%(code)s” goes. Add it.") % {"code": code})
        for code in sorted({code for code in given if code not in codes or given.count(code) > 1}):
            one.wrong(
                node, _("“%(code)s” stands here, and is no group that still has to go somewhere.") % {"code": code}
            )
