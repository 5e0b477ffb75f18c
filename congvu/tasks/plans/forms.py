"""The shape of what is typed; rules are the commands'."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congvu.orgs.models import UnitSpan
from congvu.tasks.plans.difference import Said

DAY = {"type": "date"}
FIELDS = (
    ("steering", _("Chỉ đạo điều hành")),
    ("institutions", _("Cải cách thể chế")),
    ("procedures", _("Thủ tục hành chính")),
    ("organisation", _("Tổ chức bộ máy")),
    ("service", _("Chế độ công vụ")),
    ("finance", _("Tài chính công")),
    ("digital", _("Chính quyền số")),
    ("impact", _("Tác động kinh tế - xã hội")),
)
"""The fields of a reform plan, as the index groups lost points (docs/rules/plans.md)."""


def unit_choices(on: date) -> list[tuple[int, str]]:
    spans = UnitSpan.objects.filter(during__contains=on).order_by("name", "unit_id")
    return list(spans.values_list("unit_id", "name"))


class PlanForm(forms.Form):
    ref = forms.CharField(
        label=_("Ký hiệu"), max_length=60, help_text=_("Ví dụ KH-CCHC. Mỗi đơn vị, mỗi năm một ký hiệu.")
    )
    year = forms.IntegerField(label=_("Năm"), min_value=2000, max_value=2100)
    title = forms.CharField(label=_("Tên kế hoạch"), max_length=300)
    owner = forms.TypedChoiceField(label=_("Đơn vị có kế hoạch"), coerce=int)
    steward = forms.TypedChoiceField(label=_("Cơ quan theo dõi"), coerce=int, required=False, empty_value=None)
    upper = forms.CharField(
        label=_("Thực hiện kế hoạch"), required=False, max_length=80, help_text=_("Mã kế hoạch cấp trên, nếu có.")
    )

    def __init__(self, *args: Any, on: date, owners: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner, steward = self.fields["owner"], self.fields["steward"]
        assert isinstance(owner, forms.TypedChoiceField)
        assert isinstance(steward, forms.TypedChoiceField)
        owner.choices = owners
        steward.choices = [("", _("Không có")), *unit_choices(on)]


class LineForm(forms.Form):
    code = forms.CharField(label=_("Mã mục"), max_length=40)
    parent = forms.CharField(label=_("Nằm dưới mục"), max_length=40, required=False)
    goal = forms.CharField(label=_("Mục tiêu"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    task = forms.CharField(label=_("Nhiệm vụ"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    product = forms.CharField(label=_("Sản phẩm"), required=False, max_length=1000)
    lead = forms.TypedChoiceField(label=_("Đơn vị chủ trì"), coerce=int, required=False, empty_value=None)
    coordinating = forms.TypedMultipleChoiceField(label=_("Đơn vị phối hợp"), coerce=int, required=False)
    due_on = forms.DateField(label=_("Hạn"), required=False, widget=forms.DateInput(attrs=DAY))
    budget_vnd = forms.IntegerField(label=_("Kinh phí, đồng"), required=False, min_value=0, max_value=10**17)
    field = forms.ChoiceField(label=_("Lĩnh vực"), required=False, choices=(("", "–"), *FIELDS))
    criterion_code = forms.CharField(label=_("Tiêu chí của bộ chỉ số"), required=False, max_length=40)
    points = forms.DecimalField(
        label=_("Điểm của tiêu chí"), required=False, min_value=0, max_digits=7, decimal_places=2
    )
    measure = forms.CharField(label=_("Đơn vị tính"), required=False, max_length=60)
    target = forms.DecimalField(
        label=_("Chỉ tiêu phải đạt"), required=False, min_value=0, max_digits=18, decimal_places=4
    )
    needs_evidence = forms.BooleanField(label=_("Phải có minh chứng"), required=False, initial=True)
    to_all = forms.BooleanField(label=_("Mọi đơn vị phải đưa vào kế hoạch của mình"), required=False)
    carries_out = forms.CharField(label=_("Thực hiện mục của kế hoạch cấp trên"), required=False, max_length=40)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = unit_choices(on)
        lead, helping = self.fields["lead"], self.fields["coordinating"]
        assert isinstance(lead, forms.TypedChoiceField)
        assert isinstance(helping, forms.TypedMultipleChoiceField)
        lead.choices = [("", _("Chọn đơn vị")), *units]
        helping.choices = units

    @property
    def said(self) -> Said:
        found = self.cleaned_data
        return Said(
            parent=found["parent"],
            goal=found["goal"],
            task=found["task"],
            product=found["product"],
            lead_unit=found["lead"],
            coordinating=tuple(found["coordinating"]),
            due_on=found["due_on"],
            budget_vnd=found["budget_vnd"],
            field=found["field"],
            criterion_code=found["criterion_code"],
            points=found["points"],
            measure=found["measure"],
            target=found["target"],
            needs_evidence=found["needs_evidence"],
            to_all=found["to_all"],
        )


class ApproveForm(forms.Form):
    document_no = forms.CharField(label=_("Số văn bản"), max_length=60)
    document_date = forms.DateField(label=_("Ngày văn bản"), widget=forms.DateInput(attrs=DAY))
    issue_due_on = forms.DateField(
        label=_("Đơn vị cấp dưới ban hành kế hoạch trước"),
        required=False,
        widget=forms.DateInput(attrs=DAY),
        help_text=_("Để trống nếu không yêu cầu."),
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Lý do"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class ReadingForm(forms.Form):
    value = forms.DecimalField(label=_("Giá trị"), min_value=0, max_digits=18, decimal_places=4, localize=True)
    on = forms.DateField(label=_("Tính đến ngày"), widget=forms.DateInput(attrs=DAY))
    text = forms.CharField(label=_("Ghi chú"), required=False, max_length=1000)


class ClaimForm(forms.Form):
    text = forms.CharField(
        label=_("Kết quả, sản phẩm đã có"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    value = forms.DecimalField(
        label=_("Giá trị đạt được"), required=False, min_value=0, max_digits=18, decimal_places=4, localize=True
    )
    file = forms.FileField(label=_("Minh chứng"), required=False)


class AcceptForm(forms.Form):
    answer = forms.CharField(
        label=_("Ý kiến"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


class EvidenceForm(forms.Form):
    file = forms.FileField(label=_("Tệp minh chứng"))
