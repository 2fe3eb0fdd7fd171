from django.db import migrations, models

from raci.history.operations import AttachGuard
from raci.schema import Together


class Migration(migrations.Migration):
    dependencies = [("compliance", "0024_barriers_by_finish")]

    operations = [
        Together(
            [
                migrations.AddField("finding", "is_withdrawn", models.BooleanField(default=False)),
                migrations.AddField("historicalfinding", "is_withdrawn", models.BooleanField(default=False)),
                migrations.AddConstraint(
                    "finding",
                    models.CheckConstraint(
                        condition=models.Q(("is_withdrawn", False), ("closed_at__isnull", False), _connector="OR"),
                        name="withdrawn_finding_says_when",
                    ),
                ),
            ]
        ),
        AttachGuard("Finding"),
    ]
