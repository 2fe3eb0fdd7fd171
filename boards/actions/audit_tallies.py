"""Counting for an audit: by the custodian from what members said, or typed from a survey. What is stored was let through before.

No answer and no count that is hidden is written anywhere: not into a row, its history, a log or a job.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.db import connection, transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from boards.actions.self_identification import open_all
from boards.audits.content import rules_of
from boards.audits.publishing import Counted, publishable_tables
from boards.audits.tables import PEOPLE, SEATS, Counts, Table
from boards.models import AuditQuestion, AuditTally, RepresentationAudit, SelfIdRound, UnlinkedCount
from boards.queries.audit_scope import ORDER, There, counted_over, members_of, told_of, turnover, who_served
from boards.vault.custody import need_custodian
from boards.vault.questions import grouped_as, groups_of, takes_several
from boards.vault.texts import Answers
from raci import clock
from raci.authority import facts_for
from raci.history import acting
from raci.models import Case, Person, Record
from raci.notices import tell
from raci.records import canonical, digest
from raci.refusals import Conflict, NotReady, Problem
from raci.workflow import editing

Origin = AuditTally.Origin
Rounds = Mapping[
    str, SelfIdRound
]  # by question, where a round without names is counted in place of members' own answers


def take_tallies(audit: RepresentationAudit, *, rounds: Rounds | None = None, by: Person) -> list[AuditTally]:
    """The custodian counts every question of a draft: each text is opened once, with the audit as the reason.

    Raises NotReady where nobody served, or a round cannot be counted; then nothing was opened.
    """
    via = need_custodian(facts_for(by))
    with transaction.atomic():
        record = Record.objects.select_for_update().get(pk=audit.record_id)
        _need_draft(record)
        one_at_a_time()
        audit = RepresentationAudit.objects.get(pk=audit.pk)
        there = _need_somebody(audit)
        said = open_all(members_of(there), by=by, why=reason(audit)) if _opens(audit, rounds or {}) else []
        with acting(by=by, post=via.label, act="count_for_audit", record=record.pk):
            made = [
                _counted(audit, one, there, said, (rounds or {}).get(one.dimension), via.label)
                for one in audit.questions.all()
            ]
            record.edits += 1
            record.save(update_fields=["edits"])
        _tell(audit, made, by)
    return made


def _tell(audit: RepresentationAudit, made: Sequence[AuditTally], by: Person) -> None:
    """Whoever writes it, that it goes on."""
    authors = audit.record.cases.latest("number").authors.exclude(person=by).select_related("person")
    line = _("Members’ answers are counted for “%(title)s”.") % {"title": audit.title}
    url = reverse("boards:audit-detail", args=[audit.record_id])
    key = f"board:audit:{audit.pk}:counted:{made[-1].pk if made else 0}"
    tell([one.person for one in authors], record=audit.record, key=key, line=line, url=url)


def reason(audit: RepresentationAudit) -> str:
    """As the member reads it beside the reading."""
    words = _("Counted for “%(title)s”, as of %(day)s") % {"title": audit.title, "day": date_format(audit.as_of)}
    return words[:500]


def enter_tally(
    question: AuditQuestion, known: Mapping[str, int], *, source: str, by: Person, seen: int | None = None
) -> AuditTally:
    """A survey by hand: how many gave each answer. Whoever serves and is in none of them is not known."""
    with editing(question.audit.record.cases.latest("number"), by=by, seen=seen) as step:
        one_at_a_time()
        audit = RepresentationAudit.objects.get(pk=question.audit_id)
        if not source.strip():
            raise NotReady([Problem(_("Say where the numbers come from."), field="source")])
        there = _need_somebody(audit)
        by_group = {code: known.get(code, 0) for code in groups_of(question.dimension)}
        counts = _of_people(by_group, len(there))
        return _kept(audit, question, there, Counted(counts), step.via.capacity.label, Origin.TYPED, source=source)


def one_at_a_time() -> None:
    """Each count is judged beside all others: they wait for one another, to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('board audits'))")


def _need_draft(record: Record) -> None:
    if record.cases.latest("number").state != Case.State.DRAFT:
        raise Conflict(_("The audit is no draft any more: what it counts stays as it is."))


