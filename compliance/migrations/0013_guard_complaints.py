from django.db import migrations

from raci.history.operations import AttachGuard


class Migration(migrations.Migration):
    dependencies = [("compliance", "0012_complaints")]

    operations = [
        AttachGuard("Complaint", restricted=True),
        AttachGuard("ComplaintStep", restricted=True),
        AttachGuard("InformationRequest", restricted=True),
    ]
