from django.urls import path

from congvu.catalog import views

app_name = "catalog"
urlpatterns = [
    path("", views.procedure_list, name="list"),
    path("can-soat/", views.review, name="review"),
    path("can-soat/<int:item_id>/", views.settle, name="settle"),
    path("<str:code>/", views.procedure_detail, name="detail"),
]
