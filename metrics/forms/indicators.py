"""Forms of indicators, targets, benchmarks and stories: they parse what was sent; the rules are the acts'."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from metrics.models import Aim, Benchmark, Dimension, Group, Indicator, IndicatorVersion
from metrics.periods import Period, Unclear, parse
from raci.fields import Form
from raci.forms import words as text
from raci.models import Post, Theme, Unit

Value = IndicatorVersion.Value
NOBODY = _("Nobody yet")


class ByUnit(forms.ModelChoiceField):  # type: ignore[type-arg]  # has no type argument while running
    """A post, grouped by its unit; `first`: the unit whose posts come first."""

    def offer(self, first: Unit) -> None:
        """All posts in use."""
        posts = Post.objects.filter(abolished_on=None).select_related("unit").order_by("unit__path", "title")
        grouped: dict[str, list[tuple[int, str]]] = {first.name: []}
        for post in posts:
            grouped.setdefault(post.unit.name, []).append((post.pk, post.title))
        self.queryset = posts
        self.choices = [("", NOBODY), *((name, rows) for name, rows in grouped.items() if rows)]


def plain(value: Decimal | None) -> str | None:
    """As people write it: 68, not 68.000000 and not 6.8E+1."""
    return None if value is None else f"{value.normalize():f}"


class Saying(Form):
    """What a version says."""

    title = forms.CharField(label=_("Title"), max_length=300)
    definition = text(
        _("What it says, and how it is worked out"),
        required=False,
        help_text=_("Who is counted, who of these has the outcome, and what is left out."),
    )
    measures = forms.ChoiceField(
        label=_("Which question it answers"),
        required=False,
        choices=[("", _("Choose one of the three")), *[one for one in IndicatorVersion.Measures.choices if one[0]]],
        help_text=_("Of a performance measure only: how much, how well, or is anyone better off."),
    )
    value_kind = forms.ChoiceField(label=_("What a value is"), choices=Value.choices)
    direction = forms.ChoiceField(label=_("Direction"), choices=IndicatorVersion.Direction.choices)
    unit_label = forms.CharField(
        label=_("Unit"),
        max_length=60,
        initial="%",
        help_text=_("As it stands after a number: %, days, claims per 100 FTE."),
    )
    scale = forms.DecimalField(
        label=_("Shown per"),
        min_value=Decimal("0.01"),
        max_digits=12,
        decimal_places=2,
        initial=100,
        help_text=_("100 for percent; 1,000 for a rate per 1,000 people."),
    )
    source = text(_("Where the figures come from"), required=False, rows=3)
    dimensions = forms.MultipleChoiceField(
        label=_("Told apart by"), required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )
    baseline = forms.DecimalField(label=_("Baseline"), required=False, max_digits=18, decimal_places=6)
    baseline_year = forms.IntegerField(label=_("Year of the baseline"), required=False, min_value=1900, max_value=2200)
    baseline_comment = text(_("About the baseline"), required=False, rows=2)
    why_changed = text(_("What changed, and why"), required=False, rows=2)

    def __init__(self, *args: Any, kind: str = "", number: int = 1, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("baseline", "scale"):
            if name in self.initial:
                self.initial[name] = plain(self.initial[name])
        dimensions: Any = self.fields["dimensions"]
        rows = Dimension.objects.filter(overlapping=False).values_list("code", "name")
        chosen = self.initial.get("dimensions") or ()
        dimensions.choices = sorted(rows, key=lambda row: row[0] not in chosen)
        if kind == Indicator.Kind.POPULATION:
            del self.fields["measures"]
        if number == 1:
            del self.fields["why_changed"]

    def clean(self) -> dict[str, Any]:
        """A baseline says its year."""
        found = super().clean() or self.cleaned_data
        if found.get("baseline") is not None and not found.get("baseline_year"):
            self.add_error("baseline_year", _now("Say of which year the baseline is."))
        return found


class Beginning(Saying):
    """The first version, for a unit, as one of both kinds."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Whose it is"), empty_label=_("Choose a unit"))
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=Indicator.Kind.choices,
        initial=Indicator.Kind.PERFORMANCE,
        help_text=_(
            "A population indicator is about everybody who lives here, and many contribute to it; a performance measure is "
            "about whom a unit serves, and the unit answers for it."
        ),
    )
    cadence = forms.ChoiceField(
        label=_("How often"), choices=Indicator.Cadence.choices, initial=Indicator.Cadence.QUARTER
    )
    field_order = ("unit", "kind", "title")

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.queryset = Unit.objects.filter(pk__in=[one.pk for one in units]).order_by("path")
        if len(units) == 1:
            self.initial.setdefault("unit", units[0])

    @property
    def kept(self) -> dict[str, Any]:
        """What is kept of the indicator itself."""
        return {"cadence": self.cleaned_data["cadence"]}

    @property
    def said(self) -> dict[str, Any]:
        """What its first version says."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("unit", "kind", "cadence")}


class Keeping(Form):
    """Who keeps it, and what it serves."""

    label = forms.CharField(label=_("Number in its documents"), max_length=60, required=False)
    owner = ByUnit(Post.objects.none(), label=_("Owner"), required=False, help_text=_("The post that answers for it."))
    supplier = ByUnit(
        Post.objects.none(),
        label=_("Figures come from"),
        required=False,
        help_text=_("Another office that sends the figures: it is asked, reminded and shown as late."),
    )
    supplier_days = forms.IntegerField(label=_("Days after the period ends"), min_value=0, max_value=366)
    cadence = forms.ChoiceField(label=_("How often"), choices=Indicator.Cadence.choices)
    aim = forms.ModelChoiceField(Aim.objects.all(), label=_("Goal it serves"), required=False, empty_label=_("None"))
    theme = forms.ModelChoiceField(Theme.objects.all(), label=_("Theme"), required=False, empty_label=_("None"))

    def __init__(self, *args: Any, indicator: Indicator, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(indicator, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        for name in ("owner", "supplier"):
            field: Any = self.fields[name]
            field.offer(indicator.unit)


class Retiring(Form):
    """Why it is followed no more."""

    why = text(_("Reason"), help_text=_("It stands in the history. The values stay."), rows=3)


class Waiting(Form):
    """What it waits for."""

    needs = forms.ModelChoiceField(Indicator.objects.none(), label=_("Blocked by"), empty_label=_("Choose a measure"))
    why = text(_("Why"), required=False, rows=2)

    def __init__(self, *args: Any, choices: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        needs: Any = self.fields["needs"]
        rows = list(choices)
        needs.queryset = Indicator.objects.filter(pk__in=[pk for pk, _title in rows])
        needs.choices = [("", _("Choose a measure")), *rows]


# ---- periods, goals, stories


class PeriodField(forms.CharField):
    """A period as people write it; gives its first and last day."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("2027, FY 2027, 2027 Q2, 2027-06, or two days: 2027-01-05 to 2027-02-04."))
        super().__init__(max_length=60, **kwargs)
        self.first_month = 1

    def clean(self, value: Any) -> Period | None:
        """Raises ValidationError with what to write instead."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse(text, self.first_month)
        except Unclear as unclear:
            raise forms.ValidationError(str(unclear.sentence)) from unclear


class Goal(Form):
    """What a target and a benchmark have in common."""

    period = PeriodField(label=_("Period"))
    value = forms.DecimalField(label=_("Value"), max_digits=18, decimal_places=6)
    group = forms.ModelChoiceField(Group.objects.none(), label=_("For"), required=False, empty_label=_("Everybody"))

    def __init__(self, *args: Any, version: IndicatorVersion, first_month: int, row: Any = None, **kwargs: Any) -> None:
        if row is not None:
            kwargs["initial"] = self.of(row, first_month)
        super().__init__(*args, **kwargs)
        period: Any = self.fields["period"]
        period.first_month = first_month
        group: Any = self.fields["group"]
        of = Group.objects.filter(dimension__code__in=version.dimensions, kind=Group.Kind.GROUP)
        group.queryset = of.select_related("dimension")
        grouped: dict[str, list[tuple[int, str]]] = {}
        for one in group.queryset.order_by("dimension__order", "order"):
            grouped.setdefault(one.dimension.name, []).append((one.pk, one.name))
        group.choices = [("", _("Everybody")), *grouped.items()]
        self.fields["value"].label = (
            f"{self.fields['value'].label} ({version.unit_label})" if version.unit_label else _("Value")
        )
        self.fields["value"].error_messages["required"] = _now("Fill in: %(label)s.") % {
            "label": self.fields["value"].label
        }

    def of(self, row: Any, first_month: int) -> dict[str, Any]:
        """What a saved one says."""
        names = [name for name in self.base_fields if name != "period"]
        period = Period(row.begins_on, row.ends_on).label(first_month)
        found = {name: getattr(row, name) for name in names}
        return {**found, "period": period, "value": plain(row.value)}

    @property
    def values(self) -> dict[str, Any]:
        """As the act takes them."""
        period: Period = self.cleaned_data["period"]
        rest = {name: value for name, value in self.cleaned_data.items() if name != "period"}
        return {**rest, "begins_on": period.begin, "ends_on": period.end}


class TargetForm(Goal):
    """A target."""

    why = text(_("Why this target"), required=False, rows=3)


class BenchmarkForm(Goal):
    """A benchmark."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Benchmark.Kind.choices)
    series = forms.CharField(
        label=_("Who or what"), max_length=200, help_text=_("As it stands in the legend: the whole state, Seattle.")
    )
    margin = forms.DecimalField(
        label=_("Margin of error"), required=False, min_value=0, max_digits=18, decimal_places=6
    )
    source = text(_("Source"), rows=2)
    field_order = ("series", "kind", "period", "value", "margin", "group", "source")


