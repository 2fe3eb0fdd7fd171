"""Whatever the two source documents name of plans, standards, people heard and trained is found on a screen by equity staff.

docs/source-documents.md says where; each of its pages is opened, and the words are looked for.
"""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.test import Client

from equity_portal.demo import _answer_all, _bring_on_its_way, _person
from equity_portal.demo_assessments import bring_assessments
from equity_portal.demo_initiatives import bring_initiatives
from equity_portal.demo_partners import bring_partners
from equity_portal.demo_progress import bring_progress
from equity_portal.demo_registers import bring_registers
from equity_portal.demo_rounds import bring_rounds
from equity_portal.demo_standards import bring_standards
from equity_portal.demo_training import bring_training
from raci.models import Case
from tests.city import PORTLAND
from tests.world import signed_in

pytestmark = [pytest.mark.django_db]
ROW = re.compile(
    r"^\| (?P<named>[^|]+) \| `(?P<page>/[^`]*)`(?: › (?P<link>[^|]+?))? \| (?P<words>[^|]+?) \|$", re.MULTILINE
)
TABLE = (Path(settings.BASE_DIR) / "docs" / "source-documents.md").read_text(encoding="utf-8")
PORTLANDS, ANCHORAGES = TABLE.split("In the city of Anchorage")


def answered(case: Case) -> Any:
    return _answer_all(case, {})


def opened(client: Client, address: str, link: str) -> str:
    """The page, or what its link of these words leads to, as text."""
    text = client.get(address).content.decode()
    if link:
        found = re.search(rf'<a[^>]*href="([^"]+)"[^>]*>\s*{re.escape(link)}', unescape(text))
        assert found, f"{address} has no link “{link}”"
        text = client.get(unescape(found[1]), follow=True).content.decode()
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def missing(client: Client, table: str) -> list[str]:
    rows = list(ROW.finditer(table))
    assert len(rows) == len(re.findall(r"^\| .*`/", table, re.MULTILINE)), "a row is not written as the others are"
    return [one[0] for one in rows if one["words"] not in opened(client, one["page"], one["link"] or "")]


@pytest.mark.portland
def test_each_thing_of_the_documents_is_on_its_page(settings: Any, tmp_path: Path) -> None:
    settings.PAYLOAD_KEYS = tmp_path / "keys"
    for plan in yaml.safe_load((PORTLAND / "demo.yaml").read_text())["plans"]:
        _bring_on_its_way(plan)
    bring_standards(PORTLAND, _person, answered)
    bring_progress(PORTLAND, _person, answered)
    for bring in (bring_initiatives, bring_assessments):
        bring(PORTLAND, _person, "city-administrator", answered)
    for brings in (bring_registers, bring_partners, bring_training):
        brings(PORTLAND, _person)
    bring_rounds(PORTLAND, _person, answered)
    assert missing(signed_in(_person("equity-policy")), PORTLANDS) == []
