"""Forms of the transition plan: a facility, a barrier, several barriers at once, a removal verified, photos and comments."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator, MinValueValidator
from django.db.models import DateField
from django.forms.models import fields_for_model
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from compliance.models import Barrier, BarrierComment, Facility
from raci.evidence.inspection import MEDIA_TYPES
from raci.fields import DayField, Form, MoneyField
from raci.forms import words
from raci.models import Post, Unit

PICTURES = ("png", "jpg", "jpeg", "webp", "pdf")
SECTIONS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (_("What stands in the way"), ("code", "asset", "location", "latitude", "longitude", "element", "obstacle", "standard",
                                  "section", "measured", "required", "programmes")),
    (_("How urgent it is"), ("tier", "severity", "use", "interim")),
    (_("How it is removed"), ("removal", "method", "cost_low", "cost_high", "cost_year", "funding", "cip")),
    (_("By when, and by whom"), ("starts_on", "finishes_on", "steps", "official", "official_words")),
    (_("Where it stands"), ("status", "removed_on", "why_not_required", "surveyed_on", "surveyed_by")),
)  # fmt: skip
NAMES = tuple(name for _title, names in SECTIONS for name in names)
HELP = {
    "code": _("As your survey numbers it; each number is given once."),
    "obstacle": _("One of the four mandatory contents: what a person meets there, so that others find it."),
    "method": _("Mandatory: how it is removed, in detail."),
    "finishes_on": _("Mandatory."),
    "steps": _("Where it takes longer than a year: a day in each year of it, as 2027-06-30, 2028-06-30."),
    "official": _("Mandatory: a position, not a person."),
    "official_words": _("Only where the position is not in the list."),
    "measured": _("As found, with its unit: “29 in”."),
    "required": _("As the standard asks: “32 in at least”."),
    "severity": _("As your survey scores it: the higher, the worse."),
    "use": _("As your survey scores it: the higher, the more people pass."),
}


class StepsField(forms.CharField):
    """Days, one after the other."""

    def to_python(self, value: Any) -> Any:
        """A list of days, in their order."""
        parts = [part for part in re.split(r"[,;\s]+", super().to_python(value) or "") if part]
        day = DayField()
        try:
            return sorted(day.clean(part) for part in parts)
        except forms.ValidationError as error:
            raise forms.ValidationError(gettext("Write days as 2027-06-30, 2028-06-30."), code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        """As it is written."""
        return ", ".join(one.isoformat() for one in value) if isinstance(value, list) else value


def official_field(*, required: bool = False) -> forms.ModelChoiceField[Post]:
    """A position of the city."""
    return forms.ModelChoiceField(
        Post.objects.filter(abolished_on=None).order_by("title"),
        label=_("Official responsible"),
        required=required,
        help_text=HELP["official"],
    )


def _of_model(model: Any, names: Iterable[str]) -> dict[str, forms.Field]:
    """The model's own fields and labels; days, texts and choices in the portal's way."""
    found: dict[str, forms.Field] = fields_for_model(
        model,
        fields=tuple(names),
        field_classes={one.name: DayField for one in model._meta.fields if isinstance(one, DateField)},
        widgets={name: forms.Textarea(attrs={"rows": 3}) for name in ("obstacle", "method", "interim", "programmes",
                                                                     "why_not_required", "words", "answer")},
    )  # fmt: skip
    for name, field in found.items():
        if isinstance(field, forms.CharField) and field.max_length is None:
            field.max_length = 20_000
            field.validators.append(MaxLengthValidator(20_000))
        if name in HELP:
            field.help_text = HELP[name]
    return found


class BarrierForm(Form):
    """All that is said of a barrier; nothing but its number, and what it stands in, must be known at once."""

    def __init__(self, *args: Any, row: Barrier | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain = _of_model(
            Barrier, [name for name in NAMES if name not in ("cost_low", "cost_high", "steps", "official")]
        )
        own: dict[str, forms.Field] = {
            "cost_low": MoneyField(label=_("Least cost"), required=False),
            "cost_high": MoneyField(label=_("Greatest cost"), required=False),
            "steps": StepsField(label=_("Yearly steps"), required=False, help_text=HELP["steps"]),
            "official": official_field(),
        }
        self.fields = {name: {**plain, **own}[name] for name in NAMES}
        for name in ("severity", "use"):
            self.fields[name].validators.append(MinValueValidator(0))
        if row is None or row.status != Barrier.Status.VERIFIED:
            status: Any = self.fields["status"]
            status.choices = [one for one in status.choices if one[0] != Barrier.Status.VERIFIED]
        if row is not None:
            self.initial = {name: getattr(row, name) for name in NAMES} | {"official": row.official_id}
        self.name_what_is_missing()

    @property
    def sections(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields in groups, as a survey goes."""
        return [(title, [self[name] for name in names]) for title, names in SECTIONS]


