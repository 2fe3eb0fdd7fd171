"""Forms of complaints: the public one, intake by staff, and the steps of a case."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from compliance.models import Basis, Complaint, ComplaintStep, CorrectiveAction
from raci.evidence.inspection import MEDIA_TYPES
from raci.fields import DayField, Form
from raci.forms import words
from raci.models import Post, Unit

MOST_FILES = 5
# The bases in the words of whoever complains.
REASONS = (
    (Basis.TITLE_VI, _("My race, color or national origin")),
    (Basis.ADA, _("A disability")),
    (Basis.LANGUAGE, _("The language I speak")),
    (Basis.FAIR_HOUSING, _("Housing")),
    (Basis.TITLE_VII, _("My work for the city, or my application for it")),
    (Basis.AGE, _("My age, at work")),
    (Basis.SECTION3, _("Jobs or contracts paid for by housing money (HUD)")),
    (Basis.LOCAL, _("Something else that the city’s own law protects")),
)


class FilesInput(forms.FileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """A few files, or none."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Photos or documents"),
            required=False,
            help_text=_("At most 5 files of 25 MB: photos, PDF, Word or text."),
            widget=FilesInput(attrs={"multiple": True, "accept": ",".join(f".{kind}" for kind in MEDIA_TYPES)}),
        )

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Each of them as one file would be."""
        given: list[UploadedFile[bytes]] = data if isinstance(data, list) else [data] if data else []
        if len(given) > MOST_FILES:
            raise forms.ValidationError(_("Choose at most 5 files."), code="many")
        return [super(FilesField, self).clean(one, initial) for one in given]


class Telling(Form):
    """What a complaint says, whoever writes it down."""

    what = words(
        _("What happened?"), rows=8, help_text=_("Say who did what, where and when, in your own words and language.")
    )
    office = forms.CharField(
        label=_("Which office or program?"), max_length=300, required=False, help_text=_("As you know it.")
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("The same in the city’s list"), required=False, empty_label=_("I do not know")
    )
    bases = forms.MultipleChoiceField(
        label=_("Why do you think it happened?"), choices=REASONS, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose all that fit. If you are not sure, leave this empty."),
    )  # fmt: skip
    event_on = DayField(
        label=_("When did it happen?"), required=False, help_text=_("If you do not know the day, leave this empty.")
    )
    last_event_on = DayField(label=_("If it went on: the last day"), required=False)
    relief = words(_("What should the city do about it?"), required=False, rows=3)
    papers = FilesField()
    name = forms.CharField(
        label=_("Your name"), max_length=200, required=False,
        help_text=_("You do not have to give your name. Leave this and the next three empty to stay anonymous."),
    )  # fmt: skip
    phone = forms.CharField(label=_("Telephone"), max_length=60, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    address = forms.CharField(label=_("Address"), max_length=500, required=False)
    language = forms.ChoiceField(label=_("In which language shall we answer?"), choices=Complaint.Language.choices)
    language_words = forms.CharField(label=_("If another language: which?"), max_length=100, required=False)
    format = forms.ChoiceField(label=_("Do you need another format?"), choices=Complaint.Format.choices, required=False)
    format_words = forms.CharField(label=_("If another format: which?"), max_length=200, required=False)
    is_represented = forms.BooleanField(label=_("Somebody helps me with this, or I help somebody"), required=False)
    helper = forms.CharField(label=_("Who helps?"), max_length=200, required=False)
    helper_contact = forms.CharField(label=_("How do we reach the helper?"), max_length=300, required=False)
    fears_retaliation = forms.BooleanField(label=_("I fear to be punished for complaining, or I was"), required=False)
    groups = forms.CharField(
        label=_("Your race, color, national origin or sex"), max_length=300, required=False,
        help_text=_("Only if you want to. Federal rules ask the city to note it (28 CFR 42.408(d)); you may leave it out."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.queryset = Unit.objects.exclude(kind=Unit.Kind.CITY).order_by("name")

    def clean(self) -> dict[str, Any]:
        """Another language, and another format, are named."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("language") == Complaint.Language.OTHER and not said.get("language_words"):
            self.add_error("language_words", _("Write which language."))
        if said.get("format") == Complaint.Format.OTHER and not said.get("format_words"):
            self.add_error("format_words", _("Write which format you need."))
        return said

    @property
    def said(self) -> dict[str, Any]:
        """As the acts take it."""
        found = {name: value for name, value in self.cleaned_data.items() if name != "papers"}
        found["is_anonymous"] = not any(found.get(name) for name in ("name", "phone", "email", "address"))
        return found


class PublicComplaint(Telling):
    """What anybody fills in; a field that people do not see catches programs."""

    website = forms.CharField(
        label=_("Leave this empty"), required=False, max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )  # fmt: skip
    sending = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sending"].initial = uuid4
        for name, kind in (("name", "name"), ("phone", "tel"), ("email", "email"), ("address", "street-address")):
            self.fields[name].widget.attrs["autocomplete"] = kind

    @property
    def number(self) -> UUID:
        """Of this sending."""
        found: UUID = self.cleaned_data.get("sending") or uuid4()
        return found

    @property
    def said(self) -> dict[str, Any]:
        """Without what is for programs."""
        return {name: value for name, value in super().said.items() if name not in ("website", "sending")}


