from django.db import migrations

from raci.history.operations import RunFile


class Migration(migrations.Migration):
    dependencies = [("compliance", "0008_guard_duties"), ("raci", "0026_guard_meetings")]

    # as it was, it would refuse only what no longer comes: nothing to take back
    operations = [RunFile("founding_records.sql", undo="SELECT 1")]
