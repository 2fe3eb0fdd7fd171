"""Make a release, in a worker: read, judge, write. It fails closed: whatever goes wrong, there is nothing that could go out."""

from __future__ import annotations

import logging
from datetime import UTC
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from metrics.cells import all_groups
from metrics.models import DataRelease, IndicatorVersion, ReleasedTable
from metrics.releases import files
from metrics.releases.asked import Asked, Unfit, asked_of
from metrics.releases.content import content
from metrics.releases.judging import Judged, Refused, judge
from metrics.releases.released import as_made
from metrics.releases.standing import Making, stale, version_in_force
from metrics.releases.tables import Made, stored
from raci import clock
from raci.authority import Act, Facts, may
from raci.jobs import JobKind, Product
from raci.jobs.kinds import Progress
from raci.models import Job
from raci.queries.cases import case_page
from raci.refusals import Conflict, NotReady, Problem
from raci.refusals import Refused as NotTheirs
from raci.workflow import editing

CODE = "release-making"
MOST_NAMED = 20  # of what could be found out; the rest is counted
log = logging.getLogger("metrics.releases")


def release_for(pk: int) -> DataRelease:
    """With what making it needs."""
    return DataRelease.objects.select_related("indicator", "record__scope__unit", "place").get(pk=pk)


def _is_theirs_to_make(release: DataRelease, job: Job) -> None:
    """Before hours of work: whether they could write what comes of it. It is asked again when it is written."""
    permission = may(job.person, Act.EDIT, release.record.cases.latest("number"))
    if not permission:
        raise NotTheirs(permission.reason, visible=permission.visible)


def make(job: Job, progress: Progress) -> Product:
    """The work. Run again it makes the same again; what a killed worker left behind is nothing."""
    release = release_for(job.arguments["release"])
    _is_theirs_to_make(release, job)
    version = version_in_force(release)
    asked = asked_of(release, version)
    try:
        judged = _judged(asked, progress)
    except Unfit as unfit:
        _refuse(release, asked, job, unfit)
        raise NotReady([Problem(str(unfit))]) from unfit
    tables = stored(asked, judged.tables)
    _keep(release, asked, version, job, judged, tables)
    made = release_for(release.pk)
    return files.product(as_made(made, content(made.record)))


def _judged(asked: Asked, progress: Progress) -> Judged:
    from metrics.suppression.programme import Unsolved

    if not asked.tables:
        raise Unfit(_("Choose which tables go out."))
    try:
        return judge(asked, progress)
    except (ValueError, Unsolved) as wrong:  # no verdict is no permission; what they say may hold counts
        log.warning("Release %s could not be judged: %s.", asked.record, type(wrong).__name__)
        raise Unfit(_("The figures could not be judged: what a reader could find out is not known.")) from wrong


def _keep(
    release: DataRelease, asked: Asked, version: IndicatorVersion | None, job: Job, judged: Judged, tables: list[Made]
) -> None:
    """Write it all, or nothing: only while the draft, the figures and what has gone out are what was judged."""
    case = release.record.cases.latest("number")
    with editing(case, by=job.person):
        now = _locked(release.pk)
        if asked_of(now, version_in_force(now)) != asked or stale(asked, judged.batches, judged.beside):
            raise Conflict(_("The release, its figures or what has gone out changed meanwhile. Make it again."))
        newest = now.released.order_by("-making").values_list("making", flat=True).first() or 0
        for order, table in enumerate(tables):
            ReleasedTable.objects.create(
                release=now, making=newest + 1, order=order, dimensions=list(table.dimensions), cells=table.cells,
                hidden=table.hidden, sha256=table.sha256,
            )  # fmt: skip
        now.making, now.made_at, now.version = Making.READY, clock.now(), version
        now.made_from, now.audit = list(judged.batches), _told(judged, tables)
        now.save()


def _refuse(release: DataRelease, asked: Asked, job: Job, unfit: Unfit) -> None:
    """Say why on the release itself, in words that tell no count; unless it was changed meanwhile."""
    case = release.record.cases.latest("number")
    with editing(case, by=job.person):
        now = _locked(release.pk)
        if asked_of(now, version_in_force(now)) == asked:
            now.making, now.made_at, now.made_from = Making.REFUSED, clock.now(), []
            now.audit = {"passes": False, "why": str(unfit), "found_out": _named(unfit, asked)}
            now.save()


def _locked(pk: int) -> DataRelease:
    found = DataRelease.objects.select_for_update(of=("self",)).select_related("indicator", "record", "place")
    return found.get(pk=pk)


def _told(judged: Judged, tables: list[Made]) -> dict[str, Any]:
    """What the gate found, without any count of people but how uncertain the least uncertain number stays."""
    widths = [one.high - one.low for one in judged.verdict.intervals if one.high is not None]
    return {
        "passes": True,
        "judged": len(judged.verdict.intervals),
        "least_uncertain": min(widths, default=None),
        "beside": list(judged.beside),
        "judged_with": list(judged.judged_with),
        "hidden": sum(table.hidden for table in tables),
        "at": clock.now().astimezone(UTC).isoformat(timespec="seconds"),
    }


def _named(unfit: Unfit, asked: Asked) -> list[str]:
    """Which numbers could be found out: of whom, and never how many."""
    if not isinstance(unfit, Refused):
        return []
    names = {(group.dimension.code, group.code): group.name for group in all_groups().groups.values()}
    own = {asked.column(name): name for name in asked.dimensions}
    found: list[str] = []
    for one in unfit.verdict.refused:
        for key in one.keys:
            levels = [(own.get(column), level) for column, level in zip(one.dimensions, key, strict=True) if level]
            said = [
                " + ".join(names.get((name, part), part) for part in level.split("+")) for name, level in levels if name
            ]
            found.append(" · ".join(said) or _("everyone"))
    named = list(dict.fromkeys(found))
    return [
        *named[:MOST_NAMED],
        *([_("and %(n)s more") % {"n": len(named) - MOST_NAMED}] if len(named) > MOST_NAMED else []),
    ]


def _authorise(job: Job, facts: Facts) -> None:
    release = DataRelease.objects.filter(pk=job.arguments["release"]).first()
    if release is None or not case_page(release.record_id, facts).sees_drafts:
        raise NotTheirs(_("There is nothing here that you may read."), visible=False)


MAKING = JobKind(
    code=CODE,
    label=gettext_lazy("Tables of a release, hidden and judged"),
    work=make,
    authorise=_authorise,
    about=gettext_lazy("These are the figures as readers would see them. They go out when the release is approved."),
    otherwise=gettext_lazy("The release says what stands in the way; until it is made, nothing of it can go out."),
    longest=3600,
)
