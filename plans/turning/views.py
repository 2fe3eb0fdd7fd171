"""The page of the year's turn: before, the form that closes the period; afterwards, what became of each action."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from plans.asking import Asking, asked, sent
from plans.turning import queries
from plans.turning.acts import turn_year
from plans.turning.forms import TurnForm
from raci.doors import PersonRequest, facts, signed_in
from raci.refusals import Conflict

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@signed_in
def plan_turn(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Close a plan's period and begin the next plan; once it is closed, what became of each action."""
    plan, _page = queries.plan_read(pk, facts(request))
    turn = queries.turn_of(plan)
    if turn is not None:
        if request.method == "POST":
            raise Conflict(_("Its period has been closed already."))
        return render(request, "plans/turning/turned.html", {"found": queries.turned_page(turn, facts(request))})
    found = queries.turn_page(plan, facts(request))
    initial = {"title": found.next_title, "begins_on": found.begins_on, "ends_on": found.ends_on}
    form = TurnForm(sent(request), initial=initial, rows=found.rows)
    page = Asking(
        title=_("Close the period, begin the next plan"),
        intro=_(
            "The next plan is begun from the newest template, with the last answers beside. Each open action goes on in it,"
            " or ends here with a reason. What goes on ends in this plan once the next is approved."
        ),
        submit=_("Close it and begin the next plan"),
        above=(found.title, reverse("plans:plan-detail", args=[pk])),
        name=f"plan-turn:{pk}",
    )

    def act() -> str:
        names = ("title", "begins_on", "ends_on")
        said = {name: form.cleaned_data[name] for name in names}
        following = turn_year(plan, **said, ends=form.ends, by=request.user)
        return reverse("plans:plan-write", args=[following.record_id])

    done = _("The next plan is begun, with what goes on in it.")
    return asked(request, form, page, act, done=done, template="plans/turning/turn.html", found=found)
