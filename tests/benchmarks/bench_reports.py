"""Rendering of reports against bare WeasyPrint on the same page; how it grows with pages; two workers; memory.

Each rendering is a process of its own: what one leaves loaded helps no other, and its memory is its own. Seconds are those of the
processor, which does not count what else the machine does; two workers are timed by the clock.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from metrics.charts.spec import Bars, Figure, Row, Unit
from raci.models import Text
from raci.records import canonical, digest
from reports import editions
from reports.blocks import chart, prose, say, sentence, table
from reports.models import Edition
from reports.pictures import frozen

pytestmark = [pytest.mark.django_db, pytest.mark.portland]
MOMENT = datetime(2026, 10, 5, 9, 30, tzinfo=UTC)
AGAINST_BARE = 1.3
AT_300_AGAINST_30 = 1.3
TWO_WORKERS = 1.5
RUNS = 2  # the least of them: what else the machine does only adds


def page_of(parts: int) -> str:
    """A report with so many parts, about a page and a half each: words, a picture with its table, and a longer table."""
    sections = [
        {
            "code": f"part-{at}",
            "title": f"Part {at}",
            "blocks": _blocks(at),
            "words": {"en": "What lies behind it. " * 40},
        }
        for at in range(parts)
    ]
    told: dict[str, Any] = {
        "title": "A long report", "kind": "mayor", "subject": None, "basis": {}, "begins_on": "2026-07-01",
        "ends_on": "2026-09-30", "wanted": "information", "asked": "", "corrects": "", "taken_at": "2026-10-01",
        "sections": sections,
    }  # fmt: skip
    content = canonical(told)
    text = Text(number=1, content=content, sha256=digest(content))
    return editions.page_of(
        Edition(number=1, text=text, language="en", asked_at=MOMENT, ledger_position=1, ledger_hash="5e" * 32)
    )


def _blocks(at: int) -> list[dict[str, Any]]:
    rows = tuple(Row(f"Group {one}", Figure(0.1 * one + 0.01 * (at % 7))) for one in range(1, 7))
    source = say("Source: made up.")
    figures = [[row.label, f"{row.figure.value:.2f}", "1,204", "63 % to 71 %"] for row in rows]
    long = [
        [f"Unit {one}", f"Action {one} of part {at}", "1 Jun 2027", "on track", f"{one * 1000:,}"] for one in range(14)
    ]
    return [
        sentence("Each part stands for many."),
        chart("A picture", frozen(Bars("", Unit(100, after="\u00a0%"), rows)), source=source),
        table("Its figures", ("Group", "Value", "n", "Interval"), figures, source=source, numbers=(1, 2)),
        prose("Words of people.\n\nIn two paragraphs."),
        table("Actions", ("Unit", "Action", "Due", "Stands", "Money"), long, source=source, numbers=(4,)),
    ]


def started(how: str, page: Path, times: int = 1) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.benchmarks.rendering", how, str(page), str(times)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def measured(how: str, page: Path, times: int = 1) -> dict[str, float]:
    """What one process took."""
    output, _errors = started(how, page, times).communicate()
    found: dict[str, float] = json.loads(output.splitlines()[-1])
    return found


def least(how: str, page: Path, runs: int = RUNS) -> dict[str, float]:
    """The quickest of some runs."""
    return min((measured(how, page) for _each in range(runs)), key=lambda one: one["seconds"])


@pytest.fixture
def pages(tmp_path: Path) -> dict[str, Path]:
    """Reports of about 30, 100 and 300 pages, and a short one."""
    made = {}
    for name, parts in (("10", 7), ("30", 20), ("100", 68), ("300", 203)):
        made[name] = tmp_path / f"{name}.html"
        made[name].write_text(page_of(parts), encoding="utf-8")
    return made


def test_hundred_pages_against_bare_weasyprint(pages: dict[str, Path]) -> None:
    pairs = [(measured("bare", pages["100"]), measured("ours", pages["100"])) for _each in range(RUNS)]
    alone = min((one for one, _other in pairs), key=lambda one: one["seconds"])
    with_tags = min((other for _one, other in pairs), key=lambda one: one["seconds"])
    ratio = with_tags["seconds"] / alone["seconds"]
    print(
        f"\n{with_tags['pages']} pages: bare {alone['seconds']:.1f} s, {alone['megabytes']:.0f} MB; ours "
        f"{with_tags['seconds']:.1f} s, {with_tags['megabytes']:.0f} MB; ratio {ratio:.2f} (at most {AGAINST_BARE})"
    )
    assert with_tags["pages"] >= 95
    assert ratio <= AGAINST_BARE


def test_time_per_page_stays_what_it_is(pages: dict[str, Path]) -> None:
    short, long = least("ours", pages["30"]), least("ours", pages["300"], 1)
    each = [one["seconds"] / one["pages"] for one in (short, long)]
    print(
        f"\n{short['pages']} pages: {each[0] * 1000:.0f} ms a page, {short['megabytes']:.0f} MB; {long['pages']} pages: "
        f"{each[1] * 1000:.0f} ms a page, {long['megabytes']:.0f} MB; ratio {each[1] / each[0]:.2f} (at most {AT_300_AGAINST_30})"
    )
    assert long["pages"] >= 280
    assert each[1] / each[0] <= AT_300_AGAINST_30


def test_two_workers_against_one(pages: dict[str, Path]) -> None:
    def took(workers: int) -> float:
        begun = time.perf_counter()
        running = [started("ours", pages["10"], 8 // workers) for _each in range(workers)]
        for one in running:
            one.communicate()
            assert one.returncode == 0
        return time.perf_counter() - begun

    alone, together = min(took(1) for _each in range(RUNS)), min(took(2) for _each in range(RUNS))
    print(
        f"\n8 reports: one worker {alone:.1f} s, two {together:.1f} s: {alone / together:.2f} times (at least {TWO_WORKERS})"
    )
    assert alone / together >= TWO_WORKERS
