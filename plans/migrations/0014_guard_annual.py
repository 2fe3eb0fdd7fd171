"""Annual reports under guard."""

from django.db import migrations

from raci.history.operations import AttachGuard


class Migration(migrations.Migration):
    dependencies = [("plans", "0013_annual")]

    operations = [AttachGuard(model) for model in ("AnnualReport", "GoalStory")]
