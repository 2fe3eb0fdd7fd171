"""Reports, their words and editions under guard."""

from django.db import migrations

from raci.history.operations import AttachGuard


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_reports")]

    operations = [AttachGuard(model) for model in ("Report", "Narrative", "Edition")]
