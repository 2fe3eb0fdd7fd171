"""Forms of reports: what people type, as values the acts take."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from raci.authority import Facts
from raci.fields import DayField, Form
from raci.forms import words
from reports.catalogue import KINDS
from reports.models import Report
from reports.models.reports import LANGUAGES
from reports.releasing import Circle


class NewReport(Form):
    """Ask for a report."""

    kind = forms.ChoiceField(label=_("Which report"), widget=forms.RadioSelect)
    subject = forms.ChoiceField(
        label=_("What it is about"),
        required=False,
        help_text=_("Where it is about one thing: a unit, a plan, a meeting. Others leave it empty."),
    )
    title = forms.CharField(
        label=_("Title"), max_length=300, help_text=_("For example: Equity progress, third quarter 2026")
    )
    begins_on = DayField(label=_("First day of its period"))
    ends_on = DayField(label=_("Last day of its period"))
    wanted = forms.ChoiceField(
        label=_("What its readers get it for"), widget=forms.RadioSelect, choices=Report.Wanted.choices,
        initial=Report.Wanted.INFORMATION,
    )  # fmt: skip
    asked = words(
        _("What is asked of them"),
        required=False,
        rows=3,
        help_text=_("Where it is for action: what, by whom, by when."),
    )

    def __init__(self, *args: Any, facts: Facts | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        kind, subject = cast(Any, self.fields["kind"]), cast(Any, self.fields["subject"])
        kind.choices = [(one.code, one.label) for one in KINDS.values()]
        subject.choices = [("", _("Nothing in particular")), *(_subjects(facts) if facts else [])]

    def clean_subject(self) -> int | None:
        """Its number, where it is one that the kind can be about."""
        kind, _colon, number = self.cleaned_data["subject"].partition(":")
        chosen = KINDS.get(self.cleaned_data.get("kind", ""))
        if chosen is None or chosen.subjects is None:
            return None
        if kind != chosen.code:
            raise forms.ValidationError(_("Choose what it is about, from the list of this report."))
        return int(number)

    def clean(self) -> dict[str, Any]:
        """A period ends after it begins."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        begins, ends = found.get("begins_on"), found.get("ends_on")
        if begins and ends and ends < begins:
            self.add_error("ends_on", _("The last day is before the first."))
        return found


def _subjects(facts: Facts) -> list[tuple[str, list[tuple[str, str]]]]:
    """What each kind can be about, under the kind's name."""
    return [
        (str(kind.label), [(f"{kind.code}:{pk}", name) for pk, name in kind.subjects.among(facts)])
        for kind in KINDS.values()
        if kind.subjects
    ]


class ReportForm(NewReport):
    """Change a draft: its period and sections too."""

    corrects = words(
        _("What this version changes"), required=False, rows=2, help_text=_("Where it corrects an earlier version.")
    )
    sections = forms.MultipleChoiceField(label=_("Sections"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, report: Report, **options: Any) -> None:
        names = ("title", "begins_on", "ends_on", "wanted", "asked", "corrects", "sections")
        options.setdefault("initial", {name: getattr(report, name) for name in names})
        super().__init__(*args, **options)
        del self.fields["kind"], self.fields["subject"]
        sections: Any = self.fields["sections"]
        sections.choices = [(one.code, one.title) for one in KINDS[report.kind].sections]


class ReleaseForm(Form):
    """Into whose hands a report goes."""

    to = forms.MultipleChoiceField(
        label=_("Send it by name to"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Each of them is told now, and asked to confirm that they have it."),
    )  # fmt: skip
    audience = forms.ChoiceField(
        label=_("Who else reads it"), widget=forms.RadioSelect, choices=Report.Audience.choices,
        initial=Report.Audience.INTERNAL,
    )  # fmt: skip

    def __init__(self, *args: Any, circles: Sequence[Circle], for_all: bool, **options: Any) -> None:
        filled = [one for one in circles if one.people]
        options.setdefault("initial", {"to": [one.code for one in filled if one.code.startswith("role:")]})
        super().__init__(*args, **options)
        to: Any = self.fields["to"]
        if not for_all:  # a kind that is for the city alone
            audience: Any = self.fields["audience"]
            audience.choices = [one for one in Report.Audience.choices if one[0] != Report.Audience.PUBLIC]
        to.choices = [(one.code, f"{one.name}: {', '.join(who.name for who in one.people)}") for one in filled]


class SectionForm(Form):
    """What people write into a section."""

    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, initial="en", widget=forms.HiddenInput)
    words = words(_("Your words"), required=False, rows=10)
    opened = forms.CharField(required=False, widget=forms.HiddenInput)
