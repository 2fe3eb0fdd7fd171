"""The pages of all plans at once: one query, render."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from plans.portfolio.lists import PORTFOLIO, TIMELINE
from plans.portfolio.pages import PortfolioPage, TimelinePage
from raci.doors import PersonRequest, facts, signed_in
from raci.views.lists import show_list


@require_safe
@signed_in
def action_list(request: PersonRequest) -> HttpResponseBase:
    """Every action in force that this person may read."""
    return show_list(request, "actions", "plans/portfolio/actions.html")


@require_safe
@signed_in
def portfolio(request: PersonRequest) -> HttpResponseBase:
    """What the actions in force come to by unit, and those that need somebody first."""
    page = PortfolioPage(PORTFOLIO, facts(request), request.GET)
    return render(request, "plans/portfolio/portfolio.html", {"list": page})


@require_safe
@signed_in
def timeline(request: PersonRequest) -> HttpResponseBase:
    """The same actions as bars on the months, with their table."""
    page = TimelinePage(TIMELINE, facts(request), request.GET)
    return render(request, "plans/portfolio/timeline.html", {"list": page})
