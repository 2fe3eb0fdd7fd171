"""An export of a survey, read row by row: which questions it has, who answered what, and which cells nobody understood. Pure.

The first row names the questions; the second may hold their words (and a third a tool's own marks), which is seen or said. What
a code means says a codebook; without one the answers are what stands in the cells. Several answers in one cell are divided by
";", "|" or a line's end, and by a comma where a codebook names each. What tells who
somebody is or when they answered is left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from engagement.surveys.codebook import ONE, OUT, SEVERAL, TEXT, Entry, Line
from raci.evidence.verdicts import _
from raci.imports.verdicts import Sentence, Unreadable, say

MOST_ANSWERS = 25  # of one question; beyond it, what stands in its column is text
NO_ANSWER = ""
NAMES = 3  # words of a heading that may be the name of what a tool notes; longer ones ask something
PERSONAL = re.compile(
    r"\b(ip|e-?mail|phone|telephone|(first|last|your|full)? ?name|address|latitude|longitude|"
    r"(recipient|respondent|response|collector|user|external)[ _]?(id|reference|data.*|first.*|last.*|email)?|"
    r"(start|end|recorded|submit(ted)?|completed?|created)[ _]?(date|time|at|on)?|timestamp|date|time)\b"
)
DIVIDES = re.compile(r"\s*[;|\n]\s*")
COMMA = re.compile(r"\s*[;|\n,]\s*")

Said = str | tuple[str, ...]  # the code of one answer, or of several; "" and (): no answer


@dataclass(frozen=True)
class Question:
    """A column. `answers`: code and label; none where people wrote what they liked, or it is left out (`why`)."""

    code: str
    words: str
    kind: str
    answers: tuple[tuple[str, str], ...] = ()
    why: Sentence | None = None

    @property
    def is_closed(self) -> bool:
        """Whether people chose among answers."""
        return self.kind in (ONE, SEVERAL)


@dataclass(frozen=True)
class Unclear:
    """A cell that was not understood: what it holds counts as no answer."""

    cell: str
    text: str
    why: Sentence


@dataclass(frozen=True)
class Reading:
    """Everything. `people`: of each who answered, what they said to the closed questions, in their order."""

    questions: tuple[Question, ...]
    people: tuple[tuple[Said, ...], ...]
    texts: Mapping[str, tuple[str, ...]]
    unclear: tuple[Unclear, ...]
    words_in: int  # the row that holds the questions' words; 0: none

    @property
    def closed(self) -> tuple[Question, ...]:
        """The questions that can stand in a table."""
        return tuple(one for one in self.questions if one.is_closed)


def read(
    lines: Sequence[Line], book: Mapping[str, Entry], *, kinds: Mapping[str, str] | None = None, labels: bool | None = None
) -> Reading:  # fmt: skip
    """`kinds`: what a person said of a column; `labels`: whether the second row holds words. Raises Unreadable."""
    if len(lines) < 2:
        raise Unreadable(say(NO_ROWS))
    headings, rest = _headings(lines[0][1]), list(lines[1:])
    words_in = _words_in(headings, rest) if labels is None else (rest[0][0] if labels else 0)
    words: Sequence[str] = rest.pop(0)[1] if words_in else ()
    rest = [line for line in rest if not any(cell.startswith('{"ImportId"') for cell in line[1])]
    if not rest:
        raise Unreadable(say(NO_ROWS))
    columns = [[_cell(line[1], at) for line in rest] for at in range(len(headings))]
    told = [
        _question(heading, _cell(words, at), columns[at], book.get(heading.casefold()), (kinds or {}).get(heading, ""))
        for at, heading in enumerate(headings)
    ]
    unclear = list(_too_long(rest, len(headings)))
    closed: list[list[Said]] = []
    for at, question in enumerate(told):
        if question.is_closed:
            numbers = [line[0] for line in rest]
            closed.append(list(_said(question, numbers, columns[at], at, unclear)))
    texts = {one.code: tuple(filter(None, columns[at])) for at, one in enumerate(told) if one.kind == TEXT}
    return Reading(tuple(told), tuple(zip(*closed, strict=True)), texts, tuple(unclear), words_in)


def place(at: int, line: int) -> str:
    """A cell as a spreadsheet calls it: C17."""
    letters, at = "", at + 1
    while at:
        at, digit = divmod(at - 1, 26)
        letters = chr(65 + digit) + letters
    return f"{letters}{line}"


def _cell(cells: Sequence[str], at: int) -> str:
    return cells[at].strip() if at < len(cells) else ""


def _headings(cells: Sequence[str]) -> list[str]:
    """Each column under a name of its own."""
    found: list[str] = []
    seen = Counter[str]()
    for at, cell in enumerate(cells):
        name = " ".join(cell.split())[:200] or f"Column {at + 1}"
        seen[name.casefold()] += 1
        found.append(name if seen[name.casefold()] == 1 else f"{name} ({seen[name.casefold()]})")
    return found


def _words_in(headings: Sequence[str], rest: Sequence[Line]) -> int:
    """The number of the second row where it holds words: headings are codes, and what stands below them stands nowhere else."""
    if len(rest) > 1 and any(cell.startswith('{"ImportId"') for cell in rest[1][1]):
        return rest[0][0]
    first, below = rest[0][1], rest[1:]
    filled = [at for at in range(len(headings)) if _cell(first, at)]
    once = [at for at in filled if " " in _cell(first, at) and all(_cell(one[1], at) != first[at] for one in below)]
    are_codes = sum(" " not in heading for heading in headings) * 2 > len(headings)
    return rest[0][0] if below and are_codes and filled and len(once) * 2 > len(headings) else 0


# ---- what a column is


def _question(heading: str, words: str, cells: Sequence[str], entry: Entry | None, kind: str) -> Question:
    said = (entry.words if entry else "") or words or heading
    kind = kind or (entry.kind if entry else "")
    if entry and entry.answers and kind not in (TEXT, OUT):
        return Question(heading, said, kind or _by_codes(entry, cells), tuple(entry.answers.items()))
    if not kind and any(PERSONAL.search(_spaced(text)) for text in (heading, said) if len(text.split()) <= NAMES):
        return Question(heading, said, OUT, why=say(TELLS_WHO))
    several = _parts(cells)
    alone = Counter(filter(None, cells))
    if not kind:
        kind = _guessed(alone, several, len(cells))
    if kind == SEVERAL:
        return _among(heading, said, kind, Counter(several))
    return _among(heading, said, kind, alone) if kind == ONE else _open(heading, said, kind, alone)


def _spaced(text: str) -> str:
    """RecipientEmail and recipient_email as words."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text.replace("_", " ")).casefold()


