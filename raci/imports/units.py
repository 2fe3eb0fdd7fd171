"""Which unit of a list stands where: each row is placed, or listed with the reason why not. No guess is silent.

A parent is found by its code in the file and by its exact name; then by a name that is the only one with the same letters, by
its code here, or by being the only one also called so (an acronym, a former name): those are said on the row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from raci.evidence.verdicts import _
from raci.imports.columns import Table
from raci.imports.names import Named, Names, city_names, free_code, letters, slug
from raci.imports.verdicts import Fate, Plan, Row, Sentence, say, twice

LONGEST_NAME, LONGEST_PATH = 200, 500
KINDS = {
    "service_area": ("service area", "service group", "cluster", "portfolio", "branch"),
    "bureau": ("bureau", "department", "dept", "agency", "mayoral agency", "city agency", "division", "section"),
    "office": ("office", "mayoral office", "elected office", "mayor s office", "city office"),
}
OVER = {
    "dissolved",
    "inactive",
    "reorganized",
    "reorganised",
    "excluded",
    "closed",
    "abolished",
    "merged",
    "false",
    "no",
}


@dataclass(frozen=True)
class Known:
    """A unit that the portal has already."""

    code: str
    name: str
    kind: str
    parent: str
    path: str


@dataclass
class _Coming:
    """A row on its way to a verdict."""

    line: int
    name: str
    code: str
    kind: str
    parent: str  # as written
    acronym: str
    also: str
    said_code: str = ""  # as the file has it
    notes: list[Sentence] = field(default_factory=list)
    skipped: Sentence | None = None
    refused: Sentence | None = None
    below: str = ""  # code of the parent found
    known: Known | None = None
    guessed: set[str] = field(default_factory=set)

    @property
    def named(self) -> Named:
        others = (self.acronym, *re.split("[;|]", self.also))
        return Named(self.code, self.name, self.said_code, tuple(one.strip() for one in others if one.strip()))

    @property
    def stays_out(self) -> Sentence | None:
        return self.refused or self.skipped


def plan_units(table: Table, known: Sequence[Known]) -> Plan:
    """A verdict for each row. `known`: the units there are, the city among them."""
    return _Planning(table, known).plan()


class _Planning:
    def __init__(self, table: Table, known: Sequence[Known]) -> None:
        self.table = table
        self.known = {unit.code: unit for unit in known}
        self.root = next(unit for unit in known if unit.kind == "city")
        self.coming: list[_Coming] = []
        self.by_code: dict[str, _Coming] = {}

    def plan(self) -> Plan:
        self.coming = [self.row(line, values) for line, values in self.table.rows]
        self.refuse_doubles()
        self.recognise()
        self.name_codes()
        self.by_code = {one.code: one for one in self.coming if one.code and not one.refused}
        here = [
            Named(unit.code, unit.name, others=city_names(unit.name) if unit is self.root else ())
            for unit in self.known.values()
        ]
        self.names = Names([*here, *(one.named for one in self.coming if one.code and not one.refused)])
        for one in self.coming:
            if not one.stays_out:
                self.place(one)
        self.refuse_circles()
        self.refuse_below_what_stays_out()
        return self.table.with_unread(self.shown(one, self.verdict(one)) for one in self.coming)

    # ---- each row by itself

    def row(self, line: int, values: dict[str, str]) -> _Coming:
        one = _Coming(
            line,
            name=values.get("name", ""),
            code=values.get("code", ""),
            kind="",
            parent=values.get("parent", ""),
            acronym=values.get("acronym", ""),
            also=values.get("also", ""),
            said_code=values.get("code", ""),
        )
        if not one.name:
            one.refused = say(_("There is no name."))
        elif len(one.name) > LONGEST_NAME:
            one.refused = say(_("A name has at most %(n)d signs."), n=LONGEST_NAME)
        status = values.get("status", "")
        if status.casefold() in OVER:
            one.skipped = say(_("Its status is “%(status)s”."), status=status)
        self.read_kind(one, values.get("kind", ""))
        return one

    def read_kind(self, one: _Coming, text: str) -> None:
        key = letters(text)
        one.kind = next((kind for kind, names in KINDS.items() if key in (letters(kind), *names)), "")
        if key == "city":
            one.kind = "city"
        elif not one.kind:
            one.kind = "bureau"
            one.guessed.add("kind")
            if text:
                one.notes.append(say(_("Its kind “%(kind)s” is none of ours; taken as a bureau."), kind=text))

    def refuse_doubles(self) -> None:
        here = [one for one in self.coming if not one.stays_out]
        for what, text in (
            ("name", _("This name stands in lines %(lines)s.")),
            ("code", _("This code stands in lines %(lines)s.")),
        ):
            found = twice((one.line, getattr(one, what).casefold()) for one in here if getattr(one, what))
            for one in here:
                if lines := found.get(getattr(one, what).casefold()):
                    one.refused = say(text, lines=", ".join(map(str, lines)))

    def recognise(self) -> None:
        """Which of them are there already: by code, else by name, else by a name with the same letters."""
        names = Names(Named(unit.code, unit.name) for unit in self.known.values())
        for one in self.coming:
            if one.stays_out:
                continue
            one.known = self.known.get(one.code) or self.known.get(slug(one.code)) if one.code else None
            if one.known is None:
                found, note = names.find(one.name)
                if found is not None:
                    one.known = self.known[found.code]
                    one.notes += [note] if note else []
            if one.known is None and one.kind == "city" and letters(one.name) in city_names(self.root.name):
                one.notes.append(say(_("“%(text)s” is the city, “%(city)s”."), text=one.name, city=self.root.name))
                one.known, one.name = self.root, self.root.name
            if one.known is not None:
                one.code = one.known.code
            elif one.kind == "city":
                one.refused = say(_("There is one city, “%(city)s”; this is another."), city=self.root.name)
        for what, lines in twice((one.line, one.known.code) for one in self.coming if one.known).items():
            for one in self.coming:
                if one.known and one.known.code == what:
                    one.refused = say(_("Lines %(lines)s are the same unit here."), lines=", ".join(map(str, lines)))

    def name_codes(self) -> None:
        """A code for each row without one, from its name; one that is no code is made one, and said."""
        taken = {code.casefold() for code in self.known}
        for one in self.coming:
            if one.stays_out and not one.name:
                continue
            if one.known is None:
                wanted = slug(one.code or one.name)
                if one.code and letters(wanted) != letters(one.code):
                    one.notes.append(say(_("Its code “%(code)s” became “%(slug)s”."), code=one.code, slug=wanted))
                one.code = free_code(wanted, taken)
            taken.add(one.code.casefold())

    # ---- where it stands

    def place(self, one: _Coming) -> None:
        if one.kind == "city" and one.known:
            return
        text = one.parent
        if not text:
            one.below = one.known.parent if one.known else self.root.code
            if not one.known:
                one.guessed.add("parent")
                one.notes.append(say(_("No parent is named: directly below the city.")))
            return
        several = [part.strip() for part in re.split(r"[;|]", text) if part.strip()]
        if len(several) > 1:
            one.refused = say(
                _("It names %(n)d parents: %(parents)s. A unit stands below one."),
                n=len(several),
                parents="; ".join(several),
            )
            return
        found, note = self.names.find(text, but=one.code)
        if found is None:
            one.refused = note
            return
        one.below = found.code
        one.notes += [note] if note else []

    def refuse_circles(self) -> None:
        """Units that stand below each other; each of the circle is told of it."""
        for one in self.coming:
            way: list[str] = []
            at: str = one.code
            while at in self.by_code and at not in way and not self.by_code[at].stays_out and self.by_code[at].below:
                way.append(at)
                at = self.by_code[at].below
            if at in way:
                circle = way[way.index(at) :]
                names = " › ".join(self.by_code[code].name for code in (*circle, circle[0]))
                for code in circle:
                    self.by_code[code].refused = say(_("They stand below each other: %(circle)s."), circle=names)

    def refuse_below_what_stays_out(self) -> None:
        changed = True
        while changed:
            changed = False
            for one in self.coming:
                above = self.by_code.get(one.below)
                if not one.stays_out and above and above.stays_out and above.known is None:
                    one.refused = say(
                        _("Its parent “%(parent)s” (line %(line)d) does not come in."),
                        parent=above.name,
                        line=above.line,
                    )
                    changed = True

    # ---- the verdict

    def shown(self, one: _Coming, row: Row) -> Row:
        """The verdict with where it stands, and what of it the file does not say."""
        if one.known and not one.stays_out:
            above = self.named(one.known.parent)
            return replace(row, values={**row.values, "kind": one.known.kind}, below=above)
        return replace(row, below=self.named(one.below) if one.below else one.parent, guessed=frozenset(one.guessed))

    def verdict(self, one: _Coming) -> Row:
        values = {"code": one.code, "name": one.name, "kind": one.kind, "parent": one.below}
        if one.refused:
            return Row(one.line, one.name, Fate.REFUSED, values, (one.refused, *one.notes))
        if one.skipped:
            return Row(one.line, one.name, Fate.SKIPPED, values, (one.skipped,))
        if one.known:
            return self.compared(one, one.known, values)
        path = self.path(one.code)
        if len(path) > LONGEST_PATH:
            return Row(one.line, one.name, Fate.REFUSED, values, (say(_("It stands too deep in the city.")),))
        return Row(one.line, one.name, Fate.NEW, {**values, "path": path}, tuple(one.notes))

    def compared(self, one: _Coming, known: Known, values: dict[str, str]) -> Row:
        notes = list(one.notes)
        if known.kind != "city" and one.parent and one.below != known.parent:
            text = _(
                "It stands below “%(here)s” here, below “%(there)s” in the file; not moved, since that changes who may do what."
            )
            notes.append(say(text, here=self.named(known.parent), there=self.named(one.below)))
        if known.name != one.name:
            change = say(_("Name: %(old)s › %(new)s."), old=known.name, new=one.name)
            return Row(one.line, one.name, Fate.CHANGED, values, (change, *notes), known.code)
        return Row(one.line, one.name, Fate.SAME, values, tuple(notes), known.code)

    def named(self, code: str) -> str:
        found = self.known.get(code) or self.by_code.get(code)
        return found.name if found else code

    def path(self, code: str) -> str:
        way = []
        while code not in self.known:
            way.append(code)
            code = self.by_code[code].below
        return self.known[code].path + "".join(f"{one}/" for one in reversed(way))
