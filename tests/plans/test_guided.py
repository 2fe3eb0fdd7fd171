"""Plans written question by question: the template in its versions, a plan's own copy, what is frozen of it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from plans.actions import change
from plans.content import content, differences, problems
from plans.guided import template
from plans.models import PlanSection, PlanTemplate, SectionRemark
from raci.actions import cases
from raci.authority import facts_for
from raci.queries.waiting import waiting_on
from raci.refusals import Conflict, NotReady, Refused
from tests.city import SmallCity
from tests.plans.conftest import ParksPlan, make_plan
from tests.plans.guided import asked_about, begun_from_template, section
from tests.plans.test_editing import hidden

pytestmark = [pytest.mark.django_db]


def test_a_later_version_changes_no_plan_in_writing(city: SmallCity) -> None:
    first = begun_from_template(city)
    assert [one.is_required for one in first.sections.all()] == [True, False, False, False, True, False, True]
    with pytest.raises(Refused):
        template.begin_version(by=city.director)
    draft = template.begin_version(by=city.office)
    assert template.begin_version(by=city.officer) == draft
    results = draft.sections.get(title="Results")
    said = {"title": "Results", "question": "What will be different?", "help": "", "example": "", "is_required": True}
    template.keep_section(draft, results, {**said, "order": 2}, by=city.office)
    template.remove_section(draft.sections.get(title="Contracting"), by=city.office)
    assert begun_from_template(city, title="Between").sections.count() == 7  # a draft asks nobody
    template.issue(draft, source="Resolution 12.", changes="Shorter.", by=city.office)
    with pytest.raises(Conflict):
        template.keep_section(draft, results, {**said, "order": 1}, by=city.office)
    asked = list(begun_from_template(city, title="After").sections.all())
    assert [one.title for one in asked][:2] == ["Organizational commitment", "Results"]
    assert (len(asked), asked[1].question, asked[1].template) == (6, "What will be different?", draft)
    assert section(first).question.startswith("Which conditions")
    assert template.begin_version(by=city.office).sections.count() == 6
    template.discard(PlanTemplate.objects.get(number=2), by=city.officer)
    assert PlanTemplate.objects.get() == draft


def test_only_what_is_answered_is_decided_on(city: SmallCity, parks: ParksPlan) -> None:
    assert "sections" not in content(parks.record)  # as before there was a template: the hash stays
    plan = begun_from_template(city)
    record = plan.record
    assert "sections" not in content(record)
    assert [one.field for one in problems(record) if "section" in (one.field or "")] == [
        f"section-{section(plan, title).pk}"
        for title in ("Results", "Community access and partnership", "Data, metrics and improvement")
    ]
    plan = asked_about(city)
    assert problems(plan.record) == []
    case = plan.record.cases.get()
    frozen = json.loads(case.texts.get().content)["sections"]
    assert [one["title"].split()[0] for one in frozen] == ["Results", "Community", "Data,"]
    paper = render_to_string("plans/plan_paper.html", {"content": json.loads(case.texts.get().content)})
    assert "Results: by district." in paper
    with pytest.raises(Refused):
        change(section(plan), {"words": "Else."}, by=city.director)
    old = {**json.loads(case.texts.get().content), "sections": frozen[1:]}
    changed = [(one.what, one.old, one.new) for one in differences(old, {**old, "sections": frozen})]
    assert changed == [("Section: Results", "", "Results: by district.")]


def test_the_guide_leads_from_question_to_question(client: Any, city: SmallCity) -> None:
    client.force_login(city.director)
    sent = {"unit": city.parks.pk, "title": "Guided", "begins_on": "2027-01-01", "ends_on": "2027-12-31"}
    guide = client.post(reverse("plans:plan-create"), {**sent, "from_template": "on"}).url
    page = client.get(guide).content.decode()
    assert "0 of 10 parts are answered." in page
    assert "6 things stand against asking others about it." in page
    results, second = PlanSection.objects.order_by("order")[:2]
    address = reverse("plans:section-write", args=[results.pk])
    page = client.get(address).content.decode()
    at = [
        page.index(words)
        for words in ("<h1>Results", results.question, results.help, results.example, "<textarea", "Save and go")
    ]
    assert at == sorted(at)
    client.post(reverse("raci:typing-keep", args=[f"section:{second.pk}"]), {"words": "Half a thought"})
    form = {"opened": hidden(page), "words": "Children\r\nswim.", "on": "1"}
    assert client.post(address, form).url == reverse("plans:section-write", args=[second.pk])
    assert "Half a thought" in client.get(reverse("plans:section-write", args=[second.pk])).content.decode()
    page = client.get(guide).content.decode()
    assert "1 of 10 parts is" not in page
    assert "1 of 10 parts are answered." in page
    assert "typed, not saved" in page
    client.force_login(city.manager)  # another writer had it open before
    late = client.post(address, {**form, "words": "Adults swim."})
    assert late.status_code == 409
    assert "Children\nswim." in late.content.decode()
    plan = results.plan
    shown = client.get(reverse("plans:plan-detail", args=[plan.record_id])).content.decode()
    assert "Answers to the template" in shown
    assert "Children\nswim." in shown
    assert "“Data, metrics and improvement” is not answered" in shown
    assert "Children\nswim." in client.get(reverse("plans:plan-print", args=[plan.record_id])).content.decode()


def test_a_draft_without_questions_takes_them_once(client: Any, city: SmallCity) -> None:
    record = make_plan(city).record
    client.force_login(city.manager)
    take = reverse("plans:plan-write-take", args=[record.pk])
    assert "begun without the template" in client.get(reverse("plans:plan-write", args=[record.pk])).content.decode()
    assert client.post(take).status_code == 302
    assert client.post(take).status_code == 409
    assert PlanSection.objects.filter(plan__record=record).count() == 7


def test_those_who_are_asked_remark_on_sections_and_the_writer_answers_each(client: Any, city: SmallCity) -> None:
    plan = asked_about(city)
    results, page = section(plan), reverse("plans:plan-detail", args=[plan.record_id])
    leave, case = reverse("plans:section-remark", args=[results.pk]), plan.record.cases.get()
    for person, code in ((city.director, 403), (city.elsewhere, 404), (city.administrator, 404), (city.officer, 302)):
        client.force_login(person)
        assert client.post(leave, {"words": "Say of which district."}).status_code == code, person
    row = SectionRemark.objects.get()
    assert (row.made_by, row.text, row.made_as) == (city.officer, case.texts.get(), "Equity Officer")
    answer = reverse("plans:remark-answer", args=[row.pk])
    assert client.post(answer, {"words": "Done."}).status_code == 403  # not by whom it was made
    client.force_login(city.director)
    assert "Say of which district." in client.get(page).content.decode()
    assert "Answer this remark" in client.get(page).content.decode()
    assert [one.url for one in waiting_on(facts_for(city.director)) if one.kind == "remark"] == [answer]
    assert client.get(leave).status_code == 403
    with pytest.raises(NotReady, match="A remark on “Results” is not answered"):
        cases.submit(case, by=city.director)
    cases.revise(case, by=city.director)
    guide = client.get(reverse("plans:plan-write", args=[plan.record_id])).content.decode()
    assert "a remark waits for an answer" in guide
    assert "Say of which district." in client.get(reverse("plans:section-write", args=[results.pk])).content.decode()
    change(results, {"words": "Children east of 82nd Avenue."}, by=city.director)
    assert client.post(answer, {"words": "The district is named."}).status_code == 302
    assert client.post(answer, {"words": "Again."}).status_code == 409
    assert problems(plan.record) == []
    assert all(one.kind != "remark" for one in waiting_on(facts_for(city.director)))
    cases.open_consultation(case, by=city.director)
    client.force_login(city.officer)
    seen = client.get(page).content.decode()
    assert "Done about it" in seen
    assert "The district is named." in seen
