"""Forms of training: what people type, as values the acts take."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from engagement.models import Outcome, SessionAttendance
from engagement.training.queries import PersonLine, units_offered
from engagement.training.questions import DECLINED, Question
from raci.fields import DayField, Form
from raci.forms import words

Small = forms.IntegerField


def line(label: Any, help_text: Any = "", *, most: int = 300, required: bool = True) -> forms.CharField:
    """A line of text."""
    return forms.CharField(label=label, max_length=most, required=required, help_text=help_text)


class ProgrammeForm(Form):
    """What an edition says."""

    title = line(_("Title"))
    for_whom = words(
        _("For whom"), required=False, rows=3, help_text=_("Who should come, and what they need to know before.")
    )
    aims = words(
        _("What people take away"),
        required=False,
        rows=4,
        help_text=_("What they can do afterwards that they could not before."),
    )
    hours = Small(label=_("Hours"), min_value=1, max_value=500, help_text=_("As they stand on the certificate."))
    every_months = Small(
        label=_("Repeated every so many months"), min_value=1, max_value=240, required=False,
        help_text=_("Empty: once is enough. Else a certificate counts for so long."),
    )  # fmt: skip
    least_percent = Small(
        label=_("Sessions to attend for a certificate, in percent"), min_value=1, max_value=100, initial=80
    )
    takes_residents = forms.BooleanField(label=_("Residents may come, not staff alone"), required=False)


class UnitForm(Form):
    """Whom a unit has trained by when."""

    unit = forms.ModelChoiceField(units_offered(), label=_("Bureau or office"), empty_label=_("Choose one"))
    whom = line(_("Who"), _("“Everybody who hires”, “front desk staff”."))
    people = Small(label=_("How many people"), min_value=1, max_value=30_000)
    due_on = DayField(label=_("By"))


class MaterialForm(Form):
    """A file, or where it is kept."""

    title = line(_("What it is"), _("“Slides”, “Handbook for who teaches”."))
    document = forms.FileField(label=_("File"), required=False)
    place = line(_("Or where it is kept"), _("A link, or words that lead there."), most=2000, required=False)


class CohortForm(Form):
    """What is said of a cohort."""

    title = line(_("Title"), _("“Spring 2027”."))
    about = words(_("What to know before applying"), required=False, rows=3)
    begins_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))
    applies_until = DayField(label=_("People apply until"))
    places = Small(
        label=_("Places"), min_value=1, max_value=30_000, required=False, help_text=_("Empty: as many as come.")
    )
    by_form = forms.BooleanField(label=_("Residents apply by the public form"), required=False)


class HourInput(forms.TimeInput):
    """The browser's own control of hours."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class SessionForm(Form):
    """One time that it meets."""

    title = line(_("Title"), _("What it is about."))
    on = DayField(label=_("Day"))
    begins = forms.TimeField(label=_("Begins"), required=False, widget=HourInput)
    ends = forms.TimeField(label=_("Ends"), required=False, widget=HourInput)
    place = line(_("Place"), required=False)


