"""Deliveries under guard."""

from django.db import migrations

from raci.history.operations import AttachGuard


class Migration(migrations.Migration):
    dependencies = [("reports", "0006_deliveries")]

    operations = [AttachGuard("Delivery")]
