"""A sample list: grouped, filtered, selectable."""

from datetime import date, time

from django.http import HttpRequest
from django.utils.translation import gettext as _

from congvu.faces.lists import ListState
from congvu.faces.parts import (
    Action,
    Bulk,
    Code,
    Column,
    Confirm,
    Deadline,
    Kind,
    Link,
    Paging,
    Row,
    RowGroup,
    Table,
    View,
)
from congvu.faces.parts.lists import CellValue

_DOSSIER, _TASK, _LETTER = Kind("Hồ sơ", "stack-2"), Kind("Nhiệm vụ", "list-check"), Kind("Văn bản", "mail")
_REPORT, _POINT = Kind("Báo cáo", "report"), Kind("Điểm mất", "target")


def inbox_table(request: HttpRequest) -> Table:
    state = ListState.of(request, default_sort="han", sorts=("han", "ma"), key="gallery-inbox")
    return Table(
        key="gallery-inbox",
        caption="31 việc đang mở có hạn đến 30/01/2026",
        noun=_("việc"),
        count=31,
        total=38,
        total_of="việc đang mở",
        columns=(
            Column("kind", "Loại", width="s", phone="kind"),
            Column("code", "Mã", width="l", phone="code", sort="ma", fixed=True),
            Column("title", "Việc", phone="title", fixed=True),
            Column("todo", "Cần làm", width="l", phone="todo"),
            Column("who", "Của ai", width="m", phone="hide"),
            Column("due", "Hạn", unit="số ngày làm việc", sort="han", width="xl", phone="side", fixed=True),
            Column("opened", "Nhận ngày", width="s", phone="hide", hidden_at_first=True),
        ),
        groups=_groups(),
        sort=state.sort,
        sort_url=state.sort_url,
        shown=state.columns,
        back_url=request.get_full_path(),
        views=(
            View("Cần lo trước", "#", 31, current=True),
            View("Hồ sơ chờ thẩm định", "#", 14),
            View("Lãnh đạo tỉnh giao", "#", 6),
            View("Chờ ý kiến của tôi", "#", 0),
            View("Lưu cách xem này", "#", icon="plus"),
        ),
        filters=(
            ListState(state.path, (("tt", "mo"),), "", None).choice(
                "tt", "Trạng thái", (("mo", "đang mở"), ("xong", "đã xong"))
            ),
            state.choice("loai", "Loại việc", (("ho-so", "Hồ sơ"), ("nhiem-vu", "Nhiệm vụ"), ("van-ban", "Văn bản"))),
            state.typed("den", "Hạn đến", input="date"),
        ),
        exports=(Action("Excel", "#xlsx", "file-spreadsheet"), Action("CSV", "#csv", "table-export")),
        paging=Paging(next_url="#sau"),
        bulk=Bulk(
            (
                Action(
                    "Trình ký", "/-/thanh-phan/", "send", confirm=Confirm("Trình ký các việc đã chọn?", danger=False)
                ),
                Action("Chuyển người xử lý", "/-/thanh-phan/", "user-check"),
                Action("Đánh dấu theo dõi", "/-/thanh-phan/", "flag"),
            ),
            _("việc"),
        ),
    )


def _row(kind: Kind, code: str, title: str, note: str, todo: str, who: str, due: Deadline) -> Row:
    cells: dict[str, CellValue] = {
        "kind": kind,
        "code": Code(code),
        "title": Link(title, f"#{code}", note),
        "todo": todo,
        "who": who,
        "due": due,
        "opened": date(2025, 12, 23),
    }
    return Row(code, f"{code}, {title}", cells)


def _groups() -> tuple[RowGroup, ...]:
    today, closing = date(2026, 1, 8), time(17, 0)
    return (
        RowGroup(
            "Quá hạn",
            (
                _row(
                    _DOSSIER,
                    "H53.18-251212-0031",
                    "Cấp đổi Giấy chứng nhận quyền sử dụng đất",
                    "thửa 88",
                    "Thẩm định trích đo",
                    "Trần Văn Khoa",
                    Deadline("overdue", date(2026, 1, 6), 2),
                ),
                _row(
                    _TASK,
                    "NV-2025-1187",
                    "Rà soát hồ sơ đất đai tồn đọng trước sắp xếp",
                    "",
                    "Nộp báo cáo",
                    "Sở NN và MT",
                    Deadline("overdue", date(2026, 1, 7), 1),
                ),
            ),
            count=2,
            note="báo lý do hoặc làm ngay",
        ),
        RowGroup(
            "Hôm nay",
            (
                _row(
                    _DOSSIER,
                    "H53.18-260107-0006",
                    "Xóa ghi nợ tiền sử dụng đất, lệ phí trước bạ",
                    "",
                    "Thẩm định",
                    "Phạm Thị Hồng",
                    Deadline("running", today, 0, at=closing),
                ),
                _row(
                    _LETTER,
                    "54/SNNMT-ĐĐ",
                    "Góp ý dự thảo quy chế cung cấp thông tin địa chính",
                    "",
                    "Trả lời ý kiến",
                    "Sở NN và MT",
                    Deadline("running", today, 0, at=closing),
                ),
            ),
            count=2,
        ),
        RowGroup(
            "Trong 3 ngày làm việc",
            (
                _row(
                    _DOSSIER,
                    "H53.18-260106-0019",
                    "Xóa đăng ký biện pháp bảo đảm bằng quyền sử dụng đất",
                    "",
                    "Thẩm định",
                    "Ngân hàng B",
                    Deadline("running", date(2026, 1, 9), 1),
                ),
                _row(
                    _REPORT,
                    "BC-TTHC-12/2025",
                    "Kết quả giải quyết thủ tục hành chính tháng 12/2025",
                    "",
                    "Kiểm số và nộp",
                    "VP UBND tỉnh",
                    Deadline("running", date(2026, 1, 9), 1),
                ),
                _row(
                    _POINT,
                    "CS25-3.4.2",
                    "Hồ sơ trả đúng hạn: thiếu minh chứng tháng 11",
                    "",
                    "Thêm minh chứng",
                    "Sở Nội vụ",
                    Deadline("running", date(2026, 1, 12), 3),
                ),
            ),
            count=19,
            note="thứ Bảy 10/01 là ngày làm bù",
            more_url="#nua",
        ),
        RowGroup(
            "Tạm dừng",
            (
                _row(
                    _DOSSIER,
                    "H53.18-251218-0015",
                    "Đăng ký tài sản gắn liền với đất",
                    "thửa 12, tờ 8",
                    "Chờ người nộp bổ sung",
                    "Lâm Thị Cúc",
                    Deadline("paused", date(2026, 1, 5), 3),
                ),
            ),
            count=1,
            note="đồng hồ đứng yên, không tính vào hạn",
        ),
    )
