"""Restricted history: bare leaves in the ledger, the whole lines apart; what it replaces cannot come back."""

from django.db import migrations

from raci.history.operations import RunFile


class Migration(migrations.Migration):

    dependencies = [
        ('raci', '0026_guard_meetings'),
    ]

    operations = [
        RunFile('restricted.sql', undo=None),
    ]
