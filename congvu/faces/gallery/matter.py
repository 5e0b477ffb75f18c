"""Sample parts of a matter page."""

from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from congvu.faces.parts import (
    Action,
    Clock,
    Confirm,
    Crumb,
    Deadline,
    Fact,
    Facts,
    MatterHead,
    Paper,
    Papers,
    Segment,
    StatusBadge,
    Step,
    Steps,
    ThreeClocks,
    Timeline,
    TimelineEntry,
    Tip,
)

HERE = ZoneInfo("Asia/Ho_Chi_Minh")


def at(day: int, month: int, hour: int, minute: int) -> datetime:
    return datetime(2026 if month == 1 else 2025, month, day, hour, minute, tzinfo=HERE)


def deadlines() -> list[tuple[str, Deadline]]:
    on = date(2026, 1, 13)
    return [
        ("trong hạn", Deadline("running", on, 4)),
        ("sắp đến hạn", Deadline("running", date(2026, 1, 10), 2)),
        ("hôm nay", Deadline("running", date(2026, 1, 8), 0, at=time(17, 0))),
        ("quá hạn", Deadline("overdue", date(2026, 1, 6), 2)),
        ("tạm dừng", Deadline("paused", date(2026, 1, 5), 3)),
        ("xong trước hạn", Deadline("done_early", on)),
        ("xong đúng hạn", Deadline("done_on_time", on)),
        ("xong trễ hạn", Deadline("done_late", on, 2)),
        ("đã xong, không có hạn", Deadline("done_no_due")),
        ("không có hạn", Deadline("no_due")),
        ("tạm tính", Deadline("running", date(2027, 3, 2), 41, provisional=True)),
        ("đủ chữ, có lý do", Deadline("running", on, 4, long=True, why_url="#why")),
    ]


def statuses() -> list[StatusBadge]:
    return [
        StatusBadge("Mới tiếp nhận"),
        StatusBadge("Đang thẩm định", "primary", "pencil"),
        StatusBadge("có", "ok", "check"),
        StatusBadge("thiếu", "no", "x"),
        StatusBadge("Đơn vị báo xong, chờ chấp nhận", "wait", "hourglass"),
        StatusBadge("hệ thống", "system", "cloud-off"),
    ]


def head() -> MatterHead:
    return MatterHead(
        title="Tách thửa hoặc hợp thửa đất",
        code="H53.18-251223-0042",
        status=StatusBadge("Đang thẩm định", "primary", "pencil"),
        crumbs=(Crumb("Việc của tôi", "#viec"), Crumb("Hồ sơ một cửa")),
        meta=("Nguyễn Thị Lan", "Thửa 215, tờ bản đồ 12, xã Bến Lức"),
        due_label="Hẹn trả người dân",
        deadline=Deadline("running", date(2026, 1, 13), 4, long=True, why_url="#why"),
        primary=Action("Thẩm định xong, trình ký", "#trinh-ky", "send"),
        others=(
            Action("Đề nghị bổ sung", "#bo-sung", "file-alert"),
            Action("Chuyển người xử lý", "#chuyen", "user-check"),
            Action(
                "Dừng giải quyết",
                "/-/thanh-phan/",
                "player-stop",
                method="post",
                confirm=Confirm(
                    "Hồ sơ H53.18-251223-0042 sẽ dừng và được báo cho người nộp. "
                    "Việc này chỉ mở lại được bằng quyết định khác.",
                    title="Dừng giải quyết hồ sơ?",
                    yes="Dừng giải quyết",
                ),
            ),
            Action("Trả kết quả", icon="door-exit", why_not="chưa có kết quả được ký; hãy trình ký trước."),
        ),
    )


def steps() -> Steps:
    return Steps(
        (
            Step("Tiếp nhận", "done", ("xong 24/12, 11:00", "0,5 ngày")),
            Step("Thẩm định", "now", ("bạn đang giữ", "hạn T7 10/01, 11:00")),
            Step("Phê duyệt", "next", ("Lãnh đạo Chi nhánh", "2 ngày")),
            Step("Chuyển trả", "next", ("về Trung tâm PVHCC", "0,5 ngày")),
            Step("Trả kết quả", "next", ("xã Bến Lức", "13/01")),
        )
    )


