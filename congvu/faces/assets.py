"""Where the vendored files lie below `static/`. tools/vendor.py puts them there; a test compares both."""

from typing import Final

ICONS: Final = "vendor/tabler-icons-3.51.0/icons.svg"
HTMX: Final = "vendor/htmx-2.0.10/htmx.min.js"
