"""Forms of feedback rounds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement.models import HeardGroup
from raci.fields import DayField, Form
from raci.forms import words
from raci.models import Unit

LINE = re.compile(r"([0-9]{1,9})[\s,;:]+([0-9]{1,3})")


class NewRound(Form):
    """Begin one."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=gettext_lazy("Unit"), empty_label=gettext_lazy("Choose a unit")
    )
    title = forms.CharField(label=gettext_lazy("Title"), max_length=300)

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.queryset = Unit.objects.filter(pk__in=[one.pk for one in units]).order_by("path")
        if len(units) == 1:
            unit.initial = units[0].pk


class RoundForm(Form):
    """What was asked, and when."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=300)
    asked = words(gettext_lazy("What was asked"), required=False, rows=6)
    begins_on = DayField(label=gettext_lazy("From"), required=False)
    ends_on = DayField(label=gettext_lazy("Until"), required=False)


class HeardForm(Form):
    """Who was asked in one way."""

    title = forms.CharField(
        label=gettext_lazy("Who"), max_length=300, help_text=gettext_lazy("A group of people, nobody by name.")
    )
    way = forms.ChoiceField(label=gettext_lazy("How they were asked"), choices=HeardGroup.Way.choices)
    asked = forms.IntegerField(
        label=gettext_lazy("How many were asked"), min_value=0, max_value=10**7, required=False,
        help_text=gettext_lazy("Empty where nobody knows."),
    )  # fmt: skip
    answered = forms.IntegerField(label=gettext_lazy("How many answered"), min_value=0, max_value=10**7)


class ThemeForm(Form):
    """What many speak of."""

    title = forms.CharField(label=gettext_lazy("Theme"), max_length=300)
    words = words(
        gettext_lazy("What was said"), required=False, rows=4,
        help_text=gettext_lazy("In your words, so that nobody can be recognized."),
    )  # fmt: skip


class QuoteForm(Form):
    """Somebody's own words."""

    words = words(gettext_lazy("Their words"), rows=3)
    consent = forms.CharField(
        label=gettext_lazy("How they allowed it"), max_length=300,
        help_text=gettext_lazy("A box on the form, a letter, said in the interview. Without it a quote is not shown."),
    )  # fmt: skip


class CodingForm(Form):
    """One person's coding."""

    codes = words(
        gettext_lazy("Your coding"), required=False, rows=12,
        help_text=gettext_lazy("A line an answer: its number and the number of the theme, as in “17 2”; 0 where none fits."),
    )  # fmt: skip

    def clean_codes(self) -> dict[int, int | None]:
        """By the answer's number; each line that cannot be read is named."""
        found: dict[int, int | None] = {}
        for number, line in enumerate(self.cleaned_data["codes"].splitlines(), 1):
            if not line.strip():
                continue
            match = LINE.fullmatch(line.strip())
            if match is None:
                self.add_error("codes", _("Line %(number)s: write two numbers, as in “17 2”.") % {"number": number})
                continue
            answer = int(match[1])
            if answer in found:
                said = {"number": number, "answer": answer}
                self.add_error("codes", _("Line %(number)s: answer %(answer)s stands here twice.") % said)
            found[answer] = int(match[2]) or None
        return found


class DidForm(Form):
    """You said, we did."""

    said = words(gettext_lazy("You said"), rows=3)
    did = words(gettext_lazy("We did"), rows=3, help_text=gettext_lazy("Or why not, and what instead."))


class SureForm(Form):
    """Nothing to fill in: a page that asks whether one is sure."""
