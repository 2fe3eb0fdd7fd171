"""What stands in a cell: "R/C", "a, r", "RA", "Responsible & Consulted"; N/A and dashes; and what only its author knows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from raci.matrix.table import LETTERS

NO_PART = {
    "n/a", "na", "n.a.", "n.a", "n / a", "none", "nil", "not applicable", "-", "--", "---", "–", "—", "−", "·", "/",
}  # fmt: skip
WORDS = {
    "responsible": "R", "accountable": "A", "consulted": "C", "consult": "C", "informed": "I", "inform": "I",
}  # fmt: skip
STEMS = {"R": "respons", "A": "account", "C": "consult", "I": "inform"}
# Words that usually mean one of them where RACI is explained: who approves, signs off or owns the outcome is accountable, who
# does or performs the work is responsible. Proposed to the person, never taken by itself: "supports" or "leads" mean either.
USUAL = {
    "approve": "A", "approves": "A", "approver": "A", "approval": "A", "approving": "A", "sign off": "A", "signs off": "A",
    "sign-off": "A", "own": "A", "owns": "A", "owner": "A", "decide": "A", "decides": "A", "decider": "A",
    "do": "R", "does": "R", "doer": "R", "doing": "R", "perform": "R", "performs": "R", "performer": "R",
    "execute": "R", "executes": "R", "carries out": "R",
    "advise": "C", "advises": "C", "adviser": "C", "advisor": "C", "asked": "C", "consultant": "C",
    "notify": "I", "notified": "I", "told": "I", "kept informed": "I",
}  # fmt: skip
# Other sets of letters whose R, A, C or I means something else.
OTHER_SETS = {"DACI": "DACI", "RAPID": "RAPID", "PACSI": "PACSI", "MOCHA": "MOCHA"}

_APART = re.compile(r"\s*(?:[/,;&+|\\]|\band\b)\s*", re.IGNORECASE)
_LOOSE = re.compile(r"[\s.\-–]+")
_FOOTNOTE = re.compile(r"(?<=\w)\s*[*†‡¹²³⁴⁵]+$")
_SPELT_OUT = re.compile(r"\b([RACI])\s*[-–=:(]\s*(responsible|accountable|consulted|informed)\b\)?", re.IGNORECASE)


@dataclass(frozen=True)
class Said:
    """What a cell says. `codes`: in the order R A C I, None where it was not understood; `unknown`: the parts of it."""

    codes: str | None
    unknown: tuple[str, ...] = ()
    is_no_part: bool = False  # it says so: N/A, a dash
    is_twice: bool = False


@dataclass(frozen=True)
class Notation:
    """How this table is written. `terms`: as the person mapped them, folded; `doubted`: letters that mean something else."""

    terms: Mapping[str, str] = field(default_factory=dict)
    doubted: frozenset[str] = frozenset()

    def read(self, text: str) -> Said:
        """A cell. What a person mapped wins over what the portal knows."""
        key = fold(text)
        if not key:
            return Said("")
        if key in self.terms:
            return Said(self.terms[key])
        if key in NO_PART:
            return Said("", is_no_part=True)
        parts = [part for part in _APART.split(_SPELT_OUT.sub(_same_letter, _unwrapped(text))) if part]
        read = [self._part(part) for part in parts]
        unknown = tuple(part for part, one in zip(parts, read, strict=True) if one is None)
        if unknown or not parts:
            return Said(None, unknown or (text,))
        letters = "".join(one for one in read if one)
        mapped = any(fold(part) in self.terms for part in parts)
        if len(set(letters)) < len(letters) and not mapped:
            return Said(None, (text,), is_twice=True)
        return Said("".join(letter for letter in LETTERS if letter in letters))

    def _part(self, text: str) -> str | None:
        if (one := self._token(text)) is not None:
            return one
        tokens = [self._token(token) for token in _LOOSE.split(text) if token]
        return None if len(tokens) < 2 or None in tokens else "".join(one for one in tokens if one)

    def _token(self, text: str) -> str | None:
        key = fold(text)
        if key in self.terms:
            return self.terms[key]
        letters = WORDS.get(key, key.upper() if len(key) <= len(LETTERS) else "")
        if letters and not set(letters) - set(LETTERS) - {letter.upper() for letter in self.terms if len(letter) == 1}:
            read = [self._letter(letter) for letter in letters]
            return None if None in read else "".join(one for one in read if one)
        return None

    def _letter(self, letter: str) -> str | None:
        if (key := letter.casefold()) in self.terms:
            return self.terms[key]
        return letter if letter in LETTERS and letter not in self.doubted else None


def usual(text: str) -> str:
    """The letter that a word which was not understood usually stands for ("Approves", "Consulted?"), or "": to be confirmed."""
    key = fold(text).strip("?!.:()[] ")
    if key in USUAL:
        return USUAL[key]
    sure = WORDS.get(key) or (key.upper() if len(key) == 1 and key.upper() in LETTERS else "")
    return sure if key != fold(text) else ""  # a bare letter that was not understood means something else here


def is_usual_verb(text: str) -> bool:
    """Whether such a word says what somebody does ("Approves"), and not who: "Owner" and "Approver" may head a column."""
    return bool(usual(text)) and not fold(text).endswith(("er", "or", "ant"))


def fold(text: str) -> str:
    """The same for "OWNs", " Owns " and "owns*"."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return " ".join(_FOOTNOTE.sub("", plain).casefold().split())


def _unwrapped(text: str) -> str:
    text = _FOOTNOTE.sub("", unicodedata.normalize("NFKC", text).strip())
    whole = re.fullmatch(r"[(\[{\"'“]\s*([^()\[\]{}\"“”]+?)\s*[)\]}\"'”]", text)
    return whole.group(1) if whole else text


def _same_letter(found: re.Match[str]) -> str:
    letter, word = found.groups()
    return letter if WORDS[word.casefold()] == letter.upper() else found.group(0)


# ---- what shape codes have, before it is known what they mean


def looks_like_letters(text: str) -> bool:
    """Whether this has the shape of codes in some set of letters: "S", "D/A"; "QA" may as well be a role."""
    parts = [part for part in _APART.split(_unwrapped(text)) if part and fold(text) not in NO_PART]
    return bool(parts) and all(re.fullmatch("[A-Z]", part) or fold(part) in WORDS for part in parts)


def other_set(texts: Iterable[str]) -> str:
    """The name of another set of letters that a table seems to be written in, where its letters are not ours; or ""."""
    used = {letter for text in texts if looks_like_letters(text) for letter in text if letter.isupper()}
    for name, letters in OTHER_SETS.items():
        own = set(letters) - set(LETTERS)
        if own <= used <= set(letters) and len(used) > len(own):
            return name
    return ""


def doubted(texts: Iterable[str], legend: Mapping[str, str]) -> dict[str, str]:
    """Letter > why it cannot be taken for ours: the legend says otherwise, or the table is in another set."""
    found = {}
    for letter, word in legend.items():
        if letter in LETTERS and len(legend) > 1 and STEMS[letter] not in word.casefold():
            found[letter] = _("the legend says %(letter)s is “%(word)s”") % {"letter": letter, "word": word}
    name = other_set(texts)
    for letter in set(OTHER_SETS.get(name, "")) & set(LETTERS):
        if not (letter in legend and STEMS[letter] in legend[letter].casefold()):
            found.setdefault(
                letter, _("the letters look like %(name)s, where they mean something else") % {"name": name}
            )
    return found
