"""Forms of the custodian's room, and of naming who the custodian is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from boards.models import SelfIdRound
from boards.vault.custody import keeping_boards
from boards.vault.questions import offered
from raci.fields import DayField, Form
from raci.models import Holding
from raci.models.city import in_force_on

WHY = 500  # characters


class RoundForm(Form):
    """A round: what is asked, how, and until when."""

    title = forms.CharField(label=_("Title"), max_length=200, help_text=_("For example: Boards in 2027"))
    whom = forms.ChoiceField(
        label=_("Who is asked"), choices=SelfIdRound.Whom.choices, widget=forms.RadioSelect, initial="members",
        required=False,
        help_text=_(
            "Applicants are sent the link by a mail of its own as soon as they apply. Nobody who selects learns who answered."
        ),
    )  # fmt: skip
    mode = forms.ChoiceField(
        label=_("How it asks"), choices=SelfIdRound.Mode.choices, widget=forms.RadioSelect, initial="linked",
        help_text=_(
            "By private links members can change and take back what they said, and an audit can follow the years. Without"
            " names nobody can ever be told apart, not even by you."
        ),
    )  # fmt: skip
    questions = forms.MultipleChoiceField(
        label=_("Questions"), widget=forms.CheckboxSelectMultiple, help_text=_("Ask only what will be used.")
    )
    closes_on = DayField(label=_("Until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["questions"]
        chosen.choices = offered()

    def clean(self) -> dict[str, Any]:
        """Applicants are asked without names, whatever was chosen: nothing is kept of them one by one."""
        said = self.cleaned_data
        said["whom"] = said.get("whom") or SelfIdRound.Whom.MEMBERS
        if said["whom"] == SelfIdRound.Whom.APPLICANTS:
            said["mode"] = SelfIdRound.Mode.UNLINKED
        return said


class Why(Form):
    """Why something sealed is opened."""

    why = forms.CharField(
        label=_("Why you open it"), max_length=WHY, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The member sees this sentence, with your name and the time."),
    )  # fmt: skip


class CustodianForm(Form):
    """Who is proposed, and for how long."""

    holding = forms.ModelChoiceField(Holding.objects.none(), label=_("Who, in which post"))
    begins_on = DayField(label=_("From"))
    ends_on = DayField(label=_("Until"), required=False, help_text=_("Leave it empty: until further notice."))

    def __init__(self, *args: Any, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = Holding.objects.filter(in_force_on(today), state=Holding.State.IN_FORCE, person__is_active=True)
        chosen: Any = self.fields["holding"]
        held = held.exclude(person__in=keeping_boards(today))
        chosen.queryset = held.select_related("person", "post").order_by("person__name", "pk")
        chosen.label_from_instance = lambda one: f"{one.person}, {one.post.title}"


class RetentionForm(Form):
    """How long what members said is kept."""

    months = forms.IntegerField(
        label=_("Months after a member has left all boards"), min_value=0, max_value=60,
        help_text=_("The cycle of the audits that use it, and no longer. Then it is destroyed by itself, in every backup too."),
    )  # fmt: skip
    source = forms.CharField(
        label=_("By what"), max_length=500, help_text=_("The schedule of records, the order of the audit.")
    )
    is_held = forms.BooleanField(
        label=_("There is a litigation hold"), required=False,
        help_text=_("Nothing is destroyed by itself while it stands. A member can still take back what they said."),
    )  # fmt: skip
    hold_why = forms.CharField(
        label=_("What the hold is for"), max_length=500, required=False,
        help_text=_("The number of the matter. Name no member: staff who read history read this."),
    )  # fmt: skip


class LastDay(Form):
    """Until when."""

    ends_on = DayField(label=_("Last day"))
