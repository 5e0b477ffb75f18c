from django.urls import path

from congvu.tasks.plans.views import acting, reading

app_name = "plans"
urlpatterns = [
    path("", reading.plan_list, name="list"),
    path("moi/", acting.plan_new, name="new"),
    path("<str:code>/", reading.plan_detail, name="detail"),
    path("<str:code>/phu/", reading.plan_coverage, name="coverage"),
    path("<str:code>/khac/<int:before>/<int:after>/", reading.plan_difference, name="difference"),
    path("<str:code>/ban-hanh/", acting.approvals, name="approvals"),
    path("<str:code>/dieu-chinh/", acting.amendments, name="amendments"),
    path("<str:code>/du-thao/them/", acting.line_new, name="line-new"),
    path("<str:code>/du-thao/<str:item>/", acting.line_edit, name="line"),
    path("<str:code>/du-thao/<str:item>/bo/", acting.line_remove, name="line-remove"),
    path("<str:code>/muc/<str:item>/", reading.item_detail, name="item"),
    path("<str:code>/muc/<str:item>/so-lieu/", acting.readings, name="readings"),
    path("<str:code>/muc/<str:item>/minh-chung/", acting.evidence, name="evidence"),
    path("<str:code>/muc/<str:item>/minh-chung/<int:attachment_id>/", reading.evidence_file, name="evidence-file"),
    path("<str:code>/muc/<str:item>/bao-xong/", acting.claims, name="claims"),
    path("<str:code>/muc/<str:item>/chap-nhan/", acting.acceptances, name="acceptances"),
    path("<str:code>/muc/<str:item>/tra-lai/", acting.returns, name="returns"),
]
