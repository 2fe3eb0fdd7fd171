"""The registers under guard."""

from django.db import migrations

from raci.history.operations import AttachGuard


class Migration(migrations.Migration):
    dependencies = [("plans", "0019_registers")]

    operations = [AttachGuard(model) for model in ("CityComparison", "ListedPolicy", "AlignmentItem")]
