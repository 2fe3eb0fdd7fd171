"""Initiatives, their ties and updates under guard."""

from django.db import migrations

from raci.history.operations import AttachGuard


class Migration(migrations.Migration):
    dependencies = [("plans", "0011_initiatives")]

    operations = [AttachGuard(model) for model in ("Initiative", "InitiativeTie", "InitiativeUpdate")]
