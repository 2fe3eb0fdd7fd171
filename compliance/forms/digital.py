"""Forms of the digital inventory."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.db.models import DateField
from django.forms.models import fields_for_model
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from compliance.models import DigitalAsset
from raci.fields import DayField, Form
from raci.models import Unit

NAMES = (
    "code", "name", "kind", "url", "vendor", "contract", "made_on", "changed_on", "is_used", "claim", "audited_on", "auditor",
    "method", "failures", "target_on", "status",
)  # fmt: skip
CRITERION = re.compile(r"([1-4]\.\d\.\d{1,2})\s*[:=x×]?\s*(\d{1,6})?")
MOST = 60  # criteria


class FailuresField(forms.CharField):
    """Success criteria with how many failures of each are open: "1.4.3: 12, 2.4.7: 1"; "none" where the audit left none."""

    def to_python(self, value: Any) -> Any:
        """Criterion > number; None where nothing is said."""
        text = (super().to_python(value) or "").strip()
        if not text:
            return None
        if text.casefold() in ("none", "0", gettext("none")):
            return {}
        found = {}
        for part in re.split(r"[,;\n]+", text):
            match = CRITERION.fullmatch(part.strip()) if part.strip() else None
            if part.strip() and match is None:
                message = gettext("“%(part)s” is no success criterion with a number. Write 1.4.3: 12, 2.4.7: 1.")
                raise forms.ValidationError(message % {"part": part.strip()[:40]}, code="invalid")
            if match:
                found[match[1]] = int(match[2] or 1)
        if len(found) > MOST:
            raise forms.ValidationError(gettext("The standard has 50 criteria of levels A and AA."), code="many")
        return found

    def prepare_value(self, value: Any) -> Any:
        """As it is written."""
        if not isinstance(value, dict):
            return value
        return ", ".join(f"{name}: {count}" for name, count in sorted(value.items())) or gettext("none")


class DigitalAssetForm(Form):
    """An item; a new one says whose it is."""

    def __init__(
        self, *args: Any, units: list[Unit] | None = None, row: DigitalAsset | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        unit: dict[str, forms.Field] = {}
        if units is not None:
            chosen = Unit.objects.filter(pk__in=[one.pk for one in units]).order_by("path")
            unit["unit"] = forms.ModelChoiceField(chosen, label=_("Unit that answers for it"))
        days = {one.name: DayField for one in DigitalAsset._meta.fields if isinstance(one, DateField)}
        self.fields = {**unit, **fields_for_model(DigitalAsset, fields=NAMES, field_classes=days)}
        self.fields["failures"] = FailuresField(
            label=_("Open failures by criterion"),
            required=False,
            max_length=2000,
            help_text=_("As 1.4.3: 12, 2.4.7: 1; “none” where the audit left none; empty where it is not known."),
        )
        self.fields["is_used"] = _answer()
        self.fields["claim"].help_text = _("The rule’s exceptions are for counsel to agree; keep what they rest on.")
        self.fields["code"].help_text = _("As your inventory numbers it; each number is given once.")
        if row is not None:
            self.initial = {name: getattr(row, name) for name in NAMES}
        self.name_what_is_missing()


def _answer() -> forms.TypedChoiceField:
    """Yes, no, or not known."""
    return forms.TypedChoiceField(
        label=_("Used to apply for, get or take part in a service"),
        required=False,
        choices=[("", _("not known")), ("True", _("yes")), ("False", _("no"))],
        coerce=lambda said: said == "True",
        empty_value=None,
    )
