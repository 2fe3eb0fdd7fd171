from django.db import migrations, models

from raci.history.operations import AttachGuard
from raci.schema import Together


class Migration(migrations.Migration):
    dependencies = [("metrics", "0003_release_levels")]

    operations = [
        Together([
        *(
            migrations.AddField(
                model,
                "label",
                models.CharField(blank=True, default="", max_length=60, verbose_name="number in its documents"),
                preserve_default=False,
            )
            for model in ("indicator", "historicalindicator")
        ),
        *(
            migrations.AddField(
                model,
                "note",
                models.CharField(blank=True, default="", max_length=2000, verbose_name="note"),
                preserve_default=False,
            )
            for model in ("budgetline", "historicalbudgetline")
        ),
        ]),
        AttachGuard("Indicator"),
        AttachGuard("BudgetLine"),
    ]
