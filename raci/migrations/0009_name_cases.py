"""Each case is called what its newest frozen text says, or its record before the first; history says that a migration did it."""

from django.db import migrations

LABELS = """
SELECT set_config('app.actor_id', id::text, true), set_config('app.actor', name || ' <' || email || '>', true),
       set_config('app.act', 'name_cases', true), set_config('app.request', 'raci.0009_name_cases', true),
       set_config('app.post', '', true), set_config('app.cell', '', true), set_config('app.why', '', true)
  FROM raci_person ORDER BY is_service DESC, id LIMIT 1
"""
NAME = """
WITH named AS (
    UPDATE raci_case c SET title = coalesce(
        (SELECT left(t.content::json ->> 'title', 300) FROM raci_text t WHERE t.case_id = c.id ORDER BY t.number DESC LIMIT 1),
        r.title)
      FROM raci_record r WHERE r.id = c.record_id AND c.title = ''
    RETURNING c.*
)
INSERT INTO raci_historicalcase (id, number, title, state, back, state_since, state_note, state_by, begun_from_id, record_id,
                                 history_date, history_type)
SELECT id, number, title, state, back, state_since, state_note, state_by, begun_from_id, record_id, now(), '~' FROM named
"""


class Migration(migrations.Migration):

    dependencies = [
        ('raci', '0008_case_title'),
    ]

    operations = [
        migrations.RunSQL([LABELS, NAME, 'SET CONSTRAINTS ALL IMMEDIATE'], migrations.RunSQL.noop),
    ]
