"""Shapes of what is typed. Rules are in the core and the commands; a refusal is put beside its field."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congvu.tasks.models import Demand, Directive, Urgency

DAY = {"type": "date"}
UNITS = {"list": "unit-names", "autocomplete": "off"}


def _area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class EvidenceFields(forms.Form):
    """A document's number or a file; with demands, one pair for each."""

    def __init__(self, *args: Any, demands: Sequence[Demand] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.positions = [demand.position for demand in demands]
        for demand in demands:
            label = _("Minh chứng cho “%(demand)s”: số, ký hiệu hoặc tên") % {"demand": demand.text}
            self.fields[f"name_{demand.position}"] = forms.CharField(label=label, required=False, max_length=300)
            self.fields[f"file_{demand.position}"] = forms.FileField(label=_("Tệp của điều trên"), required=False)
        self.fields["name"] = forms.CharField(
            label=_("Minh chứng khác: số, ký hiệu") if demands else _("Minh chứng: số, ký hiệu văn bản"),
            required=False, max_length=300,
        )  # fmt: skip
        self.fields["file"] = forms.FileField(label=_("Tệp minh chứng"), required=False)

    def evidence(self) -> list[Any]:
        from congvu.tasks.commands import EvidenceGiven

        data = self.cleaned_data
        given = [EvidenceGiven(data[f"name_{p}"], data[f"file_{p}"], p) for p in self.positions]
        return [*given, EvidenceGiven(data["name"], data["file"])]


class ReportForm(EvidenceFields):
    percent = forms.IntegerField(label=_("Tiến độ (%)"), min_value=0, max_value=100)
    text = forms.CharField(label=_("Đã làm được gì, còn vướng gì"), max_length=4000, widget=_area())


class ClaimForm(EvidenceFields):
    text = forms.CharField(label=_("Kết quả đã làm được"), max_length=4000, widget=_area())


class AcceptForm(forms.Form):
    answer = forms.CharField(
        label=_("Ý kiến"), required=False, max_length=2000, widget=_area(2),
        help_text=_("Bắt buộc khi còn điều phải có chưa có minh chứng."),
    )  # fmt: skip


class SendBackForm(forms.Form):
    reason = forms.CharField(label=_("Điều chưa đạt, viết để đơn vị làm được ngay"), max_length=4000, widget=_area())


class ExtensionForm(forms.Form):
    until_on = forms.DateField(label=_("Xin đến hết ngày"), widget=forms.DateInput(DAY))
    why = forms.CharField(label=_("Lý do"), max_length=2000, widget=_area())


class DecisionForm(forms.Form):
    agreed = forms.TypedChoiceField(
        label=_("Trả lời"), choices=(("yes", _("Đồng ý")), ("no", _("Không đồng ý"))),
        coerce=lambda value: value == "yes", widget=forms.RadioSelect,
    )  # fmt: skip
    answer = forms.CharField(
        label=_("Ý kiến"), required=False, max_length=2000, widget=_area(2),
        help_text=_("Không đồng ý thì phải nêu lý do."),
    )  # fmt: skip


class ObjectForm(forms.Form):
    to_unit = forms.CharField(
        label=_("Đơn vị đúng"), required=False, max_length=300, widget=forms.TextInput(UNITS),
        help_text=_("Để trống nếu từ chối mà không biết đơn vị nào đúng."),
    )  # fmt: skip
    reason = forms.CharField(label=_("Lý do"), max_length=2000, widget=_area())


class AssignForm(forms.Form):
    person = forms.TypedChoiceField(label=_("Người thực hiện"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", _("Để đơn vị phân công sau")), *people]


class BlockForm(forms.Form):
    by_unit = forms.CharField(label=_("Đang chờ đơn vị nào"), max_length=300, widget=forms.TextInput(UNITS))
    needs = forms.CharField(label=_("Cần gì ở đơn vị đó"), max_length=2000, widget=_area(2))
    needed_on = forms.DateField(label=_("Cần trước ngày"), required=False, widget=forms.DateInput(DAY))


class ResolveForm(forms.Form):
    block = forms.TypedChoiceField(label=_("Vướng ở"), coerce=int)
    answer = forms.CharField(label=_("Đã gỡ bằng cách"), max_length=2000, widget=_area(2))

    def __init__(self, *args: Any, blocks: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["block"].choices = list(blocks)  # type: ignore[attr-defined]


class WithdrawForm(forms.Form):
    reason = forms.CharField(label=_("Lý do thu hồi"), max_length=2000, widget=_area(2))
    with_children = forms.BooleanField(label=_("Thu hồi cả các phần việc đã chia"), required=False)


class PartForm(forms.Form):
    coordinating = forms.CharField(label=_("Đơn vị phối hợp"), max_length=300, widget=forms.TextInput(UNITS))
    work = forms.CharField(label=_("Phần việc"), required=False, max_length=1000)
    due_on = forms.DateField(label=_("Hạn riêng"), required=False, widget=forms.DateInput(DAY))


class FinishForm(forms.Form):
    text = forms.CharField(label=_("Kết quả phần của đơn vị"), required=False, max_length=2000, widget=_area(2))


class WithdrawEvidenceForm(forms.Form):
    evidence = forms.TypedChoiceField(label=_("Minh chứng"), coerce=int)
    reason = forms.CharField(label=_("Lý do rút"), max_length=1000)

    def __init__(self, *args: Any, evidence: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evidence"].choices = list(evidence)  # type: ignore[attr-defined]


class ClauseForm(forms.Form):
    reason = forms.CharField(label=_("Lý do không giao việc"), max_length=1000)


class PaperForm(forms.Form):
    """The document or the meeting's conclusion; without a number the tasks have no paper."""

    kind = forms.ChoiceField(label=_("Loại"), choices=Directive.Kind.choices)
    number = forms.CharField(
        label=_("Số, ký hiệu"), required=False, max_length=80, help_text=_("Để trống nếu giao không kèm văn bản.")
    )
    issued_on = forms.DateField(label=_("Ngày văn bản"), required=False, widget=forms.DateInput(DAY))
    signer = forms.CharField(label=_("Người ký, người kết luận"), required=False, max_length=200)
    title = forms.CharField(label=_("Trích yếu"), required=False, max_length=1000)
    confidentiality = forms.ChoiceField(
        label=_("Độ mật"), choices=(("normal", _("Thường")), ("internal", _("Nội bộ")), ("secret", _("Mật trở lên")))
    )
    file = forms.FileField(label=_("Tệp văn bản"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("number") and not cleaned.get("issued_on"):
            self.add_error("issued_on", _("Hãy ghi ngày văn bản."))
        return cleaned


class TaskRowForm(forms.Form):
    clause = forms.CharField(label=_("Mục"), required=False, max_length=40)
    content = forms.CharField(label=_("Nội dung nhiệm vụ"), max_length=4000, widget=_area(2))
    lead_unit = forms.CharField(label=_("Chủ trì"), max_length=300, widget=forms.TextInput(UNITS))
    coordinating = forms.CharField(
        label=_("Phối hợp"), required=False, max_length=2000,
        widget=forms.TextInput({**UNITS, "placeholder": _("cách nhau bằng dấu ;")}),
    )  # fmt: skip
    due_on = forms.DateField(label=_("Hạn"), required=False, widget=forms.DateInput(DAY))
    product = forms.CharField(label=_("Sản phẩm"), required=False, max_length=1000)
    field = forms.CharField(
        label=_("Lĩnh vực"), required=False, max_length=200, widget=forms.TextInput({"list": "task-fields"})
    )
    urgency = forms.ChoiceField(label=_("Mức khẩn"), choices=Urgency.choices, required=False)
    person = forms.CharField(
        label=_("Người thực hiện"), required=False, max_length=200, widget=forms.TextInput({"list": "people-names"})
    )

    @property
    def is_filled(self) -> bool:
        data = self.cleaned_data if hasattr(self, "cleaned_data") else {}
        return any(data.get(name) for name in ("content", "lead_unit", "coordinating", "product", "due_on", "clause"))


class _Rows(forms.BaseFormSet):  # type: ignore[type-arg]
    """Rows left empty are left out, wherever they stand."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "empty_permitted": True, "use_required_attribute": False}


TaskRows = forms.formset_factory(TaskRowForm, _Rows, extra=0, min_num=1, max_num=400, absolute_max=400)
