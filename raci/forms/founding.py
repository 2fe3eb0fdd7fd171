"""Forms of the first run: the city, its matrix."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from zoneinfo import available_timezones

import yaml
from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from raci.city.draft import shipped_cities
from raci.days import is_meant
from raci.fields import Form
from raci.forms import words

COMMON_ZONES = (
    "America/New_York", "America/Detroit", "America/Chicago", "America/Denver", "America/Phoenix",
    "America/Los_Angeles", "America/Juneau", "Pacific/Honolulu", "America/Puerto_Rico",
)  # fmt: skip


def time_zones() -> list[tuple[str, list[tuple[str, str]]]]:
    """Those of the United States first, then all."""
    return [
        (gettext("United States"), [(zone, zone.replace("_", " ")) for zone in COMMON_ZONES]),
        (gettext("All others"), [(z, z.replace("_", " ")) for z in sorted(available_timezones() - {*COMMON_ZONES})]),
    ]


def common_holidays(first: date) -> str:
    """The days off that all cities which ship have (those under federal law), from this day on."""
    told = [yaml.safe_load((folder / "city.yaml").read_text(encoding="utf-8")) for folder in shipped_cities()]
    return "\n".join(
        str(day) for day in sorted(set.intersection(*(set(one["holidays"]) for one in told))) if day >= first
    )


class NamingCity(Form):
    """The city and its calendar."""

    name = forms.CharField(label=_("Name of the city"), max_length=200, help_text=_("As pages show it: City of Bend."))
    time_zone = forms.ChoiceField(label=_("Time zone"), help_text=_("Days begin and end in it."))
    fiscal_year = forms.ChoiceField(label=_("The fiscal year begins on the first of"), initial="07")
    holidays = words(
        _("Holidays"),
        required=False,
        rows=8,
        help_text=_("One day a line, as 2027-01-01. They do not count as working days. Change them as your city does."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones: Any = self.fields["time_zone"]
        months: Any = self.fields["fiscal_year"]
        zones.choices = [("", gettext("Choose a time zone")), *time_zones()]
        months.choices = [(f"{number:02}", str(name)) for number, name in MONTHS.items()]

    def clean_holidays(self) -> list[str]:
        """Each line a day; a note after it is let through and not kept."""
        found = set()
        for number, line in enumerate(self.cleaned_data["holidays"].splitlines(), start=1):
            if not (text := re.split(r"[#\s]", line.strip(), maxsplit=1)[0]):
                continue
            try:
                day = date.fromisoformat(text)
                if not is_meant(day):
                    raise ValueError
                found.add(day.isoformat())
            except ValueError:
                said = gettext("Line %(n)d, “%(text)s”, is no day. Write it as 2027-01-01.")
                raise forms.ValidationError(said % {"n": number, "text": text[:20]}) from None
        return sorted(found)

    @property
    def facts(self) -> dict[str, Any]:
        """As the city's folder has them."""
        given = self.cleaned_data
        return {
            "name": " ".join(given["name"].split()),
            "time_zone": given["time_zone"],
            "fiscal_year_begins": f"{given['fiscal_year']}-01",
            "holidays": given["holidays"],
            "accent": "#005ea2",
        }


class Adopting(Form):
    """Whose matrix and roles."""

    shipped = forms.ChoiceField(
        label=_("Roles and matrix"),
        widget=forms.RadioSelect,
    )
    adopted_by = forms.CharField(
        label=_("Adopted by"),
        required=False,
        max_length=200,
        help_text=_("Who made it yours, and by what: City Council, resolution 12. Leave it empty while nobody has."),
    )
    file = forms.FileField(
        label=_("A matrix of your own instead"),
        required=False,
        allow_empty_file=True,
        help_text=_("CSV, XLSX or YAML, in the shape of the export, with the roles chosen above as columns."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.yaml,.yml"}),
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shipped: Any = self.fields["shipped"]
        shipped.choices = choices
