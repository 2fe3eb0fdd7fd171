"""What words of rosters mean: statuses, days, lengths of terms. Where one means nothing here, the reader remarks on it."""

from __future__ import annotations

import re
from datetime import date, datetime
from enum import Enum

from raci.imports.names import slug


class Status(Enum):
    """What a source says of somebody on a body."""

    SERVING = "serving"
    HOLDOVER = "holdover"
    EX_OFFICIO = "ex officio"
    STAFF = "staff"
    NOMINATED = "nominated"
    RESIGNED = "resigned"
    REMOVED = "removed"
    DIED = "died"
    TERM_OVER = "term_over"
    ENDED = "not_known"
    VACANT = "vacant"
    UNCLEAR = "unclear"


SAID = {
    Status.SERVING: ("", "active", "current", "serving", "member", "appointed", "seated", "filled", "in office"),
    Status.HOLDOVER: ("holdover", "hold over", "holding over"),
    Status.EX_OFFICIO: ("ex officio",),
    Status.STAFF: ("employee", "staff", "non member", "nonmember"),
    Status.NOMINATED: ("nominee", "nominated", "pending", "pending confirmation", "proposed"),
    Status.RESIGNED: ("resigned",),
    Status.REMOVED: ("removed", "terminated", "dismissed"),
    Status.DIED: ("died", "deceased"),
    Status.TERM_OVER: ("expired", "term over", "term ended", "term expired"),
    Status.ENDED: ("former", "past", "inactive", "ended", "left"),
    Status.VACANT: ("vacant", "vacancy", "open", "unfilled"),
}
MEANS = {word: status for status, words in SAID.items() for word in words}
ENDINGS = (Status.RESIGNED, Status.REMOVED, Status.DIED, Status.TERM_OVER, Status.ENDED)
WRITTEN = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%Y/%m/%d", "%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y")
NOTHING = frozenset({"", "n/a", "na", "none", "null", "-", "–", "unknown", "not known", "tbd"})


def plain(text: str) -> str:
    """ "Ex-Officio" and "ex officio" are one word."""
    return re.sub(r"[^a-z0-9]+", " ", text.casefold()).strip()


def status_of(text: str) -> Status:
    """What a status means; UNCLEAR for a word that nobody explained."""
    return MEANS.get(plain(text), Status.UNCLEAR)


def is_nothing(text: str) -> bool:
    """Whether a cell says that there is nothing to say."""
    return text.strip().casefold() in NOTHING


def day_of(text: str) -> date | None:
    """A day as people and databases write one, a moment's day too. Raises ValueError for what is none."""
    if is_nothing(text):
        return None
    text = text.strip()
    if re.match(r"\d{4}-\d{2}-\d{2}[T ]", text):
        text = text[:10]
    for form in WRITTEN:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise ValueError(text)


def months_of(text: str) -> int | None:
    """The length of a term: "3 years", "18 months", "4". Raises ValueError for what is none."""
    if is_nothing(text):
        return None
    found = re.fullmatch(r"(\d{1,2})(?:[- ]?(year|yr|month|mo)s?\.?)?", text.strip().casefold())
    if found is None:
        raise ValueError(text)
    number = int(found[1])
    return number if (found[2] or "").startswith("mo") else number * 12


def count_of(text: str) -> int | None:
    """A number of seats. Raises ValueError for what is none."""
    return None if is_nothing(text) else int(text.strip())


def code_of(text: str) -> str:
    """A key made of a name."""
    return slug(text)
