"""A PDF as somebody hears it: the tree of its tags with the text of each, and what an office would send back."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import page as pdf_check
import pikepdf

ARTIFACT = "/Artifact"
HEADINGS = {f"/H{level}": level for level in range(1, 7)}
PAIRS = re.compile(rb"<([0-9A-Fa-f]+)>[ \t]*<([0-9A-Fa-f]+)>(?:[ \t]*<([0-9A-Fa-f]+)>)?")


@dataclass
class Tag:
    """One element of the tree: what it is, what it says itself, and what is below."""

    name: str
    row: Any
    text: str = ""
    below: list[Tag] = field(default_factory=list)

    def all(self) -> Iterator[Tag]:
        """It and everything below, in reading order."""
        yield self
        for one in self.below:
            yield from one.all()

    @property
    def whole(self) -> str:
        """All it says, with what is below."""
        return " ".join(one.text for one in self.all() if one.text)


class Paper:
    """A PDF that is read through its tags."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.pdf = pikepdf.open(io.BytesIO(content))
        self.marked: dict[tuple[int, int], str] = {}
        self.artifacts: list[str] = []
        self.loose: list[str] = []
        for number, page in enumerate(self.pdf.pages):
            self._read(number, page, page.obj.get("/Resources", {}))

    # ---- content

    def _read(self, number: int, stream: Any, resources: Any, held: list[Any] | None = None) -> None:
        inside: list[Any] = list(held or [])
        font: dict[int, str] = {}
        for operands, operator in pikepdf.parse_content_stream(stream):
            match str(operator):
                case "BDC" | "BMC":
                    kind = str(operands[0])
                    about = operands[1] if len(operands) > 1 and isinstance(operands[1], pikepdf.Dictionary) else {}
                    mark = int(about["/MCID"]) if "/MCID" in about else None
                    inside.append(ARTIFACT if kind == ARTIFACT else mark)
                case "EMC":
                    inside.pop()
                case "Tf":
                    font = unicode_of(resources["/Font"][str(operands[0])])
                case "Tj" | "TJ":
                    pieces = operands[0] if str(operator) == "TJ" else [operands[0]]
                    self._say(number, "".join(said(one, font) for one in pieces), inside)
                case "Do":
                    drawn = resources["/XObject"][str(operands[0])]
                    if drawn.get("/Subtype") == "/Form":
                        self._read(number, drawn, drawn.get("/Resources", resources), inside)

    def _say(self, number: int, text: str, inside: list[Any]) -> None:
        mark = next((one for one in reversed(inside) if isinstance(one, int)), None)
        if ARTIFACT in inside:
            self.artifacts.append(text)
        elif mark is not None:
            self.marked[number, mark] = self.marked.get((number, mark), "") + text
        elif text.strip():
            self.loose.append(text)

    # ---- the tree

    @cached_property
    def tree(self) -> Tag:
        """The document's tags, with what each says."""
        places = {page.obj.objgen: number for number, page in enumerate(self.pdf.pages)}
        return self._tag(self.pdf.Root.StructTreeRoot.K, places)

    def _tag(self, row: Any, places: dict[Any, int]) -> Tag:
        if isinstance(row, pikepdf.Array):
            return Tag("/Root", row, below=[self._tag(one, places) for one in row])
        tag = Tag(str(row.S), row)
        kids = row.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                tag.text += self.marked.get((places[row.Pg.objgen], kid), "")
            elif isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                tag.below.append(self._tag(kid, places))
            elif isinstance(kid, pikepdf.Dictionary) and "/MCID" in kid:
                page = kid.get("/Pg", row.get("/Pg"))
                tag.text += self.marked.get((places[page.objgen], int(kid.MCID)), "")
        return tag

    def named(self, *names: str) -> list[Tag]:
        """All tags of these names, in reading order."""
        return [one for one in self.tree.all() if one.name in names]

    @property
    def text(self) -> str:
        """Everything that is said, pictures' alternatives and margins included."""
        alternatives = [str(one.row.Alt) for one in self.named("/Figure") if "/Alt" in one.row]
        return " ".join([*(self.marked[key] for key in sorted(self.marked)), *alternatives, *self.artifacts])

    @property
    def files(self) -> dict[str, bytes]:
        """What is attached, by its name."""
        return {name: spec.get_file().read_bytes() for name, spec in self.pdf.attachments.items()}

    # ---- what an office would send back

    def faults(self) -> list[str]:
        """Each a sentence; none of a document that can be sent."""
        return [*self._about(), *self._headings(), *self._tables(), *self._pictures(), *self._fonts(), *self._marks()]

    def _about(self) -> Iterator[str]:
        root = self.pdf.Root
        if not pdf_check.is_pdf_compliant_bytes(self.content, profile=pdf_check.ValidationProfile.PDF_UA_1):
            yield "A checker finds a failure of PDF/UA-1."
        if str(root.get("/Lang", "")) not in ("en", "es"):
            yield "It does not say its language."
        if not str(self.pdf.docinfo.get("/Title", "")) or not root.ViewerPreferences.get("/DisplayDocTitle"):
            yield "It does not show its title."
        if not root.MarkInfo.get("/Marked"):
            yield "It is not marked as tagged."
        with self.pdf.open_outline() as outline:
            if not outline.root:
                yield "It has no bookmarks."
        for one in self.pdf.pages:
            if one.obj.get("/Tabs") not in (None, "/S"):
                yield "Tabs do not follow the tags."

    def _headings(self) -> Iterator[str]:
        before = 0
        for one in self.named(*HEADINGS):
            level = HEADINGS[one.name]
            if level > before + 1:
                yield f"A heading of level {level} follows one of {before}: {one.whole!r}."
            before = level
        if len(self.named("/H1")) != 1:
            yield "It has not exactly one first heading."

    def _tables(self) -> Iterator[str]:
        for table in self.named("/Table"):
            heads = [one for one in table.all() if one.name == "/TH"]
            rows = [one for one in table.all() if one.name == "/TR"]
            if not heads:
                yield f"A table has no header cell: {table.whole[:60]!r}."
            yield from (f"A header cell has no scope: {one.whole!r}." for one in heads if not _scope(one))
            if sum(one.name == "/THead" for one in table.all()) > 1:
                yield f"A table says its headings twice: {table.whole[:60]!r}."
            widths = {sum(_span(cell) for cell in row.below if cell.name in ("/TH", "/TD")) for row in rows}
            if len(widths) > 1:
                yield f"Rows of a table are of different widths: {table.whole[:60]!r}."

    def _pictures(self) -> Iterator[str]:
        for one in self.named("/Figure"):
            if not str(one.row.get("/Alt", "")).strip():
                yield "A picture has no alternative text."

    def _fonts(self) -> Iterator[str]:
        for one in self.pdf.objects:
            is_font = isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor"
            if is_font and not any(name in one for name in ("/FontFile", "/FontFile2", "/FontFile3")):
                yield f"A font is not embedded: {one.get('/FontName')}."

    def _marks(self) -> Iterator[str]:
        yield from (f"Text is neither tagged nor an artifact: {text!r}." for text in self.loose)
        told = "".join(one.text for one in self.tree.all())
        lost = [text for text in self.marked.values() if text.strip() and text not in told]
        yield from (f"Text is marked and in no tag: {text!r}." for text in lost)


