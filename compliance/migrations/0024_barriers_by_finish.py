from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("compliance", "0023_incomplete_barriers")]

    operations = [
        migrations.AddIndex(
            model_name="barrier",
            index=models.Index(fields=["finishes_on", "code"], name="barrier_by_finish"),
        ),
    ]
