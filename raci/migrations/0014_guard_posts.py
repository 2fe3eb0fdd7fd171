from django.db import migrations

from raci.history.operations import AttachGuard


class Migration(migrations.Migration):
    dependencies = [("raci", "0013_posts")]

    operations = [
        AttachGuard("PostDescription"),
        AttachGuard("PostComparison"),
        AttachGuard("Recruitment"),
        AttachGuard("Milestone"),
    ]
