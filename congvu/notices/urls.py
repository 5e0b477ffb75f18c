from django.urls import path

from congvu.notices import views

app_name = "notices"
urlpatterns = [
    path("thong-bao/", views.notice_list, name="list"),
    path("thong-bao/da-doc/", views.all_read, name="all-read"),
    path("thong-bao/<int:notice_id>/mo/", views.opened, name="open"),
    path("thu-gui-di/", views.mail_list, name="mail"),
    path("thu-gui-di/gui-lai/", views.mail_again, name="mail-again"),
]