class FacilityForm(Form):
    """A facility; a new one says whose it is."""

    NAMES = ("code", "name", "kind", "address", "latitude", "longitude")

    def __init__(self, *args: Any, units: list[Unit] | None = None, row: Facility | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: dict[str, forms.Field] = {}
        if units is not None:
            chosen = Unit.objects.filter(pk__in=[one.pk for one in units]).order_by("path")
            unit["unit"] = forms.ModelChoiceField(chosen, label=_("Unit that answers for it"))
        self.fields = {**unit, **_of_model(Facility, self.NAMES)}
        if row is not None:
            self.initial = {name: getattr(row, name) for name in self.NAMES}
        self.name_what_is_missing()


class Verifying(Form):
    """The day on which somebody looked."""

    on = DayField(label=_("Looked at on"))


class Together(Form):
    """What is set on several barriers; what is left alone stays as it is on each."""

    set_schedule = forms.BooleanField(label=_("Set the schedule"), required=False)
    starts_on = DayField(label=_("Scheduled start"), required=False)
    finishes_on = DayField(label=_("Scheduled finish"), required=False)
    steps = StepsField(label=_("Yearly steps"), required=False, help_text=HELP["steps"])
    set_official = forms.BooleanField(label=_("Set the official responsible"), required=False)
    official = official_field()
    set_status = forms.BooleanField(label=_("Set the status"), required=False)
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[one for one in Barrier.Status.choices if one[0] != Barrier.Status.VERIFIED],
    )
    removed_on = DayField(label=_("Removed on"), required=False)
    why_not_required = words(_("Why removal is not required"), required=False, rows=2)

    def clean(self) -> dict[str, Any]:
        """What is to be set is said."""
        cleaned = super().clean() or {}
        if cleaned.get("set_schedule") and not cleaned.get("finishes_on") and "finishes_on" not in self.errors:
            self.add_error("finishes_on", gettext("Say by when they are done."))
        if cleaned.get("set_official") and not cleaned.get("official") and "official" not in self.errors:
            self.add_error("official", gettext("Choose the position that answers for them."))
        return cleaned

    @property
    def said(self) -> dict[str, Any]:
        """The fields to be set, as the act takes them."""
        data = self.cleaned_data
        found: dict[str, Any] = {}
        if data["set_schedule"]:
            found |= {name: data[name] for name in ("starts_on", "finishes_on", "steps")}
        if data["set_official"]:
            found |= {"official": data["official"], "official_words": ""}
        if data["set_status"]:
            found |= {"status": data["status"], "why_not_required": data["why_not_required"].strip()}
            found["removed_on"] = data["removed_on"]
        return found

    @property
    def groups(self) -> list[tuple[forms.BoundField, list[forms.BoundField]]]:
        """Each thing to be set with its fields."""
        named = {
            "set_schedule": ("starts_on", "finishes_on", "steps"),
            "set_official": ("official",),
            "set_status": ("status", "removed_on", "why_not_required"),
        }
        return [(self[one], [self[name] for name in names]) for one, names in named.items()]


class PhotoForm(Form):
    """A picture, and what it shows."""

    file = forms.FileField(
        label=_("Photo"),
        help_text=_(
            "PNG, JPEG, WebP or PDF, at most 25 MB. Photos are kept without the place and time they were taken."
        ),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ",".join(f".{kind}" for kind in MEDIA_TYPES if kind in PICTURES)}),
        error_messages={"required": _("Choose a photo.")},
    )
    caption = forms.CharField(label=_("What it shows"), max_length=300, required=False)


class CommentForm(Form):
    """What somebody of the public said, written down by staff."""

    NAMES = ("received_on", "channel", "named", "words", "answer")

    def __init__(self, *args: Any, row: BarrierComment | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = _of_model(BarrierComment, self.NAMES)
        self.fields["named"].help_text = _("Leave it empty where they do not want to be named.")
        if row is not None:
            self.initial = {name: getattr(row, name) for name in self.NAMES}
        self.name_what_is_missing()
