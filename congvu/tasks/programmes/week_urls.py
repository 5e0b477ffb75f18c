from django.urls import path

from congvu.tasks.programmes.views import weeks

app_name = "weeks"
urlpatterns = [
    path("", weeks.week, name="week"),
    path("<int:unit_id>/them/", weeks.event_new, name="event-new"),
    path("<int:unit_id>/cong-bo/", weeks.publications, name="publications"),
    path("<int:unit_id>/<int:event_id>/", weeks.event_edit, name="event"),
    path("<int:unit_id>/<int:event_id>/huy/", weeks.event_cancel, name="event-cancel"),
]
