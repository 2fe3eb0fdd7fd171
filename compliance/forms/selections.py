"""Forms behind counsel's gate: acknowledging, a run with its groups or a file of them, admitted posts, EEO-4 tables."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from compliance.checks.four_fifths import CROSSED, MOST
from compliance.forms.language_assessments import Lines
from compliance.models import AdverseImpactRun
from compliance.titlevii import files
from compliance.titlevii.pools import Line
from metrics.calculators.tables import Unreadable
from raci.fields import DayField, Form
from raci.forms import words
from raci.models import Post

DECISIONS = (
    ("hire", _("Hire")), ("promotion", _("Promotion")), ("exam", _("Examination passed")), ("training", _("Training")),
    ("discipline", _("Discipline")), ("termination", _("Termination")), ("layoff", _("Layoff")),
)  # fmt: skip
DIMENSIONS = (
    ("race_ethnicity", _("Race and ethnicity")), ("sex", _("Sex")), (CROSSED, _("Race by sex (exploratory)")),
)  # fmt: skip
BANDS = (
    ("v1", _("Eight bands, in use through 2023")), ("v2", _("Twelve bands, proposed December 2024")),
)  # fmt: skip
# The groups of 29 CFR 1607.4B, and those who did not say.
USUAL = (
    *(("race_ethnicity", name) for name in (
        "Hispanic", "White", "Black", "Asian (incl. Pacific Islander)", "American Indian", "Unknown")),
    *(("sex", name) for name in ("Women", "Men", "Unknown")),
)  # fmt: skip
BLANK_ROWS = 3
HEAD = (
    "title", "decision", "job", "begins_on", "decided_on", "pool", "left_out_rule", "withdrawals", "duplicates", "method",
    "source",
)  # fmt: skip


def posts() -> Any:
    """The posts there are today, unit by unit."""
    return Post.objects.filter(abolished_on=None).select_related("unit").order_by("unit__path", "title")


class Acknowledge(Form):
    """In counsel's own words."""

    words = words(
        _("What you acknowledge, in your own words"), rows=5,
        help_text=_("Why the city runs these statistics although the guidelines’ standing is open, and who directs them."),
    )  # fmt: skip


class Why(Form):
    """A reason."""

    why = words(_("Why"), rows=2)


class EraseRun(Why):
    """Why what a run says is erased, and since when its impact is eliminated where it had one."""

    eliminated_on = DayField(
        label=_("Where an indicator was raised: the day since which the impact is eliminated"), required=False
    )


