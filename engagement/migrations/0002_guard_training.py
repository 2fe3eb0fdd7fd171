"""Training under guard; who applied as a resident is told to its own readers alone."""

from django.db import migrations

from raci.history.operations import AttachGuard

TOLD = (
    "TrainingProgramme", "Material", "MustTrain", "Cohort", "Session", "Enrolment", "SessionAttendance", "Certificate",
    "Outcome",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("engagement", "0001_training")]

    operations = [*(AttachGuard(model) for model in TOLD), AttachGuard("Applicant", restricted=True)]