def _open(heading: str, said: str, kind: str, alone: Counter[str]) -> Question:
    if not alone:
        return Question(heading, said, OUT, why=say(EMPTY))
    return Question(heading, said, kind, why=say(LEFT) if kind == OUT else None)


def _among(heading: str, said: str, kind: str, found: Counter[str]) -> Question:
    """The answers are what people gave, in the order of numbers, else of letters."""
    if not found:
        return Question(heading, said, OUT, why=say(EMPTY))
    if len(found) > MOST_ANSWERS:
        return Question(heading, said, OUT, why=say(TOO_MANY, n=len(found), most=MOST_ANSWERS))
    ordered = sorted(
        found, key=lambda text: (not text.isdecimal(), int(text) if text.isdecimal() else 0, text.casefold())
    )
    return Question(heading, said, kind, tuple((text, text) for text in ordered))


def _parts(cells: Sequence[str]) -> list[str]:
    return [part for cell in cells for part in DIVIDES.split(cell) if part]


def _guessed(alone: Counter[str], several: list[str], n: int) -> str:
    parts = Counter(several)
    if len(several) > alone.total() and len(parts) <= MOST_ANSWERS and len(parts) * 2 < len(several):
        return SEVERAL
    return ONE if len(alone) <= MOST_ANSWERS and len(alone) * 3 <= max(alone.total(), n // 2) else TEXT


def _by_codes(entry: Entry, cells: Sequence[str]) -> str:
    """Whether some cell holds several of its answers."""
    known = _known(tuple(entry.answers.items()))
    for cell in cells:
        parts = [part for part in COMMA.split(cell) if part]
        if cell.casefold() not in known and len(parts) > 1 and all(_key(part) in known for part in parts):
            return SEVERAL
    return ONE


# ---- what people said


def _key(text: str) -> str:
    """A code as a spreadsheet may have written it: 1 and 1.0 are one."""
    return text.casefold().removesuffix(".0")


def _known(answers: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The code of an answer, by its code and by its label."""
    return {**{label.casefold(): code for code, label in answers}, **{_key(code): code for code, _label in answers}}


def _said(
    question: Question, numbers: Sequence[int], cells: Sequence[str], at: int, unclear: list[Unclear]
) -> Iterator[Said]:
    known = _known(question.answers)
    for number, cell in zip(numbers, cells, strict=True):
        if question.kind == ONE:
            code = known.get(_key(cell), NO_ANSWER)
            if cell and not code:
                unclear.append(Unclear(place(at, number), cell[:200], say(NOT_AMONG)))
            yield code
            continue
        parts = _divided(cell, known)
        for part in parts:
            if _key(part) not in known:
                unclear.append(Unclear(place(at, number), part[:200], say(NOT_AMONG)))
        yield tuple(sorted({known[_key(part)] for part in parts if _key(part) in known}))


def _divided(cell: str, known: Mapping[str, str]) -> list[str]:
    """Its answers; by commas too where each of them is known, for an answer may have a comma of its own."""
    parts: list[str] = []
    for part in filter(None, DIVIDES.split(cell)):
        finer = [one for one in COMMA.split(part) if one]
        whole = _key(part) in known or not any(_key(one) in known for one in finer)
        parts += [part] if whole else finer
    return parts


def _too_long(rest: Sequence[Line], columns: int) -> Iterator[Unclear]:
    for number, cells in rest:
        if any(cell.strip() for cell in cells[columns:]):
            yield Unclear(place(columns, number), cells[columns][:200], say(BEYOND))


NO_ROWS = _("Below the headings stands no row of somebody who answered.")
TELLS_WHO = _("It tells who somebody is, or when they answered: it is not read.")
EMPTY = _("Nobody answered it.")
LEFT = _("It is left out.")
TOO_MANY = _("It has %(n)d different answers, more than %(most)d: say in a codebook which ones belong together.")
NOT_AMONG = _("This is none of the question’s answers: it counts as no answer.")
BEYOND = _("It stands beyond the last heading: it is not read.")
