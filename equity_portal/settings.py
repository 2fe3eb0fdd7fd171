"""Settings, all from the environment; `make run` sets what is missing. See README and docs/deploying.md for each variable.

What is secret may come by file: `SECRET_KEY_FILE` for `SECRET_KEY`, and so for each name that `secret` asks for.
"""

from __future__ import annotations

import os
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from equity_portal.environment import fit_key, secret
from equity_portal.rounds import ROUNDS

BASE_DIR = Path(__file__).resolve().parent.parent
PORTAL_HOME = Path(os.environ.get("PORTAL_HOME") or BASE_DIR / ".portal")
# The folder of the city this portal serves; a folder name of equity_portal/cities or a path.
PORTAL_CITY = os.environ.get("PORTAL_CITY") or "portland"
CITIES = BASE_DIR / "equity_portal" / "cities"  # those that ship: to show, and to take a matrix and roles from

# ---- secrets and hosts
DEBUG = False
ALLOWED_HOSTS = [host for host in os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if host]
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("CSRF_TRUSTED_ORIGINS", "").split(",") if origin]
# The demo speaks plain HTTP on loopback; a deployment sets PORTAL_HTTPS=1 behind its proxy.
HTTPS = os.environ.get("PORTAL_HTTPS") == "1"
SECRET_KEY = secret("SECRET_KEY", may_be_empty=False)
if not SECRET_KEY and (PORTAL_HOME / "secret_key").exists():
    SECRET_KEY = (PORTAL_HOME / "secret_key").read_text().strip()
# Changing the key: the old one goes here for a day (docs/deploying.md), so that nobody is signed out.
SECRET_KEY_FALLBACKS = [key for key in secret("SECRET_KEY_FALLBACKS").split(",") if key]
# What wraps the keys of sealed texts (raci.sealed); the old ones here until `rotate_payload_keys` has wrapped all anew.
PAYLOAD_KEY = secret("PAYLOAD_KEY", may_be_empty=False)
if not PAYLOAD_KEY and (PORTAL_HOME / "payload_key").exists():
    PAYLOAD_KEY = (PORTAL_HOME / "payload_key").read_text().strip()
PAYLOAD_KEY_FALLBACKS = [key for key in secret("PAYLOAD_KEY_FALLBACKS").split(",") if key]
if HTTPS:
    PAYLOAD_KEY = fit_key(PAYLOAD_KEY, "PAYLOAD_KEY") if PAYLOAD_KEY else ""
    PAYLOAD_KEY_FALLBACKS = [fit_key(key, "PAYLOAD_KEY_FALLBACKS") for key in PAYLOAD_KEY_FALLBACKS]
    SECRET_KEY = fit_key(SECRET_KEY)
    SECRET_KEY_FALLBACKS = [fit_key(key, "SECRET_KEY_FALLBACKS") for key in SECRET_KEY_FALLBACKS]

# ---- the database: the portal's own login cannot alter history; the owner's migrates (promises c1)
DATABASE_URL = secret("DATABASE_URL", may_be_empty=False) or "postgresql:///equity_portal"
DATABASES = {
    "default": {
        **dj_database_url.parse(DATABASE_URL),
        "ATOMIC_REQUESTS": True,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
}
DATABASE_OWNER_URL = secret("DATABASE_OWNER_URL", may_be_empty=False)
if DATABASE_OWNER_URL and os.environ.get("PORTAL_AS_OWNER") == "1":
    DATABASES["default"] |= dj_database_url.parse(DATABASE_OWNER_URL)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ---- what is installed
INSTALLED_APPS = [
    "equity_portal.apps.EquityPortalConfig",
    "reports",
    "plans",
    "compliance",
    "boards",
    "engagement",
    "metrics",
    "raci",
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "guardian",
    "simple_history",
    "django_htmx",
    "csp",
]
MIDDLEWARE = [
    "equity_portal.middleware.RequestId",
    "equity_portal.middleware.Denied",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "equity_portal.languages.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "equity_portal.middleware.SessionSeen",
    "equity_portal.second_factor.Demand",
    "equity_portal.middleware.Refusals",
]
ROOT_URLCONF = "equity_portal.urls"
WSGI_APPLICATION = "equity_portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "equity_portal.context.portal",
            ],
        },
    }
]
FORM_RENDERER = "equity_portal.forms.UswdsRenderer"

