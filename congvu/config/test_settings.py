"""Settings of the test suite: a throw-away PostgreSQL, no pool, fast hashing, nothing shared with `make run`."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-tests")
os.environ.setdefault("CONGVU_KEYS", "b25seS1mb3ItdGVzdHMtb25seS1mb3ItdGVzdHMtMTI=")

from congvu.config import databases, embedded, environment, translations
from congvu.config.settings import *  # noqa: F403

translations.compile_stale()
STATIC_ROOT = environment.var_folder() / "test-static"  # empty: tests read the sources
STATIC_ROOT.mkdir(parents=True, exist_ok=True)

# TEST_DATABASE_URL names a server whose role may create databases; absent: an embedded throw-away one.
TEST_SERVER = embedded.server_at(environment.var_folder() / "test-database", throw_away=True)
TEST_DATABASE_URL = os.environ.get("TEST_DATABASE_URL", "")

if TEST_DATABASE_URL:
    _where, _options = databases.parse_url(TEST_DATABASE_URL)
else:
    _dsn = TEST_SERVER.dsn()
    _where = {"NAME": _dsn["dbname"], "HOST": _dsn["host"], "PORT": str(_dsn["port"]), "USER": _dsn["user"]}
    _options = {}
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "OPTIONS": {"prepare_threshold": 5, **_options},
        **_where,
        "TEST": {"NAME": "congvu_test"},
    }
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
FILES_URL = (environment.var_folder() / "test-files").absolute().as_uri()
SEALS_BOOK = str(environment.var_folder() / "test-seals" / "roots.tsv")
SEALS_MAIL = ""
CLAMD_URL = ""
