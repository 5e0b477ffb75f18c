from django.urls import path

from congvu.tasks.views import acts, giving, reading, settings

app_name = "tasks"
urlpatterns = [
    path("nhiem-vu/", reading.task_list, name="list"),
    path("nhiem-vu/bang/", reading.task_board, name="board"),
    path("nhiem-vu/giao/", giving.give, name="give"),
    path("nhiem-vu/tai-ve.<str:kind>", reading.task_export, name="export"),
    path("nhiem-vu/van-ban/", reading.directive_list, name="directives"),
    path("nhiem-vu/van-ban/<int:directive_id>/", reading.directive_detail, name="directive"),
    path(
        "nhiem-vu/van-ban/<int:directive_id>/tep/<int:attachment_id>/",
        reading.directive_attachment,
        name="directive-attachment",
    ),
    path(
        "nhiem-vu/van-ban/<int:directive_id>/muc/<int:clause_id>/khong-giao/",
        acts.clauses_without_task,
        name="clause-without-task",
    ),
    path("nhiem-vu/thiet-lap/", settings.settings_of_mine, name="settings-of-mine"),
    path("nhiem-vu/thiet-lap/<int:unit_id>/", settings.settings_of_unit, name="settings"),
    path("nhiem-vu/thiet-lap/<int:unit_id>/quy-tac/", settings.rules, name="rules"),
    path("nhiem-vu/thiet-lap/<int:unit_id>/don-doc/", settings.urging_rules, name="urging-rules"),
    path("nhiem-vu/thiet-lap/<int:unit_id>/mau/", settings.templates, name="templates"),
    path(
        "nhiem-vu/thiet-lap/<int:unit_id>/mau/<int:template_id>/tam-dung/",
        settings.template_pauses,
        name="template-pauses",
    ),
    path(
        "nhiem-vu/thiet-lap/<int:unit_id>/mau/<int:template_id>/chay-lai/",
        settings.template_resumptions,
        name="template-resumptions",
    ),
    path("nhiem-vu/<str:code>/", reading.task_detail, name="detail"),
    path("nhiem-vu/<str:code>/tep/<int:attachment_id>/", reading.attachment, name="attachment"),
    path("nhiem-vu/<str:code>/nhan/", acts.receipts, name="receipts"),
    path("nhiem-vu/<str:code>/tien-do/", acts.reports, name="reports"),
    path("nhiem-vu/<str:code>/bao-xong/", acts.claims, name="claims"),
    path("nhiem-vu/<str:code>/chap-nhan/", acts.acceptances, name="acceptances"),
    path("nhiem-vu/<str:code>/tra-lai/", acts.returns, name="returns"),
    path("nhiem-vu/<str:code>/gia-han/", acts.extensions, name="extensions"),
    path("nhiem-vu/<str:code>/gia-han/<int:extension_id>/", acts.extension_answers, name="extension-answers"),
    path("nhiem-vu/<str:code>/de-nghi/", acts.objections, name="objections"),
    path("nhiem-vu/<str:code>/de-nghi/<int:objection_id>/", acts.objection_answers, name="objection-answers"),
    path("nhiem-vu/<str:code>/phan-cong/", acts.persons, name="persons"),
    path("nhiem-vu/<str:code>/phoi-hop/", acts.parts, name="parts"),
    path("nhiem-vu/<str:code>/xong-phan/", acts.part_ends, name="part-ends"),
    path("nhiem-vu/<str:code>/vuong/", acts.blocks, name="blocks"),
    path("nhiem-vu/<str:code>/go-vuong/", acts.block_ends, name="block-ends"),
    path("nhiem-vu/<str:code>/chia/", giving.split_task, name="split"),
    path("nhiem-vu/<str:code>/sao/", acts.stars, name="stars"),
    path("nhiem-vu/<str:code>/thu-hoi/", acts.withdrawals, name="withdrawals"),
    path("nhiem-vu/<str:code>/rut-minh-chung/", acts.evidence_ends, name="evidence-ends"),
]
