"""The guard, the ledger, the rules the database keeps by itself, and every tracked model under guard."""

from django.db import migrations

from raci.history.operations import AttachGuard, RunFile

TRACKED = [
    "Person", "City", "Unit", "Role", "Post", "Holding", "Delegation", "Relation",
    "Matrix", "Category", "Activity", "Assignment", "Scope", "Grant",
    "Record", "Case", "Author", "Text", "Consultation", "Submission", "Decision", "Condition",
    "Blob", "Attachment",
]

UNDO_GUARD = """
DROP FUNCTION guard_grants(text), seal_now(), guard_attach(regclass, regclass), guard_detach(regclass, regclass),
    guard_no_truncate(regclass);
DROP VIEW guard_stale;
DROP TABLE seal, ledger, seal_due, guard_pair, guard_due;
DROP FUNCTION guard_note(), guard_check(), guard_append_only(), guard_key();
DROP SEQUENCE history_seq CASCADE;
"""
UNDO_RULES = """
DROP TRIGGER frozen ON raci_text;
DROP TRIGGER frozen ON raci_blob;
DROP TRIGGER frozen ON raci_decision;
DROP FUNCTION takes_no_rows(), people_are_never_deleted(), case_moves_as_the_workflow_says(), record_is_not_decided_by_an_author() CASCADE;
ALTER TABLE raci_decision DROP CONSTRAINT decision_names_its_submitter;
DROP FUNCTION portal_today(), portal_now();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("raci", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("guardian", "0003_remove_groupobjectpermission_guardian_gr_content_ae6aec_idx_and_more"),
    ]

    operations = [
        RunFile("guard.sql", undo=UNDO_GUARD),
        RunFile("rules.sql", undo=UNDO_RULES),
        *(AttachGuard(model) for model in TRACKED),
    ]
