"""Sample form, empty state, progress."""

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from congvu.faces.parts import Action, EmptyState, Progress


class SampleForm(forms.Form):
    ten = forms.CharField(label=_("Họ và tên"), help_text=_("Như trên giấy tờ tùy thân."))
    so = forms.IntegerField(label=_("Số bản sao"), min_value=1, max_value=20)
    ngay = forms.DateField(label=_("Ngày cấp"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    cach = forms.ChoiceField(
        label=_("Nhận kết quả"),
        choices=(("quay", _("Tại quầy")), ("buu-chinh", _("Qua bưu chính")), ("dien-tu", _("Bản điện tử"))),
    )
    loai = forms.ChoiceField(
        label=_("Loại giấy"),
        choices=(("chinh", _("Bản chính")), ("sao", _("Bản sao"))),
        widget=forms.RadioSelect,
        required=False,
    )
    ghi_chu = forms.CharField(label=_("Ghi chú"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    dong_y = forms.BooleanField(label=_("Tôi đã đối chiếu với bản chính"), required=False)
    tep = forms.FileField(label=_("Tệp kèm theo"), required=False, help_text=_("PDF hoặc ảnh, không quá 20 MB."))


def empty() -> EmptyState:
    return EmptyState(
        "Chưa có nhiệm vụ nào được giao cho đơn vị.",
        "Khi lãnh đạo giao từ một văn bản hoặc kết luận họp, nhiệm vụ hiện ở đây, việc gấp xếp trước.",
        Action("Giao nhiệm vụ đầu tiên", "#giao", "plus"),
    )


def progress(done: int, *, failed: bool = False) -> Progress:
    return Progress(
        label="Tính lại hạn theo lịch mới",
        done=done * 20,
        total=2000,
        url=reverse("faces:gallery_progress", args=[min(done, 100)]),
        finished=done >= 100,
        failed="Dừng ở hồ sơ 1.200: chưa có lịch năm 2028. Hãy nạp lịch rồi chạy tiếp; phần đã tính giữ nguyên."
        if failed
        else "",
        result_url="#ket-qua" if done >= 100 else "",
    )
