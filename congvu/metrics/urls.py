from django.urls import path

from congvu.metrics import views

app_name = "metrics"
urlpatterns = [
    path("", views.catalogue, name="catalogue"),
    path("<str:code>/", views.figure, name="figure"),
    path("<str:code>/danh-sach/", views.figure_rows, name="rows"),
]
