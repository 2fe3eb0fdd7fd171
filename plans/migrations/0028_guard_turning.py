"""Turns of plans' years, and what became of each action, under guard."""

from django.db import migrations

from raci.history.operations import AttachGuard


class Migration(migrations.Migration):
    dependencies = [("plans", "0027_turning")]

    operations = [AttachGuard(model) for model in ("PlanTurn", "TurnedAction")]
