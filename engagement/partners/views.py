"""The pages of partners: get, one query or one act, render or redirect."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from engagement.asking import Asking, asked, form_page, opened_on, sent
from engagement.kinds import PARTNER
from engagement.models import Partner
from engagement.partners import acts, queries
from engagement.partners.forms import AgreementForm, ContactForm, EndForm, PartnerForm
from raci import handing_out
from raci.doors import PersonRequest, facts, signed_in
from raci.keeping import may_keep
from raci.refusals import Refused
from raci.views.lists import show_list

RHYTHM = timedelta(days=91)  # what the form proposes for the next contact


@require_safe
@signed_in
def partner_list(request: PersonRequest) -> HttpResponseBase:
    """All partners."""
    return show_list(request, "partners", "engagement/partners/list.html")


@require_safe
@signed_in
def partner_detail(request: PersonRequest, pk: int) -> HttpResponseBase:
    """One, with its contacts and agreements."""
    return render(request, "engagement/partners/detail.html", {"page": queries.partner_page(pk, facts(request))})


@form_page
@signed_in
def partner_create(request: PersonRequest) -> HttpResponseBase:
    """Enter one."""
    known = facts(request)
    form = PartnerForm(
        *sent(request), units=queries.need_units(known), initial={"contact_due_on": known.today + RHYTHM}
    )
    page = Asking(
        title=_("Enter a partner"),
        intro=_("With whom the city works, what for, and who owns the relationship. All staff read it."),
        submit=_("Enter it"),
        back=reverse("engagement:partner-list"),
        typing="partner-new",
        trail=(_list_trail(),),
    )
    return asked(
        request, form, page, lambda: _at(acts.begin_partner(form.cleaned_data, by=request.user)),
        done=_("The partner is entered. Its owner is reminded when a contact is due."),
    )  # fmt: skip


@form_page
@signed_in
def partner_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Change what is said of it."""
    one = queries.partner_page(pk, facts(request))
    queries.need(one.may_keep)
    acts.need_running(one.row)
    initial = {name: getattr(one.row, name) for name in acts.SAID}
    form = PartnerForm(*sent(request), units=[], moves=False, initial=initial)

    def act() -> str:
        acts.change_partner(one.row, form.cleaned_data, by=request.user, edits=opened_on(request))
        return _at(one.row)

    page = _of(
        one.row,
        _("Change the partner"),
        _("What it said before stays in its history."),
        f"partner:{pk}",
        opened=one.row.edits,
    )
    return asked(request, form, page, act, done=_("The partner is changed."))


@form_page
@signed_in
def partner_end(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The city works with it no more."""
    one = queries.partner_page(pk, facts(request))
    queries.need(one.may_keep)
    acts.need_running(one.row)
    form = EndForm(*sent(request))

    def act() -> str:
        acts.end_partner(one.row, why=form.cleaned_data["why"], by=request.user)
        return _at(one.row)

    intro = _("Nobody is reminded of it any more. Its contacts and agreements stay on record.")
    page = _of(one.row, _("End the work with this partner"), intro, f"partner-end:{pk}", submit=_("End it"))
    return asked(request, form, page, act, done=_("The work with this partner has ended."))


# ---- contacts


@form_page
@signed_in
def partner_contact_create(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Note that they were spoken to."""
    known = facts(request)
    one = queries.partner_page(pk, known)
    queries.need(one.may_note)
    acts.need_running(one.row)
    form = ContactForm(*sent(request), initial={"on": known.today, "next_due_on": known.today + RHYTHM})

    def act() -> str:
        acts.note_contact(one.row, form.cleaned_data, by=request.user)
        return _at(one.row)

    intro = _("What it was about, and by when you are in touch again.")
    page = _of(one.row, _("Note a contact"), intro, f"partner-contact-new:{pk}", submit=_("Note it"))
    return asked(request, form, page, act, done=_("The contact is noted."))


@form_page
@signed_in
def partner_contact_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Correct what was noted."""
    contact = queries.contact_for(pk)
    queries.need(acts.may_note(facts(request), contact.partner))
    acts.need_running(contact.partner)
    form = ContactForm(
        *sent(request), initial={"on": contact.on, "words": contact.words, "next_due_on": contact.next_due_on}
    )

    def act() -> str:
        acts.correct_contact(contact, form.cleaned_data, by=request.user)
        return _at(contact.partner)

    intro = _("What it said before stays in its history.")
    page = _of(contact.partner, _("Correct the contact"), intro, f"partner-contact:{pk}")
    return asked(request, form, page, act, done=_("The contact is corrected."))


# ---- agreements


@form_page
@signed_in
def agreement_create(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Enter what was agreed."""
    one = queries.partner_page(pk, facts(request))
    queries.need(one.may_keep)
    acts.need_running(one.row)
    form = AgreementForm(*sent(request, files=True))

    def act() -> str:
        acts.add_agreement(one.row, form.said, form.cleaned_data["document"], by=request.user)
        return _at(one.row)

    intro = _("From when to when it counts, with its paper. X-rays say when one ends.")
    page = _of(one.row, _("Enter an agreement"), intro, f"agreement-new:{pk}")
    return asked(request, form, page, act, done=_("The agreement is entered."))


@form_page
@signed_in
def agreement_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Change what is said of it."""
    one = queries.agreement_for(pk)
    queries.need(may_keep(facts(request), PARTNER, one.partner.unit))
    initial = {name: getattr(one, name) for name in ("title", "words", "begins_on", "ends_on")}
    form = AgreementForm(*sent(request, files=True), initial=initial)

    def act() -> str:
        acts.change_agreement(one, form.said, form.cleaned_data["document"], by=request.user)
        return _at(one.partner)

    intro = _("What it said before stays in its history.")
    page = _of(one.partner, _("Change the agreement"), intro, f"agreement:{pk}")
    return asked(request, form, page, act, done=_("The agreement is changed."))


@require_safe
@signed_in
def agreement_document(request: PersonRequest, pk: int) -> HttpResponseBase:  # noqa: ARG001 - all staff read it
    """The paper."""
    one = queries.agreement_for(pk)
    if one.document is None:
        raise Refused(_("There is no such file."), visible=False)
    return handing_out.given(one.document, f"agreement-{pk}", f"agreement {pk}")


def _list_trail() -> tuple[str, str]:
    return _("Partners"), reverse("engagement:partner-list")


def _at(row: Partner) -> str:
    return reverse("engagement:partner-detail", args=[row.pk])


def _of(row: Partner, title: str, intro: str, typing: str, **more: Any) -> Asking:
    trail = (_list_trail(), (row.name, _at(row)))
    return Asking(title=title, intro=intro, back=_at(row), typing=typing, trail=trail, **{"submit": _("Save"), **more})
