from pathlib import Path

from django.db import migrations

from raci.history.operations import AttachGuard

RULES = (Path(__file__).parent.parent / "figures.sql").read_text(encoding="utf-8")
UNDO = """
ALTER TABLE metrics_series DROP CONSTRAINT series_arrays_have_one_length;
DROP TRIGGER series_come_into_an_open_batch ON metrics_series;
DROP FUNCTION series_come_into_an_open_batch();
DROP TRIGGER frozen ON metrics_series;
DROP TRIGGER frozen ON metrics_releasedtable;
"""
TRACKED = (
    "Dimension",
    "Group",
    "Crosswalk",
    "Place",
    "IndicatorSet",
    "Aim",
    "Indicator",
    "IndicatorVersion",
    "Dependency",
    "Story",
    "Target",
    "Benchmark",
    "Batch",
    "PeriodLock",
    "Layout",
    "Request",
    "DisparityMethod",
    "IndexDefinition",
    "DataRelease",
    "ReleasedTable",
    "Reconciliation",
    "BudgetLine",
)


class Migration(migrations.Migration):
    dependencies = [("metrics", "0001_figures"), ("raci", "0026_guard_meetings")]

    operations = [*(AttachGuard(name) for name in TRACKED), migrations.RunSQL(RULES, UNDO)]
