"""While a team meets: one page to take down who is there, notes, decisions and what is to be done."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from raci import typing as unsaved
from raci.actions.meetings import following, taking
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.forms import meetings as forms
from raci.models import AgendaItem, Attendance, Resolution, UnsavedTyping
from raci.queries.meetings import pages
from raci.refusals import Conflict, NotReady, Problem, Refused
from raci.views.lists import show_list
from raci.views.meetings import form_page

HOWS = [(one.value, one.label) for one in Attendance.How if one != Attendance.How.GUEST]


@require_safe
@signed_in
def meeting_take(request: PersonRequest, pk: int) -> HttpResponse:
    """The one page."""
    return _show(request, _page(request, pk))


def _page(request: PersonRequest, pk: int) -> pages.MeetingPage:
    page = pages.meeting_page(pages.meeting_for(pk), facts(request))
    page.need()
    if page.why_closed:
        raise Conflict(page.why_closed)
    return page


def _show(
    request: PersonRequest,
    page: pages.MeetingPage,
    problems: list[Problem] | None = None,
    bound: dict[int, forms.Noting] | None = None,
    status: int = 200,
) -> HttpResponse:
    names = [f"attendance:{page.meeting.pk}", *(f"notes:{item.pk}" for item in page.items)]
    kept = unsaved.kept_of(request.user, names)
    noting = [
        (item, _noting(item, kept.get(f"notes:{item.pk}"), (bound or {}).get(item.pk)), kept.get(f"notes:{item.pk}"))
        for item in page.items
    ]
    attendance = kept.get(names[0])
    context = {
        "page": page,
        "noting": noting,
        "hows": HOWS,
        "attendance": attendance,
        "said": _said(page, attendance),
        "guests": _guests(page, attendance),
        "problems": problems or [],
    }
    return render(request, "raci/meetings/take.html", context, status=status)


def _said(page: pages.MeetingPage, typing: Any) -> list[tuple[Any, str]]:
    kept = typing.values if typing else {}
    return [(member, next(iter(kept.get(f"how-{member.person_id}", [])), how)) for member, how in page.hows()]


def _guests(page: pages.MeetingPage, typing: Any) -> str:
    return next(iter(typing.values.get("guests", [])), "") if typing else "\n".join(page.guests())


def _noting(item: AgendaItem, typing: UnsavedTyping | None, bound: forms.Noting | None) -> forms.Noting:
    initial = {"got": item.got, "notes": item.notes, "seen": item.edits}
    form = bound or forms.Noting(initial=initial, prefix=f"item-{item.pk}")
    unsaved.restore(form, typing)
    if not form.is_bound:
        form.initial["seen"] = item.edits
    return form


@require_POST
@signed_in
def meeting_attendance(request: PersonRequest, pk: int) -> HttpResponse:
    """Who is there."""
    page = _page(request, pk)
    sent = {member.person_id: request.POST.get(f"how-{member.person_id}", "") for member, _how in page.hows()}
    guests = request.POST.get("guests", "").replace("\x00", "").splitlines()
    try:
        said = {person: how for person, how in sent.items() if how}
        taking.take_attendance(page.meeting, by=request.user, members=said, guests=guests)
    except NotReady as missing:
        return _show(request, page, missing.problems, status=422)
    unsaved.drop(request.user, f"attendance:{pk}")
    messages.success(request, _("The attendance is saved."))
    return redirect("raci:meeting-take", pk)


@require_POST
@signed_in
def agenda_item_notes(request: PersonRequest, pk: int) -> HttpResponse:
    """Notes and outcome of one item."""
    item = pages.item_for(pk)
    page = _page(request, item.meeting_id)
    form = forms.Noting(request.POST, prefix=f"item-{pk}")
    if form.is_valid():
        sent = form.cleaned_data
        try:
            if attempt(form, lambda: taking.note_item(item, by=request.user, **sent)):
                unsaved.drop(request.user, f"notes:{pk}")
                messages.success(request, _("Saved: %(title)s") % {"title": item.title})
                return _to_item(item)
        except Conflict as conflict:  # what was typed stays, beside what somebody else saved
            form = _on_top_of(form, pages.item_for(pk))
            return _show(request, page, [Problem(str(conflict), url=f"#item-{pk}")], {pk: form}, 409)
    return _show(request, page, _problems(form), {pk: form}, 422)


def _on_top_of(form: forms.Noting, item: AgendaItem) -> forms.Noting:
    """The same text, to be saved over what is there now: who writes sees both and puts them together."""
    data = {**form.data.dict(), form.add_prefix("seen"): str(item.edits)}  # type: ignore[attr-defined]
    return forms.Noting(data, prefix=form.prefix)


def _problems(form: Any) -> list[Problem]:
    return [Problem(text) for errors in form.errors.values() for text in errors]


def _to_item(item: AgendaItem) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('raci:meeting-take', args=[item.meeting_id])}#item-{item.pk}")


@require_POST
@signed_in
def meeting_close(request: PersonRequest, pk: int) -> HttpResponse:
    """It was held: its minutes are begun."""
    page = _page(request, pk)
    if unsaved_parts := _unsaved(request, page):
        return _show(request, page, unsaved_parts, status=422)
    try:
        taking.close_meeting(page.meeting, by=request.user)
    except NotReady as missing:
        return _show(request, page, missing.problems, status=422)
    messages.success(request, _("The meeting is closed. Read its minutes, and hand them in."))
    return redirect("raci:minutes", pk)


def _unsaved(request: PersonRequest, page: pages.MeetingPage) -> list[Problem]:
    """What they typed on this page and have neither saved nor let go: the minutes would be without it."""
    parts = {f"notes:{item.pk}": (item.title, f"#item-{item.pk}") for item in page.items}
    parts = {f"attendance:{page.meeting.pk}": (_("Attendance"), "#attendance"), **parts}
    kept = unsaved.kept_of(request.user, list(parts))
    text = _("“%(part)s”: you typed something and did not save it. Save it first, or forget it.")
    return [Problem(text % {"part": part}, url=url) for name, (part, url) in parts.items() if name in kept]


@form_page
@signed_in
def resolution_add(request: PersonRequest, pk: int) -> HttpResponse:
    """Write down a decision under an item."""
    item = pages.item_for(pk)
    page = _page(request, item.meeting_id)
    data = request.POST if request.method == "POST" else None
    form = forms.Resolving(data, present=page.present(), initial={"way": Resolution.Way.CONSENSUS})
    if form.is_valid() and attempt(form, lambda: taking.resolve(item, by=request.user, **form.act())):
        unsaved.drop(request.user, f"decision:{pk}")
        messages.success(request, _("The decision is written down."))
        return _to_item(item)
    typing = unsaved.kept(request.user, f"decision:{pk}")
    unsaved.restore(form, typing)
    context = {"page": page, "item": item, "form": form, "typing": typing}
    return render(request, "raci/meetings/resolution.html", context, status=422 if form.is_bound else 200)


@require_POST
@signed_in
def resolution_withdraw(request: PersonRequest, pk: int) -> HttpResponse:
    """Strike out a decision that was written down wrongly."""
    found = Resolution.objects.select_related("item__meeting__team__unit").filter(pk=pk).first()
    if found is None:
        raise Refused(_("There is no such decision."), visible=False)
    _page(request, found.item.meeting_id)
    taking.withdraw_resolution(found, by=request.user)
    messages.success(request, _("The decision is struck out; history keeps it."))
    return _to_item(found.item)


# ---- action items


@require_safe
@signed_in
def action_item_list(request: PersonRequest) -> HttpResponse:
    """What meetings gave people to do."""
    return show_list(request, "action-items")


@form_page
@signed_in
def action_item_add(request: PersonRequest, pk: int) -> HttpResponse:
    """Give somebody something to do."""
    item = pages.item_for(pk)
    page = _page(request, item.meeting_id)
    form = forms.Giving(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, lambda: following.give_action(item, by=request.user, **form.cleaned_data)):
        unsaved.drop(request.user, f"action:{pk}")
        messages.success(request, _("It is given, and its owner is told."))
        return _to_item(item)
    typing = unsaved.kept(request.user, f"action:{pk}")
    unsaved.restore(form, typing)
    context = {"page": page, "item": item, "form": form, "typing": typing}
    return render(request, "raci/meetings/action_item_add.html", context, status=422 if form.is_bound else 200)


@form_page
@signed_in
def action_item(request: PersonRequest, pk: int) -> HttpResponse:
    """One action item: what, by whom, until when; its owner says that it is done."""
    page = pages.action_for(pk, facts(request))
    sends = request.method == "POST"
    if sends and not page.may_close:
        raise Refused(page.may_close.reason)
    form = forms.Closing(request.POST if sends else None)
    dropped = request.POST.get("do") == "drop"
    if form.is_valid() and attempt(
        form,
        lambda: following.close_action(page.action, by=request.user, dropped=dropped, **form.cleaned_data),
    ):
        messages.success(request, _("It is dropped.") if dropped else _("It is done."))
        return redirect("raci:action-item", pk)
    context = {"page": page, "form": form, "later": forms.PuttingOff(prefix="later")}
    return render(request, "raci/meetings/action_item.html", context, status=422 if form.is_bound else 200)


@require_POST
@signed_in
def action_item_put_off(request: PersonRequest, pk: int) -> HttpResponse:
    """Another day, with the reason."""
    page = pages.action_for(pk, facts(request))
    if not page.keeps:
        raise Refused(page.keeps.reason)
    form = forms.PuttingOff(request.POST, prefix="later")
    if form.is_valid() and attempt(
        form, lambda: following.put_off_action(page.action, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("It has another due day."))
        return redirect("raci:action-item", pk)
    context = {"page": page, "form": forms.Closing(), "later": form}
    return render(request, "raci/meetings/action_item.html", context, status=422)
