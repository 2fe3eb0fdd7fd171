"""Trainings that requirements ask for, under guard."""

from django.db import migrations

from raci.history.operations import AttachGuard


class Migration(migrations.Migration):
    dependencies = [("compliance", "0027_required_training")]

    operations = [AttachGuard("RequiredTraining")]
