"""Forms of budget reconciliations: the table's head, and a row for each line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from metrics.models import BudgetLine, Reconciliation
from raci.fields import Form, MoneyInput
from raci.forms import words
from raci.models import Unit

BLANK_ROWS = 3
SIGNED = re.compile(
    r"(?P<open>\()?(?P<minus>[-\u2212])?\$?(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,13})"
    r"(?:\.(?P<part>[0-9]{2}))?\)?"
)


class SignedMoney(forms.CharField):
    """An amount in cents; what leaves is negative or in brackets, as budgets print it."""

    widget = MoneyInput
    default_error_messages = {"invalid": _("Write an amount such as 48,000, -43,670 or (43,670).")}

    def to_python(self, value: Any) -> Any:
        """Cents; nothing is 0, as a budget prints it with a dash."""
        text = re.sub(r"\s", "", super().to_python(value) or "")
        if text in ("", "-", "\u2212"):
            return 0
        found = SIGNED.fullmatch(text)
        if found is None or text.startswith("(") != text.endswith(")"):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        cents = int(found["whole"].replace(",", "")) * 100 + int(found["part"] or 0)
        return -cents if found["minus"] or found["open"] else cents

    def prepare_value(self, value: Any) -> Any:
        """Cents as an amount; what was typed stays as it was typed."""
        if not isinstance(value, int):
            return value
        whole, part = divmod(abs(value), 100)
        return f"{'-' if value < 0 else ''}{whole:,}" + (f".{part:02}" if part else "")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compares amounts, not how they are written; nothing is 0."""
        try:
            return bool(self.to_python(data) != (initial or 0))
        except forms.ValidationError:
            return True


class Head(Form):
    """What the table is about."""

    title = forms.CharField(label=_("Title"), max_length=300)
    source = words(_("Source"), required=False, rows=2)
    note = words(_("What to know about it"), required=False, rows=2)


class NewHead(Head):
    """... and whose budget it is."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"), empty_label=_("Choose a unit"))
    field_order = ("unit", "title")

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.queryset = Unit.objects.filter(pk__in=[one.pk for one in units]).order_by("path")


class LineForm(Form):
    """One line; a row left empty is left out."""

    kind = forms.ChoiceField(label=_("Kind"), choices=BudgetLine.Kind.choices, initial=BudgetLine.Kind.CHANGE)
    label = forms.CharField(label=_("Line"), max_length=300)
    cents = SignedMoney(label=_("Direct costs"), required=False)
    full_time = forms.IntegerField(label=_("Full time"), required=False, min_value=-(10**6), max_value=10**6)
    part_time = forms.IntegerField(label=_("Part time"), required=False, min_value=-(10**6), max_value=10**6)
    seasonal = forms.IntegerField(label=_("Seasonal"), required=False, min_value=-(10**6), max_value=10**6)
    fund = forms.CharField(label=_("Fund"), max_length=200, required=False)
    transfer_to = forms.CharField(label=_("Transferred to"), max_length=200, required=False)
    note = forms.CharField(label=_("Note"), max_length=2000, required=False)

    @property
    def said(self) -> dict[str, Any]:
        """As the act takes it: no number is 0 here, since a budget's dash is a zero."""
        found = dict(self.cleaned_data)
        for name in ("full_time", "part_time", "seasonal", "cents"):
            found[name] = found[name] or 0
        return {name: value for name, value in found.items() if name not in ("DELETE", "ORDER")}


class Lines(forms.BaseFormSet):  # type: ignore[type-arg]  # has no type argument while running
    """All rows; a box takes a line out."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """In the words of a table."""
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Take this line out")


LineFormSet = forms.formset_factory(
    LineForm, formset=Lines, extra=BLANK_ROWS, can_delete=True, max_num=200, validate_max=True
)


def lines_of(row: Reconciliation) -> list[dict[str, Any]]:
    """What its saved lines say."""
    names = list(LineForm.base_fields)
    return [{name: getattr(line, name) for name in names} for line in row.lines.order_by("order")]
