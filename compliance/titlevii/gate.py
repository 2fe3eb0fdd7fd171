"""Counsel's gate: whether the module is on, and who comes to what behind it. For everybody else none of it is there.

The module is on while an acknowledgement by counsel stands. Then counsel reads all runs, and the posts that counsel admits read
theirs; nobody who takes part in the decision a run is about ever reads it, counsel included.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from compliance.kinds import EEO4, RUN
from compliance.models import Acknowledgement, AdverseImpactRun, Eeo4Report, RunMemo, RunReader
from raci import restricted
from raci.authority import Capacity, Facts
from raci.refusals import Refused


def standing() -> Acknowledgement | None:
    """The acknowledgement in force, if there is one (1 query)."""
    return Acknowledgement.objects.filter(ended_on=None).select_related("post").first()


def is_on() -> bool:
    """Whether the module is on (1 query)."""
    return Acknowledgement.objects.filter(ended_on=None).exists()


def counsel(facts: Facts) -> Capacity | None:
    """By which post the person is counsel (no query)."""
    return restricted.counsel_of(facts, RUN)


def need_counsel(facts: Facts, *, on: bool = False) -> Capacity:
    """Counsel; with `on` while the module is on. Refused to everybody else as if there were nothing."""
    via = counsel(facts)
    if via is None or (on and not is_on()):
        raise nothing()
    return via


def may_acknowledge(facts: Facts) -> Capacity | None:
    """The post of counsel that the person holds themself; nobody acknowledges for another (no query)."""
    via = counsel(facts)
    return via if via is not None and via.only is None else None


def circle(facts: Facts) -> Capacity | None:
    """By which post the person comes in at all while the module is on (2 queries; 1 for most)."""
    if not is_on():
        return None
    return counsel(facts) or restricted.mine(facts, RUN, _admitted(facts, Q()))


def need_circle(facts: Facts) -> Capacity:
    """... Refused to everybody else as if there were nothing."""
    via = circle(facts)
    if via is None:
        raise nothing()
    return via


def reads_all(facts: Facts, *, enters: bool = False) -> Capacity | None:
    """Counsel, or a post admitted to all of the module; with `enters` one that enters runs too. While it is on."""
    if not is_on():
        return None
    asked = Q(run=None, may_enter=True) if enters else Q(run=None)
    return counsel(facts) or restricted.mine(facts, EEO4, _admitted(facts, asked))


def need_all(facts: Facts, *, enters: bool = False) -> Capacity:
    """... Refused to everybody else as if there were nothing."""
    via = reads_all(facts, enters=enters)
    if via is None:
        raise nothing()
    return via


def readable(facts: Facts) -> QuerySet[AdverseImpactRun]:
    """The runs the person reads; none while the module is off. A delegate reads what the giver's post reads."""
    if not is_on():
        return AdverseImpactRun.objects.none()
    runs = AdverseImpactRun.objects.exclude(selectors__post__in={one.post for one in facts.capacities})
    if counsel(facts) is not None:
        return runs
    admitted = RunReader.objects.filter(ended_on=None, post__in=_posts(facts))
    if admitted.filter(run=None).exists():
        return runs
    return runs.filter(pk__in=admitted.values("run"))


def need_run(facts: Facts, pk: int) -> tuple[AdverseImpactRun, Capacity]:
    """A run and by which post it is read. Refused to everybody else as if there were no such run."""
    run = readable(facts).select_related("post", "total").filter(pk=pk).first()
    if run is None:
        raise nothing()
    via = counsel(facts) or restricted.mine(facts, RUN, _admitted(facts, Q(run=run) | Q(run=None)))
    if via is None:
        raise nothing()
    return run, via


def need_memo(facts: Facts, pk: int, memo: int) -> tuple[RunMemo, Capacity]:
    """A paper of a run, for whoever reads the run."""
    run, via = need_run(facts, pk)
    found = run.memos.filter(pk=memo).first()
    if found is None:
        raise nothing()
    return found, via


def need_report(facts: Facts, pk: int) -> tuple[Eeo4Report, Capacity]:
    """EEO-4 tables, for whoever reads all of the module."""
    via = need_all(facts)
    found = Eeo4Report.objects.select_related("post").filter(pk=pk).first()
    if found is None:
        raise nothing()
    return found, via


def nothing() -> Refused:
    """What everybody else is told, whatever they asked for."""
    return Refused(_("There is no such page."), visible=False)


def _posts(facts: Facts) -> set[int]:
    """Posts held, and those a letter of the kind's activity was passed on from."""
    return {one.post for one in facts.capacities if one.only is None or one.only[0] == RUN.activity}


def _admitted(facts: Facts, asked: Q) -> list[int]:
    """Of the person's posts, those that counsel has admitted (1 query)."""
    rows = RunReader.objects.filter(asked, ended_on=None, post__in=_posts(facts))
    return list(rows.values_list("post", flat=True))
