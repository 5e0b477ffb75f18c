from django.urls import path

from congvu.tasks.programmes.views import programmes as views

app_name = "programmes"
urlpatterns = [
    path("", views.programme_list, name="list"),
    path("moi/", views.programme_new, name="new"),
    path("<str:code>/", views.programme_detail, name="detail"),
    path("<str:code>/dang-ky/", views.item_new, name="item-new"),
    path("<str:code>/muc-tieu/<str:goal>/", views.goals, name="goals"),
    path("<str:code>/<str:item>/", views.item_detail, name="item"),
    path("<str:code>/<str:item>/trinh/", views.submissions, name="submissions"),
    path("<str:code>/<str:item>/tra-lai/", views.returns, name="returns"),
    path("<str:code>/<str:item>/thong-qua/", views.passings, name="passings"),
    path("<str:code>/<str:item>/chuyen-ky/", views.moves, name="moves"),
    path("<str:code>/<str:item>/rut/", views.withdrawals, name="withdrawals"),
    path("<str:code>/<str:item>/tra-loi/", views.decisions, name="decisions"),
]
