"""What the matrix grants, written for guardian: one set-based pass gives every post's group its letters on every scope.

`authority.way` says the same rule in Python for one record; a test proves that the two agree on every (post, scope, letter).
Grants are marked with their version and only ever added: which version is in force, and who holds a post, is joined from
dated rows when they are read.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, QuerySet

from raci.authority import FURTHEST, SEES_FROM, Facts
from raci.history.bulk import with_history
from raci.models import Case, Grant, Matrix, Scope, Submission, Unit

PERMISSION = {"R": "responsible", "A": "accountable", "C": "consulted", "I": "informed"}

_SCOPES = """
INSERT INTO raci_scope (activity_code, unit_id)
SELECT DISTINCT a.code, u.id FROM raci_activity a CROSS JOIN raci_unit u
ON CONFLICT DO NOTHING
"""

_GRANTS = """
WITH letter(letter, permission_id) AS (
    SELECT l.letter, p.id
      FROM (VALUES ('R', 'responsible'), ('A', 'accountable'), ('C', 'consulted'), ('I', 'informed')) l(letter, codename)
      JOIN auth_permission p ON p.codename = l.codename AND p.content_type_id = %s
), given AS (
    SELECT letter.permission_id, post.group_id, scope.id AS scope_id, CASE
        WHEN role.reach = 'citywide' THEN 'line'
        WHEN role.reach = 'subtree' AND starts_with(place.path, home.path) THEN 'line'
        WHEN role.reach = 'unit' AND place.id = home.id THEN 'line'
        WHEN place.kind = 'city' AND role.reach IN ('subtree', 'unit') AND letter.letter = 'R'
             AND activity.code = ANY (role.responsible_for_city) THEN 'line'
        WHEN place.kind = 'city' AND role.reach IN ('subtree', 'unit') AND letter.letter IN ('C', 'I') THEN 'invited'
        WHEN role.reads = 'citywide' OR role.reads = 'unit' AND place.id = home.id
             OR role.reads = 'subtree' AND starts_with(place.path, home.path) THEN 'read'
        END AS way
      FROM raci_activity activity
      JOIN raci_assignment cell ON cell.activity_id = activity.id
      JOIN letter ON position(letter.letter IN cell.codes) > 0
      JOIN raci_role role ON role.id = cell.role_id
      JOIN raci_post post ON post.role_id = role.id
      JOIN raci_unit home ON home.id = post.unit_id
      JOIN raci_scope scope ON scope.activity_code = activity.code
      JOIN raci_unit place ON place.id = scope.unit_id
     WHERE activity.matrix_id = %s
)
INSERT INTO raci_grant (permission_id, group_id, content_object_id, matrix_id, way)
SELECT permission_id, group_id, scope_id, %s, way FROM given WHERE way IS NOT NULL
ON CONFLICT DO NOTHING
"""


def ensure_scopes() -> int:
    """A scope for each activity of any version in each unit; returns how many were new. Inside `acting`."""
    return _insert(Scope, _SCOPES, ())


def publish(matrix: Matrix) -> int:
    """Grant what this version says, for all posts and scopes there are now; returns how many grants were new.

    Run when a version is published and again when posts or units are added. Inside `acting`.
    """
    scope_type = ContentType.objects.get_for_model(Scope)
    return _insert(Grant, _GRANTS, (scope_type.pk, matrix.pk, matrix.pk))


def regrant() -> None:
    """After a post or a unit was added: what the published versions give it. Inside `acting`."""
    ensure_scopes()
    for matrix in Matrix.objects.filter(effective_on__isnull=False):
        publish(matrix)


def _insert(model: type[Scope] | type[Grant], sql: str, parameters: Sequence[int]) -> int:
    return with_history(model, sql, parameters, "+")


def granted(facts: Facts, letter: str, ways: tuple[str, ...]) -> QuerySet[Grant]:
    """Grants of this letter that count for the person today, through own posts and delegations."""
    if facts.matrix is None:
        return Grant.objects.none()
    return _theirs(facts, letter).filter(permission__codename=PERMISSION[letter], way__in=ways)


def _theirs(facts: Facts, letters: str) -> QuerySet[Grant]:
    """What their own posts are granted, and what was delegated to them of these letters, by the matrix in force."""
    mine = Q(group__in=[capacity.group for capacity in facts.posts])
    for capacity in facts.capacities:
        if capacity.only and capacity.only[1] in letters:
            activity, letter = capacity.only
            scope = Q(content_object__activity_code=activity, permission__codename=PERMISSION[letter])
            mine |= Q(group=capacity.group) & scope & ~Q(way="read")
    return Grant.objects.filter(mine, matrix=facts.matrix.pk if facts.matrix else None)


Activities = str | tuple[str, ...]  # one, several, or "" for all


def scopes_read(facts: Facts, activity: Activities = "") -> dict[str, list[int]]:
    """By letter the scopes in which the person reads (1 query a request), of one activity, of several or of all.

    Numbers, not a subquery: PostgreSQL then knows how many there are, and goes through the records of a few scopes or down
    an index of all records, whichever is shorter.
    """
    name = " ".join(_codes(activity))
    if name not in facts.known:
        grants = _theirs(facts, "RACI").filter(way__in=("line", "invited", "read"))
        if activity:
            grants = grants.filter(content_object__activity_code__in=_codes(activity))
        found: dict[str, list[int]] = {letter: [] for letter in SEES_FROM}
        letter_of = {codename: letter for letter, codename in PERMISSION.items()}
        for codename, scope in grants.values_list("permission__codename", "content_object").distinct():
            found[letter_of[codename]].append(scope)
        facts.known[name] = found
    reads: dict[str, list[int]] = facts.known[name]
    return reads


def _codes(activity: Activities) -> tuple[str, ...]:
    return (activity,) if isinstance(activity, str) else activity


def visible(facts: Facts, activity: Activities = "") -> QuerySet[Case]:
    """The cases this person may read, filtered in SQL by the grants of their posts; of one activity, of several or of all."""
    cases = Case.objects.select_related("record__scope__unit")
    if activity and (facts.has("reads_all") or facts.has("reads_published")):
        cases = cases.filter(record__scope__activity_code__in=_codes(activity))
    return cases.filter(seen(facts, activity))


def seen(facts: Facts, activity: Activities = "") -> Q:
    """What makes a case theirs to read."""
    if facts.has("reads_all"):
        return Q()
    # what they hold nowhere is left out: each list of scopes is gone through for each record
    reads = {letter: scopes for letter, scopes in scopes_read(facts, activity).items() if scopes}
    theirs = Q(pk__in=[])
    for letter in reads:
        theirs |= Q(record__scope__among=reads[letter]) & _furthest(SEES_FROM[letter])
    if facts.has("reads_published"):
        return theirs | _furthest(3)
    if len(reads) > 1:
        theirs &= Q(record__scope__among=sorted({scope for scopes in reads.values() for scope in scopes}))
    return theirs


def with_letter(facts: Facts, letter: str) -> QuerySet[Case]:
    """Cases in whose line the person holds this letter today."""
    ways = ("line", "invited") if letter == "C" else ("line",)
    grants = granted(facts, letter, ways).filter(content_object=OuterRef("record__scope"))
    return Case.objects.select_related("record__scope__unit").filter(Exists(grants))


def units_with(facts: Facts, letter: str, activity: str) -> QuerySet[Unit]:
    """Units for whose records of this activity the person holds the letter."""
    grants = granted(facts, letter, ("line",)).filter(content_object__activity_code=activity)
    return Unit.objects.filter(pk__in=grants.values("content_object__unit"))


def _furthest(least: int) -> Q:
    if least == 0:
        return Q()
    there = [one for one, stage in FURTHEST.items() if stage >= least]
    reached = Q(state__in=sorted({state for state, _back in there if state != Case.State.DRAFT}))
    for state, back in there:
        if state == Case.State.DRAFT:
            reached |= Q(state=state, back=back)
    if least == 2:  # once handed in it stays so, though it may have gone back to draft and consultation since
        reached |= Q(Exists(Submission.objects.filter(case=OuterRef("pk"))))
    return reached
