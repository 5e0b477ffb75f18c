from django.urls import path

from congvu.tasks.views import reading

app_name = "tasks"
urlpatterns = [
    path("nhiem-vu/", reading.task_list, name="list"),
    path("nhiem-vu/<str:code>/", reading.task_detail, name="detail"),
]
