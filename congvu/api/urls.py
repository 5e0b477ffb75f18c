from django.urls import path, re_path

from congvu.api import views
from congvu.api.api import api

urlpatterns = [
    path("api/v1/", api.urls),
    re_path(r"^api/", views.unknown_address, name="api_unknown"),
    path("-/khoa-api/", views.token_list, name="api_tokens"),
    path("-/khoa-api/moi/", views.token_new, name="api_token_new"),
    path("-/khoa-api/<int:token_id>/thu-hoi/", views.token_revoke, name="api_token_revoke"),
]
