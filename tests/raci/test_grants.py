"""Guardian's grants and `authority.may` are one rule said twice, in SQL and in Python: they agree everywhere."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from guardian.models import GroupObjectPermission, UserObjectPermission
from guardian.shortcuts import get_group_perms

from raci import grants
from raci.authority import Capacity, Subject, matrix_in_force, way
from raci.models import Grant, Matrix, Post, Scope, Unit
from tests.city import small_city

pytestmark = [pytest.mark.django_db, pytest.mark.portland]


def capacity(post: Post) -> Capacity:
    role = post.role
    return Capacity(
        post=post.pk, title=post.title, role=role.code, role_name=role.name, group=post.group_id,
        unit_path=post.unit.path, unit_is_city=post.unit.kind == Unit.Kind.CITY, reach=role.reach, reads=role.reads,
        responsible_for_city=tuple(role.responsible_for_city), flags=frozenset(),
    )  # fmt: skip


def drift() -> tuple[int, list[str]]:
    """How many (post, scope, letter) were compared, and where the two disagree."""
    matrix = matrix_in_force()
    given = {
        (grant.group_id, grant.content_object_id, grant.permission.codename): grant.way
        for grant in Grant.objects.filter(matrix=matrix.pk).select_related("permission")
    }
    compared, wrong = 0, []
    scopes = list(Scope.objects.select_related("unit"))
    for post in Post.objects.select_related("role", "unit"):
        stands = capacity(post)
        for scope in scopes:
            subject = Subject.of_scope(scope.activity_code, scope.unit)
            codes = matrix.codes(scope.activity_code, stands.role)
            for letter, codename in grants.PERMISSION.items():
                compared += 1
                expected = way(stands, letter, subject) if letter in codes else ""
                if given.pop((post.group_id, scope.pk, codename), "") != expected:
                    wrong.append(f"{post.code} {letter} {scope}: {expected or 'nothing'}")
    return compared, wrong + [str(left) for left in given]


def test_grants_and_authority_agree_on_every_post_scope_and_letter():
    small_city()
    compared, wrong = drift()
    print(f"{compared} combinations of post, scope and letter compared, {len(wrong)} disagree")
    assert compared > 100_000
    assert wrong == []


def test_drift_is_seen_when_a_grant_is_missing_or_one_too_many():
    city = small_city()
    from raci.city.loading import loader
    from raci.history import acting

    grant = Grant.objects.filter(way="line").first()
    with acting(by=loader(), act="test"):
        grant.delete()
    assert len(drift()[1]) == 1
    stray = Grant(
        group=city.post("mayor").group, permission=grant.permission, content_object=grant.content_object,
        matrix=Matrix.objects.get(), way="line",
    )  # fmt: skip
    with acting(by=loader(), act="test"):
        stray.save()
    assert len(drift()[1]) == 2


def test_publishing_again_adds_nothing():
    small_city()
    from raci.city.loading import loader
    from raci.history import acting

    before = Grant.objects.count()
    with acting(by=loader(), act="test"):
        assert grants.ensure_scopes() == 0
        assert grants.publish(Matrix.objects.get()) == 0
    assert Grant.objects.count() == before


def test_guardian_reads_the_grants_of_a_post():
    city = small_city()
    scope = Scope.objects.get(activity_code="4.1", unit=city.parks)
    assert set(get_group_perms(city.post("director-parks").group, scope)) == {"responsible"}
    assert set(get_group_perms(city.post("city-administrator").group, scope)) == {"accountable"}
    assert set(get_group_perms(city.post("director-water").group, scope)) == set()


def test_nobody_is_granted_anything_in_person_or_generically():
    city = small_city()
    scope = Scope.objects.get(activity_code="4.1", unit=city.parks)
    from django.db import DatabaseError, transaction

    permission = Grant.objects.first().permission
    for row in (
        UserObjectPermission(user=city.director, permission=permission, content_object=scope, object_pk=str(scope.pk)),
        GroupObjectPermission(
            group=Group.objects.first(), permission=permission, content_object=scope, object_pk=str(scope.pk)
        ),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            row.save()
