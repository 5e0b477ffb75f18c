from django.urls import path

from congvu.tasks.views import figures, importing, urging

app_name = "following"
urlpatterns = [
    path("tu-van-ban/", importing.from_document, name="from-document"),
    path("so-lieu/", figures.figures, name="figures"),
    path("dau-hieu/", urging.signals, name="signals"),
    path("don-doc/", urging.console, name="urging"),
    path("don-doc/soan/", urging.compose, name="compose"),
    path("don-doc/gui/", urging.send, name="send"),
    path("don-doc/da-gui/", urging.sent, name="sent"),
    path("don-doc/tuan/", urging.weekly, name="weekly"),
]
