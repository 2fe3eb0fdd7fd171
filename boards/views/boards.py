"""The directory, a board, and the forms that change one."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from boards.actions import boards as acts
from boards.bringing.exporting import as_roster
from boards.forms import boards as forms
from boards.keepers import need, need_units
from boards.kinds import BOARD
from boards.models import Board
from boards.queries.boards import board_for, board_page
from boards.views.asking import Asking, asked, form_page, opened_on, sent
from boards.views.files import popolo
from raci import asof
from raci.doors import PersonRequest, facts, signed_in
from raci.keeping import may_keep
from raci.views.lists import show_list

FIELDS = tuple(forms.BoardForm.base_fields)


@require_safe
@signed_in
def board_list(request: PersonRequest) -> HttpResponseBase:
    """All boards, with how their seats stand."""
    return show_list(request, "boards", "boards/board_list.html")


@require_safe
@signed_in
def board_detail(request: PersonRequest, code: str) -> HttpResponseBase:
    """One: a row of seats on a line of time, and a table that says the same."""
    as_of = asof.read(request.GET, facts(request).today, request.path)
    page = board_page(code, facts(request), as_of.day)
    return render(request, "boards/board_detail.html", {"page": page, "as_of": as_of})


@require_safe
@signed_in
def board_popolo(request: PersonRequest) -> HttpResponseBase:  # noqa: ARG001 - as views are called
    """All of them with seats, members and appointments, to take away; `import_roster` brings it in again."""
    return popolo(as_roster(Board.objects.order_by("code")))


@form_page
@signed_in
def board_create(request: PersonRequest) -> HttpResponseBase:
    """A new one."""
    units = need_units(facts(request))
    form = forms.NewBoardForm(sent(request), units=units)
    ask = Asking(
        title=_("Enter a board"), submit=_("Enter the board"), back=reverse("boards:board-list"),
        intro=_("A board, commission or committee as its charter or ordinance makes it."),
    )  # fmt: skip

    def act() -> str:
        said = dict(form.cleaned_data)
        unit, seats = said.pop("unit"), said.pop("seats")
        return acts.board_url(acts.enter_board(unit, said, seats=seats, by=request.user))

    return asked(request, form, ask, act, done=_("The board is entered. Say next who sits on its seats."))


@form_page
@signed_in
def board_edit(request: PersonRequest, code: str) -> HttpResponseBase:
    """What is said of one."""
    board = _kept(request, code)
    form = forms.BoardForm(sent(request), initial={name: getattr(board, name) for name in FIELDS})
    ask = _ask(board, _("Change the board"), _("Save"))

    def act() -> str:
        acts.change_board(board, form.cleaned_data, by=request.user, edits=opened_on(request))
        return acts.board_url(board)

    return asked(request, form, ask, act, done=_("The board is saved."))


@form_page
@signed_in
def board_liaison(request: PersonRequest, code: str) -> HttpResponseBase:
    """Which post stands beside it."""
    board = _kept(request, code)
    form = forms.LiaisonForm(sent(request), initial={"liaison": board.liaison})
    intro = _("Whoever holds the post is told when a term ends or a seat falls vacant.")
    ask = _ask(board, _("Name the liaison"), _("Save"), intro)

    def act() -> str:
        acts.name_liaison(board, form.cleaned_data["liaison"], by=request.user)
        return acts.board_url(board)

    return asked(request, form, ask, act, done=_("The liaison is on record."))


@form_page
@signed_in
def board_contact(request: PersonRequest, code: str) -> HttpResponseBase:
    """That somebody spoke with it."""
    board = _kept(request, code)
    form = forms.ContactForm(sent(request), initial={"contacted_on": facts(request).today})
    ask = _ask(
        board, _("Note a contact"), _("Note it"), _("That staff spoke with the board: at a meeting, on the telephone.")
    )

    def act() -> str:
        said: dict[str, Any] = form.cleaned_data
        acts.note_contact(board, said["contacted_on"], said["about"], by=request.user)
        return acts.board_url(board)

    return asked(request, form, ask, act, done=_("The contact is on record."))


@form_page
@signed_in
def board_dissolve(request: PersonRequest, code: str) -> HttpResponseBase:
    """Its last day."""
    board = _kept(request, code)
    form = forms.LastDayForm(sent(request))
    intro = _("Its seats have their last day with it, and so has everybody who sits there. What was stays on record.")
    ask = _ask(board, _("Dissolve the board"), _("Dissolve it"), intro)

    def act() -> str:
        acts.dissolve_board(board, form.cleaned_data["day"], by=request.user, why=form.cleaned_data["why"])
        return acts.board_url(board)

    return asked(request, form, ask, act, done=_("The board has its last day."))


def _kept(request: PersonRequest, code: str) -> Board:
    board = board_for(code)
    need(may_keep(facts(request), BOARD, board.unit))
    return board


def _ask(board: Board, title: str, submit: str, intro: str = "") -> Asking:
    url = acts.board_url(board)
    return Asking(
        title=title, submit=submit, back=url, intro=intro or board.name, trail=((board.name, url),), edits=board.edits
    )
