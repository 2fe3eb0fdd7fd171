"""Forms of audits. Nothing in them asks for a person, and none of what is typed is kept but by its act."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from boards.models import AuditAdvice, AuditQuestion, Board, BoardRecommendation, RepresentationAudit, Seat, SelfIdRound
from boards.models.audits import LEAST
from boards.queries.audit_benchmarks import Residents, counts_of, described, residents_by
from boards.queries.audits import approved_audits
from boards.vault.questions import named_groups, offered, takes_several
from raci.fields import DayField, Form
from raci.forms import words
from raci.models import Unit
from raci.records import Kind

MOST = 10_000  # people on boards


class BeginForm(Form):
    """Begin an audit."""

    activity = forms.ChoiceField(label=_("Whose audit it is"), widget=forms.RadioSelect)
    title = forms.CharField(label=_("Title"), max_length=300, help_text=_("For example: Who serves on boards, 2027"))
    as_of = DayField(label=_("Who served on"), help_text=_("Seats are counted as they were filled on this day."))
    earlier = forms.ModelChoiceField(
        RepresentationAudit.objects.none(), label=_("Compared with"), required=False, empty_label=_("No earlier audit")
    )

    def __init__(self, *args: Any, kinds: Sequence[Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        activity: Any = self.fields["activity"]
        activity.choices = [(kind.activity, f"{kind.label} ({kind.activity})") for kind in kinds]
        if len(kinds) == 1:
            activity.initial = kinds[0].activity
        earlier: Any = self.fields["earlier"]
        earlier.queryset = approved_audits()
        if not earlier.queryset.exists():
            del self.fields["earlier"]


class AuditForm(Form):
    """What a draft says, and whose seats it counts."""

    title = forms.CharField(label=_("Title"), max_length=300)
    purpose = words(_("What it is for"), required=False, rows=3)
    as_of = DayField(label=_("Who served on"))
    since = DayField(label=_("Vacancies and appointments since"))
    seat_types = forms.MultipleChoiceField(
        label=_("Kinds of seats that count"), choices=Seat.SeatType.choices, widget=forms.CheckboxSelectMultiple,
        help_text=_("Usually those that somebody is appointed to: not ex officio, elected, student and alternate seats."),
    )  # fmt: skip
    left_out = forms.MultipleChoiceField(
        label=_("Boards that are left out"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("For example those whose members another government appoints."),
    )  # fmt: skip
    threshold = forms.IntegerField(
        label=_("Least number of a group"), min_value=LEAST, max_value=MOST,
        help_text=_("Groups with fewer people are counted together with others. 11 unless raised."),
    )  # fmt: skip
    least_response = forms.IntegerField(
        label=_("Least response in percent"), min_value=60, max_value=100,
        help_text=_("Groups are told only where so many of the members answered. 60 unless raised."),
    )  # fmt: skip
    earlier = forms.ModelChoiceField(
        RepresentationAudit.objects.none(), label=_("Compared with"), required=False, empty_label=_("No earlier audit")
    )
    findings = words(
        _("What it finds"), required=False, rows=6, help_text=_("In words. Say “below” or “above the benchmark”.")
    )
    limits = words(_("What it cannot say"), required=False, rows=4)

    def __init__(self, *args: Any, audit: RepresentationAudit, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {name: getattr(audit, name) for name in self.base_fields})
        super().__init__(*args, **kwargs)
        left_out: Any = self.fields["left_out"]
        left_out.choices = list(Board.objects.order_by("name", "pk").values_list("pk", "name"))
        earlier: Any = self.fields["earlier"]
        earlier.queryset = approved_audits().exclude(pk=audit.pk)

    def clean_left_out(self) -> list[int]:
        """Numbers of boards."""
        return [int(pk) for pk in self.cleaned_data["left_out"]]


class AskForm(Form):
    """One question more."""

    dimension = forms.ChoiceField(label=_("What is asked"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, audit: RepresentationAudit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = set(audit.questions.values_list("dimension", flat=True))
        dimension: Any = self.fields["dimension"]
        dimension.choices = [(code, name) for code, name in offered() if code not in asked]


class BenchmarkForm(Form):
    """Who lives there: accepted figures of an indicator, or numbers typed from their source."""

    residents = forms.ChoiceField(
        label=_("Figures of a population indicator"), required=False,
        help_text=_("Accepted figures that tell these groups apart. Where there are none, type the numbers below."),
    )  # fmt: skip
    title = forms.CharField(label=_("What the numbers are"), max_length=300, required=False)
    source = forms.CharField(label=_("Source"), max_length=500, required=False, help_text=_("The table, or the study."))
    year = forms.CharField(label=_("Year or years"), max_length=20, required=False)
    universe = forms.CharField(
        label=_("Of whom"), max_length=200, required=False, help_text=_("Everybody, 18 and over, the voters, a ward.")
    )

    def __init__(self, *args: Any, question: AuditQuestion, **kwargs: Any) -> None:
        saved = question.benchmark
        kwargs.setdefault("initial", {name: saved.get(name, "") for name in ("title", "source", "year", "universe")})
        super().__init__(*args, **kwargs)
        self.question, self.found = question, residents_by(question.dimension)
        residents: Any = self.fields["residents"]
        residents.choices = [("", _("Typed below")), *((one.key, one.label) for one in self.found)]
        if not self.found:
            del self.fields["residents"]
        for code, name in named_groups(question.dimension):
            self.fields[f"count-{code}"] = forms.DecimalField(
                label=name, required=False, min_value=0, max_digits=15, decimal_places=4,
                initial=saved.get("counts", {}).get(code),
            )  # fmt: skip
        self.name_what_is_missing()

    def clean(self) -> dict[str, Any]:
        """Either an indicator's figures, or numbers with their source."""
        sent: dict[str, Any] = super().clean() or {}
        if not sent.get("residents"):
            if not sent.get("source"):
                self.add_error("source", _("Say where the numbers come from."))
            if not sent.get("year"):
                self.add_error("year", _("Say of which year they are."))
            if not self._typed(sent):
                self.add_error(None, _("Type how many residents are of each group."))
        return sent

    def _typed(self, sent: dict[str, Any]) -> dict[str, str]:
        numbers = {name.removeprefix("count-"): value for name, value in sent.items() if name.startswith("count-")}
        typed = {code: value for code, value in numbers.items() if value is not None}
        return (
            {code: f"{value.normalize():f}" for code, value in typed.items()} if sum(typed.values(), Decimal()) else {}
        )

    @property
    def benchmark(self) -> dict[str, Any]:
        """What is frozen."""
        sent = self.cleaned_data
        chosen: Residents | None = next((one for one in self.found if one.key == sent.get("residents")), None)
        if chosen is not None:
            told = {"counts": counts_of(chosen, self.question.dimension), "universe": sent["universe"]}
            return {**described(chosen), **told}
        return {**{name: sent[name] for name in ("title", "source", "year", "universe")}, "counts": self._typed(sent)}


