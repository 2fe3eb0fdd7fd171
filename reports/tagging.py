"""What the tags of a PDF lack as WeasyPrint 70 writes them, mended: what a checker does not see, but who listens to it does.

Scope of header cells and kinds of lists; a table or list that pages break apart is one again; header rows that are drawn again
on the next page, and what stands in the margins, are artifacts; the list of contents is one; each sign stands for text. It leans
on names inside WeasyPrint: the version is pinned, and `tests/reports/test_kinds.py` asks for each of these things.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from typing import Any

import pikepdf
import pydyf  # type: ignore[import-untyped]

WHOLE = frozenset(
    (
        "table",
        "tbody",
        "section",
        "article",
        "main",
        "ul",
        "ol",
        "li",
        "p",
        "blockquote",
        "figure",
        "div",
        "nav",
        "caption",
    )
)  # elements that stay one across pages
CONTENTS = {"/L": "/TOC", "/LI": "/TOCI", "/LBody": "/Reference"}
NO_WIDTH = b"<200b>"
SECTIONS = {"nav": "Sect", "figure": "Sect"}
_seen = threading.local()  # while a document is written: of each tag its number, HTML element, name and page
_installing = threading.Lock()


def install() -> None:
    """Have every document that this process writes tagged so; once."""
    import weasyprint.pdf
    from weasyprint.layout.absolute import AbsolutePlaceholder
    from weasyprint.pdf import tags

    with _installing:
        if getattr(tags, "mended", False):
            return
        build, name_of, add = tags._build_box_tree, tags._get_pdf_tag, tags.add_tags

        def noting(
            box: Any, parent: Any, pdf: Any, page: int, nums: Any, annotations: Any, known: Any
        ) -> Iterator[Any]:
            inner = box._box if isinstance(box, AbsolutePlaceholder) else box
            for tag in build(box, parent, pdf, page, nums, annotations, known):
                notes = getattr(_seen, "notes", None)
                if notes is not None and inner.element is not None:
                    notes.setdefault(tag.number, (tag, inner.element, inner.element_tag, page))
                yield tag

        def adding(pdf: Any, document: Any, version: Any, streams: Any) -> None:
            _seen.notes = {}
            try:
                add(pdf, document, version, streams)
                _mend(pdf, _seen.notes)
            finally:
                _seen.notes = None

        tags._build_box_tree = noting
        tags._get_pdf_tag = lambda tag: SECTIONS.get(tag) or name_of(tag)
        tags.add_tags = weasyprint.pdf.add_tags = adding
        tags.mended = True


def _mend(pdf: Any, notes: dict[int, Any]) -> None:
    for tag, element, name, _page in notes.values():
        _say(tag, element, name, in_contents=tag["S"] in CONTENTS and _is_in(tag, "nav", notes))
    gone = _joined(pdf, notes)
    for one in pdf.objects:
        if isinstance(one, pydyf.Dictionary) and isinstance(one.get("K"), pydyf.Array):
            one["K"][:] = [kid for kid in one["K"] if isinstance(kid, int | dict) or _number(kid) not in gone]


def _say(tag: Any, element: Any, name: str, *, in_contents: bool) -> None:
    """Scope of a header cell; how a list counts; what in a list of contents is what."""
    if tag["S"] == "/TH":
        is_row = (element.attrib.get("scope") or "col").startswith("row")
        tag["A"]["Scope"] = "/Row" if is_row else "/Column"
    elif in_contents:
        tag["S"] = CONTENTS[tag["S"]]
    elif tag["S"] == "/L":
        counts = "/Decimal" if name == "ol" else "/Disc"
        tag["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": counts})


def _is_in(tag: Any, name: str, notes: dict[int, Any]) -> bool:
    """Whether an element of this name is above it."""
    while above := notes.get(_number(tag["P"])):
        tag, _element, found, _page = above
        if found == name:
            return True
    return False


def _joined(pdf: Any, notes: dict[int, Any]) -> set[int]:
    """Each element's first tag takes what the tags of its other pages hold; returns the numbers of those."""
    parts: dict[tuple[int, str, str], dict[int, list[int]]] = {}
    for number, (tag, element, name, page) in notes.items():
        if name in WHOLE:
            parts.setdefault((id(element), name, tag["S"]), {}).setdefault(page, []).append(number)
    objects = {one.number: one for one in pdf.objects if hasattr(one, "number")}
    gone: set[int] = set()
    for (_element, name, _tag), pages in parts.items():
        if len(pages) > 1 and all(len(each) == 1 for each in pages.values()):
            first, *rest = (pages[page][0] for page in sorted(pages))
            for number in rest:
                _take(objects[first], objects[number], objects, is_table=name == "table")
                gone.add(number)
    return gone


