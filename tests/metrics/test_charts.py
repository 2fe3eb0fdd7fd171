"""Charts: drawn exactly, told apart, and nothing in them that their specification does not hold."""

from __future__ import annotations

import base64
import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.template import engines
from hypothesis import given
from hypothesis import strategies as st

from equity_portal.appearance import contrast
from metrics.chart_words import words
from metrics.charts.bars import bars
from metrics.charts.card import Card
from metrics.charts.drawing import image, spark_svg, svg
from metrics.charts.lines import lines, signals
from metrics.charts.maps import class_of
from metrics.charts.marks import DESK, PHONE, SIZES
from metrics.charts.scales import Scale, axis
from metrics.charts.spec import (
    HIDDEN,
    NOT_COLLECTED,
    NOT_DUE,
    NUMBER,
    PENDING,
    SHARE,
    Absent,
    Area,
    Bars,
    Chart,
    Dumbbell,
    Figure,
    Limits,
    Lines,
    Map,
    Pair,
    Row,
    Series,
    Spark,
    Step,
    StepKind,
    Unit,
    Waterfall,
)
from metrics.charts.spec import (
    Path as SetPath,
)
from metrics.charts.svg import width_of
from metrics.charts.telling import described, table
from metrics.charts.waterfall import stands

ROOT = Path(__file__).resolve().parent.parent.parent
CSS = (ROOT / "static" / "charts.css").read_text()
PORTAL = (ROOT / "static" / "portal.css").read_text()
PAPER = (ROOT / "metrics" / "charts" / "paper.css").read_text()
NASTY = '</svg><script>alert("1")</script>&\x0b'
LONG = "Native Hawaiian or other Pacific Islander, alone or in combination, Zusammengehörigkeitsgefühlsuntersuchung"
finite = st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: round(value, 3))


def square(west: float, south: float, side: float = 1.0) -> tuple[tuple[float, float], ...]:
    return ((west, south), (west + side, south), (west + side, south + side), (west, south + side), (west, south))


def every(label: str = "Women") -> list[Chart]:
    """One chart of each kind, with every mark it has."""
    known, other = Figure(0.61, 0.56, 0.66, 412, 0.34), Figure(0.7, 0.65, 0.75, 388, 0.32)
    absent = [
        Row(f"{label} {kind}", Figure(absent=kind)) for kind in (Absent.HIDDEN, Absent.NOT_COLLECTED, Absent.PENDING)
    ]
    whole = Figure(0.65, 0.62, 0.68, 855)
    limits = Limits((0.5,) * 4, (0.4,) * 4, (0.65,) * 4)
    path = SetPath.level(0.66, 4, label)
    figures = (known, HIDDEN, other, NOT_DUE)
    five = tuple(Series(f"{label} {at}", (known, NOT_COLLECTED, other, PENDING)) for at in range(5))
    start, end = StepKind.START, StepKind.END
    steps = (Step(label, Figure(2000), start), Step("+", Figure(7)), Step("-", Figure(-9)), Step("0", Figure(0)))
    broken = (Step("?", PENDING), Step("s", Figure(2010), StepKind.SUBTOTAL), Step(label, Figure(1990), end))
    districts = [Area(f"{label} {at}", ((square(at, 45),),), Figure(at / 10)) for at in range(5)]
    gone = [Area("h", ((square(5, 45),),), HIDDEN), Area("u", ((square(6, 45),),), NOT_COLLECTED)]
    return [
        Bars(
            label,
            SHARE,
            (Row(label, known, 0.7), Row("Men", other), Row("None", Figure(0, 0, 0.06, 60)), *absent),
            whole,
        ),
        Lines(label, SHARE, ("1", "2", "3", label), (Series(label, figures),), path, path, path, path, limits),
        Lines(label, SHARE, ("1", "2", "3", "4"), five, from_zero=False),
        Dumbbell(
            label, SHARE, label, "b", (Pair(label, known, other), Pair("x", HIDDEN, HIDDEN), Pair("y", PENDING, known))
        ),
        Map(label, SHARE, (*districts, *gone), (0.1, 0.2, 0.3, 0.4)),
        Waterfall(label, NUMBER, (*steps, *broken)),
        Waterfall(label, NUMBER, steps, from_zero=False),
    ]


