from django.db import migrations

from raci.history.operations import AttachGuard


class Migration(migrations.Migration):
    dependencies = [("raci", "0011_namings")]

    operations = [AttachGuard("Naming")]
