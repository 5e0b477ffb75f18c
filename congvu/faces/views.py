"""Pages of the face itself: reader's choices (theme, columns), contents, help, gallery."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from congvu.faces import gallery as showcase
from congvu.faces import help_pages
from congvu.faces.lists import COLUMNS_COOKIE
from congvu.faces.shell import THEME_COOKIE, THEMES

_A_YEAR = 365 * 24 * 3600


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the device has it. Kept in a cookie; the page is rendered with it, so nothing flashes."""
    chosen = request.POST.get("theme", "")
    response = _back(request)
    if chosen in THEMES:
        _keep(response, THEME_COOKIE, chosen)
    return response


@require_POST
def columns(request: HttpRequest, key: str) -> HttpResponse:
    """The reader's choice of columns for one list."""
    response = _back(request)
    _keep(
        response,
        COLUMNS_COOKIE % key,
        ".".join(name for name in request.POST.getlist("columns") if name.isidentifier()),
    )
    return response


@require_safe
def contents(request: HttpRequest) -> HttpResponse:
    """All ways through the house on one page: what “Thêm” on the phone opens."""
    return render(request, "faces/contents.html")


@require_safe
def help_index(request: HttpRequest) -> HttpResponse:
    return render(request, "faces/help_index.html", {"pages": help_pages.all_pages()})


@require_safe
def help_page(request: HttpRequest, slug: str) -> HttpResponse:
    page = help_pages.find(slug)
    if page is None:
        raise Http404(slug)
    return render(request, "faces/help_page.html", {"page": page, "pages": help_pages.all_pages()})


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every part in every state. Exists in development only."""
    if settings.PRODUCTION:
        raise Http404
    return render(request, "faces/gallery.html", showcase.context(request))


@require_safe
def gallery_progress(request: HttpRequest, done: int) -> HttpResponse:
    if settings.PRODUCTION:
        raise Http404
    return render(request, "faces/_progress.html", {"progress": showcase.progress(min(done + 20, 100))})


def _back(request: HttpRequest) -> HttpResponseRedirect:
    target = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(target if ours else "/")


def _keep(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=_A_YEAR, samesite="Lax", httponly=False, secure=settings.SESSION_COOKIE_SECURE
    )
