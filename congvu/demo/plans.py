"""Plans and programmes of the demonstration: a reform plan of the province, what departments and communes made of it
(with gaps), a working programme in the proportions of a printed report, and a few weeks of the leaders' calendar."""

import random
from datetime import date, datetime, time, timedelta

from congvu.core.clock import VIETNAM, local
from congvu.core.loading import LoadReport, Row
from congvu.demo import units
from congvu.orgs.actor import Actor, actor_for
from congvu.orgs.models import Person, UnitCode, UnitSpan
from congvu.tasks.plans import commands
from congvu.tasks.plans.load import load_plans
from congvu.tasks.plans.models import Plan
from congvu.tasks.programmes import commands as programme_commands
from congvu.tasks.programmes.commands.weeks import monday_of
from congvu.tasks.programmes.load import load_programme
from congvu.tasks.programmes.models import Programme, QualityGoal

REF = "KH-CCHC"
# code, field, goal
GOALS = (
    ("1", "steering", "Chỉ đạo, điều hành cải cách hành chính"),
    ("2", "institutions", "Cải cách thể chế"),
    ("3", "procedures", "Cải cách thủ tục hành chính"),
    ("4", "organisation", "Cải cách tổ chức bộ máy"),
    ("5", "service", "Cải cách chế độ công vụ"),
    ("6", "finance", "Cải cách tài chính công"),
    ("7", "digital", "Xây dựng chính quyền số"),
    ("8", "impact", "Tác động đến người dân, doanh nghiệp"),
)
# code, task, product, lead, month due, measure, target, every unit takes it up
ITEMS = (
    ("1.1", "Kiểm tra cải cách hành chính tại 24 đơn vị", "Kết luận kiểm tra", "SNV", 10, "đơn vị", "24", False),
    (
        "1.2",
        "Tuyên truyền cải cách hành chính trên cổng và mạng xã hội",
        "Tin, bài",
        "VPUB",
        11,
        "tin, bài",
        "48",
        True,
    ),
    (
        "1.3",
        "Khen thưởng tập thể, cá nhân có sáng kiến cải cách",
        "Quyết định khen thưởng",
        "SNV",
        12,
        "tập thể",
        "30",
        False,
    ),
    ("2.1", "Rà soát văn bản quy phạm pháp luật", "Danh mục văn bản còn hiệu lực", "STP", 6, "văn bản", "214", False),
    (
        "2.2",
        "Ban hành văn bản theo chương trình xây dựng pháp luật",
        "Nghị quyết, quyết định",
        "STP",
        11,
        "",
        "",
        False,
    ),
    ("2.3", "Theo dõi thi hành pháp luật về đất đai", "Báo cáo", "SNNMT", 9, "", "", False),
    ("3.1", "Công bố, công khai thủ tục hành chính đúng hạn", "Quyết định công bố", "VPUB", 3, "", "", False),
    ("3.2", "Rà soát, đơn giản hóa ít nhất 20 % thủ tục nội bộ", "Phương án đơn giản hóa", "VPUB", 8, "%", "20", True),
    ("3.3", "Giải quyết hồ sơ đúng hạn từ 98 % trở lên", "Báo cáo hằng quý", "VPUB", 12, "%", "98", True),
    ("3.4", "Trang bị đủ bàn một cửa tại các xã, phường", "Biên bản bàn giao", "STC", 9, "bàn", "96", False),
    ("4.1", "Sắp xếp tổ chức bên trong các sở", "Quyết định", "SNV", 5, "", "", False),
    ("4.2", "Phân cấp, ủy quyền giải quyết thủ tục", "Quyết định phân cấp", "SNV", 7, "", "", False),
    ("4.3", "Đánh giá mô hình Trung tâm Phục vụ hành chính công xã", "Báo cáo đánh giá", "SNV", 11, "", "", False),
    ("5.1", "Bồi dưỡng cán bộ, công chức cấp xã", "Lớp bồi dưỡng", "SNV", 10, "lớp", "12", True),
    ("5.2", "Nâng tỷ lệ công chức cấp xã đạt chuẩn", "Báo cáo", "SNV", 12, "%", "95", True),
    ("5.3", "Kiểm tra công vụ đột xuất", "Biên bản kiểm tra", "TTRA", 11, "cuộc", "10", False),
    ("6.1", "Giao quyền tự chủ cho đơn vị sự nghiệp công lập", "Quyết định giao quyền", "STC", 6, "", "", False),
    ("6.2", "Giải ngân vốn đầu tư công từ 95 % trở lên", "Báo cáo giải ngân", "STC", 12, "%", "95", True),
    ("7.1", "Nâng tỷ lệ hồ sơ nộp trực tuyến toàn trình", "Báo cáo", "SKHCN", 12, "%", "80", True),
    ("7.2", "Số hóa kết quả giải quyết còn hiệu lực", "Kho dữ liệu số hóa", "SKHCN", 10, "%", "100", True),
    ("7.3", "Kết nối, chia sẻ dữ liệu dân cư, đất đai", "Dịch vụ dữ liệu", "SKHCN", 8, "", "", False),
    ("7.4", "Tập huấn kỹ năng số cho người dân", "Lớp tập huấn", "SKHCN", 9, "lớp", "96", True),
    ("8.1", "Khảo sát sự hài lòng của người dân", "Báo cáo khảo sát", "SNV", 11, "%", "90", False),
    ("8.2", "Đối thoại với doanh nghiệp", "Biên bản đối thoại", "STC", 10, "cuộc", "4", False),
)
LATE, OPEN_LATE = ("2.3", "4.2"), ("7.3", "3.4")
QUALITY = (
    "Văn bản ban hành đúng thể thức", "Văn bản đến xử lý trong ngày", "Hồ sơ trình đủ thành phần",
    "Lịch tuần công bố trước 16 giờ thứ Sáu", "Giấy mời gửi trước 3 ngày", "Báo cáo định kỳ đúng hạn",
    "Hồ sơ một cửa đúng hạn", "Văn bản điện tử có ký số", "Đơn thư trả lời đúng hạn",
)  # fmt: skip
TOPICS = {
    "Nghị quyết trình HĐND": ("Quy định mức chi", "Quy hoạch chi tiết", "Chính sách hỗ trợ", "Danh mục dự án"),
    "Đề án": ("Đề án phát triển", "Đề án sắp xếp", "Đề án chuyển đổi số"),
    "Quyết định": ("Quy chế phối hợp", "Quy định phân cấp", "Bảng giá"),
    "Báo cáo": ("Tình hình kinh tế - xã hội", "Kết quả giải ngân", "Công tác cải cách hành chính"),
    "Kế hoạch": ("Kế hoạch phòng chống thiên tai", "Kế hoạch kiểm tra", "Kế hoạch đào tạo"),
}  # fmt: skip
AREAS = ("đất đai", "giáo dục", "y tế", "giao thông", "nông nghiệp", "văn hóa", "đầu tư công", "khoa học, công nghệ")
LEADS = ("SNV", "STP", "STC", "SCT", "SNNMT", "SXD", "SKHCN", "SVHTTDL", "SGDDT", "SYT")
REASONS = ("Chờ hướng dẫn của bộ", "Phải lấy thêm ý kiến", "Chờ kỳ họp HĐND", "Hồ sơ chưa đủ")
DIARY = (
    (0, "08:00", "09:00", "Giao ban lãnh đạo UBND tỉnh", "Phòng họp 1", "VPUB"),
    (0, "14:00", "16:30", "Nghe báo cáo tiến độ cải cách hành chính", "Phòng họp 2", "SNV"),
    (1, "07:30", "11:00", "Kiểm tra Trung tâm Phục vụ hành chính công xã Bến Lức", "Xã Bến Lức", "VPUB"),
    (2, "08:00", "11:30", "Phiên họp UBND tỉnh thường kỳ", "Hội trường UBND tỉnh", "VPUB"),
    (2, "14:00", "15:30", "Làm việc với nhà đầu tư", "Phòng khách", "STC"),
    (3, "08:00", "10:30", "Tiếp công dân định kỳ", "Trụ sở tiếp công dân", "TTRA"),
    (4, "14:00", "16:00", "Họp trực tuyến với Chính phủ", "Phòng họp trực tuyến", "VPUB"),
)


