"""Screenings, impact assessments and their follow-ups under guard."""

from django.db import migrations

from raci.history.operations import AttachGuard


class Migration(migrations.Migration):
    dependencies = [("plans", "0015_assessments")]

    operations = [AttachGuard(model) for model in ("Screening", "ImpactAssessment", "AssessmentFollowUp")]
