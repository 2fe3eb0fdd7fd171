"""Attaching evidence and taking it off: who may, what is recorded, and that nothing half-done remains."""

from __future__ import annotations

import logging
import os
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from raci.actions.evidence import attach_evidence, remove_evidence, sweep_orphans
from raci.evidence import scanner, storage
from raci.models import Attachment, Author, Blob
from raci.refusals import Conflict, NotReady, Refused

from .evidence_city import EvidenceCity, approve, make_city
from .test_evidence_inspection import HOSTILE, office, pdf, picture, with_location

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def root(tmp_path, settings):
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    return settings.EVIDENCE_ROOT


@pytest.fixture
def city() -> EvidenceCity:
    return make_city()


def upload(name="heard.txt", content=b"what was heard") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def files(root) -> list[str]:
    return sorted(path.name for path in root.rglob("*") if path.is_file())


def test_attaching_keeps_the_bytes_the_author_and_the_history(city, root):
    attached = attach_evidence(city.case, upload(), "  Survey  ", by=city.director)
    assert files(root) == [attached.blob.sha256]
    assert (attached.caption, attached.file_name, attached.blob.size) == ("Survey", "heard.txt", 14)
    entry = attached.history.get()
    assert (entry.history_act, entry.history_actor_id, entry.history_record) == (
        "attach",
        city.director.pk,
        city.case.record_id,
    )
    assert entry.history_cell == "R 4.1, matrix v1"
    assert Author.objects.filter(case=city.case, person=city.director).exists()


def test_attaching_raises_the_count_of_edits(city):
    before = city.case.record.edits
    attach_evidence(city.case, upload(), by=city.director)
    city.case.record.refresh_from_db()
    assert city.case.record.edits == before + 1


@pytest.mark.parametrize(("who", "visible"), [("manager", False), ("stranger", False)])
def test_attaching_is_refused_to_others_before_a_byte_is_read(city, root, who, visible):
    with pytest.raises(Refused) as refusal:
        attach_evidence(city.case, upload(), by=getattr(city, who))
    assert refusal.value.visible is visible
    assert not root.exists()
    assert not Attachment.objects.exists()


def test_attaching_is_refused_once_the_text_left_draft(city, root):
    approve(city.case, by=city.director)
    with pytest.raises(Refused):
        attach_evidence(city.case, upload(), by=city.director)
    assert not root.exists()


# One of each kind of check; the whole list meets the checks themselves in test_evidence_inspection.
@pytest.mark.parametrize(
    "title",
    [
        "zip bomb",
        "macros renamed",
        "truncated",
        "PDF with a script",
        "HTML named png",
        "pixel bomb",
        "empty",
        "too large",
    ],
)
def test_hostile_upload_leaves_no_row_and_no_file(city, root, title):
    name, content, _says = HOSTILE[title]
    with pytest.raises(NotReady) as refusal:
        attach_evidence(city.case, upload(name, content()), by=city.director)
    assert refusal.value.problems[0].field == "file"
    assert name in str(refusal.value)
    assert files(root) == []
    assert not Blob.objects.exists()


def test_virus_signature_is_refused(city, root):
    with pytest.raises(NotReady, match="virus"):
        attach_evidence(city.case, upload(content=scanner.EICAR), by=city.director)
    assert files(root) == []


def test_scanner_that_is_down_refuses_and_leaves_nothing(city, root, settings):
    settings.CLAMD_ADDRESS = "127.0.0.1:1"
    with pytest.raises(NotReady, match="cannot be checked"):
        attach_evidence(city.case, upload(), by=city.director)
    assert files(root) == []


def test_photo_is_stored_without_its_location(city, root):
    attached = attach_evidence(city.case, upload("photo.jpg", with_location("JPEG")), by=city.director)
    with storage.open_verified(root, attached.blob.sha256) as file:
        assert b"CAMERA-MAKER" not in file.read()
    assert files(root) == [attached.blob.sha256]


def test_same_file_twice_on_a_record_is_said_and_again_after_removal_is_fine(city):
    first = attach_evidence(city.case, upload(), by=city.director)
    with pytest.raises(NotReady, match=r"already attached, as “heard\.txt”"):
        attach_evidence(city.case, upload("other name.txt"), by=city.director)
    remove_evidence(first, by=city.director, why="wrong name")
    second = attach_evidence(city.case, upload("other name.txt"), by=city.director)
    assert second.blob_id == first.blob_id


def test_removing_keeps_the_row_the_bytes_and_the_reason(city, root):
    attached = attach_evidence(city.case, upload(), by=city.director)
    with pytest.raises(NotReady):
        remove_evidence(attached, by=city.director, why="  ")
    remove_evidence(attached, by=city.director, why="names a child")
    assert attached.removed_at
    assert files(root) == [attached.blob.sha256]
    entry = attached.history.first()
    assert (entry.history_act, entry.history_why) == ("remove_evidence", "names a child")
    with pytest.raises(Conflict):
        remove_evidence(attached, by=city.director, why="again")


def test_removing_is_refused_to_others_and_after_approval(city):
    attached = attach_evidence(city.case, upload(), by=city.director)
    with pytest.raises(Refused):
        remove_evidence(attached, by=city.stranger, why="because")
    approve(city.case, by=city.director)
    with pytest.raises(Refused):
        remove_evidence(attached, by=city.director, why="because")


