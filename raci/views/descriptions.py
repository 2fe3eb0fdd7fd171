"""What is kept about a post: describe it, give it another title, compare it with others."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from raci import kinds
from raci.actions import descriptions as acts
from raci.actions.posts import recorder
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.forms.descriptions import Comparing, Describing, Retitling
from raci.keeping import keeper
from raci.queries import posts as queries
from raci.queries.post_profile import comparison_for


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def post_describe(request: PersonRequest, code: str) -> HttpResponse:
    """Write the next version of what the post is for."""
    found = queries.post_for(code, facts(request))
    via = keeper(facts(request), kinds.DESCRIPTION, found.unit)
    newest = found.descriptions.order_by("-number").first()
    initial = {"after": newest.number if newest else 0, "words": newest.words if newest else ""}
    form = Describing(
        request.POST if request.method == "POST" else None,
        initial={**initial, "source": newest.source if newest else ""},
    )
    if form.is_valid() and attempt(form, lambda: acts.describe_post(found, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The description is kept. The earlier ones stay on the page."))
        return redirect("raci:post", code=code)
    page = {"post": found, "form": form, "why": via.sentence, "newest": newest}
    return render(request, "raci/post_describe.html", page, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def post_retitle(request: PersonRequest, code: str) -> HttpResponse:
    """Give it another title."""
    found = queries.post_for(code, facts(request))
    via = recorder(found, facts(request))
    form = Retitling(request.POST if request.method == "POST" else None, initial={"title": found.title})
    if form.is_valid() and attempt(form, lambda: acts.retitle_post(found, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The post is called %(title)s now.") % {"title": form.cleaned_data["title"]})
        return redirect("raci:post", code=code)
    page = {"post": found, "form": form, "why": via.sentence}
    return render(request, "raci/post_retitle.html", page, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def post_compare(request: PersonRequest, code: str) -> HttpResponse:
    """Add a post that it is measured by."""
    found = queries.post_for(code, facts(request))
    via = keeper(facts(request), kinds.COMPARISON, found.unit)
    form = Comparing(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, lambda: acts.compare_post(found, by=request.user, **form.values())):
        messages.success(request, _("The comparison is kept."))
        return redirect("raci:post", code=code)
    page = {"post": found, "form": form, "why": via.sentence}
    return render(request, "raci/post_compare.html", page, status=422 if form.is_bound else 200)


@require_POST
@signed_in
def comparison_remove(request: PersonRequest, pk: int) -> HttpResponse:
    """Take a comparison away."""
    found = comparison_for(pk)
    acts.remove_comparison(found, by=request.user)
    messages.success(request, _("The comparison is taken away; history keeps it."))
    return redirect("raci:post", code=found.post.code)
