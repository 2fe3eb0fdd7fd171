from django.db import migrations

from raci.history.operations import AttachGuard

TRACKED = ("Meeting", "AgendaItem", "Attendance", "Resolution", "Dissent", "ActionItem", "Minutes")


class Migration(migrations.Migration):
    dependencies = [("raci", "0025_meetings")]

    operations = [AttachGuard(name) for name in TRACKED]
