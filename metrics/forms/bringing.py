"""Forms of bringing a file of figures in: which file, which column is what, which names are which."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from metrics.bringing.naming import Choices, Resolved, lacks_of_choice
from metrics.models import Batch, Dimension, Indicator, IndicatorVersion
from metrics.periods import Unclear, parse
from metrics.reading.files import Table
from metrics.reading.mapping import BESIDE, MEASURES, Column, Mapping, Role
from raci.actions.imports import spoken
from raci.fields import Form
from raci.forms import words
from raci.models import Unit

ROLES: dict[Role, Any] = {
    Role.IGNORE: _("nothing (left out)"),
    Role.INDICATOR: _("indicator"),
    Role.SERIES: _("which series of the indicator"),
    Role.PERIOD: _("period"),
    Role.PERIOD_BEGIN: _("first day of the period"),
    Role.PERIOD_END: _("last day of the period"),
    Role.PLACE_CODE: _("code of the place"),
    Role.PLACE: _("name of the place"),
    Role.DIMENSION: _("groups of a dimension"),
    Role.DIMENSION_NAME: _("name of the dimension"),
    Role.GROUP: _("group of that dimension"),
    Role.N: _("people (n)"),
    Role.K: _("of these, with the outcome (k)"),
    Role.VALUE: _("the value as published"),
    Role.MOE: _("margin of error (90 %)"),
    Role.SE: _("standard error"),
    Role.LOW: _("lower end of its interval"),
    Role.HIGH: _("upper end of its interval"),
    Role.BASE: _("the number a percentage is of"),
    Role.POPULATION: _("people in the group"),
    Role.UNIT: _("unit of the value"),
    Role.SUM: _("sum of a number"),
    Role.SUM_OF_SQUARES: _("sum of its squares"),
    Role.EVENTS: _("events"),
    Role.EXPOSURE: _("exposure (hours, person-years)"),
    Role.WEIGHT_SUM: _("sum of weights"),
    Role.WEIGHTED_SUM: _("sum of weights of those with the outcome"),
    Role.WEIGHT_SQUARES: _("sum of squared weights"),
    Role.WEIGHTED_SQUARES: _("sum of squared weights of those with the outcome"),
    Role.OUTCOME: _("a person’s outcome (yes or no)"),
    Role.AMOUNT: _("a person’s number"),
    Role.WEIGHT: _("a person’s weight"),
    Role.COUNT: _("how many people the row stands for"),
}


class Choosing(Form):
    """Which file, whose figures, from where."""

    unit: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(
        None, label=_("Unit that reports them"), help_text=_("Its own indicators and those of units below it.")
    )
    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        help_text=_("CSV, .xlsx or Parquet, at most 25 MB, in whatever layout its publisher chose."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.parquet"}),
    )
    title = forms.CharField(
        label=_("Title"), max_length=300, required=False, help_text=_("The file’s name if left empty.")
    )
    source = words(_("Source of the figures"), rows=2, help_text=_("Who made them, and where they can be looked up."))
    corrects: forms.ModelChoiceField[Batch] = forms.ModelChoiceField(
        None,
        label=_("Corrects"),
        required=False,
        empty_label=_("nothing: these are new figures"),
        help_text=_("It replaces that batch as a whole: what is not in the new file counts no more."),
    )

    def __init__(self, *args: Any, units: Any, batches: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["corrects"].queryset = batches  # type: ignore[attr-defined]


class RoleSelect(forms.Select):
    """Its options are written at once: a census file has hundreds of columns, and a template for each option takes seconds."""

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: Any = None,  # noqa: ARG002 - it has no template
    ) -> SafeString:
        """As the select of a form is written."""
        facts = flatatt(self.build_attrs(self.attrs, {"name": name, **(attrs or {})}))
        options = ((code, " selected" if code == str(value) else "", label) for code, label in self.choices)
        listed = format_html_join("", '<option value="{}"{}>{}</option>', options)
        return format_html("<select{}>{}</select>", facts, listed)


class Columns(Form):
    """What each column holds, and what is the same for all rows."""

    def __init__(self, *args: Any, table: Table, mapping: Mapping, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table, self.mapping = table, mapping
        fixed = (
            ("indicator", gettext("Indicator of all rows"), mapping.indicator),
            ("period", gettext("Period of all rows"), mapping.period),
            ("place_code", gettext("Place of all rows (its code)"), mapping.place_code),
        )
        lacks = mapping.lacks()
        for name, label, value in fixed:
            asked = name in lacks or value
            help_text = gettext("Only where no column says it.") if not asked else ""
            self.fields[name] = forms.CharField(
                label=label, required=False, max_length=200, initial=value, help_text=help_text
            )
        roles = [(role.value, str(label)) for role, label in ROLES.items()]
        for column in mapping.columns:
            self.fields[f"role-{column.at}"] = forms.ChoiceField(
                label=gettext("What “%(heading)s” holds") % {"heading": column.heading or column.at + 1},
                choices=roles,
                initial=column.role.value,
                widget=RoleSelect,
            )
        self.name_what_is_missing()

    @property
    def rows(self) -> list[tuple[Column, forms.BoundField, list[str]]]:
        """Each column with its select and the first cells in it."""
        shown = []
        for column in self.mapping.columns:
            cells = list(dict.fromkeys(cell for cell in self.table.cells(column.at) if cell))[:3]
            shown.append((column, self[f"role-{column.at}"], cells))
        return shown

    def clean_period(self) -> str:
        """A period that can be read."""
        text = str(self.cleaned_data["period"]).strip()
        if text:
            try:
                parse(text, self.mapping.fiscal_first_month)
            except Unclear as unclear:
                raise forms.ValidationError(spoken(unclear.sentence)) from unclear
        return text

    def clean(self) -> dict[str, Any]:
        """Everything that has to be known of a figure is said somewhere."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        said = {
            "indicator": gettext("Say of which indicator the figures are, or which column names it."),
            "period": gettext("Say of which period the figures are, or which column names it."),
            "figures": gettext("Say which columns hold the figures."),
        }
        for lack in self.told.lacks():
            self.add_error(lack if lack in self.fields else None, said[lack])
        return cleaned

    @property
    def told(self) -> Mapping:
        """The mapping as it was said."""
        data = self.cleaned_data
        columns = tuple(_as_said(column, Role(data[f"role-{column.at}"])) for column in self.mapping.columns)
        fixed = {name: data[name].strip() for name in ("indicator", "period", "place_code")}
        return replace(self.mapping, columns=_named(columns, fixed["indicator"]), **fixed)


