"""The methods in force: read from the text that was approved, never from the draft that stands beside it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from metrics.models import DisparityMethod
from raci import clock
from raci.models import Case, Decision

if TYPE_CHECKING:
    from metrics.statistics.references import Rules

APPROVES = (Decision.Kind.APPROVE, Decision.Kind.CONDITIONS)


@dataclass(frozen=True)
class Approval:
    """Which text was approved, when and by whom; `record`: its number, for the link."""

    record: int
    number: int
    day: date
    by: str

    def named(self, noun: str) -> str:
        """As every result names it."""
        words = {"noun": noun, "number": self.number, "day": date_format(self.day), "by": self.by}
        return _("%(noun)s v%(number)s, approved %(day)s by %(by)s") % words


@dataclass(frozen=True)
class Method:
    """How groups are compared. The defaults are the portal's; without an `approval` this city has not adopted them."""

    title: str = ""
    purpose: str = ""
    reference: str = DisparityMethod.Reference.HIGHEST
    named: str = ""
    min_share: Fraction = Fraction(2, 100)
    min_people: int = 30
    threshold: Fraction = Fraction(4, 5)
    alpha: Decimal = Decimal("0.05")
    adjusts: bool = True
    source: str = ""
    approval: Approval | None = None

    @property
    def is_adopted(self) -> bool:
        """Whether the city approved it."""
        return self.approval is not None

    @property
    def label(self) -> str:
        """Its name, version, day and who approved it; or that it is only a default."""
        if self.approval is None:
            return _("the portal’s defaults, not adopted by this city")
        return self.approval.named(_("Disparity method"))

    @property
    def rules(self) -> Rules:
        """As the statistics take them."""
        from metrics.statistics.references import Rules

        return Rules(self.min_people, self.min_share, self.threshold, float(self.alpha), self.adjusts)

    @property
    def compares_with(self) -> str:
        """The rule of the reference as the statistics take it: "highest", "rest" or a group's name."""
        return self.named if self.reference == DisparityMethod.Reference.NAMED else str(self.reference)

    @property
    def reference_words(self) -> str:
        """With whom groups are compared, in words."""
        named = self.reference == DisparityMethod.Reference.NAMED
        return self.named if named else str(DisparityMethod.Reference(self.reference).label)

    @property
    def min_share_percent(self) -> str:
        """The least share as people write it: "2", "1.5"."""
        return f"{float(self.min_share * 100):g}"

    @property
    def is_four_fifths(self) -> bool:
        """Whether the threshold is the usual one."""
        return self.threshold == Fraction(4, 5)


@dataclass(frozen=True)
class IndexInForce:
    """An approved index definition."""

    title: str
    purpose: str
    parts: list[dict[str, Any]] = field(default_factory=list)
    least_coverage_percent: int = 70
    source: str = ""
    approval: Approval | None = None

    @property
    def label(self) -> str:
        """Its name, version, day and who approved it."""
        return self.approval.named(_("Index definition")) if self.approval else ""


def method_in_force() -> Method:
    """How this city compares groups, or the portal's defaults where it has approved no method (1 query)."""
    content, approval = _approved("disparity_method")
    return replace(method_of(content), approval=approval) if content else Method()


def index_in_force() -> IndexInForce | None:
    """What this city's equity index is made of; None where none is approved (1 query)."""
    content, approval = _approved("index_definition")
    return IndexInForce(**content, approval=approval) if content else None


def method_of(content: dict[str, Any]) -> Method:
    """A frozen or live content (metrics.methods.content) as a method."""
    return Method(
        title=content["title"],
        purpose=content["purpose"],
        reference=content["reference"],
        named=content["named"],
        min_share=Fraction(content["min_share_percent"]) / 100,
        min_people=content["min_people"],
        threshold=Fraction(*content["threshold"]),
        alpha=Decimal(content["alpha"]),
        adjusts=content["adjusts"],
        source=content["source"],
    )


def _approved(kind: str) -> tuple[dict[str, Any], Approval | None]:
    """The newest approved text of a kind; a later version that is only on its way changes nothing."""
    given = Decision.objects.filter(
        kind__in=APPROVES, submission__case__state=Case.State.APPROVED, submission__case__record__kind=kind
    )
    decision = given.select_related("submission__text", "decided_by").order_by("-pk").first()
    if decision is None:
        return {}, None
    text = decision.submission.text
    day = decision.decided_at.astimezone(clock.zone()).date()
    by = f"{decision.decided_by.name}, {decision.decided_as}"
    return json.loads(text.content), Approval(text.record_id, text.number, day, by)
