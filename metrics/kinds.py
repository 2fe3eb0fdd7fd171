"""What is measured, as kinds of records (governance 3)."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from metrics.methods import content as method_content
from metrics.models import (
    Batch,
    Benchmark,
    DataRelease,
    DisparityMethod,
    IndexDefinition,
    Indicator,
    IndicatorVersion,
    Layout,
    PeriodLock,
    Reconciliation,
    Request,
    Story,
    Target,
)
from metrics.releases import content, deciding
from metrics.releases.gone_out import KIND as RELEASE_CODE
from raci.models import Unit
from raci.records import Kind, Life

METHODS = "3.2"  # the activity of what is followed for the whole city, and of how it is judged
FIGURES = "4.2"  # a unit's own figures
RELEASES = "4.5"

# a population indicator under 3.2, a unit's performance measure under 4.2 (`activity_of`); its targets likewise
INDICATOR = Kind(
    code="indicator", model=IndicatorVersion, activity=METHODS, life=Life.REVIEWED, label=_("Indicator or measure")
)
TARGET = Kind(code="target", model=Target, activity=METHODS, life=Life.REVIEWED, label=_("Target"))
BENCHMARK = Kind(code="benchmark", model=Benchmark, activity=METHODS, life=Life.REVIEWED, label=_("Benchmark"))
BATCH = Kind(code="batch", model=Batch, activity=FIGURES, life=Life.REVIEWED, label=_("Batch of figures"))
STORY = Kind(code="story", model=Story, activity=FIGURES, life=Life.KEPT, label=_("Story behind the curve"))
LOCK = Kind(code="period_lock", model=PeriodLock, activity=FIGURES, life=Life.KEPT, label=_("Locked period"))
LAYOUT = Kind(code="layout", model=Layout, activity=FIGURES, life=Life.KEPT, label=_("Layout of a file"))
REQUEST = Kind(code="figures_request", model=Request, activity=FIGURES, life=Life.KEPT, label=_("Request for figures"))
RECONCILIATION = Kind(
    code="reconciliation", model=Reconciliation, activity=METHODS, life=Life.KEPT, label=_("Budget reconciliation")
)
DISPARITY_METHOD = Kind(
    code="disparity_method",
    model=DisparityMethod,
    activity=METHODS,
    life=Life.GOVERNED,
    label=_("Disparity method"),
    url=method_content.url,
    content=method_content.method,
    problems=method_content.method_problems,
    differences=method_content.method_differences,
    facts=method_content.method_facts,
    begin="metrics:method-create",
    template="metrics/method_content.html",
)
INDEX = Kind(
    code="index_definition",
    model=IndexDefinition,
    activity=METHODS,
    life=Life.GOVERNED,
    label=_("Index definition"),
    url=method_content.url,
    content=method_content.index,
    problems=method_content.index_problems,
    differences=method_content.index_differences,
    facts=method_content.index_facts,
    begin="metrics:index-create",
    template="metrics/index_content.html",
)
RELEASE = Kind(
    code=RELEASE_CODE,
    model=DataRelease,
    activity=RELEASES,
    life=Life.GOVERNED,
    label=_("Data release"),
    url=lambda record: reverse("metrics:release-detail", args=[record.pk]),
    content=content.content,
    problems=content.problems,
    differences=content.differences,
    facts=content.facts,
    place="metrics:indicator-list",
    begin="metrics:release-create",
    barred=deciding.barred,
    approved=deciding.approved,
    begun=deciding.begun,
    template="metrics/release_content.html",
)

KINDS = (
    INDICATOR,
    TARGET,
    BENCHMARK,
    BATCH,
    STORY,
    LOCK,
    LAYOUT,
    REQUEST,
    RECONCILIATION,
    DISPARITY_METHOD,
    INDEX,
    RELEASE,
)


def activity_of(indicator: Indicator) -> str:
    """The activity that an indicator, its versions and its targets stand under: the city's own, or a unit's measure."""
    whole_city = indicator.kind == Indicator.Kind.POPULATION or indicator.unit.kind == Unit.Kind.CITY
    return METHODS if whole_city else FIGURES
