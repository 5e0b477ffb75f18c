"""A province with its office, two departments with divisions, communes, a vertical agency; people of every role."""

from dataclasses import dataclass, field
from datetime import date, datetime

from congvu.core.clock import VIETNAM
from congvu.core.tasks import PartGiven
from congvu.orgs import derived
from congvu.orgs.actor import Actor, actor_for
from congvu.orgs.models import Person, Position, Role, TakesPart, Unit, UnitCode, UnitKind, UnitSpan
from congvu.orgs.models.people import search_of
from congvu.orgs.ranges import days
from congvu.tasks import commands
from congvu.tasks.commands.directives import Paper
from congvu.tasks.commands.evidence import EvidenceGiven
from congvu.tasks.models import Directive, Task

ALWAYS = days(None)
UNITS = (
    ("tinh", None, "Ủy ban nhân dân tỉnh Tây Ninh", "tinh"),
    ("vpub", "tinh", "Văn phòng Ủy ban nhân dân tỉnh", "van-phong"),
    ("sxd", "tinh", "Sở Xây dựng", "so"),
    ("qlxd", "sxd", "Phòng Quản lý xây dựng", "phong"),
    ("stc", "tinh", "Sở Tài chính", "so"),
    ("snv", "tinh", "Sở Nội vụ", "so"),
    ("xa", "tinh", "Ủy ban nhân dân xã Bến Lức", "xa"),
    ("xa2", "tinh", "Ủy ban nhân dân xã Mỹ Yên", "xa"),
    ("thue", None, "Thuế tỉnh Tây Ninh", "chi-cuc"),
)
PEOPLE = (
    ("pct", "Trần Quốc Bảo", "tinh", "vice_chairman"), ("cvp", "Lâm Hoàng Phúc", "vpub", "chief_of_office"),
    ("cvp2", "Ngô Thị Thanh", "vpub", "chief_of_office"),
    ("gd_sxd", "Võ Thanh Sơn", "sxd", "leader"), ("vt_sxd", "Bùi Thị Hạnh", "sxd", "clerk"),
    ("tp_qlxd", "Huỳnh Ngọc Ánh", "qlxd", "head_of_division"), ("cv_qlxd", "Vũ Hoàng Long", "qlxd", "specialist"),
    ("gd_stc", "Phạm Văn Tài", "stc", "leader"), ("gd_snv", "Lê Thị Nội", "snv", "leader"),
    ("ct_xa", "Trần Văn Lộc", "xa", "leader"), ("ct_xa2", "Đỗ Văn Yên", "xa2", "leader"),
    ("ld_thue", "Hồ Văn Thuế", "thue", "leader"), ("quan_tri", "Quản Trị", "tinh", "admin"),
)  # fmt: skip


def moment(text: str) -> datetime:
    """ "2026-01-07 09:00" in Vietnam."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


GIVEN_AT = moment("2025-10-29 08:05")
PAPER = Paper("486/TB-UBND", date(2025, 10, 28), kind="conclusion", title="Kết luận họp", signer="Trần Quốc Bảo")
CLAUSES = (
    ("1", "Giao Sở Nội vụ trình phương án bố trí công chức số."),
    ("2", "Giao Sở Xây dựng chủ trì, phối hợp Sở Tài chính trình Đề án cấp giấy phép xây dựng trực tuyến."),
    ("3", "Văn phòng theo dõi."),
)


@dataclass
class World:
    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    def actor(self, name: str, at: datetime) -> Actor:
        return actor_for(self.people[name], at=at)

    def unit(self, code: str) -> int:
        return int(self.units[code].pk)

    def directive(self, *, by: str = "cvp", at: datetime = GIVEN_AT) -> Directive:
        return commands.enter_directive(
            paper=PAPER, clauses=CLAUSES, unit_id=self.unit("tinh"), actor=self.actor(by, at), at=at
        )

    def give(
        self, lead: str = "sxd", *, by: str = "cvp", at: datetime = GIVEN_AT, due_on: date | None = date(2025, 12, 15),
        coordinating: tuple[PartGiven, ...] = (), directive: Directive | None = None, **more: object,
    ) -> Task:  # fmt: skip
        given = commands.TaskGiven(
            content="Đề án cấp giấy phép xây dựng trực tuyến toàn trình", lead_unit_id=self.unit(lead), due_on=due_on,
            product="Đề án và tờ trình", field="Xây dựng", coordinating=coordinating, **more,  # type: ignore[arg-type]
        )  # fmt: skip
        (task,) = commands.give_tasks(
            tasks=[given], directive_id=directive.pk if directive else None, unit_id=self.unit("tinh"),
            actor=self.actor(by, at), at=at,
        )  # fmt: skip
        return task

    def claim(self, task: Task, at: datetime, *, by: str = "gd_sxd") -> None:
        commands.claim_done(
            code=task.code, text="Đã trình.", evidence=[EvidenceGiven("41/TTr-SXD")], actor=self.actor(by, at), at=at
        )

    def accept(self, task: Task, at: datetime, *, by: str = "cvp") -> None:
        commands.accept(code=task.code, actor=self.actor(by, at), at=at)


def build() -> World:
    world = World()
    for code, parent, name, kind in UNITS:
        unit = world.units[code] = Unit.objects.create(code=code, during=ALWAYS)
        UnitCode.objects.create(unit=unit, system="local", code=code, during=ALWAYS)
        UnitSpan.objects.create(
            unit=unit, parent=world.units.get(parent or ""), name=name, short_name=name,
            kind=UnitKind.objects.get(code=kind), during=ALWAYS,
        )  # fmt: skip
    TakesPart.objects.create(unit=world.units["thue"], place=world.units["tinh"], during=ALWAYS)
    derived.rebuild()
    for username, full_name, unit_code, role in PEOPLE:
        person = world.people[username] = Person.objects.create(
            username=username, full_name=full_name, search=search_of(full_name, username)
        )
        Position.objects.create(
            person=person, unit=world.units[unit_code], role=Role.objects.get(code=role), during=ALWAYS
        )
    return world
