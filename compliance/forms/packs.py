"""The forms of packs: what people type, as values the acts take."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.law.pack_text import Line
from compliance.models import Pack, Requirement
from compliance.models.law import LONG
from compliance.packs.reading import ID
from raci.fields import DayField, Form
from raci.plainyaml.reading import MOST_BYTES

CADENCES = Requirement.Cadence
LeadChoices = Iterable[tuple[str, list[tuple[str, str]]]]


def lines(label: Any, *, required: bool = True, help_text: Any = "", rows: int = 3) -> forms.CharField:
    """A text of law: one line or a few, as long as its column."""
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, help_text=help_text, max_length=LONG, widget=area)


class HeadForm(Form):
    """What a pack says of itself."""

    title = forms.CharField(label=gettext_lazy("Name"), max_length=300)
    level = forms.ChoiceField(label=gettext_lazy("Whose law it is"), choices=Pack.Level.choices)
    version = forms.CharField(
        label=gettext_lazy("Edition"),
        max_length=60,
        help_text=gettext_lazy("As the city calls it, such as the year and month it was read: 2026-11."),
    )
    authority = lines(gettext_lazy("Authority"), help_text=gettext_lazy("The statutes, rules or chapter it rests on."))
    who = lines(gettext_lazy("Whom it binds"))
    note = lines(gettext_lazy("Note"), required=False)


class DraftHeadForm(HeadForm):
    """The same of a draft, with the day it takes effect."""

    wished_on = DayField(
        label=gettext_lazy("Takes effect on"),
        required=False,
        help_text=gettext_lazy("Leave empty: as soon as it is approved."),
    )

    @property
    def values(self) -> dict[str, Any]:
        """As the text keeps them."""
        day = self.cleaned_data["wished_on"]
        return {**self.cleaned_data, "wished_on": day.isoformat() if day else ""}


class NewPackForm(HeadForm):
    """Begin a pack."""

    code = forms.SlugField(
        label=gettext_lazy("Code"),
        max_length=60,
        help_text=gettext_lazy("Short, of small letters and hyphens, such as paid-leave-ordinance. It stays."),
    )
    field_order = ("title", "code")

    def clean_code(self) -> str:
        """Small letters, as addresses are."""
        return str(self.cleaned_data["code"]).lower()


class UploadForm(Form):
    """A pack as a file."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("YAML as the portal writes it, at most 256 KB. It takes the place of the whole draft."),
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml"}),
    )

    def clean_file(self) -> Any:
        """Not more than is read."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("This file is larger than %(most)d KB.") % {"most": MOST_BYTES // 1024})
        return file


class RequirementForm(Form):
    """One line of law. `leads`: the responsible roles, by activity."""

    code = forms.RegexField(
        rf"\A{ID}\Z",
        label=gettext_lazy("Code"),
        max_length=20,
        help_text=gettext_lazy("Capital letters, a hyphen and two or three digits, such as LO-07. It stays for good."),
        error_messages={"invalid": gettext_lazy("Write capital letters, a hyphen and digits, such as LO-07.")},
    )
    text = lines(gettext_lazy("What is asked, in plain words"))
    citation = lines(gettext_lazy("Citation"), rows=2)
    basis = forms.ChoiceField(
        label=gettext_lazy("How well it is founded"), choices=Requirement.Basis.choices, widget=forms.RadioSelect
    )
    evidence = forms.CharField(label=gettext_lazy("What shows that it is done"), max_length=300)
    lead = forms.ChoiceField(
        label=gettext_lazy("Lead"),
        help_text=gettext_lazy(
            "One of the roles that are responsible (R) for an activity of the matrix; the others own it with them."
        ),
    )
    cadence = forms.ChoiceField(label=gettext_lazy("When it is due"), choices=CADENCES.choices)
    every = forms.IntegerField(
        label=gettext_lazy("If every few years: how many"), required=False, min_value=1, max_value=99
    )
    day = DayField(label=gettext_lazy("If by a fixed day: which"), required=False)
    parameter = forms.CharField(
        label=gettext_lazy("or the parameter that holds it"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("Its key, such as ada.web.date."),
    )
    review = forms.ChoiceField(
        label=gettext_lazy("Looked at again"),
        required=False,
        choices=[("", gettext_lazy("no second rhythm")), *CADENCES.choices],
    )
    review_every = forms.IntegerField(
        label=gettext_lazy("If every few years: how many, for looking again"),
        required=False,
        min_value=1,
        max_value=99,
    )
    when = forms.CharField(
        label=gettext_lazy("When, in words that the choices do not have"), required=False, max_length=300
    )
    applies = forms.MultipleChoiceField(
        label=gettext_lazy("Applies to (any of these)"),
        choices=Requirement.Condition.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    note = lines(gettext_lazy("Note"), required=False)

    def __init__(self, *args: Any, leads: LeadChoices, taken: Iterable[str], code: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.taken, self.known_code = set(taken), code
        self.fields["lead"].choices = [("", _("Choose")), *leads]  # type: ignore[attr-defined]
        if code:
            del self.fields["code"]

    def clean_code(self) -> str:
        """Nothing else has it."""
        code = str(self.cleaned_data["code"])
        if code in self.taken:
            raise forms.ValidationError(_("%(code)s is there already. Give this one another code.") % {"code": code})
        return code

    def clean(self) -> dict[str, Any]:
        """A rhythm of some years says how many; a fixed day is a day or the parameter that holds it."""
        given = super().clean() or {}
        for rhythm, years in (("cadence", "every"), ("review", "review_every")):
            some = given.get(rhythm) == CADENCES.EVERY_N_YEARS
            if some and not given.get(years):
                self.add_error(years, _("Say every how many years."))
            if not some and given.get(years):
                self.add_error(years, _("Only “every few years” has a number of years. Choose that, or empty this."))
        fixed = given.get("cadence") == CADENCES.BY_FIXED_DATE
        named = [name for name in ("day", "parameter") if given.get(name)]
        if fixed and len(named) != 1:
            self.add_error("day", _("Name the fixed day, or the parameter that holds it: one of the two."))
        if not fixed and named:
            self.add_error(named[0], _("Only “by a fixed day” has one. Choose that, or empty this."))
        return given

    @property
    def line(self) -> Line:
        """As the text keeps it."""
        given = self.cleaned_data
        activity, lead = given["lead"].split(":", 1)
        names = ("text", "citation", "basis", "evidence", "cadence", "every", "review", "review_every", "parameter")
        return {
            "code": self.known_code or given["code"],
            **{name: given[name] for name in (*names, "when", "applies", "note")},
            "day": given["day"].isoformat() if given["day"] else "",
            "lead": lead,
            "activity": activity,
        }

    @classmethod
    def saved(cls, line: Line) -> dict[str, Any]:
        """What is saved, by field."""
        return {**line, "lead": f"{line['activity']}:{line['lead']}"}
