"""Programmes: the list, one edition, its parts."""

from __future__ import annotations

import logging

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from engagement.asking import Asking, asked, form_page, sent
from engagement.kinds import PROGRAMME
from engagement.models import Material, MustTrain, TrainingProgramme
from engagement.training import programmes as acts
from engagement.training import queries
from engagement.training.forms import MaterialForm, ProgrammeForm, UnitForm
from engagement.training.programmes import programme_url
from raci import reviewing
from raci.doors import PersonRequest, facts, signed_in
from raci.evidence import storage
from raci.handing_out import download
from raci.keeping import keeper
from raci.refusals import Refused
from raci.the_city import need_city
from raci.views.lists import show_list

log = logging.getLogger("raci.evidence")


@require_safe
@signed_in
def programme_list(request: PersonRequest) -> HttpResponseBase:
    """All programmes."""
    return show_list(request, "training-programmes", "engagement/training/programme_list.html")


@require_safe
@signed_in
def training_owed(request: PersonRequest) -> HttpResponseBase:
    """Which unit has how many people trained by when."""
    return show_list(request, "training-owed", "engagement/training/owed_list.html")


@require_safe
@signed_in
def programme_detail(request: PersonRequest, pk: int) -> HttpResponseBase:
    """One edition: what it teaches, to whom, who is asked to send people."""
    return render(request, "engagement/training/programme.html", {"page": queries.programme_page(pk, facts(request))})


@form_page
@signed_in
def programme_create(request: PersonRequest) -> HttpResponseBase:
    """Begin a programme."""
    keeper(facts(request), PROGRAMME, need_city())
    form = ProgrammeForm(*sent(request))
    ask = Asking(
        _("Begin a training programme"), _("Begin it"), _list_url(),
        _("It is a draft until you hand it in and whoever is accountable for training (A of 2.1) accepts it. Materials, and "
          "which units have how many people trained, come on the next page."),
        _trail(), "programme-new",
    )  # fmt: skip

    def act() -> str:
        return programme_url(acts.begin_programme(form.cleaned_data, by=request.user))

    return asked(request, form, ask, act, done=_("It is begun. Add its materials, then hand it in."))


@form_page
@signed_in
def programme_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Change what an edition says."""
    row = _to_write(request, pk)
    form = ProgrammeForm(*sent(request), initial={name: getattr(row, name) for name in acts.SAID})
    ask = Asking(
        _("Change the programme"), _("Save"), programme_url(row), "", _trail(row), f"programme:{pk}", row.fingerprint
    )

    def act() -> str:
        acts.edit_programme(row, form.cleaned_data, by=request.user, opened=request.POST.get("opened", ""))
        return programme_url(row)

    return asked(request, form, ask, act, done=_("It is saved."))


@require_POST
@signed_in
def programme_next(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Begin the next edition, or go on with the one that is open."""
    row = queries.programme_for(pk, facts(request))
    keeper(facts(request), PROGRAMME, row.unit)
    return redirect(programme_url(acts.begin_edition(row, by=request.user)))


@form_page
@signed_in
def programme_ask(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Say how many people a unit has trained by when."""
    row = _to_write(request, pk)
    form = UnitForm(*sent(request))
    ask = Asking(
        _("Ask a unit to have people trained"), _("Save"), programme_url(row),
        _("Its director and equity manager see it among what waits on them, once this edition is accepted."),
        _trail(row), f"programme-ask:{pk}",
    )  # fmt: skip

    def act() -> str:
        acts.ask_unit(row, **form.cleaned_data, by=request.user)
        return programme_url(row)

    return asked(request, form, ask, act, done=_("It is saved."))


@require_POST
@signed_in
def programme_ask_no_more(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Take a unit out of a draft."""
    one = get_object_or_404(MustTrain.objects.select_related("programme__unit"), pk=pk)
    queries.programme_for(one.programme_id, facts(request))
    acts.ask_unit_no_more(one, by=request.user)
    messages.success(request, _("The unit is taken out."))
    return redirect(programme_url(one.programme))


# ---- materials


@form_page
@signed_in
def material_create(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Add a file, or where it is kept."""
    row = _to_write(request, pk)
    form = MaterialForm(*sent(request, files=True))
    ask = Asking(
        _("Add material"), _("Add it"), programme_url(row), _("At most 25 MB. Whoever reads the programme can open it."),
        _trail(row), f"material:{pk}",
    )  # fmt: skip

    def act() -> str:
        said = form.cleaned_data
        acts.add_material(row, title=said["title"], place=said["place"], upload=said["document"], by=request.user)
        return programme_url(row)

    return asked(request, form, ask, act, done=_("The material is added."))


@require_safe
@signed_in
def material_file(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The bytes of a file, hashed again on the way out."""
    one = _material(request, pk)
    if one.blob is None:
        raise Http404
    try:
        return download(one.blob, one.file_name)
    except storage.Damaged as damage:
        log.critical("Evidence is damaged: material %s: %s", one.pk, damage)
        return render(request, "engagement/damaged.html", {"title": one.title}, status=410)


@require_POST
@signed_in
def material_remove(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Take material out of a draft."""
    one = _material(request, pk)
    acts.remove_material(one, by=request.user)
    messages.success(request, _("The material is taken out."))
    return redirect(programme_url(one.programme))


def _material(request: PersonRequest, pk: int) -> Material:
    one = get_object_or_404(Material.objects.select_related("programme__unit", "blob"), pk=pk)
    queries.programme_for(one.programme_id, facts(request))
    return one


def _to_write(request: PersonRequest, pk: int) -> TrainingProgramme:
    row = queries.programme_for(pk, facts(request))
    permission = reviewing.may_write(facts(request), row)
    if not permission:
        raise Refused(permission.reason)
    return row


def _list_url() -> str:
    return reverse("engagement:programme-list")


def _trail(row: TrainingProgramme | None = None) -> tuple[tuple[str, str], ...]:
    first = ((_("Training"), _list_url()),)
    return (*first, (row.title, programme_url(row))) if row else first
