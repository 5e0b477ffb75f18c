from django.urls import path
from django.views.i18n import set_language

from congvu.faces import views

app_name = "faces"
urlpatterns = [
    path("huong-dan/", views.help_index, name="help_index"),
    path("huong-dan/<slug:slug>/", views.help_page, name="help"),
    path("-/muc-luc/", views.contents, name="contents"),
    path("-/mau-sac/", views.theme, name="theme"),
    path("-/ngon-ngu/", set_language, name="language"),
    path("-/cot/<slug:key>/", views.columns, name="columns"),
    path("-/thanh-phan/", views.gallery, name="gallery"),
    path("-/thanh-phan/tien-do/<int:done>/", views.gallery_progress, name="gallery_progress"),
]