class RunHead(Form):
    """The decision, its pool and by what rule people stand in it."""

    title = forms.CharField(
        label=_("Name of the run"), max_length=200, help_text=_("“Police officer, examination 2026-04”.")
    )
    decision = forms.ChoiceField(label=_("Decision"), choices=DECISIONS)
    job = forms.CharField(label=_("Job or job group"), max_length=200)
    begins_on = DayField(label=_("First day of the period"), required=False)
    decided_on = DayField(
        label=_("Day of the decision, or last day of the period"), help_text=_("The law of that day is used.")
    )
    pool = words(
        _("Who stands in the pool"), rows=3,
        help_text=_("One person counts once in each requisition; withdrawals before the decision and duplicates do not."),
    )  # fmt: skip
    left_out_rule = forms.CharField(
        label=_("By which objective qualification people were left out"), max_length=500, required=False,
        help_text=_("How many they were stands with each group. Above 5 % of the pool the run is made both ways."),
    )  # fmt: skip
    withdrawals = forms.IntegerField(label=_("Withdrawals taken out"), required=False, min_value=0, max_value=MOST)
    duplicates = forms.IntegerField(label=_("Duplicates taken out"), required=False, min_value=0, max_value=MOST)
    method = forms.CharField(
        label=_("Another method than four fifths, if one is used"), max_length=500, required=False,
        help_text=_("It asks for a written justification (T7-05), which you attach afterwards."),
    )  # fmt: skip
    source = forms.CharField(label=_("Where the counts are from"), max_length=500)
    total = forms.ModelChoiceField(
        AdverseImpactRun.objects.none(), label=_("Component of the total process"), required=False,
        empty_label=_("None: this is a total process, or stands by itself"),
    )  # fmt: skip
    selectors = forms.ModelMultipleChoiceField(
        Post.objects.none(), label=_("Posts that take part in the decision"), required=False,
        help_text=_("Their holders never read this run. Choose several with Ctrl or ⌘."),
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )  # fmt: skip
    file = forms.FileField(
        label=_("File of the groups, in place of the rows below"), required=False,
        help_text=_(
            "CSV with the columns group, applicants, selected; also stratum, dimension, left_out, labor_area_share,"
            " workforce_share (shares as parts of 1: 6 percent is 0.06). At most 2 MB."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv"}),
    )  # fmt: skip
    dimension = forms.ChoiceField(
        label=_("By what the file groups people, where no column says it"), choices=DIMENSIONS, required=False
    )

    def __init__(self, *args: Any, runs: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        total: Any = self.fields["total"]
        total.queryset = runs
        total.label_from_instance = lambda one: _("Run %(n)d") % {"n": one.pk}
        chosen: Any = self.fields["selectors"]
        chosen.queryset = posts()

    @property
    def head(self) -> dict[str, Any]:
        """As the act takes it: plain values."""
        return {name: self.cleaned_data[name] for name in HEAD}

    @property
    def before(self) -> list[Any]:
        """The fields above the rows."""
        return [self[name] for name in (*HEAD, "total", "selectors")]

    @property
    def lines(self) -> list[Line] | None:
        """What the file says; None without one. What is wrong in it is said at its field."""
        upload = self.cleaned_data.get("file")
        if upload is None:
            return None
        try:
            return files.read_lines(upload.name, upload.read(), self.cleaned_data["dimension"] or DIMENSIONS[0][0])
        except Unreadable as wrong:
            self.add_error("file", str(wrong))
            return []


class GroupForm(Form):
    """A group's counts; a row without counts is left out."""

    dimension = forms.ChoiceField(label=_("Grouped by"), choices=DIMENSIONS, initial=DIMENSIONS[0][0])
    name = forms.CharField(label=_("Group"), max_length=100)
    stratum = forms.CharField(label=_("Requisition or year"), max_length=100, required=False)
    applicants = forms.IntegerField(label=_("In the pool"), required=False, min_value=0, max_value=MOST)
    selected = forms.IntegerField(label=_("Selected"), required=False, min_value=0, max_value=MOST)
    left_out = forms.IntegerField(label=_("Left out"), required=False, min_value=0, max_value=MOST)
    labor_area = forms.DecimalField(
        label=_("% of the labor area"), required=False, min_value=0, max_value=100, decimal_places=6, max_digits=9
    )
    workforce = forms.DecimalField(
        label=_("% of the workforce"), required=False, min_value=0, max_value=100, decimal_places=6, max_digits=9
    )

    @property
    def line(self) -> Line | None:
        """None where it says no number."""
        said = self.cleaned_data
        if all(said.get(name) is None for name in ("applicants", "selected", "left_out")):
            return None
        return Line(
            dimension=said["dimension"], name=said["name"], applicants=said["applicants"], selected=said["selected"],
            stratum=said["stratum"], left_out=said["left_out"],
            labor_area_share=_part(said["labor_area"]), workforce_share=_part(said["workforce"]),
        )  # fmt: skip


def _part(percent: Decimal | None) -> Decimal | None:
    return None if percent is None else percent / 100


class GroupRows(Lines):
    """The rows of a run; nothing stands there to be taken out."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """No box."""
        forms.BaseFormSet.add_fields(self, form, index)

    @property
    def lines(self) -> list[Line]:
        """The rows with numbers."""
        found = (form.line for form in self.forms if form.has_changed() or form.initial)
        return [line for line in found if line is not None]


GroupFormSet = forms.formset_factory(GroupForm, formset=GroupRows, extra=BLANK_ROWS, max_num=200, validate_max=True)
USUAL_ROWS = [{"dimension": dimension, "name": name} for dimension, name in USUAL]


class MemoForm(Form):
    """A paper of a run."""

    title = forms.CharField(label=_("What it is"), max_length=200, initial=_("Justification of the method used"))
    words = words(_("The justification"), required=False, rows=8)
    file = forms.FileField(
        label=_("Its file"), required=False, help_text=_("At most 25 MB; it is inspected and sealed.")
    )


class AdmitForm(Form):
    """A post to admit."""

    post = forms.ModelChoiceField(Post.objects.none(), label=_("Post"), empty_label=_("Choose a post"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        post: Any = self.fields["post"]
        post.queryset = posts()


class AdmitToAll(AdmitForm):
    """... to all of the module."""

    may_enter = forms.BooleanField(label=_("Its holders also enter runs and tables"), required=False)


class ReportForm(Form):
    """A survey year's headcounts, and the file of employees who are alike."""

    survey_year = forms.IntegerField(label=_("Survey year"), min_value=1993, max_value=2199)
    bands = forms.ChoiceField(label=_("Salary bands of that year’s form"), choices=BANDS)
    employees = forms.IntegerField(label=_("All employees"), min_value=0, max_value=MOST)
    full_time = forms.IntegerField(label=_("Headcount of full-time employees"), min_value=0, max_value=MOST)
    other = forms.IntegerField(label=_("Headcount of others"), min_value=0, max_value=MOST)
    new_hires = forms.IntegerField(
        label=_("Permanent full-time employees hired from July 1 to June 30"), min_value=0, max_value=MOST
    )
    file = forms.FileField(
        label=_("File of headcounts"), widget=forms.FileInput(attrs={"accept": ".csv"}),
        help_text=_(
            "CSV with the columns status (full_time, other, new_hire), category (1 to 8), salary, sex, race, count."
            " At most 2 MB."
        ),
    )  # fmt: skip

    @property
    def head(self) -> dict[str, Any]:
        """As the act takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "file"}

    @property
    def headcounts(self) -> list[dict[str, Any]] | None:
        """What the file says; None, with what is wrong at its field, where it cannot be read."""
        upload: UploadedFile[bytes] = self.cleaned_data["file"]
        try:
            return files.read_headcounts(upload.name or "", upload.read())
        except Unreadable as wrong:
            self.add_error("file", str(wrong))
            return None
