"""Ties of actions and their measures under guard."""

from django.db import migrations

from raci.history.operations import AttachGuard


class Migration(migrations.Migration):
    dependencies = [("plans", "0023_ties")]

    operations = [AttachGuard(model) for model in ("Measure", "ActionTie")]
