"""Every door over HTTP. A room brings its own `urls.py`; the order here is the order of matching."""

from django.urls import include, path

from congvu.config import health, measures

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", measures.metrics, name="metrics"),
    path("tai-khoan/", include("congvu.orgs.account_urls")),
    path("", include("congvu.orgs.urls")),
    path("thu-tuc/", include("congvu.catalog.urls")),
    path("tra-cuu/", include("congvu.portal.urls")),
    path("nhiem-vu/", include("congvu.tasks.following_urls")),
    path("", include("congvu.tasks.urls")),
    path("ke-hoach/", include("congvu.tasks.plans.urls")),
    path("cong-khai/chi-so/", include("congvu.portal.result_urls")),
    path("chuong-trinh-cong-tac/", include("congvu.tasks.programmes.urls")),
    path("lich-cong-tac/", include("congvu.tasks.programmes.week_urls")),
    path("", include("congvu.dossiers.urls")),
    path("chi-so/", include("congvu.indexes.urls")),
    path("lich-lam-viec/", include("congvu.obligations.calendar_urls")),
    path("", include("congvu.notices.urls")),
    path("", include("congvu.api.urls")),
    path("so-lieu/", include("congvu.metrics.urls")),
    path("", include("congvu.obligations.urls")),
    path("", include("congvu.faces.urls")),
]
