"""What a decision about an initiative is about: what is to change for whom, who leads, and on whose instruction; not updates."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from plans.models import Initiative, InitiativeTie
from raci.models import Record, Service
from raci.records import Content, Difference
from raci.refusals import Problem


def content(record: Record) -> Content:
    """The initiative as plain values (3 queries); days as ISO text."""
    related = ("lead", "directive", "objective", "service", "indicator")
    row = (
        Initiative.objects.select_related(*related)
        .prefetch_related("indicator__versions", "service__wordings")
        .get(record=record)
    )
    return {
        "title": row.title,
        "purpose": row.purpose,
        "disparity": row.disparity,
        "lead": row.lead.title,
        "lead_post": row.lead.code,
        "directive": {"id": row.directive.pk, "title": row.directive.title} if row.directive else {},
        "objective": row.objective.text if row.objective else "",
        "service": named(row.service) if row.service else "",
        "indicator": {"id": row.indicator.pk, "title": row.indicator.title} if row.indicator else {},
        "partners": row.partners,
        "begins_on": row.begins_on.isoformat() if row.begins_on else "",
        "ends_on": row.ends_on.isoformat() if row.ends_on else "",
        "high_impact": row.high_impact,
        "why_high_impact": row.why_high_impact,
        **_ties(row),
    }


def named(service: Service) -> str:
    """A service in the words of its first source."""
    wordings = list(service.wordings.all())
    return f"{service.code} {wordings[0].text}" if wordings else service.code


def _ties(row: Initiative) -> Content:
    related = ("post", "theme", "group__dimension", "action__outcome__goal__plan")
    ties = list(InitiativeTie.objects.filter(initiative=row).select_related(*related))
    return {
        "co_leads": sorted(one.post.title for one in ties if one.post),
        "themes": [one.theme.name for one in sorted(ties, key=_theme_order) if one.theme],
        "groups": sorted(f"{one.group.dimension.name}: {one.group.name}" for one in ties if one.group),
        "actions": [
            {"id": one.action.pk, "title": one.action.title, "plan": one.action.outcome.goal.plan.title}
            for one in ties
            if one.action
        ],
    }


def _theme_order(tie: InitiativeTie) -> int:
    return tie.theme.order if tie.theme else 0


def problems(record: Record) -> list[Problem]:
    """What it still lacks before others are asked about it."""
    return problems_of(content(record), record.pk)


def problems_of(one: Content, record: int) -> list[Problem]:
    """What this content still lacks, each with the address of the form that mends it."""
    edit, ties = reverse("plans:initiative-edit", args=[record]), reverse("plans:initiative-ties", args=[record])
    found = []
    if not one["purpose"].strip():
        found.append(Problem(_("It does not say what is to change."), "purpose", f"{edit}#id_purpose"))
    if not one["disparity"].strip():
        text = _("It does not say which disparity it addresses, and for whom.")
        found.append(Problem(text, "disparity", f"{edit}#id_disparity"))
    if not (one["directive"] or one["objective"] or one["service"]):
        text = _("It names no directive, objective or service that it carries out.")
        found.append(Problem(text, "objective", f"{edit}#id_objective"))
    if not one["themes"]:
        found.append(Problem(_("It names no theme."), "themes", f"{ties}#id_themes"))
    if not one["begins_on"]:
        found.append(Problem(_("It does not say when it begins."), "begins_on", f"{edit}#id_begins_on"))
    return found


# ---- differences in words


def differences(old: Content, new: Content) -> list[Difference]:
    """What changed from one text to another, in the order a reader meets it."""
    before, after = _values(old), _values(new)
    return [Difference(label, before[label], value) for label, value in after.items() if before[label] != value]


def _values(one: Content) -> dict[str, str]:
    return {
        _("title"): one["title"],
        _("what is to change"): one["purpose"],
        _("the disparity it addresses"): one["disparity"],
        _("indicator"): one["indicator"].get("title", ""),
        _("groups"): "; ".join(one["groups"]),
        _("lead"): one["lead"],
        _("leads with it"): "; ".join(one["co_leads"]),
        _("partners"): one["partners"],
        _("directive"): one["directive"].get("title", ""),
        _("objective"): one["objective"],
        _("service"): one["service"],
        _("themes"): "; ".join(one["themes"]),
        _("first day"): _day(one["begins_on"]),
        _("last day"): _day(one["ends_on"]) or _("ongoing"),
        _("high impact"): one["why_high_impact"] if one["high_impact"] else _("no"),
        _("actions of plans"): "; ".join(f"{each['title']} ({each['plan']})" for each in one["actions"]),
    }


def _day(value: str) -> str:
    day = parse_date(value) if value else None
    return date_format(day) if day else ""


def facts(one: Content) -> list[str]:
    """Lines for the decider's checks."""
    return list(_facts(one))


def _facts(one: Content) -> Iterator[str]:
    yield _("Lead: %(lead)s") % {"lead": "; ".join([one["lead"], *one["co_leads"]])}
    if one["high_impact"]:
        yield _("High impact: %(why)s") % {"why": one["why_high_impact"]}
    if not one["indicator"]:
        yield _("No indicator will show whether it helps")
    if not one["groups"]:
        yield _("No group is named that it is for")
