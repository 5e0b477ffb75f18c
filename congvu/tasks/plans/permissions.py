"""What may be allowed here; who has it when the house is new stands in `orgs/roles.py`."""

from django.utils.translation import gettext_lazy as _

from congvu.orgs.permissions import register

ROOM = "plans"


def register_all() -> None:
    register("plans.see", _("Xem kế hoạch"), ROOM)
    register("plans.draft", _("Soạn, sửa kế hoạch của đơn vị"), ROOM)
    register("plans.approve", _("Ban hành kế hoạch của đơn vị"), ROOM)
    register("plans.report", _("Báo cáo kết quả mục kế hoạch được giao"), ROOM)
    register("plans.accept", _("Chấp nhận, trả lại kết quả mục kế hoạch"), ROOM)
