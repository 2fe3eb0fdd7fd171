"""A city grown by SQL for benchmarks: bureaus with their directors' posts, and plans spread over them. Only to be read."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.db import connection

from raci import grants
from raci.history import acting
from raci.models import Holding, Person, Post, Unit
from tests.city import SmallCity
from tests.database import connect_as_owner

# Every third plan a draft, in consultation, or approved; each but the drafts with its frozen text.
PLANS = """
CREATE TEMP TABLE planned AS
SELECT nextval(pg_get_serial_sequence('raci_record', 'id')) AS record,
       nextval(pg_get_serial_sequence('raci_case', 'id')) AS case_id,
       nextval(pg_get_serial_sequence('raci_text', 'id')) AS text_id, scope.id AS scope, n,
       'Equity plan ' || lpad((n * 7919 %% 1000003)::text, 7, '0') AS title,
       (ARRAY['draft', 'consultation', 'approved'])[1 + n %% 3] AS state
  FROM generate_series(%(first)s::int, %(last)s::int) n
  JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS places FROM raci_scope
         WHERE activity_code = '4.1' AND unit_id = ANY (%(units)s)) scope ON scope.place = n %% scope.places;
INSERT INTO raci_record (id, kind, scope_id, title, edits) SELECT record, 'plan', scope, title, 1 FROM planned;
INSERT INTO raci_case (id, record_id, number, title, state, back, state_since, state_note, state_by)
SELECT case_id, record, 1, title, state, '', now(), '', '' FROM planned;
INSERT INTO raci_text (id, case_id, record_id, number, content, sha256, frozen_at)
SELECT text_id, case_id, record, 1,
       json_build_object('title', title, 'begins_on', '2027-01-01', 'ends_on', '2027-12-31', 'goals', '[]'::json)::text,
       repeat('0', 64), now()
  FROM planned WHERE state <> 'draft';
INSERT INTO plans_plan (record_id, title, begins_on, ends_on, summary, opinion_sought, opinion_from, opinion_said,
                        opinion_changed, opinion_why_not)
SELECT record, title, '2027-01-01', '2027-12-31', 'What it is for.', NULL, '', '', '', '' FROM planned;
DROP TABLE planned;
"""


def add_bureaus(city: SmallCity, count: int, first: int = 0) -> list[Unit]:
    """Bureaus, numbered from the first on, with a director's post each, held, and what the matrix gives them."""
    area = city.parks.parent
    assert area is not None
    role = city.post("director-parks").role
    made = []
    with acting(by=city.technician, act="seed"):
        for number in range(first, first + count):
            code = f"bureau-{number}"
            unit = Unit.objects.create(
                code=code, name=f"Bureau {number}", kind="bureau", parent=area, path=f"{area.path}{code}/"
            )
            group = Group.objects.create(name=f"post-{code}")
            post = Post.objects.create(code=f"director-{code}", role=role, unit=unit, title="Director", group=group)
            person = Person.objects.create(name=f"Director {number}", email=f"director{number}@city.example")
            Holding.objects.create(post=post, person=person, begins_on="2026-01-01", proposed_by=city.technician)
            made.append(unit)
        grants.regrant()
    return made


def add_plans(units: list[Unit], first: int, last: int) -> None:
    """Plans number `first` to `last`, spread evenly over the units; written past the guard, so without history."""
    values: dict[str, Any] = {"first": first, "last": last, "units": [unit.pk for unit in units]}
    with connect_as_owner(connection.settings_dict["NAME"]) as owner, owner.transaction():
        owner.execute("SET LOCAL session_replication_role = replica")
        for statement in PLANS.split(";\n"):
            if "%(" in statement:
                owner.execute(statement, values)
            elif statement.strip():
                owner.execute(statement.replace("%%", "%"))
    with connect_as_owner(connection.settings_dict["NAME"]) as owner:
        owner.execute("ANALYZE")
