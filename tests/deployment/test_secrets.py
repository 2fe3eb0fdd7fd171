"""What is secret comes by file, with a sentence where it does not; a key that can be guessed starts nothing."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from equity_portal.environment import fit_key, secret
from equity_portal.launcher.home import ROOT, Home
from equity_portal.launcher.run import portal_environment
from equity_portal.launcher.servers import named_urls
from equity_portal.launcher.trouble import Trouble


@pytest.fixture
def told(tmp_path, monkeypatch):
    """`told("X", b"...")` writes the file that X_FILE names."""

    def tell(name, content):
        (tmp_path / name).write_bytes(content)
        monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv(f"{name}_FILE", str(tmp_path / name))
        return tmp_path / name

    return tell


def test_secret_is_read_from_its_file_without_the_line_break(told):
    told("PIN", b"four words of text\n")
    assert secret("PIN") == "four words of text"


def test_secret_may_stand_in_the_environment(monkeypatch):
    monkeypatch.setenv("PIN", "1234")
    assert secret("PIN") == "1234"
    assert secret("NO_SUCH_PIN") == ""


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"one\ntwo\n", "more than one line"), (b"\xff\xfe", "it is not text"), (b" \n", "is empty")],
)
def test_secret_in_a_file_that_will_not_do_is_refused_in_a_sentence(told, content, says):
    place = told("PIN", content)
    with pytest.raises(ImproperlyConfigured, match=says) as refused:
        secret("PIN", may_be_empty=False)
    assert str(place) in str(refused.value)


def test_secret_whose_file_is_missing_says_where_it_was_looked_for(told):
    told("PIN", b"1").unlink()
    with pytest.raises(ImproperlyConfigured, match=r"PIN_FILE names /.*PIN, .*No such file"):
        secret("PIN")


def test_secret_given_twice_is_refused(told, monkeypatch):
    told("PIN", b"1")
    monkeypatch.setenv("PIN", "2")
    with pytest.raises(ImproperlyConfigured, match="both set"):
        secret("PIN")


@pytest.mark.parametrize(
    "key", ["", "short", "x" * 80, "django-insecure-" + secrets.token_urlsafe(64), "change-me-" * 9]
)
def test_key_that_can_be_guessed_is_refused(key):
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY"):
        fit_key(key)


def test_random_key_is_taken():
    key = secrets.token_urlsafe(64)
    assert fit_key(key) == key


SETTINGS = "from django.conf import settings as s; print(len(s.SECRET_KEY_FALLBACKS), s.DATABASES['default']['USER'])"


def started(tmp_path, *, code=SETTINGS, **environment):
    """What becomes of a start with these settings."""
    base = {name: os.environ[name] for name in ("PATH",)}
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**base, "DJANGO_SETTINGS_MODULE": "equity_portal.settings", "PORTAL_HOME": str(tmp_path), **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )


def test_deployment_starts_with_its_secrets_by_file_and_not_with_a_known_key(tmp_path):
    (tmp_path / "key").write_text(secrets.token_urlsafe(64))
    (tmp_path / "old").write_text(secrets.token_urlsafe(64))
    (tmp_path / "url").write_text("postgresql://clerk:p%40ss@database/portal\n")
    files = {"DATABASE_URL_FILE": str(tmp_path / "url"), "SECRET_KEY_FALLBACKS_FILE": str(tmp_path / "old")}
    served = started(tmp_path, PORTAL_HTTPS="1", SECRET_KEY_FILE=str(tmp_path / "key"), **files)
    assert served.stdout.split() == ["1", "clerk"], served.stderr
    refused = started(
        tmp_path, PORTAL_HTTPS="1", SECRET_KEY="for-tests-only-for-tests-only-for-tests-only-for-tests-only"
    )
    assert refused.returncode
    assert "short or known" in refused.stderr


def test_web_server_of_a_deployment_does_not_open_without_the_key_of_sealed_texts(tmp_path):
    key, code = secrets.token_urlsafe(64), "import equity_portal.wsgi; print('open')"
    assert "PAYLOAD_KEY is not set" in started(tmp_path, code=code, PORTAL_HTTPS="1", SECRET_KEY=key).stderr
    told = {"PORTAL_HTTPS": "1", "SECRET_KEY": key, "PAYLOAD_KEY": secrets.token_urlsafe(64)}
    served = started(tmp_path, code=code, **told)
    assert served.stdout.split() == ["open"], served.stderr


# ---- the launcher with servers of one's own


def test_launcher_hands_on_what_files_named_once(told, tmp_path):
    told("DATABASE_URL", b"postgresql://a@b/c")
    told("DATABASE_OWNER_URL", b"postgresql://o@b/c")
    told("REDIS_URL", b"redis://r")
    urls = named_urls()
    handed = portal_environment(Home(tmp_path), urls, "http://localhost", tmp_path)
    assert handed["DATABASE_URL"] == "postgresql://a@b/c"
    assert not {"DATABASE_URL_FILE", "DATABASE_OWNER_URL_FILE", "DATABASE_OWNER_URL"} & set(handed)


def test_launcher_says_which_file_it_could_not_read(told):
    told("REDIS_URL", b"redis://r").unlink()
    with pytest.raises(Trouble, match="REDIS_URL_FILE"):
        named_urls()
