"""The shape of what is typed; rules are the commands'."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congvu.orgs.models import Person, UnitSpan


def _unit_choices(on: date) -> list[tuple[int, str]]:
    spans = UnitSpan.objects.filter(during__contains=on).order_by("name", "unit_id")
    return list(spans.values_list("unit_id", "name"))


def _colleague_choices(unit_id: int, on: date) -> list[tuple[int, str]]:
    people = Person.objects.filter(positions__unit_id=unit_id, positions__during__contains=on, is_active=True)
    return list(people.distinct().order_by("sort_key", "pk").values_list("pk", "full_name"))


class ExtensionForm(forms.Form):
    amount = forms.DecimalField(
        label=_("Thêm bao nhiêu ngày làm việc"), required=False, min_value=Decimal("0.25"), max_value=Decimal(365),
        help_text=_("Hoặc ghi ngày mới ở ô dưới."),
    )  # fmt: skip
    until_on = forms.DateField(
        label=_("Hoặc đến hết ngày"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    why = forms.CharField(label=_("Lý do"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and bool(cleaned.get("amount")) == bool(cleaned.get("until_on")):
            self.add_error("amount", _("Ghi số ngày thêm hoặc ngày mới, chỉ một trong hai."))
        return cleaned


class DecisionForm(forms.Form):
    granted = forms.TypedChoiceField(
        label=_("Quyết định"), choices=(("yes", _("Đồng ý")), ("no", _("Không đồng ý"))),
        coerce=lambda value: value == "yes", widget=forms.RadioSelect,
    )  # fmt: skip
    answer = forms.CharField(
        label=_("Trả lời"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Không đồng ý thì phải nêu lý do."),
    )  # fmt: skip


class HandoverForm(forms.Form):
    to_unit_id = forms.TypedChoiceField(label=_("Chuyển cho đơn vị"), coerce=int)
    why = forms.CharField(label=_("Lý do"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to_unit_id"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", _("Chọn đơn vị")), *_unit_choices(on)]


class AnswerHandoverForm(forms.Form):
    received = forms.TypedChoiceField(
        label=_("Trả lời"), choices=(("yes", _("Nhận")), ("no", _("Không nhận"))), coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )  # fmt: skip
    reason = forms.CharField(label=_("Lý do không nhận"), required=False, max_length=1000)


class ReassignForm(forms.Form):
    to_person_id = forms.TypedChoiceField(label=_("Người xử lý"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, unit_id: int, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to_person_id"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", _("Để đơn vị phân công sau")), *_colleague_choices(unit_id, on)]


class UrgeForm(forms.Form):
    text = forms.CharField(label=_("Nhắn người đang giữ"), required=False, max_length=500)


class SystemTimeForm(forms.Form):
    system = forms.CharField(label=_("Hệ thống nào"), max_length=200)
    since = forms.DateTimeField(label=_("Từ"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))
    until = forms.DateTimeField(label=_("Đến"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))
    evidence = forms.CharField(
        label=_("Chứng cứ"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Số thông báo sự cố, biên bản, mã lỗi kèm thời điểm."),
    )  # fmt: skip
