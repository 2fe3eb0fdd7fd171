"""What a decision about an audit is about: whose seats, what was let through of the counts, the figures, the words.

Every value is plain and the same in every language and on every machine, so that the receipt can name it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from boards.audits.tables import PEOPLE, SEATS, Table
from boards.models import AuditAdvice, AuditQuestion, AuditTally, RepresentationAudit, Seat
from boards.queries.audit_scope import counted_over
from boards.rules import USUAL, Rules
from raci.models import Decision, Record, Text
from raci.records import Content, Difference
from raci.refusals import Problem

APPROVED = (Decision.Kind.APPROVE, Decision.Kind.CONDITIONS)


def url(record: Record) -> str:
    """The page of an audit."""
    return reverse("boards:audit-detail", args=[record.pk])


def audit_of(record: Record) -> RepresentationAudit:
    """The row behind a record."""
    return RepresentationAudit.objects.select_related("earlier").get(record=record)


def rules_of(audit: RepresentationAudit) -> Rules:
    """By what its figures are judged and told."""
    return replace(USUAL, least_cell=audit.threshold, least_response=audit.least_response / 100)


def newest_tallies(audit: RepresentationAudit) -> dict[str, AuditTally]:
    """By question the tally that counts (1 query)."""
    return {one.dimension: one for one in audit.tallies.order_by("pk")}


def content(record: Record) -> Content:
    """The audit as plain values (5 queries)."""
    audit = audit_of(record)
    tallies = newest_tallies(audit)
    return {
        "title": audit.title,
        "activity": record.scope.activity_code,
        "purpose": audit.purpose,
        "as_of": audit.as_of.isoformat(),
        "since": audit.since.isoformat(),
        "seat_types": sorted(audit.seat_types),
        "left_out": sorted(audit.left_out),
        "threshold": audit.threshold,
        "least_response": audit.least_response,
        "earlier": audit.compared,
        "questions": [_question(audit, one, tallies.get(one.dimension)) for one in audit.questions.all()],
        "process": audit.process,
        "findings": audit.findings,
        "limits": audit.limits,
        "advice": [_advice(one) for one in advice_of(audit)],
    }


def advice_of(audit: RepresentationAudit) -> list[AuditAdvice]:
    """What it recommends, as far as it was not taken out (1 query)."""
    return list(audit.advice.filter(removed_at=None).select_related("board__unit", "unit", "raised"))


def compared_with(before: RepresentationAudit | None) -> Content:
    """The figures of people of an earlier audit as they were decided, to be frozen with the one that is compared with it."""
    text = _decided(before) if before else None
    if before is None or text is None:
        return {}
    told = json.loads(text.content)
    people = {one["dimension"]: people_of(one) for one in told["questions"]}
    shares = {dimension: _shares(table) for dimension, table in people.items() if table}
    return {"record": before.record_id, "title": told["title"], "as_of": told["as_of"], "shares": shares}


def _decided(audit: RepresentationAudit) -> Text | None:
    given = Text.objects.filter(record=audit.record_id, submissions__decision__kind__in=APPROVED)
    return given.order_by("-number").first()


def _shares(table: Table) -> dict[str, list[int]]:
    """Of each group that stood alone how many of how many known."""
    return {groups[0]: [count, table.known] for groups, count in table.told} if table.says_something else {}


def _question(audit: RepresentationAudit, question: AuditQuestion, tally: AuditTally | None) -> Content:
    holds = tally is not None and is_current(tally, audit)
    return {
        "dimension": question.dimension,
        "benchmark": question.benchmark,
        "tally": _tally(tally) if tally and holds else None,
        "figures": _figures(audit, question, tally) if tally and holds else {},
    }


def is_current(tally: AuditTally, audit: RepresentationAudit) -> bool:
    """Whether it was counted over the seats that the audit looks at now."""
    return bool(tally.counted == counted_over(audit))


def _tally(one: AuditTally) -> Content:
    return {
        "id": one.pk,
        "origin": one.origin,
        "source": one.source,
        "taken_on": one.taken_on.isoformat(),
        "taken_as": one.taken_as,
        "tables": one.tables,
        "withheld": one.withheld,
        "sha256": one.sha256,
    }


def _figures(audit: RepresentationAudit, question: AuditQuestion, tally: AuditTally) -> Content:
    from boards.audits.figures import figures

    residents = {code: float(number) for code, number in question.benchmark.get("counts", {}).items()}
    tables = [Table.of_plain(one) for one in tally.tables]
    told = [one for one in tables if one.says_something]
    return {one.name: figures(one, residents, rules_of(audit)) for one in told}


def _advice(one: AuditAdvice) -> Content:
    return {
        "about": one.about,
        "title": one.title,
        "words": one.words,
        "to": one.to,
        "answer_due_on": one.answer_due_on.isoformat(),
    }


# ---- what is missing


def problems(record: Record) -> list[Problem]:
    """What stands in the way of asking others about it."""
    audit = audit_of(record)
    edit, home = reverse("boards:audit-edit", args=[record.pk]), url(record)
    found = [
        Problem(text, field=name, url=f"{edit}#id_{name}")
        for name, text in (
            ("purpose", _("Say what the audit is for.")),
            ("findings", _("Say in words what it finds.")),
            ("limits", _("Say what it cannot say.")),
        )
        if not getattr(audit, name).strip()
    ]
    questions = list(audit.questions.all())
    if not questions:
        found.append(Problem(_("Choose what is asked, and against whom."), url=f"{home}#questions"))
    tallies = newest_tallies(audit)
    return found + [
        problem for one in questions for problem in _of_question(audit, one, tallies.get(one.dimension), home)
    ]


def _of_question(
    audit: RepresentationAudit, one: AuditQuestion, tally: AuditTally | None, home: str
) -> Iterator[Problem]:
    name = {"name": one.benchmark.get("name") or one.dimension}
    if not one.benchmark.get("counts"):
        address = reverse("boards:audit-question", args=[one.pk])
        yield Problem(_("%(name)s: say who lives there, and where the numbers come from.") % name, url=address)
    if tally is None:
        yield Problem(_("%(name)s: it is not counted yet.") % name, url=f"{home}#questions")
    elif not is_current(tally, audit):
        text = _("%(name)s: it was counted over other seats, or another day. Have it counted again.")
        yield Problem(text % name, url=f"{home}#questions")


# ---- in words


def differences(old: Content, new: Content) -> list[Difference]:
    """What changed from one text to another, in the order a reader meets it."""
    was, now = dict(_values(old)), dict(_values(new))
    names = list(dict.fromkeys([*now, *was]))
    return [
        Difference(name, was.get(name, ""), now.get(name, ""))
        for name in names
        if was.get(name, "") != now.get(name, "")
    ]


def _values(one: Content) -> Iterator[tuple[str, str]]:
    yield _("Title"), one["title"]
    yield _("What it is for"), one["purpose"]
    yield _("Who served on"), one["as_of"]
    yield _("Vacancies and appointments since"), one["since"]
    yield _("Kinds of seats"), ", ".join(str(Seat.SeatType(code).label) for code in one["seat_types"])
    yield _("Boards left out"), str(len(one["left_out"]))
    yield _("Least number of a group"), str(one["threshold"])
    yield _("Compared with"), one["earlier"].get("title", "")
    for question in one["questions"]:
        yield from _of_values(question)
    yield _("What it finds"), one["findings"]
    yield _("What it cannot say"), one["limits"]
    for number, advice in enumerate(one["advice"], 1):
        told = f"{advice['title']} ({advice['to']}): {advice['words']}"
        yield _("Recommendation %(number)s") % {"number": number}, told


def _of_values(question: Content) -> Iterator[tuple[str, str]]:
    benchmark, tally = question["benchmark"], question["tally"]
    name = benchmark.get("name") or question["dimension"]
    source = " · ".join(str(benchmark[key]) for key in ("source", "year", "universe") if benchmark.get(key))
    yield _("%(name)s: who lives there") % {"name": name}, source
    yield _("%(name)s: hash of the tables") % {"name": name}, tally["sha256"][:12] if tally else ""


def facts(one: Content) -> list[str]:
    """Lines for the decider's checks."""
    return [
        *(_fact(question) for question in one["questions"]),
        _("No group of 1 to %(most)s people is told or can be worked out; nothing of a single board.")
        % {"most": one["threshold"] - 1},
        ngettext("%(n)s recommendation", "%(n)s recommendations", len(one["advice"])) % {"n": len(one["advice"])},
    ]


def _fact(question: Content) -> str:
    name = question["benchmark"].get("name") or question["dimension"]
    people = people_of(question)
    if people is None:
        return _("%(name)s: not counted.") % {"name": name}
    words = {"name": name, "known": people.known, "members": people.members, "share": f"{people.response:.1%}"}
    if people.unknown is None:
        return _("%(name)s: %(members)s people served; nothing more may be told.") % words
    if not people.says_something:
        return _("%(name)s: %(known)s of %(members)s answered (%(share)s); no group is told.") % words
    return _("%(name)s: %(known)s of %(members)s answered (%(share)s).") % words


def people_of(question: Content) -> Table | None:
    """The table of all people."""
    return table_of(question, PEOPLE)


def table_of(question: Content, name: str) -> Table | None:
    """One of its tables."""
    tables: list[dict[str, Any]] = question["tally"]["tables"] if question["tally"] else []
    return next((Table.of_plain(one) for one in tables if one["name"] == name), None)


def kinds_of(question: Content) -> list[Table]:
    """Tables of people by kind of body."""
    tables: list[dict[str, Any]] = question["tally"]["tables"] if question["tally"] else []
    return [Table.of_plain(one) for one in tables if one["name"] not in (PEOPLE, SEATS)]
