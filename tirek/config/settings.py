"""All settings, read from the environment; secrets come from the installation's own file through `tirek.machine`."""

from __future__ import annotations

import os
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from tirek.machine.database import django_settings

PROJECT = Path(__file__).resolve().parent.parent.parent
TIREK_HOME = Path(os.environ.get("TIREK_HOME", PROJECT / "var"))


def _database(url: str) -> dict[str, object]:
    """A database of Django from a URL: persistent, checked, and never one transaction a request."""
    entry = django_settings(url)
    entry["OPTIONS"]["prepare_threshold"] = (
        5  # Django forbids it; `gate.fetching` asks for it where plans are to be kept
    )
    return entry | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "ATOMIC_REQUESTS": False}


_APP_URL = os.environ.get("DATABASE_URL") or "postgresql:///tirek"
DATABASES = {
    "default": _database(_APP_URL),
    "report": _database(os.environ.get("TIREK_REPORT_URL", _APP_URL)),
    "apart": _database(_APP_URL),
}
DATABASES["report"]["TEST"] = DATABASES["apart"]["TEST"] = {"MIRROR": "default"}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SECRET_KEY = os.environ.get("TIREK_SECRET_KEY", "not-a-secret-only-for-checks-without-an-installation")
TIREK_INDEX_KEY = os.environ.get("TIREK_INDEX_KEY", SECRET_KEY).encode()
TIREK_ACTOR_KEY = bytes.fromhex(os.environ.get("TIREK_ACTOR_KEY", ""))
TIREK_KEYRING = os.environ.get("TIREK_KEYRING", "{}")
DEBUG = os.environ.get("TIREK_DEBUG", "") == "1"
ALLOWED_HOSTS = os.environ.get("TIREK_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("TIREK_ORIGINS", "").split(",") if origin]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "template_partials",
    "tirek.ui",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "tirek.audit",
    "tirek.gate",
    "tirek.outbox",
    "tirek.documents",
    "tirek.agencies",
    "tirek.people",
    "tirek.access",
    "tirek.grants",
    "tirek.cases",
    "tirek.services",
    "tirek.referrals",
    "tirek.visits",
    "tirek.exchange",
    "tirek.desk",
    "tirek.oversight",
    "tirek.reports",
    "tirek.insights",
    "tirek.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # with the random padding against BREACH that Django adds
    "tirek.ui.security.Headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tirek.config.entrance.Entrance",
    "tirek.config.middleware.StaffOnly",
]

ROOT_URLCONF = "tirek.config.urls"
WSGI_APPLICATION = "tirek.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tirek.ui.navigation.shell",
            ],
        },
    }
]
FORM_RENDERER = "tirek.ui.forms.Renderer"

AUTH_USER_MODEL = "agencies.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "tirek.config.accounts.StaffAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {"login": "tirek.config.entrance_forms.LoginForm"}
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = (
    False  # attempts are counted by tirek.gate.tallies, for all processes together
)
MFA_ADAPTER = "tirek.config.accounts.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "tirek.config.entrance_forms.CodeForm",
    "reauthenticate": "tirek.config.entrance_forms.CodeAgainForm",
    "activate_totp": "tirek.config.entrance_forms.FirstCodeForm",
    "add_webauthn": "tirek.config.entrance_forms.PasskeyForm",
    "edit_webauthn": "tirek.config.entrance_forms.PasskeyNameForm",
    "login_webauthn": "tirek.config.entrance_forms.PasskeyLoginForm",
    "authenticate_webauthn": "tirek.config.entrance_forms.PasskeySecondForm",
    "reauthenticate_webauthn": "tirek.config.entrance_forms.PasskeyAgainForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1
SESSION_ENGINE = "tirek.gate.sessions"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
if os.environ.get("TIREK_HTTPS", "") == "1":
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-tirek", "__Host-csrf"
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
# Mail goes out by any SMTP server; without one messages wait. The demo's own catcher is set by `tirek run`.
EMAIL_HOST = os.environ.get("TIREK_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("TIREK_SMTP_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("TIREK_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("TIREK_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("TIREK_SMTP_TLS", "starttls") == "starttls"
EMAIL_USE_SSL = os.environ.get("TIREK_SMTP_TLS", "") == "tls"
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = os.environ.get("TIREK_MAIL_FROM", "tirek@localhost")
TIREK_MAIL_DOMAIN = DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or "localhost"
TIREK_PUBLIC_URL = (
    os.environ.get("TIREK_PUBLIC_URL")
    or next(iter(CSRF_TRUSTED_ORIGINS), "")
    or f"http://localhost:{os.environ.get('TIREK_PORT') or 8000}"
).rstrip("/")
TIREK_CATCHES_MAIL = os.environ.get("TIREK_CATCHES_MAIL", "") == "1"
TIREK_MAIL = TIREK_HOME / "mail"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

LANGUAGE_CODE = "ru"
LANGUAGES = [("kk", _("Kazakh")), ("ru", _("Russian")), ("en", _("English"))]
LOCALE_PATHS = [PROJECT / "tirek" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Almaty"

STATIC_URL = "/static/"
STATIC_ROOT = PROJECT / "build" / "collected"
STATICFILES_DIRS = [PROJECT / "build" / "static"] if (PROJECT / "build" / "static").exists() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": os.environ.get("TIREK_STATIC", "whitenoise.storage.CompressedManifestStaticFilesStorage")
    },
}
MEDIA_ROOT = TIREK_HOME / "files"
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 40 * 1024 * 1024
SERIALIZATION_MODULES: dict[str, str] = {}

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

# Which entry of the menu somebody sees, config/doors.py says: the same as which page opens.
TIREK_NAVIGATION = [
    {"key": "my_day", "label": _("My day"), "icon": "sun", "url": "desk:my_day"},
    {"key": "people", "label": _("People"), "icon": "users", "url": "desk:people"},
    {"key": "referrals", "label": _("Referrals"), "icon": "send", "url": "referrals:incoming"},
    {"key": "services", "label": _("Services"), "icon": "notes", "url": "services:journal"},
    {"key": "offers", "label": _("Services and places"), "icon": "building-store", "url": "services:offers"},
    {"key": "letters", "label": _("Letters"), "icon": "file-text", "url": "letters:register"},
    {"key": "imports", "label": _("Import"), "icon": "table-import", "url": "exchange:imports"},
    {"key": "grants", "label": _("Grants and reports"), "icon": "report-money", "url": "reports:grants"},
    {"key": "figures", "label": _("Figures"), "icon": "chart-bar", "url": "figures:start"},
    {"key": "insights", "label": _("Analytics"), "icon": "chart-arrows-vertical", "url": "insights:funnel"},
    {"key": "access", "label": _("Access"), "icon": "lock", "url": "access:requests"},
    {"key": "oversight", "label": _("Who looked"), "icon": "eye-check", "url": "oversight:findings"},
    {"key": "settings", "label": _("Settings"), "icon": "settings", "url": "agencies:settings"},
]

# The sections of a person's file, each an address that takes the person's id; shown to whom it opens.
TIREK_PERSON_TABS = [
    {"key": "person", "label": _("Overview"), "url": "desk:person"},
    {"key": "needs", "label": _("Needs and plan"), "url": "cases:needs"},
    {"key": "contacts", "label": _("Contact"), "url": "visits:contacts"},
    {"key": "access", "label": _("Consent and access"), "url": "access:person"},
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"discreet": {"()": "tirek.config.logs.Discreet"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "discreet"}},
    "root": {"handlers": ["console"], "level": os.environ.get("TIREK_LOG", "WARNING")},
}
