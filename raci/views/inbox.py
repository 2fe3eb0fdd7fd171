"""The inbox: what somebody was told, newest first."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from raci import notices
from raci.doors import PersonRequest, signed_in

ON_A_PAGE = 50


@require_safe
@signed_in
def inbox(request: PersonRequest) -> HttpResponse:
    """One's own notices, a page of them."""
    pages = Paginator(notices.inbox_of(request.user), ON_A_PAGE)
    page = {"page": pages.get_page(request.GET.get("page")), "unread": notices.unread_count(request.user)}
    return render(request, "raci/inbox.html", page)


@require_POST
@signed_in
def inbox_read(request: PersonRequest) -> HttpResponse:
    """Mark one (`notice`) or all of one's own as read."""
    mine = notices.inbox_of(request.user)
    one = request.POST.get("notice", "")
    if one:
        mine = mine.filter(pk=int(one)) if one.isascii() and one.isdigit() and len(one) < 19 else mine.none()
    notices.mark_read(mine, by=request.user)
    return redirect("raci:inbox")