def load(now: datetime) -> None:
    """The province's plan as issued, amended in July, and as far as it is by now; then the plans below it."""
    year = local(now).year
    _plans(_issued(year, amended=False, now=None), _by(now, date(year, 1, 15)))
    _plans(_issued(year, amended=True, now=None), _by(now, date(year, 7, 6)))
    _plans(_issued(year, amended=True, now=local(now).date()), now)
    _plans(list(_below(year, random.Random(2026), local(now).date())), now)
    _claim(now)
    _programme(now)
    _weeks(now)


def _by(now: datetime, day: date) -> datetime:
    return min(now, datetime.combine(day, time(9), VIETNAM))


def _loaded(report: LoadReport) -> None:
    if report.errors:
        raise RuntimeError(f"{report.kind}: {report.errors[0]}")


def _plans(rows: list[dict[str, str]], at: datetime) -> None:
    _loaded(load_plans([Row(line, row) for line, row in enumerate(rows, start=2)], actor=Actor.clock(), at=at))


def _issued(year: int, *, amended: bool, now: date | None) -> list[dict[str, str]]:
    """Rows of the province's plan. Amended: three due dates moved, one lead unit changed, one item more."""
    head = {"plan": REF, "year": str(year), "unit": units.PROVINCE}
    first = {
        "title": f"Kế hoạch cải cách hành chính tỉnh Tây Ninh năm {year}", "steward_unit": "local:SNV",
        "document_no": "185/QĐ-UBND" if amended else "12/KH-UBND",
        "document_date": f"{year}-07-06" if amended else f"{year}-01-15", "issue_due_on": f"{year}-02-28",
    }  # fmt: skip
    rows = [head | {"code": code, "goal": goal, "field": field} for code, field, goal in GOALS]
    fields = {code: field for code, field, _goal in GOALS}
    for number, (code, task, product, lead, month, measure, target, to_all) in enumerate(ITEMS):
        if amended and code in ("4.2", "5.3", "7.2"):
            month = min(month + 2, 12)
        if amended and code == "2.3":
            lead = "STP"
        due = date(year, month, 28)
        row = head | {
            "code": code, "parent_code": code[0], "task": task, "product": product, "lead_unit": f"local:{lead}",
            "due_on": due.isoformat(), "measure": measure, "target": target, "field": fields[code[0]],
            "to_all": "1" if to_all else "", "budget_vnd": str(number * 15_000_000 % 240_000_000 or ""),
            "criterion_code": f"{code[0]}.{number % 4 + 1}", "points": "0.5" if number % 3 else "1",
        }  # fmt: skip
        rows.append(row | (_progress(code, due, target, now) if now else {}))
    if amended:
        rows.append(
            head | {"code": "8.3", "parent_code": "8", "task": "Công khai kết quả xử lý phản ánh, kiến nghị",
                    "product": "Chuyên mục trên cổng", "lead_unit": "local:VPUB", "due_on": f"{year}-12-20",
                    "field": "impact", "needs_evidence": "0"}
        )  # fmt: skip
    rows[0] |= first
    return rows


