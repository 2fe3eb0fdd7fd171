"""What of a table has to be hidden to protect people, and what a reader could still work out. Needs no database."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from metrics.calculators.tables import Unreadable
from metrics.suppression import plain
from metrics.suppression.audit import Audit
from metrics.suppression.cells import with_margins
from metrics.suppression.programme import Unsolved
from metrics.suppression.reading import read_cells
from metrics.suppression.released import NotSafe, released
from metrics.suppression.releases import GROUP_THRESHOLD, THRESHOLD, Release, Rule
from metrics.suppression.suppressor import suppress

REFUSED, WRONG = 1, 2  # exit codes: the release or the file, the command line


@dataclass(frozen=True)
class Asked:
    """What the command line says."""

    path: Path
    rule: Rule
    ways: int | None
    total: str
    earlier: tuple[Path, ...]


class Command(BaseCommand):
    """Hides by `metrics.suppression.suppressor`, or judges what the file says is hidden; the gate is the same."""

    help = (
        "Choose which counts of a table to hide so that no small one can be worked out, and say between which limits each "
        "hidden one stays. TABLE.csv has a column for each dimension (race, area, a district that follows from it), n, and "
        "optionally k (how many of the n have the outcome); every total over the dimensions is computed and printed too. A "
        "row with n = 0 may be hidden; a combination without a row is taken as known to be empty. Rows with Total in a "
        "dimension are checked against their cells. With a column “hidden” (yes or no; “hidden_k” for k alone) nothing is "
        "chosen: that choice is judged, and a number that two tables print is hidden in both. The answer holds true counts "
        "and is for whoever decides; “released” is what readers may have, null being the mark, and is null itself where the "
        "release is refused. Exit code 0: it may be released; 1: it, or the file, is refused; 2: the command line was wrong. "
        "Needs no database."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The table, the rule, and what is live already."""
        parser.add_argument("table", type=Path, metavar="TABLE.csv", help="dimensions, n, and optionally k")
        parser.add_argument("--json", action="store_true", help="for programs: everything, as one JSON object")
        parser.add_argument("--threshold", type=int, default=THRESHOLD, help="people; 11 unless raised (10 at least)")
        parser.add_argument(
            "--group-threshold", type=int, default=None, metavar="PEOPLE",
            help="below it, an outcome that nobody or everybody of a group has is hidden; 30 unless changed",
        )  # fmt: skip
        parser.add_argument("--ways", type=int, default=None, help="cross at most so many dimensions; all unless given")
        parser.add_argument("--total", default=plain.TOTAL, help="how the file writes a total; Total unless given")
        parser.add_argument(
            "--earlier", type=Path, action="append", default=[], metavar="ANSWER.json",
            help="an earlier live release of the same people: what this command answered then with --json",
        )  # fmt: skip

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Read, choose, judge, say."""
        asked = _asked(options)
        try:
            release, verdict, told = _judged(asked)
        except Unreadable as wrong:
            raise CommandError(str(wrong), returncode=REFUSED) from wrong
        except (ValueError, Unsolved) as wrong:
            raise CommandError(f"{asked.path.name}: {wrong}", returncode=REFUSED) from wrong
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
        else:
            for line in _lines(release, verdict, asked.total):
                self.stdout.write(line)
        if not verdict.passes:
            raise CommandError(str(verdict), returncode=REFUSED)


def _asked(options: dict[str, Any]) -> Asked:
    threshold, group = options["threshold"], options["group_threshold"]
    try:
        rule = Rule(threshold, max(GROUP_THRESHOLD, threshold) if group is None else group)
    except ValueError as wrong:
        raise CommandError(str(wrong), returncode=WRONG) from wrong
    if options["ways"] is not None and options["ways"] < 1:
        raise CommandError("--ways is at least 1.", returncode=WRONG)
    return Asked(options["table"], rule, options["ways"], options["total"], tuple(options["earlier"]))


def _judged(asked: Asked) -> tuple[Release, Audit, dict[str, Any]]:
    file = read_cells(asked.path, asked.total)
    earlier = [_earlier(path) for path in asked.earlier]
    release = Release(
        asked.path.stem, file.cells, with_margins(file.cells.dimensions, asked.ways),
        tuple(one.name for one in file.cells.outcomes), asked.rule, file.hidden or frozenset(),
    )  # fmt: skip
    release = suppress(release, earlier) if file.hidden is None else release.under_every_name()
    try:
        found, verdict = released(release, earlier)
    except NotSafe as unsafe:
        return release, unsafe.verdict, _told(release, unsafe.verdict, None, asked)
    return release, verdict, _told(release, verdict, plain.released_as_plain(found, asked.total), asked)


def _earlier(path: Path) -> Release:
    try:
        return plain.from_plain(json.loads(path.read_bytes())["release"])
    except OSError as error:
        raise Unreadable(f"{path}: it cannot be read: {error.strerror or error}.") from error
    except (ValueError, KeyError, TypeError) as wrong:
        raise Unreadable(f"{path.name}: it is not an answer of this command with --json ({wrong}).") from wrong


def _told(release: Release, verdict: Audit, found: dict[str, Any] | None, asked: Asked) -> dict[str, Any]:
    return {
        "dimensions": list(release.cells.dimensions),
        "outcomes": list(release.outcomes),
        "threshold": release.rule.threshold,
        "group_threshold": release.rule.group_threshold,
        "tables": [list(one) for one in release.groupings],
        "hidden": plain.hidden_as_plain(release, asked.total),
        **plain.audit_as_plain(verdict, asked.total),
        "released": found,
        "release": plain.as_plain(release),
    }


def _lines(release: Release, verdict: Audit, total: str) -> list[str]:
    """For people at a terminal: what is hidden, and how much of it can be worked out."""
    printed = len(release.rows()) * (1 + len(release.outcomes))
    hidden = plain.hidden_as_plain(release, total)
    lines = [f"{len(hidden)} of {printed} numbers are hidden."]
    for one in plain.intervals_as_plain(verdict.intervals, total):
        if "finest" not in one["cell"]:
            cell = ", ".join(f"{name} {level}" for name, level in one["cell"].items())
            most = "without limit" if one["high"] is None else f"to {one['high']}"
            lines.append(f"{cell}: {one['measure']} is {one['value']}; a reader can tell {one['low']} {most}")
    return lines
