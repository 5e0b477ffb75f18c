"""Invented people: one account per role that signs in, and colleagues around them. No name belongs to a real person."""

import random
from collections.abc import Iterator

from django.contrib.auth.hashers import make_password

from congvu.orgs.models import Person

PASSWORD = "cong-vu-2026"  # noqa: S105  (accepted in development only)
SINCE = "2025-07-01"

# username, full name, unit (code in the system "local", or with its system), role, title, what the account shows
ACCOUNTS = (
    (
        "quantri",
        "Đặng Quốc Huy",
        "gso-2025:80",
        "admin",
        "Quản trị hệ thống",
        "đơn vị, con người, lịch làm việc, thủ tục",
    ),
    ("tiepnhan", "Phạm Thị Dung", "X27991.PVHCC", "receiving_officer", "Người tiếp nhận", "bàn tiếp nhận xã Bến Lức"),
    ("chuyenvien", "Lê Minh Châu", "SNNMT.VPDK.BL", "specialist", "Chuyên viên", "thẩm định hồ sơ đất đai"),
    ("lanhdao", "Võ Thanh Sơn", "SNNMT.VPDK.BL", "leader", "Giám đốc Chi nhánh", "phê duyệt hồ sơ đất đai"),
    ("hotich", "Nguyễn Thị Kim Ngân", "X27991.VP", "specialist", "Công chức tư pháp - hộ tịch", "hộ tịch, chứng thực"),
    ("chutichxa", "Trần Văn Lộc", "gso-2025:27991", "leader", "Chủ tịch UBND xã", "ký kết quả của xã Bến Lức"),
    ("truongphong", "Huỳnh Ngọc Ánh", "SNNMT.VPDK.DKCG", "head_of_division", "Trưởng phòng", "soát xét, phân công"),
    ("vanthu", "Bùi Thị Hạnh", "X27991.VP", "clerk", "Văn thư", "vào sổ, phát hành"),
    (
        "chanhvanphong",
        "Lâm Hoàng Phúc",
        "gso-2025:80",
        "chief_of_office",
        "Chánh Văn phòng",
        "toàn tỉnh: đôn đốc, số liệu",
    ),
    ("phochutich", "Trần Quốc Bảo", "gso-2025:80", "vice_chairman", "Phó Chủ tịch UBND tỉnh", "bảng số liệu toàn tỉnh"),
    ("chiso", "Ngô Thanh Tâm", "SNV", "index_officer", "Thành viên tổ thẩm định", "chấm, thẩm định, công bố chỉ số"),
    ("soxaydung", "Lý Hoàng Nam", "SXD", "specialist", "Chuyên viên Văn phòng Sở", "tự chấm chỉ số của Sở Xây dựng"),
    ("sotaichinh", "Dương Kim Oanh", "STC", "specialist", "Chuyên viên Văn phòng Sở", "thẩm định phần tài chính công"),
    ("thanhtra", "Đỗ Thị Mai", "gso-2025:80", "inspector", "Thanh tra viên", "xem, không sửa"),
)

FAMILY = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Huỳnh",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
    "Phan",
    "Trương",
)
MIDDLE = ("Văn", "Thị", "Minh", "Ngọc", "Thanh", "Hoàng", "Quốc", "Kim", "Hữu", "Bảo", "Thùy", "Đức")
GIVEN = (
    "An", "Anh", "Bình", "Châu", "Chi", "Cường", "Dũng", "Duy", "Đạt", "Giang", "Hà", "Hải", "Hạnh", "Hiền", "Hòa",
    "Hùng", "Hương", "Khánh", "Khoa", "Lan", "Linh", "Long", "Mai", "Minh", "Nam", "Nga", "Ngân", "Nhung", "Phong",
    "Phúc", "Quân", "Quyên", "Sơn", "Tâm", "Thảo", "Thắng", "Thu", "Trang", "Trung", "Tú", "Tuấn", "Uyên", "Vân", "Yến",
)  # fmt: skip

# body of a commune → (role, title, how many)
STAFF_OF_COMMUNE = {
    "PVHCC": (("receiving_officer", "Người tiếp nhận", 2),),
    "VP": (("specialist", "Công chức tư pháp - hộ tịch", 1), ("clerk", "Văn thư", 1)),
    "KT": (("specialist", "Chuyên viên địa chính", 1), ("head_of_division", "Trưởng phòng", 1)),
    "VHXH": (("specialist", "Chuyên viên", 1), ("head_of_division", "Trưởng phòng", 1)),
    "": (("leader", "Phó Chủ tịch UBND", 1),),
}


def name(chance: random.Random) -> str:
    return f"{chance.choice(FAMILY)} {chance.choice(MIDDLE)} {chance.choice(GIVEN)}"


def rows(units: list[dict[str, str]], chance: random.Random) -> list[dict[str, str]]:
    """Rows of `congvu load people`: the accounts, and staff for every unit row of the demonstration."""
    made = [
        _row(username, full_name, unit if ":" in unit else f"local:{unit}", role, title)
        for username, full_name, unit, role, title, _ in ACCOUNTS
    ]
    return made + list(_colleagues(units, chance))


def _colleagues(units: list[dict[str, str]], chance: random.Random) -> Iterator[dict[str, str]]:
    for unit in units:
        code = unit["code"]
        slug = code.lower().replace(".", "-")
        if code.startswith("X"):
            staff = STAFF_OF_COMMUNE[code.partition(".")[2]]
        elif "." in code:
            staff = (("specialist", "Chuyên viên", 2), ("head_of_division", "Trưởng phòng", 1))
            if unit["kind"] in {"chi nhánh", "văn phòng"}:
                staff = (("specialist", "Chuyên viên", 2), ("leader", "Giám đốc", 1))
            if code.endswith("PVHCC"):
                staff = (("receiving_officer", "Người tiếp nhận", 3),)
        else:
            staff = (("leader", "Giám đốc", 1), ("clerk", "Văn thư", 1))
        for role, title, count in staff:
            for number in range(1, count + 1):
                username = f"{slug}-{role.replace('_', '')[:8]}{number}"
                yield _row(username, name(chance), f"local:{code}", role, title)


def _row(username: str, full_name: str, unit: str, role: str, title: str) -> dict[str, str]:
    return {
        "username": username, "full_name": full_name, "unit_code": unit, "role": role, "title": title,
        "email": f"{username}@vidu.tayninh.example", "valid_from": SINCE, "valid_until": "",
    }  # fmt: skip


def open_accounts() -> None:
    """Let everybody of the demonstration sign in with the one password."""
    without = Person.objects.filter(password__startswith="!")  # noqa: S106
    without.update(password=make_password(PASSWORD))
