"""Forms of boards and seats."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from boards.models import Board, Seat
from raci.fields import DayField, Form
from raci.forms import words
from raci.models import Post, Unit

SMALL = 32_767  # what the column holds


def small(label: Any, help_text: Any = "", most: int = SMALL, **options: Any) -> forms.IntegerField:
    """A whole number that may be left empty."""
    return forms.IntegerField(label=label, min_value=0, max_value=most, required=False, help_text=help_text, **options)


def text(label: Any, most: int, help_text: Any = "") -> forms.CharField:
    """A line that may be left empty."""
    return forms.CharField(label=label, max_length=most, required=False, help_text=help_text)


def post_field(label: Any, help_text: Any = "") -> forms.ModelChoiceField[Post]:
    """One of the posts there are, or none."""
    posts = Post.objects.filter(abolished_on=None).select_related("unit").order_by("unit__path", "title")
    return forms.ModelChoiceField(posts, label=label, required=False, empty_label=_("None"), help_text=help_text)


class BoardForm(Form):
    """What is said of a board."""

    name = forms.CharField(label=_("Name"), max_length=300)
    also_known_as = text(_("Also known as"), 500, _("Earlier or short names, so that people find it."))
    body_type = forms.ChoiceField(label=_("What it does"), choices=Board.BodyType.choices, initial=Board.BodyType.OTHER)
    purpose = words(_("Purpose"), required=False, rows=3)
    legal_basis = text(_("Charter or ordinance"), 500, _("“Charter § 4-101”, “Ordinance 190,123”."))
    url = forms.URLField(label=_("Its own page"), max_length=500, required=False, assume_scheme="https")
    parent = forms.ModelChoiceField(
        Board.objects.order_by("name"), label=_("Committee of"), required=False, empty_label=_("No other board")
    )
    appointed_by = text(_("Who appoints"), 300, _("“Mayor”, “Council”."))
    appointing_post = post_field(
        _("Post that appoints"), _("Whoever holds it is told of vacancies and terms that end.")
    )
    confirmed_by = text(_("Who confirms"), 300, _("Empty: nobody needs to confirm."))
    confirming_post = post_field(_("Post that confirms"))
    holdover = forms.ChoiceField(
        label=_("Do members serve until a successor is appointed?"), choices=Board.Holdover.choices,
        help_text=_("As the charter or ordinance says. Where it is not known, a seat whose term is over counts as vacant."),
    )  # fmt: skip
    quorum = small(_("Quorum"), _("How many must be there to decide."))
    budget_tier = forms.ChoiceField(label=_("Budget"), choices=Board.BudgetTier.choices, required=False)
    seats_said = small(_("Seats, as its source says"))
    established_on = DayField(label=_("Established on"), required=False)
    is_public = forms.BooleanField(
        label=_("In the public directory"), required=False,
        help_text=_("The public reads it only where the city has switched its directory on."),
    )  # fmt: skip


class NewBoardForm(BoardForm):
    """... and whose it is, and with how many seats it begins."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Unit"), empty_label=_("Choose a unit"), help_text=_("Whose staff keeps it.")
    )
    seats = forms.IntegerField(
        label=_("How many seats"),
        min_value=0,
        max_value=200,
        help_text=_("They are numbered; each can be described later."),
    )
    field_order = ("unit", "name", "seats")

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.queryset = Unit.objects.filter(pk__in=[one.pk for one in units]).order_by("path")
        if len(units) == 1:
            unit.initial = units[0].pk


class LiaisonForm(Form):
    """Which post stands beside the board."""

    liaison = post_field(_("Liaison"), _("The staff post that answers for its seats, terms and vacancies."))


class ContactForm(Form):
    """That somebody spoke with the board."""

    contacted_on = DayField(label=_("Day"))
    about = text(_("About"), 500)


class SeatForm(Form):
    """What is said of a seat. Nothing of who should sit there but what the law asks."""

    label = forms.CharField(label=_("Number or name"), max_length=100)
    seat_type = forms.ChoiceField(label=_("Kind of seat"), choices=Seat.SeatType.choices)
    qualification = text(_("Qualification"), 500, _("What the law asks of who sits there, in its words."))
    qualification_for_counsel = forms.BooleanField(
        label=_("For counsel to look at"), required=False,
        help_text=_("The law’s qualification speaks of a protected group. It is recorded as law; it is no target."),
    )  # fmt: skip
    district = text(_("District"), 200)
    term_months = small(_("Length of a term in months"), _("48 for four years."))
    term_limit = small(_("Terms one person may serve"))
    from_on = DayField(label=_("There since"), required=False)


class LastDayForm(Form):
    """A last day, and by what."""

    day = DayField(label=_("Last day"))
    why = forms.CharField(label=_("By what"), max_length=500, help_text=_("The ordinance, the resolution."))
