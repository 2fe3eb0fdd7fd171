from django.db import migrations, models

from raci.history.operations import AttachGuard
from raci.schema import Together


class Migration(migrations.Migration):
    dependencies = [("compliance", "0025_findings_withdrawn")]

    operations = [
        Together(
            [
                migrations.AddField("obligation", "rhythm_due_on", models.DateField(null=True, blank=True)),
                migrations.AddField("historicalobligation", "rhythm_due_on", models.DateField(null=True, blank=True)),
            ]
        ),
        AttachGuard("Obligation"),
    ]
