from django.db import migrations

from raci.history.operations import AttachGuard

TRACKED = ("Section3Project", "Assistance", "LaborHours", "WorkerStatus", "QualitativeEffort", "TransitProgramme", "ProgrammePiece", "ServiceEquityRun", "RouteMonitoringRun", "MonitoredRoute")


class Migration(migrations.Migration):
    dependencies = [("compliance", "0015_section3_and_transit")]

    operations = [AttachGuard(name) for name in TRACKED]
