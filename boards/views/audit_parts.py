"""What an audit asks, what it recommends, and its counting: forms of a draft, and the custodian's page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from boards.actions import audit_tallies as tallies
from boards.actions import audits as acts
from boards.forms import audits as forms
from boards.models import RepresentationAudit
from boards.queries import audits as queries
from boards.views.asking import Asking, asked, form_page, sent
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt


@form_page
@signed_in
def audit_ask(request: PersonRequest, pk: int) -> HttpResponseBase:
    """One question more."""
    audit = queries.audit_to_edit(pk, facts(request)).audit
    form = forms.AskForm(sent(request), audit=audit)
    ask = _ask(
        audit, _("Ask one more question"), _("Ask it"), _("Ask only what will be used, and what members were asked.")
    )

    def act() -> str:
        row = acts.ask_question(audit, form.cleaned_data["dimension"], by=request.user)
        return reverse("boards:audit-question", args=[row.pk])

    return asked(request, form, ask, act, done=_("It is asked. Say next who lives here."))


@form_page
@signed_in
def audit_question(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Who lives there."""
    found, row = queries.question_to_edit(pk, facts(request))
    form = forms.BenchmarkForm(sent(request), question=row)
    intro = _(
        "The benchmark of “%(name)s”, people or percent of each group. Leave empty what the source does not tell. It is frozen"
        " with its source, so that the audit stays what it was."
    )
    ask = _ask(found.audit, _("Who lives here"), _("Save"), intro % {"name": row.benchmark.get("name", row.dimension)})

    def act() -> str:
        acts.set_benchmark(row, form.benchmark, by=request.user)
        return _home(found.audit)

    return asked(request, form, ask, act, done=_("The benchmark is saved."))


@require_POST
@signed_in
def audit_question_drop(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Ask it no more."""
    found, row = queries.question_to_edit(pk, facts(request))
    acts.drop_question(row, by=request.user)
    messages.success(request, _("The question is taken out."))
    return redirect(_home(found.audit))


@never_cache
@form_page
@signed_in
def audit_survey(request: PersonRequest, pk: int) -> HttpResponseBase:
    """A survey by hand: what is typed goes through the gate, and only what passes is stored."""
    found, row = queries.question_to_edit(pk, facts(request))
    form = forms.TypedTallyForm(sent(request), question=row)
    intro = _(
        "How many of those who served on the day gave each answer. Whoever is in none is not known. Small groups are counted"
        " together before anything is stored: what you type is kept nowhere."
    )
    ask = _ask(found.audit, _("Type a survey’s counts"), _("Count it"), intro)

    def act() -> str:
        sent_by = {"source": form.cleaned_data["source"], "by": request.user}
        tallies.enter_tally(row, form.known, **sent_by)
        return _home(found.audit)

    return asked(request, form, ask, act, done=_("It is counted. What may be told stands on the audit."))


@require_POST
@signed_in
def audit_ask_custodian(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Tell the custodian."""
    acts.ask_custodian(queries.audit_to_edit(pk, facts(request)).audit, by=request.user)
    messages.success(request, _("The custodian of the vault is asked to count."))
    return redirect("boards:audit-detail", pk)


# ---- recommendations


@form_page
@signed_in
def audit_advise(request: PersonRequest, pk: int) -> HttpResponseBase:
    """One more."""
    audit = queries.audit_to_edit(pk, facts(request)).audit
    form = forms.AdviceForm(sent(request))
    ask = _ask(
        audit,
        _("Write a recommendation"),
        _("Add it"),
        _("It is raised once the audit is approved, and answered then."),
    )

    def act() -> str:
        acts.advise(audit, form.cleaned_data, by=request.user)
        return _home(audit)

    return asked(request, form, ask, act, done=_("The recommendation stands in the draft."))


@form_page
@signed_in
def audit_advice(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Change one."""
    found, row = queries.advice_to_edit(pk, facts(request))
    initial = {name: getattr(row, name) for name in forms.AdviceForm.base_fields}
    form = forms.AdviceForm(sent(request), initial=initial)
    ask = _ask(found.audit, _("Change a recommendation"), _("Save"), row.title)

    def act() -> str:
        acts.change_advice(row, form.cleaned_data, by=request.user)
        return _home(found.audit)

    return asked(request, form, ask, act, done=_("Saved."))


@require_POST
@signed_in
def audit_advice_remove(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Take one out."""
    found, row = queries.advice_to_edit(pk, facts(request))
    acts.remove_advice(row, by=request.user)
    messages.success(request, _("The recommendation is taken out."))
    return redirect(_home(found.audit))


# ---- the custodian


@never_cache
@form_page
@signed_in
def vault_audit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Count members' answers for an audit: the numbers go through the gate, and this page shows none of them."""
    found = queries.to_count(pk, facts(request))
    form = forms.CountForm(sent(request), questions=found.questions, rounds=found.rounds)
    made: list[Any] = []
    if form.is_valid() and attempt(
        form, lambda: made.extend(tallies.take_tallies(found.audit, rounds=form.chosen, by=request.user))
    ):
        said = ngettext("%(n)s question is counted.", "%(n)s questions are counted.", len(made)) % {"n": len(made)}
        messages.success(request, said)
        return redirect("boards:vault")
    context = {"found": found, "form": form, "reason": tallies.reason(found.audit)}
    return render(request, "boards/audits/count.html", context, status=422 if form.is_bound else 200)


def _home(audit: RepresentationAudit) -> str:
    return reverse("boards:audit-detail", args=[audit.record_id])


def _ask(audit: RepresentationAudit, title: str, submit: str, intro: str) -> Asking:
    trail = ((_("Audits"), reverse("boards:audit-list")), (audit.title, _home(audit)))
    return Asking(title=title, submit=submit, back=_home(audit), intro=intro, trail=trail)
