from django.db import migrations, models

from raci.history.operations import AttachGuard
from raci.schema import Together


class Migration(migrations.Migration):

    dependencies = [
        ('compliance', '0020_guard_selections'),
    ]

    operations = [
        Together([
        migrations.AddField(
            model_name='adverseimpactrun',
            name='erased_on',
            field=models.DateField(blank=True, null=True, verbose_name='erased'),
        ),
        migrations.AddField(
            model_name='complaint',
            name='erased_on',
            field=models.DateField(blank=True, null=True, verbose_name='erased'),
        ),
        migrations.AddField(
            model_name='complaint',
            name='is_held',
            field=models.BooleanField(default=False, verbose_name='legal hold'),
        ),
        migrations.AddField(
            model_name='historicaladverseimpactrun',
            name='erased_on',
            field=models.DateField(blank=True, null=True, verbose_name='erased'),
        ),
        migrations.AddField(
            model_name='historicalcomplaint',
            name='erased_on',
            field=models.DateField(blank=True, null=True, verbose_name='erased'),
        ),
        migrations.AddField(
            model_name='historicalcomplaint',
            name='is_held',
            field=models.BooleanField(default=False, verbose_name='legal hold'),
        ),
        ]),
        migrations.AlterField(
            model_name='complaintstep',
            name='kind',
            field=models.CharField(choices=[('receive', 'received'), ('acknowledge', 'acknowledged'), ('decide_jurisdiction', 'jurisdiction decided'), ('investigate', 'investigation'), ('note', 'note'), ('answer', 'message to the complainant'), ('write', 'message of the complainant'), ('find', 'finding'), ('refer', 'passed on to another body'), ('close', 'closed'), ('appeal', 'appeal'), ('reopen', 'opened again'), ('check_retaliation', 'checked for retaliation'), ('hold', 'legal hold put on it'), ('lift_hold', 'legal hold lifted'), ('erase', 'its texts erased')], max_length=20),
        ),
        migrations.AlterField(
            model_name='historicalcomplaintstep',
            name='kind',
            field=models.CharField(choices=[('receive', 'received'), ('acknowledge', 'acknowledged'), ('decide_jurisdiction', 'jurisdiction decided'), ('investigate', 'investigation'), ('note', 'note'), ('answer', 'message to the complainant'), ('write', 'message of the complainant'), ('find', 'finding'), ('refer', 'passed on to another body'), ('close', 'closed'), ('appeal', 'appeal'), ('reopen', 'opened again'), ('check_retaliation', 'checked for retaliation'), ('hold', 'legal hold put on it'), ('lift_hold', 'legal hold lifted'), ('erase', 'its texts erased')], max_length=20),
        ),
        AttachGuard("AdverseImpactRun", restricted=True),
        AttachGuard("Complaint", restricted=True),
    ]
