"""What is recommended to boards: all of it, and the form that raises one."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from boards.actions.boards import board_url
from boards.actions.recommendations import recommend
from boards.forms.recommendations import RecommendingForm
from boards.queries.boards import board_for
from boards.queries.recommendations import need_sources
from boards.views.asking import Asking, asked, form_page, sent
from raci.doors import PersonRequest, facts, signed_in
from raci.views.lists import show_list

PREFILLED = ("source", "source_title", "source_url", "title", "to")  # what an audit's page sends along


@require_safe
@signed_in
def recommendation_list(request: PersonRequest) -> HttpResponseBase:
    """All of them, with how each stands."""
    return show_list(request, "board-recommendations", "boards/recommendation_list.html")


@form_page
@signed_in
def board_recommend(request: PersonRequest, code: str) -> HttpResponseBase:
    """Recommend something to the board, or to whoever appoints to it."""
    board = board_for(code)
    sources = need_sources(board, facts(request))
    given = {name: request.GET[name] for name in PREFILLED if name in request.GET}
    form = RecommendingForm(sent(request), board=board, sources=sources, initial=given)
    url = board_url(board)
    ask = Asking(
        title=_("Recommend something to the board"), submit=_("Recommend it"), back=url, trail=((board.name, url),),
        intro=_(
            "To %(board)s. Whoever keeps the board (4.8) writes its answer until the day you give; who is accountable"
            " accepts it or gives it back; you follow it up until it is closed. Recommend what is done, never who sits there."
        ) % {"board": board.name},
    )  # fmt: skip

    def act() -> str:
        row = recommend(board, form.said, by=request.user)
        return reverse("raci:recommendation", args=[row.recommendation_id])

    return asked(request, form, ask, act, done=_("The recommendation is on record. Those who answer are told."))