def _as_said(column: Column, role: Role) -> Column:
    """A column that holds something else than proposed begins anew: a dimension is called by its heading."""
    if role is column.role:
        return column
    return Column(column.at, column.heading, role, column.heading if role is Role.DIMENSION else "", comma=column.comma)


def _named(columns: tuple[Column, ...], indicator: str) -> tuple[Column, ...]:
    """Figures of different kinds about the same people (people, and those with the outcome) are of the one indicator that was
    said, whatever their headings; several of one kind are an indicator each, called by their headings.
    """
    figures = [one for one in columns if one.role in MEASURES and one.role not in BESIDE]
    held = Counter(one.role for one in figures)
    if indicator and max(held.values(), default=0) == 1 and len({one.groups for one in figures}) == 1:
        return tuple(replace(one, name="") if one in figures and one.name == one.heading else one for one in columns)
    twice = Counter((one.role, one.name, one.groups) for one in figures)
    return tuple(
        replace(one, name=one.heading) if twice[one.role, one.name, one.groups] > 1 else one for one in columns
    )


class Names(Form):
    """Which names of the file are which in the portal, and what may be begun where it knows none."""

    def __init__(self, *args: Any, resolved: Resolved, choices: Choices, dimensions: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = choices
        self.keys: dict[str, str] = {}  # field > the name in the file
        self._indicators(resolved)
        self._dimensions(dimensions, resolved)
        labels = {
            "indicators": gettext(
                "Begin the indicators that are not known as drafts: somebody describes and hands them in"
            ),
            "groups": gettext("Add the groups that are not known to dimensions of the city’s own"),
            "places": gettext("Add the places that are not known"),
        }
        for what in ("indicators", "groups", "places"):
            if what in resolved.missing:
                self.fields[f"adds-{what}"] = forms.BooleanField(
                    label=labels[what], required=False, initial=what in choices.adds
                )
        self.name_what_is_missing()

    def _indicators(self, resolved: Resolved) -> None:
        versions = IndicatorVersion.objects.select_related("indicator").order_by("indicator", "-number")
        titles = {one.indicator.code: one.title for one in versions}
        known = [
            (code, f"{title} ({code})") for code, title in sorted(titles.items(), key=lambda pair: pair[1].casefold())
        ]
        for at, (label, one) in enumerate(resolved.indicators.items()):
            if isinstance(one, Indicator) and label.text not in self.choices.indicators:
                continue
            chosen = one.code if isinstance(one, Indicator) else ""
            self._select(f"indicator-{at}", label.text, [("", gettext("none that is known")), *known], chosen)

    def _dimensions(self, names: list[str], resolved: Resolved) -> None:
        known = [
            (one.code, f"{one.name} ({one.standard} {one.version})".replace("( )", ""))
            for one in Dimension.objects.all()
        ]
        for at, name in enumerate(names):
            chosen = resolved.known_dimensions.get(name)
            options = [("", gettext("one of the city’s own")), *known]
            self._select(f"dimension-{at}", name, options, chosen.code if chosen else "")
            if problem := lacks_of_choice(name, resolved, self.choices):
                self.fields[f"dimension-{at}"].help_text = spoken(problem)

    def _select(self, key: str, name: str, options: list[tuple[str, Any]], chosen: str) -> None:
        self.keys[key] = name
        self.fields[key] = forms.ChoiceField(
            label=gettext("“%(name)s” is") % {"name": name}, choices=options, required=False, initial=chosen
        )

    @property
    def told(self) -> Choices:
        """What was said of names."""
        data = self.cleaned_data
        indicators = {name: data[key] for key, name in self.keys.items() if key.startswith("indicator-") and data[key]}
        dimensions = {name: data[key] for key, name in self.keys.items() if key.startswith("dimension-") and data[key]}
        adds = {what for what in ("indicators", "groups", "places") if data.get(f"adds-{what}")}
        return Choices(indicators, dimensions, frozenset(adds))
