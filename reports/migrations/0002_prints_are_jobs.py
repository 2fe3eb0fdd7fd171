"""Prints are jobs (raci.Job); those of the last week are forgotten, and made again at will."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0001_initial'),
        ('raci', '0006_jobs'),
    ]

    operations = [
        migrations.DeleteModel(name='Print'),
    ]
