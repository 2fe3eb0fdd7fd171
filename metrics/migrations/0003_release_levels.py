from django.db import migrations, models
from django.db.models.deletion import DO_NOTHING, PROTECT

from raci.schema import Together


class Migration(migrations.Migration):
    dependencies = [("metrics", "0002_guard")]

    operations = [
        Together([
        migrations.AddField("datarelease", "merged", models.JSONField(blank=True, default=dict)),
        migrations.AddField("historicaldatarelease", "merged", models.JSONField(blank=True, default=dict)),
        migrations.AddField(
            "datarelease",
            "version",
            models.ForeignKey(null=True, on_delete=PROTECT, related_name="releases", to="metrics.indicatorversion"),
        ),
        migrations.AddField(
            "historicaldatarelease",
            "version",
            models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=DO_NOTHING,
                related_name="+",
                to="metrics.indicatorversion",
            ),
        ),
        ]),
    ]
