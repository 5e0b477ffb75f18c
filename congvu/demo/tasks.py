"""Leaders' tasks of the demonstration: two years of history (loaded in bulk), and those under way (given, carried,
claimed by the commands), with every state there is. Papers and contents are invented after real ones; the units are
real or those of the demonstration. The same rows for the same day, every time.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from congvu.core.clock import VIETNAM, WorkCalendar, local
from congvu.core.loading import Row
from congvu.core.tasks import PartGiven
from congvu.demo import units
from congvu.demo.history import REORGANISED_ON
from congvu.orgs.actor import Actor, actor_for
from congvu.orgs.calendars.selectors import official
from congvu.orgs.models import Person, Position, UnitCode
from congvu.tasks import commands
from congvu.tasks.commands.directives import Paper
from congvu.tasks.commands.evidence import EvidenceGiven
from congvu.tasks.load import load_tasks
from congvu.tasks.models import Task

HISTORY = 480
OLD_PROVINCE, PROVINCE = "gso:80", "gso-2025:80"
DEPARTMENTS = ("SNV", "STP", "STC", "SCT", "SNNMT", "SXD", "SKHCN", "SVHTTDL", "SGDDT", "SYT", "TTRA")
NAMES = {code: short for code, _name, short, _kind in units.DEPARTMENTS}
SIGNERS = ("Trần Quốc Bảo", "Nguyễn Hữu Thành", "Lê Thị Kim Phượng")
# field, content (with the place it is for), product
WORK = (
    (
        "Cải cách thủ tục hành chính",
        "Rà soát, đề xuất cắt giảm ít nhất 30% thời gian giải quyết thủ tục thuộc {of}",
        "Tờ trình và danh mục",
    ),
    (
        "Cải cách thủ tục hành chính",
        "Tái cấu trúc quy trình, nâng tỷ lệ hồ sơ trực tuyến toàn trình của {of}",
        "Báo cáo",
    ),
    ("Cải cách thủ tục hành chính", "Khắc phục hồ sơ trễ hạn và công khai xin lỗi theo quy định tại {of}", "Báo cáo"),
    ("Chuyển đổi số", "Số hóa kết quả giải quyết thủ tục còn hiệu lực của {of}", "Báo cáo kết quả số hóa"),
    (
        "Chuyển đổi số",
        "Kết nối, chia sẻ dữ liệu chuyên ngành với hệ thống giải quyết thủ tục của {of}",
        "Biên bản nghiệm thu",
    ),
    ("Tổ chức bộ máy", "Hoàn thiện quy chế làm việc và phân công nhiệm vụ sau sắp xếp của {of}", "Quyết định"),
    ("Công vụ, công chức", "Đánh giá, xếp loại công chức và phương án bố trí vị trí việc làm của {of}", "Đề án"),
    ("Công vụ, công chức", "Chấn chỉnh kỷ luật, kỷ cương hành chính sau kiểm tra tại {of}", "Báo cáo khắc phục"),
    ("Tài chính công", "Giải ngân vốn đầu tư công và tháo gỡ vướng mắc dự án do {of} quản lý", "Báo cáo giải ngân"),
    ("Tài chính công", "Lập phương án xử lý trụ sở dôi dư sau sắp xếp thuộc {of}", "Phương án"),
    ("Đất đai, môi trường", "Hoàn thành lập cơ sở dữ liệu đất đai trên địa bàn, phần việc của {of}", "Cơ sở dữ liệu"),
    ("Xây dựng", "Cấp giấy phép xây dựng trực tuyến toàn trình, phần việc của {of}", "Đề án và tờ trình"),
    ("Thể chế", "Rà soát văn bản quy phạm pháp luật hết hiệu lực do {of} tham mưu", "Danh mục kiến nghị"),
    ("Thể chế", "Góp ý dự thảo nghị quyết trình Hội đồng nhân dân, phần của {of}", "Văn bản góp ý"),
)
KINDS = (("UBND-TH", 46), ("TB-UBND", 26), ("CT-UBND", 6), ("KH-UBND", 14), ("UBND-NC", 8))


def load_history(now: datetime) -> None:
    """What is over, and some that is open since long."""
    rows = _rows(local(now).date(), official().calendar)
    report = load_tasks([Row(line, row) for line, row in enumerate(rows, start=2)], actor=Actor.clock(), at=now)
    if report.errors:
        raise RuntimeError(f"tasks: {report.errors[0]}")


def _rows(today: date, calendar: WorkCalendar) -> list[dict[str, str]]:
    chance = random.Random(20241101)
    since = today - timedelta(days=730)
    old = list(UnitCode.objects.filter(system="gso", code__regex=r"^7|^79|^80").order_by("code"))
    districts = [row.code for row in old if len(row.code) == 3]
    communes = list(UnitCode.objects.filter(system="gso-2025").exclude(code="80").order_by("code"))
    made: list[dict[str, str]] = []
    serial = 0
    while len(made) < HISTORY:
        issued = _workday(since + timedelta(days=chance.randrange(690)), calendar)
        if issued >= today - timedelta(days=30):
            continue
        serial += 1
        kind = chance.choices([name for name, _ in KINDS], [weight for _, weight in KINDS])[0]
        paper = f"{chance.randrange(20, 5200)}/{kind}"
        new = issued >= REORGANISED_ON
        leads = [*DEPARTMENTS, *(f"gso-2025:{c.code}" for c in communes)] if new else [f"gso:{d}" for d in districts]
        signer = chance.choice(SIGNERS)
        for clause in range(1, chance.choice((1, 2, 2, 3, 4)) + 1):
            lead = chance.choice(DEPARTMENTS) if new and chance.random() < 0.7 else chance.choice(leads)
            made.append(_row(chance, len(made) + 1, paper, issued, clause, lead, signer, today, calendar, new=new))
    return made[:HISTORY]


def _row(
    chance: random.Random, number: int, paper: str, issued: date, clause: int, lead: str, signer: str, today: date,
    calendar: WorkCalendar, *, new: bool,
) -> dict[str, str]:  # fmt: skip
    field, content, product = chance.choice(WORK)
    assigned = _workday(issued + timedelta(days=chance.choice((0, 0, 1, 1, 2))), calendar)
    due = None if chance.random() < 0.07 else _workday(assigned + timedelta(days=chance.randrange(12, 75)), calendar)
    done = accepted = None
    status, note = "accepted", ""
    drawn = chance.random()
    if drawn < 0.025:
        status, note = "withdrawn", "Nội dung đã lồng ghép vào nhiệm vụ khác."
    elif drawn < 0.045:
        status, note = "open", ""
    elif drawn < 0.055:
        status, note = "returned", "Chưa có số liệu đối chứng, đề nghị bổ sung."
    if status == "accepted":
        late = chance.random() < 0.06
        base = due or assigned + timedelta(days=40)
        shift = chance.randrange(1, 14) if late and due else -chance.randrange(0, 8)
        done = _workday(max(base + timedelta(days=shift), assigned + timedelta(days=1)), calendar)
        accepted = _workday(done + timedelta(days=chance.randrange(0, 6)), calendar)
        if accepted >= today:
            status, done, accepted = "open", None, None
    if status == "returned":
        done = _workday(assigned + timedelta(days=10), calendar)
    helpers = chance.sample([one for one in DEPARTMENTS if one != lead], chance.choice((0, 0, 1, 1, 2))) if new else []
    return {
        "number": f"TH-{number:04}", "document_no": paper, "document_date": issued.isoformat(), "clause": str(clause),
        "content": content.format(of=NAMES.get(lead, "địa phương")), "assigner": PROVINCE if new else OLD_PROVINCE,
        "lead_unit": lead if ":" in lead else f"local:{lead}",
        "coordinating_units": ";".join(f"local:{one}" for one in helpers), "assigned_on": assigned.isoformat(),
        "due_on": due.isoformat() if due else "", "product": product,
        "urgency": chance.choices(("normal", "urgent", "very_urgent"), (86, 12, 2))[0], "field": field,
        "status": status, "done_on": done.isoformat() if done else "",
        "accepted_on": accepted.isoformat() if accepted else "",
        "note": note or (f"Người ký: {signer}" if chance.random() < 0.1 else ""),
    }  # fmt: skip


def _workday(day: date, calendar: WorkCalendar) -> date:
    while not calendar.is_working(day):
        day += timedelta(days=1)
    return day


@dataclass(slots=True)
class Office:
    """The office gives in the Committee's name; leaders of departments carry."""

    now: datetime
    calendar: WorkCalendar
    units: dict[str, int]
    province: int
    chance: random.Random

    def at(self, days_ago: int, hour: int = 9) -> datetime:
        day = local(self.now).date() - timedelta(days=days_ago)
        while not self.calendar.is_working(day):
            day -= timedelta(days=1)
        return min(datetime.combine(day, time(hour, 5), VIETNAM), self.now)

    def due(self, days_ahead: int) -> date:
        return _workday(local(self.now).date() + timedelta(days=days_ahead), self.calendar)

    def office(self, at: datetime) -> Actor:
        return actor_for(Person.objects.get(username="chanhvanphong"), at=at)

    def leader(self, unit: int, at: datetime) -> Actor:
        held = Position.objects.filter(unit_id=unit, role__code__in=("leader", "head_of_division"))
        seat = held.select_related("person").order_by("id").first()
        assert seat is not None
        return actor_for(seat.person, unit, at=at)

    def give(
        self, number: str, kind: str, title: str, days_ago: int, tasks: Sequence[commands.TaskGiven]
    ) -> list[Task]:
        at = self.at(days_ago)
        entered = self.at(max(days_ago - self.chance.choice((0, 1, 2)), 0), 14)
        paper = Paper(number, at.date(), kind, title, self.chance.choice(SIGNERS))
        clauses = [(str(place), one.content) for place, one in enumerate(tasks, start=1)]
        actor = self.office(entered)
        directive = commands.enter_directive(
            paper=paper, clauses=clauses, unit_id=self.province, actor=actor, at=entered
        )
        given = [replace(one, clause=str(place)) for place, one in enumerate(tasks, start=1)]
        return commands.give_tasks(
            tasks=given, directive_id=directive.pk, assigner_name=paper.signer, actor=actor, at=entered
        )


