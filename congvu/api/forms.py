"""Issuing a key: shape only; what is allowed is decided by the command."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from congvu.orgs import permissions
from congvu.orgs.models import Person


class TokenForm(forms.Form):
    name = forms.CharField(label=_("Hệ thống dùng khóa"), max_length=120, help_text=_("Ví dụ: Cổng dịch vụ công."))
    username = forms.CharField(label=_("Tên đăng nhập của người mà khóa thay mặt"), max_length=150)
    scopes = forms.MultipleChoiceField(
        label=_("Quyền của khóa"), widget=forms.CheckboxSelectMultiple, help_text=_("Chỉ chọn quyền thật sự cần.")
    )
    last_day = forms.DateField(
        label=_("Dùng đến hết ngày"), widget=forms.DateInput(attrs={"type": "date"}), help_text=_("Không quá một năm.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scopes: Any = self.fields["scopes"]
        scopes.choices = [(each.code, each.label) for each in permissions.registered()]

    def clean_username(self) -> Any:
        person = Person.objects.filter(username=self.cleaned_data["username"].strip().lower(), is_active=True).first()
        if person is None:
            raise forms.ValidationError(_("Không có tài khoản nào tên như vậy; hãy xem lại ở trang Người dùng."))
        return person

    def issued(self) -> dict[str, Any]:
        """What the command wants to know."""
        data = self.cleaned_data
        until = timezone.make_aware(datetime.combine(data["last_day"] + timedelta(days=1), time()))
        return {
            "name": data["name"],
            "person": data["username"],
            "unit_id": None,
            "scopes": data["scopes"],
            "expires_at": until,
        }
