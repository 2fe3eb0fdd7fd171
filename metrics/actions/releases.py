"""The acts on a release: begin one, say what goes out, have it made, withdraw it. Its way to a decision is the kernel's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from metrics.kinds import RELEASE
from metrics.models import DataRelease, Indicator, Place
from metrics.queries.release_choices import periods_of
from metrics.releases.deciding import unmake
from metrics.releases.making import CODE
from metrics.releases.standing import Making
from raci import clock, jobs
from raci.actions.cases import begin_record
from raci.authority import Subject, facts_for
from raci.history import acting
from raci.models import Case, Job, Person
from raci.refusals import Conflict, NotReady, Problem, Refused
from raci.workflow import editing, retitle

SETTLES = ("begins_on", "ends_on", "tables", "merged", "threshold")  # what the tables are made by


def begin_release(
    *, indicator: Indicator, title: str, by: Person, place: Place | None = None, purpose: str = ""
) -> DataRelease:
    """Begin a release of an indicator's figures as a draft, for the newest period that has accepted ones."""
    with transaction.atomic():
        Indicator.objects.select_for_update(of=("self",)).get(pk=indicator.pk)
        periods = periods_of(indicator, place)
        if not periods:
            text = _("No accepted figures count people here: nothing of it can be released yet.")
            raise NotReady([Problem(text, field="indicator")])
        same = DataRelease.objects.filter(title=title, indicator=indicator, place=place).first()
        if same is not None:
            url = reverse("metrics:release-detail", args=[same.record_id])
            raise NotReady([Problem(_("There is a release of this title already."), field="title", url=url)])
        record, case = begin_record(RELEASE, unit=indicator.unit, title=title, by=by)
        with editing(case, by=by):
            return DataRelease.objects.create(
                record=record, title=title, purpose=purpose, indicator=indicator, place=place,
                begins_on=periods[0].begin, ends_on=periods[0].end,
            )  # fmt: skip


def change_release(
    release: DataRelease, values: Mapping[str, Any], *, by: Person, seen: int | None = None
) -> DataRelease:
    """Save a draft. What changes its tables takes back what was made of it."""
    with editing(open_case(release), by=by, seen=seen) as step:
        current = DataRelease.objects.select_for_update(of=("self",)).get(pk=release.pk)
        settled = any(getattr(current, name) != values[name] for name in SETTLES if name in values)
        for name, value in values.items():
            setattr(current, name, value)
        if settled:
            _forget_merged(current)
            unmake(current)
        current.save()
        if step.record.title != current.title:
            retitle(step, current.title)
    return current


def _forget_merged(release: DataRelease) -> None:
    """Levels of a dimension that no table uses any more."""
    used = {name for table in release.tables for name in table}
    release.merged = {name: sets for name, sets in release.merged.items() if name in used}


def open_case(release: DataRelease) -> Case:
    """The newest case, the only one whose content can change."""
    return release.record.cases.latest("number")


def ask_for_making(release: DataRelease, *, by: Person) -> Job:
    """Have its tables made and judged by a worker; what was made before is gone."""
    with editing(open_case(release), by=by):
        current = DataRelease.objects.select_for_update(of=("self",)).get(pk=release.pk)
        if not current.tables:
            url = reverse("metrics:release-edit", args=[release.record_id])
            raise NotReady([Problem(_("Choose which tables go out."), url=f"{url}#id_tables")])
        unmake(current)
        current.making = Making.WORKING
        current.save()
        title = _("Tables of “%(title)s”") % {"title": current.title}
        return jobs.ask(CODE, title=title, arguments={"release": current.pk}, by=by)


def withdraw_release(release: DataRelease, *, by: Person, why: str) -> None:
    """Take what is out from every page. It is counted by later audits all the same: people have it."""
    if not why.strip():
        raise NotReady([Problem(_("Say why it is withdrawn."), field="why")])
    with transaction.atomic():
        subject = Subject.of_scope(RELEASE.activity, release.record.scope.unit)
        via = facts_for(by).capacity_with("A", subject)
        if via is None:
            raise Refused(_("Withdrawing a release takes A for %(activity)s.") % {"activity": RELEASE.activity})
        with acting(
            by=by, post=via.capacity.label, cell=via.cell, act="withdraw-release", why=why, record=release.record_id
        ):
            current = DataRelease.objects.select_for_update(of=("self",)).get(pk=release.pk)
            is_out = Case.objects.filter(record=release.record_id, state=Case.State.APPROVED).exists()
            if current.withdrawn_at is not None or not is_out:
                raise Conflict(_("It is not out: there is nothing to withdraw."))
            current.withdrawn_at, current.why_withdrawn = clock.now(), why
            current.save()