# ---- people and their sign-in
AUTH_USER_MODEL = "raci.Person"
AUTHENTICATION_BACKENDS = ["equity_portal.accounts.Backend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "equity_portal.accounts.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # people are invited by address; the link they get proves it
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "raci.invitations.LinkTokens"  # noqa: S105 - a class, not a password
ACCOUNT_FORMS = {
    "login": "equity_portal.account_forms.Login",
    "reauthenticate": "equity_portal.account_forms.Reauthenticate",
    "change_password": "equity_portal.account_forms.ChangePassword",
    "reset_password": "equity_portal.account_forms.ResetPassword",
    "reset_password_from_key": "equity_portal.account_forms.ResetPasswordKey",
}
MFA_FORMS = {
    "authenticate": "equity_portal.account_forms.Authenticate",
    "reauthenticate": "equity_portal.account_forms.ReauthenticateByCode",
    "activate_totp": "equity_portal.account_forms.ActivateTotp",
}
MFA_ADAPTER = "equity_portal.accounts.SecondFactor"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Equity Portal"
DEMAND_SECOND_FACTOR = os.environ.get("PORTAL_DEMAND_SECOND_FACTOR") == "1"
# Wrong tries: 5 in 5 minutes for an account from one address, 60 from one address whoever is tried. An owner elsewhere signs in.
# A city hall behind one address has all its people in it, so what succeeds is not counted as a wrong try.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "60/5m/ip,5/5m/key", "reset_password": "20/m/ip"}
# How many proxies stand before the portal and may say where a request comes from; a client's own word is never taken.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("PORTAL_PROXIES") or ("1" if HTTPS else "0"))
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "equity_portal.errors.csrf_lost"

# ---- guardian: grants are the matrix's, on scopes, to the groups of posts (governance 1, stack 0)
ANONYMOUS_USER_NAME = None
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]  # its back end knows no dates; raci.authority asks instead
GUARDIAN_MONKEY_PATCH_USER = False
GUARDIAN_MONKEY_PATCH_GROUP = False