def _progress(code: str, due: date, target: str, now: date) -> dict[str, str]:
    """Most of what was due is done a little early, some late, two are overdue; figures are near their target."""
    value = _value(target, 97 if code in OPEN_LATE else 102)
    if due <= now and code not in OPEN_LATE:
        done = due + timedelta(days=9) if code in LATE else due - timedelta(days=len(code) * 3 + int(code[-1]))
        return {"status": "done", "done_on": min(done, now).isoformat(), "value": value}
    return {"value": _value(target, 80)}


def _value(target: str, percent: int) -> str:
    """So many per cent of the target, in whole numbers; never more than all."""
    reached = int(target or 0) * percent // 100
    most = 100 if target in ("20", "95", "98", "100") else int(target or 0)
    return str(min(reached, most)) if target else ""


def _below(year: int, chance: random.Random, now: date) -> list[dict[str, str]]:
    """Plans of departments and communes: each takes up most of what it should; some units have none yet."""
    upper = Plan.objects.get(ref=REF, year=year, upper=None)
    to_all = [item for item in ITEMS if item[7]]
    rows: list[dict[str, str]] = []
    for system, code in _issuers():
        unit = f"{system}:{code}"
        if chance.random() < 0.08:
            continue
        own = [item for item in ITEMS if item[3] == code and not item[7]]
        wanted = [item for item in (*to_all, *own) if chance.random() < 0.9]
        lead = f"local:X{code}.VP" if system == "gso-2025" else unit
        for number, (above, task, product, _lead, month, *_rest) in enumerate(wanted, start=1):
            due = date(year, max(month - 1, 1), 25)
            row = {
                "plan": REF, "year": str(year), "unit": unit, "code": str(number), "task": task, "product": product,
                "lead_unit": lead, "due_on": due.isoformat(), "carries_out": f"{upper.code}/{above}",
            }  # fmt: skip
            if due <= now and chance.random() < 0.9:
                row |= {"status": "done", "done_on": (due - timedelta(days=chance.randrange(1, 20))).isoformat()}
            if number == 1:
                issued = date(year, 2, chance.randrange(2, 27)) if chance.random() < 0.95 else date(year, 3, 16)
                row |= {
                    "title": f"Kế hoạch cải cách hành chính năm {year}", "upper_plan": upper.code,
                    "document_no": f"{chance.randrange(10, 90)}/KH", "document_date": min(issued, now).isoformat(),
                }  # fmt: skip
            rows.append(row)
    return rows


