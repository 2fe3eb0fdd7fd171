from django.db import migrations, models

from compliance.models.mandatory_contents import IsScheduled


class Migration(migrations.Migration):
    dependencies = [("compliance", "0022_transit_withdrawn")]

    operations = [
        migrations.AddIndex(
            model_name="barrier",
            index=models.Index(
                fields=["facility", "code"],
                name="barrier_incomplete",
                condition=models.Q(
                    ("status__in", ("open", "designed", "funded", "in_progress")),
                    models.Q(("removal__in", ["relocate", "home_visit", "aide", "other"]), _negated=True),
                    models.Q(
                        ("obstacle", ""),
                        ("method", ""),
                        models.Q(IsScheduled(), _negated=True),
                        models.Q(("official", None), ("official_words", "")),
                        _connector="OR",
                    ),
                ),
            ),
        ),
    ]
