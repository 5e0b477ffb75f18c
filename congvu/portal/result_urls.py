from django.urls import path

from congvu.portal import results

app_name = "portal_results"
urlpatterns = [
    path("", results.result_list, name="results"),
    path("<str:code>/", results.result, name="result"),
]
