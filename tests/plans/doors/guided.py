"""Plans written question by question, and the template."""

from __future__ import annotations

from typing import Any

from plans.actions import change
from plans.guided import template
from plans.guided.remarks import remark
from tests.city import SmallCity
from tests.plans.conftest import make_plan
from tests.plans.guided import asked_about, begun_from_template, section


def furnish(city: SmallCity) -> dict[str, dict[str, Any]]:
    """A draft with one answer, one begun without the template, and a version of the template in the making."""
    plan = begun_from_template(city)
    change(section(plan), {"words": "Children of every district swim."}, by=city.manager)
    first = template.begin_version(by=city.office)
    template.issue(first, source="Resolution 12.", changes="Shorter.", by=city.office)
    draft = template.begin_version(by=city.office)
    asked = asked_about(city)
    said = remark(section(asked), "Say of which district.", by=city.officer)
    return {
        "guided": {"pk": plan.record_id},
        "guided-section": {"pk": section(plan).pk},
        "guided-asked": {"pk": asked.record_id},
        "guided-asked-section": {"pk": section(asked).pk},
        "section-remark": {"pk": said.pk},
        "unguided": {"pk": make_plan(city, title="Begun without the template").record.pk},
        "template": {"pk": first.pk},
        "template-draft": {"pk": draft.pk},
        "template-section": {"pk": draft.sections.earliest("order").pk},
    }


ONE_THING = [
    "plans:plan-write",
    "plans:plan-write-take",
    "plans:section-write",
    "plans:section-remark",
    "plans:remark-answer",
    "plans:template-detail",
    "plans:template-begin",
    "plans:template-version",
    "plans:template-issue",
    "plans:template-discard",
    "plans:template-section-create",
    "plans:template-section-edit",
    "plans:template-section-remove",
]
NO_PAGE = [
    ("plans:plan-write-take", "a button of the guide"),
    ("plans:template-begin", "a button of the template's page"),
    ("plans:template-discard", "a button of a version's page"),
    ("plans:template-section-remove", "a button of a version's page"),
]
LOOKS: list[dict[str, Any]] = [
    {"name": "plans:plan-write", "args": "guided", "who": "manager"},
    {"name": "plans:plan-write", "args": "unguided", "who": "manager"},
    {"name": "plans:section-write", "args": "guided-section", "who": "manager"},
    {"name": "plans:plan-detail", "args": "guided", "who": "manager"},
    {"name": "plans:plan-detail", "args": "guided-asked", "who": "officer"},
    {"name": "plans:plan-detail", "args": "guided-asked", "who": "manager"},
    {"name": "plans:section-remark", "args": "guided-asked-section", "who": "officer"},
    {
        "name": "plans:section-remark",
        "args": "guided-asked-section",
        "who": "officer",
        "press": "Leave the remark",
        "status": 422,
    },
    {"name": "plans:remark-answer", "args": "section-remark", "who": "manager"},
    {"name": "plans:template-detail", "who": "office"},
    {"name": "plans:template-version", "args": "template", "who": "manager"},
    {"name": "plans:template-version", "args": "template-draft", "who": "office"},
    {"name": "plans:template-issue", "args": "template-draft", "who": "office"},
    {
        "name": "plans:template-section-create",
        "args": "template-draft",
        "who": "office",
        "press": "Save",
        "status": 422,
    },
    {"name": "plans:template-section-edit", "args": "template-section", "who": "office"},
]
