"""Which column of a plain table holds which field: proposed by what others call it, or said by whoever brings it in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from boards.rosters import plain
from boards.rosters.reading import File
from metrics.reading.files import open_table
from raci.evidence.verdicts import _
from raci.imports.verdicts import Unreadable, say

NO_FIELD = _("There is no field “%(field)s”. There are: %(fields)s.")
NO_COLUMN = _("“%(file)s” has no column “%(heading)s”. Its columns are %(there)s.")
NO_PAIR = _("“%(said)s” says no column: write field=heading, as body=Commission.")


def chosen(files: Sequence[File], said: Iterable[str]) -> dict[str, str] | None:
    """ "body=Commission" and the like over what is proposed; None where nothing is said. Raises Unreadable."""
    pairs = dict(_pair(one) for one in said)
    return with_proposed(files[0], pairs) if pairs else None


def with_proposed(file: File, pairs: Mapping[str, str]) -> dict[str, str]:
    """What was said, and for the other fields what is proposed. Raises Unreadable."""
    headings = open_table(file.content, file.name).headings
    for field, heading in pairs.items():
        if field not in plain.FIELDS:
            raise Unreadable(say(NO_FIELD, field=field, fields=", ".join(plain.FIELDS)))
        if heading not in headings:
            raise Unreadable(say(NO_COLUMN, file=file.name, heading=heading, there=", ".join(headings)))
    taken = set(pairs.values())
    others = {field: one for field, one in plain.proposed(headings).items() if one not in taken}
    return {**others, **pairs}


def _pair(text: str) -> tuple[str, str]:
    field, sign, heading = text.partition("=")
    if not sign:
        raise Unreadable(say(NO_PAIR, said=text))
    return field.strip(), heading.strip()
