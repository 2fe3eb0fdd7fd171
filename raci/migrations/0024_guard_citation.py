from django.db import migrations

from raci.history.operations import AttachGuard


class Migration(migrations.Migration):
    dependencies = [("raci", "0023_citation")]

    operations = [AttachGuard("Citation")]
