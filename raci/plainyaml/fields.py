"""A group of fields of a YAML file, read one by one as the types they must have; mistakes are collected, not raised."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raci.days import is_meant
from raci.plainyaml.reading import Mistake, Node

CODE_SHAPE = gettext_lazy("a short code of letters, digits, “-”, “_” or “.”, as the other entries do")


class Fields:
    """Reads fields of one node. After a mistake a harmless value is returned: reading goes on and finds them all."""

    def __init__(self, node: Node, mistakes: list[Mistake]) -> None:
        self.node, self.mistakes = node, mistakes
        self._read: set[str] = set()
        self._found: dict[str, Node] = {}
        if isinstance(node.value, dict):
            self._found = node.value
        else:
            self.wrong(node, _("Here a group of fields is expected, not %(kind)s.") % {"kind": node.kind})

    def at(self, name: str) -> Node:
        """Where this field stands, or the group if it does not."""
        return self._found.get(name, self.node)

    def wrong(self, node: Node, text: str, field: str = "") -> None:
        """Note a mistake at this node."""
        self.mistakes.append(node.mistake(text, field))

    def text(
        self, name: str, *, most: int = 300, pattern: str = "", shape: str = "", default: str | None = None
    ) -> str:
        """One text; without a default it must be there. `shape`: what the pattern asks for, in words."""
        node = self._get(name, required=default is None)
        if node is None:
            return default or ""
        if not isinstance(node.value, str):
            self.wrong(node, _("Here text is expected, not %(kind)s.") % {"kind": node.kind})
        elif len(node.value) > most:
            self.wrong(node, _("This is longer than %(most)d characters. Shorten it.") % {"most": most})
        elif pattern and not re.fullmatch(pattern, node.value):
            text = _("“%(value)s” cannot stand here. Write %(shape)s.")
            self.wrong(node, text % {"value": node.value[:60], "shape": shape or CODE_SHAPE})
        else:
            return node.value
        return default or ""

    def code(
        self,
        name: str,
        taken: Collection[str],
        *,
        most: int = 60,
        pattern: str = r"[a-z0-9][a-z0-9-]*",
        shape: str = "",
    ) -> str:
        """A code that nothing before it has."""
        code = self.text(name, most=most, pattern=pattern, shape=shape)
        if code and code in taken:
            text = _("“%(code)s” is used twice. Give each its own code.") % {"code": code}
            self.wrong(self._found[name], text)
        return code

    def choice(self, name: str, choices: Collection[str], *, default: str | None = None) -> str:
        """One of these words."""
        value = self.text(name, default=default)
        if value and value not in choices:
            text = _("“%(value)s” is not one of: %(choices)s.")
            self.wrong(self._found[name], text % {"value": value[:60], "choices": ", ".join(sorted(choices))})
        return value

    def reference(self, name: str, known: Mapping[str, object], *, to: str) -> str:
        """The code of something named elsewhere; `to` says what, in words."""
        return self._known(self.text(name), self._found.get(name), known, to)

    def references(self, name: str, known: Mapping[str, object], *, to: str) -> tuple[str, ...]:
        """A list of such codes; may be left out."""
        return tuple(self._known(value, node, known, to) for value, node in self.texts(name))

    def texts(self, name: str) -> list[tuple[str, Node]]:
        """A list of texts with their places; may be left out."""
        nodes = self.items(name, required=False)
        for node in nodes:
            if not isinstance(node.value, str):
                self.wrong(node, _("Here text is expected, not %(kind)s.") % {"kind": node.kind})
        return [(node.value, node) for node in nodes if isinstance(node.value, str)]

    def boolean(self, name: str) -> bool:
        """True or false; left out is false."""
        return self.choice(name, ("true", "false"), default="false") == "true"

    def number(self, name: str) -> int | None:
        """A whole number from 1 to 99, or nothing."""
        value = self.text(name, default="")
        if value and not re.fullmatch(r"[1-9][0-9]?", value):
            self.wrong(self._found[name], _("Here a whole number from 1 to 99 is expected."))
            return None
        return int(value) if value else None

    def day(self, name: str) -> date | None:
        """A date as 2025-07-01, or nothing."""
        value = self.text(name, default="")
        return self.as_day(value, self._found[name]) if value else None

    def as_day(self, value: str, node: Node) -> date | None:
        """This text as a date."""
        try:
            if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
                raise ValueError
            day = date.fromisoformat(value)
            if not is_meant(day):
                raise ValueError
        except ValueError:
            text = _("“%(value)s” is no date. Write year-month-day, as 2025-07-01.") % {"value": value[:40]}
            self.wrong(node, text)
            return None
        return day

    def items(self, name: str, *, required: bool = True) -> list[Node]:
        """The entries of a list."""
        node = self._get(name, required=required)
        if node is None or isinstance(node.value, list):
            return node.value if node and isinstance(node.value, list) else []
        self.wrong(node, _("Here a list is expected (lines that begin with “- ”), not %(kind)s.") % {"kind": node.kind})
        return []

    def group(self, name: str) -> dict[str, Node]:
        """The fields of a group."""
        node = self._get(name, required=True)
        if node is None or isinstance(node.value, dict):
            return node.value if node and isinstance(node.value, dict) else {}
        self.wrong(node, _("Here a group of fields is expected, not %(kind)s.") % {"kind": node.kind})
        return {}

    def done(self) -> None:
        """Note each field that nobody read: a misspelling would otherwise pass in silence."""
        for name, node in self._found.items():
            if name not in self._read:
                text = _("There is no field of this name. The fields here are: %(names)s.")
                self.wrong(node, text % {"names": ", ".join(sorted(self._read))})

    def _get(self, name: str, *, required: bool) -> Node | None:
        self._read.add(name)
        node = self._found.get(name)
        if node is not None and node.value is not None and node.value != "":
            return node
        if required and isinstance(self.node.value, dict):
            field = f"{self.node.field}.{name}".lstrip(".")
            self.wrong(node or self.node, _("The field “%(name)s” is missing. Add it.") % {"name": name}, field)
        return None

    def _known(self, value: str, node: Node | None, known: Mapping[str, object], to: str) -> str:
        if value and node is not None and value not in known:
            text = _("There is no %(to)s “%(value)s”. Add it, or mend the code here.")
            self.wrong(node, text % {"to": to, "value": value[:80]})
        return value
