"""Targets, benchmarks and the story behind the curve."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from metrics.actions import goals as acts
from metrics.forms.indicators import BenchmarkForm, Goal, StoryForm, TargetForm
from metrics.models import Benchmark, Target
from metrics.queries import choices
from metrics.queries import indicators as queries
from metrics.views.indicators import _done, _sent, _show
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt

form_page = require_http_methods(["GET", "HEAD", "POST"])
SAVED = {
    Target: _("The target is a draft: hand it in below."),
    Benchmark: _("The benchmark is a draft: hand it in below."),
}
FORMS: dict[type[Target | Benchmark], type[Goal]] = {Target: TargetForm, Benchmark: BenchmarkForm}
SETS = {Target: acts.set_target, Benchmark: acts.set_benchmark}


@form_page
@signed_in
def target_create(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Set a target."""
    return _create(request, pk, Target)


@form_page
@signed_in
def benchmark_create(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Set a benchmark."""
    return _create(request, pk, Benchmark)


@form_page
@signed_in
def target_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Change a target that is a draft or was given back."""
    return _edit(request, pk, Target)


@form_page
@signed_in
def benchmark_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Change a benchmark that is a draft or was given back."""
    return _edit(request, pk, Benchmark)


def _create(request: PersonRequest, pk: int, model: type[Target | Benchmark]) -> HttpResponseBase:
    page = queries.indicator_page(pk, facts(request))
    choices.need_change(page)
    one, name = page.one, f"{model._meta.model_name}-new:{pk}"
    form = FORMS[model](_sent(request), version=one.version, first_month=one.first_month)
    if form.is_valid() and attempt(form, lambda: SETS[model](one.indicator, form.values, by=request.user)):
        messages.success(request, SAVED[model])
        return _done(request, name, pk)
    return _show(request, "metrics/goal_edit.html", form, name, one=one, what=model._meta.model_name, is_new=True)


def _edit(request: PersonRequest, pk: int, model: type[Target | Benchmark]) -> HttpResponseBase:
    page, row = choices.goal_to_edit(model, pk, facts(request))
    one, name = page.one, f"{model._meta.model_name}:{pk}"
    form = FORMS[model](_sent(request), version=one.version, first_month=one.first_month, row=row)
    opened = row.fingerprint
    change = partial(acts.change_goal, row, by=request.user, opened=request.POST.get("opened", ""))
    if form.is_valid() and attempt(form, lambda: change(form.values)):
        messages.success(request, SAVED[model])
        return _done(request, name, one.pk)
    return _show(
        request, "metrics/goal_edit.html", form, name, one=one, what=model._meta.model_name, is_new=False, opened=opened
    )


@form_page
@signed_in
def story_tell(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The story behind the curve."""
    page = queries.indicator_page(pk, facts(request))
    choices.need_teller(page)
    form = StoryForm(_sent(request), initial=choices.last_story(page))
    if form.is_valid() and attempt(
        form, lambda: acts.tell_story(page.one.indicator, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("The story is told. Earlier ones stay below it."))
        return _done(request, f"story:{pk}", pk)
    return _show(request, "metrics/story_tell.html", form, f"story:{pk}", one=page.one)
