from django.db import migrations

from raci.history.operations import AttachGuard

TRACKED = ("Board", "Seat", "LiaisonContact", "Member", "MemberContact", "Appointment", "VacancyNotice", "BoardMeeting", "Attendance")


class Migration(migrations.Migration):
    dependencies = [("boards", "0001_boards")]

    operations = [AttachGuard(name) for name in TRACKED]
