"""Partners, what was agreed with them and each contact under guard."""

from django.db import migrations

from raci.history.operations import AttachGuard


class Migration(migrations.Migration):
    dependencies = [("engagement", "0003_partners")]

    operations = [AttachGuard(model) for model in ("Partner", "Agreement", "PartnerContact")]
