"""The plan's models under guard."""

from django.db import migrations

from raci.history.operations import AttachGuard


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0002_initial"),
        ("raci", "0002_guard"),
    ]

    operations = [AttachGuard(model) for model in ("Plan", "Goal", "Outcome", "Action")]
