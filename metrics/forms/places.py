"""Forms of places."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from metrics.actions.places import Drawn
from metrics.models import Place
from metrics.places.boundaries import MOST_BYTES
from raci.fields import Form


class Drawing(Form):
    """A boundary file and what its properties are called."""

    file = forms.FileField(
        label=_("Boundary file"),
        help_text=_(
            "GeoJSON (a FeatureCollection in WGS 84), at most 20 MB. The census publishes such files of tracts and counties."
        ),
        widget=forms.FileInput(attrs={"accept": ".geojson,.json"}),
    )
    kind = forms.ChoiceField(label=_("What the places are"), choices=Place.Kind.choices, initial=Place.Kind.TRACT)
    code = forms.CharField(
        label=_("Property that holds the code"), initial="GEOID", max_length=100,
        help_text=_("As figures name the place, with its leading zeros: GEOID in files of the census."),
    )  # fmt: skip
    name = forms.CharField(
        label=_("Property that holds the name"), initial="NAME", max_length=100, required=False,
        help_text=_("Leave it empty where the file has no names."),
    )  # fmt: skip
    source = forms.CharField(
        label=_("Source"),
        max_length=300,
        help_text=_("Who drew the boundaries, and of which year: “Census TIGER 2019”."),
    )

    drawn: Drawn

    @property
    def asked(self) -> dict[str, Any]:
        """What the act takes."""
        said = dict(self.cleaned_data)
        return {"content": said.pop("file").read(MOST_BYTES + 1), **said}

    def keep(self, drawn: Drawn) -> None:
        """What came of it."""
        self.drawn = drawn
