"""Departments of the province and the bodies of each commune, as rows of `congvu load units`.

The province and its 96 communes are real (data/units). Departments follow NĐ 45/2025/NĐ-CP, divisions of a commune
NĐ 150/2025/NĐ-CP (docs/rules/units.md); their codes, and which branch serves which communes, are invented.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from psycopg.types.range import DateRange

from congvu.orgs.models import TakesPart, UnitCode

PROVINCE = "gso-2025:80"
SINCE = "2025-07-01"
SYSTEM = "local"

DEPARTMENTS = (
    ("VPUB", "Văn phòng Ủy ban nhân dân tỉnh", "VP UBND tỉnh", "văn phòng"),
    ("SNV", "Sở Nội vụ", "Sở Nội vụ", "sở"),
    ("STP", "Sở Tư pháp", "Sở Tư pháp", "sở"),
    ("STC", "Sở Tài chính", "Sở Tài chính", "sở"),
    ("SCT", "Sở Công Thương", "Sở Công Thương", "sở"),
    ("SNNMT", "Sở Nông nghiệp và Môi trường", "Sở NN và MT", "sở"),
    ("SXD", "Sở Xây dựng", "Sở Xây dựng", "sở"),
    ("SKHCN", "Sở Khoa học và Công nghệ", "Sở KHCN", "sở"),
    ("SVHTTDL", "Sở Văn hóa, Thể thao và Du lịch", "Sở VHTTDL", "sở"),
    ("SGDDT", "Sở Giáo dục và Đào tạo", "Sở GDĐT", "sở"),
    ("SYT", "Sở Y tế", "Sở Y tế", "sở"),
    ("SDTTG", "Sở Dân tộc và Tôn giáo", "Sở DTTG", "sở"),
    ("SNGV", "Sở Ngoại vụ", "Sở Ngoại vụ", "sở"),
    ("TTRA", "Thanh tra tỉnh", "Thanh tra tỉnh", "sở"),
)
BELOW_DEPARTMENTS = (
    ("VPUB.PVHCC", "VPUB", "Trung tâm Phục vụ hành chính công tỉnh", "TTPVHCC tỉnh", "trung tâm"),
    ("SNNMT.QH", "SNNMT", "Phòng Quy hoạch, giao đất", "P. Quy hoạch", "phòng"),
    ("SNNMT.DDBD", "SNNMT", "Phòng Khoa học công nghệ và đo đạc", "P. Đo đạc", "phòng"),
    ("SNNMT.VPDK", "SNNMT", "Văn phòng Đăng ký đất đai tỉnh", "VPĐKĐĐ tỉnh", "văn phòng"),
    ("SNNMT.VPDK.DKCG", "SNNMT.VPDK", "Phòng Đăng ký và Cấp giấy chứng nhận", "P. Đăng ký cấp GCN", "phòng"),
    ("SNV.CCHC", "SNV", "Phòng Cải cách hành chính", "P. CCHC", "phòng"),
    ("STP.HCTP", "STP", "Phòng Hành chính và Bổ trợ tư pháp", "P. HC-BTTP", "phòng"),
    ("STC.DKKD", "STC", "Phòng Đăng ký kinh doanh", "P. ĐKKD", "phòng"),
    ("SXD.HT", "SXD", "Phòng Quản lý hạ tầng", "P. Hạ tầng", "phòng"),
)
VERTICAL = (
    ("THUE", "Thuế tỉnh Tây Ninh", "Thuế tỉnh"),
    ("CA", "Công an tỉnh Tây Ninh", "Công an tỉnh"),
    ("BHXH", "Bảo hiểm xã hội tỉnh Tây Ninh", "BHXH tỉnh"),
    ("KBNN", "Kho bạc Nhà nước tỉnh Tây Ninh", "Kho bạc tỉnh"),
)
BRANCHES_OF_LAND_OFFICE = (
    ("BL", "Bến Lức"),
    ("TA", "Tân An"),
    ("KT", "Kiến Tường"),
    ("TN", "Tây Ninh"),
    ("HT", "Hòa Thành"),
    ("TB", "Trảng Bàng"),
)
BODIES_OF_COMMUNE = (
    ("PVHCC", "Trung tâm Phục vụ hành chính công {name}", "TTPVHCC {name}", "trung tâm"),
    ("VP", "Văn phòng HĐND và UBND {name}", "VP {name}", "văn phòng"),
    ("KT", "Phòng Kinh tế {name}", "P. Kinh tế {name}", "phòng"),
    ("VHXH", "Phòng Văn hóa - Xã hội {name}", "P. VHXH {name}", "phòng"),
)


def rows(communes: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """Rows for the departments, what lies below them, and four bodies of each commune in `communes`.

    `communes` are rows of the real file (code, name, short_name, kind) valid since 1/7/2025.
    """
    made = [_row(code, name, short, kind, PROVINCE) for code, name, short, kind in DEPARTMENTS]
    made += [_row(code, name, short, "ngành dọc", "") for code, name, short in VERTICAL]
    made += [_row(code, name, short, kind, _local(above)) for code, above, name, short, kind in BELOW_DEPARTMENTS]
    made += [
        _row(f"SNNMT.VPDK.{code}", f"Chi nhánh Văn phòng Đăng ký đất đai {name}", f"CN VPĐKĐĐ {name}", "chi nhánh",
             _local("SNNMT.VPDK"))
        for code, name in BRANCHES_OF_LAND_OFFICE
    ]  # fmt: skip
    for commune in communes:
        name = commune["name"][0].lower() + commune["name"][1:]
        for code, full, short, kind in BODIES_OF_COMMUNE:
            made.append(
                _row(f"X{commune['code']}.{code}", full.format(name=name), short.format(name=commune["short_name"]),
                     kind, f"gso-2025:{commune['code']}")
            )  # fmt: skip
    return made


def _row(code: str, name: str, short_name: str, kind: str, parent: str) -> dict[str, str]:
    return {
        "code": code, "code_system": SYSTEM, "name": name, "short_name": short_name, "kind": kind,
        "parent_code": parent, "valid_from": SINCE, "valid_until": "", "succeeds": "", "document": "",
        "note": "đơn vị của tỉnh trình diễn",
    }  # fmt: skip


def _local(code: str) -> str:
    return f"{SYSTEM}:{code}"


def place_vertical_agencies(communes: Iterable[Mapping[str, str]]) -> None:
    """Where agencies work without being below: the province's, and each branch of the land office at its communes."""
    today = date.fromisoformat(SINCE)
    period = DateRange(today, None)
    ids = _ids()
    pairs = [(ids[SYSTEM, code], ids["gso-2025", "80"]) for code, *_ in VERTICAL]
    for number, commune in enumerate(sorted(communes, key=lambda row: row["code"])):
        branch = BRANCH_OF.get(commune["code"]) or BRANCHES_OF_LAND_OFFICE[number % len(BRANCHES_OF_LAND_OFFICE)][0]
        pairs.append((ids[SYSTEM, f"SNNMT.VPDK.{branch}"], ids["gso-2025", commune["code"]]))
    TakesPart.objects.bulk_create(TakesPart(unit_id=unit, place_id=place, during=period) for unit, place in pairs)


