"""Django's settings: one file, values from the environment (`congvu config`); unsafe defaults refuse to start."""

from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from congvu.config import databases, environment, logs, mail

PRODUCTION = environment.is_production()
DEBUG = False
SECRET_KEY = environment.made_once("SECRET_KEY")
BASE_URL = environment.base_url()
ALLOWED_HOSTS = [host for host in environment.value("ALLOWED_HOSTS").split(",") if host] or [
    urlsplit(BASE_URL).hostname or "localhost",
    "localhost",
    "127.0.0.1",
    "[::1]",
]
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "congvu.orgs",
    "congvu.ledger",
    "congvu.files",
    "congvu.metrics",
    "congvu.notices",
    "congvu.faces",
    "congvu.obligations",
    "congvu.catalog",
    "congvu.tasks",
    "congvu.tasks.plans",
    "congvu.tasks.programmes",
    "congvu.dossiers",
    "congvu.indexes",
    "congvu.api",
    "congvu.portal",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django.contrib.postgres",
    "django_htmx",
    "ninja",  # its page of the API then takes its files from here, not from elsewhere
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
]
INSTALLED_APPS = [app for app in INSTALLED_APPS if not app.startswith("congvu.") or environment.app_exists(app)]

MIDDLEWARE = [
    "congvu.config.proxies.TrustedProxiesMiddleware",
    "congvu.config.request_log.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "congvu.orgs.middleware.ActorMiddleware",
    "congvu.orgs.middleware.SecondFactorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "congvu.config.uploads.RequestSizeMiddleware",
    "congvu.faces.middleware.DomainErrorMiddleware",
]

ROOT_URLCONF = "congvu.config.urls"
WSGI_APPLICATION = "congvu.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "congvu.faces.shell.context",
            ],
        },
    }
]

FORM_RENDERER = "congvu.faces.forms.Renderer"

DATABASES = databases.databases()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "orgs.Person"
AUTHENTICATION_BACKENDS = ["congvu.orgs.signing_in.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "congvu.orgs.adapters.AccountAdapter"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key", "reauthenticate": "10/m/user"}
MFA_ADAPTER = "congvu.orgs.adapters.MFAAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses come from the administrator, not from the person
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
MFA_TOTP_ISSUER = "Công Vụ"
SESSION_ENGINE = "congvu.orgs.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BASE_URL.startswith("https://")
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [environment.PROJECT / "congvu" / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = environment.var_folder() / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # attachments go through congvu.files alone
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["congvu.files.uploads.EncryptedUploadHandler"]

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # counters of refused sign-ins lie here: 300 would soon push them out
    }
}

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")  # kept from trusted proxies alone: config.proxies
SECURE_HSTS_SECONDS = 31536000 if BASE_URL.startswith("https://") else 0
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_IMPORT_PATHS = ["congvu.config.jobs"]

CONGVU_KEYS = environment.made_once("CONGVU_KEYS")
FILES_URL = environment.value("FILES_URL") or (environment.var_folder() / "files").absolute().as_uri()
FILES_MAX_BYTES = int(environment.value("FILES_MAX_MB")) * 1024 * 1024
CLAMD_URL = environment.value("CLAMD_URL")
SEALS_BOOK = environment.value("SEALS_BOOK") or str(environment.var_folder() / "seals" / "roots.tsv")
SEALS_MAIL = environment.value("SEALS_MAIL")
globals().update(mail.settings(environment.value("EMAIL_URL")))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = environment.value("EMAIL_FROM")
LOGGING = logs.settings(as_json=environment.logs_as_json())
