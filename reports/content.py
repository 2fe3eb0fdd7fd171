"""What a decision about a report is about: what its readers are asked, its facts by section, and the words beside them."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import translation
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext as _

from raci.models import Record
from raci.records import Content, Difference, canonical, digest
from raci.refusals import Problem
from reports.blocks import SAID, Block, read, tables
from reports.catalogue import KINDS
from reports.models import Report

SHORT = 12  # characters of a hash that people compare


def content(record: Record) -> Content:
    """The report as plain values (2 queries); days as ISO text."""
    row = Report.objects.get(record=record)
    words: dict[str, dict[str, str]] = {}
    for one in row.narratives.exclude(words=""):
        words.setdefault(one.section, {})[one.language] = one.words
    return {
        "title": row.title, "kind": row.kind, "subject": row.subject, "basis": row.basis,
        "begins_on": row.begins_on.isoformat(), "ends_on": row.ends_on.isoformat(),
        "wanted": row.wanted, "asked": row.asked, "corrects": row.corrects, "taken_at": row.taken_at.isoformat(),
        "sections": [
            {"code": code, "title": _title(row, code), "blocks": row.facts.get(code, []), "words": words.get(code, {})}
            for code in row.sections
        ],
    }  # fmt: skip


def _title(row: Report, code: str) -> str:
    """As it stands in the code, so that a text stays readable when its kind has changed."""
    with translation.override("en"):
        return str(KINDS[row.kind].section(code).title)


def problems(record: Record) -> list[Problem]:
    """What it still lacks before others are asked about it."""
    return problems_of(content(record), record.pk)


def problems_of(report: Content, record: int) -> list[Problem]:
    """What this content still lacks, each with the address of the form that mends it."""
    edit = reverse("reports:report-edit", args=[record])
    found = []
    if report["wanted"] == Report.Wanted.ACTION and not report["asked"].strip():
        text = _("It is for action, and does not say what is asked.")
        found.append(Problem(text, field="asked", url=f"{edit}#id_asked"))
    if not report["sections"]:
        found.append(Problem(_("It has no section."), field="sections", url=edit))
    return found


def facts(report: Content) -> list[str]:
    """Lines for the decider's checks."""
    count = len(report["sections"])
    gaps = sum(block["block"] == "gap" for one in report["sections"] for block in one["blocks"])
    found = [ngettext("%(n)s section", "%(n)s sections", count) % {"n": count}]
    found.append(
        _("Facts of %(day)s, SHA-256 %(hash)s…")
        % {"day": day(report["taken_at"][:10]), "hash": hash_of(report)[:SHORT]}
    )
    if gaps:
        found.append(ngettext("%(n)s gap is named", "%(n)s gaps are named", gaps) % {"n": gaps})
    return found


def hash_of(report: Content) -> str:
    """SHA-256 of the facts alone, whatever is written beside them."""
    sections = {one["code"]: one["blocks"] for one in report["sections"]}
    return digest(canonical({"basis": report.get("basis", {}), "sections": sections}))


def day(value: str) -> str:
    """A day as people read it."""
    found = parse_date(value)
    return date_format(found) if found else value


# ---- differences in words


def differences(old: Content, new: Content) -> list[Difference]:
    """What changed from one text to another: what is asked, words, and which facts were taken anew."""
    labels = {"title": _("title"), "begins_on": _("first day"), "ends_on": _("last day"), "asked": _("what is asked")}
    found = [Difference(label, old[name], new[name]) for name, label in labels.items() if old[name] != new[name]]
    before = {one["code"]: one for one in old["sections"]}
    for one in new["sections"]:
        found += _section(name_of(one, new["kind"]), before.pop(one["code"], None), one)
    gone = [
        Difference(_("Section %(name)s") % {"name": name_of(one, old["kind"])}, "", _("taken out"))
        for one in before.values()
    ]
    return [*found, *gone]


def _section(name: str, old: Content | None, new: Content) -> Iterator[Difference]:
    if old is None:
        yield Difference(_("Section %(name)s") % {"name": name}, "", _("added"))
        return
    for language in sorted({*old["words"], *new["words"]}):
        before, after = old["words"].get(language, ""), new["words"].get(language, "")
        if before != after:
            yield Difference(_("%(name)s, words (%(language)s)") % {"name": name, "language": language}, before, after)
    if old["blocks"] != new["blocks"]:
        yield Difference(_("%(name)s, facts") % {"name": name}, told(old["blocks"]), told(new["blocks"]))


def name_of(section: Content, kind: str) -> str:
    """What a section of a text is called, in the language of whoever reads."""
    return gettext(section["title"]) if "title" in section else str(KINDS[kind].section(section["code"]).title)


def told(blocks: list[Block]) -> str:
    """Facts on one line: their sentences, and how many rows their tables have."""
    said = [read(one["words"]) for one in blocks if one["block"] in SAID]
    said += [f"{read(one['caption'])}: {len(one['rows'])}" for one in tables(blocks)]
    return " ".join(said)
