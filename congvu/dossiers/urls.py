from django.urls import path

from congvu.dossiers.views import acts, intake, matter, process_moves

app_name = "dossiers"
urlpatterns = [
    path("tiep-nhan/", intake.intake, name="intake"),
    path("tiep-nhan/thu-tuc/", intake.find_procedure, name="find"),
    path("tiep-nhan/phieu/<int:slip_id>/", intake.slip, name="slip"),
    path("ho-so/", matter.dossier_list, name="list"),
    path("ho-so/tai-ve.csv", matter.dossier_export, name="export"),
    path("ho-so/nhan-xu-ly/", acts.claim_many, name="claim-many"),
    path("ho-so/chuyen-quy-trinh/<str:code>/", process_moves.process_move, name="process-move"),
    path("ho-so/chuyen-quy-trinh/<str:code>/lam/", process_moves.begin, name="process-move-begin"),
    path("ho-so/lan-chuyen-quy-trinh/<int:move_id>/", process_moves.answers, name="process-move-answers"),
    path("ho-so/<str:code>/", matter.dossier_detail, name="detail"),
    path("ho-so/<str:code>/giay-hen/", matter.receipt, name="receipt"),
    path("ho-so/<str:code>/tep/<int:attachment_id>/", matter.attachment, name="attachment"),
    path("ho-so/<str:code>/nhan-xu-ly/", acts.claims, name="claims"),
    path("ho-so/<str:code>/giao-nguoi/", acts.assignments, name="assignments"),
    path("ho-so/<str:code>/chuyen-buoc/", acts.completions, name="completions"),
    path("ho-so/<str:code>/lam-tiep/", acts.resumptions, name="resumptions"),
    path("ho-so/<str:code>/tra-lai/", acts.returns, name="returns"),
    path("ho-so/<str:code>/yeu-cau-bo-sung/", acts.supplement_requests, name="supplement-requests"),
    path("ho-so/<str:code>/bo-sung/", acts.supplements, name="supplements"),
    path("ho-so/<str:code>/tu-choi/", acts.refusals, name="refusals"),
    path("ho-so/<str:code>/rut/", acts.withdrawals, name="withdrawals"),
    path("ho-so/<str:code>/tra-ket-qua/", acts.results, name="results"),
    path("ho-so/<str:code>/hien-so/", acts.reveals, name="reveals"),
    path("ho-so/<str:code>/giay-to/", acts.papers, name="papers"),
]
