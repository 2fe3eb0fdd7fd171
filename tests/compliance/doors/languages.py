"""Language access: worksheets, vital documents, encounters, threshold sources."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from compliance.actions.accommodations import arrange, bring_before_head, receive_request
from compliance.actions.encounters import log_encounters
from compliance.actions.language_assessments import begin_assessment
from compliance.actions.vital_documents import begin_document
from compliance.models import (
    Accommodation,
    Coordinator,
    Encounter,
    LanguageAssessment,
    PublicService,
    Translation,
    VitalDocument,
)
from raci import clock
from raci.history import acting
from tests.city import SmallCity

WORKSHEET = {
    "made_on": date(2026, 3, 2), "begins_on": date(2026, 1, 1), "ends_on": date(2028, 12, 31), "policy": "dot",
    "population": 18400, "universe": "Registers of 2025",
}  # fmt: skip


def worksheet(city: SmallCity, title: str = "Swimming lessons") -> LanguageAssessment:
    """One of Parks, with a language that is asked for and one that is not known."""
    lines = [
        {"name": "Spanish", "speakers": 1630, "origin": "programme"},
        {"name": "Somali", "speakers": None, "origin": "acs", "table": "C16001", "parts": 170, "weak_parts": 160},
    ]
    return begin_assessment(city.parks, title, WORKSHEET, lines, by=city.director)


def document(city: SmallCity, title: str = "Consent form", **more: Any) -> VitalDocument:
    """One of Parks whose Spanish translation is older than its source."""
    values = {"title": title, "why": "Without it no child swims.", "changed_on": date(2026, 3, 2), **more}
    lines = [
        {"language": "Spanish", "translated_on": date(2025, 3, 2), "by_machine": True},
        {"language": "Russian", "translated_on": date(2026, 4, 2)},
    ]
    return begin_document(city.parks, values, lines, by=city.director)


def encounters(city: SmallCity, **numbers: int) -> None:
    """So many of Parks in each language, yesterday."""
    line = {
        "happened_on": clock.today() - timedelta(days=1),
        "mode": "phone",
        "interpreter": "line",
        "minutes": 10,
        "cents": 700,
    }
    log_encounters(
        city.parks, [{**line, "language": name} for name, n in numbers.items() for _one in range(n)], by=city.director
    )


def furnish(city: SmallCity) -> dict[str, dict[str, Any]]:
    """One of each."""
    made = worksheet(city)
    encounters(city, Spanish=12, Somali=3)
    return {
        "law-worksheet": {"pk": made.pk},
        "law-document": {"pk": document(city, service=made.service).pk},
        "law-encounter": {"pk": Encounter.objects.earliest("pk").pk},
        **_requests(city),
    }


def asked(city: SmallCity, words: str = "A sign language interpreter at the hearing", **more: Any) -> Accommodation:
    """A request at the counter of Parks."""
    values = {"sought": "sign", "channel": "person", "unit": city.parks, **more}
    who = {"name": "Petra Quill", "reach": "503-555-0199"}
    return receive_request(values, who, {"need": words}, by=city.elsewhere)[0]


def coordinator(city: SmallCity, programme: str = "ada") -> None:
    """The Office's post coordinates it from today."""
    with acting(by=city.officer, act="name_coordinator"):
        Coordinator.objects.create(
            programme=programme, post=city.post("equity-policy"), begins_on=clock.today(), name="ADA Coordinator",
            address="1120 SW 5th Avenue", phone="503-555-0100", email="ada@city.example",
        )  # fmt: skip


def _requests(city: SmallCity) -> dict[str, dict[str, Any]]:
    """One that Parks must provide, and one before the head of the city; counsel leads while nobody coordinates."""
    given, doubtful = asked(city), asked(city)
    arrange(given, city.post("director-parks"), by=city.attorney)
    bring_before_head(doubtful, "No interpreter could be found.", by=city.attorney)
    return {
        "law-request": {"uid": given.uid},
        "law-request-offer": {"uid": given.uid, "act": "offer"},
        "law-request-arrange": {"uid": given.uid, "act": "arrange"},
        "law-request-refuse": {"uid": doubtful.uid, "act": "refuse"},
    }


