"""Who counsel is stands in history; who read or erased a sealed text stands in restricted history."""

from django.db import migrations

from raci.history.operations import AttachGuard, RunFile

UNDO = """
DROP TRIGGER frozen ON raci_payloaderasure;
DROP TRIGGER frozen ON raci_payloadread;
DROP FUNCTION payload_is_written_once_and_erased_at_most_once() CASCADE;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('raci', '0028_payloads'),
    ]

    operations = [
        AttachGuard('Role'),
        AttachGuard('PayloadRead', restricted=True),
        AttachGuard('PayloadErasure', restricted=True),
        RunFile('payload.sql', undo=UNDO),
    ]
