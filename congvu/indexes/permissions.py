"""What may be allowed in this room; who has it when the house is new stands in `orgs/roles.py`."""

from django.utils.translation import gettext_lazy as _

from congvu.orgs.permissions import register

ROOM = "indexes"


def register_all() -> None:
    register("indexes.see", _("Xem bộ tiêu chí, điểm của đơn vị, kết quả chỉ số"), ROOM)
    register("indexes.score", _("Tự chấm điểm, nộp minh chứng, giải trình"), ROOM)
    register("indexes.approve", _("Duyệt bản tự chấm, bản giải trình của đơn vị"), ROOM)
    register("indexes.appraise", _("Thẩm định các tiêu chí được phân công"), ROOM)
    register("indexes.manage", _("Lập bộ tiêu chí, mở đợt, phân công thẩm định, chốt và công bố"), ROOM)
    register("indexes.inspect", _("Xem dấu hiệu cần kiểm tra của các đơn vị được chấm"), ROOM)
