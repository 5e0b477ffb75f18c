"""Every door over HTTP. A room brings its own `urls.py`; the order here is the order of matching."""

from django.urls import include, path

urlpatterns = [
    path("tai-khoan/", include("allauth.urls")),
    path("", include("congvu.faces.urls")),
]