BRANCH_OF = {"27991": "BL", "27694": "TA", "27712": "TA", "27787": "KT"}


def give_identifiers(communes: Iterable[Mapping[str, str]]) -> None:
    """Agency codes in the form of QĐ 20/2020/QĐ-TTg, with which dossier codes begin. The numbers are invented."""
    ids = _ids()
    codes = {ids["gso-2025", "80"]: "H53"}
    for number, (code, *_) in enumerate(DEPARTMENTS, start=1):
        codes[ids[SYSTEM, code]] = f"H53.{number:02}"
    codes[ids[SYSTEM, "VPUB.PVHCC"]] = "H53.01.01"
    for code, _name in BRANCHES_OF_LAND_OFFICE:
        codes[ids[SYSTEM, f"SNNMT.VPDK.{code}"]] = f"H53.06.{code}"
    for number, commune in enumerate(sorted(communes, key=lambda row: row["code"]), start=20):
        codes[ids["gso-2025", commune["code"]]] = f"H53.{number}"
        codes[ids[SYSTEM, f"X{commune['code']}.PVHCC"]] = f"H53.{number}.01"
    period = DateRange(date.fromisoformat(SINCE), None)
    UnitCode.objects.bulk_create(
        UnitCode(unit_id=unit, system="qd20", code=code, during=period) for unit, code in codes.items()
    )


def agency_codes() -> dict[str, str]:
    """Loaded code of a commune (`gso-2025:27991`) → its agency code (`H53.48`)."""
    rows = UnitCode.objects.filter(system="qd20").values_list("unit_id", "code")
    loaded = {unit: code for (system, code), unit in _ids().items() if system == "gso-2025"}
    return {f"gso-2025:{loaded[unit]}": agency for unit, agency in rows if unit in loaded}


def _ids() -> dict[tuple[str, str], int]:
    """(system, code) → unit, among the units that exist today."""
    codes = UnitCode.objects.filter(during__contains=date.fromisoformat(SINCE)).order_by("id")
    return {(code.system, code.code): code.unit_id for code in codes}
