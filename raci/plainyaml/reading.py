"""Plain YAML with its lines: mappings, lists and text, nothing else; what is wrong is said with file, line and field.

The reader never makes objects and never expands anything: tags, anchors, aliases and a second document are refused, so
a hostile file costs no more than its own bytes. A scalar stays the text that was typed ("4.10" is not 4.1, "no" is not
false); whoever reads a field says which type it is to be.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml
from django.utils.translation import gettext as _

MOST_BYTES = 256 * 1024
DEEPEST = 16


@dataclass(frozen=True)
class Mistake:
    """What is wrong in a file, where, and what to do about it."""

    file: str
    line: int  # 0: the file as a whole
    field: str  # "units[3].code"; empty: no one field
    text: str

    def __str__(self) -> str:
        where = ", ".join(
            part
            for part in (
                self.file,
                _("line %(line)d") % {"line": self.line} if self.line else "",
                _("field “%(field)s”") % {"field": self.field} if self.field else "",
            )
            if part
        )
        return f"{where}: {self.text}"


class Mistakes(Exception):
    """Everything that is wrong, found in one reading; nothing was changed."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        self.mistakes = sorted(mistakes, key=lambda mistake: (mistake.file, mistake.line))
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))


@dataclass(frozen=True)
class Node:
    """A value of the file and where it stands: text, or nodes by key, or a list of nodes. `None`: left empty."""

    value: str | dict[str, Node] | list[Node] | None
    file: str
    line: int
    field: str = ""

    def mistake(self, text: str, field: str = "") -> Mistake:
        """This is wrong here."""
        return Mistake(self.file, self.line, field or self.field, text)

    @property
    def kind(self) -> str:
        """What was found, in words."""
        names = {str: _("text"), dict: _("a group of fields"), list: _("a list"), type(None): _("nothing")}
        return names[type(self.value)]


def read_file(path: Path) -> Node:
    """The file's content. Raises Mistakes, also when there is no such file."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        text = _("This file cannot be read: %(error)s.") % {"error": error.strerror or error}
        raise Mistakes([Mistake(path.name, 0, "", text)]) from error
    return read_bytes(content, file=path.name)


def read_bytes(content: bytes, *, file: str) -> Node:
    """The content of these bytes; `file` is the name that mistakes give. Raises Mistakes."""
    if len(content) > MOST_BYTES:
        text = _("This file is larger than %(most)d KB. A city's files are a few KB each; check what this one is.")
        raise Mistakes([Mistake(file, 0, "", text % {"most": MOST_BYTES // 1024})])
    try:
        return _Builder(content.decode("utf-8-sig"), file).build()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        text = _("This is not UTF-8 text. Save the file as UTF-8.")
        raise Mistakes([Mistake(file, line, "", text)]) from error
    except yaml.reader.ReaderError as error:
        line = content.decode("utf-8-sig").count("\n", 0, error.position) + 1
        text = _("There is a character here that YAML does not allow (code %(code)d). Remove it.")
        raise Mistakes([Mistake(file, line, "", text % {"code": error.character})]) from error
    except yaml.MarkedYAMLError as error:
        raise Mistakes([_malformed(error, file)]) from error


def _malformed(error: yaml.MarkedYAMLError, file: str) -> Mistake:
    mark = error.problem_mark or error.context_mark
    found = " ".join(part for part in (error.context, error.problem) if part)
    text = _("This is not well-formed YAML (%(found)s). Check the indentation, quotes and colons here and just above.")
    return Mistake(file, mark.line + 1 if mark else 0, "", text % {"found": found})


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0


class _Builder:
    """Nodes from the parser's events, refusing what is not plain."""

    def __init__(self, content: str, file: str) -> None:
        self.file = file
        self.events: Iterator[yaml.Event] = yaml.parse(content, Loader=yaml.SafeLoader)

    def build(self) -> Node:
        first = next(event for event in self.events if not isinstance(event, yaml.StreamStartEvent))
        if isinstance(first, yaml.StreamEndEvent):
            raise Mistakes([Mistake(self.file, 0, "", _("This file is empty."))])
        node = self.node(next(self.events), "", 0)
        next(self.events)  # the document's end
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            self.refuse(after, _("A second document begins here. Keep one document a file: remove the “---”."))
        return node

    def node(self, event: yaml.Event, field: str, depth: int) -> Node:
        self.check(event, field, depth)
        line = _line(event)
        if isinstance(event, yaml.MappingStartEvent):
            return Node(self.mapping(field, depth), self.file, line, field)
        if isinstance(event, yaml.SequenceStartEvent):
            return Node(self.sequence(field, depth), self.file, line, field)
        assert isinstance(event, yaml.ScalarEvent)
        is_empty = event.style is None and event.value in ("", "~", "null")
        return Node(None if is_empty else event.value, self.file, line, field)

    def check(self, event: yaml.Event, field: str, depth: int) -> None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self.refuse(event, _("Anchors (&name) and aliases (*name) are not read. Write the value out."), field)
        if getattr(event, "tag", None):
            self.refuse(event, _("Tags (such as !%(tag)s) are not read. Write plain text.") % {"tag": "…"}, field)
        if depth > DEEPEST:
            self.refuse(event, _("This is nested deeper than %(deepest)d levels.") % {"deepest": DEEPEST}, field)

    def mapping(self, field: str, depth: int) -> dict[str, Node]:
        found: dict[str, Node] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self.node(event, field, depth + 1)
            if not isinstance(key.value, str):
                self.refuse(event, _("A field's name must be plain text."), field)
            if key.value in found:
                self.refuse(event, _("This field is given twice. Keep one."), f"{field}.{key.value}".lstrip("."))
            found[str(key.value)] = self.node(next(self.events), f"{field}.{key.value}".lstrip("."), depth + 1)
        return found

    def sequence(self, field: str, depth: int) -> list[Node]:
        found: list[Node] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            found.append(self.node(event, f"{field}[{len(found) + 1}]", depth + 1))
        return found

    def refuse(self, event: yaml.Event, text: str, field: str = "") -> None:
        raise Mistakes([Mistake(self.file, _line(event), field, text)])
