"""The shapes of what the administrator sends. Rules are in the commands."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congvu.orgs import people, units
from congvu.orgs.actor import Actor
from congvu.orgs.models import Person, Role


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def _day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    return forms.DateField(label=label, required=required, widget=DayInput(), help_text=help_text)


class OwnForm(forms.Form):
    """Several stand on one page: each names its fields' ids after itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{type(self).__name__.lower()}_%s")
        super().__init__(*args, **kwargs)


class PositionForm(OwnForm):
    unit_id = forms.TypedChoiceField(label=_("Đơn vị"), coerce=int)
    role = forms.ChoiceField(label=_("Vai trò"))
    title = forms.CharField(label=_("Chức vụ"), max_length=200, required=False)
    since = _day(_("Từ ngày"))
    last = _day(_("Đến hết ngày"), required=False, help_text=_("Để trống nếu chưa biết ngày chấm dứt."))

    def __init__(self, *args: Any, actor: Actor, on: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit_id"].choices = people.manageable_units(actor=actor, on=on)  # type: ignore[attr-defined]
        self.fields["role"].choices = list(  # type: ignore[attr-defined]
            Role.objects.order_by("rank", "id").values_list("code", "name")
        )
        self.fields["since"].initial = on


class ScopeForm(OwnForm):
    """Which fields and procedures a position covers; none: all of them."""

    whole = forms.TypedMultipleChoiceField(
        label=_("Lĩnh vực"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    codes = forms.CharField(
        label=_("Thủ tục riêng lẻ"), required=False, max_length=2000,
        help_text=_("Mã thủ tục, cách nhau bằng dấu phẩy. Để trống cả hai thì vị trí làm mọi thủ tục."),
    )  # fmt: skip

    def __init__(self, *args: Any, choices: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["whole"].choices = list(choices)  # type: ignore[attr-defined]

    def clean_codes(self) -> tuple[int, ...]:
        written = list(dict.fromkeys(self.cleaned_data["codes"].replace(";", ",").replace("\n", ",").split(",")))
        codes = [code.strip() for code in written if code.strip()]
        found = people.categories_coded(codes)
        unknown = [code for code in codes if code not in found]
        if unknown:
            raise forms.ValidationError(_("Không có thủ tục mang mã %(codes)s.") % {"codes": ", ".join(unknown)})
        return tuple(found[code] for code in codes)

    def category_ids(self) -> tuple[int, ...]:
        """What the command takes, once valid."""
        return tuple({*self.cleaned_data["whole"], *self.cleaned_data["codes"]})


class PersonForm(PositionForm):
    field_order = ("full_name", "username", "email", "unit_id", "role", "title", "since", "last")
    full_name = forms.CharField(label=_("Họ và tên"), max_length=200)
    username = forms.CharField(
        label=_("Tên đăng nhập"), max_length=80, help_text=_("Chữ thường không dấu, ví dụ nguyen.van.an.")
    )
    email = forms.EmailField(label=_("Thư điện tử"), required=False)


class AccountForm(OwnForm):
    full_name = forms.CharField(label=_("Họ và tên"), max_length=200)
    email = forms.EmailField(label=_("Thư điện tử"), required=False)


class StandInForm(OwnForm):
    deputy = forms.CharField(label=_("Người làm thay"), max_length=80, help_text=_("Tên đăng nhập của người làm thay."))
    since = _day(_("Từ ngày"))
    last = _day(_("Đến hết ngày"))
    reason = forms.CharField(label=_("Lý do"), max_length=300, required=False)

    def clean_deputy(self) -> int:
        found = Person.objects.filter(username=self.cleaned_data["deputy"].strip().lower()).first()
        if found is None:
            raise forms.ValidationError(_("Không có người dùng nào mang tên đăng nhập này."))
        return int(found.pk)


class PartForm(OwnForm):
    """An agency that works at a place."""

    unit_id = forms.TypedChoiceField(label=_("Cơ quan ngành dọc"), coerce=int)
    since = _day(_("Từ ngày"))
    last = _day(_("Đến hết ngày"), required=False, help_text=_("Để trống nếu chưa biết ngày chấm dứt."))
    document = forms.CharField(label=_("Theo văn bản"), max_length=300)

    def __init__(self, *args: Any, place_id: int, on: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit_id"].choices = [("", "—"), *units.beside(place_id, on)]  # type: ignore[attr-defined]
        self.fields["since"].initial = on


class EndPartForm(OwnForm):
    last = _day(_("Ngày cuối"))
    document = forms.CharField(label=_("Theo văn bản"), max_length=300)


class LastDayForm(OwnForm):
    last = _day(_("Ngày cuối"))


class PasswordForm(OwnForm):
    password = forms.CharField(
        label=_("Mật khẩu mới"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Ít nhất 10 ký tự. Đưa tận tay người dùng; họ đổi lại được ở trang Tài khoản."),
    )


class SetupForm(OwnForm):
    code = forms.CharField(label=_("Mã thiết lập"), max_length=40, help_text=_("In ra bởi lệnh congvu setup-code."))
    unit_name = forms.CharField(label=_("Tên cơ quan"), max_length=200, help_text=_("Ví dụ: UBND tỉnh Tây Ninh."))
    unit_code = forms.CharField(label=_("Mã cơ quan"), max_length=40, help_text=_("Ví dụ: H80, hoặc mã của tỉnh."))
    full_name = forms.CharField(label=_("Họ và tên quản trị"), max_length=200)
    username = forms.CharField(label=_("Tên đăng nhập"), max_length=80)
    password = forms.CharField(
        label=_("Mật khẩu"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
