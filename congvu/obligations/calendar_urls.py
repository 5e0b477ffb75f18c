"""/lich-lam-viec/"""

from django.urls import path

from congvu.obligations.views import calendars

app_name = "calendars"
urlpatterns = [
    path("", calendars.year, name="year"),
    path("tinh-han/", calendars.due_tool, name="due"),
    path("nap/", calendars.upload, name="upload"),
    path("ngay/", calendars.add_day, name="add_day"),
    path("ngay/bo/", calendars.remove_day, name="remove_day"),
    path("gio/", calendars.set_hours, name="set_hours"),
    path("thay-doi/<int:change_id>/", calendars.change, name="change"),
    path("thay-doi/<int:change_id>/tien-do/", calendars.progress, name="progress"),
    path("thay-doi/<int:change_id>/ap-dung/", calendars.apply, name="apply"),
    path("thay-doi/<int:change_id>/bo/", calendars.withdraw, name="withdraw"),
]
