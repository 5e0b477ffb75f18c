"""Tasks over HTTP: the same commands and selectors as the pages. A verb is a sub-resource.

POST /directives · POST /tasks · GET /tasks · GET /tasks/{code} · POST /tasks/{code}/claims · …
"""

from ninja import Router

from congvu.tasks.api import acts, directives, settings, tasks
from congvu.tasks.following_api import router as following_router

router = Router(tags=["tasks"])
for _part in (following_router, tasks.router, directives.router, acts.router, settings.router):
    router.add_router("", _part)
