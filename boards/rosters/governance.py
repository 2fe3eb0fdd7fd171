"""New York City's governance organisations: agencies, boards and commissions, who heads each, and whom each reports to.

A row is a body, not a membership: whoever heads it has its one seat here. How many sit on a board is not said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from boards.rosters.draft import Draft
from boards.rosters.shape import Body, Sat

SOURCE = "nyc-governance"
HEADINGS = frozenset({"record_id", "name", "operational_status", "organization_type", "reports_to"})
TYPES = {
    "Advisory or Regulatory Organization": "advisory",
    "Elected Office": "office",
    "Public Benefit or Development Organization": "authority",
}
GONE = {"Dissolved", "Reorganized"}
ODD = {
    "Dissolved": "It was dissolved; since when is not said.",
    "Reorganized": "It became something else; since when is not said.",
    "Inactive": "It does not meet or work today.",
    "Verification Pending": "Whether it exists as described is being verified by the publisher.",
    "Excluded": "The publisher leaves it out of its own directory.",
}
FOUND = ("principal_officer_full_name", "principal_officer_name")


def read_table(rows: Iterable[tuple[int, Mapping[str, str]]]) -> Draft:
    """Each organisation, its head, and what stands above it."""
    draft = Draft("governance organizations", SOURCE)
    kept = list(rows)
    by_name = {cells["name"]: cells["record_id"] for _row, cells in kept}
    for row, cells in kept:
        draft.rows += 1
        draft.body(_body(row, cells, by_name))
        _remark(draft, row, cells, by_name)
        _head(draft, row, cells)
    return draft


def _body(row: int, cells: Mapping[str, str], by_name: Mapping[str, str]) -> Body:
    status, year = cells["operational_status"], cells.get("founding_year", "")
    return Body(
        cells["record_id"], cells["name"], row, cells["record_id"], body_type=TYPES.get(cells["organization_type"], "other"),
        also_known_as=_joined(cells.get("alternate_or_former_names", ""), cells.get("acronym", "")),
        purpose=cells.get("description", ""), url=cells.get("url", ""), parent=_above(cells, by_name),
        department=cells["organization_type"], established_on=date(int(year), 1, 1) if year.isdigit() else None,
        is_dissolved=status in GONE, status_said=status,
    )  # fmt: skip


def _above(cells: Mapping[str, str], by_name: Mapping[str, str]) -> str:
    above = by_name.get(cells["reports_to"], "")
    return "" if above == cells["record_id"] else above


def _joined(*names: str) -> str:
    return "; ".join(dict.fromkeys(one.strip() for each in names for one in each.split(";") if one.strip()))


def _remark(draft: Draft, row: int, cells: Mapping[str, str], by_name: Mapping[str, str]) -> None:
    key, status, above = cells["record_id"], cells["operational_status"], cells["reports_to"]
    if status in ODD:
        draft.remark(f"body_{status.casefold().replace(' ', '_')}", row, "operational_status", ODD[status], key)
    if ";" in above:
        said = f"It reports to several: {above}. None of them stands above it here."
        draft.remark("several_parents", row, "reports_to", said, key)
    elif above and above not in by_name:
        said = f"“{above}” is no body of this file: a post, or a spelling of its own."
        draft.remark("parent_not_found", row, "reports_to", said, key)
    elif above and by_name[above] == key:
        draft.remark("reports_to_itself", row, "reports_to", "It reports to itself: nothing stands above it here.", key)
    _remark_on_year(draft, row, cells.get("founding_year", ""), key)


def _remark_on_year(draft: Draft, row: int, year: str, key: str) -> None:
    if year.isdigit():
        draft.remark(
            "only_a_year", row, "founding_year", f"Only the year is said: the first day of {year} is kept.", key
        )
    elif year:
        draft.remark("only_a_year", row, "founding_year", f"“{year}” is no year: it is not known.", key)


def _head(draft: Draft, row: int, cells: Mapping[str, str]) -> None:
    """Two columns name the head, and often two people: the fuller name counts."""
    full, short = (cells.get(name, "").strip() for name in FOUND)
    key, title = cells["record_id"], cells.get("principal_officer_title", "").strip()
    if full and short and full != short:
        said = f"Two columns name its head: “{full}” and “{short}”. The first counts."
        draft.remark("two_names_of_the_head", row, FOUND[1], said, key)
    name = full or short
    if not name:
        if title:
            draft.remark("head_not_named", row, FOUND[0], f"It is headed by a “{title}”, and nobody is named.", key)
        return
    draft.person(name.casefold(), name, row, name)
    draft.sits(Sat(f"{key}/head", key, name.casefold(), seat="Head", role=title), "", row)
