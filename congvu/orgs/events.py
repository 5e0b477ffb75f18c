"""What can have happened to units, people and powers. Ids and codes only; names are looked up where it is read."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from congvu.ledger.events import event


@event("orgs.unit_created")
@dataclass(frozen=True, slots=True)
class UnitCreated:
    code: str
    on: str

    def sentence(self) -> str:
        return _("Lập đơn vị, mã %(code)s") % {"code": self.code}


@event("orgs.unit_renamed")
@dataclass(frozen=True, slots=True)
class UnitRenamed:
    span_id: int
    on: str

    def sentence(self) -> str:
        return _("Đổi tên đơn vị")


@event("orgs.unit_moved")
@dataclass(frozen=True, slots=True)
class UnitMoved:
    parent_id: int | None
    on: str

    def sentence(self) -> str:
        return _("Chuyển đơn vị sang trực thuộc nơi khác")


@event("orgs.unit_merged")
@dataclass(frozen=True, slots=True)
class UnitMerged:
    into_id: int
    on: str

    def sentence(self) -> str:
        return _("Nhập đơn vị vào đơn vị khác")


@event("orgs.unit_split")
@dataclass(frozen=True, slots=True)
class UnitSplit:
    target_ids: tuple[int, ...]
    principal_id: int
    on: str

    def sentence(self) -> str:
        return _("Chia đơn vị")


@event("orgs.unit_part_detached")
@dataclass(frozen=True, slots=True)
class UnitPartDetached:
    target_id: int
    on: str

    def sentence(self) -> str:
        return _("Chuyển một phần nhiệm vụ sang đơn vị khác")


@event("orgs.unit_dissolved")
@dataclass(frozen=True, slots=True)
class UnitDissolved:
    on: str
    positions_ended: int

    def sentence(self) -> str:
        return _("Chấm dứt hoạt động của đơn vị")


@event("orgs.unit_loaded")
@dataclass(frozen=True, slots=True)
class UnitLoaded:
    """A file of units made or changed it."""

    code: str

    def sentence(self) -> str:
        return _("Nạp đơn vị từ tệp, mã %(code)s") % {"code": self.code}


@event("orgs.part_taken")
@dataclass(frozen=True, slots=True)
class PartTaken:
    part_id: int
    unit_id: int
    since: str
    last: str

    def sentence(self) -> str:
        return _("Ghi cơ quan ngành dọc tham gia tại địa bàn")


@event("orgs.part_ended")
@dataclass(frozen=True, slots=True)
class PartEnded:
    part_id: int
    unit_id: int
    last: str

    def sentence(self) -> str:
        return _("Cơ quan ngành dọc thôi tham gia tại địa bàn")


@event("orgs.person_created")
@dataclass(frozen=True, slots=True)
class PersonCreated:
    person_id: int

    def sentence(self) -> str:
        return _("Lập tài khoản")


@event("orgs.person_changed")
@dataclass(frozen=True, slots=True)
class PersonChanged:
    fields: tuple[str, ...]

    def sentence(self) -> str:
        return _("Sửa thông tin tài khoản")


@event("orgs.sign_in_allowed")
@dataclass(frozen=True, slots=True)
class SignInAllowed:
    allowed: bool

    def sentence(self) -> str:
        return _("Mở đăng nhập") if self.allowed else _("Khóa đăng nhập")


@event("orgs.password_set")
@dataclass(frozen=True, slots=True)
class PasswordSet:
    person_id: int

    def sentence(self) -> str:
        return _("Quản trị đặt lại mật khẩu")


@event("orgs.second_factor_removed")
@dataclass(frozen=True, slots=True)
class SecondFactorRemoved:
    person_id: int

    def sentence(self) -> str:
        return _("Quản trị gỡ xác thực hai bước")


@event("orgs.position_granted")
@dataclass(frozen=True, slots=True)
class PositionGranted:
    position_id: int
    unit_id: int
    role: str
    since: str
    last: str

    def sentence(self) -> str:
        return _("Giao vị trí công tác")


@event("orgs.position_narrowed")
@dataclass(frozen=True, slots=True)
class PositionNarrowed:
    """`category_ids`: all it counts for from now on; none at all means every category."""

    position_id: int
    category_ids: tuple[int, ...]

    def sentence(self) -> str:
        return _("Đặt phạm vi thủ tục của vị trí") if self.category_ids else _("Vị trí làm mọi thủ tục")


@event("orgs.position_ended")
@dataclass(frozen=True, slots=True)
class PositionEnded:
    position_id: int
    unit_id: int
    role: str
    last: str

    def sentence(self) -> str:
        return _("Chấm dứt vị trí công tác")


@event("orgs.stand_in_appointed")
@dataclass(frozen=True, slots=True)
class StandInAppointed:
    stand_in_id: int
    deputy_id: int
    since: str
    last: str

    def sentence(self) -> str:
        return _("Cử người làm thay")


@event("orgs.stand_in_ended")
@dataclass(frozen=True, slots=True)
class StandInEnded:
    stand_in_id: int
    deputy_id: int
    last: str

    def sentence(self) -> str:
        return _("Chấm dứt làm thay")


@event("orgs.role_changed")
@dataclass(frozen=True, slots=True)
class RoleChanged:
    role: str
    permission: str
    granted: bool

    def sentence(self) -> str:
        return _("Thêm quyền cho vai trò") if self.granted else _("Bớt quyền của vai trò")


@event("orgs.second_factor_demanded")
@dataclass(frozen=True, slots=True)
class SecondFactorDemanded:
    role: str
    demanded: bool

    def sentence(self) -> str:
        return _("Bắt buộc xác thực hai bước") if self.demanded else _("Thôi bắt buộc xác thực hai bước")
