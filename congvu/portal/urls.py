from django.urls import path

from congvu.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.lookup, name="lookup"),
    path("can-thu-tuc-gi/", views.finder, name="finder"),
]