LISTS = {
    "compliance:language-assessment-list": ("elsewhere", dict),
    "compliance:vital-document-list": ("elsewhere", dict),
    "compliance:encounter-list": ("director", dict),
    "compliance:encounter-summary": ("director", dict),
    "compliance:request-list": ("attorney", dict),
}


def grow(city: SmallCity, number: int) -> None:
    """A service with its worksheet, a document, an encounter."""
    made = worksheet(city, f"Service {number}")
    document(city, f"Form {number}", service=made.service)
    encounters(city, **{f"Language {number}": 1})
    asked(city)


EXPORTS = {"language-assessments": "elsewhere", "vital-documents": "elsewhere", "encounters": "director"}
FULL = {"language-assessments": 1, "vital-documents": 3, "encounters": 1}


def plant(city: SmallCity, number: int, payload: str) -> None:
    """A worksheet, a document with a translation, an encounter (as rows: acts put blanks in order)."""
    today = clock.today()
    with acting(by=city.director, act="keep_vital_document"):
        service = PublicService.objects.create(unit=city.parks, title=payload)
        period = {"made_on": today, "begins_on": today, "ends_on": today, "review_on": today}
        LanguageAssessment.objects.create(service=service, policy="dot", **period)
        row = VitalDocument.objects.create(
            unit=city.parks, service=service, title=payload, why=payload, changed_on=today
        )
        Translation.objects.create(document=row, language=payload, translated_on=today)
        Encounter.objects.create(unit=city.parks, happened_on=today, language=payload, mode="phone", interpreter="line")


ONE_THING = [
    "compliance:request-create",
    "compliance:request-ask",
    "compliance:request-follow",
    "compliance:request-detail",
    "compliance:request-act",
    "compliance:language-assessment-detail",
    "compliance:vital-document-detail",
    "compliance:threshold-source-list",
    "compliance:language-assessment-create",
    "compliance:language-assessment-edit",
    "compliance:language-assessment-next",
    "compliance:language-assessment-bring-in",
    "compliance:vital-document-create",
    "compliance:vital-document-edit",
    "compliance:encounter-log",
    "compliance:encounter-strike",
]
LOOKS = [
    {"name": "compliance:language-assessment-list"},
    {"name": "compliance:language-assessment-create"},
    {"name": "compliance:language-assessment-create", "press": "*", "status": 422},
    {"name": "compliance:language-assessment-detail", "args": "law-worksheet"},
    {"name": "compliance:language-assessment-edit", "args": "law-worksheet"},
    {"name": "compliance:language-assessment-bring-in", "args": "law-worksheet"},
    {
        "name": "compliance:language-assessment-bring-in",
        "args": "law-worksheet",
        "press": "Look at it first",
        "status": 422,
    },
    {"name": "compliance:vital-document-list"},
    {"name": "compliance:vital-document-create"},
    {"name": "compliance:vital-document-detail", "args": "law-document"},
    {"name": "compliance:vital-document-edit", "args": "law-document"},
    {"name": "compliance:encounter-summary"},
    {"name": "compliance:encounter-summary", "query": "?unit=parks"},
    {"name": "compliance:encounter-list"},
    {"name": "compliance:encounter-log"},
    {"name": "compliance:encounter-log", "press": "*", "status": 422},
    {"name": "compliance:encounter-strike", "args": "law-encounter"},
    {"name": "compliance:threshold-source-list"},
    {"name": "compliance:request-list", "who": "attorney"},
    {"name": "compliance:request-create"},
    {"name": "compliance:request-create", "press": "*", "status": 422},
    {"name": "compliance:request-detail", "args": "law-request", "who": "attorney"},
    {"name": "compliance:request-act", "args": "law-request arrange", "who": "attorney"},
    {"name": "compliance:request-act", "args": "law-request offer", "press": "*", "status": 422},
]
NO_PAGE = [
    ("compliance:language-assessment-next", "sent"),
    ("compliance:request-ask", "switched on and looked at by tests/journeys/test_requests_journey.py"),
    ("compliance:request-follow", "switched on and looked at by tests/journeys/test_requests_journey.py"),
]