def _need_somebody(audit: RepresentationAudit) -> list[There]:
    there = who_served(audit)
    if not there:
        raise NotReady([Problem(_("Nobody served on that day on a seat that this audit counts."), field="as_of")])
    return there


def _opens(audit: RepresentationAudit, rounds: Rounds) -> bool:
    return any(one.dimension not in rounds for one in audit.questions.all())


def _counted(
    audit: RepresentationAudit, question: AuditQuestion, there: Sequence[There], said: Sequence[Answers],
    row: SelfIdRound | None, taken_as: str,
) -> AuditTally:  # fmt: skip
    if row is not None:
        counts = Counted(_of_round(question, row, len(there)))
        return _kept(audit, question, there, counts, taken_as, Origin.ROUND, row=row)
    groups = [grouped_as(question.dimension, one.get(question.dimension, {})) for one in said]
    return _kept(audit, question, there, _of_answers(question.dimension, there, groups), taken_as, Origin.VAULT)


def _of_answers(dimension: str, there: Sequence[There], groups: Sequence[str | None]) -> Counted:
    """People, their seats, and people by kind of body; `groups` in the order of `there`, None where not known."""

    def counts(name: str, weights: Sequence[int]) -> Counts:
        found: Counter[str | None] = Counter()
        for group, weight in zip(groups, weights, strict=True):
            found[group] += weight
        return Counts(name, {code: found[code] for code in groups_of(dimension)}, found[None])

    kinds = {
        grouping: tuple(
            counts(f"{grouping}={kind}", [int(one.kind(grouping) == kind) for one in there])
            for kind in order
            if any(one.kind(grouping) == kind for one in there)
        )
        for grouping, order in ORDER.items()
    }
    several = {grouping: each for grouping, each in kinds.items() if len(each) > 1}
    return Counted(counts(PEOPLE, [1] * len(there)), counts(SEATS, [one.seats for one in there]), several)


def _of_round(question: AuditQuestion, row: SelfIdRound, members: int) -> Counts:
    of_members = row.whom == SelfIdRound.Whom.MEMBERS and row.mode == SelfIdRound.Mode.UNLINKED
    if not of_members or question.dimension not in row.questions:
        raise NotReady([Problem(_("This round did not ask it without names."))])
    if takes_several(question.dimension):
        text = _(
            "Several answers could be given, so that its counts do not add up to people. Count members’ own answers."
        )
        raise NotReady([Problem(text)])
    counted = dict(UnlinkedCount.objects.filter(round=row, question=question.dimension).values_list("option", "count"))
    return _of_people({code: counted.get(code, 0) for code in groups_of(question.dimension)}, members)


def _of_people(by_group: dict[str, int], members: int) -> Counts:
    known = sum(by_group.values())
    if known > members:
        text = _("%(known)s answers are more than the %(members)s people who served on that day.")
        raise NotReady([Problem(text % {"known": known, "members": members})])
    return Counts(PEOPLE, by_group, members - known)


def _kept(
    audit: RepresentationAudit, question: AuditQuestion, there: Sequence[There], counted: Counted, taken_as: str,
    origin: Origin, *, row: SelfIdRound | None = None, source: str = "",
) -> AuditTally:  # fmt: skip
    """Judge beside all that was ever told of the question, in whichever audit and state; store what is let through."""
    earlier = told_of(question.dimension, typed_again=audit)
    told = [replace(Table.of_plain(table), name=f"{one.pk}:{table['name']}") for one in earlier for table in one.tables]
    names = [PEOPLE, SEATS, *(each.name for kinds in counted.kinds.values() for each in kinds)]
    found = publishable_tables(counted, told, turnover(earlier, there, names), rules_of(audit))
    tables = [table.plain() for table in found.tables]
    return AuditTally.objects.create(
        audit=audit, dimension=question.dimension, origin=origin, round=row, source=source.strip(), tables=tables,
        counted=counted_over(audit), there=[one.plain() for one in there], withheld=dict(found.withheld),
        taken_on=clock.today(), taken_as=taken_as, sha256=digest(canonical({"tables": tables})),
    )  # fmt: skip
