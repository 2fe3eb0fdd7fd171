"""What is measured: groups, places, indicators, the values of each period, methods, releases, budgets that must add up."""

from metrics.models.batches import Batch, Layout, PeriodLock, Request, Series
from metrics.models.budgets import BudgetLine, Reconciliation
from metrics.models.goals import Benchmark, Target
from metrics.models.groups import Crosswalk, Dimension, Group
from metrics.models.indicators import Aim, Dependency, Indicator, IndicatorSet, IndicatorVersion, Story
from metrics.models.methods import DisparityMethod, IndexDefinition
from metrics.models.places import Place
from metrics.models.releases import DataRelease, ReleasedTable

__all__ = [
    "Aim",
    "Batch",
    "Benchmark",
    "BudgetLine",
    "Crosswalk",
    "DataRelease",
    "Dependency",
    "Dimension",
    "DisparityMethod",
    "Group",
    "IndexDefinition",
    "Indicator",
    "IndicatorSet",
    "IndicatorVersion",
    "Layout",
    "PeriodLock",
    "Place",
    "Reconciliation",
    "ReleasedTable",
    "Request",
    "Series",
    "Story",
    "Target",
]
