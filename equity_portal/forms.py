"""How Django's forms look as USWDS fields; the markup is in templates/django/forms/."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import django.forms
from django.conf import settings
from django.forms import BoundField, widgets
from django.forms.renderers import DjangoTemplates
from django.utils.functional import cached_property

CLASSES: list[tuple[type[widgets.Widget], str]] = [  # the first that fits
    (widgets.CheckboxInput, "usa-checkbox__input"),
    (widgets.CheckboxSelectMultiple, "usa-checkbox__input"),
    (widgets.RadioSelect, "usa-radio__input"),
    (widgets.Select, "usa-select"),
    (widgets.Textarea, "usa-textarea"),
    (widgets.FileInput, "usa-input portal-file"),
    (widgets.Input, "usa-input"),
]


class UswdsField(BoundField):
    """A field whose control carries its USWDS class."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: widgets.Widget | None = None) -> dict[str, Any]:
        """As Django's, with the class."""
        attrs = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        name = next((name for kind, name in CLASSES if isinstance(widget, kind)), "")
        if name and not widget.is_hidden:
            wrong = "usa-input--error" if self.errors and "usa-input" in name else ""
            given = widget.attrs.get("class", "")
            attrs["class"] = " ".join(part for part in (name, given, wrong) if part)
        return attrs

    def label_tag(
        self, contents: Any = None, attrs: Any = None, label_suffix: str | None = None, tag: str | None = None
    ) -> Any:
        """As Django's, without the colon."""
        return super().label_tag(contents, attrs, label_suffix or "", tag)

    def legend_tag(self, contents: Any = None, attrs: Any = None, label_suffix: str | None = None) -> Any:
        """As Django's, without the colon."""
        return super().legend_tag(contents, attrs, label_suffix or "")

    @property
    def is_checkbox(self) -> bool:
        """A single box stands before its label."""
        return isinstance(self.field.widget, widgets.CheckboxInput)


class UswdsRenderer(DjangoTemplates):
    """Looks for a form's templates among the portal's first, then Django's own."""

    bound_field_class = UswdsField

    @cached_property
    def engine(self) -> Any:
        """Django's engine with the portal's folder before it."""
        own = Path(django.forms.__file__).parent / "templates"
        options = {
            "APP_DIRS": True,
            "DIRS": [settings.BASE_DIR / "templates", own],
            "NAME": "portalforms",
            "OPTIONS": {},
        }
        return self.backend(options)
