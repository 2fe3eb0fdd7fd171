"""Who is named for what: by whom, for what and where; told, shown, and taken back."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from raci import clock
from raci.actions import namings as acts
from raci.actions.namings import Named
from raci.actions.posts import end_holding
from raci.authority import facts_for
from raci.city.reading import read_city
from raci.keeping import may_keep
from raci.models import Holding, Naming, Notice, Unit
from raci.records import Kind, Life
from raci.refusals import Conflict, NotReady, Refused
from tests.city import PORTLAND, SmallCity, small_city

pytestmark = [pytest.mark.django_db, pytest.mark.portland]
CARE = Kind(code="care_naming_test", model=Naming, activity="4.1", life=Life.REVIEWED, label="Care")


@pytest.fixture
def city() -> SmallCity:
    return small_city()


def asked(city: SmallCity, **more) -> Named:
    values = {
        "giver": city.post("director-parks"),
        "named": city.post("equity-manager-water"),
        "activity": "4.1",
        "letter": "R",
        "unit": city.parks,
        "begins_on": clock.today(),
    }
    return Named(**{**values, **more})


def refused_field(act) -> str:
    with pytest.raises(NotReady) as refusal:
        act()
    return refusal.value.problems[0].field


# ---- what ships


def test_the_founding_names_whom_the_rules_name(city: SmallCity):
    """The Officer the Office for 2.1-2.3; the Administrator each area's Deputy for 1.4 and 4.1, and the Officer for 3.2."""
    found = {
        (one.giver.code, one.named.code, one.letter, one.activity_code, one.unit.code) for one in Naming.objects.all()
    }
    office = {one.code for one in city.post("equity-policy").role.posts.all()}
    areas = list(Unit.objects.filter(kind="service_area").values_list("code", flat=True))
    expected = {
        ("equity-officer", one, "R", activity, "portland") for one in office for activity in ("2.1", "2.2", "2.3")
    }
    expected |= {
        ("city-administrator", f"deputy-{area}", "A", activity, area) for area in areas for activity in ("1.4", "4.1")
    }
    expected |= {("city-administrator", "equity-officer", "A", "3.2", "portland")}
    assert found == expected
    assert len(areas) > 4
    assert may_keep(facts_for(city.deputy), CARE, city.parks, letter="A")
    assert not may_keep(facts_for(city.deputy), CARE, city.water, letter="A")


def test_a_folder_that_names_for_a_letter_that_is_not_held_is_refused(tmp_path):
    import shutil

    from raci.plainyaml.reading import Mistakes

    folder = tmp_path / "portland"
    shutil.copytree(PORTLAND, folder)
    path = folder / "namings.yaml"
    path.write_text(path.read_text().replace("letter: A", "letter: R", 1))
    with pytest.raises(Mistakes) as found:
        read_city(folder)
    assert "CAO does not hold R for 1.4" in str(found.value.mistakes[0])


# ---- naming


def test_the_holder_names_another_post_and_its_holders_are_told(city: SmallCity):
    water = Holding.objects.get(post__code="equity-manager-water").person
    assert not may_keep(facts_for(water), CARE, city.parks)
    made = acts.name_post(asked(city), by=city.director)
    assert may_keep(facts_for(water), CARE, city.parks)
    assert Notice.objects.filter(person=water, key=f"naming:{made.pk}:named").exists()
    row = Naming.history.filter(id=made.pk).get()
    assert (row.history_act, row.history_cell) == ("name_post", "R 4.1, matrix v1")


def test_only_who_holds_the_post_names_for_it(city: SmallCity):
    for by in (city.manager, city.administrator, city.officer, city.elsewhere, city.technician):
        with pytest.raises(Refused):
            acts.name_post(asked(city), by=by)
    with pytest.raises(Refused):  # a letter the post does not hold
        acts.name_post(asked(city, letter="A"), by=city.director)


def test_nobody_names_a_post_of_their_own_and_none_beyond_its_reach(city: SmallCity):
    assert (
        refused_field(lambda: acts.name_post(asked(city, named=city.post("director-parks")), by=city.director))
        == "named"
    )
    assert refused_field(lambda: acts.name_post(asked(city, unit=city.water), by=city.director)) == "unit"
    assert refused_field(lambda: acts.name_post(asked(city, kind="plan"), by=city.director)) == "kind"
    acts.name_post(asked(city), by=city.director)
    assert refused_field(lambda: acts.name_post(asked(city), by=city.director)) == "named"


def test_several_letters_are_named_together_or_not_at_all(city: SmallCity):
    two = [asked(city, activity="4.2"), asked(city, activity="4.1", unit=city.water)]
    before = Naming.objects.count()
    with pytest.raises(NotReady):
        acts.name_posts(two, by=city.director)
    assert Naming.objects.count() == before
    assert len(acts.name_posts([two[0], asked(city)], by=city.director)) == 2


# ---- taking back


def test_a_naming_taken_back_counts_no_more_and_only_once(city: SmallCity):
    made = acts.name_post(asked(city), by=city.director)
    water = Holding.objects.get(post__code="equity-manager-water").person
    for by in (city.manager, city.officer, city.elsewhere):
        with pytest.raises(Refused):
            acts.take_back(made, by=by)
    acts.take_back(made, by=city.director, why="Back from leave.")
    assert not may_keep(facts_for(water), CARE, city.parks)
    assert Notice.objects.filter(person=water, key=f"naming:{made.pk}:back").exists()
    with pytest.raises(Conflict):
        acts.take_back(made, by=water)


def test_where_nobody_holds_the_naming_post_who_fills_posts_takes_it_back(city: SmallCity):
    made = acts.name_post(asked(city), by=city.director)
    with pytest.raises(Refused):
        acts.take_back(made, by=city.officer)
    for holding in city.post("director-parks").holdings.all():
        end_holding(holding, by=city.officer, ends_on=clock.today(), why="Leaves.")
    with pytest.raises(Refused):  # held until the day is over
        acts.take_back(made, by=city.officer)


# ---- the pages


def test_the_page_names_a_post_for_several_letters(client: Client, city: SmallCity):
    client.force_login(city.director)
    giver = city.post("director-parks").pk
    sent = {
        "letter": [f"{giver}:4.1:R", f"{giver}:4.2:R"], "named": "equity-manager-water", "unit": "parks", "kind": "",
        "begins_on": clock.today().isoformat(),
    }  # fmt: skip
    answer = client.post(reverse("raci:naming-create"), sent, follow=True)
    assert "is named for 2 letters" in answer.content.decode()
    assert Naming.objects.filter(giver=giver).count() == 2
    shown = client.get(reverse("raci:naming-list") + "?activity=4.1&unit=parks").content.decode()
    assert "Director, Portland Parks" in shown