class StoryForm(Form):
    """Turning the curve."""

    words = text(_("The story behind the curve"), help_text=_("What drives the figures, and for whom."))
    partners = text(_("Partners"), required=False, rows=3)
    what_works = text(_("What works"), required=False, rows=3)
    forecast = text(
        _("Forecast if nothing changes"),
        required=False,
        help_text=_("A line for each period: 2027: 41.5"),
        rows=3,
    )

    def clean_forecast(self) -> list[tuple[str, str]]:
        """Pairs of period and value."""
        found = []
        for line in self.cleaned_data["forecast"].splitlines():
            if not line.strip():
                continue
            period, _colon, value = line.rpartition(":")
            try:
                parse(period)
                number = Decimal(value.strip())
            except (Unclear, InvalidOperation) as error:
                text = _now("“%(line)s” is no period and value. Write a line like 2027: 41.5")
                raise forms.ValidationError(text % {"line": line[:60]}) from error
            if not number.is_finite() or abs(number) >= 10**15:
                raise forms.ValidationError(_now("This is no number: %(value)s") % {"value": value.strip()[:40]})
            found.append((" ".join(period.split()), f"{number:f}"))
        return found


class Adopting(Form):
    """For which unit an entry of the catalogue is adopted."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("For"), empty_label=_("Choose a unit"))

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.queryset = Unit.objects.filter(pk__in=[one.pk for one in units]).order_by("path")
