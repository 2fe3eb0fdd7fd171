"""Forms of a survey's file: which file, which column holds which field, which words mean what."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from compliance.models import Asset, Barrier
from compliance.surveys.fields import BY_NAME, FIELDS
from compliance.surveys.mapping import Mapping
from metrics.reading.files import Table
from raci.fields import Form
from raci.models import Unit

CHOICES: dict[str, list[tuple[str, Any]]] = {
    "asset": list(Asset.choices),
    "status": [one for one in Barrier.Status.choices if one[0] != Barrier.Status.VERIFIED],
    "removal": list(Barrier.Removal.choices),
    "tier": [(str(code), label) for code, label in Barrier.Tier.choices],
}
FIRST_CELLS = 3


class Choosing(Form):
    """Which file, whose facilities."""

    unit: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(
        None,
        label=_("Unit that answers for the facilities"),
        help_text=_("Facilities of units below it may be in it too."),
    )
    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        help_text=_("CSV or .xlsx, at most 25 MB, a row for each barrier, in whatever layout your surveyor chose."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.queryset = Unit.objects.filter(pk__in=[one.pk for one in units]).order_by("path")


class Columns(Form):
    """For each field of a barrier the column that holds it, or what is the same for all rows."""

    def __init__(self, *args: Any, table: Table, mapping: Mapping, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table, self.mapping = table, mapping
        columns = [("", gettext("no column")), *((one, one) for one in dict.fromkeys(table.headings) if one)]
        for one in FIELDS:
            label = gettext(one.label)
            self.fields[f"column-{one.name}"] = forms.ChoiceField(
                label=gettext("Column of “%(field)s”") % {"field": label},
                choices=columns, required=False, initial=mapping.columns.get(one.name, ""),
            )  # fmt: skip
            self.fields[f"fixed-{one.name}"] = self._fixed(one.name, label)
        self.name_what_is_missing()

    def _fixed(self, name: str, label: str) -> forms.Field:
        said = gettext("“%(field)s” of all rows") % {"field": label}
        initial = self.mapping.fixed.get(name, "")
        if name in CHOICES:
            choices = [("", gettext("as the row says")), *CHOICES[name]]
            return forms.ChoiceField(label=said, choices=choices, required=False, initial=initial)
        return forms.CharField(label=said, required=False, max_length=2000, initial=initial)

    @property
    def rows(self) -> list[tuple[str, forms.BoundField, forms.BoundField, list[str]]]:
        """Each field with its column, the first cells in it, and what is the same for all rows."""
        places = {heading: at for at, heading in reversed(list(enumerate(self.table.headings)))}
        found = []
        for one in FIELDS:
            column = self[f"column-{one.name}"]
            at = places.get(str(column.value() or ""))
            cells = (
                list(dict.fromkeys(cell for cell in self.table.cells(at) if cell))[:FIRST_CELLS]
                if at is not None
                else []
            )
            found.append((gettext(one.label), column, self[f"fixed-{one.name}"], cells))
        return found

    @property
    def unused(self) -> list[str]:
        """The columns that are read as nothing."""
        used = set(self.mapping.columns.values())
        return [one for one in dict.fromkeys(self.table.headings) if one and one not in used]

    def clean(self) -> dict[str, Any]:
        """Without a facility and an obstacle a row means nothing."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        says = {
            "facility_name": gettext(
                "Say which column holds the facility’s code or name, or which facility all rows are of."
            ),
            "obstacle": gettext("Say which column says what stands in the way: the obstacle or the element."),
        }
        for lack in self.told.lacks():
            self.add_error(f"column-{lack}", says[lack])
        return cleaned

    @property
    def told(self) -> Mapping:
        """The mapping as it was said; words keep what they stand for."""
        data = self.cleaned_data
        columns = {one.name: data[f"column-{one.name}"] for one in FIELDS if data[f"column-{one.name}"]}
        fixed = {one.name: data[f"fixed-{one.name}"].strip() for one in FIELDS if data[f"fixed-{one.name}"].strip()}
        return Mapping(columns, {name: text for name, text in fixed.items() if name not in columns}, self.mapping.words)


class WordsOf(Form):
    """What words of the file stand for, where they are none that is known."""

    def __init__(self, *args: Any, unknown: dict[str, list[str]], mapping: Mapping, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mapping = mapping
        self.keys: dict[str, tuple[str, str]] = {}
        for name, texts in unknown.items():
            for text in texts[:MOST_WORDS]:
                key = f"word-{len(self.keys)}"
                self.keys[key] = (name, text)
                label = {"word": text, "field": gettext(BY_NAME[name].label)}
                self.fields[key] = forms.ChoiceField(
                    label=gettext("%(field)s: “%(word)s” is") % label,
                    choices=[("", gettext("not said yet")), *CHOICES[name]], required=False,
                )  # fmt: skip

    @property
    def told(self) -> Mapping:
        """The mapping with what was said of words."""
        words = {name: dict(its) for name, its in self.mapping.words.items()}
        for key, (name, text) in self.keys.items():
            if self.cleaned_data[key]:
                words.setdefault(name, {})[text] = self.cleaned_data[key]
        return Mapping(self.mapping.columns, self.mapping.fixed, words)


MOST_WORDS = 30
