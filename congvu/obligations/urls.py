from django.urls import path

from congvu.obligations.views import lists, matter

app_name = "obligations"
urlpatterns = [
    path("", lists.inbox, name="inbox"),
    path("viec/cho-nguoi-khac/", lists.waiting, name="waiting"),
    path("viec/don-vi/", lists.unit, name="unit"),
    path("viec/tai-viec-da-chon/", lists.export_chosen, name="export-chosen"),
    path("viec/chuyen-nguoi-xu-ly/", lists.reassign_many, name="reassign-many"),
    path("viec/<int:item_id>/", matter.detail, name="detail"),
    path("viec/<int:item_id>/gia-han/", matter.ask_extension, name="ask-extension"),
    path("viec/<int:item_id>/gia-han/<int:extension_id>/", matter.decide_extension, name="decide-extension"),
    path("viec/<int:item_id>/chuyen/", matter.send_handover, name="send-handover"),
    path("viec/<int:item_id>/chuyen/<int:handover_id>/", matter.answer_handover, name="answer-handover"),
    path("viec/<int:item_id>/nguoi-xu-ly/", matter.reassign, name="reassign"),
    path("viec/<int:item_id>/don-doc/", matter.urge, name="urge"),
    path("viec/<int:item_id>/loi-he-thong/", matter.claim_system_time, name="claim-system-time"),
    path("viec/<int:item_id>/loi-he-thong/<int:claim_id>/", matter.decide_system_time, name="decide-system-time"),
]
