"""What may be allowed in this room; who has it when the house is new stands in `orgs/roles.py`."""

from django.utils.translation import gettext_lazy as _

from congvu.orgs.permissions import register

ROOM = "dossiers"


def register_all() -> None:
    register("dossiers.see", _("Xem hồ sơ một cửa"), ROOM)
    register("dossiers.receive", _("Tiếp nhận hồ sơ, ghi nhận bổ sung, rút hồ sơ"), ROOM)
    register("dossiers.process", _("Thẩm định, xử lý hồ sơ"), ROOM)
    register("dossiers.review", _("Soát xét, trình hồ sơ"), ROOM)
    register("dossiers.approve", _("Phê duyệt, ký kết quả"), ROOM)
    register("dossiers.issue", _("Phát hành, chuyển trả kết quả"), ROOM)
    register("dossiers.return", _("Trả kết quả cho người nộp"), ROOM)
    register("dossiers.assign", _("Phân công người xử lý hồ sơ"), ROOM)
    register("dossiers.reveal", _("Xem đủ số định danh, điện thoại của người nộp (có ghi lại)"), ROOM)
