"""The acts on initiatives: beginning one, tying it, and reporting on it. What is edited goes through `plans.actions`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from plans.actions import Changed, open_case
from plans.initiatives.kinds import INITIATIVE, INITIATIVE_UPDATE
from plans.models import Initiative, InitiativeTie, InitiativeUpdate
from raci import clock
from raci.actions.cases import begin_record
from raci.keeping import keeping
from raci.models import Person, Post, Unit
from raci.records import canonical, digest
from raci.refusals import NotReady, Problem
from raci.workflow import editing

Standing = InitiativeUpdate.Standing
TIED = ("post", "theme", "group", "action")


def begin_initiative(*, unit: Unit, title: str, lead: Post, by: Person) -> Initiative:
    """Begin an initiative of a unit as a draft; a form sent twice begins one."""
    with transaction.atomic():
        Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
        same = Initiative.objects.filter(title=title, record__scope__unit=unit).first()
        if same is not None:
            url = reverse("plans:initiative-detail", args=[same.record_id])
            raise NotReady([Problem(_("This unit has an initiative of this title already."), url=url)])
        record, case = begin_record(INITIATIVE, unit=unit, title=title, by=by)
        with editing(case, by=by):
            return Initiative.objects.create(record=record, title=title, lead=lead)


# ---- what it is tied to


def tied(initiative: Initiative) -> dict[str, set[int]]:
    """By what it is tied to, the numbers of the rows (1 query)."""
    rows = InitiativeTie.objects.filter(initiative=initiative).values_list(*(f"{name}_id" for name in TIED))
    return {name: {row[at] for row in rows if row[at]} for at, name in enumerate(TIED)}


def fingerprint_of_ties(initiative: Initiative) -> str:
    """What a form was opened on."""
    return digest(canonical({name: sorted(found) for name, found in tied(initiative).items()}))


def tie(initiative: Initiative, wanted: Mapping[str, Collection[int]], *, by: Person, opened: str = "") -> None:
    """Tie a draft to exactly these: `wanted` gives the numbers of posts, themes, groups and actions.

    `opened`: `fingerprint_of_ties` when the form was opened; `Changed` where they are others by now.
    """
    with editing(open_case(initiative), by=by):
        if opened and opened != fingerprint_of_ties(initiative):
            text = _("Somebody else changed this while the page was open. Look at what it says now, and save again.")
            raise Changed(text, initiative)
        if initiative.lead_id in wanted["post"]:
            raise NotReady([Problem(_("The lead leads it already: name others here."), field="post")])
        for name, before in tied(initiative).items():
            now = set(wanted[name])
            for row in InitiativeTie.objects.filter(initiative=initiative, **{f"{name}__in": before - now}):
                row.delete()
            for pk in sorted(now - before):
                InitiativeTie.objects.create(initiative=initiative, **{f"{name}_id": pk})


# ---- what is reported


def ask_update(initiative: Initiative, *, title: str, due_on: date, by: Person) -> InitiativeUpdate:
    """Say what is to be reported of it by which day."""
    with keeping(INITIATIVE_UPDATE, initiative.record.scope.unit, by=by, act="ask_update", record=initiative.record_id):
        if due_on < clock.today():
            raise NotReady([Problem(_("Choose today or a day to come."), field="due_on")])
        if initiative.updates.filter(title=title, due_on=due_on).exists():
            raise NotReady([Problem(_("This is asked for by that day already."), field="title")])
        return InitiativeUpdate.objects.create(initiative=initiative, title=title, due_on=due_on)


def report_update(update: InitiativeUpdate, *, standing: str, words: str, by: Person) -> None:
    """Report it, or correct what was reported; the day of the first report stays."""
    initiative = update.initiative
    unit = initiative.record.scope.unit
    with keeping(INITIATIVE_UPDATE, unit, by=by, act="report_update", record=initiative.record_id) as via:
        locked = InitiativeUpdate.objects.select_for_update(of=("self",)).get(pk=update.pk)
        if problems := _problems(standing, words):
            raise NotReady(problems)
        locked.standing, locked.words = Standing(standing), words.strip()
        locked.reported_on = locked.reported_on or clock.today()
        locked.reported_as = via.capacity.label
        locked.save()
    update.refresh_from_db()


def _problems(standing: str, words: str) -> list[Problem]:
    found = []
    if standing not in Standing.values:
        found.append(Problem(_("Say how it stands."), field="standing"))
    if not words.strip():
        found.append(Problem(_("Say what happened, in a sentence at least."), field="words"))
    return found