def unicode_of(font: Any) -> dict[int, str]:
    """Which text each code of a font stands for."""
    if "/ToUnicode" not in font:
        return {}
    found: dict[int, str] = {}
    for first, last, to in PAIRS.findall(font.ToUnicode.read_bytes().partition(b"endcodespacerange")[2]):
        begins, ends = int(first, 16), int(last, 16) if to else int(first, 16)
        text = bytes.fromhex((to or last).decode()).decode("utf-16-be", "replace")
        for code in range(begins, ends + 1):
            found[code] = text[:-1] + chr(ord(text[-1]) + code - begins) if text else ""
    return found


def said(piece: Any, font: dict[int, str]) -> str:
    """A piece of text in its font."""
    if not isinstance(piece, pikepdf.String):
        return ""
    codes = bytes(piece)
    return "".join(font.get(int.from_bytes(codes[at : at + 2], "big"), "\ufffd") for at in range(0, len(codes), 2))


def _attributes(tag: Tag) -> list[Any]:
    found = tag.row.get("/A", [])
    return list(found) if isinstance(found, pikepdf.Array) else [found]


def _scope(tag: Tag) -> str:
    return next((str(one.Scope) for one in _attributes(tag) if "/Scope" in one), "")


def _span(tag: Tag) -> int:
    return next((int(one.ColSpan) for one in _attributes(tag) if "/ColSpan" in one), 1)
