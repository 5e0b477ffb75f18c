"""Shapes of what is typed. Rules are in the core and the commands; a refusal is put beside its field."""

from django import forms
from django.utils.translation import gettext_lazy as _

from congvu.catalog.models.procedures import Channel
from congvu.dossiers.intake import ApplicantFacts, Checked, PaperCheck, WayIn
from congvu.dossiers.models import Applicant

RAW = {"autocomplete": "off", "spellcheck": "false"}


DELIVERY = (
    (Channel.DIRECT, _("Tại quầy")),
    (Channel.POST, _("Qua bưu chính")),
    (Channel.ONLINE, _("Bản điện tử")),
)


class IntakeForm(forms.Form):
    """The counter. Papers come as `paper_<position>`; nothing typed is ever lost by a refusal."""

    procedure = forms.CharField(widget=forms.HiddenInput)
    channel = forms.ChoiceField(label=_("Cách nộp"), choices=Channel.choices, initial=Channel.DIRECT)
    competent = forms.IntegerField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("Người nộp là"), choices=Applicant.Kind.choices, initial=Applicant.Kind.PERSON, required=False
    )
    applicant_name = forms.CharField(
        label=_("Họ và tên, tên tổ chức"), required=False, max_length=300,
        widget=forms.TextInput({**RAW, "aria-required": "true"}),
    )  # fmt: skip
    identifier = forms.CharField(
        label=_("Số định danh, MST"), required=False, max_length=20,
        widget=forms.TextInput({**RAW, "inputmode": "numeric"}),
    )  # fmt: skip
    phone = forms.CharField(
        label=_("Điện thoại"), required=False, max_length=30, widget=forms.TextInput({**RAW, "inputmode": "tel"})
    )
    address = forms.CharField(label=_("Địa chỉ"), required=False, max_length=500, widget=forms.TextInput(RAW))
    email = forms.EmailField(label=_("Thư điện tử"), required=False, max_length=200)
    summary = forms.CharField(label=_("Nội dung yêu cầu"), required=False, max_length=1000, widget=forms.TextInput(RAW))
    delivery = forms.ChoiceField(
        label=_("Nhận kết quả"), initial=Channel.DIRECT, required=False,
        choices=DELIVERY,
    )  # fmt: skip
    sets = forms.IntegerField(label=_("Số bộ"), min_value=1, max_value=99, initial=1, required=False)
    reason = forms.CharField(
        label=_("Lý do, hướng dẫn (khi đề nghị bổ sung hoặc từ chối)"), required=False, max_length=4000,
        widget=forms.Textarea({"rows": 2}),
    )  # fmt: skip

    def applicant(self) -> ApplicantFacts:
        data = self.cleaned_data
        return ApplicantFacts(
            data["applicant_name"], data["identifier"], data["phone"], data["address"], data["email"],
            data["kind"] or "person",
        )  # fmt: skip

    def way(self) -> WayIn:
        data = self.cleaned_data
        return WayIn(
            channel=data["channel"], delivery=data["delivery"] or "direct", sets=data["sets"] or 1,
            summary=data["summary"],
        )  # fmt: skip

    def papers(self) -> list[PaperCheck]:
        return papers_in(self.data)


def papers_in(data: object) -> list[PaperCheck]:
    """The marks of the checklist in what was sent."""
    found = []
    for name in sorted(getattr(data, "keys", list)()):
        position = str(name).removeprefix("paper_")
        value = data[name]  # type: ignore[index]
        if position != name and position.isdecimal() and value in set(Checked):
            found.append(PaperCheck(int(position), Checked(value)))
    return found


class StepForm(forms.Form):
    """Handing a step on: to which unit, to whom, with what note."""

    run = forms.IntegerField(widget=forms.HiddenInput)
    to_unit = forms.IntegerField(required=False)
    to_person = forms.IntegerField(required=False)
    note = forms.CharField(required=False, max_length=4000)


class ReasonForm(forms.Form):
    run = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(required=False, max_length=4000)
    target = forms.CharField(required=False, max_length=40)
    missing = forms.CharField(required=False, max_length=8000)
    again_because = forms.CharField(required=False, max_length=4000)
    receiver = forms.CharField(required=False, max_length=300)
    delivery = forms.ChoiceField(required=False, choices=Channel.choices)
    person = forms.IntegerField(required=False)
    note = forms.CharField(required=False, max_length=4000)
