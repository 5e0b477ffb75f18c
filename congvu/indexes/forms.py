"""Shapes of what is typed. Rules are in the core and the commands; a refusal is put beside its field."""

import json
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congvu.core.errors import DomainError
from congvu.core.numbers import parse_number
from congvu.faces.errors import sentence_of
from congvu.indexes.exports import plain
from congvu.indexes.models import CriteriaSet, Criterion, SetState, SourceKind


class NumberField(forms.CharField):
    """A number as people here write it: 1.234,56."""

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        text = super().to_python(value)
        if not text:
            return None
        try:
            return parse_number(text)
        except DomainError as error:
            raise forms.ValidationError(sentence_of(error)) from None


class RuleField(forms.CharField):
    """A rule as JSON."""

    widget = forms.Textarea({"rows": 12, "spellcheck": "false", "class": "code"})

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            found = json.loads(text)
        except ValueError as error:
            raise forms.ValidationError(
                _("Không đọc được JSON: %(why)s"), params={"why": str(error)}
            ) from None  # fmt: skip
        if not isinstance(found, dict):
            raise forms.ValidationError(_("Quy tắc phải là một nhóm mục { … }."))
        return found


class CriterionForm(forms.Form):
    name = forms.CharField(label=_("Tên tiêu chí"), max_length=2000, widget=forms.Textarea({"rows": 2}))
    maximum = NumberField(label=_("Điểm tối đa"), required=False, widget=forms.TextInput({"inputmode": "decimal"}))
    source_kind = forms.ChoiceField(label=_("Nguồn điểm"), choices=SourceKind.choices)
    scoring_rule = forms.CharField(
        label=_("Cách chấm, như in trong quyết định"), required=False, widget=forms.Textarea({"rows": 3})
    )
    evidence = forms.CharField(label=_("Tài liệu kiểm chứng"), required=False, widget=forms.Textarea({"rows": 2}))
    appraiser = forms.CharField(label=_("Cơ quan thẩm định (mã đơn vị)"), required=False, max_length=80)
    rule = RuleField(
        label=_("Quy tắc máy tính được (JSON)"), required=False,
        help_text=_("Để trống thì người thẩm định chấm điểm. Ví dụ trong quy tắc được chạy thử khi lưu."),
    )  # fmt: skip

    @staticmethod
    def initial_of(c: Criterion) -> dict[str, Any]:
        return {
            "name": c.name, "maximum": plain(c.maximum).replace(".", ","), "source_kind": c.source_kind,
            "scoring_rule": c.scoring_rule, "evidence": c.evidence, "appraiser": c.appraiser,
            "rule": json.dumps(c.rule, ensure_ascii=False, indent=2) if c.rule is not None else "",
        }  # fmt: skip


class ReasonForm(forms.Form):
    reason = forms.CharField(required=False, max_length=4000)


class PlanForm(forms.Form):
    """A new round."""

    criteria_set = forms.ModelChoiceField(label=_("Bộ tiêu chí"), queryset=CriteriaSet.objects.none())
    period = forms.CharField(label=_("Kỳ"), max_length=20, help_text=_("Như 2026, 2026Q1, 2026H1."))
    name = forms.CharField(label=_("Tên đợt"), max_length=300)
    rehearsal = forms.BooleanField(label=_("Đợt chấm thử (không xếp hạng, không công bố)"), required=False)
    plan = forms.CharField(label=_("Kế hoạch, văn bản"), required=False, max_length=2000)
    self_due_on = forms.DateField(label=_("Hạn tự chấm"), widget=forms.DateInput({"type": "date"}))
    appraise_due_on = forms.DateField(label=_("Hạn thẩm định"), widget=forms.DateInput({"type": "date"}))
    explain_due_on = forms.DateField(label=_("Hạn giải trình"), widget=forms.DateInput({"type": "date"}))
    units = forms.CharField(
        label=_("Đơn vị được chấm"), widget=forms.Textarea({"rows": 4}),
        help_text=_("Mã đơn vị, cách nhau bằng dấu phẩy hoặc xuống dòng."),
    )  # fmt: skip
    appraisers = forms.CharField(
        label=_("Phân công thẩm định"), required=False, widget=forms.Textarea({"rows": 4}),
        help_text=_("Mỗi dòng: mã cơ quan: mã tiêu chí, mã tiêu chí. Không phân công thì cơ quan chủ trì chấm."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sets = CriteriaSet.objects.order_by("code", "-year", "-version")
        self.fields["criteria_set"].queryset = sets  # type: ignore[attr-defined]
        self.fields["criteria_set"].label_from_instance = (  # type: ignore[attr-defined]
            lambda one: (
                f"{one} · {one.name}"[:120]
                + ("" if one.state == SetState.PUBLISHED else f" ({one.get_state_display()})")
            )
        )


class RepairForm(forms.Form):
    """Why a point was lost, what will be done about it, by when."""

    why = forms.CharField(
        label=_("Vì sao mất điểm"), required=False, max_length=4000, widget=forms.Textarea({"rows": 2})
    )
    what = forms.CharField(
        label=_("Việc phải làm"), required=False, max_length=4000, widget=forms.Textarea({"rows": 2})
    )
    due_on = forms.DateField(label=_("Hạn"), widget=forms.DateInput({"type": "date"}))
