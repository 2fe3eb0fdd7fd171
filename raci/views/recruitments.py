"""How a post is being filled: begin and close a recruitment, and keep its milestones."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from raci import kinds
from raci.actions import recruitments as acts
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.forms.recruitments import Closing, Opening, Step
from raci.keeping import keeper
from raci.queries import posts as queries
from raci.queries.post_profile import milestone_for, recruitment_for


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def recruitment_open(request: PersonRequest, code: str) -> HttpResponse:
    """Begin to look for who will hold the post."""
    found = queries.post_for(code, facts(request))
    via = keeper(facts(request), kinds.RECRUITMENT, found.unit)
    form = Opening(request.POST if request.method == "POST" else None, initial={"begun_on": facts(request).today})
    if form.is_valid() and attempt(form, lambda: acts.open_recruitment(found, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The recruitment is on the page. Add its milestones."))
        return redirect("raci:post", code=code)
    page = {"post": found, "form": form, "why": via.sentence}
    return render(request, "raci/recruitment_open.html", page, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def recruitment_close(request: PersonRequest, pk: int) -> HttpResponse:
    """End it, with what came of it."""
    found = recruitment_for(pk)
    via = keeper(facts(request), kinds.RECRUITMENT, found.post.unit)
    form = Closing(request.POST if request.method == "POST" else None, initial={"closed_on": facts(request).today})
    if form.is_valid() and attempt(form, lambda: acts.close_recruitment(found, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The recruitment is closed."))
        return redirect("raci:post", code=found.post.code)
    page = {"post": found.post, "form": form, "why": via.sentence}
    return render(request, "raci/recruitment_close.html", page, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def milestone_create(request: PersonRequest, pk: int) -> HttpResponse:
    """Add a milestone."""
    found = recruitment_for(pk)
    via = keeper(facts(request), kinds.RECRUITMENT, found.post.unit)
    form = Step(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, lambda: acts.add_milestone(found, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The milestone is added."))
        return redirect("raci:post", code=found.post.code)
    page = {"post": found.post, "form": form, "why": via.sentence}
    return render(request, "raci/milestone_edit.html", page, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def milestone_edit(request: PersonRequest, pk: int) -> HttpResponse:
    """Change a milestone, or say when it was done."""
    found, post = milestone_for(pk)
    via = keeper(facts(request), kinds.RECRUITMENT, post.unit)
    initial = {name: getattr(found, name) for name in Step.base_fields}
    form = Step(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid() and attempt(form, lambda: acts.change_milestone(found, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The milestone is kept."))
        return redirect("raci:post", code=post.code)
    page = {"post": post, "form": form, "why": via.sentence, "milestone": found}
    return render(request, "raci/milestone_edit.html", page, status=422 if form.is_bound else 200)


@require_POST
@signed_in
def milestone_remove(request: PersonRequest, pk: int) -> HttpResponse:
    """Take a milestone away."""
    found, post = milestone_for(pk)
    acts.remove_milestone(found, by=request.user)
    messages.success(request, _("The milestone is taken away; history keeps it."))
    return redirect("raci:post", code=post.code)