def _take(head: Any, part: Any, objects: dict[int, Any], *, is_table: bool) -> None:
    for kid in list(part["K"]):
        if isinstance(kid, int):
            head["K"].append(pydyf.Dictionary({"Type": "/MCR", "Pg": part["Pg"], "MCID": kid}))
            continue
        tag = objects[_number(kid)]
        if is_table and tag["S"] == "/THead":  # drawn again on the next page: in no tree, so an artifact (`repaired`)
            tag["P"] = part.reference
            continue
        tag["P"] = head.reference
        head["K"].append(kid)


def _number(reference: Any) -> int:
    """12 of b'12 0 R'."""
    return int(bytes(reference).split()[0])


# ---- once it is written


def repaired(pdf: bytes) -> bytes:
    """The same document; whatever the tree of tags does not reach is an artifact. The same bytes for the same document."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        root = document.Root.StructTreeRoot
        live, named = _reached(root)
        numbers = root.ParentTree.Nums
        parents = {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}
        for page in document.pages:
            _hide(document, page, parents.get(int(page.obj.get("/StructParents", -1))), live)
            for note in page.obj.get("/Annots", []):
                if note.get("/Subtype") == "/Link":
                    note.F = 4  # it is printed
        if named:
            pairs = [part for name in sorted(named) for part in (pikepdf.String(name), named[name])]
            root.IDTree = document.make_indirect(pikepdf.Dictionary(Names=pikepdf.Array(pairs)))
        for font in document.objects:
            if isinstance(font, pikepdf.Dictionary) and "/ToUnicode" in font:
                _name_marks(font.ToUnicode)
        kept = io.BytesIO()
        document.save(kept, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.preserve)
    return kept.getvalue()


def _name_marks(names: Any) -> None:
    """A mark that is drawn as part of the letter before it stands for no text of its own: for one of no width, not for none."""
    told = names.read_bytes()
    if b"<>" in told:
        names.write(told.replace(b"<>", NO_WIDTH))


def _reached(root: Any) -> tuple[set[tuple[int, int]], dict[str, Any]]:
    """The tags that the tree holds, and those of them that have a name."""
    live: set[tuple[int, int]] = set()
    named: dict[str, Any] = {}
    waiting = [root.K]
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.Array):
            waiting.extend(one)
        elif isinstance(one, pikepdf.Dictionary) and "/S" in one and one.objgen not in live:
            live.add(one.objgen)
            if "/ID" in one:
                named[bytes(one.ID).decode("latin-1")] = one
            if "/K" in one:
                waiting.append(one.K)
    return live, named


def _hide(document: Any, page: Any, tags: Any, live: set[tuple[int, int]]) -> None:
    """Marked content of a page whose tag is in no tree becomes an artifact."""
    if tags is None:
        return
    dead = {at for at, tag in enumerate(tags) if tag is not None and tag.objgen not in live}
    if not dead:
        return
    page.Contents = document.make_stream(
        pikepdf.unparse_content_stream([_as_artifact(one, dead) for one in pikepdf.parse_content_stream(page)])
    )
    for at in dead:
        tags[at] = None


def _as_artifact(instruction: Any, dead: set[int]) -> Any:
    operands = instruction.operands
    if str(instruction.operator) != "BDC" or not isinstance(operands[1], pikepdf.Dictionary):
        return instruction
    if "/MCID" not in operands[1] or int(operands[1].MCID) not in dead:
        return instruction
    kind = [pikepdf.Name.Artifact, pikepdf.Dictionary(Type=pikepdf.Name.Pagination)]
    return pikepdf.ContentStreamInstruction(kind, pikepdf.Operator("BDC"))