def _issuers() -> list[tuple[str, str]]:
    """(system, code) of the units that the plan names: departments, communes, two agencies that take part."""
    province = UnitCode.objects.get(system="gso-2025", code="80").unit_id
    below = UnitSpan.objects.filter(parent_id=province, during__upper_inf=True).values("unit_id")
    codes = UnitCode.objects.filter(unit_id__in=below, system__in=("local", "gso-2025"))
    found = list(codes.order_by("system", "code").values_list("system", "code"))
    return [*found, ("local", "THUE"), ("local", "BHXH")]


def _claim(now: datetime) -> None:
    """One item waits for the province's answer, so that the page of a claim has something to show."""
    clerk = Person.objects.get(username="vpub-clerk1")
    plan = Plan.objects.get(ref=REF, year=local(now).year, upper=None)
    commands.claim_done(
        plan=plan.code, code="8.3", text="Chuyên mục đã mở trên cổng, 214 phản ánh được trả lời công khai.",
        actor=actor_for(clerk, at=now), at=now - timedelta(hours=2),
    )  # fmt: skip


def _programme(now: datetime) -> None:
    """114 items of the latest year that is far enough: 82 passed, 53 for the Council, 9 of 9 quality goals."""
    today = local(now).date()
    year = today.year if today.month >= 11 else today.year - 1
    chance = random.Random(114)
    rows = [_item(n, year, chance) for n in range(114)]
    moved = chance.sample(range(114), 14)
    first = [dict(row) for row in rows]
    for number in moved:
        month = min(int(rows[number]["month"]), 9)
        rows[number]["month"] = first[number]["month"] = str(month)
        to = f"{year}-{month + 1 + number % 2:02}"
        first[number] |= {"status": "moved", "moved_to": to, "reason": REASONS[number % len(REASONS)]}
    _items(first, _by(now, date(year, 1, 5)))
    order = sorted(range(114), key=lambda n: (int(rows[n]["month"]) + (1.5 if n in moved else 0), n))
    for place, number in enumerate(order):
        rows[number] |= _stands(place, rows[number], year, moved=number in moved)
    _items(rows, now)
    made = Programme.objects.get(year=year)
    chief = actor_for(Person.objects.get(username="chanhvanphong"), at=now)
    QualityGoal.objects.bulk_create(
        QualityGoal(programme=made, code=str(n), text=text) for n, text in enumerate(QUALITY, start=1)
    )
    for number in range(1, 10):
        programme_commands.say_goal(
            programme=made.code, code=str(number), met=True, note="Báo cáo của văn phòng", actor=chief, at=now
        )


