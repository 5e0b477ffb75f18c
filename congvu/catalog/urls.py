from django.urls import path

from congvu.catalog.views import finder, law, listing, processes, simplify, terms, versions

app_name = "catalog"
urlpatterns = [
    path("", listing.procedure_list, name="list"),
    path("can-soat/", listing.review, name="review"),
    path("can-soat/<int:item_id>/", listing.settle, name="settle"),
    path("tim-giup/", finder.finder, name="finder"),
    path("van-ban/", law.document_list, name="documents"),
    path("van-ban/<int:document_id>/", law.document, name="document"),
    path("van-ban/<int:document_id>/mo-ta/", law.describe, name="describe"),
    path("van-ban/<int:document_id>/het-hieu-luc/", law.repeal, name="repeal"),
    path("don-gian-hoa/", simplify.proposals, name="proposals"),
    path("don-gian-hoa/<int:row_id>/", simplify.proposal, name="proposal"),
    path("don-gian-hoa/<int:row_id>/ket-luan/", simplify.decide, name="decide"),
    path("don-gian-hoa/<int:row_id>/cong-bo/", simplify.announce, name="announce"),
    path("<str:code>/", listing.procedure_detail, name="detail"),
    path("<str:code>/so-sanh/", versions.comparison, name="comparison"),
    path("<str:code>/du-thao/", versions.edit, name="draft"),
    path("<str:code>/du-thao/moi/", versions.draft, name="new-draft"),
    path("<str:code>/du-thao/cong-bo/", versions.publish, name="publish"),
    path("<str:code>/du-thao/bo/", versions.discard, name="discard"),
    path("<str:code>/phi/", terms.fees, name="fees"),
    path("<str:code>/phi/<int:row_id>/ket-thuc/", terms.end_fee, name="end-fee"),
    path("<str:code>/tham-quyen/", terms.competence, name="competence"),
    path("<str:code>/tham-quyen/<int:row_id>/ket-thuc/", terms.end_competence, name="end-competence"),
    path("<str:code>/don-gian-hoa/", simplify.propose, name="propose"),
    path("<str:code>/quy-trinh/", processes.draft, name="new-process"),
    path("<str:code>/quy-trinh/<int:number>/", processes.process, name="process"),
    path("<str:code>/quy-trinh/<int:number>/luu/", processes.save, name="save-process"),
    path("<str:code>/quy-trinh/<int:number>/cong-bo/", processes.publish, name="publish-process"),
    path("<str:code>/quy-trinh/<int:number>/bo/", processes.discard, name="discard-process"),
    path("<str:code>/quy-trinh/<int:number>/bpmn/", processes.bpmn, name="bpmn"),
]
