"""The pages of the desk."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from engagement.asking import Asking, asked, form_page, sent
from engagement.desk import acts, queries
from engagement.desk.acts import help_url
from engagement.desk.capacity import capacity
from engagement.desk.forms import AnswerForm, AskForm, AssignForm, PartnerForm, RatingForm, initial_of
from engagement.kinds import HELP_REQUEST
from engagement.models import HelpRequest
from engagement.training.enrolling import post_of
from raci.days import later
from raci.doors import PersonRequest, facts, signed_in
from raci.keeping import keeper
from raci.refusals import Refused
from raci.the_city import need_city
from raci.views.lists import show_list

DAYS = 14  # in which an answer is needed, unless somebody says otherwise


@require_safe
@signed_in
def help_list(request: PersonRequest) -> HttpResponseBase:
    """All requests."""
    return show_list(request, "help-requests", "engagement/desk/list.html")


@require_safe
@signed_in
def help_capacity(request: PersonRequest) -> HttpResponseBase:
    """Hours by topic and quarter."""
    return render(request, "engagement/desk/capacity.html", {"page": capacity(facts(request).today)})


@require_safe
@signed_in
def help_detail(request: PersonRequest, pk: int) -> HttpResponseBase:
    """One."""
    return render(request, "engagement/desk/help.html", {"page": queries.help_page(pk, facts(request))})


@form_page
@signed_in
def help_ask(request: PersonRequest) -> HttpResponseBase:
    """Ask, for the unit of one's post."""
    post = post_of(request.user)
    form = AskForm(*sent(request), initial={"due_on": later(facts(request).today, DAYS)})
    intro = _("You ask as %(post)s. The desk gives it to a post that knows; all staff can read question and answer.")
    ask = Asking(_("Ask for help"), _("Ask"), _list_url(), intro % {"post": post.label}, _trail(), "help-new")

    def act() -> str:
        return help_url(acts.ask_for_help(form.cleaned_data, by=request.user))

    return asked(request, form, ask, act, done=_("You have asked. You are told when it is answered."))


@form_page
@signed_in
def help_ask_partner(request: PersonRequest) -> HttpResponseBase:
    """Write down what an outside partner asks."""
    keeper(facts(request), HELP_REQUEST, need_city())
    form = PartnerForm(*sent(request), initial={"due_on": later(facts(request).today, DAYS)})
    intro = _("You write it down for them, and pass the answer on.")
    ask = Asking(_("A partner asks"), _("Write it down"), _list_url(), intro, _trail(), "help-partner")

    def act() -> str:
        said = dict(form.cleaned_data)
        return help_url(acts.ask_for_partner(said, said.pop("partner"), by=request.user))

    return asked(request, form, ask, act, done=_("It is written down. Give it to a post."))


@form_page
@signed_in
def help_assign(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Give it to a post, by a day."""
    row = queries.help_for(pk)
    keeper(facts(request), HELP_REQUEST, need_city())
    form = AssignForm(*sent(request), initial=initial_of(row))
    intro = _("Whoever holds the post is told, and finds it among what waits on them.")
    ask = Asking(_("Give it to a post"), _("Give it"), help_url(row), intro, _trail(row))

    def act() -> str:
        acts.assign(row, form.cleaned_data["post"], form.cleaned_data["due_on"], by=request.user)
        return help_url(row)

    return asked(request, form, ask, act, done=_("It is given to the post."))


@form_page
@signed_in
def help_answer(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Answer it."""
    row = queries.help_for(pk)
    if acts.answers(facts(request), row) is None:
        raise Refused(_("It is answered by the post it was given to, or by who keeps the desk."))
    form = AnswerForm(*sent(request))
    ask = Asking(_("Answer it"), _("Send the answer"), help_url(row), row.title, _trail(row), f"help-answer:{pk}")

    def act() -> str:
        acts.answer(row, form.cleaned_data["answer"], form.cleaned_data["minutes"], by=request.user)
        return help_url(row)

    return asked(request, form, ask, act, done=_("It is answered. Who asked is told."))


@form_page
@signed_in
def help_rate(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Say whether it helped."""
    row = queries.help_for(pk)
    if row.asked_by_id != request.user.pk:
        raise Refused(_("Whoever asked says whether it helped."))
    form = RatingForm(*sent(request))
    ask = Asking(_("Did it help?"), _("Send"), help_url(row), row.title, _trail(row))

    def act() -> str:
        acts.rate(row, form.cleaned_data["rating"], form.cleaned_data["rated_words"], by=request.user)
        return help_url(row)

    return asked(request, form, ask, act, done=_("Thank you."))


def _list_url() -> str:
    return reverse("engagement:help-list")


def _trail(row: HelpRequest | None = None) -> tuple[tuple[str, str], ...]:
    first = ((_("Help desk"), _list_url()),)
    return (*first, (row.number, help_url(row))) if row else first
