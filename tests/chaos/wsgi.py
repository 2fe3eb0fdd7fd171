"""The portal's own application as gunicorn runs it here: the test's database and queue, static files without collecting them."""

from django.conf import settings

settings.STORAGES = {
    **settings.STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

from equity_portal.wsgi import application  # noqa: E402

__all__ = ["application"]
