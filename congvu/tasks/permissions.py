"""What may be allowed in this room; who has it when the house is new stands in `orgs/roles.py`."""

from django.utils.translation import gettext_lazy as _

from congvu.orgs.permissions import register

ROOM = "tasks"


def register_all() -> None:
    register("tasks.see", _("Xem nhiệm vụ được giao"), ROOM)
    register("tasks.assign", _("Giao nhiệm vụ, chia việc, phân công người, thu hồi"), ROOM)
    register("tasks.accept", _("Chấp nhận hoặc trả lại báo cáo hoàn thành, trả lời đề nghị của đơn vị"), ROOM)
    register("tasks.carry", _("Nhận, báo cáo tiến độ, báo hoàn thành thay mặt đơn vị"), ROOM)
    register("tasks.settings", _("Đặt quy tắc gia hạn, nhắc việc của đơn vị giao nhiệm vụ"), ROOM)
    register(
        "tasks.follow", _("Văn phòng: nhập, theo dõi, nghiệm thu nhiệm vụ do cơ quan cấp trên trực tiếp giao"), ROOM
    )