def drawings(spec: Chart) -> list[ElementTree.Element]:
    return [ElementTree.fromstring(svg(spec, words(), size, "k")) for size in SIZES]


def classes(element: ElementTree.Element) -> set[str]:
    return {name for one in element.iter() for name in one.get("class", "").split()}


@given(low=finite, span=st.floats(1e-3, 1e6), start=finite, length=st.floats(1, 1e4))
def test_a_scale_is_exact_at_its_ends(low, span, start, length):
    scale = Scale(low, low + span, start, start + length)
    assert (scale(scale.low), scale(scale.high)) == (scale.start, scale.end)


@given(values=st.lists(finite, min_size=1, max_size=9), zero=st.booleans(), factor=st.sampled_from([1, 100, 0.01]))
def test_an_axis_holds_every_value_between_round_ends(values, zero, factor):
    found = axis(values, Unit(factor), zero)
    assert found.low <= min(values)
    assert found.high >= max(values)
    assert found.low == found.ticks[0] or found.low == pytest.approx(min(values))
    assert 2 <= len(found.ticks) <= 7
    assert not zero or found.low <= 0 <= found.high
    shown = [round(tick * factor, found.digits) for tick in found.ticks]
    assert shown == sorted(set(shown)), "ticks are told apart by their digits"


def test_hidden_not_collected_pending_and_zero_are_four_things():
    spec = Bars("t", SHARE, (Row("h", HIDDEN), Row("c", NOT_COLLECTED), Row("p", PENDING), Row("z", Figure(0, n=9))))
    for drawn in drawings(spec):
        marks = [one for one in drawn if one.find("title") is not None]
        told = [one.find("title").text for one in marks]
        assert told == ["h: hidden", "c: not collected", "p: pending", "z: 0\u00a0% · n\u00a09"]
        shapes = [[(part.tag, part.get("class")) for part in one][1:] for one in marks]
        assert len({str(shape) for shape in shapes}) == 4
        boxes = {(box.get("width"), box.get("height")) for one in marks for box in one.findall("rect")}
        assert boxes == {("24", "12")}, "marks without a number have one size"
    values = [row[1] for row in table(spec, words()).rows]
    assert values == ["hidden", "not collected", "pending", "0\u00a0%"]


@pytest.mark.parametrize("kind", [Absent.HIDDEN, Absent.NOT_COLLECTED, Absent.PENDING])
def test_a_figure_that_is_not_told_can_hold_no_number(kind):
    for secret in ({"value": 0.07}, {"low": 0.01, "high": 0.2}):
        with pytest.raises(ValueError, match="value"):
            Figure(absent=kind, **secret)
    with pytest.raises(ValueError, match="share"):
        Figure(absent=Absent.HIDDEN, share=0.01)
    for nothing in ({}, {"value": float("nan")}, {"value": float("inf")}, {"value": 1, "low": 0}):
        with pytest.raises(ValueError):
            Figure(**nothing)


@given(others=st.lists(st.floats(0, 1), min_size=2, max_size=2))
def test_the_mark_of_a_hidden_group_is_the_same_whatever_else_is_drawn(others):
    first, last = others
    spec = Bars("t", SHARE, (Row("a", Figure(first)), Row("secret", HIDDEN), Row("b", Figure(last))))
    plain = Bars("t", SHARE, (Row("a", Figure(0.5)), Row("secret", HIDDEN), Row("b", Figure(0.5))))
    [mark], [same] = (re.findall(r"<g><title>secret:.*?</g>", bars(one, words(), PHONE).body) for one in (spec, plain))
    assert mark == same
    assert "secret: Value hidden, n hidden." in described(spec, words())


def test_words_stay_words_in_every_kind_and_no_style_or_script_is_written():
    for spec in every(NASTY):
        for drawn in drawings(spec):
            assert drawn.find("title").text == NASTY.rstrip("\x0b")
            names = {one.tag for one in drawn.iter()}
            assert names <= {
                "svg",
                "title",
                "desc",
                "g",
                "text",
                "line",
                "rect",
                "circle",
                "path",
                "polyline",
                "defs",
                "pattern",
            }
            told = {name for one in drawn.iter() for name in one.attrib}
            assert "style" not in told
            assert not [name for name in told if name.startswith("on") or "href" in name]
            assert drawn.get("role") == "img"
            ids = [one.get("id") for one in drawn.iter() if one.get("id")]
            assert {drawn.get("aria-labelledby"), drawn.get("aria-describedby")} <= set(ids)
    ElementTree.fromstring(spark_svg(Spark(NASTY, SHARE, (Figure(0.1), HIDDEN, Figure(0.2))), words()))
    with pytest.raises(ValueError, match="key"):
        svg(every()[0], words(), PHONE, 'k" onload="x')


