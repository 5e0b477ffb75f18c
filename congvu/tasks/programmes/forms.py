"""The shape of what is typed; rules are the commands'."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congvu.tasks.plans.forms import unit_choices
from congvu.tasks.programmes.models import Kind, Level

AREA = forms.Textarea(attrs={"rows": 2})
MONTHS = [(str(n), str(n)) for n in range(1, 13)]


def _units(field: forms.Field, on: date, empty: Any = None) -> None:
    assert isinstance(field, forms.TypedChoiceField)
    field.choices = [("", empty or _("Chọn đơn vị")), *unit_choices(on)]


class ProgrammeForm(forms.Form):
    year = forms.IntegerField(label=_("Năm"), min_value=2000, max_value=2100)
    title = forms.CharField(label=_("Tên chương trình"), max_length=300)
    owner = forms.TypedChoiceField(label=_("Của cơ quan nào"), coerce=int)
    steward = forms.TypedChoiceField(
        label=_("Văn phòng lập chương trình"), coerce=int, required=False, empty_value=None
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _units(self.fields["owner"], on)
        _units(self.fields["steward"], on, _("Không có"))


class RegisterForm(forms.Form):
    code = forms.CharField(label=_("Mã"), max_length=40)
    name = forms.CharField(label=_("Nội dung"), max_length=2000, widget=AREA)
    kind = forms.ChoiceField(label=_("Loại"), choices=Kind.choices)
    level = forms.ChoiceField(label=_("Cấp quyết định"), choices=Level.choices)
    month = forms.TypedChoiceField(label=_("Tháng"), coerce=int, choices=MONTHS)
    lead = forms.TypedChoiceField(label=_("Đơn vị chủ trì"), coerce=int)
    coordinating = forms.TypedMultipleChoiceField(label=_("Đơn vị phối hợp"), coerce=int, required=False)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _units(self.fields["lead"], on)
        helping = self.fields["coordinating"]
        assert isinstance(helping, forms.TypedMultipleChoiceField)
        helping.choices = unit_choices(on)


class PassForm(forms.Form):
    document_no = forms.CharField(label=_("Văn bản thông qua"), max_length=60)


class MoveForm(forms.Form):
    to_month = forms.TypedChoiceField(label=_("Chuyển sang tháng"), coerce=int, choices=MONTHS)
    to_year = forms.IntegerField(label=_("Năm"), min_value=2000, max_value=2100)
    reason = forms.CharField(label=_("Lý do"), max_length=2000, widget=AREA)


class WithdrawForm(forms.Form):
    reason = forms.CharField(label=_("Lý do"), max_length=2000, widget=AREA)


class DecideForm(forms.Form):
    granted = forms.TypedChoiceField(
        label=_("Quyết định"), choices=(("yes", _("Đồng ý")), ("no", _("Không đồng ý"))),
        coerce=lambda value: value == "yes", widget=forms.RadioSelect,
    )  # fmt: skip
    answer = forms.CharField(label=_("Trả lời"), required=False, max_length=2000, widget=AREA)


class EventForm(forms.Form):
    """`day` with two hours: an entry never crosses midnight."""

    leader = forms.TypedChoiceField(label=_("Lãnh đạo"), coerce=int)
    day = forms.DateField(label=_("Ngày"), widget=forms.DateInput(attrs={"type": "date"}))
    since = forms.TimeField(label=_("Từ giờ"), widget=forms.TimeInput(attrs={"type": "time"}))
    until = forms.TimeField(label=_("Đến giờ"), widget=forms.TimeInput(attrs={"type": "time"}))
    content = forms.CharField(label=_("Nội dung"), max_length=2000, widget=AREA)
    place = forms.CharField(label=_("Địa điểm"), max_length=300, required=False)
    preparing = forms.TypedChoiceField(label=_("Đơn vị chuẩn bị"), coerce=int, required=False, empty_value=None)
    attendees = forms.CharField(label=_("Thành phần"), max_length=1000, required=False)

    def __init__(self, *args: Any, on: date, leaders: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leader = self.fields["leader"]
        assert isinstance(leader, forms.TypedChoiceField)
        leader.choices = leaders
        _units(self.fields["preparing"], on, _("Không có"))
