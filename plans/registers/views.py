"""The pages of the registers: four lists, and for each entry the same pages."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from plans.asking import Asking, asked, sent
from plans.registers import acts, queries
from raci.doors import PersonRequest, facts, signed_in
from raci.refusals import Refused
from raci.views.lists import show_list

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@signed_in
def comparison_list(request: PersonRequest) -> HttpResponseBase:
    """What other cities do."""
    return show_list(request, "city-comparisons", "plans/registers/list.html")


@require_safe
@signed_in
def policy_list(request: PersonRequest) -> HttpResponseBase:
    """The policies there are."""
    return show_list(request, "listed-policies", "plans/registers/list.html")


@require_safe
@signed_in
def alignment_list(request: PersonRequest) -> HttpResponseBase:
    """What was said at other tables."""
    return show_list(request, "alignment-items", "plans/registers/list.html")


@require_safe
@signed_in
def long_range_list(request: PersonRequest) -> HttpResponseBase:
    """Long-range plans of the city with the state of their equity review."""
    return show_list(request, "long-range-plans", "plans/registers/list.html")


@require_safe
@signed_in
def register_entry(request: PersonRequest, register: str, pk: int) -> HttpResponseBase:
    """One entry."""
    found = queries.entry_page(register, pk, facts(request))
    return render(request, "plans/registers/entry.html", {"found": found, "above": reverse(found.register.address)})


@form_page
@signed_in
def register_create(request: PersonRequest, register: str) -> HttpResponseBase:
    """Enter one."""
    found = queries.register_called(register)
    queries.need_enter(found, facts(request))
    form = found.form(sent(request))
    page = Asking(
        title=str(found.enter),
        intro=str(found.intro),
        submit=_("Enter it"),
        above=(str(found.title), reverse(found.address)),
        name=f"register-new:{register}",
    )

    def act() -> str:
        return queries.url_of(found, acts.enter(found, form.values, by=request.user).pk)

    return asked(request, form, page, act, done=_("It is entered."))


@form_page
@signed_in
def register_edit(request: PersonRequest, register: str, pk: int) -> HttpResponseBase:
    """Correct one."""
    found = queries.entry_page(register, pk, facts(request))
    if not found.may_keep:
        raise Refused(found.may_keep.reason)
    names = (name for name in found.register.form.base_fields if name != "opened")
    initial = {**{name: getattr(found.row, name) for name in names}, "opened": acts.fingerprint(found.row)}
    form = found.register.form(sent(request), initial=initial)
    page = Asking(
        title=_("Change the entry"),
        intro=_("What it said before stays in its history."),
        submit=_("Save"),
        above=(str(found.row), found.url),
        name=f"register:{register}:{pk}",
    )

    def act() -> str:
        opened = form.cleaned_data["opened"]
        acts.change(found.register, found.row, form.values, by=request.user, opened=opened)
        return found.url

    return asked(request, form, page, act, done=_("Saved."))
