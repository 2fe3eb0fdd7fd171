"""The walk through what is read: by guessed numbers, in lists and exports, as each distinct standing; 404 to strangers."""

from __future__ import annotations

import csv
from time import perf_counter

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse

from raci.actions.evidence import attach_evidence
from raci.models import Attachment, Decision
from tests.walk.expected import table
from tests.walk.places import FROZEN, LIVE, Place
from tests.walk.stage import (
    HISTORIES,
    PLANS,
    VISITORS,
    Walk,
    body,
    decides,
    in_role,
    report,
    sees,
    sees_text,
    visitors,
)

pytestmark = pytest.mark.portland


def reads_live(place: Place, persona: str) -> bool:
    """Whether drafts may be shown to them: R in any way, and auditors."""
    rules = table()
    return rules.seen(persona, PLANS, place.unit, "draft_new")


def readings(place: Place) -> dict[str, str]:
    """Every page about a place that a guessed number leads to; each shows only what its reader may know."""
    pk = place.plan.record_id
    return {
        "plan": reverse("plans:plan-detail", args=[pk]),
        "print": reverse("plans:plan-print", args=[pk]),
        "consultation": reverse("raci:case-consultation", args=[pk]),
        "versions": reverse("raci:case-versions", args=[pk]),
        "timeline": reverse("raci:case-timeline", args=[pk]),
        "timeline as CSV": reverse("raci:case-timeline", args=[pk]) + "?format=csv",
        "evidence": reverse("raci:evidence", args=[pk]),
    }


def read(walk: Walk, place: Place, persona: str) -> None:
    """Each page about a place, as one person."""
    gone = persona == "anonymous" or table().is_disabled(persona)
    wanted = 302 if gone else 200 if sees(place, persona) else 404
    before = HISTORIES.drawn()
    for name, url in readings(place).items():
        walk.denials.clear()
        response = walk.clients[persona].get(url)
        line = f"{persona} reads {name} of “{place.name}” ({place.state}, {place.unit})"
        walk.check("answers", f"{line}: {response.status_code}, not {wanted}", response.status_code == wanted)
        walk.check("lines in the log", f"{line}: {walk.denials}", len(walk.denials) == (response.status_code == 404))
        text = body(response)
        hidden = place.has_live and not (wanted == 200 and reads_live(place, persona))
        walk.check("live drafts kept in", f"{line}: shows the live draft", not hidden or LIVE not in text)
        told = wanted == 200 or (place.plan.title not in text and FROZEN not in text)
        walk.check("nothing told", f"{line}: {response.status_code} tells of it", told)
    walk.check("nothing changed", f"{persona} reading “{place.name}”", HISTORIES.drawn() == before)


def test_reading_by_guessed_numbers(walk: Walk):
    began = perf_counter()
    for place in walk.to_read:
        for persona in visitors(place):
            read(walk, place, persona)
    report(walk, began)


def test_frozen_texts_and_receipts_by_guessed_numbers(walk: Walk):
    began = perf_counter()
    for place in walk.to_read:
        record = place.record
        for persona in visitors(place):
            gone = persona == "anonymous" or table().is_disabled(persona)
            urls: dict[str, bool] = {}
            for text in record.texts.all():
                may = not gone and sees_text(place, persona, text)
                urls[reverse("raci:case-text", args=[record.pk, text.number])] = may
                urls[reverse("raci:case-text-json", args=[record.pk, text.number])] = may
                for decision in Decision.objects.filter(submission__text=text):
                    urls[reverse("raci:receipt", args=[decision.pk])] = may
            urls[reverse("raci:case-text-json", args=[record.pk, 99])] = False
            for url, may in urls.items():
                response = walk.clients[persona].get(url)
                wanted = 302 if gone else 200 if may else 404
                line = f"{persona} reads {url} of “{place.name}” ({place.state}): {response.status_code}, not {wanted}"
                walk.check("answers", line, response.status_code == wanted)
    report(walk, began)


