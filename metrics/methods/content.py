"""What a decision about a method is about: of a disparity method its rules, of an index definition its parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from metrics.models import DisparityMethod, IndexDefinition, Indicator
from raci.models import Record
from raci.records import Content, Difference
from raci.refusals import Problem

Reference = DisparityMethod.Reference
SCORES = ("level", "gap", "both")


def url(record: Record) -> str:
    """The page of a method or definition."""
    return reverse("metrics:method-detail", args=[record.pk])


def plain(number: Decimal) -> str:
    """A number without trailing zeros: "2", "0.05"."""
    return f"{number.normalize():f}"


# ---- a disparity method


def method(record: Record) -> Content:
    """The rules as plain values; decimals as text (1 query)."""
    one = DisparityMethod.objects.get(record=record)
    return {
        "title": one.title,
        "purpose": one.purpose,
        "reference": one.reference,
        "named": one.named,
        "min_share_percent": plain(one.min_share_percent),
        "min_people": one.min_people,
        "threshold": [one.threshold_numerator, one.threshold_denominator],
        "alpha": plain(one.alpha),
        "adjusts": one.adjusts,
        "source": one.source,
    }


def method_problems(record: Record) -> list[Problem]:
    """What a method still lacks before others are asked about it."""
    one = method(record)
    found = []
    if not one["purpose"].strip():
        found.append(("purpose", _("Say what the method is for.")))
    if not one["source"].strip():
        found.append(("source", _("Say on what the method rests: the guideline, the counsel’s advice, the practice.")))
    return _mendable(found, record)


def _mendable(found: list[tuple[str, str]], record: Record) -> list[Problem]:
    edit = reverse("metrics:method-edit", args=[record.pk])
    return [Problem(text, field=field, url=f"{edit}#id_{field}") for field, text in found]


def method_values(one: Content) -> dict[str, str]:
    """The rules by their label, in words: what pages, differences and checks show."""
    return {
        _("title"): one["title"],
        _("what it is for"): one["purpose"],
        _("compared with"): reference_words(one),
        _("a group is no reference below"): _("%(share)s %% of the people and %(people)s people")
        % {"share": one["min_share_percent"], "people": one["min_people"]},
        _("threshold of the ratio"): "{} / {}".format(*one["threshold"]),
        _("tests"): _("two-sided, at the level of %(alpha)s") % {"alpha": one["alpha"]},
        _("many comparisons"): _("corrected (Benjamini-Hochberg)") if one["adjusts"] else _("not corrected"),
        _("on what it rests"): one["source"],
    }


def reference_words(one: Content) -> str:
    """With whom groups are compared."""
    return str(one["named"] if one["reference"] == Reference.NAMED else Reference(one["reference"]).label)


def method_differences(old: Content, new: Content) -> list[Difference]:
    """What changed from one text to another."""
    return list(_between(method_values(old), method_values(new)))


def _between(old: dict[str, str], new: dict[str, str]) -> Iterator[Difference]:
    labels = list(dict.fromkeys([*new, *old]))
    return (
        Difference(label, old.get(label, ""), new.get(label, ""))
        for label in labels
        if old.get(label, "") != new.get(label, "")
    )


def method_facts(one: Content) -> list[str]:
    """Lines for the decider's checks."""
    values = {**one, "reference": reference_words(one), "threshold": "{}/{}".format(*one["threshold"])}
    return [
        _("Compared with %(reference)s, from %(min_people)s people and %(min_share_percent)s %% on") % values,
        _("Threshold %(threshold)s, tests at %(alpha)s") % values,
    ]


# ---- an index definition


def index(record: Record) -> Content:
    """The definition as plain values (1 query)."""
    one = IndexDefinition.objects.get(record=record)
    return {
        "title": one.title,
        "purpose": one.purpose,
        "parts": one.parts,
        "least_coverage_percent": one.least_coverage_percent,
        "source": one.source,
    }


def index_problems(record: Record) -> list[Problem]:
    """What a definition still lacks before others are asked about it (2 queries)."""
    one = index(record)
    found = []
    if not one["purpose"].strip():
        found.append(("purpose", _("Say what the index is for.")))
    if not one["parts"]:
        found.append(("parts", _("The index has no part: name an indicator with its goalposts.")))
    known = set(
        Indicator.objects.filter(code__in=[part["indicator"] for part in one["parts"]]).values_list("code", flat=True)
    )
    for part in one["parts"]:
        if part["indicator"] not in known:
            found.append(("parts", _("There is no indicator %(code)s any more.") % {"code": part["indicator"]}))
    if not one["source"].strip():
        found.append(("source", _("Say on what the index rests.")))
    return _mendable(found, record)


def part_words(part: dict[str, Any]) -> str:
    """A part on one line."""
    words = _("%(domain)s, weight %(weight)s, 0 at %(floor)s, 100 at %(ceiling)s, %(score)s") % {
        **part,
        "score": score_words(part),
    }
    return str(words)


def score_words(part: dict[str, Any], dimensions: Mapping[str, str] | None = None) -> str:
    """What of an indicator counts; `dimensions`: their names by code."""
    by = part.get("by") or ""
    by = (dimensions or {}).get(by, by)
    names = {
        "level": _("its level"),
        "gap": _("its gap by %(by)s") % {"by": by},
        "both": _("its level and its gap by %(by)s, half each") % {"by": by},
    }
    return str(names[part["score"]])


def index_differences(old: Content, new: Content) -> list[Difference]:
    """What changed from one text to another, part by part."""
    return list(_between(_index_values(old), _index_values(new)))


def _index_values(one: Content) -> dict[str, str]:
    fixed = {
        _("title"): one["title"],
        _("what it is for"): one["purpose"],
        _("least weight that must be known"): f"{one['least_coverage_percent']} %",
        _("on what it rests"): one["source"],
    }
    return fixed | {_("part %(code)s") % {"code": part["indicator"]}: part_words(part) for part in one["parts"]}


def index_facts(one: Content) -> list[str]:
    """Lines for the decider's checks."""
    domains = {part["domain"] for part in one["parts"]}
    parts = ngettext("%(n)s part", "%(n)s parts", len(one["parts"])) % {"n": len(one["parts"])}
    said = ngettext("%(parts)s in %(n)s domain", "%(parts)s in %(n)s domains", len(domains))
    return [said % {"parts": parts, "n": len(domains)}]
