"""`/healthz`: this process answers. `/readyz`: it may take requests; else 503 with what is wrong, without secrets."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from congvu.config import checks
from congvu.orgs.doors import door


@door(kind="page", room="config", audience="public")
def healthz(request: HttpRequest) -> HttpResponse:
    """Asks nobody: an orchestrator restarts what does not answer here."""
    del request
    return HttpResponse("ok\n", content_type="text/plain")


@door(kind="page", room="config", audience="public")
def readyz(request: HttpRequest) -> HttpResponse:
    del request
    findings = checks.run(checks.READY, timezone.now())
    ready = all(finding.state is not checks.State.BAD for finding in findings)
    body = {"ready": ready, "checks": {finding.code: finding.state.value for finding in findings}}
    return JsonResponse(body, status=200 if ready else 503)