class StaffComplaint(Telling):
    """What came by letter, telephone or in person."""

    way = forms.ChoiceField(
        label=_("How it came"),
        choices=[one for one in Complaint.Way.choices if one[0] not in (Complaint.Way.FORM, Complaint.Way.LOG)],
    )
    received_on = DayField(label=_("Received"))
    field_order = ("way", "received_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bases: Any = self.fields["bases"]
        bases.choices = Basis.choices
        for name, label in (
            ("what", _("What happened, in the person’s words")), ("bases", _("Bases")), ("event_on", _("Day of the event")),
            ("office", _("Office or program, as they said it")), ("unit", _("Office complained about")),
            ("name", _("Name of the person")), ("relief", _("What they ask for")), ("language", _("Language of the answer")),
            ("format", _("Format needed")), ("is_represented", _("Somebody helps them")),
            ("fears_retaliation", _("Retaliation is feared or reported")), ("helper", _("Who helps")),
            ("groups", _("Their race, color, national origin or sex, where they want to say")),
        ):  # fmt: skip
            self.fields[name].label = label
        for name in ("what", "office", "event_on", "bases"):
            self.fields[name].help_text = ""
        self.fields["groups"].help_text = _(
            "Federal rules ask the city to note it (28 CFR 42.408(d)); nobody has to say."
        )
        self.fields["name"].help_text = _("Left empty together with telephone, e-mail and address: anonymous.")
        self.name_what_is_missing()


class CodeForm(Form):
    """The private code. Its field's name ends so that no page of errors shows it again."""

    code_secret = forms.CharField(
        label=_("Your private code"), max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        help_text=_("Five groups of four signs, such as ABCD-EFGH-JKLM-NPQR-STUV."),
    )  # fmt: skip


class MessageForm(Form):
    """What the complainant adds."""

    message = words(_("Your message"), required=False)
    papers = FilesField()
    is_appeal = forms.BooleanField(label=_("I appeal the decision"), required=False)


class ReadForm(Form):
    """Why somebody opens the texts of a case."""

    why = forms.CharField(label=_("Why you read it"), max_length=300, initial=_("To work on the case"))


class StepForm(Form):
    """One step: its day, its words, and what it asks for besides."""

    on = DayField(label=_("Day"))
    jurisdiction = forms.ChoiceField(
        label=_("Jurisdiction"), choices=[("", _("Choose")), ("yes", _("ours")), ("no", _("not ours"))]
    )
    investigator = forms.ModelChoiceField(
        Post.objects.none(), label=_("Investigator"), required=False, empty_label=_("nobody yet")
    )
    target_days = forms.IntegerField(
        label=_("Days to the answer, from receipt"), required=False, min_value=1, max_value=1000
    )
    result = forms.ChoiceField(
        label=_("Finding"), choices=[("", _("Choose")), *[one for one in Complaint.Result.choices if one[0]]]
    )
    corrective_action = forms.ModelChoiceField(
        CorrectiveAction.objects.none(), label=_("Corrective action"), required=False, empty_label=_("none")
    )
    body = forms.ChoiceField(
        label=_("Body"), choices=[("", _("Choose")), *[one for one in ComplaintStep.Body.choices if one[0]]]
    )
    consented_on = DayField(label=_("The person agreed on"), required=False)
    reference = forms.CharField(label=_("Number there"), max_length=200, required=False)
    words = words(_("Words"), required=False)
    papers = FilesField()

    def __init__(self, *args: Any, kind: str, sets: tuple[str, ...], is_told: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keep = {"on", "words", "papers", *sets}
        if kind == ComplaintStep.Kind.REFERRED:
            keep |= {"body", "consented_on", "reference"}
        for name in [*self.fields]:
            if name not in keep:
                del self.fields[name]
        self.fields["words"].help_text = (
            _("The complainant reads this by the private code.") if is_told else _("Read by those who read the case.")
        )
        posts: Any = self.fields.get("investigator")
        if posts is not None:
            posts.queryset = Post.objects.filter(abolished_on=None).order_by("title")
        actions: Any = self.fields.get("corrective_action")
        if actions is not None:
            actions.queryset = CorrectiveAction.objects.filter(dropped_at=None).order_by("-due_on")


class EraseForm(Form):
    """Why the texts of a case are erased; the reason stays readable."""

    why = words(
        _("Why"),
        rows=2,
        help_text=_("It stays readable, for the complainant too. Name nobody, and nothing of what was written."),
    )


class FactsForm(Form):
    """What the case is about, and its days."""

    bases = forms.MultipleChoiceField(label=_("Bases"), choices=Basis.choices, widget=forms.CheckboxSelectMultiple)
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Office complained about"), required=False, empty_label=_("not known")
    )
    event_on = DayField(label=_("Day of the event"), required=False)
    last_event_on = DayField(label=_("Last day of what went on"), required=False)
    agency_has_jurisdiction = forms.NullBooleanField(
        label=_("A state or local employment agency has jurisdiction over the ground"), required=False
    )
    met_on = DayField(label=_("Met with the person"), required=False)
    responded_on = DayField(label=_("Written response"), required=False)
    appeal_met_on = DayField(label=_("Met about the appeal"), required=False)
    final_response_on = DayField(label=_("Final response"), required=False)
    notice_received_on = DayField(label=_("Notice of the right to sue received"), required=False)
    target_days = forms.IntegerField(
        label=_("Days to the answer, from receipt"), required=False, min_value=1, max_value=1000
    )
    fears_retaliation = forms.BooleanField(label=_("Retaliation is feared or reported"), required=False)
    has_lawsuit = forms.BooleanField(label=_("There is a lawsuit"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.queryset = Unit.objects.exclude(kind=Unit.Kind.CITY).order_by("name")


class AskForm(Form):
    """What an office is asked."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Office"), empty_label=_("Choose an office"))
    words = words(_("What it is asked"), help_text=_("Name nobody who complained, nor what would tell who it was."))
    due_on = DayField(label=_("Answer by"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.queryset = Unit.objects.exclude(kind=Unit.Kind.CITY).order_by("name")


class AnswerForm(Form):
    """What the office answers."""

    words = words(_("Your office’s answer"))
