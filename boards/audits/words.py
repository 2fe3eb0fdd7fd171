"""The words of an audit's figures, in neutral language: below or above the benchmark, and never how many there should be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from boards.audits.tables import PEOPLE, SEATS, Table
from boards.models import AuditAdvice, AuditTally
from raci.drawing import day
from raci.records import Content

NOT_DEFINED = "—"
MINUS = "\u2212"
ABOUT = dict(AuditAdvice.About.choices)
HEADS = (
    gettext_lazy("Members"), gettext_lazy("Share of those known"), gettext_lazy("Share of residents"),
    gettext_lazy("Difference in points"), gettext_lazy("Ratio"), gettext_lazy("95 % interval"), gettext_lazy("Of all members"),
    gettext_lazy("Probability"), gettext_lazy("Read as"), gettext_lazy("Earlier"),
)  # fmt: skip
HEADS_OF_FILE = (
    "members", "known", "not_known", "of_all", "share", "benchmark", "expected", "ratio", "difference", "interval_low",
    "interval_high", "bound_low", "bound_high", "p_exact", "p_adjusted", "test", "verdict",
)  # fmt: skip
SAID = {
    "below": gettext_lazy("below the benchmark by more than chance explains"),
    "above": gettext_lazy("above the benchmark by more than chance explains"),
    "near": gettext_lazy("no difference that chance would not explain at this number"),
    "none": gettext_lazy("no verdict"),
}
WHY = {
    "no_benchmark": gettext_lazy("no verdict: the table of residents has no such group"),
    "few_answers": gettext_lazy("no verdict: too few answers"),
}
REASONS = {
    "few_answers": gettext_lazy("too few people answered"),
    "low_response": gettext_lazy("too small a part of the members answered"),
    "small_groups": gettext_lazy("a group has fewer than %(threshold)s people, or none"),
    "few_changed": gettext_lazy(
        "fewer than %(threshold)s people came or went since an earlier audit, and the difference of the two would be theirs"
    ),
    "answers_changed": gettext_lazy("more answers changed since an earlier audit than members; what it would tell is not known"),
    "told_apart": gettext_lazy("beside what was told before it would tell who a few people are"),
    "too_many": gettext_lazy("there are too many earlier counts and kinds of bodies to judge in time what it would tell"),
}  # fmt: skip


def percent(text: str | None, digits: int = 1) -> str:
    """A frozen share."""
    return NOT_DEFINED if text is None else f"{_number(float(text) * 100, digits)}\u00a0%"


def _number(number: float, digits: int) -> str:
    return number_format(
        round(number, digits), digits, use_l10n=True, force_grouping=True
    )  # which cuts off, and rounds not


def _count(number: int) -> str:
    return _number(number, 0)


def answered(table: Table) -> str:
    """How many answered."""
    if table.unknown is None:
        said = _(
            "%(members)s people served. How many answered is not told: beside an earlier audit it would tell of a few."
        )
        return said % {"members": _count(table.members)}
    values = {"known": _count(table.known), "members": _count(table.members), "unknown": _count(table.unknown)}
    said = _("%(known)s of %(members)s people answered (%(share)s); %(unknown)s are not known.")
    return said % {**values, "share": percent(str(table.response))}


def counted_by(tally: Content) -> str:
    """How, when and by whom."""
    words = AuditTally.Origin(tally["origin"]).label
    told = [str(words), tally["source"], tally["taken_as"], day(date.fromisoformat(tally["taken_on"]))]
    return " · ".join(part for part in told if part)


def against(benchmark: Content) -> str:
    """Who lives there: source, year, universe."""
    told = (str(benchmark[key]) for key in ("title", "source", "year", "universe") if benchmark.get(key))
    return " · ".join(told)


def withheld(name: str, code: str, threshold: int) -> str:
    """What is not told, and why."""
    grouping = name.partition("=")[0]
    what = {
        PEOPLE: _("Not every group is told"),
        SEATS: _("Seats are not told beside people"),
        "type": _("Kinds of bodies are not told apart"),
        "budget": _("Budgets of bodies are not told apart"),
    }[grouping]
    return _("%(what)s: %(why)s.") % {"what": what, "why": str(REASONS[code]) % {"threshold": threshold}}


def masked(threshold: int) -> str:
    """What being counted together means."""
    said = _("Groups of fewer than %(threshold)s people, none among them, are counted together with others.")
    return said % {"threshold": threshold}


# ---- one figure


def verdict(one: Content) -> str:
    """In neutral words, or why there is none."""
    return str(WHY.get(one["why"], SAID[one["verdict"]]))


def sentence(group: str, one: Content, table: Table | None) -> str:
    """A figure in a sentence."""
    assert table is not None
    low, high = one["interval"]
    values = {
        "group": group, "n": _count(one["n"]), "known": _count(table.known), "share": percent(one["share"]),
        "low": percent(low), "high": percent(high),
    }  # fmt: skip
    said = [_("%(group)s: %(n)s of %(known)s known, %(share)s (95 %% interval %(low)s to %(high)s)") % values]
    if one["benchmark"] is not None:
        values = {"benchmark": percent(one["benchmark"]), "points": points(one), "ratio": ratio(one)}
        said.append(_("%(benchmark)s of the residents; difference %(points)s points, ratio %(ratio)s") % values)
    said.append(verdict(one))
    if one["bounds"]:
        least, most = (percent(end) for end in one["bounds"])
        said.append(
            _("of all members, with those who did not say, between %(least)s and %(most)s")
            % {"least": least, "most": most}
        )
    return "; ".join(said) + "."


def points(one: Content) -> str:
    """A difference in points, with its sign."""
    if one["difference"] is None:
        return NOT_DEFINED
    number = float(one["difference"]) * 100
    sign = "+" if number > 0 else MINUS if number < 0 else ""
    return f"{sign}{_number(abs(number), 1)}"


def ratio(one: Content) -> str:
    """Share over benchmark."""
    return NOT_DEFINED if one["ratio"] is None else _number(float(one["ratio"]), 2)


def probability(text: str | None) -> str:
    """A probability, never as nought."""
    if text is None:
        return NOT_DEFINED
    return _("below 0.001") if float(text) < 0.001 else _number(float(text), 3)


def furthest(figures: Sequence[tuple[str, Content]]) -> Content | None:
    """The figure that is furthest from the benchmark, where more than chance explains; of one group rather than of several."""
    apart = [one for _group, one in figures if one["verdict"] in ("below", "above")]
    return max(apart, key=lambda one: (len(one["groups"]) == 1, abs(float(one["difference"]))), default=None)


def finding(name: str, figures: Sequence[tuple[str, Content]]) -> str:
    """The title of a picture."""
    one = furthest(figures)
    if one is None:
        return _("%(name)s: no difference that chance would not explain") % {"name": name}
    group = next(group for group, each in figures if each is one)
    values = {"group": group, "share": percent(one["share"]), "benchmark": percent(one["benchmark"])}
    return _("%(group)s: %(share)s of the members known, %(benchmark)s of the residents") % values


def since(group: str, one: Content, before: Sequence[int], then: date) -> str:
    """The same group in an earlier audit."""
    count, known = before
    values = {
        "group": group, "day": day(then), "earlier": percent(str(count / known)), "now": percent(one["share"]),
        "count": _count(count), "known": _count(known),
    }  # fmt: skip
    return _("%(group)s: %(earlier)s (%(count)s of %(known)s) on %(day)s, %(now)s now.") % values


def cells(one: Content, before: Sequence[int] | None) -> list[tuple[str, str]]:
    """A line of the table under its heads."""
    low, high = one["interval"]
    least, most = one["bounds"] or (one["share"], one["share"])
    texts = [
        _count(one["n"]), percent(one["share"]), percent(one["benchmark"]), points(one), ratio(one),
        f"{percent(low)} – {percent(high)}", percent(least) if least == most else f"{percent(least)} – {percent(most)}",
        probability(one["p_adjusted"]), verdict(one), percent(str(before[0] / before[1])) if before else NOT_DEFINED,
    ]  # fmt: skip
    return [(str(head), text) for head, text in zip(HEADS, texts, strict=True)]


def file_cells(one: Content, table: Table) -> list[str]:
    """A line of the file: numbers as they were frozen."""
    low, high = one["interval"]
    least, most = one["bounds"] or (None, None)
    values = [
        one["n"], table.known, table.unknown or 0, table.members, one["share"], one["benchmark"], one["expected"], one["ratio"],
        one["difference"], low, high, least, most, one["p_exact"], one["p_adjusted"], one["test"], one["verdict"],
    ]  # fmt: skip
    return ["" if value is None else str(value) for value in values]


# ---- the process, and what holds for all


def process(told: Content) -> list[tuple[str, str]]:
    """Vacancies and the way into a seat."""
    if not told:
        return []
    days = told["days_vacant"]
    return [
        (_("Seats that count"), _count(told["seats"])),
        (_("Filled, holdovers among them"), _count(told["filled"])),
        (_("Vacant"), _count(told["vacant"])),
        (_("Holdovers"), _count(told["holdover"])),
        (_("Mean days vacant, where known"), NOT_DEFINED if days is None else _count(days)),
        (_("Terms that end within 6 months"), _count(told["ending_6"])),
        (_("Terms that end within 12 months"), _count(told["ending_12"])),
        (_("Vacancies announced"), _count(told["notices"])),
        (_("Applications received, where counted"), _count(told["applications"])),
        (_("Of the announced, with applications counted"), _count(told["notices_counted"])),
        *_came_how_far(told),
        (_("People who took a seat"), _count(told["appointed"])),
    ]


def _came_how_far(told: Content) -> list[tuple[str, str]]:
    """Of those who applied through the portal; an audit of before it took applications has none."""
    if "shortlisted" not in told:
        return []
    return [
        (_("Of the applicants, shortlisted"), _count(told["shortlisted"])),
        (_("Interviewed"), _count(told["interviewed"])),
        (_("Nominated"), _count(told["nominated"])),
    ]


def outreach(told: Content) -> list[str]:
    """Which outreach could matter: what the process itself shows."""
    if not told:
        return []
    found = []
    if told["never_announced"]:
        said = ngettext(
            "%(n)s vacant seat was never announced.",
            "%(n)s vacant seats were never announced.",
            told["never_announced"],
        )
        found.append(said % {"n": told["never_announced"]})
    one_language = told["notices"] - told["notices_in_several_languages"]
    if one_language:
        said = ngettext(
            "%(n)s notice names one language or none.", "%(n)s notices name one language or none.", one_language
        )
        found.append(said % {"n": one_language})
    uncounted = told["notices"] - told["notices_counted"]
    if uncounted:
        said = ngettext(
            "Of %(n)s notice nobody wrote down how many applied.", "Of %(n)s notices nobody wrote down how many applied.",
            uncounted,
        )  # fmt: skip
        found.append(said % {"n": uncounted})
    return found


def too_small(members: int) -> str:
    """Why a single board has no verdict, from its size alone."""
    if not members:
        return _("Nobody serves: there is nothing to compare.")
    values = {"members": members, "chance": percent(str(0.9**members))}
    said = ngettext(
        "No verdict: so few people can be told apart. Chance alone leaves %(chance)s of boards with %(members)s member without"
        " anybody of a group that is a tenth of the residents.",
        "No verdict: so few people can be told apart. Chance alone leaves %(chance)s of boards with %(members)s members without"
        " anybody of a group that is a tenth of the residents.",
        members,
    )
    return said % values


def gates(content: Content) -> list[str]:
    """By which rules figures are told."""
    least = {"percent": content["least_response"], "threshold": content["threshold"]}
    return [
        _("Groups are told only where at least %(percent)s %% of the members and 30 people answered.") % least,
        masked(content["threshold"]),
        _(
            "Nothing is told that, beside every earlier audit and the directory, would tell of fewer than %(threshold)s people."
        )
        % least,
        _(
            "Probabilities are of exact tests, corrected for their number (Holm). Seats have none: one person may hold several."
        ),
        _("Figures of a single board are never worked out."),
    ]
