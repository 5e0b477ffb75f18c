"""Shapes of what a unit sets for the tasks that it gives."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congvu.tasks.commands.settings import NUMBERS
from congvu.tasks.forms import DAY, UNITS
from congvu.tasks.models import Approver, TaskRules, Template, UrgingRule

HELP = {
    "decision_days": _("0: trả lời không có hạn."),
    "extension_lead_days": _("0: xin được đến hết ngày hạn."),
    "extension_most": _("0: không gia hạn."),
}


def _number(name: str) -> forms.IntegerField:
    label = str(TaskRules._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return forms.IntegerField(
        label=label[:1].upper() + label[1:], min_value=1 if name == "update_days" else 0, max_value=NUMBERS[name],
        help_text=HELP.get(name, ""),
    )  # fmt: skip


class RulesForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update({name: _number(name) for name in NUMBERS})
        self.fields["extension_approver"] = forms.ChoiceField(label=_("Ai trả lời gia hạn"), choices=Approver.choices)


class UrgingForm(forms.Form):
    kind = forms.ChoiceField(label=_("Loại nhiệm vụ"), choices=UrgingRule.Kind.choices)
    before_days = forms.IntegerField(label=_("Nhắc trước hạn, ngày làm việc"), min_value=0, max_value=60)
    next_chief_days = forms.IntegerField(
        label=_("Báo lãnh đạo cấp trên sau hạn, ngày làm việc"), min_value=1, max_value=60
    )


class TemplateForm(forms.Form):
    name = forms.CharField(label=_("Tên mẫu"), max_length=200)
    content = forms.CharField(label=_("Nội dung nhiệm vụ"), max_length=4000, widget=forms.Textarea({"rows": 2}))
    lead_unit = forms.CharField(
        label=_("Chủ trì"), required=False, max_length=300, widget=forms.TextInput(UNITS),
        help_text=_("Việc định kỳ phải có; mẫu dùng khi cần thì để trống được."),
    )  # fmt: skip
    product = forms.CharField(label=_("Sản phẩm"), required=False, max_length=1000)
    working_days = forms.IntegerField(
        label=_("Hạn sau, ngày làm việc"), required=False, min_value=1, max_value=400,
        help_text=_("Để trống: không có hạn."),
    )  # fmt: skip
    every = forms.ChoiceField(label=_("Lặp lại"), choices=Template.Every.choices)
    first_on = forms.DateField(label=_("Giao lần đầu ngày"), required=False, widget=forms.DateInput(DAY))
