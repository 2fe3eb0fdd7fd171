from django.db import migrations, models

from raci.history.operations import AttachGuard
from raci.schema import Together


class Migration(migrations.Migration):

    dependencies = [
        ('raci', '0021_matrix_file'),
    ]

    operations = [
        Together([
        migrations.AddField(
            model_name='matrixcomment',
            name='in_draft',
            field=models.BooleanField(default=True),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='historicalmatrixcomment',
            name='in_draft',
            field=models.BooleanField(default=True),
            preserve_default=False,
        ),
        ]),
        AttachGuard('MatrixComment'),
    ]
