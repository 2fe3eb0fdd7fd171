"""Tables made together are those that their operations would have made one by one, and go again."""

from __future__ import annotations

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from raci.schema import Together

ID = ("id", models.BigAutoField(primary_key=True))


def parts():
    return [
        migrations.CreateModel("Hen", [ID, ("name", models.CharField(max_length=10))]),
        migrations.CreateModel("Egg", [ID, ("hen", models.ForeignKey("raci.hen", models.PROTECT))]),
        migrations.AddField("hen", "egg", models.ForeignKey("raci.egg", models.PROTECT, null=True)),
        migrations.AddConstraint("hen", models.CheckConstraint(condition=~models.Q(name=""), name="hen_has_a_name")),
        migrations.AddIndex("egg", models.Index(fields=["hen", "id"], name="egg_by_hen")),
    ]


def one_by_one() -> ProjectState:
    state = ProjectState()
    for part in parts():
        part.state_forwards("raci", state)
    return state


def sql(way: str) -> str:
    before, after = ProjectState(), ProjectState()
    together = Together(parts())
    together.state_forwards("raci", after)
    states = (before, after) if way == "database_forwards" else (after, before)
    with connection.schema_editor(collect_sql=True) as editor:
        getattr(together, way)("raci", editor, *states)
    return "\n".join(editor.collected_sql)


def test_the_state_is_that_of_the_operations_one_by_one():
    together = ProjectState()
    assert together.apps  # drawn before, as in a migration
    Together(parts()).state_forwards("raci", together)
    assert together == one_by_one()
    assert set(together.apps.all_models["raci"]) == {"hen", "egg"}


@pytest.mark.django_db
def test_each_table_is_made_whole_and_once():
    made = sql("database_forwards")
    assert made.count("CREATE TABLE") == 2
    assert 'ALTER TABLE "raci_hen" ADD COLUMN' not in made
    assert made.count("hen_has_a_name") == 1
    assert made.count("egg_by_hen") == 1
    assert made.count("FOREIGN KEY") == 2


@pytest.mark.django_db
def test_the_tables_go_again():
    gone = sql("database_backwards")
    assert gone.count("DROP TABLE") == 2
    assert gone.index("raci_egg") < gone.index("raci_hen")


def test_what_does_more_than_make_and_add_stands_apart():
    with pytest.raises(TypeError, match="stands apart"):
        Together([migrations.RunSQL("SELECT 1")])
