"""Quarterly progress under guard."""

from django.db import migrations

from raci.history.operations import AttachGuard


class Migration(migrations.Migration):
    dependencies = [("plans", "0008_progress")]

    operations = [AttachGuard(model) for model in ("ProgressReport", "ProgressLine", "ProgressEvidence")]
