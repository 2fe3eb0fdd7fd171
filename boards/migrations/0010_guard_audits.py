from django.db import migrations

from raci.history.operations import AttachGuard

MODELS = ("RepresentationAudit", "AuditQuestion", "AuditTally", "AuditAdvice")


class Migration(migrations.Migration):
    dependencies = [("boards", "0009_audits")]

    operations = [AttachGuard(name) for name in MODELS]