# ---- the web edge
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # probes come from inside, without TLS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
# Uploads over the limit are refused while they arrive, before they fill the disk.
FILE_UPLOAD_HANDLERS = [
    "raci.uploads.SizeLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
CLAMD_ADDRESS = os.environ.get("CLAMD_ADDRESS", "")  # a virus scanner's socket; if set, nothing is taken unscanned
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# ---- the API: tokens alone, JSON alone (raci.api); what is not named here, an address would have to name itself
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["raci.api.tokens.Tokens"],
    "DEFAULT_PERMISSION_CLASSES": ["raci.api.tokens.Admitted"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "raci.api.describing.Describing",
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "raci.api.problems.answer",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Equity Portal",
    "DESCRIPTION": "What the portal's pages do, for programs: the same queries, the same acts, the same refusals.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "COMPONENT_SPLIT_PATCH": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": ["raci.api.describing.whole"],
}

# ---- figures: nobody reads any without signing in, unless the city says that what it released is public
PUBLIC_RELEASES = os.environ.get("PUBLIC_RELEASES") == "1"

# ---- requests for interpreters and accommodations: by a form for the public only where the city says so
PUBLIC_REQUESTS = os.environ.get("PUBLIC_REQUESTS") == "1"
RELEASE_WAYS = int(os.environ.get("RELEASE_WAYS") or "3")  # how many dimensions a released table may cross

# ---- reports: nobody reads those that were released to the public without signing in, unless the city says so
PUBLIC_REPORTS = os.environ.get("PUBLIC_REPORTS") == "1"

# ---- complaints: nobody files one without signing in, unless the city says so
PUBLIC_COMPLAINTS = os.environ.get("PUBLIC_COMPLAINTS") == "1"

# ---- boards: nobody reads their directory and vacant seats without signing in, unless the city says so
PUBLIC_FEEDBACK = os.environ.get("PUBLIC_FEEDBACK") == "1"
PUBLIC_COMMENTS = os.environ.get("PUBLIC_COMMENTS") == "1"
PUBLIC_BOARDS = os.environ.get("PUBLIC_BOARDS") == "1"
# how long applications for seats are kept once they are over: 29 CFR 1602.31, by analogy; a city’s own schedule may say more
APPLICATIONS_KEPT_YEARS = int(os.environ.get("APPLICATIONS_KEPT_YEARS") or "2")

# ---- members of boards: they open their own page by a private link only where the city says so; before, no link is sent
PUBLIC_SELF_IDENTIFICATION = os.environ.get("PUBLIC_SELF_IDENTIFICATION") == "1"

# ---- training: residents apply for the city's academy only where it says so
PUBLIC_ACADEMY = os.environ.get("PUBLIC_ACADEMY") == "1"

# ---- language, time, files
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]  # pages for the public; staff pages speak the first
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["equity_portal.formats"]  # 5 Nov 2026, the same in sentences and in tables
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"  # pages show the city's own zone, by name (equity_portal.middleware.RequestId)
STATIC_URL = "/static/"
STATIC_ROOT = PORTAL_HOME / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
EVIDENCE_ROOT = PORTAL_HOME / "evidence"
PAYLOAD_KEYS = PORTAL_HOME / "keys"  # of sealed texts, one each; in no backup of the portal (docs/deploying.md)
JOBS_ROOT = PORTAL_HOME / "jobs"  # what was made in the background, a week long

# ---- mail: the demo prints it; a deployment sets EMAIL_HOST
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "equity-portal@localhost")
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = secret("EMAIL_HOST_PASSWORD")
EMAIL_TIMEOUT = 10
EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS") == "1"
PORTAL_ADDRESS = os.environ.get("PORTAL_ADDRESS", f"http://localhost:{os.environ.get('PORT', '8000')}")

# ---- work in the background (promises c3): the row in PostgreSQL is the job, Redis the bell
CELERY_BROKER_URL = secret("REDIS_URL", may_be_empty=False) or "redis://localhost:6379/0"
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "unacked_restore_interval": 2,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
}
# the cache counts tries for all web processes; redis-py spells a socket's address differently from Celery
CACHES = {
    "default": {
        "BACKEND": "equity_portal.counters.Counters",
        "LOCATION": CELERY_BROKER_URL.replace("redis+socket://", "unix://"),
        "KEY_PREFIX": "portal-cache",
        "KEY_FUNCTION": "equity_portal.counters.hidden_key",
        "OPTIONS": {
            "serializer": "equity_portal.counters.Json",
            "socket_connect_timeout": 0.3,
            "socket_timeout": 0.3,
        },
    }
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False  # the worker's lines are written like all others
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_TASK_ROUTES = {"raci.tasks.do_job": {"priority": 6}}  # of 0 to 9: mails and the beat's rounds go first
CELERY_ACCEPT_CONTENT = ["json"]
# A worker has a job for so many seconds unless it tells progress: longer than a task's limit, shorter than visibility_timeout.
JOB_LEASE = 180
CELERY_BEAT_SCHEDULE = ROUNDS

DEFAULT_EXCEPTION_REPORTER_FILTER = "equity_portal.faults.TellsNothingTyped"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"()": "equity_portal.logs.OneLine", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "filters": {"said-already": {"()": "equity_portal.logs.SaidAlready"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        **{name: {"level": "WARNING"} for name in ("weasyprint", "fontTools", "pikepdf")},  # one line a step
        **{name: {"filters": ["said-already"]} for name in ("django.request", "django.security.csrf")},
    },
}
