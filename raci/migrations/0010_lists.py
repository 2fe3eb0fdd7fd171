import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from raci.history.operations import RunFile


class Migration(migrations.Migration):

    dependencies = [
        ('raci', '0009_name_cases'),
    ]

    operations = [
        RunFile('changes.sql', undo='DROP VIEW IF EXISTS raci_change; DROP FUNCTION changes_shown();'),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('seq', models.BigIntegerField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('sign', models.CharField(choices=[('+', 'added'), ('~', 'changed'), ('-', 'removed')], max_length=1)),
                ('thing', models.CharField(max_length=100)),
                ('number', models.BigIntegerField()),
                ('actor_id', models.BigIntegerField()),
                ('actor', models.TextField()),
                ('post', models.TextField()),
                ('cell', models.TextField()),
                ('act', models.TextField()),
                ('why', models.TextField()),
            ],
            options={
                'db_table': 'raci_change',
                'managed': False,
            },
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('listing', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=80)),
                ('query', models.TextField()),
                ('is_default', models.BooleanField(default=False)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('listing', 'name'),
                'constraints': [
                    models.UniqueConstraint(fields=('person', 'listing', 'name'), name='saved_view_is_named_once_a_list'),
                    models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('person', 'listing'), name='list_opens_with_one_view'),
                ],
            },
        ),
    ]
