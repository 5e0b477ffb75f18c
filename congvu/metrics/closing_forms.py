"""The form of a closing."""

from django import forms
from django.utils.translation import gettext_lazy as _

from congvu.faces import words
from congvu.metrics.facts import FACTS, TABLES


class ClosingForm(forms.Form):
    subject = forms.ChoiceField(label=_("Số liệu"), choices=())
    first_on = forms.DateField(label=_("Từ ngày"), widget=forms.DateInput(attrs={"type": "date"}))
    last_on = forms.DateField(label=_("Đến hết ngày"), widget=forms.DateInput(attrs={"type": "date"}))
    unit = forms.CharField(
        label=_("Mã đơn vị"), required=False, max_length=80, help_text=_("Để trống: số liệu của toàn bộ hệ thống.")
    )
    signer = forms.CharField(label=_("Người ký"), max_length=200)
    document = forms.CharField(label=_("Số, ký hiệu báo cáo"), max_length=200)
    note = forms.CharField(
        label=_("Ghi chú"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    replace = forms.BooleanField(label=_("Thay lần chốt trước (báo cáo đính chính)"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["subject"].choices = [(one, _name(one)) for one in TABLES]  # type: ignore[attr-defined]


def _name(subject: str) -> str:
    source = FACTS[TABLES[subject].facts]
    return source.name_en if words.english() else source.name_vi