class TypedTallyForm(Form):
    """A survey by hand."""

    source = forms.CharField(
        label=_("Source"),
        max_length=500,
        help_text=_("Which survey, when, and who counted it: “Volunteer survey, May 2027”."),
    )

    def __init__(self, *args: Any, question: AuditQuestion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, name in named_groups(question.dimension):
            self.fields[f"count-{code}"] = forms.IntegerField(
                label=name, min_value=0, max_value=MOST, widget=forms.NumberInput(attrs={"autocomplete": "off"})
            )
        self.name_what_is_missing()

    @property
    def known(self) -> dict[str, int]:
        """How many gave each answer."""
        sent = self.cleaned_data.items()
        return {name.removeprefix("count-"): value for name, value in sent if name.startswith("count-")}


class CountForm(Form):
    """The custodian counts: from members' own answers, or from a round without names."""

    def __init__(
        self, *args: Any, questions: Sequence[AuditQuestion], rounds: Sequence[SelfIdRound], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rounds = {str(one.pk): one for one in rounds}
        for one in questions:
            fitting = [row for row in rounds if one.dimension in row.questions and not takes_several(one.dimension)]
            if fitting:
                self.fields[f"round-{one.dimension}"] = forms.ChoiceField(
                    label=_("%(name)s is counted from") % {"name": one.benchmark.get("name", one.dimension)},
                    required=False, widget=forms.RadioSelect, initial="",
                    choices=[("", _("members’ own answers, each opened once")), *((str(row.pk), str(row)) for row in fitting)],
                )  # fmt: skip

    @property
    def chosen(self) -> dict[str, SelfIdRound]:
        """By question the round that is counted in place of members' own answers."""
        sent = self.cleaned_data.items()
        return {name.removeprefix("round-"): self.rounds[value] for name, value in sent if value}


class AdviceForm(Form):
    """A recommendation: about outreach, barriers, vacancies or process; to a board, or to a unit such as who appoints."""

    about = forms.ChoiceField(label=_("About"), choices=AuditAdvice.About.choices, widget=forms.RadioSelect)
    title = forms.CharField(label=_("Title"), max_length=300)
    words = words(
        _("What is recommended"),
        rows=4,
        help_text=_("What the board or the office could do. Never who should sit in a seat, and no number to reach."),
    )
    board = forms.ModelChoiceField(
        Board.objects.filter(dissolved_on=None).order_by("name", "pk"), label=_("To a board"), required=False,
        empty_label=_("To a unit instead"),
    )  # fmt: skip
    addressed = forms.ChoiceField(
        label=_("Who answers for the board"),
        choices=BoardRecommendation.To.choices,
        initial=BoardRecommendation.To.BOARD,
    )
    unit = forms.ModelChoiceField(
        Unit.objects.order_by("path"), label=_("To a unit"), required=False, empty_label=_("To a board instead")
    )
    answer_due_on = DayField(label=_("Answer due on"))

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        sent: dict[str, Any] = super().clean() or {}
        if bool(sent.get("board")) == bool(sent.get("unit")):
            self.add_error("board", _("Choose a board or a unit, one of the two."))
        return sent
