"""Who the custodian of the vault is: for all staff to see, for those who fill posts to propose and accept."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boards.actions import custodians as acts
from boards.actions.self_id_retention import set_retention
from boards.forms.vault import CustodianForm, LastDay, RetentionForm
from boards.kinds import CUSTODIAN, SELF_ID_RETENTION
from boards.queries import vault as queries
from boards.vault import retention
from boards.vault.custody import custodian
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.keeping import keeper, may_keep
from raci.the_city import need_city

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@signed_in
def custodian_list(request: PersonRequest) -> HttpResponseBase:
    """Who may open what members say of themselves, and who named them."""
    mine, city = facts(request), need_city()
    context = {
        "lines": queries.custodians_named(mine), "may_propose": bool(may_keep(mine, CUSTODIAN, city)),
        "may_accept": bool(may_keep(mine, CUSTODIAN, city, letter="A")), "is_custodian": custodian(mine) is not None,
        "kept": retention.rule(), "may_keep": bool(may_keep(mine, SELF_ID_RETENTION, city)),
    }  # fmt: skip
    return render(request, "boards/vault/custodians.html", context)


@form_page
@signed_in
def custodian_create(request: PersonRequest) -> HttpResponseBase:
    """Propose one."""
    mine = facts(request)
    keeper(mine, CUSTODIAN, need_city())
    form = CustodianForm(request.POST if request.method == "POST" else None, today=mine.today)
    if form.is_valid() and attempt(form, lambda: acts.propose_custodian(**form.cleaned_data, by=request.user)):
        messages.success(request, _("Proposed. It counts once a second person accepts it."))
        return redirect("boards:custodian-list")
    return _show(request, {"form": form})


@require_POST
@signed_in
def custodian_accept(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The second person."""
    acts.accept_custodian(queries.custodian_for(pk), by=request.user)
    messages.success(request, _("The custodian is named."))
    return redirect("boards:custodian-list")


@form_page
@signed_in
def custodian_end(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Until when."""
    row, mine = queries.custodian_for(pk), facts(request)
    keeper(mine, CUSTODIAN, need_city())
    form = LastDay(request.POST if request.method == "POST" else None, initial={"ends_on": mine.today})
    if form.is_valid() and attempt(
        form, lambda: acts.end_custodian(row, form.cleaned_data["ends_on"], by=request.user)
    ):
        messages.success(request, _("The last day is set."))
        return redirect("boards:custodian-list")
    return _show(request, {"form": form, "row": row})


def _show(request: PersonRequest, context: dict[str, Any]) -> HttpResponseBase:
    return render(request, "boards/vault/custodian_edit.html", context, status=422 if context["form"].is_bound else 200)


@form_page
@signed_in
def vault_retention(request: PersonRequest) -> HttpResponseBase:
    """How long what members said is kept, and whether a hold stands; by who is responsible for audits."""
    keeper(facts(request), SELF_ID_RETENTION, need_city())
    now = retention.rule()
    initial = {name: getattr(now, name) for name in RetentionForm.base_fields}
    form = RetentionForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid() and attempt(form, lambda: set_retention(**form.cleaned_data, by=request.user)):
        messages.success(request, _("It is on record, and counts from now on."))
        return redirect("boards:custodian-list")
    return render(
        request, "boards/vault/retention.html", {"form": form, "kept": now}, status=422 if form.is_bound else 200
    )
