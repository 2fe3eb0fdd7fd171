from django.db import migrations, models

from raci.history.operations import AttachGuard
from raci.schema import Together


class Migration(migrations.Migration):

    dependencies = [
        ('raci', '0007_api'),
    ]

    operations = [
        Together([
        migrations.AddField(
            model_name='case',
            name='title',
            field=models.CharField(default='', max_length=300),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='historicalcase',
            name='title',
            field=models.CharField(default='', max_length=300),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['title', 'id'], name='case_by_title'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['state_since', 'id'], name='case_by_state_since'),
        ),
        ]),
        AttachGuard('Case'),
    ]