def walk(now: datetime) -> None:
    """Tasks of the last two months, in every state; the one of the mock-up among them."""
    codes = {row.code: row.unit_id for row in UnitCode.objects.filter(system="local").order_by("id")}
    province = UnitCode.objects.get(system="gso-2025", code="80").unit_id
    office = Office(now, official().calendar, codes, province, random.Random(20261124))
    _conclusion(office)
    for serial in range(14):
        _letter(office, serial)
    _recurring(office)


def _conclusion(o: Office) -> None:
    """One conclusion, four clauses: done, claimed with evidence, overdue, and one for every department."""
    u = o.units
    given = [
        commands.TaskGiven(
            "Trình phương án bố trí công chức số cho 96 xã, phường", u["SNV"], o.due(-8), "Phương án",
            "Công vụ, công chức",
        ),
        commands.TaskGiven(
            "Trình Đề án cấp giấy phép xây dựng trực tuyến toàn trình, có dự toán, thử nghiệm tại 6 xã, phường",
            u["SXD"], o.due(4), "Đề án và tờ trình UBND tỉnh", "Xây dựng", starred=True,
            coordinating=(
                PartGiven(u["STC"], "ý kiến về dự toán", o.due(-2)),
                PartGiven(u["SKHCN"], "ý kiến kỹ thuật", o.due(1)),
            ),
            demands=("Đề án và tờ trình", "Dự toán kinh phí", "Ý kiến của Sở Tài chính", "Danh sách 6 xã, phường"),
        ),
        commands.TaskGiven(
            "Liên thông dữ liệu thửa đất phục vụ cấp phép", u["SNNMT"], o.due(-5), "Dịch vụ dữ liệu",
            "Đất đai, môi trường",
        ),
        *(
            commands.TaskGiven(
                "Rà soát hồ sơ cấp phép còn tồn, báo cáo UBND tỉnh", u[code], o.due(6), "Báo cáo",
                "Cải cách thủ tục hành chính",
            )
            for code in ("STP", "SCT", "SYT", "SVHTTDL", "SGDDT")
        ),
    ]  # fmt: skip
    tasks = o.give("486/TB-UBND", "conclusion", "Kết luận cuộc họp về cấp phép xây dựng trực tuyến", 40, given)
    done, project, land, *rest = tasks
    _accept(o, done, 12, 9)
    sxd, at = o.leader(u["SXD"], o.at(38)), o.at(38)
    commands.receive(code=project.code, actor=sxd, at=at)
    commands.split(
        code=project.code, actor=sxd, at=o.at(36),
        tasks=[commands.TaskGiven("Soạn Đề án và dự toán", u["SXD.HT"], o.due(2), "Dự thảo Đề án")],
    )  # fmt: skip
    child = project.children.get()
    _accept(o, child, 15, 13, giver="SXD")
    commands.report_progress(code=project.code, percent=60, text="Xong dự thảo 1.", actor=sxd, at=o.at(25))
    extension = commands.ask_extension(
        code=project.code, until_on=o.due(12), why="Chờ ý kiến dự toán của Sở Tài chính.", actor=sxd, at=o.at(20)
    )
    commands.decide_extension(
        code=project.code, extension_id=extension, granted=True, actor=o.office(o.at(19)), at=o.at(19)
    )
    stc = o.leader(u["STC"], o.at(3))
    commands.finish_part(code=project.code, text="Đã gửi 88/STC-NS.", actor=stc, at=o.at(1))
    first = [EvidenceGiven("37/TTr-SXD", None, 1)]
    commands.claim_done(code=project.code, text="Đã trình Đề án.", evidence=first, actor=sxd, at=o.at(10))
    commands.send_back(
        code=project.code, reason="Chưa có dự toán theo mục 2 của Thông báo.", actor=o.office(o.at(8)), at=o.at(8)
    )
    proofs = [
        EvidenceGiven("41/TTr-SXD", None, 1), EvidenceGiven("Phụ lục 2, dự toán", None, 2),
        EvidenceGiven("88/STC-NS", None, 3),
    ]  # fmt: skip
    commands.claim_done(
        code=project.code, text="Đã trình UBND tỉnh Đề án kèm dự toán và kế hoạch thử nghiệm.", evidence=proofs,
        actor=sxd, at=o.at(0, 8),
    )  # fmt: skip
    snnmt = o.leader(u["SNNMT"], o.at(30))
    commands.report_progress(code=land.code, percent=45, text="Đã nối thử 3 dịch vụ.", actor=snnmt, at=o.at(16))
    commands.report_block(
        code=land.code, by_unit_id=u["SKHCN"], needs="Mở kết nối trục liên thông", needed_on=o.due(-3), actor=snnmt,
        at=o.at(14),
    )  # fmt: skip
    for place, task in enumerate(rest):
        leader = o.leader(task.lead_unit_id, o.at(30))
        if place == 0:
            continue  # nobody has received it yet
        commands.report_progress(
            code=task.code, percent=20 * place, text="Đang tổng hợp.", actor=leader, at=o.at(20 - place)
        )


