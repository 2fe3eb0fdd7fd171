import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from raci.schema import Together


class Migration(migrations.Migration):

    dependencies = [
        ('raci', '0003_holding_is_reviewed'),
    ]

    operations = [Together([
        migrations.AddField(
            model_name='notice',
            name='by_mail',
            field=models.BooleanField(default=True),
        ),
        migrations.CreateModel(
            name='InboxOnly',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=50)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='inbox_only', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'kind'), name='notice_choice_is_made_once_a_kind')],
            },
        ),
    ])]
