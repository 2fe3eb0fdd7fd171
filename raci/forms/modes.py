"""What a form asks of whom a decision mode binds: the statement, the directive and, for a reviewed record, who was heard."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from raci.fields import Form
from raci.forms import words
from raci.queries.modes import ModePanel
from raci.statements import Citing


class UnderMode(Form):
    """An act that a decision mode may bind; without a panel it asks nothing more."""

    statement = forms.ChoiceField(
        label=_("You act under"), widget=forms.RadioSelect, required=False, help_text=_("The strictest stands first.")
    )
    directive = forms.ChoiceField(label=_("The directive it cites"), required=False)
    consulted = words(
        _("Who was consulted, or shared the lead and signed"),
        required=False,
        help_text=_("Each with the day and what they said. It stands on record with your act."),
        rows=3,
    )

    def __init__(self, *args: Any, panel: ModePanel | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if panel is None:
            del self.fields["statement"]
        else:
            statement: Any = self.fields["statement"]
            statement.choices = panel.statements
            self.initial.setdefault("statement", panel.default.code)
        if panel is None or not panel.asks_directive:
            del self.fields["directive"]
        else:
            directive: Any = self.fields["directive"]
            directive.choices = [("", _("Choose a directive")), *panel.citable]
        if panel is None or not panel.asks_words:
            del self.fields["consulted"]

    @property
    def cited(self) -> dict[str, Any]:
        """The statement's code and the directive's pk, as the acts of the workflow take them."""
        number = self.cleaned_data.get("directive")
        return {
            "statement": self.cleaned_data.get("statement", ""),
            "directive": int(number) if number else None,
        }

    @property
    def citing(self) -> Citing:
        """The same with who was heard, as the acts on reviewed records take them."""
        return Citing(**self.cited, consulted=self.cleaned_data.get("consulted", ""))