def test_sweep_takes_orphans_older_than_a_day_and_nothing_else(city, root):
    attached = attach_evidence(city.case, upload(), by=city.director)
    orphan, young, left = (storage.receive(root, [part], limit=10) for part in (b"orphan", b"young", b"left"))
    storage.keep(root, orphan)
    storage.keep(root, young)
    old = time.time() - 25 * 3600
    for path in (storage.place_of(root, orphan.sha256), storage.place_of(root, attached.blob.sha256), left.path):
        os.utime(path, (old, old))
    assert sweep_orphans() == 2
    assert files(root) == sorted([attached.blob.sha256, young.sha256])


# ---- pages


def at(name: str, pk: int) -> str:
    return reverse(f"raci:{name}", kwargs={"pk": pk})


def test_evidence_attaches_shows_and_serves(city, client):
    client.force_login(city.director)
    page = client.post(
        at("evidence", city.case.record_id), {"file": upload("señor.txt"), "caption": "Heard"}, follow=True
    )
    assert page.status_code == 200
    assert "señor.txt" in page.content.decode()
    attached = Attachment.objects.get()
    got = client.get(at("evidence-file", attached.pk))
    assert b"".join(got.streaming_content) == b"what was heard"
    assert got["Content-Disposition"] == "attachment; filename*=utf-8''se%C3%B1or.txt"
    assert got["X-Content-Type-Options"] == "nosniff"
    assert got["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert got["Cache-Control"] == "no-store"
    assert got["Content-Type"] == "text/plain; charset=utf-8"


def test_evidence_refusal_says_why_and_keeps_the_caption(city, client):
    client.force_login(city.director)
    got = client.post(
        at("evidence", city.case.record_id), {"file": upload("bad.pdf", b"<html>"), "caption": "Kept words"}
    )
    assert got.status_code == 422
    assert "not a pdf file inside" in got.content.decode()
    assert 'value="Kept words"' in got.content.decode()
    got = client.post(at("evidence", city.case.record_id), {"caption": "Kept words"})
    assert got.status_code == 422
    assert "Choose a file" in got.content.decode()


def test_evidence_larger_than_the_limit_is_a_sentence(city, client, settings, root):
    settings.FILE_UPLOAD_HANDLERS = [
        "raci.uploads.SizeLimit",
        "django.core.files.uploadhandler.TemporaryFileUploadHandler",
    ]
    client.force_login(city.director)
    got = client.post(at("evidence", city.case.record_id), {"file": upload("big.txt", b"a" * (40 * 1024 * 1024))})
    assert got.status_code == 422
    assert "larger than 25 MB" in got.content.decode()
    assert files(root) == []
    small = client.post(at("evidence", city.case.record_id), {"file": upload("plan.docx", office())})
    assert small.status_code == 302


def test_evidence_follows_its_record(city, client):
    attached = attach_evidence(city.case, upload(), by=city.director)
    for person, expected in ((city.stranger, 404), (city.manager, 404), (city.informed, 404)):
        client.force_login(person)
        for address in (
            at("evidence", city.case.record_id),
            at("evidence-file", attached.pk),
            at("evidence-remove", attached.pk),
        ):
            assert client.get(address).status_code == expected, (person, address)
    approve(city.case, by=city.director)
    client.force_login(city.informed)
    assert client.get(at("evidence-file", attached.pk)).status_code == 200
    assert client.get(at("evidence", city.case.record_id)).status_code == 200
    client.logout()
    assert client.get(at("evidence-file", attached.pk)).status_code == 302
    assert client.get(at("evidence-file", 10**9)).status_code == 302


def test_evidence_altered_on_disk_is_not_served_and_rings_the_alarm(city, client, root, caplog):
    attached = attach_evidence(city.case, upload("report.pdf", pdf()), by=city.director)
    place = storage.place_of(root, attached.blob.sha256)
    altered = bytearray(place.read_bytes())
    altered[100] ^= 1
    place.chmod(0o600)
    place.write_bytes(altered)
    client.force_login(city.director)
    with caplog.at_level(logging.CRITICAL, logger="raci.evidence"):
        got = client.get(at("evidence-file", attached.pk))
    assert got.status_code == 410
    assert "alarm" in got.content.decode()
    assert attached.blob.sha256 in caplog.text
    place.unlink()
    assert client.get(at("evidence-file", attached.pk)).status_code == 410


def test_evidence_remove_asks_why(city, client):
    attached = attach_evidence(city.case, upload("map.png", picture()), by=city.director)
    client.force_login(city.director)
    assert client.get(at("evidence-remove", attached.pk)).status_code == 200
    assert client.post(at("evidence-remove", attached.pk), {"why": ""}).status_code == 422
    page = client.post(at("evidence-remove", attached.pk), {"why": "wrong map"}, follow=True)
    assert "1 file was taken off" in page.content.decode()


def test_evidence_page_costs_the_same_with_one_file_and_with_twenty(city, client, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(city.director)
    client.get("/")  # the first request of a session notes where it was seen
    costs = []
    for many in (1, 20):
        for n in range(many):
            attach_evidence(city.case, upload(f"{many}-{n}.txt", f"{many} {n}".encode()), by=city.director)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(at("evidence", city.case.record_id))
        costs.append(len(queries))
    assert costs[0] == costs[1]
