"""Delegations that end before what the delegate is to answer, submit or decide is due."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from raci.authority import Capacity, Facts, way
from raci.drawing import day
from raci.grants import visible
from raci.matrix.findings import Level
from raci.models import Consultation, Delegation, Holding
from raci.queries.waiting import open_questions, subject_of
from raci.xrays import Finding, Look, Rule


def _find(look: Look) -> Iterable[Finding]:
    passed = _passed(look)
    asked = _asked(passed, look.facts) if passed else []
    for one in passed:
        missed = {question.case_id: question for question in asked if _misses(one, question)}
        for question in missed.values():
            yield _finding(one, question, look.facts)


def _passed(look: Look) -> list[Delegation]:
    """Accepted, and not over (1 query)."""
    facts = look.facts
    found = Delegation.objects.filter(
        accepted_at__isnull=False, ended_at=None, ends_on__gte=facts.today, holding__state=Holding.State.IN_FORCE
    )
    if look.mine:
        found = found.filter(holding__person=facts.person)
    related = ("holding__post__role", "holding__post__unit", "holding__person", "delegate")
    return list(found.select_related(*related).order_by("ends_on", "pk"))


def _asked(passed: list[Delegation], facts: Facts) -> list[Consultation]:
    """The open questions of cases they may see that are due after the first of these ends, the latest last (1 query)."""
    found = open_questions().filter(
        due_on__gt=min(one.ends_on for one in passed),
        case__in=visible(facts).order_by().values("pk"),
        case__record__scope__activity_code__in={one.activity_code for one in passed},
    )
    related = found.select_related("case__record__scope__unit", "role", "text").defer("text__content")
    return list(related.order_by("due_on", "pk"))


def _misses(passed: Delegation, asked: Consultation) -> bool:
    """Whether the letter that was passed acts there, and its days end before the answer is due.

    A C answers for its own role. R submits, and A decides, once all have answered or their days have passed.
    """
    subject, post, letter = subject_of(asked.case.record), passed.holding.post, passed.letter
    assert asked.due_on is not None
    if (
        passed.activity_code != subject.activity
        or not passed.begins_on <= asked.due_on
        or asked.due_on <= passed.ends_on
    ):
        return False
    if letter == "C":
        return asked.role_id == post.role_id and way(Capacity.of_post(post), "C", subject) in ("line", "invited")
    return way(Capacity.of_post(post), letter, subject) == "line"


def _finding(passed: Delegation, asked: Consultation, facts: Facts) -> Finding:
    giver, post, record = passed.holding.person, passed.holding.post, asked.case.record
    said = {
        "delegate": passed.delegate.name,
        "ends": day(passed.ends_on),
        "title": asked.case.title,
        "due": day(asked.due_on),
        "letter": passed.letter,
        "activity": passed.activity_code,
    }
    text = {
        "C": _("%(delegate)s answers until %(ends)s; the answer about “%(title)s” is due on %(due)s."),
        "R": _("%(delegate)s submits until %(ends)s; the consultation about “%(title)s” is open until %(due)s."),
        "A": _("%(delegate)s decides until %(ends)s; the consultation about “%(title)s” is open until %(due)s."),
    }[passed.letter]
    return Finding(
        where=_("%(letter)s of %(activity)s, passed on by %(giver)s") % {**said, "giver": giver.name},
        unit=post.unit,
        sentence=text % said,
        url=reverse("raci:delegations"),
        is_mine=giver.pk == facts.person.pk,
        key=f"{passed.pk} {record.pk}",
        since=None,
        margin={
            passed.activity_code: _("%(letter)s: the delegation to %(delegate)s ends on %(ends)s, before %(due)s")
            % said
        },
    )


ENDS_TOO_EARLY = Rule(
    code="delegation-ends",
    label=gettext_lazy("A delegation ends before the due date"),
    level=Level.WARNING,
    text=gettext_lazy(
        "Each letter that was passed on lasts until what it answers, submits or decides is due. After its last day the "
        "holder acts again."
    ),
    mend=gettext_lazy("Pass it on for longer, or act yourself"),
    counted=lambda n: (
        ngettext("%(n)d delegation ends before the due date", "%(n)d delegations end before the due date", n) % {"n": n}
    ),
    find=_find,
    in_margin=True,
)