def test_a_line_is_never_drawn_over_a_gap():
    known = [Figure(0.1), Figure(0.2), HIDDEN, Figure(0.4), NOT_COLLECTED, Figure(0.6), Figure(0.7), Figure(0.8)]
    spec = Lines("t", SHARE, tuple("abcdefgh"), (Series("s", tuple(known)),))
    [whole] = [Lines("t", SHARE, tuple("abcdefgh"), (Series("s", (Figure(0.8),) * 8),))]

    def joined(one: Lines) -> list[list[float]]:
        found = re.findall(r'<polyline points="([^"]*)" class="chart-line', lines(one, words(), DESK).body)
        return [[float(point.split(",")[0]) for point in points.split()] for points in found]

    [all_eight] = joined(whole)
    assert joined(spec) == [all_eight[:2], all_eight[5:]]
    assert spark_svg(Spark("t", SHARE, tuple(known)), words()).count("<polyline") == 2
    assert "1 is hidden to protect people. 1 was not collected." in described(spec, words())


def test_a_line_says_where_its_axis_begins_if_not_at_zero():
    series = (Series("s", (Figure(0.61), Figure(0.64))),)
    assert "not at zero" not in lines(Lines("t", SHARE, ("a", "b"), series), words(), PHONE).body
    assert "begins at 61" in lines(Lines("t", SHARE, ("a", "b"), series, from_zero=False), words(), PHONE).body


def test_only_what_lies_outside_its_limits_is_a_signal():
    figures = tuple(Figure(value) for value in (0.2, 0.5, 0.50001, 0.19999))
    spec = Lines("t", SHARE, tuple("abcd"), (Series("s", figures),), limits=Limits((0.3,) * 4, (0.2,) * 4, (0.5,) * 4))
    assert [signals(spec, one, at) for at, one in enumerate(figures)] == [False, False, True, True]


def test_a_sum_that_its_lines_do_not_give_is_marked_with_what_is_missing():
    start, end = Step("Start", Figure(2000), StepKind.START), Step("End", Figure(2010), StepKind.END)
    right = Waterfall("t", NUMBER, (start, Step("a", Figure(30)), Step("b", Figure(-20)), end))
    wrong = Waterfall("t", NUMBER, (start, Step("a", Figure(36)), Step("b", Figure(-20)), end))
    unknown = Waterfall("t", NUMBER, (start, Step("a", Figure(36)), Step("b", PENDING), end))
    assert [one.off for one in stands(right)] == [None] * 4
    assert [one.off for one in stands(wrong)] == [None, None, None, -6]
    assert [one.off for one in stands(unknown)] == [None] * 4, "nothing is said of what nobody can add up"
    assert "does not add up: \u22126" in described(wrong, words())
    assert [("chart-off" in classes(drawn)) for one in (right, wrong) for drawn in drawings(one)] == [False] * 2 + [
        True
    ] * 2


def test_a_map_puts_a_break_into_the_class_it_begins_and_does_not_tear_at_the_date_line():
    assert [class_of(value, (0.1, 0.2)) for value in (0.0, 0.1, 0.19, 0.2, 9)] == [0, 1, 1, 2, 2]
    spec = Map(
        "t", SHARE, (Area("w", ((square(178, 51),),), HIDDEN), Area("e", ((square(-180, 51),),), Figure(0.3))), (0.2,)
    )
    for drawn in drawings(spec):
        west, east = ([float(x) for x in re.findall(r"[ML]([\d.]+) ", one.get("d"))] for one in drawn.findall("g/path"))
        assert max(west) < min(east)
        assert max(east) - min(west) == pytest.approx(3 * (max(west) - min(west)), rel=0.01)
        hidden = drawn.find("g/path").get("fill")
        assert hidden == f"url(#{drawn.find('defs/pattern').get('id')})"
        assert "chart-c5" not in drawn.find("g/path").get("class")


