"""Remarks on sections under guard."""

from django.db import migrations

from raci.history.operations import AttachGuard


class Migration(migrations.Migration):
    dependencies = [("plans", "0025_remarks")]

    operations = [AttachGuard("SectionRemark")]