def clocks() -> ThreeClocks:
    return ThreeClocks(
        note="ngày làm việc, tính đến 08/01/2026, 09:14",
        clocks=(
            Clock(
                "Hẹn với dân",
                "lời hứa theo luật",
                (
                    Segment("used2", Decimal("0.5"), title="Tiếp nhận", in_legend=True),
                    Segment("used", Decimal("2.5"), title="Thẩm định"),
                    Segment("pause", Decimal("2.0"), title="Chờ người dân, không tính", in_legend=True),
                    Segment("used", Decimal("4.1"), title="Thẩm định"),
                    Segment("system", Decimal("0.2"), title="Mất vì hệ thống", in_legend=True),
                    Segment("left", Decimal("4.7"), label="còn 4,7"),
                ),
                sentence="Đã dùng 7,3 ngày, dừng 2 ngày, còn 4,7 ngày",
                figure="đã dùng 7,3",
                figure_note="/ 12,0",
                second="còn 4,7",
            ),
            Clock(
                "Bước này",
                "Thẩm định, trên bàn bạn",
                (
                    Segment("used", Decimal("6.8")),
                    Segment("left", Decimal("2.2"), label="còn 2,2"),
                    Segment("none", Decimal("5.0"), title="các bước sau"),
                ),
                sentence="Bước thẩm định đã dùng 6,8 trên 9 ngày",
                figure="đã dùng 6,8",
                figure_note="/ 9,0",
                second="hạn 10/01, 11:00",
            ),
            Clock(
                "Hệ thống",
                "đồng bộ hỏng, ngừng máy",
                (
                    Segment("none", Decimal("5.4")),
                    Segment("system", Decimal("0.3"), title="05/01, 08:10 – 09:45"),
                    Segment("none", Decimal("8.3")),
                ),
                sentence="Mất 0,2 ngày vì hệ thống ngày 05/01",
                figure="mất 0,2",
                second="05/01, 08:10 – 09:45",
                evidence_url="#bang-chung",
            ),
        ),
    )


def facts() -> Facts:
    return Facts(
        (
            Fact("Người nộp", "Nguyễn Thị Lan"),
            Fact("Số định danh", "080 ••• ••• 417", figures=True, link_label="Hiện, có ghi lại", link_url="#hien"),
            Fact("Điện thoại", "09•• ••• 326", figures=True),
            Fact("Nội dung", "Tách thửa 215 (512,4 m²) thành 2 thửa: 300,0 m² và 212,4 m²", wide=True),
            Fact("Cách nộp", "Trực tuyến, Cổng Dịch vụ công quốc gia"),
            Fact("Nơi nhận", "Trung tâm PVHCC xã Bến Lức"),
            Fact("Nơi giải quyết", "Chi nhánh VPĐKĐĐ Bến Lức"),
            Fact("Lệ phí", "Miễn phí"),
            Fact("Người được ủy quyền", ""),
            Fact("Thủ tục lúc nhận", "1.012784, công bố tại 2304/QĐ-BNNMT · quy trình bản 3", wide=True),
            Fact("Trên Cổng quốc gia", "Đã gửi 08:02, Cổng đã xác nhận"),
        )
    )


def papers() -> Papers:
    return Papers(
        (
            Paper("Đơn đề nghị tách thửa, Mẫu 21", "#1", StatusBadge("điện tử")),
            Paper("Bản vẽ tách thửa, Mẫu 22", "#2", StatusBadge("bản 2", "primary"), note="31/12, thay bản 1"),
            Paper("Giấy chứng nhận đã cấp", "#3", StatusBadge("sao")),
            Paper("Văn bản cho phép tách thửa", "", StatusBadge("thiếu", "no", "x"), icon="file-x"),
        )
    )


def timeline() -> Timeline:
    return Timeline(
        (
            TimelineEntry("Đang thẩm định", at(24, 12, 11, 0), "Lê Minh Châu giữ", icon="pencil", tone="now"),
            TimelineEntry(
                "Cổng quốc gia không trả lời 1 giờ 35 phút",
                at(5, 1, 8, 10),
                note="ghi vào đồng hồ hệ thống",
                icon="cloud-off",
                tone="system",
            ),
            TimelineEntry("Người nộp bổ sung bản vẽ, đồng hồ chạy lại", at(31, 12, 7, 0), "Cổng quốc gia"),
            TimelineEntry(
                "Đề nghị bổ sung lần 1, đồng hồ dừng",
                at(26, 12, 17, 0),
                "Lê Minh Châu",
                icon="player-pause",
                tone="pause",
                quote="Bản vẽ chưa ghi kích thước cạnh giáp đường. Đề nghị gửi bản vẽ mới theo Mẫu 22.",
            ),
            TimelineEntry(
                "Lịch làm việc đổi, ngày hẹn từ 09/01 thành 10/01",
                at(25, 12, 18, 30),
                note="đã nhắn tin cho người nộp 26/12, 07:05",
                icon="calendar-event",
            ),
            TimelineEntry(
                "Chuyển Chi nhánh, người nhận đã ký",
                at(24, 12, 11, 0),
                "Trung tâm PVHCC xã Bến Lức",
                icon="arrow-right",
            ),
            TimelineEntry(
                "Tiếp nhận, gửi giấy hẹn 09/01/2026", at(23, 12, 14, 20), "Phạm Thị Dung", icon="door", url="#giay-hen"
            ),
        ),
        more_url="#toan-bo",
    )


def tips() -> list[Tip]:
    return [
        Tip(
            "Bây giờ là 15:04. Khai sinh nhận sau 15:00 thì trả vào ngày làm việc kế tiếp.",
            "Vì sao không phải hôm nay?",
        ),
        Tip("Hồ sơ đang chờ bổ sung; hãy tiếp nhận bổ sung trước khi trả kết quả.", tone="wait"),
        Tip(
            "Đã gửi, Cổng chưa xác nhận. Hệ thống sẽ gửi lại lúc 09:30.",
            tone="system",
            url="#nhat-ky",
            link_label="Xem nhật ký gửi",
        ),
    ]