def read_lists(walk: Walk, persona: str) -> None:
    """The list of plans and its CSV show exactly what may be seen."""
    pages = [walk.clients[persona].get(reverse("plans:plan-list"), {"page": page}) for page in (1, 2)]
    shown = "".join(body(page) for page in pages)
    exported = body(walk.clients[persona].get(reverse("raci:list-export", args=["plans", "csv"])))
    titles = {row[0] for row in csv.reader(exported.removeprefix("\ufeff").splitlines())}
    for place in walk.places:
        seen = sees(place, persona)
        line = f"{persona}'s list and “{place.name}” ({place.state}, {place.unit})"
        url = reverse("plans:plan-detail", args=[place.plan.record_id])
        walk.check("lists", f"{line}: {not seen}", (f'href="{url}"' in shown) == seen)
        walk.check("CSV lists", f"{line} as CSV: {not seen}", (f"Plan {place.name}" in titles) == seen)


def test_lists_show_exactly_what_may_be_seen(walk: Walk):
    began = perf_counter()
    for persona in VISITORS:
        if not table().is_disabled(persona):
            read_lists(walk, persona)
    report(walk, began)


def read_shut_rooms(walk: Walk, persona: str) -> None:
    """The queue is for those who decide or keep accounts, the history for those who audit."""
    gone = persona == "anonymous" or table().is_disabled(persona)
    audits, decides_or_keeps = False, False
    if not gone:
        audits, decides_or_keeps = in_role(persona, "AUD", "AUDX"), decides(persona) or in_role(persona, "ADMIN")
    rooms = {
        reverse("admin:index"): (decides_or_keeps, 403),
        reverse("admin:raci_submission_changelist"): (not gone and decides(persona), 403),
        reverse("raci:history"): (audits, 404),
    }
    for url, (may, otherwise) in rooms.items():
        wanted = 302 if gone else 200 if may else otherwise
        response = walk.clients[persona].get(url)
        line = f"{persona} reads {url}: {response.status_code}, not {wanted}"
        walk.check("rooms", line, response.status_code == wanted)


def test_rooms_that_are_shut_to_most(walk: Walk):
    began = perf_counter()
    for persona in ["anonymous", *VISITORS]:
        read_shut_rooms(walk, persona)
    report(walk, began)


def test_evidence_files_by_guessed_numbers(walk: Walk):
    """A file is read by those who may see the version it came with; one of an open draft by those who read drafts."""
    began = perf_counter()
    with transaction.atomic():
        for name in ("new", "returned", "next"):
            place = walk.place(name)
            upload = SimpleUploadedFile(f"{name}.txt", f"Evidence of {name}.".encode())
            attach_evidence(place.case, upload, "Minutes", by=walk.people["director"])
        for attachment in Attachment.objects.all():
            place = next(one for one in walk.places if one.plan.record_id == attachment.record_id)
            for persona in ["anonymous", *VISITORS]:
                gone = persona == "anonymous" or table().is_disabled(persona)
                wanted = 302 if gone else 200 if table().seen(persona, PLANS, place.unit, place.state) else 404
                response = walk.clients[persona].get(reverse("raci:evidence-file", args=[attachment.pk]))
                line = f"{persona} fetches the file of “{place.name}”: {response.status_code}, not {wanted}"
                walk.check("answers", line, response.status_code == wanted)
                removal = walk.clients[persona].post(reverse("raci:evidence-remove", args=[attachment.pk]), {"why": ""})
                walk.check("nothing taken off", line, removal.status_code in (403, 404, 422))
        transaction.set_rollback(True)
    report(walk, began)


def test_prints_are_made_for_those_who_see_and_read_by_whoever_asked(walk: Walk):
    from raci.models import Job

    began = perf_counter()
    place = walk.place("submitted")
    for persona in VISITORS:
        if table().is_disabled(persona):
            continue
        with transaction.atomic():
            response = walk.clients[persona].post(reverse("reports:print-request", args=["plan", place.plan.record_id]))
            seen = sees(place, persona)
            walk.check(
                "answers",
                f"{persona} asks for a print: {response.status_code}",
                response.status_code == (302 if seen else 404),
            )
            job = Job.objects.order_by("-pk").first() if seen else None
            for other in ("administrator", "nobody", "auditor"):
                if job and other != persona:
                    stranger = walk.clients[other].get(reverse("raci:job-detail", args=[job.pk]))
                    walk.check("prints of others", f"{other} reads the print of {persona}", stranger.status_code == 404)
            transaction.set_rollback(True)
    report(walk, began)
