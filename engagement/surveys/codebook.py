"""A codebook of a survey: which questions there are, how they are worded, and what each code means. Pure.

A line an answer, under headings that say which column is which; what is said once of a question holds for its other lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from raci.evidence.verdicts import _
from raci.imports.verdicts import Unreadable, say

ONE, SEVERAL, TEXT, OUT = "one", "several", "text", "out"
HEADINGS = {
    "question": ("question", "variable", "column", "name", "question code"),
    "words": ("words", "wording", "text", "question text", "question label", "variable label"),
    "kind": ("kind", "type"),
    "code": ("code", "value", "answer code"),
    "label": ("label", "answer", "meaning", "value label", "answer label"),
}
KINDS = {
    ONE: ("one", "single", "single choice", "radio", "nominal", "scale"),
    SEVERAL: ("several", "multiple", "multi", "multiple choice", "checkbox", "many"),
    TEXT: ("text", "open", "open text", "string", "open-ended"),
    OUT: ("out", "leave out", "none", "skip"),
}

Line = tuple[int, Sequence[str]]


@dataclass
class Entry:
    """What a codebook says of one question. `answers`: by code what it means, in its order."""

    code: str
    words: str = ""
    kind: str = ""
    answers: dict[str, str] = field(default_factory=dict)


def codebook(lines: Sequence[Line]) -> dict[str, Entry]:
    """By the question's code, in small letters. Raises Unreadable where it has no column for questions."""
    if not lines:
        return {}
    places = _places(lines[0][1])
    if "question" not in places:
        raise Unreadable(say(NO_QUESTIONS))
    found: dict[str, Entry] = {}
    last = ""
    for _number, cells in lines[1:]:
        said = {name: cells[at].strip() if at < len(cells) else "" for name, at in places.items()}
        last = said["question"] or last
        if not last:
            continue
        entry = found.setdefault(last.casefold(), Entry(last))
        entry.words = entry.words or said.get("words", "")
        entry.kind = entry.kind or _kind(said.get("kind", ""))
        code, label = said.get("code", ""), said.get("label", "")
        if code or label:
            entry.answers[code or label] = label or code
    return found


def _places(headings: Sequence[str]) -> dict[str, int]:
    names = [heading.replace("_", " ").strip().casefold() for heading in headings]
    return {
        name: next(at for at, heading in enumerate(names) if heading in words)
        for name, words in HEADINGS.items()
        if any(heading in words for heading in names)
    }


def _kind(said: str) -> str:
    return next((kind for kind, words in KINDS.items() if said.casefold() in words), "")


NO_QUESTIONS = _("The codebook has no column “question”. Its columns are question, words, kind, code and label.")
