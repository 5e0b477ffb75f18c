"""The WSGI callable that the web server loads."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from congvu.config import translations

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "congvu.config.settings")
translations.compile_stale()
application = get_wsgi_application()
_ = get_resolver().url_patterns  # every door is imported now, not while the first reader waits
