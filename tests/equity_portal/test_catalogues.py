"""The catalogues of translations: compiled as they are written, and whole for the public's pages."""

from __future__ import annotations

import re

from django.conf import settings
from django.utils.functional import Promise

from boards.audits import words as audit_words
from boards.forms.applications import PublicApplication
from boards.forms.self_identification import CodeForm as CodeOfLink
from boards.models import Application, AuditAdvice, AuditTally, Board, SelfIdentification
from boards.vault.words import NAMES, WORDED
from compliance.accommodations.texts import TO_SUBJECT
from compliance.forms.accommodations import Appeal, Asking, Code
from compliance.forms.complaints import CodeForm, MessageForm, PublicComplaint
from compliance.models import Accommodation
from compliance.queries.accommodations import FIELDS
from engagement.commenting.forms import PublicComment
from engagement.models import HeardGroup
from engagement.training.forms import CheckForm, PublicApplying, RoomCode
from engagement.training.forms import CodeForm as CodeOfCohort
from engagement.training.questions import ABOUT_COURSE, ABOUT_YOU, AGREES
from equity_portal.catalogues import catalogues, compiled, entries

ES = settings.BASE_DIR / "locale" / "es" / "LC_MESSAGES" / "django.po"
PLACES = re.compile(r"%\(\w+\)[sd]")

REQUESTS = ("ask", "asked", "follow", "texts", "call")
REQUESTS_SAY = [*(kind.label for kind in TO_SUBJECT), *(FIELDS[name] for name in ("words", "why", "ground", "gone"))]
AUDITS_SAY = (
    audit_words.SAID.values(), audit_words.WHY.values(), audit_words.REASONS.values(), audit_words.HEADS,
    Board.BodyType.labels, Board.BudgetTier.labels[1:], AuditAdvice.About.labels, AuditTally.Origin.labels,
)  # fmt: skip
TO_STAFF = {
    # what whoever writes a feedback round sees beside it
    "Edit what was asked",
    "Add a group",
    "Change",
    "Edit",
    "Remove",
    "Add a theme",
    "Edit the quote",
    "Remove the quote",
    "Add a quote",
    "Code the answers",
    "Answers that you coded: %(n)s",
    # the page with the code, as staff see it who wrote the request down
    "To the requests",
    "Give this code to the person: it is shown this once, and nobody can look it up."
    " By it they see what became of their request.",
}


def test_compiled_catalogue_is_that_of_its_text() -> None:
    for path in catalogues(settings.BASE_DIR / "locale"):
        text = path.read_text(encoding="utf-8")
        assert path.with_suffix(".mo").read_bytes() == compiled(text), "make manage DO=compile_catalogues"
        for key, said in entries(text):
            if key:
                assert set(PLACES.findall(key)) == set(PLACES.findall(said)), key


def test_every_word_of_the_public_pages_is_there_in_spanish() -> None:
    known = {key.split("\0")[0] for key, _said in entries(ES.read_text(encoding="utf-8"))}
    used = {str(one) for one in (*REQUESTS_SAY, *Accommodation.State.labels, *Accommodation.Ground.labels[1:])}
    used |= {str(one) for one in (*Application.State.labels, *HeardGroup.Way.labels)}
    used |= {str(one) for words in AUDITS_SAY for one in words}
    used |= {*NAMES, *(str(one) for one in (*WORDED.values(), *SelfIdentification.State.labels))}
    used |= {str(one) for one in (*ABOUT_COURSE.values(), *ABOUT_YOU.values(), *(words for _code, words in AGREES))}
    pages = settings.BASE_DIR / "templates"
    requests = [pages / "compliance" / f"request_{name}.html" for name in REQUESTS]
    audits = (
        pages / "boards" / "audits" / "content.html",
        pages / "components" / "chart_card.html",
        pages / "engagement" / "rounds" / "content.html",
        pages / "engagement" / "surveys" / "table.html",
    )
    for page in (*pages.glob("*/public/*.html"), *requests, *audits, *(pages / "boards" / "mail").glob("*.txt")):
        text = page.read_text(encoding="utf-8")
        used |= set(re.findall(r'{% translate "([^"]+)"', text))
        for said in re.findall(r"{% blocktranslate[^%]*%}(.*?){% endblocktranslate %}", text, re.DOTALL):
            used.add(re.sub(r"{{ (\w+) }}", r"%(\1)s", said.partition("{% plural %}")[0]))
    of_law = (PublicComplaint, CodeForm, MessageForm, Asking, Code, Appeal, CodeOfLink, PublicApplication)
    for form in (*of_law, PublicComment, PublicApplying, CodeOfCohort, RoomCode, CheckForm):
        for field in form.base_fields.values():
            lazy = [field.label, field.help_text, *(label for _code, label in getattr(field, "choices", []))]
            used |= {str(one) for one in lazy if isinstance(one, Promise)}
    assert used - known - TO_STAFF == set()
