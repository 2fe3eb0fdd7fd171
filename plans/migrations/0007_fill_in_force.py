"""Where an action stands is the same in both tables whoever writes it; plans approved before have their actions in force too."""

from django.db import migrations

STATUS = """
CREATE FUNCTION plans_status_goes_along() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE plans_actioninforce SET status = NEW.status WHERE action = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER status_goes_along AFTER UPDATE OF status ON plans_action
    FOR EACH ROW WHEN (NEW.status IS DISTINCT FROM OLD.status) EXECUTE FUNCTION plans_status_goes_along();
"""
UNDO = """
DROP TRIGGER status_goes_along ON plans_action;
DROP FUNCTION plans_status_goes_along();
"""
APPROVED = """
SELECT DISTINCT ON (text.record_id) text.id
  FROM raci_text text JOIN raci_case c ON c.id = text.case_id JOIN raci_record record ON record.id = text.record_id
 WHERE record.kind = 'plan' AND c.state = 'approved'
 ORDER BY text.record_id, text.number DESC
"""

FILL = """
INSERT INTO plans_actioninforce
    (action, record_id, scope_id, unit_id, plan_title, number, place, title, lead_id, lead_title, partners, starts_on, due_on,
     budget_cents, status)
SELECT (action.value->>'id')::bigint, read.record_id, read.scope_id, read.unit_id, read.plan->>'title',
       goal.place || '.' || row_number() OVER (PARTITION BY read.record_id, goal.place ORDER BY outcome.place, action.place),
       row_number() OVER (PARTITION BY read.record_id ORDER BY goal.place, outcome.place, action.place),
       action.value->>'title', post.id, action.value->>'lead', action.value->>'partners',
       (action.value->>'starts_on')::date, (action.value->>'due_on')::date, (action.value->>'budget_cents')::bigint,
       coalesce(live.status, 'pending')
  FROM (SELECT text.record_id, record.scope_id, scope.unit_id, text.content::jsonb AS plan
          FROM raci_text text
          JOIN raci_record record ON record.id = text.record_id
          JOIN raci_scope scope ON scope.id = record.scope_id
         WHERE text.id = ANY (%s)) read
 CROSS JOIN LATERAL jsonb_array_elements(read.plan->'goals') WITH ORDINALITY goal (value, place)
 CROSS JOIN LATERAL jsonb_array_elements(goal.value->'outcomes') WITH ORDINALITY outcome (value, place)
 CROSS JOIN LATERAL jsonb_array_elements(outcome.value->'actions') WITH ORDINALITY action (value, place)
  LEFT JOIN raci_post post ON post.code = action.value->>'lead_post'
  LEFT JOIN plans_action live ON live.id = (action.value->>'id')::bigint
"""  # as plans/portfolio/in_force.sql said when these tables were made


def fill(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(APPROVED)
        cursor.execute(FILL, [[pk for (pk,) in cursor.fetchall()]])


class Migration(migrations.Migration):
    dependencies = [("plans", "0006_in_force")]

    operations = [migrations.RunSQL(STATUS, UNDO), migrations.RunPython(fill, migrations.RunPython.noop)]
