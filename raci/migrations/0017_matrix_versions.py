import django.db.models.deletion
import django.db.models.functions.comparison
import raci.history.tracked
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from raci.history.operations import AttachGuard, RunFile
from raci.schema import Together


class Migration(migrations.Migration):

    dependencies = [
        ('raci', '0016_guard_teams'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='case',
            name='record_has_one_case_in_force',
        ),
        Together([
        migrations.CreateModel(
            name='HistoricalMatrixComment',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('history_actor_id', models.BigIntegerField(db_default=django.db.models.functions.comparison.Cast(django.db.models.functions.comparison.NullIf(raci.history.tracked.Acting('actor_id'), models.Value('')), models.BigIntegerField()))),
                ('history_actor', models.TextField(db_default=raci.history.tracked.Acting('actor'))),
                ('history_post', models.TextField(db_default=raci.history.tracked.Acting('post'))),
                ('history_cell', models.TextField(db_default=raci.history.tracked.Acting('cell'))),
                ('history_act', models.TextField(db_default=raci.history.tracked.Acting('act'))),
                ('history_why', models.TextField(db_default=raci.history.tracked.Acting('why'))),
                ('history_request', models.TextField(db_default=raci.history.tracked.Acting('request'))),
                ('history_record', models.BigIntegerField(db_default=django.db.models.functions.comparison.Cast(django.db.models.functions.comparison.NullIf(raci.history.tracked.Acting('record'), models.Value('')), models.BigIntegerField()), db_index=True, null=True)),
                ('activity_code', models.CharField(blank=True, max_length=20)),
                ('words', models.TextField(max_length=20000)),
                ('by_as', models.CharField(max_length=500)),
                ('at', models.DateTimeField()),
                ('history_user_id', models.BigIntegerField(null=True)),
                ('history_id', models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical matrix comment',
                'verbose_name_plural': 'historical matrix comments',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='MatrixComment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('activity_code', models.CharField(blank=True, max_length=20)),
                ('words', models.TextField(max_length=20000)),
                ('by_as', models.CharField(max_length=500)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ('pk',),
            },
        ),
        migrations.AddField(
            model_name='case',
            name='effective_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='historicalcase',
            name='effective_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='historicalmatrix',
            name='case',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='raci.case'),
        ),
        migrations.AddField(
            model_name='historicalmatrix',
            name='wished_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='matrix',
            name='case',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='matrix', to='raci.case'),
        ),
        migrations.AddField(
            model_name='matrix',
            name='wished_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.UniqueConstraint(condition=models.Q(('effective_on', None), ('state', 'approved')), fields=('record',), name='record_has_one_case_in_force'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'approved')), fields=('record', 'effective_on'), name='record_has_one_case_in_force_from_a_day'),
        ),
        migrations.AddField(
            model_name='historicalmatrixcomment',
            name='by',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalmatrixcomment',
            name='matrix',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='raci.matrix'),
        ),
        migrations.AddField(
            model_name='matrixcomment',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='matrixcomment',
            name='matrix',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='raci.matrix'),
        ),
        ]),
        # as it was, it would refuse only what no longer comes: nothing to take back
        RunFile('founding.sql', undo='SELECT 1'),
        AttachGuard('Case'),
        AttachGuard('Matrix'),
    ]