def _letter(o: Office, serial: int) -> None:
    """A letter with a few tasks; each goes as far as its place says."""
    chance, u = o.chance, o.units
    days_ago = 56 - serial * 4
    tasks = []
    for code in chance.sample(DEPARTMENTS, chance.choice((5, 6, 7))):
        field, content, product = chance.choice(WORK)
        due = None if chance.random() < 0.08 else o.due(chance.randrange(-12, 30) + max(0, 20 - days_ago))
        if due is not None and due < o.at(days_ago).date():
            due = o.due(3)
        tasks.append(
            commands.TaskGiven(
                content.format(of=NAMES[code]), u[code], due, product, field, starred=chance.random() < 0.08,
                urgency=chance.choices(("normal", "urgent"), (85, 15))[0],
            )
        )  # fmt: skip
    number = f"{chance.randrange(1200, 6200)}/UBND-TH"
    made = o.give(number, "dispatch", "Triển khai nhiệm vụ cải cách hành chính tháng này", days_ago, tasks)
    for place, task in enumerate(made):
        _carry(o, task, days_ago, (serial + place) % 10)


def _carry(o: Office, task: Task, given_ago: int, course: int) -> None:
    """`course` picks how far: untouched, working, done on time, claimed, returned, refused, asked for more time …"""
    begun = max(given_ago - 3, 1)
    leader, at = o.leader(task.lead_unit_id, o.at(begun, 15)), o.at(begun, 15)
    if course == 0:
        return
    commands.receive(code=task.code, actor=leader, at=at)
    later = max(begun // 2, 0)
    if course in (1, 2, 3):
        text = ("Đã lập tổ công tác.", "Đã có dự thảo lần 1.", "Đang lấy ý kiến.")[course - 1]
        commands.report_progress(code=task.code, percent=20 + 20 * course, text=text, actor=leader, at=o.at(later, 16))
    elif course in (4, 5, 6):
        _accept(o, task, later, max(later - 2, 0))
    elif course == 7:
        _claim(o, task, leader, later)
        if later > 3 and o.chance.random() < 0.6:
            commands.send_back(
                code=task.code, reason="Chưa nêu số liệu trước và sau khi thực hiện.", actor=o.office(o.at(later - 2)),
                at=o.at(later - 2, 17),
            )  # fmt: skip
    elif course == 8:
        if task.due_on and task.due_on > o.at(later).date():
            commands.ask_extension(
                code=task.code, until_on=task.due_on + timedelta(days=21), why="Cần thêm thời gian lấy ý kiến.",
                actor=leader, at=o.at(later, 16),
            )  # fmt: skip
    elif task.starred:
        commands.withdraw(
            code=task.code, reason="Đã lồng ghép vào kế hoạch năm.", actor=o.office(o.at(later)), at=o.at(later, 16)
        )
    else:
        commands.object_to(
            code=task.code, reason="Nội dung thuộc chức năng đơn vị khác.", actor=leader, at=o.at(later, 16)
        )


def _claim(o: Office, task: Task, leader: Actor, days_ago: int) -> None:
    number = f"{o.chance.randrange(40, 900)}/BC"
    commands.claim_done(
        code=task.code, text="Đã hoàn thành, có báo cáo kèm theo.", evidence=[EvidenceGiven(number)], actor=leader,
        at=o.at(days_ago, 16),
    )  # fmt: skip


def _accept(o: Office, task: Task, claimed_ago: int, accepted_ago: int, giver: str = "") -> None:
    _claim(o, task, o.leader(task.lead_unit_id, o.at(claimed_ago, 16)), claimed_ago)
    at = o.at(accepted_ago, 17)
    actor = o.leader(o.units[giver], at) if giver else o.office(at)
    commands.accept(code=task.code, actor=actor, at=at)


def _recurring(o: Office) -> None:
    """A monthly report of every … to the Committee, the next ones given by the clock."""
    at = o.at(70)
    commands.make_template(
        name="Báo cáo cải cách hành chính hằng tháng", unit_id=o.province, working_days=15, every="month",
        first_on=o.at(66).date(), actor=o.office(at), at=at,
        task=commands.TaskGiven(
            "Tổng hợp, báo cáo công tác cải cách hành chính trong tháng", o.units["SNV"], None, "Báo cáo",
            "Cải cách thủ tục hành chính",
        ),
    )  # fmt: skip
    commands.give_recurring(now=o.now)
