"""A complaint in Spanish at the width of a phone, with a photo: filed, acknowledged within its clock, followed by its code.

In real browsers, with axe and the width of a phone on each page.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from compliance.actions.coordinators import name_coordinator
from compliance.models import Complaint, ComplaintStep
from raci import clock
from tests.city import SmallCity, small_city
from tests.journeys.driver import NARROW, Visitor, give_passwords, office
from tests.journeys.test_requests_journey import looks_well

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "La puerta de la piscina estaba cerrada y nadie me explicó por qué."
ANSWER = "Recibimos su queja. Le respondemos antes del fin de mes."


@pytest.fixture
def city(transactional_db: None) -> SmallCity:
    city = small_city()
    give_passwords(*city.people.values())
    contact = {
        "name": "Coordinación de la ADA",
        "address": "1 Main Street",
        "phone": "503-555-0100",
        "email": "ada@city.example",
    }
    values = {**contact, "source": "", "ends_on": None}
    name_coordinator("ada", city.post("equity-policy"), clock.today(), values, by=city.officer)
    return city


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "puerta.jpg"
    Image.new("RGB", (40, 30), "gray").save(path)
    return path


def test_a_complaint_in_spanish_from_a_phone_to_its_answer(
    city: SmallCity, photo: Path, browser: Any, live_server: Any, settings: Any
) -> None:
    settings.PUBLIC_COMPLAINTS = True
    with office(browser, live_server.url) as meet:
        anybody = meet(None)
        anybody.page.set_viewport_size(NARROW)
        code = complains(anybody, photo)
        coordinator_acknowledges(meet(city.office))
        follows(anybody, code)
    row = Complaint.objects.get()
    assert (row.state, row.acknowledged_on, row.language) == ("acknowledged", clock.today(), "es")
    assert row.steps.filter(kind=ComplaintStep.Kind.RECEIVED, media_type="image/jpeg").exists()


def complains(anybody: Visitor, photo: Path) -> str:
    """The form in Spanish by the switch, a photo, and the code that is shown once."""
    anybody.go("/law/public/complaint/")
    anybody.page.get_by_role("link", name="Español").click()
    anybody.sees("Presentar una queja", "Coordinación de la ADA", "503-555-0100")
    assert anybody.page.locator("html").get_attribute("lang") == "es"
    looks_well(anybody)
    anybody.page.get_by_label("¿Qué pasó?").fill(WORDS)
    anybody.page.get_by_text("Una discapacidad").click()
    anybody.page.locator("#id_event_on").fill(str(clock.today()))
    anybody.page.locator("#id_papers").set_input_files(str(photo))
    anybody.page.get_by_role("button", name="Enviar la queja").click()
    anybody.sees("Recibimos su queja", "Su código privado")
    looks_well(anybody)
    found = re.search(r"\b(?:[A-Z2-9]{4}-){4}[A-Z2-9]{4}\b", anybody.page.locator("main").inner_text())
    assert found
    assert found[0] not in anybody.page.url
    return found[0]


def coordinator_acknowledges(clerk: Visitor) -> None:
    """Opens the words with a reason, and writes to the complainant."""
    clerk.go("/law/complaints/")
    clerk.page.get_by_role("link", name=re.compile("^C-")).first.click()
    clerk.sees_not(WORDS)
    looks_well(clerk)
    clerk.press("Open the texts")
    clerk.sees(WORDS)
    looks_well(clerk)
    clerk.page.get_by_role("link", name="Acknowledge").click()
    clerk.page.get_by_label("Words").fill(ANSWER)
    looks_well(clerk)
    clerk.press("Acknowledge")
    clerk.sees("Acknowledged")


def follows(anybody: Visitor, code: str) -> None:
    """By the code as people type it; what is written back reaches the city."""
    anybody.go("/law/public/complaint/follow/")
    looks_well(anybody)
    anybody.page.get_by_label("Su código privado").fill(code.lower().replace("-", " "))
    anybody.page.get_by_role("button", name="Mostrar").click()
    anybody.sees(
        "Acuse de recibo enviado", ANSWER, "puerta.jpg", "Lo que la ciudad debe hacer y para cuándo", "en plazo"
    )
    anybody.page.get_by_label("Su mensaje").fill("Gracias por responder.")
    anybody.page.get_by_role("button", name="Enviar").click()
    anybody.sees("Recibimos lo que envió.", "Gracias por responder.")
    looks_well(anybody)
    anybody.has_nothing_to_complain_about()
