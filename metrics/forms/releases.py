"""The forms of a release: they parse what was sent and say what is wrong; the rules are the acts'."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from metrics import showing
from metrics.cells import Groups, all_groups
from metrics.models import DataRelease, Indicator, Place
from metrics.models.releases import LEAST
from metrics.queries.release_choices import indicators_to_release, periods_of, places_to_release, tables_of, titles_of
from metrics.releases.content import table_words
from metrics.releases.released import Names
from raci.authority import Facts
from raci.fields import Form
from raci.forms import words

MOST = 1_000  # people: a threshold above it hides everything
SETS = ("A", "B", "C", "D")


class Beginning(Form):
    """Begin a release."""

    indicator = forms.ModelChoiceField(
        Indicator.objects.none(), label=_("Whose figures"), empty_label=_("Choose an indicator"),
        help_text=_("Those with accepted figures that count people. What is weighted, or only published, cannot be judged yet."),
    )  # fmt: skip
    place = forms.ModelChoiceField(
        Place.objects.none(), label=_("Place"), required=False, empty_label=_("As the figures are: no place told"),
        help_text=_("Where the figures tell places apart, one release is about one place."),
    )  # fmt: skip
    title = forms.CharField(label=_("Title"), max_length=300, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    purpose = words(_("For whom, and why"), required=False, rows=3)

    def __init__(self, *args: Any, facts: Facts, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        indicator: Any = self.fields["indicator"]
        indicator.queryset = indicators_to_release(facts)
        titles = titles_of(indicator.queryset)
        indicator.label_from_instance = lambda one: f"{titles.get(one.pk, one.code)} · {one.unit.name}"
        place: Any = self.fields["place"]
        place.queryset = places_to_release()
        if not place.queryset.exists():
            del self.fields["place"]


class Settling(Form):
    """Say what goes out."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label=_("Title"), max_length=300, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    purpose = words(_("For whom, and why"), required=False, rows=3)
    period = forms.ChoiceField(label=_("Period"))
    tables = forms.MultipleChoiceField(
        label=_("Tables"), widget=forms.CheckboxSelectMultiple,
        help_text=_("Each comes with all its totals. The more ways people are crossed, the more has to be hidden."),
    )  # fmt: skip
    threshold = forms.IntegerField(
        label=_("Least count that is shown"), min_value=LEAST, max_value=MOST,
        help_text=_("11 unless raised: no count from 1 to 10 goes out, and none that such a count could be worked out from."),
    )  # fmt: skip

    def __init__(self, *args: Any, release: DataRelease, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _as_typed(release))
        super().__init__(*args, **kwargs)
        periods: Any = self.fields["period"]
        periods.choices = [
            (f"{one.begin}/{one.end}", showing.period(one.begin, one.end))
            for one in periods_of(release.indicator, release.place)
        ]
        names = Names(all_groups())
        tables: Any = self.fields["tables"]
        tables.choices = [
            ("/".join(one) or "-", table_words([names.dimension(name) for name in one]))
            for one in tables_of(release.indicator, release.place)
        ]

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, by the model's columns."""
        sent = self.cleaned_data
        begin, _slash, end = sent["period"].partition("/")
        return {
            "title": sent["title"], "purpose": sent["purpose"], "threshold": sent["threshold"],
            "begins_on": date.fromisoformat(begin), "ends_on": date.fromisoformat(end),
            "tables": [[] if one == "-" else one.split("/") for one in sent["tables"]],
        }  # fmt: skip


def _as_typed(release: DataRelease) -> dict[str, Any]:
    return {
        "seen": release.record.edits, "title": release.title, "purpose": release.purpose,
        "period": f"{release.begins_on}/{release.ends_on}", "threshold": release.threshold,
        "tables": ["/".join(table) or "-" for table in release.tables],
    }  # fmt: skip


class Merging(Form):
    """Say which levels are shown as one; a field for each group of each dimension in use."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, release: DataRelease, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = release.record.edits
        self.groups: Groups = all_groups()
        self.dimensions = list(dict.fromkeys(name for table in release.tables for name in table))
        for dimension in self.dimensions:
            sets = release.merged.get(dimension, [])
            for group in self.groups.of(dimension):
                at = next((SETS[place] for place, one in enumerate(sets) if group.code in one), "")
                self.fields[f"{dimension}.{group.code}"] = forms.ChoiceField(
                    label=group.name, required=False, initial=at,
                    choices=[("", _("by itself")), *((one, _("in one with all of %(set)s") % {"set": one}) for one in SETS)],
                )  # fmt: skip

    @property
    def parts(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields by dimension."""
        names = Names(self.groups)
        return [
            (names.dimension(name), [self[f"{name}.{group.code}"] for group in self.groups.of(name)])
            for name in self.dimensions
        ]

    @property
    def merged(self) -> dict[str, list[list[str]]]:
        """The sets of each dimension; what would be alone is by itself."""
        found: dict[str, list[list[str]]] = {}
        for dimension in self.dimensions:
            codes = [group.code for group in self.groups.of(dimension)]
            sets = [[one for one in codes if self.cleaned_data[f"{dimension}.{one}"] == letter] for letter in SETS]
            if kept := [one for one in sets if len(one) > 1]:
                found[dimension] = kept
        return found


class Withdrawing(Form):
    """Take a release from the pages."""

    why = words(
        _("Why"), help_text=_("It stands on the release. The figures disappear from every page and file."), rows=3
    )
