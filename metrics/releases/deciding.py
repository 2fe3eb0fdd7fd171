"""A release's way out: what stands against approving it, what an approval does, and what the next version begins with."""

from __future__ import annotations

import json
from datetime import date

from django.utils.translation import gettext as _

from metrics.models import DataRelease, ReleasedTable
from metrics.releases.standing import Making, why_stale
from metrics.releases.tables import is_whole
from raci.models import Case
from raci.refusals import NotReady, Problem
from raci.workflow import Step, current_text


def barred(case: Case, but: int | None = None) -> list[Problem]:
    """Why it may not go out now, whoever decides: not made, not what was frozen, or no longer what was judged."""
    release = DataRelease.objects.select_related("indicator", "place", "version").get(record=case.record_id)
    if release.making != Making.READY or not release.audit.get("passes"):
        return [Problem(_("Its tables are not made, or the gate refused them. Return it."))]
    if not _is_what_was_frozen(release, case):
        return [Problem(_("Integrity alarm: its tables are not those that were submitted. Tell the City Auditor."))]
    why = why_stale(release, but)
    return [Problem(_("%(why)s Return it for that.") % {"why": why})] if why else []


def _is_what_was_frozen(release: DataRelease, case: Case) -> bool:
    made = json.loads(current_text(case).content)["made"]
    if not made:
        return False
    tables = list(ReleasedTable.objects.filter(release=release, making=made["number"]))
    frozen = [part["sha256"] for part in made["tables"]]
    return bool(tables) and [table.sha256 for table in tables] == frozen and all(map(is_whole, tables))


def approved(step: Step) -> date | None:
    """It is out. Whoever approves another about the same people waits for this one, and sees it; a withdrawal has ended."""
    list(DataRelease.objects.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    if found := barred(step.case, but=step.case.pk):
        raise NotReady(found)
    release = DataRelease.objects.get(record=step.record)
    if release.withdrawn_at is not None:
        release.withdrawn_at, release.why_withdrawn = None, ""
        release.save()
    return None


def begun(step: Step, _case: Case) -> None:
    """The next version begins with what the last one asked for, and is made anew."""
    release = DataRelease.objects.get(record=step.record)
    unmake(release)
    release.save()


def unmake(release: DataRelease) -> None:
    """What it asks for changes, so that what was made is made no more (the caller saves it)."""
    release.making, release.made_at, release.version = Making.NOT_MADE, None, None
    release.made_from, release.audit = [], {}
