"""Long-range plans under guard."""

from django.db import migrations

from raci.history.operations import AttachGuard


class Migration(migrations.Migration):
    dependencies = [("plans", "0031_long_range")]

    operations = [AttachGuard("LongRangePlan")]
