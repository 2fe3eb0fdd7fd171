"""Forms of requests for interpreters and accommodations: what the public fills in, what staff write down, and each act."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.models import Accommodation
from raci.fields import DayField, Form
from raci.forms import words as area
from raci.models import Post, Unit
from raci.public_doors import TRAP

OWN_WORDS = _("In your own words and your own language. What you ask for comes first when we look for a way.")
REASONS = _(
    "All resources of the service were considered. The person is given these reasons. Say what will be done instead so that"
    " they are served all the same, as far as that can be."
)
TYPED = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
UNSEEN = {"tabindex": "-1", "autocomplete": "off"}
WHO, NEED = ("name", "reach", "language", "helper"), ("need", "where")


class Asking(Form):
    """What somebody who needs it says. Only what is needed has to be filled in."""

    sought = forms.ChoiceField(
        label=_("What do you need?"), choices=Accommodation.Sought.choices, widget=forms.RadioSelect
    )
    need = area(
        _("Tell us what would help you"),
        rows=4,
        help_text=OWN_WORDS,
    )
    where = forms.CharField(label=_("For which service, meeting or office?"), max_length=500, required=False)
    needed_on = DayField(
        label=_("On which day do you need it?"), required=False, help_text=_("Leave it empty if there is no fixed day.")
    )
    name = forms.CharField(label=_("Your name"), max_length=200, required=False)
    reach = forms.CharField(
        label=_("How can we reach you?"), max_length=300, required=False,
        help_text=_("Telephone, e-mail or address. Without it you can still look up the answer with your code."),
    )  # fmt: skip
    language = forms.CharField(label=_("In which language shall we answer?"), max_length=100, required=False)
    helper = forms.CharField(label=_("If somebody helps you with this form: who?"), max_length=200, required=False)
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    @property
    def is_trapped(self) -> bool:
        """Whether a program filled in what people do not see."""
        return bool(self.cleaned_data.get(TRAP))

    @property
    def who(self) -> dict[str, str]:
        """Whose it is: sealed."""
        return {name: self.cleaned_data[name] for name in WHO}

    @property
    def said(self) -> dict[str, str]:
        """What is needed: sealed."""
        return {name: self.cleaned_data[name] for name in NEED}

    @property
    def values(self) -> dict[str, Any]:
        """What stands in the open row."""
        return {name: self.cleaned_data[name] for name in ("sought", "needed_on")}


class Intake(Asking):
    """What staff write down for somebody."""

    channel = forms.ChoiceField(
        label=_("How it came"),
        choices=[one for one in Accommodation.Channel.choices if one[0] != Accommodation.Channel.WEB],
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Whose service it is for"), required=False, empty_label=_("Not known")
    )
    received_on = DayField(label=_("Received on"))
    field_order = ("channel", "received_on", "unit", "sought")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields[TRAP]
        unit: Any = self.fields["unit"]
        unit.queryset = Unit.objects.order_by("path")

    @property
    def values(self) -> dict[str, Any]:
        """... with how and when it came."""
        return {**super().values, **{name: self.cleaned_data[name] for name in ("channel", "unit", "received_on")}}


class Code(Form):
    """The private code, and for an appeal why."""

    code = forms.CharField(
        label=_("Your code"),
        max_length=40,
        help_text=_("Twenty letters and numbers, as ABCD-EFGH-JKLM-NPQR-STUV."),
        widget=forms.TextInput(attrs=TYPED),
    )


class Appeal(Form):
    """Another look."""

    code = forms.CharField(max_length=40, widget=forms.HiddenInput)
    words = area(_("Why do you ask for another look?"), rows=4)


# ---- the acts of staff


class Arrange(Form):
    """Who must provide it."""

    provider = forms.ModelChoiceField(
        Post.objects.none(), label=_("Who must provide it"), empty_label=_("Choose a post"),
        help_text=_("They see what is needed, and not whose request it is."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        provider: Any = self.fields["provider"]
        provider.queryset = Post.objects.filter(abolished_on=None).order_by("title")


class Offer(Form):
    """What is offered."""

    words = area(_("What is offered, when and where"), rows=3)
    own_choice = forms.TypedChoiceField(
        label=_("Is it what the person asked for?"), choices=[("yes", _("yes")), ("no", _("no, another means"))],
        coerce=lambda value: value == "yes", widget=forms.RadioSelect,
    )  # fmt: skip
    why = area(_("If it is another means: why it serves as well, or is all that can be had"), required=False, rows=3)


class Nothing(Form):
    """A button alone."""


class Case(Form):
    """Why a refusal is asked for."""

    words = area(_("Why it cannot be given, and what else was looked for"), rows=5)


class Refusal(Form):
    """The head's own words."""

    ground = forms.ChoiceField(
        label=_("Ground"), choices=[one for one in Accommodation.Ground.choices if one[0]], widget=forms.RadioSelect
    )
    words = area(
        _("Reasons"),
        rows=6,
        help_text=REASONS,
    )


class Answer(Form):
    """The answer to an appeal."""

    words = area(_("Reasons"), rows=6)
