"""A check's verdict in the reader's language: the result, why, what is missing and whose it is, the rows of the law it read."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy

from compliance.checks.law import Parameter, Status
from compliance.checks.verdicts import Lack, Result, Verdict
from compliance.law.names import name_of
from compliance.law.verdict_words import sentence
from compliance.models import CityFact
from compliance.models.law import value_words

RESULTS = {
    Result.NOT_APPLICABLE: gettext_lazy("Not applicable"),
    Result.CANNOT_DETERMINE: gettext_lazy("Cannot be determined yet"),
    Result.NO_INDICATION: gettext_lazy("No indication"),
    Result.WATCH: gettext_lazy("Watch"),
    Result.INDICATOR_RAISED: gettext_lazy("An indicator is raised"),
    Result.BENCHMARK_MET: gettext_lazy("Benchmark met"),
    Result.BENCHMARK_NOT_MET: gettext_lazy("Benchmark not met"),
    Result.EVIDENCE_CURRENT: gettext_lazy("Evidence is current"),
    Result.EVIDENCE_DUE: gettext_lazy("Evidence is due"),
    Result.EVIDENCE_OVERDUE: gettext_lazy("Evidence is overdue"),
}
STATUSES = {
    Status.IN_FORCE: gettext_lazy("in force"),
    Status.SUPERSEDED: gettext_lazy("superseded"),
    Status.PROPOSED: gettext_lazy("proposed"),
    Status.RESCINDED: gettext_lazy("rescinded"),
    Status.CONTESTED: gettext_lazy("contested"),
    Status.LOCAL_POLICY: gettext_lazy("local policy"),
    Status.PRACTICE: gettext_lazy("practice"),
    Status.NEEDS_VALUE: gettext_lazy("value not entered yet"),
}


def entered_at(lack: Lack) -> str:
    """Where what is missing is entered: the fact of the city, the award, the row of the law; "" for what was asked itself."""
    if lack.kind == "parameter":
        return reverse("compliance:parameter-list") + "?" + urlencode({"q": lack.what})
    if lack.what in CityFact.Key.values:
        return reverse("compliance:city-fact-say", args=[lack.what])
    if lack.what.startswith("award "):
        return reverse("compliance:award-detail", args=[int(lack.what.split()[1])])
    return ""


@dataclass(frozen=True)
class Worded:
    """A verdict for a page (compliance/verdict.html)."""

    verdict: Verdict

    @property
    def result(self) -> str:
        """The result in words."""
        return str(RESULTS[self.verdict.result])

    @property
    def code(self) -> str:
        """What the page's colour goes by, beside the words."""
        return self.verdict.result.value.lower().replace("_", "-")

    @property
    def is_well(self) -> bool:
        """Whether nothing waits for anybody."""
        return self.verdict.result in (Result.EVIDENCE_CURRENT, Result.BENCHMARK_MET, Result.NO_INDICATION)

    @property
    def sentences(self) -> list[str]:
        """Why."""
        lacking = {str(one.why) for one in self.verdict.lacking}
        return [sentence(one) for one in self.verdict.why if not any(str(one).startswith(why) for why in lacking)]

    @property
    def lacking(self) -> list[tuple[str, str, str]]:
        """What is not known, who can enter it, and where."""
        return [(sentence(one.why), str(one.who), entered_at(one)) for one in self.verdict.lacking]

    @property
    def rows(self) -> list[tuple[Parameter, str, str, str]]:
        """The rows of law that were read, each with its name, its value and how it stands."""
        return [
            (
                one,
                name_of(one.key, one.variant),
                value_words(one.value, one.unit) if one.value else "",
                str(STATUSES[one.status]),
            )
            for one in self.verdict.parameters
        ]
