"""A part's form from opening to saving: typing is kept, and the second of two editors is shown what the first saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, cast

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from plans.actions import Changed, Part, Whole, add, change, fingerprint, whole_of
from plans.forms import PartForm
from plans.models import (
    Action,
    Clause,
    Goal,
    ImpactAssessment,
    Initiative,
    Measure,
    Outcome,
    Plan,
    PlanSection,
    Standard,
)
from raci import typing as unsaved
from raci.authority import Act, Subject, may
from raci.doors import PersonRequest, facts
from raci.grants import visible
from raci.models import Record, UnsavedTyping
from raci.refusals import Conflict, Refused

ABOVE = {
    Plan: "record__scope__unit",
    Goal: "plan__record__scope__unit",
    Outcome: "goal__plan__record__scope__unit",
    Action: "outcome__goal__plan__record__scope__unit",
    Measure: "action__outcome__goal__plan__record__scope__unit",
    Clause: "standard__record__scope__unit",
    PlanSection: "plan__record__scope__unit",
}
PAGES = {
    Plan: "plans:plan-detail",
    Standard: "plans:standard-detail",
    Initiative: "plans:initiative-detail",
    ImpactAssessment: "plans:assessment-detail",
}
Make = Callable[..., PartForm]


# ---- fetch and authorise in one call


def plan_to_edit(request: PersonRequest, record: int) -> Plan:
    """The plan of a record, for somebody who may change it now; `Refused` with the reason otherwise."""
    plan: Plan = whole_to_edit(request, Plan, record)
    return plan


def whole_to_edit(request: PersonRequest, model: type[Whole], record: int) -> Any:
    """The plan or standard of a record, for somebody who may change it now; `Refused` with the reason otherwise."""
    whole = model.objects.select_related("record__scope__unit").filter(record=record).first()
    if whole is None:
        raise Http404
    _allow(request, whole.record)
    return whole


def part_to_edit(request: PersonRequest, model: type[Part], pk: int) -> Any:
    """A part of a plan, for somebody who may change it now; `Conflict` says who removed it."""
    part = find_part(request, model, pk)
    _allow(request, whole_of(part).record)
    return part


def find_part(request: PersonRequest, model: type[Part], pk: int) -> Any:
    """A part of a plan with all above it, whoever asks; for those who may see the plan, `Conflict` says who removed it."""
    part = model.objects.select_related(ABOVE[model]).filter(pk=pk).first()
    if part is None:
        raise _removed(request, model, pk)
    return part


def _allow(request: PersonRequest, record: Record) -> None:
    permission = may(facts(request), Act.EDIT, record.cases.select_related("record__scope__unit").latest("number"))
    if not permission:
        raise Refused(permission.reason, visible=may_see(request, record.pk))


def may_see(request: PersonRequest, record: int | None) -> bool:
    """Whether they may see any version of this record."""
    return visible(facts(request)).filter(record=record).exists()


def _removed(request: PersonRequest, model: type[Part], pk: int) -> Exception:
    gone = model.history.filter(id=pk, history_type="-").first()
    if gone is None or not may_see(request, gone.history_record):
        return Http404()
    return Conflict(
        _("%(who)s removed it on %(when)s.") % {"who": gone.history_actor, "when": _when(gone.history_date)}
    )


def _when(moment: datetime) -> str:
    return date_format(localtime(moment), "j M Y, H:i T")


# ---- two editors at once


@dataclass(frozen=True)
class Apart:
    """A field that somebody else saved differently while the form was open."""

    name: str
    label: str
    yours: str
    saved: str


@dataclass(frozen=True)
class Saved:
    """Who saved a part last, as history says."""

    who: str
    as_what: str
    when: datetime


def last_saved(part: Part) -> Saved | None:
    """Who saved the part last, and when."""
    row = type(part).history.filter(id=part.pk).order_by("-history_id").first()
    return Saved(row.history_actor, row.history_post, row.history_date) if row else None


def apart(form: PartForm, now: Part) -> list[Apart]:
    """The fields in which the form and what is saved differ, both in words."""
    saved = form.saved(now)
    found = []
    for name in form.names:
        yours, theirs = form.readable(name, form[name].value()), form.readable(name, saved[name])
        if yours.replace("\r\n", "\n") != theirs:
            found.append(Apart(name, str(form.fields[name].label), yours, theirs))
    return found


# ---- a form on a saved part


@dataclass
class Editing:
    """One person's form on one part of a plan."""

    request: PersonRequest
    part: Part
    make: Make
    what: str  # the form's name, "goal" or "opinion"; with the part's number it names what is typed into it
    template: ClassVar[str] = "plans/part_edit.html"

    def leads_to(self) -> str:
        """Where one goes on once it is saved."""
        return place(self.part)

    @property
    def key(self) -> str:
        """Under which name unsaved typing is kept."""
        return f"{self.what}:{self.part.pk}"

    def respond(self) -> HttpResponse:
        """Show the form, or save what was sent."""
        if self.request.method == "POST":
            return self._take() if "take" in self.request.POST else self._save()
        form = self.make()
        form.initial = form.saved(self.part)
        typing = unsaved.kept(self.request.user, self.key)
        unsaved.restore(form, typing)
        return self._page(form, typing=typing)

    def _save(self) -> HttpResponse:
        form = self.make(self.request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        try:
            said = self._change(form)
        except Changed as changed:
            return self._conflict(form, changed)
        unsaved.drop(self.request.user, self.key)
        messages.success(self.request, said)
        return HttpResponseRedirect(self.leads_to())

    def _change(self, form: PartForm) -> str:
        values, opened = form.values(), form.cleaned_data["opened"]
        as_opened = not opened or opened == fingerprint(self.part, values)
        if as_opened and all(getattr(self.part, name) == value for name, value in values.items()):
            return _("Nothing was changed, so nothing was saved.")
        change(self.part, values, by=self.request.user, opened=opened)
        return _("Saved.")

    def _conflict(self, form: PartForm, changed: Changed) -> HttpResponse:
        if changed.now is None:
            raise changed
        if not apart(form, changed.now):
            unsaved.drop(self.request.user, self.key)
            messages.info(self.request, _("Somebody else had already saved exactly this."))
            return HttpResponseRedirect(self.leads_to())
        return self._both(changed.now, {}, status=409)

    def _take(self) -> HttpResponse:
        """Put the saved text into one field of the form, at the press of its button."""
        saved = self.make().saved(self.part)
        name = self.request.POST["take"]
        return self._both(self.part, {name: saved[name]} if name in saved else {})

    def _both(self, now: Part, taken: dict[str, Any], status: int = 200) -> HttpResponse:
        form = self.make()
        sent = self.request.POST.copy()
        for name, value in {**taken, "opened": form.saved(now)["opened"]}.items():
            sent[name] = "" if value is None else str(form.fields[name].prepare_value(value))
        form = self.make(sent)
        return self._page(form, status=status, apart=apart(form, now), saved=last_saved(now), conflict=True)

    def _page(self, form: PartForm, *, status: int = 200, **context: Any) -> HttpResponse:
        if form.is_bound:  # without script, too, what was typed is there on coming back
            unsaved.keep(self.request.user, self.key, unsaved.values_of(cast(Any, form.data)))
        context |= {
            "form": form,
            "plan": whole_of(self.part),
            "key": self.key,
            "part": self.part,
            "back": place(self.part),
        }
        return render(self.request, self.template, context, status=status)


# ---- a form for a new part


@dataclass
class Adding:
    """One person's form for a new goal, outcome, action or measure."""

    request: PersonRequest
    parent: Plan | Standard | Goal | Outcome | Action
    make: Make
    what: str

    @property
    def key(self) -> str:
        """Under which name unsaved typing is kept."""
        return f"{self.what}-new:{self.parent.pk}"

    def respond(self) -> HttpResponse:
        """Show the empty form, or add what was sent."""
        if self.request.method == "POST":
            return self._add()
        form = self.make()
        typing: UnsavedTyping | None = unsaved.kept(self.request.user, self.key)
        unsaved.restore(form, typing)
        return self._page(form, typing=typing)

    def _add(self) -> HttpResponse:
        form = self.make(self.request.POST)
        if not form.is_valid():
            unsaved.keep(self.request.user, self.key, unsaved.values_of(self.request.POST))
            return self._page(form, status=422)
        part = add(self.parent, form.values(), by=self.request.user)
        unsaved.drop(self.request.user, self.key)
        messages.success(self.request, _("Added: %(title)s") % {"title": part.title})
        return HttpResponseRedirect(self.request.get_full_path() if "again" in self.request.POST else place(part))

    def _page(self, form: PartForm, *, status: int = 200, **context: Any) -> HttpResponse:
        context |= {
            "form": form,
            "plan": whole_of(self.parent),
            "key": self.key,
            "parent": self.parent,
            "back": place(self.parent),
        }
        return render(self.request, "plans/part_create.html", context, status=status)


def place(part: Part) -> str:
    """Where a part stands on the page of its plan or standard."""
    whole = whole_of(part)
    url = reverse(PAGES[type(whole)], args=[whole.record_id])
    return url if part is whole else f"{url}#{type(part).__name__.lower()}-{part.pk}"


def may_report(request: PersonRequest, plan: Plan) -> None:
    """Refuse whoever does not report where this plan's actions stand."""
    scope = plan.record.scope
    subject = Subject.of_scope(scope.activity_code, scope.unit)
    if facts(request).capacity_with("R", subject) is None:
        reason = _("Reporting on an action takes R (responsible) for %(activity)s in this unit.")
        raise Refused(reason % {"activity": scope.activity_code}, visible=may_see(request, plan.record_id))
