"""The catalogues of translations: compiled as they are written, and whole for the public's pages."""

from __future__ import annotations

import re

from django.conf import settings
from django.utils.functional import Promise

from compliance.forms.complaints import CodeForm, MessageForm, PublicComplaint
from equity_portal.catalogues import catalogues, compiled, entries

ES = settings.BASE_DIR / "locale" / "es" / "LC_MESSAGES" / "django.po"
PLACES = re.compile(r"%\(\w+\)[sd]")


def test_compiled_catalogue_is_that_of_its_text() -> None:
    for path in catalogues(settings.BASE_DIR / "locale"):
        text = path.read_text(encoding="utf-8")
        assert path.with_suffix(".mo").read_bytes() == compiled(text), "make manage DO=compile_catalogues"
        for key, said in entries(text):
            if key:
                assert set(PLACES.findall(key)) == set(PLACES.findall(said)), key


def test_every_word_of_the_public_pages_of_complaints_is_there_in_spanish() -> None:
    known = {key.split("\0")[0] for key, _said in entries(ES.read_text(encoding="utf-8"))}
    used = set()
    for page in (settings.BASE_DIR / "templates" / "compliance" / "public").glob("*.html"):
        text = page.read_text(encoding="utf-8")
        used |= set(re.findall(r'{% translate "([^"]+)"', text))
        for said in re.findall(r"{% blocktranslate[^%]*%}(.*?){% endblocktranslate %}", text, re.DOTALL):
            used.add(re.sub(r"{{ (\w+) }}", r"%(\1)s", said))
    for form in (PublicComplaint, CodeForm, MessageForm):
        for field in form.base_fields.values():
            lazy = [field.label, field.help_text, *(label for _code, label in getattr(field, "choices", []))]
            used |= {str(one) for one in lazy if isinstance(one, Promise)}
    assert used - known == set()
