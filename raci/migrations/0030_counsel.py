"""Counsel of the cities that ship, where they were loaded before roles said who it is; history says that a migration did it.

Loading a city's folder again changes no authority, so this one flag is set here; a city of one's own names its counsel in roles.yaml.
"""

from django.db import migrations

LABELS = """
SELECT set_config('app.actor_id', id::text, true), set_config('app.actor', name || ' <' || email || '>', true),
       set_config('app.act', 'name_counsel', true), set_config('app.request', 'raci.0030_counsel', true),
       set_config('app.post', '', true), set_config('app.cell', '', true), set_config('app.why', '', true)
  FROM raci_person ORDER BY is_service DESC, id LIMIT 1
"""
NAME = """
WITH named AS (
    UPDATE raci_role SET is_counsel = true WHERE code = 'ATTY' AND holding_is_reviewed AND NOT is_counsel RETURNING *
)
INSERT INTO raci_historicalrole (id, code, name, short_name, "column", reach, reads, responsible_for_city, holding_is_reviewed,
                                 reads_published, reads_all, exports_history, gives_directives, keeps_accounts, is_counsel,
                                 history_date, history_type)
SELECT id, code, name, short_name, "column", reach, reads, responsible_for_city, holding_is_reviewed,
       reads_published, reads_all, exports_history, gives_directives, keeps_accounts, is_counsel, now(), '~' FROM named
"""


class Migration(migrations.Migration):

    dependencies = [
        ('raci', '0029_guard_payloads'),
    ]

    operations = [
        migrations.RunSQL([LABELS, NAME, 'SET CONSTRAINTS ALL IMMEDIATE'], migrations.RunSQL.noop),
    ]