def test_every_word_stays_inside_the_drawing_on_a_phone_and_on_a_desk():
    for spec in [*every(), *every(LONG)]:
        for size, drawn in zip(SIZES, drawings(spec), strict=True):
            height = float(drawn.get("viewBox").split()[3])
            for one in drawn.iter("text"):
                wide, x = width_of(one.text, 12), float(one.get("x"))
                left = x - wide * {"end": 1, "middle": 0.5}.get(one.get("text-anchor"), 0)
                assert left >= -1, one.text
                assert left + wide <= size.width + 1, one.text
                assert 0 < float(one.get("y")) <= height


def test_the_same_chart_is_the_same_bytes_in_every_process():
    program = (
        "import django, hashlib; django.setup()\n"
        "from tests.metrics.test_charts import every, svg, words, PHONE, image\n"
        "w = words(); made = ''.join(svg(s, w, PHONE, 'k') + image(s, w).address for s in every())\n"
        "print(hashlib.sha256(made.encode()).hexdigest())"
    )
    seen = set()
    for seed in ("1", "2"):
        surroundings = {**os.environ, "DJANGO_SETTINGS_MODULE": "equity_portal.settings", "PYTHONHASHSEED": seed}
        ran = subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, env=surroundings, capture_output=True, text=True
        )
        assert ran.returncode == 0, ran.stderr
        seen.add(ran.stdout)
    assert len(seen) == 1


def test_every_mark_has_its_colours_on_the_page_and_on_paper():
    used = set().union(*(classes(drawn) for label in ("a", LONG) for spec in every(label) for drawn in drawings(spec)))
    used -= {"chart", "chart-text", "chart-phone", "chart-desk"}
    for css in (CSS, PAPER):
        assert sorted(name for name in used if not re.search(rf"\.{name}\b[^-]", css)) == []


def colours(css: str, dark: bool) -> dict[str, tuple[int, int, int]]:
    day, night = css.split("prefers-color-scheme: dark", 1)
    text = night.split("}\n}")[0] if dark else day
    found = re.findall(r"--([\w-]+): #(\w{6})", text)
    return {name: (int(code[:2], 16), int(code[2:4], 16), int(code[4:], 16)) for name, code in found}


@pytest.mark.parametrize("dark", [False, True])
def test_marks_and_words_can_be_seen_by_day_and_by_night(dark):
    found = colours(PORTAL, False) | colours(CSS, False)
    found |= (colours(PORTAL, True) | colours(CSS, True)) if dark else {}
    marks = ["chart-bar", "quiet", "bad-edge", *(f"chart-s{at}" for at in range(1, 6))]
    assert [name for name in marks if contrast(found[name], found["page"]) < 3] == []
    assert contrast(found["text"], found["chart-bar"]) >= 3, "a whisker lies on a bar"
    assert [name for name in ("text", "quiet") if contrast(found[name], found["page"]) < 4.5] == []
    assert [at for at in range(1, 6) if contrast(found[f"chart-t{at}"], found[f"chart-c{at}"]) < 4.5] == []


def test_a_card_shows_chart_and_table_of_one_specification_and_no_identifier_twice():
    spec = every()[0]
    cards = [Card(key, NASTY, spec, "One sentence.", n=1204, unknown_share=0.03, csv="/x.csv") for key in ("a", "b")]
    source = "{% load charts %}{% for card in cards %}{% chart_card card %}{% endfor %}"
    page = engines["django"].from_string(source).render({"cards": cards})
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=", page)
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'(?:for|aria-labelledby|aria-describedby)="([^"]+)"', page)) <= set(ids)
    cells = re.findall(r'<t[dh][^>]*(?:data-label|scope="row")[^>]*>([^<]*)<', page)
    assert cells == [cell for row in table(spec, words()).rows for cell in row] * 2
    assert "unknown: 3\u00a0%" in page
    assert "n 1,204" in page


def test_a_chart_on_paper_carries_its_colours_and_fetches_nothing():
    for spec in every():
        made = image(spec, words())
        drawn = ElementTree.fromstring(base64.b64decode(made.address.split(",")[1]))
        assert drawn[0].tag == "{http://www.w3.org/2000/svg}style"
        assert drawn[0].text == PAPER
        assert not re.search(r"url\((?!#)|@import", ElementTree.tostring(drawn, encoding="unicode"))
        assert made.alternative.startswith("Women. ")
