"""Surveys under guard."""

from django.db import migrations

from raci.history.operations import AttachGuard


class Migration(migrations.Migration):
    dependencies = [("engagement", "0009_surveys")]

    operations = [AttachGuard(model) for model in ("Survey", "SurveyAnswers", "SurveyText", "SurveyTable")]
