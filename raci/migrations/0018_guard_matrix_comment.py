from django.db import migrations

from raci.history.operations import AttachGuard


class Migration(migrations.Migration):

    dependencies = [
        ('raci', '0017_matrix_versions'),
    ]

    operations = [AttachGuard('MatrixComment')]
