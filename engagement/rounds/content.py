"""What a decision about a feedback round is about: what was asked of whom, themes with quotes, and how sure the coding is.

What computes is imported where it is asked: nothing of the portal's start imports it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagement.models import Coding, FeedbackRound, FeedbackTheme
from engagement.rounds.agreement import agreement
from engagement.surveys.telling import tables_of
from raci.models import Record
from raci.records import Content, Difference
from raci.refusals import Problem

CODERS = 2


def url(record: Record) -> str:
    """Its page."""
    return reverse("engagement:round-detail", args=[record.pk])


def content(record: Record) -> Content:
    """The round as plain values (7 queries). Counts stand in it as readers may have them: small ones are hidden here already."""
    row = FeedbackRound.objects.get(record=record)
    themes = list(row.themes.prefetch_related("quotes"))
    coded = coding_of(row, [theme.pk for theme in themes])
    tables = tables_of(row)
    return {
        "title": row.title,
        "asked": row.asked,
        "begins_on": row.begins_on.isoformat() if row.begins_on else "",
        "ends_on": row.ends_on.isoformat() if row.ends_on else "",
        "heard": _heard(row),
        "themes": [_theme(theme, coded.counts.get(theme.pk)) for theme in themes],
        "coding": {name: value for name, value in asdict(coded).items() if name != "counts"},
        **({"tables": tables} if tables else {}),
    }


def _heard(row: FeedbackRound) -> dict[str, Any]:
    from engagement.masking import masked_counts

    groups = list(row.heard.all())
    counts, total = masked_counts([(one.title, one.answered) for one in groups])
    lines = [
        {
            "id": one.pk,
            "title": one.title,
            "way": one.way,
            "asked": None if shown is None else one.asked,
            "answered": shown,
        }
        for one, shown in zip(groups, counts, strict=True)
    ]
    return {"groups": lines, "answered": total}


def _theme(theme: FeedbackTheme, count: int | None) -> dict[str, Any]:
    quotes = [{"id": one.pk, "words": one.words} for one in theme.quotes.all()]
    return {"id": theme.pk, "title": theme.title, "words": theme.words, "answers": count, "quotes": quotes}


# ---- the coding


@dataclass(frozen=True)
class Coded:
    """What two people's coding says, as readers may have it. None: hidden, or not defined.

    `same`: in so many of 100 answers both chose the same theme; `kappa` with two decimals, as text; `counts`: by theme how
    many answers both put under it.
    """

    coders: int
    answers: int | None
    same: int | None
    kappa: str | None
    is_defined: bool
    counts: dict[int, int | None]


def coding_of(row: FeedbackRound, themes: list[int]) -> Coded:
    """The two who coded most answers; whoever coded besides is not counted (1 query)."""
    by: dict[int, dict[int, int | None]] = {}
    for coder, answer, theme in Coding.objects.filter(round=row).values_list("coder", "answer", "theme"):
        by.setdefault(coder, {})[answer] = theme
    two = sorted(by, key=lambda coder: (-len(by[coder]), coder))[:CODERS]
    if len(two) < CODERS:
        return Coded(len(two), None, None, None, is_defined=False, counts={})
    first, second = (by[coder] for coder in two)
    pairs = [(first[answer], second[answer]) for answer in sorted(first.keys() & second.keys())]
    return _told(pairs, themes)


def _told(pairs: list[tuple[int | None, int | None]], themes: list[int]) -> Coded:
    """Themes and agreement are one release: how often both agreed would tell a hidden theme by what is left."""
    from engagement.masking import masked
    from metrics.suppression.cells import Cells

    found = agreement(pairs)
    if not pairs:
        return Coded(CODERS, 0, None, None, is_defined=False, counts={})
    counted = {theme: sum(one == other == theme for one, other in pairs) for theme in themes}
    levels = [(str(theme), "same") for theme in themes] + [("", "same"), ("", "apart")]
    none = sum(one is None and other is None for one, other in pairs)
    cells = Cells(("theme", "coding"), tuple(levels), (*counted.values(), none, found.answers - found.same))
    by_theme, by_coding, total = masked(cells, (("theme", "coding"), ("coding",), ())).tables
    shown = {cell.key: cell.n for cell in by_theme.cells}
    same = {cell.key[1]: cell.n for cell in by_coding.cells}["same"]
    is_told = same is not None and found.kappa is not None
    return Coded(
        CODERS,
        total.cells[0].n,
        None if same is None else round(100 * same / found.answers),
        f"{float(found.kappa):.2f}" if is_told and found.kappa is not None else None,
        is_defined=found.kappa is not None,
        counts={theme: shown[str(theme), "same"] for theme in themes},
    )


# ---- what it lacks, and what changed


def problems(record: Record) -> list[Problem]:
    """What it still lacks before others are asked about it."""
    return problems_of(content(record), record.pk)


def problems_of(said: Content, record: int) -> list[Problem]:
    """What this content still lacks, each with the address that mends it."""
    page = reverse("engagement:round-detail", args=[record])
    found = []
    if not said["asked"].strip():
        edit = reverse("engagement:round-edit", args=[record])
        found.append(Problem(_("It does not say what was asked."), field="asked", url=edit))
    if not said["heard"]["groups"]:
        found.append(Problem(_("It does not say who was asked."), field="heard", url=f"{page}#heard"))
    if not said["themes"]:
        found.append(Problem(_("It does not say what was said: add a theme."), field="themes", url=f"{page}#themes"))
    return found


def differences(old: Content, new: Content) -> list[Difference]:
    """What changed from one text to another, in the order a reader meets it."""
    before, after = dict(_lines(old)), dict(_lines(new))
    return [
        Difference(label, before.get(label, ""), after.get(label, ""))
        for label in {**before, **after}
        if before.get(label, "") != after.get(label, "")
    ]


def _lines(said: Content) -> Iterator[tuple[str, str]]:
    yield _("title"), said["title"]
    yield _("what was asked"), said["asked"]
    yield _("from"), said["begins_on"]
    yield _("until"), said["ends_on"]
    for number, one in enumerate(said["heard"]["groups"], 1):
        yield _("Group %(number)s") % {"number": number}, f"{one['title']}: {shown(one['answered'])}"
    for number, one in enumerate(said["themes"], 1):
        quotes = "\n".join(quote["words"] for quote in one["quotes"])
        words = "\n".join(part for part in (one["title"], one["words"], shown(one["answers"]), quotes) if part)
        yield _("Theme %(number)s") % {"number": number}, words
    yield _("Cohen’s kappa"), said["coding"]["kappa"] or ""
    for number, one in enumerate(said.get("tables", ()), 1):
        lines = [" ".join(map(shown, line["counts"])) for line in one["lines"]]
        yield _("Table %(number)s") % {"number": number}, "\n".join([f"{one['rows']} × {one['columns']}", *lines])


def shown(count: int | None) -> str:
    """A count, or the one mark."""
    return "–" if count is None else str(count)


def facts(said: Content) -> list[str]:
    """Lines for the decider's checks."""
    groups, themes = len(said["heard"]["groups"]), len(said["themes"])
    lines = [ngettext("%(n)s group was asked", "%(n)s groups were asked", groups) % {"n": groups}]
    lines.append(ngettext("%(n)s theme", "%(n)s themes", themes) % {"n": themes})
    if said["coding"]["coders"] < CODERS:
        lines.append(_("The answers were not coded by two people."))
    return lines
