"""What may be allowed here; who has it when the house is new stands in `orgs/roles.py`."""

from django.utils.translation import gettext_lazy as _

from congvu.orgs.permissions import register

ROOM = "programmes"


def register_all() -> None:
    register("programmes.see", _("Xem chương trình công tác"), ROOM)
    register("programmes.register", _("Đăng ký, trình nội dung chương trình, xin chuyển, xin rút"), ROOM)
    register("programmes.keep", _("Lập, ban hành chương trình; ghi nội dung đã thông qua"), ROOM)
    register("programmes.consent", _("Đồng ý chuyển kỳ, rút nội dung khỏi chương trình"), ROOM)
    register("leader_events.see", _("Xem lịch công tác tuần đã công bố"), ROOM)
    register("leader_events.keep", _("Soạn, công bố lịch công tác tuần"), ROOM)