def _items(rows: list[dict[str, str]], at: datetime) -> None:
    _loaded(load_programme([Row(line, row) for line, row in enumerate(rows, start=2)], actor=Actor.clock(), at=at))


def _item(n: int, year: int, chance: random.Random) -> dict[str, str]:
    kind = "Nghị quyết trình HĐND" if n < 53 else chance.choice([one for one in TOPICS if not one.startswith("Nghị")])
    level = "HĐND" if n < 53 else chance.choice(("UBND", "UBND", "Chủ tịch UBND"))
    name = f"{chance.choice(TOPICS[kind])} về {chance.choice(AREAS)}"
    row = {
        "year": str(year), "month": str(chance.choice((2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12))), "code": f"{n + 1:03}",
        "name": name, "kind": kind, "level": level, "lead_unit": f"local:{chance.choice(LEADS)}",
        "unit": units.PROVINCE, "title": f"Chương trình công tác của UBND tỉnh năm {year}",
    }  # fmt: skip
    return row | ({"steward_unit": "local:VPUB"} if n == 0 else {})


def _stands(place: int, row: dict[str, str], year: int, *, moved: bool) -> dict[str, str]:
    """The first 82 in time are passed, then some submitted, four withdrawn; the rest waits."""
    if place < 82:
        month = min(int(row["month"]) + (2 if moved else 0), 11)
        return {
            "status": "passed",
            "done_on": date(year, month, 24 if month < 11 else 20).isoformat(),
            "document_no": f"{place + 20}/NQ",
        }
    if place < 98:
        return {"status": "submitted"}
    return {"status": "withdrawn"} if place >= 110 else {}


def _weeks(now: datetime) -> None:
    """Last week, this one, the next; after publication one entry came, one moved, one fell out; one clash."""
    today = local(now).date()
    chief = Person.objects.get(username="chanhvanphong")
    vice, codes = (
        Person.objects.get(username="phochutich"),
        {one.code: one.unit_id for one in UnitCode.objects.filter(system="local")},
    )
    province = UnitCode.objects.get(system="gso-2025", code="80").unit_id
    for offset in (-7, 0, 7):
        monday = monday_of(today) + timedelta(days=offset)
        at = min(now, datetime.combine(monday - timedelta(days=3), time(15), VIETNAM))
        actor = actor_for(chief, at=at)
        written = [
            programme_commands.write_event(
                unit_id=province, leader_id=(chief if n % 3 == 1 else vice).pk, content=content, place=place,
                starts_at=_moment(monday, day, since), ends_at=_moment(monday, day, until),
                preparing_unit_id=codes[unit], attendees="Lãnh đạo các sở liên quan" if n % 2 else "", actor=actor,
                at=at,
            )
            for n, (day, since, until, content, place, unit) in enumerate(DIARY)
        ]  # fmt: skip
        if offset == 7:
            continue
        programme_commands.publish_week(unit_id=province, monday=monday, actor=actor, at=at)
        if offset == 0:
            later = min(now, at + timedelta(hours=20))
            programme_commands.cancel_event(unit_id=province, event_id=written[4].pk, actor=actor, at=later)
            programme_commands.write_event(
                unit_id=province, leader_id=vice.pk, content="Họp hội đồng thẩm định bộ chỉ số", place="Phòng họp 2",
                starts_at=_moment(monday, 3, "09:30"), ends_at=_moment(monday, 3, "11:30"),
                preparing_unit_id=codes["SNV"], actor=actor, at=later,
            )  # fmt: skip


def _moment(monday: date, day: int, hour: str) -> datetime:
    return datetime.combine(monday + timedelta(days=day), time.fromisoformat(hour), VIETNAM)
