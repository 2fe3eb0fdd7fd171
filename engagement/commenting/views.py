"""The pages of public comment: get, one query or one act, render or redirect."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from engagement.asking import Asking, asked, form_page, opened_on, sent
from engagement.commenting import acts, queries
from engagement.commenting.forms import JudgeForm, OutcomeForm, PublicComment, RecordedForm, RoundForm
from engagement.models import CommentRound
from raci import public_doors
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.languages import for_the_public
from raci.refusals import Conflict
from raci.views.lists import show_list

SETTING, WITHIN, MANY = (
    "PUBLIC_COMMENTS",
    300,
    20,
)  # beyond so many of one address in so many seconds a comment is marked


@require_safe
@signed_in
def comment_round_list(request: PersonRequest) -> HttpResponseBase:
    """All rounds."""
    return show_list(request, "comment-rounds", "engagement/commenting/list.html")


@require_safe
@signed_in
def comment_round_detail(request: PersonRequest, pk: int) -> HttpResponseBase:
    """One, with its comments and what came of it."""
    page = queries.round_page(pk, facts(request))
    return render(request, "engagement/commenting/detail.html", {"page": page})


@form_page
@signed_in
def comment_round_create(request: PersonRequest) -> HttpResponseBase:
    """Announce one."""
    known = facts(request)
    initial = {"opens_on": known.today, "closes_on": known.today + timedelta(days=30)}
    form = RoundForm(*sent(request), units=queries.need_units(known), records=queries.drafts(known), initial=initial)
    page = Asking(
        title=_("Announce a public comment round"),
        intro=_("A draft that anybody may comment on, without an account, in English or Spanish."),
        submit=_("Announce it"),
        back=reverse("engagement:comment-round-list"),
        typing="comment-round-new",
        trail=(_trail(),),
    )
    return asked(
        request, form, page, lambda: _at(acts.announce_round(form.cleaned_data, by=request.user)),
        done=_("It is announced. Comments are read by people before anybody sees them."),
    )  # fmt: skip


@form_page
@signed_in
def comment_round_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Change the announcement."""
    row = _kept(request, pk)
    initial = {"record": row.record_id, **{name: getattr(row, name) for name in acts.SAID}}
    form = RoundForm(
        *sent(request), units=[], records=queries.drafts(facts(request), row), moves=False, initial=initial
    )

    def act() -> str:
        acts.change_round(row, form.cleaned_data, by=request.user, edits=opened_on(request))
        return _at(row)

    page = _of(row, _("Change the announcement"), f"comment-round:{pk}", opened=row.edits)
    return asked(request, form, page, act, done=_("The announcement is changed."))


@form_page
@signed_in
def comment_record(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Write down what came by e-mail, on paper or spoken."""
    row = _kept(request, pk)
    form = RecordedForm(*sent(request), initial={"received_on": facts(request).today})

    def act() -> str:
        acts.record_comment(row, form.cleaned_data, by=request.user)
        return _at(row)

    intro = _("It counts as one by the form does: it is read, shown or hidden with a reason, and answered.")
    page = _of(row, _("Write down a comment"), f"comment-record:{pk}", intro=intro)
    return asked(request, form, page, act, done=_("The comment is on record."))


@form_page
@signed_in
def comment_judge(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Show or hide one, and answer it."""
    one = queries.comment_for(pk)
    _kept(request, one.round_id)
    state = one.state if one.state != one.State.WAITS else ""
    form = JudgeForm(*sent(request), initial={"state": state, "reason": one.reason, "answer": one.answer})

    def act() -> str:
        acts.judge_comment(one, **form.cleaned_data, by=request.user)
        return _at(one.round)

    intro = _("“%(words)s”") % {"words": one.words}
    page = _of(one.round, _("Read a comment"), f"comment-judge:{pk}", intro=intro)
    return asked(request, form, page, act, done=_("It is done, and stands in the history."))


@form_page
@signed_in
def comment_outcome_create(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Say what came of it."""
    row = _kept(request, pk)
    form = OutcomeForm(*sent(request))

    def act() -> str:
        acts.say_outcome(row, form.cleaned_data, by=request.user)
        return _at(row)

    page = _of(row, _("Say what came of it"), f"comment-outcome-new:{pk}", intro=_("Everybody reads it at once."))
    return asked(request, form, page, act, done=_("It stands where people commented."))


@form_page
@signed_in
def comment_outcome_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Correct it."""
    one = queries.outcome_for(pk)
    _kept(request, one.round_id)
    form = OutcomeForm(
        *sent(request), initial={name: getattr(one, name) for name in ("said", "said_es", "did", "did_es")}
    )

    def act() -> str:
        acts.correct_outcome(one, form.cleaned_data, by=request.user)
        return _at(one.round)

    page = _of(one.round, _("Correct what came of it"), f"comment-outcome:{pk}")
    return asked(request, form, page, act, done=_("It is corrected."))


# ---- for everybody


@for_the_public
@require_safe
def public_comment_list(request: HttpRequest) -> HttpResponse:
    """All drafts that are, were or will be open for comment."""
    public_doors.need_open(SETTING)
    return render(request, "engagement/public/comment_list.html", {"found": queries.announced()})


@for_the_public
@form_page
def public_comment_round(request: HttpRequest, pk: int) -> HttpResponse:
    """The announcement, the draft, the form, the comments and what came of them: one address from first to last."""
    public_doors.need_open(SETTING)
    shown = queries.Shown(queries.round_for(pk))
    posted = request.method == "POST"
    form = PublicComment(request.POST if posted else None)
    status, refused = 422 if posted else 200, ""
    try:
        if (
            posted
            and form.is_valid()
            and (form.cleaned_data["website"] or attempt(form, lambda: _send(request, shown, form)))
        ):
            return _page(request, shown, PublicComment(), is_sent=True)
    except Conflict as over:
        status, refused = 409, str(over)
    return _page(request, shown, form, status=status, refused=refused)


def _send(request: HttpRequest, shown: queries.Shown, form: PublicComment) -> None:
    """Nobody is locked out: what comes beyond many is taken, and marked for whoever reads it."""
    number = public_doors.number_of(request, "comment", {**form.said, "round": str(shown.row.pk)}, form.number)
    is_one_of_many = not public_doors.counted(request, "comment", MANY, WITHIN)
    acts.comment_by_form(shown.row, **form.said, sending=number, is_one_of_many=is_one_of_many)


def _page(
    request: HttpRequest, shown: queries.Shown, form: PublicComment, *, status: int = 200, **more: Any
) -> HttpResponse:
    response = render(
        request, "engagement/public/comment_round.html", {"shown": shown, "form": form, **more}, status=status
    )
    response["Cache-Control"] = "no-store"
    return response


def _kept(request: PersonRequest, pk: int) -> CommentRound:
    page = queries.round_page(pk, facts(request))
    queries.need(page.may_keep)
    return page.row


def _trail() -> tuple[str, str]:
    return _("Public comment"), reverse("engagement:comment-round-list")


def _at(row: CommentRound) -> str:
    return reverse("engagement:comment-round-detail", args=[row.pk])


def _of(row: CommentRound, title: str, typing: str, **more: Any) -> Asking:
    trail = (_trail(), (row.title, _at(row)))
    return Asking(title=title, back=_at(row), typing=typing, trail=trail, **{"submit": _("Save"), **more})
