"""Where an action stands is the same in both tables whoever writes it; plans approved before have their actions in force too."""

from django.db import migrations

from plans.portfolio.keeping import write

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


def fill(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(APPROVED)
        texts = [pk for (pk,) in cursor.fetchall()]
    if texts:
        write(texts)


class Migration(migrations.Migration):
    dependencies = [("plans", "0006_in_force")]

    operations = [migrations.RunSQL(STATUS, UNDO), migrations.RunPython(fill, migrations.RunPython.noop)]
