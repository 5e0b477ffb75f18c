from django.urls import path

from congvu.metrics import closing_views, views

app_name = "metrics"
urlpatterns = [
    path("", views.catalogue, name="catalogue"),
    path("chot/", closing_views.closings, name="closings"),
    path("chot/<int:closing_id>/", closing_views.closing, name="closing"),
    path("<str:code>/", views.figure, name="figure"),
    path("<str:code>/danh-sach/", views.figure_rows, name="rows"),
]