class PeopleForm(Form):
    """A choice for each who applied: taken or not."""

    def __init__(self, *args: Any, people: Sequence[PersonLine], **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = [one for one in people if one.row.state in ("applied", "enrolled", "not_taken")]
        choices = [("enrolled", __("taken")), ("not_taken", __("not taken")), ("applied", __("not decided"))]
        for one in self.people:
            self.fields[f"of-{one.row.pk}"] = forms.ChoiceField(
                label=f"{one.name} · {one.row.number}", choices=choices, initial=one.row.state, required=False,
                widget=forms.RadioSelect,
            )  # fmt: skip

    @property
    def said(self) -> dict[int, str]:
        """What was chosen, by the number of the enrolment."""
        found = {one.row.pk: self.cleaned_data[f"of-{one.row.pk}"] for one in self.people}
        return {pk: state for pk, state in found.items() if state}


class SheetForm(Form):
    """A choice for each who is enrolled: came, excused, or not."""

    def __init__(self, *args: Any, people: Sequence[PersonLine], known: dict[int, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = people
        choices = [*SessionAttendance.Presence.choices, ("", __("not written down"))]
        for one in people:
            self.fields[f"of-{one.row.pk}"] = forms.ChoiceField(
                label=one.name, choices=choices, initial=known.get(one.row.pk, ""), required=False,
                widget=forms.RadioSelect,
            )  # fmt: skip

    @property
    def said(self) -> dict[int, str]:
        """Who came, by the number of the enrolment."""
        return {one.row.pk: self.cleaned_data[f"of-{one.row.pk}"] for one in self.people}


class RoomCode(Form):
    """The code that is told in the room."""

    code = forms.CharField(
        label=_("Code told in the room"), max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )  # fmt: skip


class WhyForm(Form):
    """Why something is done."""

    why = line(_("Why"), most=500)


class OutcomeForm(Form):
    """What came of it, told by the person, who agreed that it is kept."""

    what = forms.ChoiceField(label=_("What came of it"), choices=Outcome.What.choices, widget=forms.RadioSelect)
    agreed_on = DayField(label=_("They agreed that it is kept on"))


class NothingMore(Form):
    """Nothing is asked but to say yes."""


# ---- residents


class Applying(Form):
    """What a resident says who applies, whoever writes it down."""

    name = line(_("Your name"), _("As it is to stand on the certificate."), most=200)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    phone = line(_("Telephone"), most=60, required=False)
    why = words(_("Why do you wish to come?"), required=False, rows=3)

    def clean(self) -> dict[str, Any]:
        """One way at least to reach them."""
        said = self.cleaned_data
        if not (said.get("email") or said.get("phone") or {"email", "phone"} & set(self.errors)):
            self.add_error("email", _("Write an e-mail address or a telephone number, so that we can reach you."))
        return said


class PublicApplying(Applying):
    """What anybody fills in; a field that people do not see catches programs."""

    website = forms.CharField(
        label=_("Leave this empty"), required=False, max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )  # fmt: skip
    sending = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["sending"].initial = uuid4
        for name, kind in (("name", "name"), ("phone", "tel"), ("email", "email")):
            self.fields[name].widget.attrs["autocomplete"] = kind

    @property
    def number(self) -> UUID:
        """Of this sending."""
        found: UUID = self.cleaned_data.get("sending") or uuid4()
        return found

    @property
    def said(self) -> dict[str, Any]:
        """Without what is for programs."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("website", "sending")}


class PaperApplying(Applying):
    """What came on paper, by telephone or in person."""

    name = line(_("Name"), _("As it is to stand on the certificate."), most=200)
    why = words(_("Why they wish to come"), required=False, rows=3)


class CodeForm(Form):
    """The private code. Its field's name ends so that no page of errors shows it again."""

    code_secret = forms.CharField(
        label=_("Your private code"), max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        help_text=_("Five groups of four signs, such as ABCD-EFGH-JKLM-NPQR-STUV."),
    )  # fmt: skip


class CheckForm(Form):
    """The number of a certificate."""

    number = forms.CharField(
        label=_("Number on the certificate"),
        max_length=40,
        help_text=_("Three groups of four signs, such as ABCD-EFGH-JKLM."),
    )


class Answering(Form):
    """A field a question; nothing is required."""

    def __init__(self, questions: Sequence[Question], *args: Any, **options: Any) -> None:
        self.questions = questions
        super().__init__(*args, **options)
        for question in questions:
            self.fields[question.code] = _field(question)

    def clean(self) -> dict[str, Any]:
        """An answer, or none."""
        said = super().clean() or {}
        for question in self.questions:
            chosen = said.get(question.code) or []
            if question.several and DECLINED in chosen and len(chosen) > 1:
                self.add_error(question.code, _("Choose answers, or “I prefer not to answer”, and not both."))
        return said

    @property
    def said(self) -> dict[str, list[str]]:
        """What was chosen, by question."""
        found = {}
        for question in self.questions:
            chosen = self.cleaned_data.get(question.code) or []
            found[question.code] = chosen if isinstance(chosen, list) else [chosen]
        return found


def _field(question: Question) -> forms.ChoiceField | forms.MultipleChoiceField:
    choices = [*question.options, (DECLINED, __("I prefer not to answer"))]
    if question.several:
        return forms.MultipleChoiceField(
            label=question.words, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
        )
    return forms.ChoiceField(label=question.words, choices=choices, required=False, widget=forms.RadioSelect)
