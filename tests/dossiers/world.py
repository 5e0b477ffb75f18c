"""A commune with its counter and divisions, the land office with a branch that takes part there, a department; people
of every role in each; the real procedures asked for, with their real step tables."""

from dataclasses import dataclass, field
from datetime import datetime

from congvu.catalog.load import load_procedures, load_steps
from congvu.core.clock import VIETNAM
from congvu.dossiers import commands
from congvu.dossiers.intake import ApplicantFacts, Checked, PaperCheck, WayIn
from congvu.dossiers.models import Dossier
from congvu.orgs import derived
from congvu.orgs.actor import Actor, actor_for
from congvu.orgs.models import Person, Position, Role, TakesPart, Unit, UnitCode, UnitKind, UnitSpan
from congvu.orgs.models.people import search_of
from congvu.orgs.ranges import days
from tests.catalog.conftest import procedure_rows, step_rows

ALWAYS = days(None)
LOADED_AT = datetime(2026, 1, 2, 8, 0, tzinfo=VIETNAM)
UNITS = (
    ("tinh", None, "Ủy ban nhân dân tỉnh Tây Ninh", "tinh"),
    ("pvhcc", "tinh", "Trung tâm Phục vụ hành chính công tỉnh", "trung-tam"),
    ("so", "tinh", "Sở Nông nghiệp và Môi trường", "so"),
    ("qh", "so", "Phòng Quy hoạch, kế hoạch đất đai", "phong"),
    ("dd", "so", "Phòng Khoa học công nghệ và đo đạc", "phong"),
    ("vpdk", "so", "Văn phòng Đăng ký đất đai tỉnh", "van-phong"),
    ("dkcg", "vpdk", "Phòng Đăng ký và Cấp giấy chứng nhận", "phong"),
    ("cn", "vpdk", "Chi nhánh Văn phòng Đăng ký đất đai Bến Lức", "chi-cuc"),
    ("xa", "tinh", "Ủy ban nhân dân xã Bến Lức", "xa"),
    ("quay", "xa", "Trung tâm Phục vụ hành chính công xã Bến Lức", "trung-tam"),
    ("vp", "xa", "Văn phòng HĐND và UBND xã Bến Lức", "van-phong"),
    ("kt", "xa", "Phòng Kinh tế xã Bến Lức", "phong"),
    ("xa2", "tinh", "Ủy ban nhân dân xã Mỹ Yên", "xa"),
    ("quay2", "xa2", "Trung tâm Phục vụ hành chính công xã Mỹ Yên", "trung-tam"),
)
PEOPLE = (
    ("dung", "Phạm Thị Dung", "quay", "receiving_officer"), ("dung2", "Ngô Thị Hoa", "quay2", "receiving_officer"),
    ("hanh", "Trần Thị Hạnh", "pvhcc", "receiving_officer"), ("ubnd", "Võ Văn Tỉnh", "tinh", "vice_chairman"),
    ("bi", "Nguyễn Thị Bí", "tinh", "specialist"),
    *((f"cv_{unit}", f"Chuyên viên {unit}", unit, "specialist") for unit in ("qh", "dd", "vpdk", "cn", "vp", "kt")),
    *((f"tp_{unit}", f"Trưởng phòng {unit}", unit, "head_of_division") for unit in ("qh", "dd", "dkcg", "kt", "vp")),
    *((f"ld_{unit}", f"Lãnh đạo {unit}", unit, "leader") for unit in ("so", "vpdk", "cn", "xa")),
    ("thanh_tra", "Lê Thanh Tra", "so", "inspector"), ("quan_tri", "Quản Trị", "tinh", "admin"),
)  # fmt: skip


def moment(text: str) -> datetime:
    """ "2026-01-07 09:00" in Vietnam."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@dataclass
class World:
    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    def actor(self, name: str, at: datetime) -> Actor:
        return actor_for(self.people[name], at=at)

    def receive(
        self, procedure: str, at: datetime, *, by: str = "dung", name: str = "Nguyễn Thị Lan", channel: str = "direct"
    ) -> Dossier:
        return commands.receive(
            procedure=procedure,
            applicant=ApplicantFacts(name, "080199123417", "0912345678", "Khu phố 4"),
            papers=all_handed_in(procedure),
            way=WayIn(channel=channel),
            actor=self.actor(by, at),
            at=at,
        )


def all_handed_in(procedure: str, **others: Checked) -> list[PaperCheck]:
    from congvu.catalog.models import Component

    positions = Component.objects.filter(version__procedure__code=procedure).values_list("position", flat=True)
    return [PaperCheck(p, others.get(f"paper_{p}", Checked.HANDED_IN)) for p in sorted(set(positions))]


def build(*procedures: str) -> World:
    world = World()
    for code, parent, name, kind in UNITS:
        unit = world.units[code] = Unit.objects.create(code=code, during=ALWAYS)
        UnitCode.objects.create(unit=unit, system="local", code=code, during=ALWAYS)
        UnitCode.objects.create(unit=unit, system="qd20", code=f"H53.{len(world.units)}", during=ALWAYS)
        UnitSpan.objects.create(
            unit=unit, parent=world.units.get(parent or ""), name=name, short_name=name,
            kind=UnitKind.objects.get(code=kind), during=ALWAYS,
        )  # fmt: skip
    TakesPart.objects.create(unit=world.units["cn"], place=world.units["xa"], during=ALWAYS)
    derived.rebuild()
    for username, full_name, unit_code, role in PEOPLE:
        person = world.people[username] = Person.objects.create(
            username=username, full_name=full_name, search=search_of(full_name, username)
        )
        Position.objects.create(
            person=person, unit=world.units[unit_code], role=Role.objects.get(code=role), during=ALWAYS
        )
    if procedures:
        rows = [row for row in procedure_rows() if row.cells["code"] in procedures]
        load_procedures(rows, actor=Actor.clock(), at=LOADED_AT)
        tables = [row for row in step_rows() if row.cells["procedure_code"] in procedures]
        if tables:
            load_steps(tables, actor=Actor.clock(), at=LOADED_AT)
    return world
